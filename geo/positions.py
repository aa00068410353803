"""In which county a point of the earth lies, by the boundary file in force."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from geo.boundaries import Source, in_force


def counties_at(lons: Sequence[float], lats: Sequence[float]) -> list[str]:
    """The code of each point's county; empty where it lies in none."""
    import numpy as np
    import shapely

    found = np.full(len(lons), "", dtype="U6")
    for code, shape in _counties(in_force("county")).items():
        found[shapely.contains_xy(shape, lons, lats)] = code
    return [str(code) for code in found]


@lru_cache(maxsize=2)
def _counties(source: Source) -> dict[str, Any]:
    import geopandas
    import shapely

    table = geopandas.read_file(source.path)
    shapes = {str(code): shape for code, shape in zip(table["code"], table.geometry, strict=True)}
    for shape in shapes.values():
        shapely.prepare(shape)
    return shapes
