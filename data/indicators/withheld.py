"""What is withheld of the people behind the figures, worked out once a refresh.

The city and its counties form one sheet, the townships of each county another, which follows it.

People on a register hardly change from month to month. Were a cell withheld in one month and shown in the next, the next would tell it; so
the months' ends of a year are looked at together, a region and category that must be withheld at one of them is withheld at all of them,
and all through the years beside it as well: whatever is withheld for somebody's sake is not shown within a year of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from access.scope import Scope
from data.indicators import Indicator
from data.indicators.moment import Moment
from data.indicators.people import Slot, people_sheet, rates_over, small_below
from data.indicators.sheet import PAIRED, SHOWN, Flags, Labels, Sheet, Swap
from data.indicators.suppression import follow, withhold
from data.periods import Period, between, month_of
from data.settings import settings
from geo.regions import CITY


@dataclass(frozen=True)
class Withheld:
    """What a sheet withholds.

    silent    region × category: nowhere called small, where one label would tell too much
    swaps     those that the sheets below must follow
    complete  nothing is shown but what must be: the sheets below show nothing either
    """

    places: dict[str, int]
    kinds: dict[str, int]
    labels: Labels
    parts: dict[str, Labels]  # of the rates whose denominator is a part of the people
    swaps: tuple[Swap, ...]
    silent: Flags
    complete: bool = False

    def label(self, indicator: str, region: str, category: str, time: int) -> int:
        """SHOWN, SMALL or PAIRED, for the people behind this indicator's figure."""
        at, kind = self.places.get(region), self.kinds.get(category)
        if at is None or kind is None or self.labels[at, kind, time] == SHOWN:
            return SHOWN
        return int(self.parts.get(indicator, self.labels)[at, kind, time])

    @property
    def lines(self) -> Flags:
        """The regions and categories of which something is withheld."""
        found: Flags = (self.labels != SHOWN).any(axis=2)
        return found


def months_of(now: Moment, year: int) -> tuple[Period, ...]:
    """The months of a year that have begun."""
    return tuple(between(Period(f"{year}-01"), min(Period(f"{year}-12"), month_of(now.today))))


def withheld(now: Moment, counted: Indicator, slot: Slot, scope: Scope, county: str = "") -> Withheld:
    """What is withheld of the townships of a county; without one, of the city and its counties."""
    return _Asked(now, counted, scope, county).of(slot)


@dataclass(frozen=True)
class _Asked:
    """Whose people, for whom, where. Whoever sees townships without their records is a leader or a chief: the counties' sheet above
    them is then the one without exceptions.
    """

    now: Moment
    counted: Indicator
    scope: Scope
    county: str

    @property
    def above(self) -> _Asked:
        return replace(self, county="")

    @property
    def own(self) -> str:
        return self.scope.region if self.scope.role == "county" and not self.county else ""

    def of(self, slot: Slot) -> Withheld:
        """What is withheld of the slot's people in the end."""
        return self._keep("withheld", slot) if slot.running else self._keep("year" if slot.steady else "day", slot)

    def _keep(self, what: str, slot: Slot) -> Withheld:
        now, counted = self.now, self.counted
        below = tuple(small_below(counted, self.scope, category) for category in counted.categories)
        key = (what, now.refresh, now.today, counted.id, slot.months, self.county, self.own, below, settings().suppress_below)
        make = {"withheld": self._alone, "year": self._year, "day": self._day}[what]
        return now.shelf.keep(key, lambda: make(slot))

    def _alone(self, slot: Slot) -> Withheld:
        """What the sheet needs by itself."""
        sheet = self._sheet(slot)
        return self._found(sheet, self._withhold(sheet, self.above._keep("withheld", slot) if self.county else None))

    def _year(self, slot: Slot) -> Withheld:
        """The months of a year on the register, with what the years beside it need; then their year-to-dates, which tell the months."""
        year = slot.months[0].year
        needed = {one: self._keep("withheld", replace(slot, months=months_of(self.now, one))) for one in self._years(year)}
        lines = np.logical_or.reduce([one.lines for one in needed.values()])[:, :, None]
        silent = np.logical_or.reduce([one.silent for one in needed.values()])
        labels = needed[year].labels
        labels = np.where(((labels == SHOWN) & lines) | silent[:, :, None], PAIRED, labels)
        to_date = np.where(np.broadcast_to(lines, labels.shape), PAIRED, SHOWN)
        return replace(needed[year], labels=np.concatenate([labels, to_date], axis=2).astype(np.int8), silent=silent)

    def _years(self, year: int) -> list[int]:
        """The year and those beside it that have readings."""
        first = (self.now.begins or date.max).year
        return [one for one in (year - 1, year, year + 1) if one == year or first <= one <= self.now.today.year]

    def _day(self, slot: Slot) -> Withheld:
        """A day between two months' ends withholds what they do. Where that is not enough, the months' ends would tell what else is
        withheld: then nothing is shown that need not be.
        """
        year = slot.months[0].day(self.now.today).year
        months = self._keep("year", Slot(months_of(self.now, year), steady=True))
        lines = months.lines
        above = self.above._keep("day", slot) if self.county else None
        sheet = self._sheet(slot)
        swaps: tuple[Swap, ...] = ()
        enough = not (above and above.complete) and sheet.withhold_only(lines, months.silent)
        if enough:
            swaps = self._withhold(sheet, above)
            enough = not (sheet.labels != SHOWN)[~lines].any()
        if not enough:
            sheet.withhold_all()
        return replace(self._found(sheet, swaps), complete=not enough)

    def _withhold(self, sheet: Sheet, above: Withheld | None) -> tuple[Swap, ...]:
        if above:
            follow(sheet, above.swaps, {above.places[self.county]: list(range(len(sheet.counts)))})
        return tuple(withhold(sheet))

    def _sheet(self, slot: Slot) -> Sheet:
        regions = self._regions
        siblings: Sequence[Sequence[int]]
        whole: Sequence[int | None]
        if self.county:
            siblings, whole = [list(range(len(regions)))] * len(regions), [None] * len(regions)
        else:
            counties = list(range(1, len(regions)))
            siblings, whole = [[], *[counties] * len(counties)], [None, *[0] * len(counties)]
        return people_sheet(
            self.now, self.counted, slot, self.scope, regions, siblings=siblings, whole=whole, own=self.own, within=self.county or CITY
        )

    @property
    def _regions(self) -> list[str]:
        places = self.now.places
        return [one.code for one in places.under(self.county, "township")] if self.county else [CITY, *(c.code for c in places.counties)]

    def _found(self, sheet: Sheet, swaps: tuple[Swap, ...]) -> Withheld:
        places = {code: number for number, code in enumerate(self._regions)}
        kinds = {category: number for number, category in enumerate(("", *self.counted.categories))}
        parts = {one.id: part.labels for one, part in zip(rates_over(self.counted), sheet.parts, strict=True) if part.counted}
        return Withheld(places, kinds, sheet.labels, parts, swaps, sheet.silent)
