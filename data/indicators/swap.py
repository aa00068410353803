"""Finding swaps: the cheapest way to move one person in a sheet so that nobody who sees the shown cells notices.

The price of a swap is what it costs to withhold those of its cells that are shown so far. All candidates are priced at once in arrays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from data.indicators.moves import Bits, Moves, Rows, plain
from data.indicators.sheet import NEVER, TOTAL, Numbers, Place, Sheet, Swap

Found = tuple[int, tuple[Swap, ...]]  # the price and the swaps, which happen together
NOTHING: Found = (NEVER, ())


def find(moves: Moves, target: Place, part: int | None = None) -> tuple[Swap, ...]:
    """The cheapest swap that changes the target (or that part of its people), or two that do so together; empty where there is none.

    Of swaps that cost the same, the first that is looked at.
    """
    sheet, category, best = moves.sheet, target[1], NOTHING
    seen = _Seen(moves, target, moves.times.through[target[2]], part)
    for others, region_sign in _partners(sheet, target[0]):
        for kinds, category_sign in _kinds(sheet, target[0], category) if others else ():
            best = seen.cheapest(best, tuple(others), region_sign, kinds, category_sign)
            if not best[0]:
                return best[1]
    if category == TOTAL and sheet.running and sheet.counts.shape[1] > 1:
        best = seen.there_and_back(best)
    return best[1]


def carry(moves: Moves, moved: Swap, candidates: Sequence[int], sign: int) -> list[Swap]:
    """What must move in this sheet so that its whole moves as `moved` does: in one region, or in one for each of its two months.

    candidates  regions of this sheet that add up to the whole;  sign  the whole's own sign in the swap
    """
    times, sheet = moves.times, moves.sheet
    months = [month for month in range(sheet.months) if moved.times[month]]
    splits = [[moved.times]]
    if sheet.running and len(months) > 1:
        splits.append([plain(moved.times[month] * times.signs[times.lasting[month]]) for month in months])
    for split in splits:
        found = [_in_one(moves, one, moved, candidates, sign) for one in split]
        if all(found):
            return [swap for swap in found if swap]
    return []


def _in_one(moves: Moves, signs: tuple[int, ...], moved: Swap, candidates: Sequence[int], sign: int) -> Swap | None:
    """The cheapest region of the sheet that can move so."""
    turn = 1 if signs in moves.times.place else -1
    row = moves.times.place[tuple(turn * one for one in signs)]
    way = 1 << moves.ways.index(moved.ways)
    best: tuple[int, int] | None = None
    for region in candidates:
        cost = sum(int(moves.cost[region, category, row]) for category, _ in moved.categories)
        able = all(
            int((moves.up if turn * sign * of > 0 else moves.down)[region, category, row]) & way for category, of in moved.categories
        )
        if able and cost < NEVER and (best is None or cost < best[0]):
            best = cost, region
    return Swap(((best[1], sign),), moved.categories, signs, moved.ways) if best else None


def _partners(sheet: Sheet, region: int) -> Iterator[tuple[list[int], int]]:
    """Regions that may go along, and whether with the opposite sign (siblings) or the same (the whole, or a part)."""
    yield [other for other in sheet.siblings[region] if other != region], -1
    whole = sheet.whole[region]
    parts = [part for part, above in enumerate(sheet.whole) if above == region]
    yield ([] if whole is None else [whole]) + parts, 1


def _kinds(sheet: Sheet, region: int, category: int) -> Iterator[tuple[slice | None, int]]:
    """Categories that may go along; None where the sheet has the total alone."""
    many = sheet.counts.shape[1]
    if many == 1:
        yield None, 1
        return
    if category == TOTAL:
        yield slice(1, many), 1
        return
    if many > 2:
        yield slice(1, many), -1
    if not sheet.fixed[region, TOTAL].any():
        yield slice(TOTAL, 1), 1


class _Seen:
    """The ways in time that change a target, and what they cost."""

    def __init__(self, moves: Moves, target: Place, rows: Rows, part: int | None) -> None:
        self.moves, self.rows = moves, rows
        self.region, self.category, _ = target
        self.ways = moves.using[part] if part is not None else (1 << len(moves.ways)) - 1
        self._sides: dict[int, _Side] = {}

    def _side(self, sign: int) -> _Side:
        """The ways in time in which the target can move so, with what everybody could do in them."""
        if sign not in self._sides:
            moves = self.moves
            own = (moves.up if sign > 0 else moves.down)[self.region, self.category, self.rows] & np.uint32(self.ways)
            rows = self.rows[own != 0]
            cost, same, opposite = (
                one.take(rows, axis=2) for one in (moves.cost, *((moves.up, moves.down) if sign > 0 else (moves.down, moves.up)))
            )
            least = int(cost[self.region, self.category].min(initial=NEVER))
            self._sides[sign] = _Side(rows, own[own != 0], least, cost, {1: same, -1: opposite})
        return self._sides[sign]

    def cheapest(self, best: Found, others: tuple[int, ...], region_sign: int, kinds: slice | None, category_sign: int) -> Found:
        """The better one of the best so far and the best swap of this region and category with one of `others` and one of `kinds`."""
        region, category, at = self.region, self.category, np.array(others)
        for sign in (1, -1):
            side = self._side(sign)
            if side.least >= best[0]:
                continue
            first = 0 if kinds is None else kinds.start
            there, cost = side.able[region_sign][at, category], side.cost[at, category]
            if kinds is None:
                price, able = (cost + side.cost[region, category])[:, None], (there & side.own)[:, None]
            else:
                with_it = side.able[category_sign][region, kinds] & side.own
                able = side.able[region_sign * category_sign][at, kinds] & with_it & there[:, None]
                price = side.cost[at, kinds] + (side.cost[region, kinds] + side.cost[region, category]) + cost[:, None]
                if kinds.start <= category < kinds.stop:
                    able[:, category - kinds.start] = 0
            price = np.where(able, price, NEVER)
            place = int(price.argmin())
            if int(price.flat[place]) >= best[0]:
                continue
            other, kind, time = (int(one) for one in np.unravel_index(place, price.shape))
            way = int(able[other, kind, time])
            moved = ((category, sign),) if kinds is None else ((category, sign), (first + kind, sign * category_sign))
            regions = ((region, 1), (others[other], region_sign))
            best = int(price.flat[place]), (Swap(regions, moved, self._signs(side.rows[time]), self.moves.ways[_lowest(way)]),)
            if not best[0]:
                break
        return best

    def there_and_back(self, best: Found) -> Found:
        """One person of a category goes to a sibling in one month, one of any category comes back in a later one.

        The running totals beyond the later month stay as they are; those of the two categories don't, and are the cheaper ones to lose.
        """
        moves, sheet, region = self.moves, self.moves.sheet, self.region
        others = [other for other in sheet.siblings[region] if other != region]
        back = self.rows[(moves.times.signs[self.rows] < 0).any(axis=1)]
        if not others or not len(back):
            return best
        signs, at = moves.times.signs[back], np.array(others)
        first = np.argmax(signs[:, : sheet.months] > 0, axis=1)
        last = np.argmax(signs[:, : sheet.months] < 0, axis=1)
        cost = moves.cost[region, TOTAL, back] + moves.cost[at, TOTAL][:, back]
        for way, ways in enumerate(moves.ways):
            if not self.ways >> way & 1:
                continue
            legs: dict[int, tuple[Numbers, Rows]] = {}
            for sign in (1, -1):
                here, there = (moves.up, moves.down) if sign > 0 else (moves.down, moves.up)
                able = here[region, TOTAL, back] & there[at, TOTAL][:, back] & np.uint32(1 << way)
                price = np.where(able, cost, NEVER)
                if int(price.min()) >= best[0]:
                    continue
                legs = legs or {of: self._leg(at, way, of) for of in (1, -1)}
                price = np.minimum(price + legs[sign][0][:, first] + legs[-sign][0][:, last], NEVER)
                place = int(price.argmin())
                if int(price.flat[place]) >= best[0]:
                    continue
                other, time = np.unravel_index(place, price.shape)
                swaps = []
                for month, of in ((int(first[time]), sign), (int(last[time]), -sign)):
                    categories = ((TOTAL, 1), (int(legs[of][1][other, month]), 1))
                    regions = ((region, of), (others[int(other)], -of))
                    swaps.append(Swap(regions, categories, self._signs(moves.times.lasting[month]), ways))
                best = int(price.flat[place]), tuple(swaps)
        return best

    def _leg(self, others: Rows, way: int, sign: int) -> tuple[Numbers, Rows]:
        """For each other region and month: the price of the cheapest category that moves between the two for good, and which it is."""
        moves, lasting = self.moves, self.moves.times.lasting
        here, there = (moves.up, moves.down) if sign > 0 else (moves.down, moves.up)
        able = here[self.region, 1:][:, lasting] & there[others, 1:][..., lasting] & np.uint32(1 << way)
        price = np.where(able, moves.cost[self.region, 1:][:, lasting] + moves.cost[others, 1:][..., lasting], NEVER)
        return price.min(axis=1), price.argmin(axis=1) + 1

    def _signs(self, row: Any) -> tuple[int, ...]:
        return plain(self.moves.times.signs[int(row)])


@dataclass(frozen=True)
class _Side:
    """What everybody could do in the ways in time in which the target moves with one sign.

    own    the ways of the parts in which the target moves, as bits
    least  the target's own price at the least
    able   by sign against the target's: region × category × way in time, the ways of the parts as bits
    """

    rows: Rows
    own: Bits
    least: int
    cost: Numbers
    able: dict[int, Bits]


def _lowest(bits: int) -> int:
    """The place of the lowest bit."""
    return (bits & -bits).bit_length() - 1
