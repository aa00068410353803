"""The page of a list over HTTP: its callbacks, who is refused, what is told of each look."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, g

from access.scope import Scope
from components.plain import plain
from data.database import Busy
from data.indicators.moment import moment
from data.lists import LISTS
from data.lists.asked import read_filters
from data.lists.reading import list_count, list_rows
from data.lists.title import Title, list_title, when
from data.periods import parse
from geo.regions import CITY
from tests.components.panels import said
from tests.lists.conftest import Desk

QI, OTHER = "410221", "410222"
ELDERLY = "养老服务科"
AUGUST = f"?region={QI}&period=2023-08"
Desks = Callable[..., Desk]


def rows_of(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json["response"]["records-grid"]["getRowsResponse"]
    return found


def words(answer: Any, place: str) -> str:
    assert answer.status_code == 200, answer.text
    return json.dumps(answer.json["response"][place], ensure_ascii=False)


def test_rows_and_title_are_those_of_the_door(desk: Desks, demo_server: Flask) -> None:
    chief = desk("chief", section=ELDERLY)
    listed = LISTS["elder_visited"]
    with moment(demo_server.extensions["cockpit"].database) as now:
        asked: dict[str, Any] = {"scope": Scope("chief", section=ELDERLY), "region": QI, "period": parse("2023-08")}
        wanted = [row[listed.fields.index(listed.by_name["key"])] for row in list_rows(now, listed, **asked)]
        whole = list_count(now, LISTS["elder_unvisited"], **asked) + len(wanted)
    found = rows_of(chief.rows("elder_visited", AUGUST))
    assert found["rowCount"] == len(wanted) > 3 and [row["key"] for row in found["rowData"]] == wanted[:100]
    shown = chief.show("elder_visited", AUGUST)
    title = said(shown.json["response"]["records-lead"]["children"]).replace(" ", "")  # numbers and their units are kept together in spans
    assert f"杞县8月已探访{len(wanted)}名特殊困难老年人，在册{whole}名" in title
    assert f"共 {len(wanted):,} 条。" in words(shown, "records-found")
    assert shown.json["response"]["records-hidden"]["data"] == ["county"]
    assert [row["key"] for row in rows_of(chief.rows("elder_visited", AUGUST, start=3, end=5))["rowData"]] == wanted[3:5]


def test_order_and_filters_are_the_servers(desk: Desks) -> None:
    chief = desk("chief", section=ELDERLY)
    down = rows_of(chief.rows("special_elders", "", sort=[("registered_on", "desc"), ("key", "asc")]))["rowData"]
    days = [row["registered_on"] for row in down]
    assert days == sorted(days, reverse=True) and len(set(days)) > 1
    some = rows_of(chief.rows("special_elders", "?filter=category.in.独居"))
    assert {row["category"] for row in some["rowData"]} == {"独居"}
    shown = words(chief.show("special_elders", "?filter=category.in.独居"), "records-found")
    assert f"共 {some['rowCount']:,} 条，筛选自" in shown and "类别 独居" in shown and "去掉筛选" in shown
    none = chief.show("special_elders", "?filter=village.contains.无此地")
    assert "没有一条符合筛选" in words(none, "records-found")


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("?filter=nix.in.x", "没有“nix”一列"),
        ("?filter=category.like.x", "不能按“like”筛选"),
        ("?period=2023-13", "不是周期"),
        ("?period=2023-12", "还没有开始"),
        ("?region=419999", "没有代码为“419999”的地区"),
        ("?sort=citizen", "没有“citizen”一列"),
    ],
)
def test_what_is_not_there_is_refused_in_words(desk: Desks, search: str, said: str) -> None:
    chief = desk("chief", section=ELDERLY)
    assert said in words(chief.show("elder_unvisited", search), "records-lead")
    if "sort" not in search:
        assert rows_of(chief.rows("elder_unvisited", search)) == {"rowData": [], "rowCount": 0}
    answer = chief.file("elder_unvisited", "csv", search)
    assert answer.status_code == 400 and said in answer.text


@pytest.mark.parametrize("request_", [None, {}, [], {"startRow": "x", "endRow": -3, "sortModel": "x"}, {"startRow": -5, "endRow": 10**12}])
def test_no_request_of_a_grid_breaks_it(desk: Desks, request_: Any) -> None:
    chief = desk("chief", section=ELDERLY)
    place = {"id": "records-grid", "property": "getRowsRequest", "value": request_}
    state = [
        {"id": "records-address", "property": "data", "value": 7},
        {"id": "records-list", "property": "data", "value": "special_elders"},
    ]
    answer = chief._ask({"id": "records-grid", "property": "getRowsResponse"}, [place], state)
    assert answer.status_code == 200 and len(rows_of(answer)["rowData"]) <= 200


def test_a_list_nobody_declared(desk: Desks) -> None:
    chief = desk("chief", section=ELDERLY)
    assert chief.show("nothing").status_code == 204 and chief.rows("nothing").status_code == 204
    assert chief.client.get("/records/nothing").status_code == chief.file("nothing", "csv").status_code == 404


# --- who may not ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["leader", "screen", "admin"])
def test_roles_without_records_are_refused(desk: Desks, role: str) -> None:
    other = desk(role)
    assert other.client.get("/records/elder_unvisited").status_code == 403
    for answer in (
        other.show("elder_unvisited"),
        other.rows("elder_unvisited"),
        *(other.file("elder_unvisited", k) for k in ("csv", "xlsx")),
    ):
        assert answer.status_code == 403 and "DM-" not in answer.text


@pytest.mark.parametrize("name", ["elder_unvisited", "special_elders", "villages_without_happiness_home"])
def test_a_chief_of_another_section_and_a_foreign_county_are_refused(desk: Desks, name: str) -> None:
    other, county = desk("chief", section="社会救助科"), desk("county", region=OTHER)
    for one, search in ((other, ""), (other, AUGUST), (county, AUGUST), (county, f"?region={CITY}"), (county, "?region=41022")):
        asked = [one.show(name, search), one.rows(name, search), one.rows(name, search, start=100, end=200)]
        for answer in (*asked, one.file(name, "csv", search), one.file(name, "xlsx", search)):
            assert answer.status_code == 403 and "DM-" not in answer.text, search
            assert "只有养老服务科的科长和本县区可看" in answer.text


def test_a_county_sees_its_own_without_naming_it(desk: Desks) -> None:
    county = desk("county", region=OTHER)
    found = rows_of(county.rows("special_elders"))
    assert found["rowCount"] and {row["county"] for row in found["rowData"]} == {"通许县"}
    shown = words(county.show("special_elders"), "records-top")
    assert "开封市" in shown and '"region=410200"' not in shown, "the city's name leads nowhere"


def test_the_layout_is_not_laid_out_for_others_and_runs_no_query(demo_server: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from access.people import Person
    from data.clock import now
    from pages.records import layout

    def person(role: Any, region: str = "", section: str = "") -> Person:
        return Person("x", role, region, section, False, False, False, now(), now())

    def touched(*_: object, **__: object) -> None:
        raise AssertionError("a layout opened the database")

    monkeypatch.setattr("data.database.Database.reading", touched)
    with demo_server.test_request_context("/"):
        g.person = person("chief", section=ELDERLY)
        for name in [one.id for one in LISTS.values() if one.section == ELDERLY]:
            made = json.dumps(
                plain(layout(name, region=QI, sort="county", filter="county.contains.杞", foreign="x")), default=str, ensure_ascii=False
            )
            assert '"id": "records-grid"' in made and "杞" in made
        assert "没有这份名单" in str(plain(layout("nothing"))) and "没有这份名单" in str(plain(layout()))
        assert "records-grid" in str(plain(layout("special_elders", filter="nothing.in.x")))
        g.person = person("chief", section="社会救助科")
        assert "只有养老服务科的科长和本县区可看" in str(plain(layout("special_elders")))
        g.person = person("county", region=OTHER)
        assert "records-grid" in str(plain(layout("special_elders"))) and "可看" in str(plain(layout("special_elders", region=QI)))


# --- what is told ----------------------------------------------------------------------------------------------------------------------


def test_each_look_is_told_before_it_is_answered(desk: Desks) -> None:
    chief = desk("chief", section=ELDERLY)
    before = len(chief.told("records"))
    chief.show("elder_visited", AUGUST)
    assert len(chief.told("records")) == before, "the page's frame shows no record"
    first = rows_of(chief.rows("elder_visited", AUGUST))
    chief.rows("elder_visited", AUGUST, start=100, end=200)
    chief.rows("elder_visited", f"{AUGUST}&filter=category.in.独居~key.contains.DM-LR-410221", sort=[("registered_on", "desc")])
    one, two = chief.told("records")[before:]
    assert (one.what, one.rows) == ("已探访的特殊困难老年人，杞县（410221），2023-08", first["rowCount"])
    assert two.what == "已探访的特殊困难老年人，杞县（410221），2023-08，类别 独居，对象编号含DM********，按建档日期倒序"


def test_rows_further_down_are_no_way_around_the_log(desk: Desks) -> None:
    chief = desk("chief", section=ELDERLY)
    before = len(chief.told("records"))
    chief.rows("special_elders", start=100, end=200)
    chief.rows("special_elders", start=200, end=300)
    assert len(chief.told("records")) == before + 1
    desk("chief", section=ELDERLY).rows("special_elders", start=100, end=200)
    assert len(chief.told("records")) == before + 2, "another person's look is another look"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_can_not_be_told_is_not_shown(desk: Desks, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    chief = desk("chief", section=ELDERLY)

    def busy(*_: Any, **__: Any) -> None:
        raise Busy("数据库正被另一项写入占用")

    monkeypatch.setattr("access.audit.append", busy)
    for answer in (chief.rows("special_elders"), chief.file("special_elders", kind)):
        assert answer.status_code == 503 and "DM-" not in answer.text


# --- titles ------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "period", "wanted"),
    [
        ("elder_unvisited", "2023-08", "8月"),
        ("elder_unvisited", "2022-12", "2022年12月"),
        ("homes_not_upgraded", "2023-08", "8月末"),
        ("homes_not_upgraded", "2023-09", "截至9月18日"),
        ("home_adaptations_done", "2023-08/ytd", "8月末"),
        ("deaths_not_cremated", "2023-08/ytd", "1–8月"),
        ("deaths_not_cremated", "2023-W33", "2023年第33周"),
        ("work_orders_open", "2023-08", "8月末"),
    ],
)
def test_the_period_in_a_title(name: str, period: str, wanted: str) -> None:
    from datetime import date

    assert when(LISTS[name], parse(period), date(2023, 9, 18)) == wanted


def test_a_title_says_what_list_and_figure_agree_on() -> None:
    from datetime import date

    from tests.components.conftest import make_figure

    today, listed = date(2023, 9, 18), LISTS["elder_unvisited"]
    figure = make_figure("elder_visit_rate", 97.0, region=QI, numerator=68, denominator=80)

    def title(rows: int, **changes: Any) -> Title:
        return list_title(listed, "杞县", parse("2023-08"), today, rows, changes.get("figure", figure))

    assert title(12).words == "杞县 8月有 12 名特殊困难老年人未探访，在册 80 名" and not title(12).notice
    assert title(13).words == "杞县 8月有 13 名特殊困难老年人未探访" and "为 12。" in title(13).notice
    assert title(12, figure=None).words == "杞县 8月有 12 名特殊困难老年人未探访"
    done = make_figure("elder_visit_rate", 100.0, region=QI, numerator=80, denominator=80)
    assert title(0, figure=done).words == "杞县 8月特殊困难老年人全部探访过，在册 80 名"
    assert read_filters(listed, "") == ()
