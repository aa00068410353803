"""What a reader makes of a register who takes it to change little: a cell withheld on one day is what it was on the days before and after.

Everything one person can be shown of a register is laid out as region × category × day, in the order of the days; what is guessed from
the days beside goes with what is shown into sums over regions, over categories and, where months add up, over the year to date.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from access.scope import Scope
from data.indicators import DECLARED
from data.indicators.figures import Figure, figures
from data.indicators.moment import Moment
from data.periods import Period, between, month_of, week_of
from geo.regions import CITY, Level

ENDLESS = 10**9
SHOWN, SMALL, PAIRED = 0, 1, 2
LABELS = {None: SHOWN, "small": SMALL, "paired": PAIRED}
LEVELS: tuple[Level | None, ...] = (None, "county", "township")


def covered(now: Moment, weekly: bool) -> list[Period]:
    """The months and weeks that have readings, by their last day; of those that end on one day the month."""
    assert now.begins is not None
    months = between(month_of(now.begins), month_of(now.today))
    weeks = [week for week in between(week_of(now.begins), week_of(now.today)) if week.text in now.days] if weekly else []
    by_day = {period.day(now.today): period for period in (*weeks, *months)}
    return [by_day[day] for day in sorted(by_day)]


@dataclass
class Register:
    """One register as one person sees it: region × category (the total first) × day; `numbers` is -1 where it is withheld.

    to_date  by month: the year's months added up so far, as a rate's denominator tells them; -1 where withheld or not told
    """

    regions: list[str]
    categories: list[str]
    periods: list[Period]
    numbers: np.ndarray
    labels: np.ndarray
    to_date: np.ndarray

    @classmethod
    def of(cls, now: Moment, indicator: str, scope: Scope) -> Register:
        one = DECLARED[indicator]
        periods = covered(now, not one.monthly_only)
        regions = [CITY, *(c.code for c in now.places.counties)]
        regions += [town.code for county in regions[1:] for town in now.places.under(county, "township")]
        categories = ["", *one.categories]
        shape = len(regions), len(categories), len(periods)
        numbers, labels, to_date = np.full(shape, -1), np.zeros(shape, dtype=int), np.full(shape, -1)
        places = {code: at for at, code in enumerate(regions)}
        kinds = {kind: at for at, kind in enumerate(categories)}
        times = {period.text: at for at, period in enumerate(periods)}
        adds_up = one.kind == "flow"
        asked = [*periods, *(Period(f"{p}/ytd") for p in periods if adds_up and p.grain == "month")]
        for grain in ("month", "week", "ytd"):
            group = [period for period in asked if period.grain == grain]
            for level in LEVELS if group else ():
                for by_category in (False, True):
                    for figure in figures(now, [indicator], scope=scope, periods=group, level=level, by_category=by_category):
                        at = places[figure.region], kinds[figure.category or ""], times[figure.period.removesuffix("/ytd")]
                        into = to_date if grain == "ytd" else numbers
                        into[at] = -1 if figure.suppressed else _count(figure)
                        if grain != "ytd":
                            labels[at] = LABELS[figure.reason]
        return cls(regions, categories, periods, numbers, labels, to_date)

    @property
    def years(self) -> np.ndarray:
        return np.array([period.ends.year for period in self.periods])

    def months_in(self, year: int) -> np.ndarray:
        return np.array([period.ends.year == year and period.grain == "month" for period in self.periods])

    def guessed(self) -> tuple[np.ndarray, np.ndarray]:
        """The least and the most each cell can be to this reader: as shown; as shown before and after, where both agree; few where it is
        called few; anything else.
        """
        low = np.where(self.labels == SMALL, 1, 0)
        high = np.where(self.labels == SMALL, 4, ENDLESS)
        before, after = _nearest(self.numbers), _nearest(self.numbers[..., ::-1])[..., ::-1]
        agree = (self.labels != SHOWN) & (before == after) & (before >= low) & (before <= high)
        known = np.where(agree, before, self.numbers)
        sure = agree | (self.labels == SHOWN)
        return np.where(sure, known, low), np.where(sure, known, high)

    def plain(self) -> tuple[np.ndarray, np.ndarray]:
        """The least and the most each cell can be to somebody who guesses nothing."""
        low, high = np.where(self.labels == SMALL, 1, 0), np.where(self.labels == SMALL, 4, ENDLESS)
        shown = self.labels == SHOWN
        return np.where(shown, self.numbers, low), np.where(shown, self.numbers, high)

    def narrowed(self, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What sums make of it, until nothing changes. Where it comes to nothing, less than nothing is left: low is above high."""
        low, high = low.copy(), high.copy()
        counties = [at for at, code in enumerate(self.regions) if len(code) == 6 and code != CITY]
        places = [(0, counties)]
        places += [
            (at, [town for town, code in enumerate(self.regions) if len(code) > 6 and code.startswith(self.regions[at])]) for at in counties
        ]
        for _ in range(30):
            kept = low.copy(), high.copy()
            for whole, parts in places:
                _share(low, high, (whole,), (parts,), 0)
            if len(self.categories) > 1:
                _share(low, high, (slice(None), 0), (slice(None), slice(1, None)), 1)
            self._over_months(low, high)
            if ((kept[0] == low).all() and (kept[1] == high).all()) or (low > high).any():
                break
        return low, high

    def _over_months(self, low: np.ndarray, high: np.ndarray) -> None:
        for year in set(self.years.tolist()):
            months = np.flatnonzero(self.months_in(year))
            for number in range(1, len(months) + 1):
                told = self.to_date[..., months[number - 1]]
                for region, kind in np.argwhere(told >= 0) if (told >= 0).any() else ():
                    some = months[:number]
                    least, most = low[region, kind, some], high[region, kind, some]
                    total = told[region, kind]
                    low[region, kind, some] = np.maximum(least, total - (most.sum() - most))
                    high[region, kind, some] = np.minimum(most, total - (least.sum() - least))

    def found(self) -> tuple[np.ndarray, np.ndarray]:
        """Where a withheld cell comes to one number, and which. On days on which the guesses come to nothing, without them."""
        guessed, plain = self.guessed(), self.plain()
        low, high = guessed
        for _ in self.periods:
            narrow = self.narrowed(low, high)
            wrong = (narrow[0] > narrow[1]).any(axis=(0, 1))
            if not wrong.any():
                break
            low, high = np.where(wrong, plain[0], low), np.where(wrong, plain[1], high)
        low, high = narrow
        return (low == high) & (self.labels != SHOWN), low


def _count(figure: Figure) -> int:
    rate = DECLARED[figure.indicator].rate
    return int((figure.denominator if rate else figure.numerator) or 0)


def _nearest(numbers: np.ndarray) -> np.ndarray:
    """The last number shown before each day; -1 where none was."""
    out = np.full(numbers.shape, -1)
    for day in range(1, numbers.shape[2]):
        out[..., day] = np.where(numbers[..., day - 1] >= 0, numbers[..., day - 1], out[..., day - 1])
    return out


def _share(low: np.ndarray, high: np.ndarray, whole: tuple, parts: tuple, axis: int) -> None:  # type: ignore[type-arg]
    """A whole is the sum of its parts."""
    least, most = low[parts], high[parts]
    sum_least, sum_most = least.sum(axis=axis), most.sum(axis=axis)
    low[whole], high[whole] = np.maximum(low[whole], sum_least), np.minimum(high[whole], sum_most)
    all_least, all_most = (np.expand_dims(one, axis) for one in (low[whole], high[whole]))
    rest_most, rest_least = np.expand_dims(sum_most, axis) - most, np.expand_dims(sum_least, axis) - least
    low[parts], high[parts] = np.maximum(least, all_least - rest_most), np.minimum(most, all_most - rest_least)
