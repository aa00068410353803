"""Finding swaps: the cheapest way to move one person in a sheet so that nobody who sees the shown cells notices.

The price of a swap is what it costs to withhold those of its cells that are shown so far. All candidates are priced at once in arrays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.indicators.sheet import NEVER, SHOWN, SMALL, TOTAL, Flags, Numbers, Part, Place, Sheet, Swap

Found = tuple[int, tuple[Swap, ...]]  # the price and the swaps, which happen together
ENDLESS = 2**60


def find(sheet: Sheet, target: Place, part: int | None = None, relabelling: bool = False) -> tuple[Swap, ...]:
    """The cheapest swap that changes the target (or that part of its people), or two that do so together; empty where there is none.

    relabelling  a small count need not stay between 1 and the threshold: it then loses its label, which would give it away
    """
    region, category, time = target
    signs = _time_signs(sheet.months, sheet.running)
    view = _View.of(sheet, signs[signs[:, time] != 0], part, relabelling)
    found = [
        view.cheapest(region, others, region_sign, category, kinds, category_sign)
        for others, region_sign in _partners(sheet, region)
        for kinds, category_sign in _kinds(sheet, region, category)
    ]
    if category == TOTAL and sheet.running and sheet.counts.shape[1] > 1:
        lasting = np.concatenate([_from_month_on(sheet, month, 1) for month in range(sheet.months)])
        found.append(view.there_and_back(region, sheet, _View.of(sheet, lasting, part, relabelling)))
    return min((one for one in found if one), key=lambda one: one[0], default=(NEVER, ()))[1]


def carry(sheet: Sheet, moved: Swap, candidates: Sequence[int], sign: int, relabelling: bool = False) -> list[Swap]:
    """What must move in this sheet so that its whole moves as `moved` does: in one region, or in one for each of its two months.

    candidates  regions of this sheet that add up to the whole;  sign  the whole's own sign in the swap
    """
    signs = np.array([moved.times], dtype=np.int64)
    months = np.flatnonzero(signs[0, : sheet.months])
    splits = [[signs]]
    if sheet.running and len(months) > 1:
        splits.append([_from_month_on(sheet, int(month), int(signs[0, month])) for month in months])
    for split in splits:
        found = [_in_one(sheet, one, moved, candidates, sign, relabelling) for one in split]
        if all(found):
            return [swap for swap in found if swap]
    return []


def _in_one(sheet: Sheet, signs: Numbers, moved: Swap, candidates: Sequence[int], sign: int, relabelling: bool) -> Swap | None:
    """The cheapest region of the sheet that can move so."""
    view = _View.of(sheet, signs, None, relabelling)
    way = view.ways.index(moved.ways)
    best: tuple[int, int] | None = None
    for region in candidates:
        cost = sum(int(view.cost[region, category, 0]) for category, _ in moved.categories)
        able = all((view.up if sign * of > 0 else view.down)[region, category, 0, way] for category, of in moved.categories)
        if able and cost < NEVER and (best is None or cost < best[0]):
            best = cost, region
    return Swap(((best[1], sign),), moved.categories, _plain(signs[0]), moved.ways) if best else None


def _partners(sheet: Sheet, region: int) -> Iterator[tuple[list[int], int]]:
    """Regions that may go along, and whether with the opposite sign (siblings) or the same (the whole, or a part)."""
    yield [other for other in sheet.siblings[region] if other != region], -1
    whole = sheet.whole[region]
    parts = [part for part, above in enumerate(sheet.whole) if above == region]
    yield ([] if whole is None else [whole]) + parts, 1


def _kinds(sheet: Sheet, region: int, category: int) -> Iterator[tuple[list[int] | None, int]]:
    """Categories that may go along; None where the sheet has the total alone."""
    many = sheet.counts.shape[1]
    if many == 1:
        yield None, 1
        return
    others = [kind for kind in range(1, many) if kind != category]
    if category == TOTAL:
        yield others, 1
        return
    yield others, -1
    if not sheet.fixed[region, TOTAL].any():
        yield [TOTAL], 1


@lru_cache(maxsize=64)
def _time_signs(months: int, running: bool) -> Numbers:
    """Every way of moving in time: from one month to a later one, with the running totals between; or in one month for good, with all
    running totals from it on. Neighbouring months first.
    """
    if not running:
        if months != 1:
            raise ValueError("months without running totals are sheets of their own")
        return np.ones((1, 1), dtype=np.int64)
    rows = []
    pairs = sorted(((a, b) for a in range(months) for b in range(a + 1, months + 1)), key=lambda pair: (pair[1] - pair[0], pair))
    for first, last in pairs:  # last == months: never taken back
        row = np.zeros(2 * months, dtype=np.int64)
        row[first] = 1
        row[months + first : months + last] = 1
        if last < months:
            row[last] = -1
        rows.append(row)
    return np.array(rows)


def _from_month_on(sheet: Sheet, month: int, sign: int) -> Numbers:
    row = np.zeros((1, sheet.counts.shape[2]), dtype=np.int64)
    row[0, month] = row[0, sheet.months + month :] = sign
    return row


def _plain(signs: Any) -> tuple[int, ...]:
    return tuple(int(one) for one in signs)


@dataclass(frozen=True)
class _View:
    """What each region and category could do for each way of moving in time: its price, and whether it can rise or fall so."""

    cost: Numbers  # region × category × way in time
    up: Flags  # region × category × way in time × ways of the parts
    down: Flags
    signs: Numbers
    ways: list[tuple[int, ...]]

    @classmethod
    def of(cls, sheet: Sheet, signs: Numbers, part: int | None, relabelling: bool) -> _View:
        """The view of a sheet; with `part`, only ways in which that part moves."""
        cost = np.where((sheet.labels != SHOWN) | sheet.unseen, 0, sheet.cost)
        rise, fall = _bounds(sheet, sheet.counts, sheet.labels, relabelling)
        plus, minus = (signs > 0).astype(np.float32).T, (signs < 0).astype(np.float32).T  # floats multiply many times faster
        ups, downs, ways = [], [], []
        each = [range(3 if one.counted else 2) for one in sheet.parts]
        for way in product(*each):
            if part is not None and not way[part]:
                continue
            may_rise, may_fall = rise, fall
            for one, how in zip(sheet.parts, way, strict=True):
                part_rises, part_falls = _way(sheet, one, how, relabelling)
                may_rise, may_fall = may_rise & part_rises, may_fall & part_falls
            no_rise, no_fall = (~may_rise).astype(np.float32), (~may_fall).astype(np.float32)
            ups.append(no_rise @ plus + no_fall @ minus == 0)
            downs.append(no_fall @ plus + no_rise @ minus == 0)
            ways.append(way)
        whole = (cost.astype(np.float64) @ np.abs(signs).T.astype(np.float64)).astype(np.int64)  # exact below 2**53: NEVER and less
        return cls(whole, np.stack(ups, -1), np.stack(downs, -1), signs, ways)

    def cheapest(
        self, region: int, others: list[int], region_sign: int, category: int, kinds: list[int] | None, category_sign: int
    ) -> Found | None:
        """The best swap of this region and category with one of `others` and one of `kinds`."""
        if not others or kinds == []:
            return None
        best: Found | None = None
        at, columns = np.array(others), np.array([category] if kinds is None else kinds)
        grid = np.ix_(at, columns)
        cost = self.cost[region, columns][None] + self.cost[grid]
        if kinds is not None:
            cost = cost + self.cost[region, category][None, None] + self.cost[at, category][:, None]
        for sign in (1, -1):

            def can(places: Any, kind: Any, of: int, sign: int = sign) -> Any:
                return (self.up if of * sign > 0 else self.down)[places, kind]

            able = can(region, columns, category_sign)[None] & can(grid[0], grid[1], region_sign * category_sign)
            if kinds is not None:
                able = able & can(region, category, 1)[None, None] & can(at, category, region_sign)[:, None]
            price = np.where(able.any(axis=-1), cost, NEVER)
            place = int(np.argmin(price))
            if int(price.flat[place]) >= (best[0] if best else NEVER):
                continue
            other, kind, time = np.unravel_index(place, price.shape)
            way = int(np.argmax(able[other, kind, time]))
            moved = ((category, sign),) if kinds is None else ((category, sign), (kinds[int(kind)], sign * category_sign))
            regions = ((region, 1), (others[int(other)], region_sign))
            best = int(price.flat[place]), (Swap(regions, moved, _plain(self.signs[int(time)]), self.ways[way]),)
        return best

    def there_and_back(self, region: int, sheet: Sheet, lasting: _View) -> Found | None:
        """One person of a category goes to a sibling in one month, one of any category comes back in a later one.

        The running totals beyond the later month stay as they are; those of the two categories don't, and are the cheaper ones to lose.
        lasting  the view of a person who goes in one month for good, month by month
        """
        others = [other for other in sheet.siblings[region] if other != region]
        back = np.flatnonzero((self.signs < 0).any(axis=1))
        if not others or not len(back):
            return None
        signs, at = self.signs[back], np.array(others)
        first = np.argmax(signs[:, : sheet.months] > 0, axis=1)
        last = np.argmax(signs[:, : sheet.months] < 0, axis=1)
        best: Found | None = None
        for way, ways in enumerate(self.ways):
            for sign in (1, -1):
                here, there = (self.up, self.down) if sign > 0 else (self.down, self.up)
                able = here[region, TOTAL][back, way] & there[at, TOTAL][:, back, way]
                price = np.where(able, self.cost[region, TOTAL][back] + self.cost[at, TOTAL][:, back], NEVER)
                legs = [lasting._leg(region, at, way, of) for of in (sign, -sign)]
                price = np.minimum(price + legs[0][0][:, first] + legs[1][0][:, last], NEVER)
                place = int(np.argmin(price))
                if int(price.flat[place]) >= (best[0] if best else NEVER):
                    continue
                other, time = np.unravel_index(place, price.shape)
                swaps = []
                for (_, kinds), month, of in zip(legs, (int(first[time]), int(last[time])), (sign, -sign), strict=True):
                    categories = ((TOTAL, 1), (int(kinds[other, month]), 1))
                    rows = _plain(_from_month_on(sheet, month, 1)[0])
                    swaps.append(Swap(((region, of), (others[int(other)], -of)), categories, rows, ways))
                best = int(price.flat[place]), tuple(swaps)
        return best

    def _leg(self, region: int, others: NDArray[np.intp], way: int, sign: int) -> tuple[Numbers, NDArray[np.intp]]:
        """For each other region and way in time: the price of the cheapest category that moves between the two, and which it is."""
        up, down = self.up[..., way], self.down[..., way]
        here, there = (up, down) if sign > 0 else (down, up)
        able = here[region, 1:][None] & there[others][:, 1:]
        price = np.where(able, self.cost[region, 1:][None] + self.cost[others][:, 1:], NEVER)
        return price.min(axis=1), price.argmin(axis=1) + 1


def _bounds(sheet: Sheet, numbers: Numbers, labels: Any, relabelling: bool) -> tuple[Flags, Flags]:
    """Where a count may rise and where it may fall by one without leaving what its label tells."""
    small = (labels == SMALL) & (not relabelling)
    high = np.where(small, sheet.small_below[None, :, None] - 1, ENDLESS)
    return numbers + 1 <= high, numbers - 1 >= np.where(small, 1, 0)


def _way(sheet: Sheet, part: Part, how: int, relabelling: bool) -> tuple[Flags, Flags]:
    """Where the people may rise and fall by one, for the sake of a part that stays (0), moves (1), or moves with its numerator (2)."""
    none, everywhere = part.numbers < 0, np.ones(part.numbers.shape, dtype=bool)
    if how == 0:
        return everywhere, none | (part.numbers < sheet.counts)
    if part.inner is None:
        return everywhere, none | (part.numbers >= 1)
    rise, fall = _bounds(sheet, part.numbers, part.labels, relabelling)
    return none | rise, none | (fall & ((part.inner < part.numbers) if how == 1 else (part.inner >= 1)))
