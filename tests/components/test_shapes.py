"""The shapes sent to the browser: all nine counties, once on the map, the urban four once more in a lens that holds them."""

from __future__ import annotations

import json

import pytest
from shapely import Polygon, unary_union

from geo.shapes import URBAN, Arrangement, Piece, county_shapes

ARRANGEMENTS = ("wide", "tall")


def polygons(arrangement: Arrangement, part: str) -> dict[str, Polygon]:
    def shape(piece: Piece) -> Polygon:
        return unary_union([Polygon(zip(*ring, strict=True)) for ring in piece["rings"]])

    return {piece["code"]: shape(piece) for piece in arrangement["pieces"] if piece["part"] == part}


@pytest.fixture(params=ARRANGEMENTS)
def arrangement(request: pytest.FixtureRequest) -> Arrangement:
    return county_shapes()[request.param]


def test_every_county_is_drawn_and_labelled(arrangement: Arrangement) -> None:
    assert len(polygons(arrangement, "main")) == len(arrangement["labels"]) == 9
    assert sorted(polygons(arrangement, "lens")) == sorted(URBAN)


def test_labels_stand_inside_their_counties(arrangement: Arrangement) -> None:
    from shapely import Point

    main, lens = polygons(arrangement, "main"), polygons(arrangement, "lens")
    for code, place in arrangement["labels"].items():
        assert (lens if code in URBAN else main)[code].buffer(2).contains(Point(place)), code


def test_simplifying_left_no_gap_and_no_overlap(arrangement: Arrangement) -> None:
    main = polygons(arrangement, "main")
    whole = unary_union(list(main.values()))
    assert abs(sum(shape.area for shape in main.values()) - whole.area) < 0.002 * whole.area
    assert sum(Polygon(hole).area for part in getattr(whole, "geoms", [whole]) for hole in part.interiors) < 1


def test_the_lens_holds_the_urban_districts_and_hides_no_county_label(arrangement: Arrangement) -> None:
    left, top, right, bottom = arrangement["frames"][1]
    for shape in polygons(arrangement, "lens").values():
        x0, y0, x1, y1 = shape.bounds
        assert left - 0.1 <= x0 and top - 0.1 <= y0 and x1 <= right + 0.1 and y1 <= bottom + 0.1
    outside = [place for code, place in arrangement["labels"].items() if code not in URBAN]
    assert not [1 for x, y in outside if left < x < right and top < y < bottom]
    assert right <= arrangement["width"] and bottom <= arrangement["height"]


def test_they_are_small_enough_to_be_sent_with_the_page() -> None:
    assert len(json.dumps(county_shapes())) < 40_000
