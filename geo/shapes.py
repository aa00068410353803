"""The county map as plain rings: projected, simplified, arranged with its lens, ready to be sent to a browser once.

Two arrangements: `wide` with the lens at the empty south-east, `tall` (phone, paper) with the lens under the map. What is drawn with
which colour is decided elsewhere.
"""

from __future__ import annotations

from functools import cache
from math import cos, radians
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from geopandas import GeoSeries

FILE = Path(__file__).parent / "counties.geojson"
MID_LATITUDE = radians(34.6)
URBAN = ("410202", "410203", "410204", "410205")  # 20 px wide on the main map: read in the lens only
TOLERANCE = 0.4  # of a unit; the map is 486 units wide, about a pixel each
WIDTH = 486.0
# Where a county's label stands better than at the file's label point, in degrees.
NUDGES = {
    "410202": (-0.005, 0.014),
    "410203": (-0.010, 0.0),
    "410204": (0.001, 0.0),
    "410205": (0.0, -0.004),
    "410212": (0.012, -0.02),
    "410221": (0.01, 0.0),
    "410222": (-0.01, 0.0),
    "410223": (0.0, 0.02),
    "410225": (0.03, 0.01),
}

Ring = tuple[list[float], list[float]]
Frame = tuple[float, float, float, float]


class Piece(TypedDict):
    """One drawn polygon: its outer rings as x and y lists. `part` is main, lens, or around (a neighbour inside the lens)."""

    code: str
    part: str
    rings: list[Ring]


class Arrangement(TypedDict):
    """A whole map in its own units, y downwards. frames: the dashed marks x0, y0, x1, y1, first on the map, then the lens."""

    width: float
    height: float
    pieces: list[Piece]
    labels: dict[str, tuple[float, float]]
    frames: list[Frame]


@cache
def county_shapes() -> dict[str, Arrangement]:
    """Both arrangements of the nine counties, read once per process from the boundary file."""
    import geopandas  # here, so that commands that draw nothing start without it

    table = geopandas.read_file(FILE).set_index("code")
    labels = geopandas.GeoSeries.from_xy(
        [point[0] + NUDGES.get(code, (0, 0))[0] for code, point in table["label"].items()],
        [point[1] + NUDGES.get(code, (0, 0))[1] for code, point in table["label"].items()],
        index=table.index,
    )
    flat = table.geometry.affine_transform([cos(MID_LATITUDE), 0, 0, -1, 0, 0])
    points = labels.affine_transform([cos(MID_LATITUDE), 0, 0, -1, 0, 0])
    west, north, east, _ = flat.total_bounds
    scale = WIDTH / (east - west)
    move = [scale, 0, 0, scale, -west * scale, -north * scale]
    shapes = flat.affine_transform(move).simplify_coverage(TOLERANCE)
    points = points.affine_transform(move)
    return {
        "wide": _arrange(shapes, points, lens=(372, 134, 594, 350), zoom=1.62),
        "tall": _arrange(shapes, points, lens=(90, 372, 396, 620), zoom=2.2),
    }


def _arrange(shapes: GeoSeries, points: GeoSeries, lens: Frame, zoom: float) -> Arrangement:
    """The main map, and the urban districts once more, `zoom` times as large, centred in the lens and cut off at its edge."""
    left, top, right, bottom = lens
    urban = shapes[shapes.index.isin(URBAN)]
    x0, y0, x1, y1 = urban.total_bounds
    shift = [zoom, 0, 0, zoom, (left + right) / 2 - zoom * (x0 + x1) / 2, (top + bottom) / 2 + 6 - zoom * (y0 + y1) / 2]
    near = shapes.affine_transform(shift).clip_by_rect(left, top, right, bottom)
    near_points = points.affine_transform(shift)
    pieces = [_piece(code, "main", shape) for code, shape in shapes.items()]
    pieces += [_piece(code, "lens" if code in URBAN else "around", near[code]) for code in sorted(near.index, key=lambda c: c in URBAN)]
    labels = {code: (near_points if code in URBAN else points)[code] for code in shapes.index}
    _, _, east, south = shapes.total_bounds
    marked = (x0 - 4, y0 - 4, x1 + 4, y1 + 4)
    return {
        "width": float(max(east, right)) + 2,
        "height": float(max(south, bottom)) + 2,
        "pieces": [piece for piece in pieces if piece["rings"]],
        "labels": {code: (round(point.x, 1), round(point.y, 1)) for code, point in labels.items()},
        "frames": [tuple(round(float(edge), 1) for edge in marked), lens],  # type: ignore[list-item]
    }


def _piece(code: Any, part: str, shape: Any) -> Piece:
    polygons = [polygon for polygon in getattr(shape, "geoms", [shape]) if polygon.geom_type == "Polygon" and not polygon.is_empty]
    rings = [([round(x, 1) for x, _ in p.exterior.coords], [round(y, 1) for _, y in p.exterior.coords]) for p in polygons]
    return {"code": str(code), "part": part, "rings": rings}
