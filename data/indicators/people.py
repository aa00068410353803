"""The people behind the figures: who tells of whom, and the sheet of counts in which one person may see some cells and others not.

Several indicators may count the same people (deaths, and the denominator of the cremation rate): `Indicator.tells` names them, and they
share one sheet, so that what one withholds no other gives away. A sheet of events holds all months of a year with their running totals,
since a reader could subtract one from the other; a sheet of people on a register the months' ends of a year, or one day alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from access.scope import Scope
from data.indicators import DECLARED, Indicator
from data.indicators.indicator import EVERY, SAME
from data.indicators.moment import Moment
from data.indicators.sheet import Numbers, Part, Sheet
from data.indicators.sums import Sum, Sums, Wanted, read_sums
from data.periods import Period
from data.settings import settings
from geo.regions import CITY, level_of

MINORS_ON_SCREEN = 10  # a wall is read by whoever stands before it: fewer than ten minors are withheld there


@dataclass(frozen=True)
class Slot:
    """The periods that one sheet spans: the months of a year, or one day alone.

    running  the months' running totals follow them: what happened adds up
    steady   the people stand on a register from month to month: a region and category is withheld all year or not at all
    """

    months: tuple[Period, ...]
    running: bool = False
    steady: bool = False


def small_below(indicator: Indicator, scope: Scope, category: str) -> int:
    """Below which count of people a cell is withheld from this person."""
    least = settings().suppress_below
    minors = category in indicator.minors or EVERY in indicator.minors
    return max(least, MINORS_ON_SCREEN) if minors and scope.role == "screen" else least


def tells(indicator: Indicator) -> tuple[tuple[str, str], ...]:
    """Whose counts of people an indicator's figures tell."""
    return indicator.tells or ((indicator.id, SAME),)


@cache
def stands(counted: Indicator) -> bool:
    """Whether these people stand on a register, much the same from month to month; else their months add up."""
    return counted.kind == "stock" or counted.cumulative or any("onward" in part.reach.values() for part in counted.parts)


@cache
def told_of(counted: Indicator) -> tuple[tuple[Indicator, bool, str], ...]:
    """The indicators that tell these counts, whether their year to date is a sum, and of which category."""
    return tuple(
        (one, one.kind == "flow" and not one.cumulative, told)
        for one in DECLARED.values()
        if one.people
        for name, told in tells(one)
        if name == counted.id
    )


def people_sheet(
    now: Moment,
    counted: Indicator,
    slot: Slot,
    scope: Scope,
    regions: Sequence[str],
    *,
    siblings: Sequence[Sequence[int]],
    whole: Sequence[int | None],
    own: str = "",
    within: str = CITY,
) -> Sheet:
    """The people of the regions, all of which lie within one."""
    levels, rates = frozenset(map(level_of, regions)), rates_over(counted)
    behind = {one.id: Wanted(one, _read_periods(one, slot), levels, bool(one.breakdown), within) for one in (counted, *rates)}
    sums = read_sums(now, behind.values())
    counts = _numbers(sums[counted.id], slot, regions, lambda found: found.behind(counted))
    unseen = np.zeros(counts.shape, dtype=bool)
    if slot.running:
        summed = {told for _, flow, told in told_of(counted) if flow}
        for number, category in enumerate(("", *counted.categories)):
            unseen[:, number, len(slot.months) :] = SAME not in summed and category not in summed
    fixed = np.zeros(counts.shape, dtype=bool)
    for number, code in enumerate(regions):
        fixed[number, 0 if len(code) <= 6 else slice(0)] = True
        fixed[number] |= code == own
    below = [settings().suppress_below, *(small_below(counted, scope, category) for category in counted.categories)]
    return Sheet(
        counts=counts,
        months=len(slot.months),
        running=slot.running,
        steady=slot.steady,
        fixed=fixed,
        unseen=unseen,
        small_below=np.array(below, dtype=np.int64),
        siblings=siblings,
        whole=whole,
        parts=[_part(sums[one.id], counts.shape, slot, regions) for one in rates],
    )


@cache
def rates_over(counted: Indicator) -> tuple[Indicator, ...]:
    """The rates whose denominators these counts are, or are a part of."""
    return tuple(one for one, _, _ in told_of(counted) if one.rate and (one is counted or one.tells == ((counted.id, ""),)))


def _part(sums: Sums, shape: tuple[int, ...], slot: Slot, regions: Sequence[str]) -> Part:
    """A rate's numerators in the places of their denominators; of a partial one, its denominators with their numerators."""

    def placed(take: Callable[[Sum], int | None]) -> Numbers:
        found = _numbers(sums, slot, regions, take)
        out = np.full(shape, -1, dtype=np.int64)
        out[:, : found.shape[1]] = found
        return out

    numerators = placed(lambda one: one.numerator)
    return Part(placed(lambda one: one.denominator), numerators) if sums.indicator.partial else Part(numerators)


def _read_periods(indicator: Indicator, slot: Slot) -> tuple[Period, ...]:
    """The periods to read: running totals of a span are readings of their own."""
    if slot.running and indicator.span:
        return (*slot.months, *(Period(f"{month}/ytd") for month in slot.months))
    return slot.months


def _numbers(sums: Sums, slot: Slot, regions: Sequence[str], take: Callable[[Sum], int | None]) -> Numbers:
    """Numbers by region × category (the total first) × time. The database adds up; what has no reading is 0."""
    indicator, periods = sums.indicator, _read_periods(sums.indicator, slot)
    kinds = {kind: number for number, kind in enumerate(indicator.categories or ("",))}
    places = {code: number for number, code in enumerate(regions)}
    times = {period.text: number for number, period in enumerate(periods) if sums.speaks_of(period)}
    found = np.zeros((len(places), len(kinds), len(periods)), dtype=np.int64)
    for (code, text, kind), one in sums.rows.items():
        if code in places and kind in kinds and text in times:
            found[places[code], kinds[kind], times[text]] = take(one) or 0
    if indicator.breakdown:
        found = np.concatenate([found.sum(axis=1, keepdims=True), found], axis=1)
    if slot.running and not indicator.span:
        found = np.concatenate([found, found.cumsum(axis=2)], axis=2)
    return found
