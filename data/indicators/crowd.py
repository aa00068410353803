"""The people behind the figures: which sheet of counts stands behind a figure, and which of its cells one person may not see.

Several indicators may count the same people (deaths, and the denominator of the cremation rate): `Indicator.tells` names them, and they
share one sheet, so that what one withholds no other gives away. A sheet holds all months of a year with their running totals where a
reader could subtract one from the other, else a single period. The city and its counties form one sheet, the townships of each county
another, which follows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from access.scope import Scope
from data.datasets import DATASETS
from data.indicators import DECLARED, Indicator
from data.indicators.indicator import EVERY, SAME
from data.indicators.moment import Moment
from data.indicators.sheet import PAIRED, SHOWN, Labels, Numbers, Part, Sheet, Swap
from data.indicators.sums import Sum, Sums, Wanted, read_sums
from data.indicators.suppression import Cell, Reason, follow, withhold
from data.periods import Period, between, month_of
from data.settings import settings
from geo.regions import CITY, level_of

MINORS_ON_SCREEN = 10  # a wall is read by whoever stands before it: fewer than ten minors are withheld there


@dataclass(frozen=True)
class Slot:
    """The periods that one sheet spans: the months of a year with their running totals, or one period alone."""

    months: tuple[Period, ...]
    running: bool


@dataclass(frozen=True)
class Withheld:
    """What a sheet withholds."""

    places: dict[str, int]
    kinds: dict[str, int]
    labels: Labels
    parts: dict[str, Labels]  # of the rates whose denominator is a part of the people
    swaps: tuple[Swap, ...]

    def label(self, indicator: str, region: str, category: str, time: int) -> int:
        """SHOWN, SMALL or PAIRED, for the people behind this indicator's figure."""
        at, kind = self.places.get(region), self.kinds.get(category)
        if at is None or kind is None or self.labels[at, kind, time] == SHOWN:
            return SHOWN
        return int(self.parts.get(indicator, self.labels)[at, kind, time])


def hidden(
    now: Moment, indicator: Indicator, *, scope: Scope, period: Period, codes: Sequence[str], by_category: bool
) -> dict[Cell, Reason]:
    """The cells among those asked for that this person may not see, with the reason.

    The whole sheet is looked at, so that every way of asking gives the same answer.
    """
    if not indicator.people or all(_exempt(indicator, scope, code) for code in codes):
        return {}
    found: dict[Cell, Reason] = {}
    categories = indicator.categories if by_category else ("",)
    for name, told in tells(indicator):
        counted = DECLARED[name]
        place = _place(now, counted, indicator, period)
        if place is None:
            continue
        slot, time = place
        for code in codes:
            if (len(code) > 6 and indicator.level == "county") or _exempt(indicator, scope, code):
                continue
            if told == EVERY and len(code) <= 6:
                continue  # the totals of counties and of the city are shown
            sheet = None
            for category in categories:
                for kind in _kinds(counted, told, category):
                    if kind == "" and len(code) <= 6:
                        continue
                    if _never(indicator, counted, period):
                        found[code, category] = "paired"
                        continue
                    sheet = sheet or (
                        _counties(now, counted, slot, scope) if len(code) <= 6 else _townships(now, counted, slot, scope, code[:6])
                    )
                    label = sheet.label(indicator.id, code, kind, time)
                    if label != SHOWN and found.get((code, category)) != "paired":
                        found[code, category] = "paired" if label == PAIRED else "small"
    return found


def _never(indicator: Indicator, counted: Indicator, period: Period) -> bool:
    """Whether these people are never shown in small: by the week, since weeks and months tell each other's; or because they are another
    indicator's people again. Not even as a zero or as `<5`, which would narrow the others down.
    """
    if settings().suppress_below == 1:
        return False  # nothing is small
    if period.grain == "week":
        return counted.kind == "flow" and not indicator.monthly_only
    return bool(counted.echoes)


def small_below(indicator: Indicator, scope: Scope, category: str) -> int:
    """Below which count of people a cell is withheld from this person."""
    least = settings().suppress_below
    minors = category in indicator.minors or EVERY in indicator.minors
    return max(least, MINORS_ON_SCREEN) if minors and scope.role == "screen" else least


def tells(indicator: Indicator) -> tuple[tuple[str, str], ...]:
    """Whose counts of people an indicator's figures tell."""
    return indicator.tells or ((indicator.id, SAME),)


def _kinds(counted: Indicator, told: str, category: str) -> Iterable[str]:
    if told == EVERY:
        return counted.categories
    return (category if told == SAME else told,)


def _exempt(indicator: Indicator, scope: Scope, region: str) -> bool:
    """Whether this person reads the records behind the indicator in a region."""
    names = {name for part in indicator.parts for name in part.reach}
    sections = {DATASETS[name].section for name in names if DATASETS[name].people} or {DATASETS[name].section for name in names}
    return all(scope.reads_records(section, region) for section in sections)


# --- time ---------------------------------------------------------------------------------------------------------------------------


def _place(now: Moment, counted: Indicator, asked: Indicator, period: Period) -> tuple[Slot, int] | None:
    """The sheet's slot and the time in it of a figure; None where the period has not begun."""
    if not period.begun(now.today):
        return None
    if period.grain == "week":
        month = month_of(period.day(now.today))
        if month.day(now.today) != period.day(now.today):
            return Slot((period,), False), 0
        period = month  # the same day, so the same people: it must be withheld alike
    last = min(Period(period.month), month_of(now.today))
    if not _adds_up(counted):
        return Slot((last,), False), 0
    first = Period(f"{period.year}-01")
    months = tuple(between(first, min(Period(f"{period.year}-12"), month_of(now.today))))
    at = months.index(last)
    return Slot(months, True), at + (len(months) if period.grain == "ytd" and asked.kind == "flow" else 0)


@cache
def _adds_up(counted: Indicator) -> bool:
    """Whether some figure tells the sum of the months: a flow's year to date."""
    return any(flow for _, flow, _ in _told_of(counted))


@cache
def _told_of(counted: Indicator) -> tuple[tuple[Indicator, bool, str], ...]:
    """The indicators that tell these counts, whether their year to date is a sum, and of which category."""
    return tuple(
        (one, one.kind == "flow" and not one.cumulative, told)
        for one in DECLARED.values()
        if one.people
        for name, told in tells(one)
        if name == counted.id
    )


# --- sheets -------------------------------------------------------------------------------------------------------------------------


def _counties(now: Moment, counted: Indicator, slot: Slot, scope: Scope) -> Withheld:
    own = scope.region if scope.role == "county" else ""
    below = tuple(small_below(counted, scope, category) for category in counted.categories)
    key = ("withheld", now.refresh, now.today, counted.id, slot.months, own, below, settings().suppress_below)
    return now.shelf.keep(key, lambda: _withhold_counties(now, counted, slot, scope, own))


def _withhold_counties(now: Moment, counted: Indicator, slot: Slot, scope: Scope, own: str) -> Withheld:
    regions = [CITY, *(county.code for county in now.places.counties)]
    counties = list(range(1, len(regions)))
    sheet = _sheet(
        now, counted, slot, scope, regions, siblings=[[], *[counties] * len(counties)], whole=[None, *[0] * len(counties)], own=own
    )
    swaps = withhold(sheet)
    return _found(counted, regions, sheet, swaps)


def _townships(now: Moment, counted: Indicator, slot: Slot, scope: Scope, county: str) -> Withheld:
    key = ("withheld", now.refresh, now.today, counted.id, slot.months, county, "townships", settings().suppress_below)
    return now.shelf.keep(key, lambda: _withhold_townships(now, counted, slot, scope, county))


def _withhold_townships(now: Moment, counted: Indicator, slot: Slot, scope: Scope, county: str) -> Withheld:
    """Whoever sees townships without their records is a leader or a chief: the counties' sheet is then the one without exceptions."""
    above = _counties(now, counted, slot, scope)
    regions = [town.code for town in now.places.under(county, "township")]
    everyone = list(range(len(regions)))
    sheet = _sheet(now, counted, slot, scope, regions, siblings=[everyone] * len(regions), whole=[None] * len(regions), within=county)
    follow(sheet, above.swaps, {above.places[county]: everyone})
    withhold(sheet)
    return _found(counted, regions, sheet, ())


def _found(counted: Indicator, regions: Sequence[str], sheet: Sheet, swaps: Sequence[Swap]) -> Withheld:
    kinds = {category: number for number, category in enumerate(("", *counted.categories))}
    parts = {one.id: part.labels for one, part in zip(_rates(counted), sheet.parts, strict=True) if part.counted}
    return Withheld({code: number for number, code in enumerate(regions)}, kinds, sheet.labels, parts, tuple(swaps))


def _sheet(
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
    levels, rates = frozenset(map(level_of, regions)), _rates(counted)
    behind = {one.id: Wanted(one, _read_periods(one, slot), levels, bool(one.breakdown), within) for one in (counted, *rates)}
    sums = read_sums(now, behind.values())
    counts = _numbers(sums[counted.id], slot, regions, lambda found: found.behind(counted))
    unseen = np.zeros(counts.shape, dtype=bool)
    if slot.running:
        summed = {told for _, flow, told in _told_of(counted) if flow}
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
        fixed=fixed,
        unseen=unseen,
        small_below=np.array(below, dtype=np.int64),
        siblings=siblings,
        whole=whole,
        parts=[_part(sums[one.id], counts.shape, slot, regions) for one in rates],
    )


@cache
def _rates(counted: Indicator) -> tuple[Indicator, ...]:
    """The rates whose denominators these counts are, or are a part of."""
    return tuple(one for one, _, _ in _told_of(counted) if one.rate and (one is counted or one.tells == ((counted.id, ""),)))


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
