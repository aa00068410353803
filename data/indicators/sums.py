"""Sums of readings: from the stored leaves to the region and period asked for. The database adds up; nothing is divided before the end.

This is the floor of the door: it knows no scope and withholds nothing. Only `figures` and `crowd`, which decides what is withheld, may
call it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import sqlalchemy as sa

from data.indicators.indicator import Indicator
from data.indicators.measure import first
from data.indicators.moment import Moment
from data.indicators.readings import readings
from data.indicators.refresh import EARLIEST, grains
from data.periods import Period
from geo.regions import CITY, DIGITS, Level

Grid = tuple[tuple[str, str], ...]  # (stored period, period asked for)


@dataclass(frozen=True)
class Sum:
    """Stored units, not yet divided; None is “no value”."""

    numerator: int | None
    denominator: int | None = None
    people: int | None = None
    as_of: date | None = None

    def shown_numerator(self, indicator: Indicator) -> Fraction | None:
        """The numerator in the indicator's unit, multiplied where the definition says so."""
        return None if self.numerator is None else Fraction(self.numerator * indicator.multiplier, indicator.scale)

    def shown_denominator(self, indicator: Indicator) -> Fraction | None:
        if not indicator.rate or self.denominator is None:
            return None
        return Fraction(self.denominator, indicator.denominator_scale)

    def value(self, indicator: Indicator) -> Fraction | None:
        """Numerator / denominator (× 100 for %), or the numerator; None without a denominator or where it is 0."""
        numerator = self.shown_numerator(indicator)
        if not indicator.rate:
            return numerator
        denominator = self.shown_denominator(indicator)
        return numerator * indicator.factor / denominator if numerator is not None and denominator else None

    def behind(self, indicator: Indicator) -> int:
        """How many people stand behind it: of the amount, in the denominator of a rate, else the count itself."""
        if indicator.amount:
            return self.people or 0
        return (self.denominator if indicator.rate else self.numerator) or 0


@dataclass(frozen=True)
class Sums:
    """What was summed, and what a missing row stands for: 0 where records were looked at, nothing where none were, as before they begin."""

    indicator: Indicator
    rows: dict[tuple[str, str, str], Sum]
    days: dict[str, date | None]
    begins: date | None

    def get(self, code: str, period: Period, category: str) -> Sum:
        """The sum of one region, period and category ('' is the total)."""
        indicator = self.indicator
        as_of = self.days.get(period.text)
        if len(code) > DIGITS[indicator.level] or not self.speaks_of(period):
            return Sum(None)
        found = self.rows.get((code, period.text, category))
        if found:
            return Sum(found.numerator, found.denominator, found.people, as_of)
        if indicator.reported or indicator.rollup == "max":  # of nothing there is no highest
            return Sum(None, None, None, as_of)
        return Sum(0, None if indicator.rollup == "strict" else 0, 0, as_of)

    def speaks_of(self, period: Period) -> bool:
        """Whether records were looked at for a period: not before the first covered one, nor for the half of a flow's first week."""
        if self.days.get(period.text) is None or self._half_covered(period):
            return False
        return period.grain != "week" or "week" in grains(self.indicator)

    def _half_covered(self, period: Period) -> bool:
        """Whether a flow's period begins before the first record's year: the week over that New Year holds some of its days only.

        At EARLIEST the readings begin, not the records, so that its week is whole.
        """
        return self.indicator.kind == "flow" and self.begins is not None and self.begins > EARLIEST and period.starts < self.begins


@dataclass(frozen=True)
class Wanted:
    """What is to be summed of one indicator: to every region of the levels, for each period, by category or in total.

    within  only readings of this region are looked at; sums to larger regions are then not theirs
    """

    indicator: Indicator
    periods: tuple[Period, ...]
    levels: frozenset[Level]
    by_category: bool = False
    within: str = CITY


def read_sums(now: Moment, wanted: Iterable[Wanted]) -> dict[str, Sums]:
    """Sums by indicator. Indicators that look at the same stored periods are read together, one statement a level.

    A year-to-date of a flow is the sum of its months, of a stock or a year's count its last month, of a span its own reading.
    """
    together: dict[tuple[Grid, frozenset[Level], bool, str], list[Wanted]] = {}
    for one in wanted:
        together.setdefault((_sources(now, one.indicator, one.periods), one.levels, one.by_category, one.within), []).append(one)
    out = {}
    for (grid, levels, by_category, within), group in together.items():
        indicators = {one.indicator.id: one.indicator for one in group}
        rows: dict[str, dict[tuple[str, str, str], Sum]] = {name: {} for name in indicators}
        from_counties: dict[tuple[str, str, str], Tally] = {}
        for level in sorted(levels - {"city"} if "county" in levels else levels) if grid else ():
            for name, key, found in _level_tallies(now, indicators, grid, level, by_category, within):
                rows[name][key] = found.sum(indicators[name])
                if level == "county" and "city" in levels:  # nine rows are added here rather than thousands read twice
                    whole = (name, *key[1:])
                    from_counties[whole] = found.plus(from_counties[whole]) if whole in from_counties else found
        for (name, *key_of_city), tally in from_counties.items():
            rows[name][CITY, key_of_city[0], key_of_city[1]] = tally.sum(indicators[name])
        for one in group:
            days = {period.text: _reached(now, one.indicator, period) for period in one.periods}
            out[one.indicator.id] = Sums(one.indicator, rows[one.indicator.id], days, now.begins)
    return out


def _reached(now: Moment, indicator: Indicator, period: Period) -> date | None:
    """The day a reading stands for: d of the definitions, or for events the last day that has been delivered."""
    day = now.days.get(period.text)
    return day and min([day, *(now.delivered[name] for name in indicator.events_of if name in now.delivered)])


def _sources(now: Moment, indicator: Indicator, periods: Sequence[Period]) -> Grid:
    """Pairs (stored period, period asked for)."""
    out: list[tuple[str, str]] = []
    for period in periods:
        if not period.begun(now.today):
            continue
        if period.grain != "ytd" or indicator.span:
            out.append((period.text, period.text))
            continue
        last = min(Period(period.month), Period(f"{now.today:%Y-%m}"))
        if indicator.kind == "stock" or indicator.cumulative:
            out.append((last.text, period.text))
        else:
            out += [(f"{period.month[:5]}{month:02d}", period.text) for month in range(1, int(last.text[5:7]) + 1)]
    return tuple(out)


@dataclass(frozen=True)
class Tally:
    """What the database added up for one region, period and category."""

    numerator: int
    lowest: int
    highest: int
    denominator: int | None  # None: not one row has one
    complete: int | None  # the numerators of rows that have a denominator
    people: int | None
    rows: int
    denominators: int  # rows that have a denominator

    def plus(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(
            self.numerator + other.numerator,
            min(self.lowest, other.lowest),
            max(self.highest, other.highest),
            _plus(self.denominator, other.denominator),
            _plus(self.complete, other.complete),
            _plus(self.people, other.people),
            self.rows + other.rows,
            self.denominators + other.denominators,
        )

    def sum(self, indicator: Indicator) -> Sum:
        """As the indicator rolls up: summed, the lowest, the highest, or nothing where one denominator is missing."""
        if indicator.rollup in ("min", "max"):
            return Sum(self.lowest if indicator.rollup == "min" else self.highest, self.denominator, self.people)
        if indicator.rate and indicator.rollup == "strict" and self.denominators < self.rows:
            return Sum(self.numerator, None, self.people)
        if indicator.rate and indicator.reported and self.complete is not None:
            return Sum(self.complete, self.denominator, self.people)  # a return without 分母 stands in neither half of a larger region
        return Sum(self.numerator, self.denominator, self.people)


def _plus(one: int | None, other: int | None) -> int | None:
    return one if other is None else other if one is None else one + other


def _level_tallies(
    now: Moment, indicators: Mapping[str, Indicator], grid: Grid, level: Level, by_category: bool, within: str
) -> Iterator[tuple[str, tuple[str, str, str], Tally]]:
    """(indicator, (region, period asked for, category), tally) of every region of a level that has readings."""
    region = sa.func.substr(readings.c.region, 1, DIGITS[level])
    category: Any = readings.c.category if by_category else sa.literal("")
    label: Any
    where: Any
    source: Any = readings
    if all(stored == asked for stored, asked in grid):
        label, where = readings.c.period, readings.c.period.in_([stored for stored, _ in grid])
    else:  # a month stands in several year-to-dates
        pairs = sa.values(sa.column("source", sa.String), sa.column("label", sa.String), name="pairs").data(list(grid)).cte("pairs")
        source, label, where = readings.join(pairs, pairs.c.source == readings.c.period), pairs.c.label, sa.true()
    statement = (
        sa.select(
            readings.c.indicator,
            region.label("region"),
            label.label("label"),
            category.label("category"),
            sa.func.sum(readings.c.numerator).label("numerator"),
            sa.func.min(readings.c.numerator).label("lowest"),
            sa.func.max(readings.c.numerator).label("highest"),
            sa.func.sum(readings.c.denominator).label("denominator"),
            sa.func.sum(sa.case((readings.c.denominator.is_not(None), readings.c.numerator))).label("complete"),
            sa.func.sum(readings.c.people).label("people"),
            sa.func.count().label("rows"),
            sa.func.count(readings.c.denominator).label("denominators"),
        )
        .select_from(source)
        .where(readings.c.indicator.in_(indicators), where)
        .group_by(*first(4))
    )
    if within != CITY:
        statement = statement.where(readings.c.region.between(within, within.ljust(DIGITS["township"], "9")))
    for name, code, label_text, category_name, *sums in now.connection.execute(statement):
        yield name, (CITY if level == "city" else code, label_text, category_name), Tally(*map(_int, sums))  # type: ignore[arg-type]


def _int(number: Any) -> int | None:
    """PostgreSQL adds whole numbers into decimals."""
    return None if number is None else int(number)
