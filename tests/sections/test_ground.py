"""From the city to the village over HTTP: what each level shows, to whom, and that no county is told of a foreign place."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from data.datasets import DATASETS
from data.indicators.sites import KINDS
from data.regions import read_places
from tests.sections.conftest import Reader, text, walk

Come = Callable[..., Reader]
AUGUST = "?period=2023-08"
QI, FOREIGN = "410221", "410222"
TOWN, VILLAGE = "410221101", "410221101201"
PLACES = {"elderly": ("happiness_homes", "elder_facilities"), "children": ("children_homes", "book_rooms"), "funeral": ("cemeteries",)}


@pytest.fixture(scope="module")
def foreign_words(demo_server: Flask) -> set[str]:
    """Names of foreign townships and villages that 杞县 has not, and of foreign public places."""
    with demo_server.extensions["cockpit"].database.reading() as connection:
        every = read_places(connection).all.values()
        small = [place for place in every if place.level in ("township", "village")]
        own = {place.name for place in small if place.code.startswith(QI)}
        own_names: set[str] = set()
        words = {place.name for place in small if not place.code.startswith(QI) and len(place.name) > 3} - own
        for name in ("elder_facilities", "child_places", "cemeteries"):
            table = DATASETS[name].table
            rows = connection.execute(sa.select(table.c.region, table.c.name)).all()
            own_names |= {row.name for row in rows if row.region.startswith(QI)}
            words |= {row.name for row in rows if not row.region.startswith(QI) and len(row.region) > 6}
    kept = {word for word in words if not any(word in mine for mine in (*own, *own_names))}
    assert len(kept) > 1500
    return kept


def towns(reader: Reader, page: str, county: Any) -> Any:
    """The shapes of one county's townships as the browser asks for them."""
    return reader.client.post(
        "/_dash-update-component",
        json={
            "output": f"{page}-towns.data",
            "outputs": {"id": f"{page}-towns", "property": "data"},
            "inputs": [{"id": f"{page}-county", "property": "data", "value": county}],
            "changedPropIds": [f"{page}-county.data"],
            "state": [],
        },
    )


def test_a_county_is_drawn_from_within(reader: Come) -> None:
    answer = reader("leader").ask("elderly", "map-head", f"{AUGUST}&region={QI}")
    data = answer["elderly-map-data"]["data"]
    assert data["county"] == QI and len(data["counties"]) == 22 and all(code.startswith(QI) for code in data["counties"])
    assert data["counties"][TOWN]["name"] == "五里河" and "%" not in data["counties"][TOWN]["label"]
    assert "示意图，非法定界线" in text(answer["elderly-map-head"]["children"])
    assert "不在示意图上： 工业园区 —" in text(answer["elderly-map-foot"]["children"])
    rows = [one["props"] for one in walk(answer["elderly-table"]["children"]) if one["type"] == "Tr"]
    assert len(rows) == 24 and text(rows[-1]["children"][0]) == "杞县"
    city = reader("leader").ask("elderly", "map-head", AUGUST)["elderly-map-data"]["data"]
    assert "county" not in city and len(city["counties"]) == 9


def test_map_ranking_and_table_show_the_same_townships(reader: Come) -> None:
    answer = reader("leader").ask("relief", "map-head", f"{AUGUST}&region={QI}&indicator=relief_recipients")
    shown = {
        town["hover"].split("<b>")[1].split("</b>")[0]: town["label"] for town in answer["relief-map-data"]["data"]["counties"].values()
    }
    rows = [one["props"]["children"] for one in walk(answer["relief-table"]["children"]) if one["type"] == "Tr"][1:-1]
    assert {text(row[0]): text(row[1]) for row in rows} == shown
    ranked = text(reader("leader").children("relief", "ranking", f"{AUGUST}&region={QI}&indicator=relief_recipients"))
    assert all(name in ranked for name in shown)


def test_shapes_come_once_a_county_and_only_for_who_may_see_below_it(reader: Come) -> None:
    leader, own = reader("leader"), reader("county", region=QI)
    found = towns(leader, "elderly", FOREIGN).json["response"]["elderly-towns"]["data"]
    assert found["county"] == FOREIGN and found["schematic"] and set(found["arrangements"]) == {"wide", "tall"}
    assert towns(own, "elderly", QI).json["response"]["elderly-towns"]["data"]["county"] == QI
    for reader_, county in ((own, FOREIGN), (reader("admin"), QI), (leader, "410299")):
        assert towns(reader_, "elderly", county).json["response"]["elderly-towns"]["data"] is None
    for strange in (None, 7, [QI], "../../etc", "41022x", QI * 9):
        answer = towns(leader, "elderly", strange)
        assert answer.status_code in (200, 204) and "arrangements" not in answer.text
    assert towns(reader("screen"), "elderly", QI).status_code == 403


@pytest.mark.parametrize("page", PLACES)
@pytest.mark.parametrize("region", ["410200", QI, FOREIGN, TOWN, f"{FOREIGN}101", f"{FOREIGN}101200", VILLAGE])
def test_a_county_is_told_of_no_foreign_township_village_or_place(reader: Come, foreign_words: set[str], page: str, region: str) -> None:
    own = reader("county", region=QI)
    for kind in PLACES[page]:
        search = f"{AUGUST}&region={region}&places={kind}"
        for place in ("map-head", "points-head", "villages", "ranking", "ledger", "top"):
            said = json.dumps(own.ask(page, place, search), ensure_ascii=False).replace(f"“{region}”", "")  # what was typed is told again
            told = [word for word in foreign_words if word in said]
            assert told == [], (place, told[:5])
            assert not [code for code in (f"{FOREIGN}1", "410202001", "410223101") if code in said], place


def test_a_foreign_township_in_the_address_is_answered_in_words(reader: Come) -> None:
    own = reader("county", region=QI)
    for region in (f"{FOREIGN}101", f"{FOREIGN}101200", "410221999", "x"):
        said = text(own.children("elderly", "lead", f"?region={region}"))
        assert f"没有代码为“{region}”的地区，或不在本账号可看的范围内，显示全市。" in said
    assert "没有代码" not in text(own.children("elderly", "lead", f"?region={VILLAGE}"))


def test_points_add_up_for_everybody(reader: Come) -> None:
    for page, kinds in PLACES.items():
        for kind in kinds:
            counts = {}
            for who, place in (("leader", {}), ("county", {"region": QI}), ("admin", {})):
                answer = reader(who, **place).ask(page, "points-head", f"{AUGUST}&places={kind}")
                marks = answer[f"{page}-points-data"]["data"]["marks"]
                numbers = text(answer[f"{page}-points-table"]["children"]).split(" 合计 ")[-1].split()
                counts[who] = sum(mark["count"] for mark in marks)
                assert counts[who] + int(numbers[-1].replace(",", "")) == int(numbers[-2].replace(",", "")), (page, kind, who)
            assert counts["leader"] > counts["county"] > 0 == counts["admin"]


def test_places_that_are_not_on_the_map_are_named_to_those_who_may_know(reader: Come) -> None:
    said = text(reader("leader").ask("elderly", "points-head", AUGUST)["elderly-points-foot"]["children"])
    assert "不在图上 13 处：9 处没有坐标，4 处坐标在县区以外" in said and said.count("，没有坐标") == 9
    own = text(reader("county", region=QI).ask("elderly", "points-head", AUGUST)["elderly-points-foot"]["children"])
    assert "本账号可看杞县的设施，其他县区的不显示" in own


def test_a_township_shows_its_villages_and_a_village_stands_in_the_breadcrumb(reader: Come) -> None:
    leader = reader("leader")
    rows = [one for one in walk(leader.children("elderly", "villages", f"{AUGUST}&region={TOWN}")) if one["type"] == "Tr"]
    assert any("史庄村委会" in text(row) for row in rows)
    way = text(leader.children("elderly", "top", f"{AUGUST}&region={VILLAGE}"))
    assert "开封市 › 养老服务 › 杞县 › 五里河镇 › 史庄村委会" in way and "‹ 返回五里河镇" in way
    on = [
        one for one in walk(leader.children("elderly", "villages", f"{AUGUST}&region={VILLAGE}")) if one["props"].get("className") == "on"
    ]
    assert len(on) == 1 and text(on[0]).startswith("史庄村委会")
    assert leader.children("elderly", "villages", f"{AUGUST}&region={QI}") == []


def test_people_of_villages_are_shown_to_the_section_and_the_own_county_alone(reader: Come) -> None:
    search = f"{AUGUST}&region={TOWN}"
    for who, place, shown in (
        ("chief", {"section": "养老服务科"}, True),
        ("county", {"region": QI}, True),
        ("chief", {"section": "社会救助科"}, False),
        ("leader", {}, False),
    ):
        assert ("特殊困难老年人（人）" in text(reader(who, **place).children("elderly", "villages", search))) is shown, (who, place)


def test_the_lists_behind_a_township_are_linked_for_those_who_may_open_them(reader: Come) -> None:
    search = f"{AUGUST}&region={TOWN}&indicator=elder_visit_rate"

    def links(who: str, **place: str) -> list[str]:
        found = walk(reader(who, **place).children("elderly", "villages", search))
        return [one["props"]["href"] for one in found if one["type"] == "A"]

    chief = links("chief", section="养老服务科")
    assert chief and chief == links("county", region=QI) and links("leader") == links("chief", section="社会救助科") == []
    for address in chief:
        assert address.startswith("/records/") and address.endswith(f"?region={TOWN}&period=2023-08")


def test_every_kind_of_place_has_its_page(demo_server: Flask) -> None:
    assert {kind.id for kind in KINDS.values()} == {kind for kinds in PLACES.values() for kind in kinds}
    assert {KINDS[kind].programme for kinds in PLACES.values() for kind in kinds} == set(PLACES)
