"""A project's steps against their due days, for the region that is on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from access.scope import Scope
from components.address import Address
from components.steps import steps
from data.indicators.figures import figures
from data.indicators.moment import Moment
from data.periods import month_of
from data.programmes.ledger import Line, read_ledger
from geo.regions import CITY
from pages.sections.declaration import Width
from pages.sections.panels.head import head, words


@dataclass(frozen=True)
class Steps:
    """`indicators` in their order; `tasks`: programme and group of the plan whose tasks without an indicator follow with their day.

    late  below the city's steps the counties are named that are late
    """

    name: str
    title: str
    indicators: tuple[str, ...]
    tasks: tuple[str, str] | None = None
    width: Width = "half"
    late: bool = False

    def draw(self, now: Moment, seen: Scope, address: Address) -> list[Any]:
        period, region = address.period, address.region
        found = figures(now, self.indicators, scope=seen, periods=[period], region=region)
        title = head(self.title, now.places.name(region), "竖线为应达进度", words(period, now.today))
        late = self.late and region == CITY
        parts = figures(now, self.indicators, scope=seen, periods=[period], region=region, level="county") if late else ()
        return [title, *steps(found, now.targets.get(period.year, {}), self._tasks(now, seen, address), parts)]

    def _tasks(self, now: Moment, seen: Scope, address: Address) -> list[Line]:
        if self.tasks is None:
            return []
        programme, group = self.tasks
        ledger = read_ledger(now, scope=seen, region=address.region[:6], month=month_of(address.period.day(now.today)))
        book = ledger.book(programme) if ledger else None
        return [line for line in book.lines if line.task.group == group and not line.task.indicators] if book else []
