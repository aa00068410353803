"""How the regions stand at the end of a week: a week's reading has no target of its own, its last day has.

The state of things (a stock, a count since 1 January) is read from the week and judged on the week's last day, by the same rules as a
month is on its own. What is told by months alone (returns, rates of a month) is read from the last month that was over by then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from access.scope import Scope
from data.indicators import DECLARED, Indicator
from data.indicators.comparison import remembered
from data.indicators.figures import Figure, figures
from data.indicators.indicator import MONTHLY, Target
from data.indicators.moment import Moment
from data.indicators.status import NOT_JUDGED, Judgement, judge, unite
from data.periods import Period, month_of
from geo.regions import CITY, DIGITS, Level, level_of


def by_week(indicator: Indicator) -> bool:
    """Whether the week's reading tells how things stand at its end: a state, or a count since 1 January, that is counted by weeks."""
    return (indicator.kind == "stock" or indicator.cumulative) and not (indicator.monthly_only or indicator.reported)


def last_whole(day: date) -> Period | None:
    """The last month of the day's year that was over when the day ended; None in January."""
    month = month_of(day)
    if month.ends == day:
        return month
    return month.shift(-1) if month.starts.month > 1 else None


def period_of(indicator: Indicator, target: Target | None, week: Period, today: date) -> Period | None:
    """The period that tells how an indicator stands at a week's end (today while the week runs); None where none does yet.

    A target of every month is held against the month; one of a due day, of what is told by months, against the year so far.
    """
    if by_week(indicator):
        return week
    month = last_whole(week.day(today))
    if month is None or target is None or target.by == MONTHLY:
        return month
    return Period(f"{month}/ytd")


def at_week_end(
    now: Moment, names: Sequence[str], *, scope: Scope, week: Period, region: str = CITY, level: Level | None = None
) -> tuple[Figure, ...]:
    """One figure of each indicator for `region`, or for all its descendants of `level`, judged at the week's end.

    An indicator of which no month is over yet is absent. Raises as `figures` does.
    """
    out: list[Figure] = []
    for name in names:
        indicator = DECLARED[name]
        goal = now.targets.get(week.day(now.today).year, {}).get(name)
        period = period_of(indicator, goal, week, now.today)
        if period is not None:
            read = figures(now, [name], scope=scope, periods=(period,), region=region, level=level)
            out += _judged(now, indicator, goal, read, scope) if period.grain == "week" else read
    return tuple(out)


def course(now: Moment, name: str, *, scope: Scope, weeks: Sequence[Period], region: str = CITY) -> tuple[Figure, ...]:
    """One region over several weeks of one year, each judged at its own end; () for what is told by months."""
    indicator = DECLARED[name]
    if not by_week(indicator) or not weeks:
        return ()
    goal = now.targets.get(weeks[-1].day(now.today).year, {}).get(name)
    read = figures(now, [name], scope=scope, periods=tuple(weeks), region=region)
    return tuple(_judged(now, indicator, goal, read, scope))


def baseline(now: Moment, name: str, *, scope: Scope, week: Period, region: str = CITY) -> Figure:
    """The region at the end of last December, without a value where the records tell of that year no longer."""
    period = _december(week.day(now.today).year)
    return remembered(figures(now, [name], scope=scope, periods=(period,), region=region)[0], Period(f"{period.year + 1}-01"))


def _december(year: int) -> Period:
    return Period(f"{year - 1}-12")


def _judged(now: Moment, indicator: Indicator, target: Target | None, read: Sequence[Figure], scope: Scope) -> Iterable[Figure]:
    if target is None or not read:
        return read
    judged = _Judge(now, indicator, target, scope, tuple(dict.fromkeys(Period(figure.period) for figure in read)))
    return [judged.put(figure) for figure in read]


class _Judge:
    """One indicator with its target, judging the weeks' figures. What stands behind them is read for all of them at once."""

    def __init__(self, now: Moment, indicator: Indicator, target: Target, scope: Scope, weeks: tuple[Period, ...]) -> None:
        self.now, self.indicator, self.target, self.scope, self.weeks = now, indicator, target, scope, weeks
        self.starts: dict[tuple[str, int], Figure] = {}
        self.counties: dict[str, list[Figure]] = {}

    def put(self, figure: Figure) -> Figure:
        """The figure with target, expected value and status of its week's last day; withheld, with its target alone."""
        found = self.judge(figure)
        if figure.suppressed or self._start(figure.region, self._year(figure)).suppressed:
            found = Judgement(found.target)
        return replace(figure, target=_plain(found.target), expected=_plain(found.expected), status=found.status)

    def judge(self, figure: Figure) -> Judgement:
        level = level_of(figure.region)
        goal = None if self.target.value is None else Fraction(self.target.value)
        if level == "city":
            own = self._one(figure, goal)
            if not self.target.each_county:
                return own
            day = Period(figure.period).day(self.now.today)
            inside = [self._one(one, goal) for one in self._counties(figure.period)]
            return unite(inside, own, self.target, Period(f"{month_of(day)}/ytd"), day)
        if level == "county" and self.target.share_by:
            share = self.now.shares.get((self._year(figure), figure.indicator), {}).get(figure.region)
            return self._one(figure, None if share is None else Fraction(share))
        if self.target.each_county and (level == "county" or self.indicator.unit == "%"):
            return self._one(figure, goal)
        return NOT_JUDGED

    def _one(self, figure: Figure, goal: Fraction | None) -> Judgement:
        day = Period(figure.period).day(self.now.today)
        start = None if self.indicator.resets else _exact(self.indicator, self._start(figure.region, day.year))
        return judge(self.target, goal, _exact(self.indicator, figure), start, Period(f"{month_of(day)}/ytd"), day)

    def _start(self, region: str, year: int) -> Figure:
        if (region, year) not in self.starts:
            level = level_of(region)
            inside = {"city": (CITY, None), "county": (CITY, level)}.get(level, (region[: DIGITS["county"]], level))
            read = figures(self.now, [self.indicator.id], scope=self.scope, periods=(_december(year),), region=inside[0], level=inside[1])
            self.starts.update({(one.region, year): one for one in read})
        return self.starts[region, year]

    def _counties(self, week: str) -> list[Figure]:
        """The counties in a week."""
        if not self.counties:
            for one in figures(self.now, [self.indicator.id], scope=self.scope, periods=self.weeks, level="county"):
                self.counties.setdefault(one.period, []).append(one)
        return self.counties[week]

    def _year(self, figure: Figure) -> int:
        return Period(figure.period).day(self.now.today).year


def _exact(indicator: Indicator, figure: Figure) -> Fraction | None:
    """The value as a fraction: of a rate from both its numbers, so that what is reached is not missed by the last digit of a float."""
    if figure.value is None:
        return None
    if indicator.rate and figure.numerator is not None and figure.denominator:
        return Fraction(figure.numerator) * indicator.factor / Fraction(figure.denominator)
    return Fraction(figure.value)


def _plain(number: Fraction | None) -> int | float | None:
    if number is None:
        return None
    return number.numerator if number.denominator == 1 else number.numerator / number.denominator
