"""A case: one indicator with a target at a week's end, from the sides its paragraph may need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from access.scope import Scope
from data.indicators import DECLARED, Indicator
from data.indicators.aim import adds_up, own_target
from data.indicators.comparison import pair
from data.indicators.figures import Figure, figures
from data.indicators.indicator import MONTHLY, Target
from data.indicators.moment import Moment
from data.indicators.reach import lacks_days
from data.indicators.week_end import at_week_end, by_week, course, last_whole
from data.periods import Period, between, parse, week_of
from geo.regions import CITY, WORDS, Level, level_of

WEEK = timedelta(days=7)
OPEN = ("behind", "overdue")


@dataclass(frozen=True)
class Case:
    """One indicator at a week's end.

    figure, before  the region at the week's end and a week earlier; of what months tell, the last whole month and the one before it
    parts           its counties, or a county's townships, at the same time
    day             the week's last day, or today while it runs; `today`: the day it is read
    course          the weeks of its year up to this one; () for what is told by months, and of the lighter cases
    """

    indicator: Indicator
    target: Target
    figure: Figure
    before: Figure | None
    parts: tuple[Figure, ...]
    day: date
    today: date
    course: tuple[Figure, ...] = ()

    @property
    def monthly(self) -> bool:
        return self.target.by == MONTHLY

    @property
    def due_on(self) -> date | None:
        """The last day in time; None where every month is its own."""
        return None if self.monthly else parse(self.target.by).ends

    @property
    def days_left(self) -> int | None:
        """Days to the due day, negative once it is over."""
        return None if self.due_on is None else (self.due_on - self.day).days

    @property
    def own(self) -> bool:
        """Whether the region's value may be held against the target beside it."""
        return own_target(self.figure)

    @property
    def known(self) -> bool:
        """Whether there is a value that holds its whole period."""
        return self.figure.value is not None and not (lacks_days(self.figure) and not self.indicator.cumulative)

    @property
    def shown(self) -> list[Figure]:
        """The parts with a value."""
        return [one for one in self.parts if one.value is not None and not one.suppressed]

    @property
    def of_one(self) -> bool:
        """A count of one thing: its path runs through parts of it, which nobody builds."""
        return adds_up(self.indicator) and (self.figure.target or 0) <= 1

    @property
    def fresh(self) -> bool:
        """Whether the figure has come with this week: of months, only in the week that ends after the month's own end."""
        return by_week(self.indicator) or last_whole(self.day - WEEK) != last_whole(self.day)

    def judged(self, *statuses: str) -> list[Figure]:
        """The parts of these states that have a target of their own, the furthest from it first."""
        found = [one for one in self.shown if one.status in statuses and one.expected is not None]
        return sorted(found, key=lambda one: (-((one.expected or 0) - (one.value or 0)), one.region))

    @property
    def noun(self) -> str:
        return WORDS[level_of(self.parts[0].region)] if self.parts else "县区"

    @property
    def aside(self) -> str:
        return "除隐去的外，" if any(one.suppressed for one in self.parts) else ""

    @property
    def change(self) -> int | float | None:
        """What the last week (month) has added; None where the two may not be held against each other."""
        return None if self.before is None else pair(self.figure, self.before, self.today).difference


def cases(now: Moment, *, scope: Scope, week: Period, region: str) -> tuple[Case, ...]:
    """Every indicator with a target of the week's year, in the bureau's order; those without a figure yet are absent."""
    day = week.day(now.today)
    goals = {name: goal for name, goal in now.targets.get(day.year, {}).items() if name in DECLARED}
    names = [name for name in DECLARED if name in goals]
    found = at_week_end(now, names, scope=scope, week=week, region=region)
    return tuple(_case(now, scope, week, figure, goals[figure.indicator]) for figure in found)


def _case(now: Moment, scope: Scope, week: Period, figure: Figure, target: Target) -> Case:
    name = figure.indicator
    level: Level | None = "county" if figure.region == CITY else "township"
    if level == "township" and (DECLARED[name].level != "township" or not scope.sees_level_in(figure.region)):
        level = None
    if by_week(DECLARED[name]):
        before = at_week_end(now, [name], scope=scope, week=week.shift(-1), region=figure.region)
        parts = at_week_end(now, [name], scope=scope, week=week, region=figure.region, level=level) if level else ()
    else:
        span = parse(figure.period)
        earlier = span.shift(-1)
        before = figures(now, [name], scope=scope, periods=(earlier,), region=figure.region) if earlier.year == span.year else ()
        parts = figures(now, [name], scope=scope, periods=(span,), region=figure.region, level=level) if level else ()
    return Case(DECLARED[name], target, figure, _of_year(before, week, now.today), tuple(parts), week.day(now.today), now.today)


def with_course(now: Moment, case: Case, *, scope: Scope, week: Period) -> Case:
    """The case with the weeks of its year up to this one."""
    weeks = [one for one in between(week_of(date(case.day.year, 1, 4)), week) if one.begun(now.today)]
    return replace(case, course=course(now, case.indicator.id, scope=scope, weeks=weeks, region=case.figure.region))


def _of_year(before: Sequence[Figure], week: Period, today: date) -> Figure | None:
    """The earlier figure, where it is of the same year: a path begins anew each January."""
    return next((one for one in before if parse(one.period).day(today).year == week.day(today).year), None)
