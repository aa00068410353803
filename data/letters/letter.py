"""One letter as it stands, and who may do what with it. Reading and changing the table are in `reading` and `steps`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from access.scope import Scope
from data.clock import local
from data.letters.content import Content
from data.letters.table import KINDS, Kind, State

SIGNS: dict[Kind, str] = {"reminder": "提", "supervision": "督"}
ASKED: dict[Kind, str] = {"reminder": "二、工作要求", "supervision": "二、整改要求"}  # the heading over the demands
ENDS: dict[Kind, str] = {"reminder": "特此提醒。", "supervision": "特此督办。"}
OUT: tuple[State, ...] = ("issued", "replied", "closed")  # what a county may know of
OPEN: tuple[State, ...] = ("issued", "replied")


@dataclass(frozen=True)
class Step:
    """Something that was done with a letter. `at` is UTC; `content` what the letter said after it, where the step changed that."""

    act: str
    at: datetime
    who: str
    words: str
    content: Content | None = None


@dataclass(frozen=True)
class Letter:
    """A letter. `code` and `issued_on` come with the issue; `cites` is the number of the 提醒函 a 督办函 rests on."""

    number: int
    kind: Kind
    year: int
    programme: str
    programme_name: str
    owner: str
    region: str
    region_name: str
    state: State
    version: int
    code: str
    content: Content
    due_on: date
    cites: int | None
    issued_on: date | None
    signed_by: str
    steps: tuple[Step, ...] = ()

    @property
    def name(self) -> str:
        """`提醒函 汴民提〔2023〕3号`; of one that is not issued, `提醒函（草稿）`."""
        return f"{KINDS[self.kind]} {self.code}" if self.code else f"{KINDS[self.kind]}（草稿）"

    @property
    def issued(self) -> bool:
        return self.state in OUT

    @property
    def open(self) -> bool:
        """Whether it is issued and not closed."""
        return self.state in OPEN

    def late(self, today: date) -> bool:
        """Whether its day has passed and it is still open."""
        return self.state in OPEN and today > self.due_on

    @property
    def criticised(self) -> bool:
        """Whether it led to a 通报."""
        return any(step.act == "criticised" for step in self.steps)

    @property
    def replied_on(self) -> date | None:
        """The day of the last reply."""
        return next((local(step.at).date() for step in reversed(self.steps) if step.act == "replied"), None)


@dataclass(frozen=True)
class Actor:
    """Who does something: account, scope and the address it comes from."""

    name: str
    scope: Scope
    where: str


def code(kind: Kind, year: int, serial: int) -> str:
    """The 文号: `汴民提〔2023〕3号`."""
    return f"汴民{SIGNS[kind]}〔{year}〕{serial}号"


def owns(scope: Scope, owner: str) -> bool:
    """Whether the letters of a programme are this person's to draft and check: the chief of the section that owns it."""
    return scope.role == "chief" and bool(scope.section) and scope.section == owner


def reads(scope: Scope, state: State, owner: str, region: str) -> bool:
    """Whether a letter may be read: by a leader always, by the owner's chief always, by other chiefs once issued, by a county its own
    once issued."""
    if scope.role == "leader" or owns(scope, owner):
        return True
    if state not in OUT:
        return False
    return scope.role == "chief" or (scope.role == "county" and bool(scope.region) and region.startswith(scope.region))


def answers(scope: Scope, region: str) -> bool:
    """Whether this person replies to a letter to `region`: the county it is addressed to or lies in."""
    return scope.role == "county" and bool(scope.region) and region.startswith(scope.region)
