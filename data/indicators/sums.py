"""Sums of readings: from the stored leaves to the region and period asked for. The database adds up; nothing is divided before the end.

This is the floor of the door: it knows no scope and withholds nothing. Only `data.indicators.figures` may call it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import sqlalchemy as sa

from data.indicators.indicator import Indicator
from data.indicators.measure import first
from data.indicators.moment import Moment
from data.indicators.readings import periods as period_table
from data.indicators.readings import readings
from data.indicators.refresh import grains
from data.periods import Period
from geo.regions import CITY, DIGITS, Level


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
    """What was summed, and what a missing row stands for: 0 where records were looked at, nothing where none were."""

    indicator: Indicator
    rows: dict[tuple[str, str, str], Sum]
    days: dict[str, date | None]
    begins: date | None

    def get(self, code: str, period: Period, category: str) -> Sum:
        """The sum of one region, period and category ('' is the total)."""
        indicator = self.indicator
        as_of = self.days.get(period.text)
        before_records = self.begins is not None and period.ends < self.begins
        if len(code) > DIGITS[indicator.level] or (as_of is None and not before_records):
            return Sum(None)
        if period.grain == "week" and "week" not in grains(indicator):
            return Sum(None)
        found = self.rows.get((code, period.text, category))
        if found:
            return Sum(found.numerator, found.denominator, found.people, as_of)
        if indicator.reported:
            return Sum(None, None, None, as_of)
        return Sum(0, None if indicator.rollup == "strict" else 0, 0, as_of)


def read_sums(now: Moment, indicator: Indicator, periods: Sequence[Period], levels: Collection[Level], by_category: bool) -> Sums:
    """Sum an indicator's readings to every region of the levels, for each period.

    A year-to-date of a flow is the sum of its months, of a stock or a year's count its last month, of a span its own reading.
    """
    grid = _sources(now, indicator, periods)
    rows: dict[tuple[str, str, str], Sum] = {}
    if grid:
        for level in levels:
            rows |= _level_sums(now, indicator, grid, level, by_category)
    sources = sorted({source for source, _ in grid})
    stored = dict(
        now.connection.execute(
            sa.select(period_table.c.period, period_table.c.day).where(period_table.c.period.in_([*sources, *(p.text for p in periods)]))
        ).all()
    )
    days = {p.text: stored.get(p.text) for p in periods}
    return Sums(indicator, rows, days, now.begins)


def _sources(now: Moment, indicator: Indicator, periods: Sequence[Period]) -> list[tuple[str, str]]:
    """Pairs (stored period, period asked for)."""
    out = []
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
    return out


def _level_sums(
    now: Moment, indicator: Indicator, grid: list[tuple[str, str]], level: Level, by_category: bool
) -> dict[tuple[str, str, str], Sum]:
    digits = DIGITS[level]
    region = sa.func.substr(readings.c.region, 1, digits)
    category: Any = readings.c.category if by_category else sa.literal("")
    label: Any
    where: Any
    source: Any = readings
    if all(stored == asked for stored, asked in grid):
        label, where = readings.c.period, readings.c.period.in_([stored for stored, _ in grid])
    else:  # a month stands in several year-to-dates
        pairs = sa.values(sa.column("source", sa.String), sa.column("label", sa.String), name="pairs").data(grid).cte("pairs")
        source, label, where = readings.join(pairs, pairs.c.source == readings.c.period), pairs.c.label, sa.true()
    complete = sa.func.sum(sa.case((readings.c.denominator.is_not(None), readings.c.numerator)))
    statement = (
        sa.select(
            region.label("region"),
            label.label("label"),
            category.label("category"),
            (sa.func.min if indicator.rollup == "min" else sa.func.sum)(readings.c.numerator).label("numerator"),
            sa.func.sum(readings.c.denominator).label("denominator"),
            complete.label("complete"),
            sa.func.sum(readings.c.people).label("people"),
            sa.func.count().label("rows"),
            sa.func.count(readings.c.denominator).label("denominators"),
        )
        .select_from(source)
        .where(readings.c.indicator == indicator.id, where)
        .group_by(*first(3))
    )
    out = {}
    for row in now.connection.execute(statement):
        code = CITY if level == "city" else row.region
        numerator, denominator = int(row.numerator), None if row.denominator is None else int(row.denominator)
        if indicator.rate and indicator.rollup == "strict" and row.denominators < row.rows:
            denominator = None
        elif indicator.rate and indicator.reported and row.denominators and row.complete is not None:
            numerator = int(row.complete)  # a return without 分母 stands in neither half of a larger region
        out[code, row.label, row.category] = Sum(numerator, denominator, None if row.people is None else int(row.people))
    return out
