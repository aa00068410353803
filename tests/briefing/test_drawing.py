"""Pictures for paper: everything on them that should be, nothing outside, round axes, classes by the breaks."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from briefings.document import Area, Chart, MapPicture, Ruler, Series
from briefings.drawing import described, drawn
from briefings.drawing.areas import class_of
from briefings.drawing.palette import colour
from briefings.drawing.scaling import tick, ticks
from briefings.drawing.svg import cut, wide
from briefings.figures import Number
from briefings.typesetting import pixels
from geo.regions import read_regions
from tests.briefing.sample import COUNTIES, sample

PICTURES = [part for part in sample().parts if isinstance(part, Chart | MapPicture | Ruler)]


def texts(part: Chart | MapPicture | Ruler) -> list[str]:
    """In the order of drawing, each said once: a halo is the same words again."""
    root = ElementTree.fromstring(drawn(part).svg)
    return [one.text or "" for one in root.iter("{http://www.w3.org/2000/svg}text") if one.get("fill") != "none"]


@pytest.mark.parametrize("part", PICTURES, ids=lambda part: getattr(part, "title", "ruler"))
def test_pictures_hold_what_they_show_inside_their_edges(part: Chart | MapPicture | Ruler) -> None:
    picture = drawn(part)
    for one in ElementTree.fromstring(picture.svg).iter():
        for name, most in (
            ("x", picture.width),
            ("x1", picture.width),
            ("x2", picture.width),
            ("y", picture.height),
            ("y2", picture.height),
        ):
            assert -0.5 <= float(one.get(name, 0)) <= most + 0.5, (one.tag, one.attrib)
    said = texts(part)
    if isinstance(part, MapPicture):
        assert {"通许县", "顺河", "龙亭区"} <= set(said) and said.count("0") == 5 and "审图号：待填" in said
    elif isinstance(part, Chart) and part.kind != "line":
        assert all(any(name in text for text in said) for name in part.categories)
        assert all(number.text in said for number in part.numbers(part.series[0]))
    elif isinstance(part, Chart):
        assert "完成 1,286" in said and "目标 2,000" in said and "上年同期 905" in said
    assert described(part)


def test_a_map_fills_by_its_breaks() -> None:
    assert [class_of(value, (1, 2, 3, 4)) for value in (None, 0, 1, 3.9, 4)] == [0, 1, 2, 4, 5]
    areas = tuple(
        Area(code, name, Number(value, instead="<5")) for (code, name), value in zip(COUNTIES.items(), (None, *range(8)), strict=True)
    )
    picture = drawn(MapPicture("题", "人", areas, (2, 4, 6)))
    fills = set(re.findall(r'<path [^>]*fill="(#\w+)"', picture.svg))
    assert fills == {colour(f"seq-{place}") for place in range(1, 5)} | {colour("map-none")}
    assert "&lt;5 无值或不显示" in picture.svg


def test_townships_are_drawn_as_what_they_are() -> None:
    towns = [region for region in read_regions() if region.level == "township" and region.parent == "410222"]
    areas = tuple(Area(town.code, town.name, Number(place)) for place, town in enumerate(towns))
    said = texts(MapPicture("题", "户", areas, (3, 6)))
    assert "示意图，非法定界线" in said and len([text for text in said if text.isdigit()]) >= len(towns) / 2
    with pytest.raises(ValueError, match="no shapes"):
        drawn(MapPicture("题", "户", (Area("110101001", "东华门", Number(1)),), ()))


@pytest.mark.parametrize(
    ("values", "from_zero", "found"),
    [
        ((1286.0, 2000.0), True, (0, 500, 1000, 1500, 2000)),
        ((97.1, 99.7), False, (97, 98, 99, 100)),
        ((), True, (0, 0.5, 1)),
        ((0.0,), True, (0, 0.5, 1)),
        ((5.0, 5.0), False, (4, 4.5, 5, 5.5, 6)),
        ((-3.0, 9.0), False, (-5, 0, 5, 10)),
    ],
)
def test_axes_are_round_and_hold_every_value(values: tuple[float, ...], from_zero: bool, found: tuple[float, ...]) -> None:
    assert ticks(values, from_zero=from_zero) == found
    assert [tick(value) for value in (0, 1000, 20000, 97.5)] == ["0", "1,000", "2万", "97.5"]


def test_long_names_are_cut_to_their_room() -> None:
    assert cut("养老院", 100) == "养老院" and cut("非常长的名字的养老院", 50).endswith("…")
    assert wide(cut("非常长的名字的养老院", 50)) <= 50


def test_a_course_has_no_line_where_it_has_no_value() -> None:
    chart = Chart("line", "题", "户", ("1月", "2月", "3月", "4月"), (Series("完成", (1, 2, None, 3)), Series("无", (None,) * 4)))
    ways = re.findall(r"<polyline points=\"([^\"]*)\"", drawn(chart).svg)
    assert [len(way.split()) for way in ways] == [2] and drawn(chart).svg.count("<circle") == 2


def test_pictures_become_pixels_once() -> None:
    found = pixels([drawn(PICTURES[0]).svg, drawn(PICTURES[1]).svg, drawn(PICTURES[0]).svg])
    assert all(one.startswith(b"\x89PNG") for one in found) and found[0] == found[2] != found[1]
    assert pixels([]) == []
