"""Points that lie close together on a map become one mark with their number: a plain grid, so that the same points give the same marks.

No mark stands for points of two groups (counties, townships), so that a click on it leads to one of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import floor


@dataclass(frozen=True)
class Cluster:
    """One mark, in the units of its points; members: their places in the order given.

    A single point's mark lies on it, that of several between their middle and the middle of their square: so marks keep apart.
    """

    group: str
    x: float
    y: float
    members: tuple[int, ...]


def clusters(points: Iterable[tuple[float, float, str]], cell: float) -> list[Cluster]:
    """The marks of points (x, y, group) on a grid of squares of side `cell`; largest first, so that small ones are drawn above them."""
    squares: dict[tuple[str, int, int], list[tuple[int, float, float]]] = defaultdict(list)
    for number, (x, y, group) in enumerate(points):
        squares[group, floor(x / cell), floor(y / cell)].append((number, x, y))
    marks = [
        Cluster(
            group,
            _middle([x for _, x, _ in inside], column, cell),
            _middle([y for *_, y in inside], row, cell),
            tuple(number for number, *_ in inside),
        )
        for (group, column, row), inside in squares.items()
    ]
    return sorted(marks, key=lambda mark: (-len(mark.members), mark.group, mark.x, mark.y))


def _middle(values: list[float], square: int, cell: float) -> float:
    mean = sum(values) / len(values)
    return mean if len(values) == 1 else (mean + (square + 0.5) * cell) / 2
