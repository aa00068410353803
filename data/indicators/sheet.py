"""A sheet of counts of people by region × category × time, and which of its cells are withheld, and under which label.

A swap moves one person between regions, between categories and between months so that every shown cell keeps its value: the sheet after
the swap looks the same to the reader. A withheld cell that some swap reaches can therefore not be pinned to one number. Swaps are sought
in `data.indicators.swap`; for which cells, `data.indicators.suppression` decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Labels = NDArray[np.int8]
Place = tuple[int, int, int]  # region, category, time

SHOWN, SMALL, PAIRED = 0, 1, 2
TOTAL = 0  # the place of the total among the categories
# What it costs to withhold a cell that is shown so far: the cheapest swap is taken.
CELL = 10**4
ZERO = 10**9  # a zero is withheld only where nothing else will do
NEVER = 10**15  # a cell that must be shown


@dataclass
class Part:
    """Some of the people counted: the numerator of a rate over them; or a rate's denominator that leaves some out, with its numerator.

    numbers  the shape of the sheet; -1 where there is none
    inner    the numerator where `numbers` is a denominator: a count of people of its own, withheld where it is small; else None
    """

    numbers: Numbers
    inner: Numbers | None = None
    labels: Labels = field(init=False)
    certain: Flags = field(init=False)

    @property
    def counted(self) -> bool:
        return self.inner is not None


@dataclass(frozen=True)
class Swap:
    """The regions and categories that move, each with its sign, the times with theirs, and how each part of the people goes along.

    ways  for each part: 0 it stays as it is, 1 it moves too, 2 it moves and its own numerator with it
    """

    regions: tuple[tuple[int, int], ...]
    categories: tuple[tuple[int, int], ...]
    times: tuple[int, ...]  # a sign or 0 for each time
    ways: tuple[int, ...]

    def changes(self) -> Iterator[tuple[Place, int]]:
        """The cells whose number changes, with the change."""
        for (region, region_sign), (category, category_sign) in product(self.regions, self.categories):
            for time, time_sign in enumerate(self.times):
                if time_sign:
                    yield (region, category, time), region_sign * category_sign * time_sign


@dataclass(frozen=True)
class Applied:
    """The regions and categories of the cells that some swaps changed: shown before, or called small before."""

    hidden: set[tuple[int, int]] = field(default_factory=set)
    freed: set[tuple[int, int]] = field(default_factory=set)


@dataclass
class Sheet:
    """Counts and what is known of them.

    counts      region × category × time; category 0 is the total; times are `months` months and, if `running`, as many running totals
    months      how many months there are
    running     whether the running totals (year to date) of the months follow them
    steady      the months are not added up, and a region and category is withheld in all of them or in none
    fixed       cells that are shown whatever happens
    unseen      cells that no figure shows to anybody: they cost nothing and need no protection
    small_below a count of 1 to this less one is withheld, by category
    siblings    for each region those that add up to the same whole
    whole       for each region the place of that whole in the sheet; None where it stands elsewhere
    """

    counts: Numbers
    months: int
    running: bool
    fixed: Flags
    unseen: Flags
    small_below: Numbers
    siblings: Sequence[Sequence[int]]
    whole: Sequence[int | None]
    parts: Sequence[Part] = ()
    steady: bool = False
    labels: Labels = field(init=False)
    certain: Flags = field(init=False)  # cells that a swap reaches
    silent: Flags = field(init=False)  # region × category: where a label would give a small count away

    def __post_init__(self) -> None:
        hideable = ~self.fixed & ~self.unseen
        self.labels = np.where(self.few(self.counts) & hideable, SMALL, SHOWN).astype(np.int8)
        self.certain = np.zeros(self.counts.shape, dtype=bool)
        self.silent = np.zeros(self.counts.shape[:2], dtype=bool)
        for part in self.parts:
            few = self.few(part.numbers) & hideable & part.counted
            part.labels = np.where(few, SMALL, PAIRED).astype(np.int8)
            part.certain = np.zeros(self.counts.shape, dtype=bool)
            self.labels[few & (self.labels == SHOWN)] = PAIRED  # a rate is withheld whole, and the people behind it with it
        if self.steady:
            few_somewhere = (self.labels != SHOWN).any(axis=2, keepdims=True)
            self.labels[(self.labels == SHOWN) & few_somewhere & hideable] = PAIRED
        self.cost = self._prices()

    def few(self, numbers: Numbers) -> Flags:
        """Where a count is of so few people that it must not be shown."""
        found: Flags = (numbers > 0) & (numbers < self.small_below[None, :, None])
        return found

    def wanting(self) -> list[tuple[Place, int | None]]:
        """The withheld small counts that no swap reaches yet, totals first; with the part that is small, None for the count itself."""
        hidden = self.labels != SHOWN
        found = [(place, None) for place in np.argwhere(self.few(self.counts) & hidden & ~self.certain)]
        for number, part in enumerate(self.parts):
            if part.counted:
                found += [(place, number) for place in np.argwhere(self.few(part.numbers) & hidden & ~part.certain)]  # type: ignore[misc]
        cells: list[tuple[Place, int | None]] = [((int(r), int(c), int(t)), number) for (r, c, t), number in found]
        return sorted(cells, key=lambda one: (one[0][1] != TOTAL, one[0][0], one[0][2], one[0][1], one[1] is not None))

    def is_certain(self, place: Place, part: int | None) -> bool:
        """Whether a swap reaches the count, or the part of it."""
        return bool((self.certain if part is None else self.parts[part].certain)[place])

    def apply(self, swaps: Sequence[Swap]) -> Applied:
        """Withhold what swaps that happen together need. A small count they take past its label's bounds is no longer called small."""
        applied = Applied()
        changes: dict[Place, int] = {}
        for swap in swaps:
            for place, change in swap.changes():
                changes[place] = changes.get(place, 0) + change
        for place, change in changes.items():
            if not change:
                continue
            self._relabel(self.labels, place, int(self.counts[place]) + change, applied)
            self.certain[place] = True
            for part, way in zip(self.parts, swaps[0].ways, strict=True):
                if way and part.counted and part.numbers[place] >= 0:
                    self._relabel(part.labels, place, int(part.numbers[place]) + change, applied)
                    part.certain[place] = True
        return applied

    def withhold_only(self, lines: Flags, silent: Flags) -> bool:
        """Withhold these regions and categories, `silent` ones without calling them small, and nothing else from now on; False where that
        leaves a small count shown.
        """
        self.labels[silent | ((self.labels == SHOWN).all(axis=2) & lines)] = PAIRED
        self.cost = np.full(self.counts.shape, NEVER)
        return not (self.labels != SHOWN)[~lines].any()

    def withhold_all(self) -> None:
        """The last resort: everything that need not be shown is withheld, under one label."""
        hideable = ~self.fixed & ~self.unseen
        for labels, certain in ((self.labels, self.certain), *((part.labels, part.certain) for part in self.parts)):
            labels[hideable] = PAIRED
            certain[:] = True

    def _relabel(self, labels: Labels, place: Place, changed: int, applied: Applied) -> None:
        label = labels[place]
        if label == SHOWN:
            applied.hidden.add(place[:2])
            if self.steady:
                labels[place[:2]][labels[place[:2]] == SHOWN] = PAIRED
        elif label == SMALL and not 1 <= changed < self.small_below[place[1]]:
            applied.freed.add(place[:2])
            self.silent[place[:2]] = True
            if self.steady:  # the label of another month would tell this one's
                labels[place[:2]] = PAIRED
        else:
            return
        labels[place] = PAIRED

    def _prices(self) -> Numbers:
        """What it costs to withhold each cell: fewer before smaller, categories before totals, running totals at quarters' ends late."""
        counts = self.counts
        if self.steady:
            counts = np.broadcast_to(counts.max(axis=2, keepdims=True), counts.shape)
        cost = np.where(counts > 0, CELL + np.minimum(counts, CELL - 1), ZERO)
        if self.counts.shape[1] > 1:
            cost[:, TOTAL] *= 30
        if self.running:
            for month in range(self.months):
                cost[:, :, self.months + month] *= 30 if month == 11 else 10 if month % 3 == 2 else 1
        return np.where(self.fixed, NEVER, cost)
