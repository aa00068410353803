"""The county map as plain rings: projected, simplified, arranged with its lens, ready to be sent to a browser once.

Two arrangements: `wide` with the lens at the empty south-east, `tall` (phone, paper) with the lens under the map. What is drawn with
which colour is decided elsewhere; the townships of one county are arranged alike in `geo.townships`.
"""

from __future__ import annotations

from functools import lru_cache
from math import cos, radians
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

from geo.boundaries import Source, in_force

if TYPE_CHECKING:
    from geopandas import GeoSeries

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
Grounded = tuple[float, float, float, float]


class Piece(TypedDict):
    """One drawn polygon: its outer rings as x and y lists.

    part  main, lens, or around: shown for orientation only, such as a neighbour inside the lens
    """

    code: str
    part: str
    rings: list[Ring]


class Arrangement(TypedDict):
    """A whole map in its own units, y downwards.

    frames    the dashed marks x0, y0, x1, y1, first on the map, then the lens; none without a lens
    rooms     how far a label's place lies from the edge of its shape, where shapes may be too small for one
    grounded  a, b, c, d of x = a·lon + b, y = c·lat + d, for the main map and for the lens
    """

    width: float
    height: float
    pieces: list[Piece]
    labels: dict[str, tuple[float, float]]
    frames: list[Frame]
    grounded: dict[str, Grounded]
    rooms: NotRequired[dict[str, float]]


def county_shapes() -> dict[str, Arrangement]:
    """Both arrangements of the counties, made once per process and boundary file."""
    return _county_shapes(in_force("county"))


@lru_cache(maxsize=2)
def _county_shapes(source: Source) -> dict[str, Arrangement]:
    import geopandas  # here, so that commands that draw nothing start without it

    table = geopandas.read_file(source.path).set_index("code")
    if "label" not in table:
        table["label"] = [(point.x, point.y) for point in table.representative_point()]
    nudges = {} if source.own else NUDGES
    labels = geopandas.GeoSeries.from_xy(
        [point[0] + nudges.get(code, (0, 0))[0] for code, point in table["label"].items()],
        [point[1] + nudges.get(code, (0, 0))[1] for code, point in table["label"].items()],
        index=table.index,
    )
    ground = fit(tuple(table.total_bounds), WIDTH, float("inf"))
    shapes = place(table.geometry, ground).simplify_coverage(TOLERANCE)
    points = place(labels, ground)
    return {
        "wide": _arrange(shapes, points, ground, lens=(372, 134, 594, 350), zoom=1.62),
        "tall": _arrange(shapes, points, ground, lens=(90, 372, 396, 620), zoom=2.2),
    }


def fit(bounds: Frame, width: float, height: float) -> Grounded:
    """How longitude and latitude become x and y so that `bounds` fill a box of that size, y downwards."""
    west, south, east, north = bounds
    narrow = cos(MID_LATITUDE)
    scale = min(width / ((east - west) * narrow), height / (north - south))
    return float(scale * narrow), float(-west * scale * narrow), float(-scale), float(north * scale)


def place(series: GeoSeries, ground: Grounded) -> GeoSeries:
    """Shapes or points in a map's units."""
    a, b, c, d = ground
    return series.affine_transform([a, 0, 0, c, b, d])


def _arrange(shapes: GeoSeries, points: GeoSeries, ground: Grounded, lens: Frame, zoom: float) -> Arrangement:
    """The main map, and the urban districts once more, `zoom` times as large, centred in the lens and cut off at its edge."""
    left, top, right, bottom = lens
    a, b, c, d = ground
    urban = shapes[shapes.index.isin(URBAN)]
    x0, y0, x1, y1 = urban.total_bounds
    shift = [zoom, 0, 0, zoom, (left + right) / 2 - zoom * (x0 + x1) / 2, (top + bottom) / 2 + 6 - zoom * (y0 + y1) / 2]
    near = shapes.affine_transform(shift).clip_by_rect(left, top, right, bottom)
    near_points = points.affine_transform(shift)
    pieces = [piece(code, "main", shape) for code, shape in shapes.items()]
    pieces += [piece(code, "lens" if code in URBAN else "around", near[code]) for code in sorted(near.index, key=lambda c: c in URBAN)]
    labels = {code: (near_points if code in URBAN else points)[code] for code in shapes.index}
    _, _, east, south = shapes.total_bounds
    marked = (x0 - 4, y0 - 4, x1 + 4, y1 + 4)
    return {
        "width": float(max(east, right)) + 2,
        "height": float(max(south, bottom)) + 2,
        "pieces": [drawn for drawn in pieces if drawn["rings"]],
        "labels": {code: (round(point.x, 1), round(point.y, 1)) for code, point in labels.items()},
        "frames": [tuple(round(float(edge), 1) for edge in marked), lens],  # type: ignore[list-item]
        "grounded": {"main": ground, "lens": (zoom * a, zoom * b + float(shift[4]), zoom * c, zoom * d + float(shift[5]))},
    }


def piece(code: Any, part: str, shape: Any) -> Piece:
    """One shape as it is sent."""
    polygons = [polygon for polygon in getattr(shape, "geoms", [shape]) if polygon.geom_type == "Polygon" and not polygon.is_empty]
    rings = [([round(x, 1) for x, _ in p.exterior.coords], [round(y, 1) for _, y in p.exterior.coords]) for p in polygons]
    return {"code": str(code), "part": part, "rings": rings}
