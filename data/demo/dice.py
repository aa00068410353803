"""Chance that falls the same way everywhere: one stream a dataset, so that a new dataset doesn't shift the others.

Only `random.Random(text).random()` is used: of all of the module, its sequence alone is promised not to change between Python
versions, and it knows nothing of the hash seed. No powers or logarithms: the last digit of those is the machine's own.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")


class Odds(Generic[T]):
    """Values and how often each falls, relative to the others."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        self.values = tuple(weights)
        self.sums = tuple(accumulate(weights.values()))


class Dice:
    """The stream of chance called `name`."""

    def __init__(self, seed: int, name: str) -> None:
        self.roll = random.Random(f"{seed}/{name}").random  # noqa: S311  # an invented city guards no secret

    def chance(self, share: float) -> bool:
        """True in `share` (0 to 1) of all throws; always at 1, never at 0."""
        return self.roll() < share

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.roll() * (high - low + 1))

    def pick(self, values: Sequence[T]) -> T:
        """One of the values, all alike."""
        return values[int(self.roll() * len(values))]

    def draw(self, odds: Odds[T]) -> T:
        """One value by its odds."""
        return odds.values[bisect_right(odds.sums, self.roll() * odds.sums[-1])]

    def day(self, first: date, last: date) -> date:
        """A day from first to last, both included."""
        return date.fromordinal(self.whole(first.toordinal(), last.toordinal()))

    def shuffled(self, values: Sequence[T]) -> list[T]:
        """The values in another order."""
        out = list(values)
        for at in range(len(out) - 1, 0, -1):
            other = int(self.roll() * (at + 1))
            out[at], out[other] = out[other], out[at]
        return out
