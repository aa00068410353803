"""What each region and category of a sheet could do for each way of moving in time: its price, and whether it can rise or fall so.

Worked out once for a sheet and kept up to date as its cells are withheld, since a search for a swap asks all of it and withholding
changes little of it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.indicators.sheet import SHOWN, SMALL, Flags, Numbers, Part, Sheet, Swap

Bits = NDArray[np.uint32]
Rows = NDArray[np.intp]
ENDLESS = 2**60


@dataclass(frozen=True)
class Times:
    """Every way of moving in time: from one month to a later one, with the running totals between; or in one month for good, with all
    running totals from it on. Neighbouring months first. Without running totals each month moves alone.

    signs    way × time: a sign or 0
    plus     for each way the times that rise, as bits; minus: those that fall
    through  for each time the ways that change it
    lasting  for each month the way that is never taken back
    place    the way by its signs
    """

    signs: Numbers
    plus: Numbers
    minus: Numbers
    through: tuple[Rows, ...]
    lasting: Rows
    place: dict[tuple[int, ...], int]

    @classmethod
    def of(cls, signs: Numbers, lasting: list[int]) -> Times:
        bits = 1 << np.arange(signs.shape[1])
        through = tuple(np.flatnonzero(signs[:, time]) for time in range(signs.shape[1]))
        place = {plain(row): number for number, row in enumerate(signs)}
        return cls(signs, (signs > 0) @ bits, (signs < 0) @ bits, through, np.array(lasting, dtype=np.intp), place)


@lru_cache(maxsize=64)
def times_of(months: int, running: bool) -> Times:
    """The ways of moving in the time of a sheet."""
    if not running:
        return Times.of(np.eye(months, dtype=np.int64), [])
    rows: list[Numbers] = []
    lasting: dict[int, int] = {}
    pairs = sorted(((a, b) for a in range(months) for b in range(a + 1, months + 1)), key=lambda pair: (pair[1] - pair[0], pair))
    for first, last in pairs:  # last == months: never taken back
        row = np.zeros(2 * months, dtype=np.int64)
        row[first] = 1
        row[months + first : months + last] = 1
        if last < months:
            row[last] = -1
        else:
            lasting[first] = len(rows)
        rows.append(row)
    return Times.of(np.array(rows), [lasting[month] for month in range(months)])


def plain(signs: Any) -> tuple[int, ...]:
    """Signs as they stand in a swap."""
    return tuple(signs.tolist())


class Moves:
    """The prices and possibilities of a sheet as it is now.

    cost  region × category × way in time: what it costs to withhold those of its cells that are shown so far
    up    region × category × way in time: in which ways of the parts it can rise so, as bits; down: fall
    ways  the ways of the parts, by bit

    relabelling  a small count need not stay between 1 and the threshold: it then loses its label, which would give it away
    """

    def __init__(self, sheet: Sheet, relabelling: bool = False, cost: Numbers | None = None) -> None:
        self.sheet, self.relabelling = sheet, relabelling
        self.times = times_of(sheet.months, sheet.running)
        self.ways = list(product(*(range(3 if one.counted else 2) for one in sheet.parts)))
        self.using = [sum(1 << bit for bit, way in enumerate(self.ways) if way[part]) for part in range(len(sheet.parts))]
        self._weights = np.abs(self.times.signs).T.astype(np.float64)  # floats multiply many times faster; exact below 2**53
        self._bits = 2.0 ** np.arange(sheet.counts.shape[2])
        pairs = list(np.ndindex(*sheet.counts.shape[:2]))
        shape = *sheet.counts.shape[:2], len(self.times.signs)
        self.up, self.down = np.zeros(shape, dtype=np.uint32), np.zeros(shape, dtype=np.uint32)
        self._look(pairs)
        if cost is None:
            self.cost = np.zeros(shape, dtype=np.int64)
            self._price(pairs)
        else:
            self.cost = cost

    @cached_property
    def relabelled(self) -> Moves:
        """The same sheet where counts may lose their label. What is able to move so depends on no label, and prices are shared."""
        return Moves(self.sheet, True, self.cost)

    def apply(self, swaps: Sequence[Swap]) -> None:
        """Withhold in the sheet what swaps that happen together need."""
        applied = self.sheet.apply(swaps)
        if applied.hidden:
            self._price(applied.hidden)
        if applied.freed:
            self._look(applied.freed)

    def _price(self, pairs: Collection[tuple[int, int]]) -> None:
        """Work out anew what these pairs of region and category cost."""
        at = _places(pairs)
        price = np.where((self.sheet.labels[at] != SHOWN) | self.sheet.unseen[at], 0, self.sheet.cost[at])
        self.cost[at] = (price.astype(np.float64) @ self._weights).astype(np.int64)

    def _look(self, pairs: Collection[tuple[int, int]]) -> None:
        """Work out anew how these pairs of region and category could move."""
        sheet, at = self.sheet, _places(pairs)
        below, counts = sheet.small_below[at[1]][:, None], sheet.counts[at]
        shared = self._stuck(_bounds(counts, sheet.labels[at], below, self.relabelling))
        parts = [[self._stuck(able) for able in _ways(one, at, counts, below, self.relabelling)] for one in sheet.parts]
        up, down = self.up[at], self.down[at]
        up[:] = down[:] = 0
        for bit, way in enumerate(self.ways):
            no_rise, no_fall = shared
            for part, how in zip(parts, way, strict=True):
                no_rise, no_fall = no_rise | part[how][0], no_fall | part[how][1]
            up |= (((no_rise & self.times.plus) | (no_fall & self.times.minus)) == 0).astype(np.uint32) << np.uint32(bit)
            down |= (((no_fall & self.times.plus) | (no_rise & self.times.minus)) == 0).astype(np.uint32) << np.uint32(bit)
        self.up[at], self.down[at] = up, down

    def _stuck(self, able: tuple[Flags, Flags]) -> Numbers:
        """The times at which it cannot rise, and those at which it cannot fall, as bits by pair."""
        found: Numbers = ((~np.array(able)).astype(np.float64) @ self._bits).astype(np.int64)[..., None]
        return found


def _places(pairs: Collection[tuple[int, int]]) -> tuple[Rows, Rows]:
    regions, categories = zip(*pairs, strict=True)
    return np.array(regions), np.array(categories)


def _bounds(numbers: Numbers, labels: Any, below: Numbers, relabelling: bool) -> tuple[Flags, Flags]:
    """Where a count may rise and where it may fall by one without leaving what its label tells."""
    small = (labels == SMALL) & (not relabelling)
    return numbers + 1 <= np.where(small, below - 1, ENDLESS), numbers - 1 >= np.where(small, 1, 0)


def _ways(part: Part, at: tuple[Rows, Rows], counts: Numbers, below: Numbers, relabelling: bool) -> list[tuple[Flags, Flags]]:
    """Where the people may rise and fall by one, for the sake of a part that stays (0), moves (1), or moves with its numerator (2)."""
    numbers = part.numbers[at]
    none, everywhere = numbers < 0, np.ones(numbers.shape, dtype=bool)
    stays = everywhere, none | (numbers < counts)
    if part.inner is None:
        return [stays, (everywhere, none | (numbers >= 1))]
    inner = part.inner[at]
    rise, fall = _bounds(numbers, part.labels[at], below, relabelling)
    return [stays, (none | rise, none | (fall & (inner < numbers))), (none | rise, none | (fall & (inner >= 1)))]
