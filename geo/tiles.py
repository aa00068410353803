"""Tiles: where several townships share one cell and nobody knows where the lines between them run, each gets an equal piece of it.

The cell is cut by straight lines, across its longer side each time, so that nobody takes the cuts for boundaries; the tiles fill the
cell, do not overlap, are equally large, and the same cell always gives the same tiles.
"""

from __future__ import annotations

from typing import Any

STEPS = 40  # halvings of the interval in which a cut is looked for: far finer than anything drawn


def tiles(shape: Any, count: int) -> list[Any]:
    """`count` equally large parts of a polygon (or several), the northern and western ones first; y grows downwards."""
    if count == 1:
        return [shape]
    first, rest = _cut(shape, (count // 2) / count)
    return [*tiles(first, count // 2), *tiles(rest, count - count // 2)]


def _cut(shape: Any, share: float) -> tuple[Any, Any]:
    """The part that holds this share of the area on the west or north side of a straight line, and the rest."""
    import shapely

    west, north, east, south = shape.bounds
    upright = east - west >= south - north
    low, high = (west, east) if upright else (north, south)
    start, wanted = low, shape.area * share

    def side(at: float) -> Any:
        return shapely.box(start - 1, north - 1, at, south + 1) if upright else shapely.box(west - 1, start - 1, east + 1, at)

    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if shape.intersection(side(middle)).area < wanted else (low, middle)
    part = side(high)
    return shape.intersection(part), shape.difference(part)
