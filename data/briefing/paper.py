"""One edition of the weekly briefing as it stands, and who may read, draft and sign it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from access.scope import Scope
from data.briefing.table import State
from data.periods import Period
from geo.regions import CITY

OFFICE = "办公室"  # the section whose chief edits the paper
TITLE = "民政工作周报"


@dataclass(frozen=True)
class Step:
    """Something that was done with a paper. `at` is UTC."""

    act: str
    at: datetime
    who: str
    words: str


@dataclass(frozen=True)
class Frozen:
    """An issued file by its format, its hash and its size in bytes."""

    kind: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Paper:
    """An edition. `serial`, `issued_on`, `signed_by` and `files` come with the issue; `content` with the first composing."""

    number: int
    week: Period
    region: str
    region_name: str
    edition: int
    serial: int | None
    state: State
    version: int
    lead: str
    reason: str
    content: dict[str, Any] | None
    changes: tuple[str, ...]
    rules: dict[str, Any]
    refresh: int | None
    composed_at: datetime | None
    issued_on: date | None
    signed_by: str
    mailed_at: datetime | None
    mail_problem: str
    steps: tuple[Step, ...] = ()
    files: tuple[Frozen, ...] = ()

    @property
    def code(self) -> str:
        """`2023年第30期`, `2023年第30期（更正版）`; empty before the issue."""
        return numbered(self.week, self.serial, self.edition) if self.serial else ""

    @property
    def name(self) -> str:
        """`开封市 2023年第30期`, of a draft `开封市 2023年第30周（草稿）`."""
        return f"{self.region_name} {self.code or week_words(self.week) + '（草稿）'}"


@dataclass(frozen=True)
class Actor:
    """Who does something: account, scope and the address it comes from."""

    name: str
    scope: Scope
    where: str


def numbered(week: Period, serial: int, edition: int) -> str:
    """The number as it is printed: `2023年第30期`, a corrected edition with its mark."""
    mark = "" if edition == 1 else "（更正版）" if edition == 2 else f"（第{edition - 1}次更正版）"
    return f"{week.text[:4]}年第{serial}期{mark}"


def week_words(week: Period) -> str:
    """`2023年第30周`."""
    return f"{week.text[:4]}年第{int(week.text[6:])}周"


def drafts(scope: Scope) -> bool:
    """Whether this person drafts and edits: the chief of the office, and a leader."""
    return scope.role == "leader" or (scope.role == "chief" and scope.section == OFFICE)


def signs(scope: Scope) -> bool:
    """Whether this person signs."""
    return scope.role == "leader"


def reads(scope: Scope, state: State, region: str) -> bool:
    """Whether a paper may be read: by who drafts always; once issued by every chief, and by a county the city's and its own.

    The city's paper holds county-level figures only, so it tells a county nothing that its screen would not.
    """
    if drafts(scope):
        return True
    if state != "issued":
        return False
    return scope.role == "chief" or (scope.role == "county" and bool(scope.region) and region in (CITY, scope.region))


def audience() -> Scope:
    """For whom a paper is composed, of the city or a county alike: as a leader sees it.

    Who signs and who files a county's paper has no record access there, so small cells are withheld in it as on the leader's screen,
    though the county itself would see them; what a paper covers, its region says.
    """
    return Scope("leader")
