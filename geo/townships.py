"""The townships of one county as plain rings, arranged like the county map: cells where a shape is known, tiles where several share one.

The shipped cells are schematic (docs/geography.md): wherever they are drawn stands 示意图，非法定界线. The bureau's own file replaces them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypedDict

from geo.boundaries import Source, in_force
from geo.shapes import TOLERANCE, Arrangement, Grounded, Piece, fit, piece, place
from geo.tiles import tiles

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

SCHEMATIC = "示意图，非法定界线"
BOXES = {"wide": (486.0, 372.0), "tall": (390.0, 470.0)}
MARGIN = 4.0
GUESSED = {"bbox_based", "inferred", "merged_group", "nbs_only"}  # states of a cell that is no boundary


class Townships(TypedDict):
    """One county's townships. schematic: its cells are no boundaries; merged: codes that are tiles of a shared cell."""

    county: str
    schematic: bool
    merged: list[str]
    arrangements: dict[str, Arrangement]


def township_shapes(county: str) -> Townships | None:
    """Both arrangements of a county's townships, made once per process and boundary file; None where the file has none of them."""
    return _township_shapes(in_force("township"), county)


def shapeless(county: str, codes: Iterable[str]) -> list[str]:
    """Those of a county's townships that no shape stands for: they are named beside the map."""
    found = township_shapes(county)
    drawn = set(found["arrangements"]["wide"]["labels"]) if found else set()
    return [code for code in codes if code not in drawn]


def cells(source: Source) -> GeoDataFrame:
    """The file's cells: geometry, `county`, `townships` (a list of codes), `status`. A file of real boundaries has one `code` a row."""
    return _cells(source)


@lru_cache(maxsize=2)
def _cells(source: Source) -> GeoDataFrame:
    import geopandas

    table = geopandas.read_file(source.path)
    if "townships" not in table:
        table["townships"] = [[str(code)] for code in table["code"]]
    table["townships"] = [listed(value) for value in table["townships"]]
    if "county" not in table:
        table["county"] = [codes[0][:6] for codes in table["townships"]]
    if "status" not in table:
        table["status"] = ""
    return table[["county", "townships", "status", "geometry"]]


def listed(value: Any) -> list[str]:
    """A cell's codes, however the reader of the file gives a list: as one, or as its text."""
    given = value if not isinstance(value, str) else value.strip("[] ").replace('"', "").replace("'", "").split(",")
    return [str(code).strip() for code in given if str(code).strip()]


@lru_cache(maxsize=32)
def _township_shapes(source: Source, county: str) -> Townships | None:
    table = cells(source)
    table = table[table["county"] == county].reset_index(drop=True)
    if table.empty:
        return None
    return {
        "county": county,
        "schematic": bool(set(table["status"]) & GUESSED),
        "merged": sorted(code for codes in table["townships"] if len(codes) > 1 for code in codes),
        "arrangements": {name: _arrange(table, box) for name, box in BOXES.items()},
    }


def _arrange(table: GeoDataFrame, box: tuple[float, float]) -> Arrangement:
    a, b, c, d = fit(tuple(table.total_bounds), *box)
    ground: Grounded = (a, b + MARGIN, c, d + MARGIN)
    shapes = place(table.geometry, ground).simplify_coverage(TOLERANCE)
    around: list[Piece] = []
    main: list[Piece] = []
    labels: dict[str, tuple[float, float]] = {}
    rooms: dict[str, float] = {}
    for codes, shape in zip(table["townships"], shapes, strict=True):
        parts = [shape] if len(codes) == 1 else tiles(shape, len(codes)) if codes else []
        if len(codes) != 1:
            around.append(piece("", "around", shape))
        for code, part in zip(codes, parts, strict=True):
            main.append(piece(code, "main", part))
            labels[code], rooms[code] = _label(part)
    _, _, east, south = shapes.total_bounds
    return {
        "width": round(float(east) + MARGIN, 1),
        "height": round(float(south) + MARGIN, 1),
        "pieces": [*around, *main],
        "labels": labels,
        "rooms": rooms,
        "frames": [],
        "grounded": {"main": ground},
    }


def _label(shape: Any) -> tuple[tuple[float, float], float]:
    """The point of a shape that is furthest from its edge, and how far that is."""
    import shapely

    line = shapely.maximum_inscribed_circle(shape)
    x, y = line.coords[0]
    return (round(x, 1), round(y, 1)), round(line.length, 1)
