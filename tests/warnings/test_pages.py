"""The pages' callbacks over HTTP: each person gets the own warnings, numbers and buttons; a button forged by hand does nothing."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from access import audit, doors
from data.warnings.rule import Found
from data.warnings.settings import read_settings
from tests.access.asks import rendered
from tests.conftest import sign_in_as
from tests.warnings.desk import COUNTY, ELDERLY, OTHER, OTHER_TOWN, RELIEF, Desk

RULES = ("t_deceased", "t_crowded", "t_place")
PLANTED = {"410221101": 2, OTHER_TOWN: 6, "410223101": 7}  # deceased on relief


@pytest.fixture
def full(server: Flask, sqlite_desk: Desk) -> Desk:
    """Two deceased in one county, six in another, seven in a third; one facility in the first."""
    for region, many in PLANTED.items():
        for _ in range(many):
            sqlite_desk.deceased(region)
    sqlite_desk.places.found = [Found("F1", COUNTY, date(2023, 5, 1), detail="阳光幸福院")]
    sqlite_desk.run()
    return sqlite_desk


@pytest.fixture
def people(server: Flask, full: Desk) -> dict[str, FlaskClient]:
    return {
        "leader": sign_in_as(server, "leader"),
        "chief": sign_in_as(server, "chief", section=RELIEF),
        "other": sign_in_as(server, "chief", section=ELDERLY),
        "county": sign_in_as(server, "county", region=COUNTY),
        "foreign": sign_in_as(server, "county", region=OTHER),
        "admin": sign_in_as(server, "admin"),
    }


def declared(first: str) -> tuple[str, Any]:
    """The callback whose first output this is."""
    from app import app

    return next((key, one) for key, one in app.callback_map.items() if key.strip(".").split("...")[0] == first)


def asked(client: FlaskClient, first: str, **values: Any) -> str:
    """What a page's callback answers; values by id."""
    key, one = declared(first)
    body = rendered(key, one)
    for place in (*body["inputs"], *body["state"]):
        if isinstance(place, dict):
            place["value"] = values.get(place["id"].rpartition("-")[2])
    answer = client.post(doors.CALLBACK, json=body)
    assert answer.status_code == 200, answer.text
    return json.dumps(answer.get_json(), ensure_ascii=False)


def listed(client: FlaskClient, search: str = "") -> str:
    return asked(client, "warnings-lead.children", address=search)


def look(client: FlaskClient, number: int) -> str:
    return asked(client, "warning-top.children", number=str(number))


def margin(answer: str, name: str) -> dict[str, str]:
    """The bars of one margin: what stands at each."""
    found = {}
    rows = json.loads(answer)["response"][f"warnings-{name}"]["children"][1]["props"]["children"]
    for row in rows:
        found[row["props"]["data-key"]] = row["props"]["children"][2]["props"]["children"]
    return found


def press(client: FlaskClient, first: str, pressed: dict[str, str] | str, fields: dict[str, list[tuple[Any, Any]]], **plain: Any) -> str:
    """Press a button that may not even be there. fields: of each pattern its ids and values; plain: values by id."""
    key, one = declared(first)
    body = rendered(key, one)

    def place(given: dict[str, Any]) -> Any:
        name = given["id"]
        if not name.startswith("{"):
            return {**given, "value": plain.get(name, 1)}
        found = fields.get(json.loads(name)["type"], [])
        return [{"id": own, "property": given["property"], "value": own if given["property"] == "id" else value} for own, value in found]

    body["inputs"], body["state"] = (list(map(place, one[part])) for part in ("inputs", "state"))
    name = pressed if isinstance(pressed, str) else json.dumps(pressed, sort_keys=True, separators=(",", ":"))
    body["changedPropIds"] = [f"{name}.n_clicks"]
    answer = client.post(doors.CALLBACK, json=body)
    assert answer.status_code in (200, 204, 403), answer.text
    return json.dumps(answer.get_json(), ensure_ascii=False) if answer.status_code == 200 else ""


def act(client: FlaskClient, number: int, what: str, version: int, words: str = "", to: str = "", day: str = "") -> str:
    own = {name: {"type": f"warning-{name}", "act": what} for name in ("act", "words", "to", "day")}
    fields = {f"warning-{name}": [(own[name], value)] for name, value in (("act", 1), ("words", words), ("to", to), ("day", day))}
    return press(client, "warning-said.children", own["act"], fields, **{"warning-number": str(number), "warning-version": version})


def of(desk: Desk, region: str) -> list[tuple[int, int]]:
    """Number and version of the open warnings of a county."""
    return [(one.number, one.version) for one in desk.list(region=region) if one.rule.id == "t_deceased"]


def test_each_sees_the_own_warnings_and_numbers(full: Desk, people: dict[str, FlaskClient]) -> None:
    lines = {name: listed(client).count('"data-warning"') for name, client in people.items()}
    assert lines == {"leader": 1, "chief": 16, "other": 1, "county": 3, "foreign": 6, "admin": 0}
    leader = listed(people["leader"])
    assert margin(leader, "section") == {RELIEF: "15", ELDERLY: "1"}
    assert "2" not in margin(leader, "region").values() and margin(leader, "region")["410223"] in ("7", "隐")
    assert "死亡" not in leader and "已去世" not in leader and "不逐件列出" in leader
    assert margin(listed(people["chief"]), "region") == {COUNTY: "3", OTHER: "6", "410223": "7"}
    assert OTHER not in listed(people["county"]) and "6 件" not in listed(people["county"])
    assert "只看件数" in listed(people["admin"]) and '"data-margin"' in listed(people["admin"])


def test_the_address_narrows_the_list(full: Desk, people: dict[str, FlaskClient]) -> None:
    for search, many in (
        ("?severity=severe", 15),
        (f"?section={ELDERLY}", 1),
        (f"?region={OTHER}", 6),
        ("?rule=t_place", 1),
        ("?state=closed", 0),
        ("?text=阳光", 1),
        ("?mine=1", 0),
        ("?severity=nonsense&region=9", 16),
        ("?start=15", 1),
    ):
        assert listed(people["chief"], search).count('"data-warning"') == many, search


def test_a_warning_is_there_for_its_readers_alone(full: Desk, people: dict[str, FlaskClient]) -> None:
    number, _ = of(full, COUNTY)[0]
    for name, client in people.items():
        if name == "admin":
            continue
        page = look(client, number)
        assert ("没有这件预警" in page) == (name not in ("chief", "county")), name
    assert '"act": "explained"' in look(people["county"], number) and "核实后停保" in look(people["county"], number)
    place = next(one.number for one in full.list() if one.rule.id == "t_place")
    assert '"act": "assigned"' in look(people["leader"], place) and '"act": "explained"' not in look(people["leader"], place)


def test_records_are_shown_to_those_allowed_and_each_look_is_told(full: Desk, people: dict[str, FlaskClient]) -> None:
    number, _ = of(full, COUNTY)[0]
    (key,) = {one.key for one in full.list() if one.number == number}
    looks = {name: asked(people[name], "warning-records.children", number=str(number)) for name in ("leader", "other", "foreign", "county")}
    assert key in looks.pop("county") and not any(key in one for one in looks.values())
    with full.database.reading() as connection:
        told = audit.search(connection, act="records", limit=10)
    assert [entry.what for entry in told if f"预警 {number}" in entry.what] and len(told) == 1


def test_a_county_explains_and_the_chief_closes(full: Desk, people: dict[str, FlaskClient]) -> None:
    number, version = of(full, COUNTY)[0]
    assert "请写明情况说明" in act(people["county"], number, "explained", version)
    assert "已提交说明" in act(people["county"], number, "explained", version, "正在办理停保")
    assert "刚刚被别人改动" in act(people["chief"], number, "explained", version, "又说一次")
    assert "已关闭" in act(people["chief"], number, "closed", version + 1)
    page = look(people["county"], number)
    assert "正在办理停保" in page and "已关闭" in page
    assert number not in dict(of(full, COUNTY))


def test_a_false_alarm_is_set_aside_and_assigning_needs_a_known_handler(full: Desk, people: dict[str, FlaskClient]) -> None:
    number, version = of(full, COUNTY)[0]
    assert "从列表中选择" in act(people["chief"], number, "assigned", version, to="nobody", day="2023-09-25")
    assert "期限应为日期" in act(people["chief"], number, "assigned", version, to=COUNTY, day="明天")
    assert "已交办" in act(people["chief"], number, "assigned", version, to="杞县", day="2023-09-25")
    assert listed(people["county"], "?mine=1").count('"data-warning"') == 1
    assert "从列表中选择" in act(people["county"], number, "assigned", version + 1, to=OTHER, day="2023-09-25")
    assert "已按误报搁置" in act(people["county"], number, "set_aside", version + 1, "同名同姓", day="2023-10-10")


@pytest.mark.parametrize("what", ["seen", "assigned", "explained", "acted", "closed", "set_aside", "reopened", "x"])
def test_a_forged_button_does_nothing(full: Desk, people: dict[str, FlaskClient], what: str) -> None:
    before = full.all()
    number, version = of(full, COUNTY)[0]
    for name in ("foreign", "other", "leader"):
        answer = act(people[name], number, what, version, "话", COUNTY, "2023-09-25")
        assert "said bad" in answer, (name, answer)
    assert not act(people["admin"], number, what, version, "话", COUNTY, "2023-09-25")
    assert full.all() == before


def test_several_are_assigned_at_once_all_or_none(full: Desk, people: dict[str, FlaskClient]) -> None:
    picks = of(full, OTHER)

    def assign(name: str, those: list[tuple[int, int]]) -> str:
        plain = {
            "warnings-picks": [f"{one}:{version}" for one, version in those],
            "warnings-to": OTHER,
            "warnings-due": "2023-09-25",
            "warnings-words": "三天内核实",
        }
        return press(people[name], "warnings-said.children", "warnings-assign", {}, **plain)

    before = full.all()
    assert "还没有勾选" in assign("chief", [])
    assert "没有交办任何一件" in assign("chief", [*picks, (picks[0][0], 99)]) and full.all() == before
    assert "没有这条预警" in assign("leader", picks) and full.all() == before
    assert "已交办 6 件" in assign("chief", picks)
    assert {one.assigned_to for one in full.list(region=OTHER)} == {OTHER}


def test_the_file_holds_what_the_page_lists_and_stands_in_the_log(full: Desk, people: dict[str, FlaskClient]) -> None:
    for name, many in (("chief", 16), ("leader", 1), ("county", 3), ("foreign", 6)):
        answer = people[name].get("/warnings.xlsx")
        rows = list(load_workbook(io.BytesIO(answer.data)).worksheets[0].iter_rows(values_only=True))
        assert len(rows) == many + 1, name
    assert people["admin"].get("/warnings.xlsx").status_code == 403
    assert people["chief"].get(f"/warnings.xlsx?region={OTHER}&severity=severe").status_code == 200
    with full.database.reading() as connection:
        told = audit.search(connection, act="export", limit=10)
    assert "严重，通许县，未关闭" in told[0].what and told[0].rows == 6


def test_other_pages_show_their_part(full: Desk, people: dict[str, FlaskClient]) -> None:
    line = asked(people["leader"], "overview-warnings.children", address="")
    assert "16" in line and "全市：已故仍在保 15 项" in line
    assert "已去世" in asked(people["county"], "relief-warnings-part.data", address="")
    assert "已去世" not in asked(people["leader"], "relief-warnings-part.data", address="")
    assert "阳光幸福院" in asked(people["leader"], "elderly-warnings-part.data", address="")
    assert "阳光幸福院" in asked(people["leader"], "region-warnings.children", address="", code=COUNTY)
    assert "预警" not in asked(people["foreign"], "region-warnings.children", address="", code=COUNTY)
    badges = {name: json.loads(asked(client, "shell-badge-warnings.children"))["response"] for name, client in people.items()}
    shown = {name: one["shell-badge-warnings"]["children"] for name, one in badges.items()}
    assert shown == {"leader": "15", "chief": "15", "other": "15", "county": "2", "foreign": "6", "admin": "15"}


def test_the_desk_sets_rules_within_their_limits(full: Desk, people: dict[str, FlaskClient]) -> None:
    def save(least: str, *used: str) -> str:
        fields = {"admin-rule-set": [({"type": "admin-rule-set", "rule": "t_crowded", "parameter": "least"}, least)]}
        return press(people["admin"], "admin-rules-said.children", "admin-rules-save", fields, **{"admin-rules-on": list(used)})

    assert "没有改动" in save("3", *RULES)
    for wrong in ("0", "51", "三", "", "2.5"):
        assert "said bad" in save(wrong, "t_deceased"), wrong
    assert "已保存 2 项" in save("5", "t_deceased", "t_crowded")
    with full.database.reading() as connection:
        standing = read_settings(connection)
    assert standing["t_crowded"].values == {"least": 5} and not standing["t_place"].used
    table = asked(people["admin"], "admin-rules.children")
    assert "admin-" in table and "未改过" in table and '"value": "5"' in table
    assert not press(people["leader"], "admin-rules-said.children", "admin-rules-save", {})
