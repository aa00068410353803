"""Where a programme's page stands: month and region as on every page, and a section, a light and a task of its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import parse_qsl

from components.address import MOST_PARTS, Address, read
from components.light import WORDS
from data.indicators import INDICATORS
from data.periods import Period
from geo.regions import CITY


@dataclass(frozen=True)
class Asked:
    """`address` holds month and region (the city or a county); section, light and task are '' where none is chosen."""

    address: Address
    section: str = ""
    light: str = ""
    task: str = ""

    @property
    def month(self) -> Period:
        """The month at whose end the page looks; a week or a year-to-date counts as the month it ends in."""
        return self.address.period

    @property
    def region(self) -> str:
        """The county that is on, or the city."""
        return self.address.region

    @property
    def notice(self) -> str:
        """What of the address could not be followed, in one sentence."""
        return self.address.notice


def read_asked(search: object, *, today: date, begins: date | None, regions: Mapping[str, str]) -> Asked:
    """The state that `?period=&region=&section=&light=&task=` asks for; sections and tasks are checked by `within`."""
    address = read(search, today=today, begins=begins, regions=regions, indicators=INDICATORS, default=next(iter(INDICATORS)))
    month = Period(address.period.day(today).strftime("%Y-%m"))
    given = _given(search)
    lit = given.get("light", "")
    found = Asked(replace(address, period=month), given.get("section", ""), lit if lit in WORDS else "", given.get("task", ""))
    return _noting(found, [f"没有“{lit[:12]}”这种状态"] if lit and lit not in WORDS else [])


def within(asked: Asked, *, sections: Collection[str], tasks: Collection[str] | None = None) -> Asked:
    """The same, without a section that no task names and a task that the ledger has not; `tasks` None: the page shows no single one."""
    troubles = []
    if asked.section and asked.section not in sections:
        troubles.append(f"没有责任科室“{asked.section[:20]}”")
        asked = replace(asked, section="")
    if tasks is None:
        asked = replace(asked, task="")
    elif asked.task and asked.task not in tasks:
        where = "这个县区的台账" if asked.region != CITY else "台账"
        troubles.append(f"{where}没有序号为“{asked.task[:12]}”的任务")
        asked = replace(asked, task="")
    return _noting(asked, troubles)


def _noting(asked: Asked, troubles: list[str]) -> Asked:
    if not troubles:
        return asked
    notice = "；".join([asked.notice.removesuffix("。"), *troubles] if asked.notice else troubles)
    return replace(asked, address=replace(asked.address, notice=f"{notice}。"))


def _given(search: object) -> dict[str, str]:
    """The parts of the address once more; `read` has said what could not be read of it."""
    try:
        return (
            dict(parse_qsl(search.removeprefix("?"), max_num_fields=MOST_PARTS)) if isinstance(search, str) and len(search) <= 1000 else {}
        )
    except ValueError:
        return {}
