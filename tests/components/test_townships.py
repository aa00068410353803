"""The townships sent to the browser: over all nine counties every one is drawn, tiled or listed, and nothing overlaps."""

from __future__ import annotations

import json
from itertools import combinations

import pytest
from shapely import Point, Polygon, make_valid, unary_union
from shapely.geometry.base import BaseGeometry

from geo.boundaries import in_force
from geo.regions import Region, read_regions
from geo.shapes import Arrangement
from geo.tiles import tiles
from geo.townships import cells, shapeless, township_shapes

REGIONS = read_regions()
COUNTIES = [region for region in REGIONS if region.level == "county"]
SHAPELESS = {"杞县": {"工业园区"}, "兰考县": {"仪封园艺场", "造纸林场", "柳林林场", "西关农场", "畜牧良种农场", "固阳农科所"}}


def towns(county: str) -> list[str]:
    return [region.code for region in REGIONS if region.level == "township" and region.parent == county]


def drawn(arrangement: Arrangement) -> dict[str, BaseGeometry]:
    return {
        piece["code"]: make_valid(unary_union([make_valid(Polygon(zip(*ring, strict=True))) for ring in piece["rings"]]))
        for piece in arrangement["pieces"]
        if piece["part"] == "main"
    }


@pytest.mark.parametrize("county", COUNTIES, ids=lambda county: county.name)
def test_every_township_is_drawn_or_tiled_or_listed(county: Region) -> None:
    found = township_shapes(county.code)
    assert found is not None and found["schematic"]
    codes, beside = towns(county.code), shapeless(county.code, towns(county.code))
    names = {region.code: region.name for region in REGIONS}
    assert {names[code] for code in beside} == SHAPELESS.get(county.name, set())
    for arrangement in found["arrangements"].values():
        shapes = drawn(arrangement)
        assert sorted([*shapes, *beside]) == codes and set(arrangement["labels"]) == set(shapes) == set(arrangement["rooms"])
        assert all(code.startswith(county.code) for code in shapes)
        for one, other in combinations(shapes, 2):
            shared = shapes[one].intersection(shapes[other]).area
            assert shared < 0.02 * min(shapes[one].area, shapes[other].area), (one, other)
        for code, place in arrangement["labels"].items():
            assert shapes[code].buffer(0.6).contains(Point(place)), code
        assert max(x for piece in arrangement["pieces"] for xs, _ in piece["rings"] for x in xs) <= arrangement["width"]
    assert len(json.dumps(found)) < 24_000


def test_tiles_are_equal_parts_of_their_cell_and_always_the_same() -> None:
    table = cells(in_force("township"))
    merged = table[table["status"] == "merged_group"]
    assert len(merged) == 8
    for codes, shape in zip(merged["townships"], merged.geometry, strict=True):
        parts = tiles(shape, len(codes))
        assert len(parts) == len(codes) > 1
        for part in parts:
            assert part.area == pytest.approx(shape.area / len(codes), rel=1e-6)
            assert part.difference(shape).area < 1e-12
        assert all(one.intersection(other).area < 1e-12 for one, other in combinations(parts, 2))
        assert [part.wkt for part in tiles(shape, len(codes))] == [part.wkt for part in parts]


def test_what_has_gone_to_another_city_is_shown_without_a_code() -> None:
    table = cells(in_force("township"))
    gone = table[table["status"].isin({"transferred", "abolished"})]
    assert len(gone) == 3 and not [code for codes in gone["townships"] for code in codes]
    for county, count in (("410223", 2), ("410225", 1)):
        found = township_shapes(county)
        assert found is not None
        merged = len(table[(table["county"] == county) & (table["status"] == "merged_group")])
        around = [piece for piece in found["arrangements"]["wide"]["pieces"] if piece["part"] == "around"]
        assert len(around) == count + merged and {piece["code"] for piece in around} == {""}


def test_a_county_without_cells_has_no_map() -> None:
    assert township_shapes("410299") is None and shapeless("410299", ["410299001"]) == ["410299001"]
