"""What one week's paper rests on: the readings, the ledger now and a week before, for the city or one county."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from access.scope import Scope
from briefings.weekly.case import Case, cases, with_course
from briefings.weekly.weight import importance
from data.indicators.indicator import PROGRAMMES
from data.indicators.moment import Moment
from data.periods import Period
from data.programmes.form import Programme
from data.programmes.ledger import read_ledger
from data.programmes.light import Light
from data.programmes.line import Book, Cell, Ledger, Line
from geo.regions import CITY

MOST_COURSES = 12  # the heaviest cases are read over the year's weeks: no other is told of


@dataclass(frozen=True)
class Ground:
    """One week in the city or one county, as an audience may see it.

    ledger, before  the year's plan as it stood at the week's end, and a week earlier (None where that is of another year)
    """

    now: Moment
    week: Period
    region: str
    scope: Scope
    ledger: Ledger
    before: Ledger | None
    cases: tuple[Case, ...]

    @property
    def day(self) -> date:
        """The week's last day, or today while it runs."""
        return self.week.day(self.now.today)

    @property
    def issued(self) -> bool:
        """Whether the year's plan had been issued by then: before, nothing is held against its paths and tasks."""
        return self.day >= self.ledger.plan.plan.issued_on

    @property
    def city(self) -> bool:
        return self.region == CITY

    @property
    def name(self) -> str:
        return self.now.places.name(self.region)

    @property
    def whole(self) -> str:
        """What the region is called in its own paper: 全市, 全县, 全区."""
        return "全市" if self.city else f"全{'区' if self.name.endswith('区') else '县'}"

    @cached_property
    def books(self) -> tuple[Book, ...]:
        """The programmes the region has a part in."""
        return tuple(book for book in self.ledger.books if book.lines)

    def cells(self, light: Light | None = None, region: str = "") -> Iterator[tuple[Line, Cell]]:
        """The tasks by county: of one light, of one county, where these are given."""
        for book in self.books:
            for line in book.lines:
                for cell in line.cells:
                    if (light is None or cell.light == light) and (not region or cell.region == region):
                        yield line, cell


def ground(now: Moment, week: Period, *, region: str, scope: Scope) -> Ground | None:
    """All of it; None where no plan is of the week's year or before. Raises NotAllowed and KeyError as `figures` does."""
    ledger = read_ledger(now, scope=scope, region=region, week=week)
    if ledger is None:
        return None
    earlier = week.shift(-1)
    same = earlier.day(now.today).year == week.day(now.today).year
    before = read_ledger(now, scope=scope, region=region, week=earlier) if same else None
    found = cases(now, scope=scope, week=week, region=region)
    heavy = sorted(found, key=importance, reverse=True)[:MOST_COURSES]
    told = tuple(with_course(now, case, scope=scope, week=week) if case in heavy else case for case in found)
    return Ground(now, week, region, scope, ledger, before, told)


def short(programme: Programme) -> str:
    """`殡葬服务`, `“智慧民政”`: a programme in a sentence."""
    return next((name for id_, name in PROGRAMMES.items() if id_ == programme.id), programme.name.removesuffix("提升工程"))
