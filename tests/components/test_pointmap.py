"""Marks of public places: clusters lose no point and mix no counties; what is not on the map is counted and named."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from components.countymap import map_data
from components.history import history_chart
from components.pointmap import kind_of, kinds_of, point_data, point_foot, point_head, point_table, state_words
from components.townmap import town_data
from components.trend import trend
from data.indicators.sites import KINDS, Site
from data.indicators.study import Inside
from geo.clusters import clusters
from geo.regions import CITY
from geo.shapes import county_shapes

Text = Callable[[Any], str]
NAMES = {"410221": "杞县", "410202": "龙亭区", "410221101": "五里河镇", "410221101201": "史庄村委会"}


def site(number: int = 1, region: str = "410221101201", **changes: Any) -> Site:
    base: dict[str, Any] = {
        "kind": "happiness_homes",
        "key": f"F{number}",
        "name": f"第{number}农村幸福院",
        "sort": "农村幸福院",
        "region": region,
        "state": "running",
        "register": "运营",
        "opened_on": date(2023, 5, 4),
        "closed_on": None,
        "lon": 114.78,
        "lat": 34.52,
        "placed": "good",
    }
    return Site(**{**base, **changes})


def name(code: str) -> str:
    return NAMES.get(code, code)


@pytest.mark.parametrize("seed", range(20))
def test_clusters_add_up_to_the_points_and_stay_inside_their_group(seed: int) -> None:
    dice = random.Random(seed)
    points = [(dice.uniform(-50, 500), dice.uniform(-50, 400), dice.choice("abc")) for _ in range(dice.randint(0, 3000))]
    found = clusters(points, dice.choice((5.0, 24.0, 100.0)))
    members = [number for mark in found for number in mark.members]
    assert sorted(members) == list(range(len(points)))
    assert all({points[number][2] for number in mark.members} == {mark.group} for mark in found)
    assert [len(mark.members) for mark in found] == sorted((len(mark.members) for mark in found), reverse=True)
    assert found == clusters(points, 24.0) or found == clusters(points, 5.0) or found == clusters(points, 100.0)


FORGED = '<a href="javascript:alert(1)">点我</a><br>全部达标 & <b>'


def tags(part: Any) -> set[str]:
    """Every tag in every text that travels to a chart."""
    if isinstance(part, str):
        return set(re.findall(r"<[^<>]*>", part))
    parts = part.values() if isinstance(part, dict) else part if isinstance(part, (list, tuple)) else ()
    return {tag for one in parts for tag in tags(one)}


def test_no_name_becomes_markup_in_a_chart(study: Callable[..., Any], figure: Callable[..., Any]) -> None:
    """Names come from files that others fill in; Plotly reads tags in its texts."""
    shapes = county_shapes()["wide"]
    one, two = site(1, name=FORGED, sort=FORGED), site(2, lon=114.9)
    single = point_data([one], shapes, "410221", lambda code: FORGED, inside=False)
    cluster = point_data([one, two], shapes, CITY, lambda code: FORGED, inside=False)
    nameless = point_data([site(1, name="", sort="")], shapes, CITY, lambda code: FORGED, inside=False)
    counties = study("deaths", county_changes=lambda code: {"region_name": FORGED})
    towns = replace(counties, inside=Inside(counties.city, counties.city, counties.counties, counties.counties, ()))
    year = (figure("deaths", 5, region_name=FORGED),)
    history = history_chart(counties.indicator, {2023: year}, date(2023, 9, 18))
    drawn = [map_data(counties, (), ""), town_data(towns, (), ""), trend(replace(counties, year=year), date(2023, 9, 18)), history]
    for made in (single, cluster, nameless, *drawn):
        assert tags(made) <= {"<b>", "</b>", "<br>", "<extra></extra>", "<extra>", "</extra>"}, made
    assert single["marks"][0]["hover"].startswith("<b>&lt;a href=") and "&amp; &lt;b&gt;" in single["marks"][0]["hover"]


def test_a_mark_says_how_many_in_which_state_and_leads_to_the_county() -> None:
    found = [site(1), site(2, state="building"), site(3, placed="none", lon=None, lat=None)]
    data = point_data(found, county_shapes()["wide"], CITY, name, inside=False)
    assert data["county"] == "" and len(data["marks"]) == 1
    mark = data["marks"][0]
    assert (mark["count"], mark["state"], mark["go"], mark["at"]) == (
        2,
        "mixed",
        "410221",
        [pytest.approx(114.78, abs=0.05), pytest.approx(34.52, abs=0.05)],
    )
    assert mark["hover"] == "<b>杞县 2 处</b><br>在运营 1<br>在建 1"
    inside = point_data(found[:1], county_shapes()["wide"], "410221", name, inside=True)
    assert inside["county"] == "410221" and inside["marks"][0]["go"] == "410221101"
    assert inside["marks"][0]["at"] == [114.78, 34.52]  # a single place lies where it lies
    assert inside["marks"][0]["hover"] == "<b>第1农村幸福院</b><br>农村幸福院<br>在运营，2023年5月4日起"


def test_what_is_not_on_the_map_is_counted_and_named(text: Text) -> None:
    found = [site(1), site(2, placed="none", lon=None, lat=None), site(3, placed="elsewhere")]
    said = text(point_foot(found, name))
    assert "不在图上 2 处：1 处没有坐标，1 处坐标在县区以外" in said
    assert "第2农村幸福院 五里河镇史庄村委会，没有坐标" in said and "第3农村幸福院" in said and "第1农村幸福院" not in said
    assert "在运营 3" in said and "规划 0" in said
    assert "不在图上" not in text(point_foot(found[:1], name))
    assert "本账号可看杞县的设施" in text(point_foot(found, name, "杞县"))


def test_the_table_counts_by_county_and_lists_inside_one(text: Text) -> None:
    found = [site(1), site(2, state="planned", placed="none"), site(3, "410202001")]
    kind = KINDS["happiness_homes"]
    assert text(point_table(kind, found, CITY, name)).endswith("龙亭区 1 0 0 0 1 0 杞县 1 0 1 0 2 1 合计 2 0 1 0 3 1")
    listed = text(point_table(kind, found[:2], "410221", name))
    assert "第1农村幸福院 五里河镇史庄村委会 在运营，2023年5月4日起" in listed
    assert "第2农村幸福院 五里河镇史庄村委会 规划" in listed and "没有坐标，不在图上" in listed
    assert "另有 10 处" in text(point_table(kind, [site(n) for n in range(310)], "410221", name))


def test_a_register_that_disagrees_with_the_dates_is_quoted() -> None:
    assert state_words(site(state="planned", opened_on=None)) == "规划（登记为运营，但没有运营日期）"
    assert state_words(site(state="planned", opened_on=date(2023, 9, 1))) == "规划（登记为运营，所选日尚未开业）"


def test_the_kind_stands_in_the_address(text: Text) -> None:
    assert [kind.id for kind in kinds_of("children")] == ["children_homes", "book_rooms"]
    assert kinds_of("relief") == []
    assert kind_of("book_rooms", "children").name == "爱心书屋"
    for strange in ("", "cemeteries", "a" * 40):
        assert kind_of(strange, "children").id == "children_homes"
    head = point_head(KINDS["children_homes"], kinds_of("children"), [site()], "杞县")
    assert text(head).startswith("杞县儿童之家 1 处，在运营 1 处") and "爱心书屋" in text(head)
    assert text(point_head(KINDS["cemeteries"], kinds_of("funeral"), [], "杞县")).startswith("杞县没有公益性公墓的登记")


def test_urban_places_are_laid_on_the_grid_of_the_lens() -> None:
    """Two places a few hundred metres apart are one mark on the main map and two in the lens."""
    near = [site(1, "410202001", lon=114.3502, lat=34.8010), site(2, "410202001", lon=114.3402, lat=34.8075)]
    data = point_data(near, county_shapes()["wide"], CITY, name, inside=False)
    assert sum(mark["count"] for mark in data["marks"]) == 2 and all(mark["urban"] for mark in data["marks"])
    assert Counter(mark["go"] for mark in data["marks"]) == {"410202": len(data["marks"])}
