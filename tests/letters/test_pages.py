"""The pages' callbacks over HTTP: each person gets the own letters and buttons only, and a button forged by hand does nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from access import doors
from data.database import Database
from data.letters.reading import letter_at
from tests.access.asks import rendered
from tests.access.conftest import copied
from tests.conftest import sign_in_as
from tests.letters.desk import OWNER


@pytest.fixture
def server(demonstration: Database, tmp_path: Path) -> Iterator[Flask]:
    """The server on a copy of the demonstration city: its letters are 1 late, 2 closed, 3 issued, 4 to be signed, 5 a draft."""
    from app import server

    database = copied(demonstration, tmp_path / "cockpit.db")
    kept = server.extensions["cockpit"]
    server.extensions["cockpit"] = replace(kept, database=database)
    yield server
    server.extensions["cockpit"] = kept
    database.dispose()


def declared(first: str) -> tuple[str, Any]:
    """The callback whose first output this is."""
    from app import app

    return next((key, one) for key, one in app.callback_map.items() if key.strip(".").split("...")[0] == first)


def show(client: FlaskClient, number: int) -> str:
    key, one = declared("letter-top.children")
    body = rendered(key, one, data=str(number))
    answer = client.post(doors.CALLBACK, json=body)
    assert answer.status_code == 200, answer.text
    return json.dumps(answer.get_json(), ensure_ascii=False)


def listed(client: FlaskClient, search: str = "") -> str:
    key, one = declared("letters-lead.children")
    answer = client.post(doors.CALLBACK, json=rendered(key, one, data=search))
    assert answer.status_code == 200, answer.text
    return json.dumps(answer.get_json(), ensure_ascii=False)


def press(client: FlaskClient, number: int, act: str, version: int, words: str = "已办", **fields: Any) -> str:
    """Press a button that may not even be there."""
    key, one = declared("letter-said.children")
    body = rendered(key, one)
    pressed = {"type": "letter-act", "act": act}
    values: dict[str, list[tuple[dict[str, str], Any]]] = {
        "letter-act": [(pressed, 1)],
        "letter-words": [({"type": "letter-words", "act": act}, words)],
        "letter-due": [({"type": "letter-due", "act": "edited"}, fields.get("due", ""))],
        **{name: [({"type": name, "topic": topic}, value) for topic, value in fields.get(name, {}).items()] for name in TOPICS},
    }

    def place(given: dict[str, Any]) -> Any:
        name = given["id"]
        if not name.startswith("{"):
            return {**given, "value": str(number) if name == "letter-number" else version}
        found = values[json.loads(name)["type"]]
        return [{"id": key, "property": given["property"], "value": key if given["property"] == "id" else value} for key, value in found]

    body["inputs"], body["state"] = (list(map(place, one[part])) for part in ("inputs", "state"))
    body["changedPropIds"] = [f"{json.dumps(pressed, sort_keys=True, separators=(',', ':'))}.n_clicks"]
    answer = client.post(doors.CALLBACK, json=body)
    assert answer.status_code in (200, 204), answer.text
    return json.dumps(answer.get_json(), ensure_ascii=False) if answer.status_code == 200 else ""


TOPICS = ("letter-remark", "letter-demand")


def at(server: Flask, number: int) -> Any:
    with server.extensions["cockpit"].database.reading() as connection:
        return letter_at(connection, number)


def test_each_sees_the_own_letters_and_buttons(server: Flask) -> None:
    owner, leader = sign_in_as(server, "chief", section=OWNER), sign_in_as(server, "leader")
    other, county = sign_in_as(server, "chief", section="养老服务科"), sign_in_as(server, "county", region="410222")
    foreign = sign_in_as(server, "county", region="410223")
    lines = {name: listed(client).count('"data-letter"') for name, client in locals().items() if isinstance(client, FlaskClient)}
    assert lines == {"owner": 5, "leader": 5, "other": 3, "county": 1, "foreign": 0}
    assert '"act": "issued"' in show(leader, 4) and '"act": "sent_back"' in show(leader, 4) and '"act": "issued"' not in show(owner, 4)
    assert '"act": "edited"' in show(owner, 5) and '"act": "edited"' not in show(leader, 5)
    assert '"act": "supervised"' in show(owner, 1) and '"act": "replied"' in show(county, 1)
    assert '"act"' not in show(other, 1)
    for client, number in ((county, 4), (county, 5), (foreign, 1), (other, 5), (leader, 99)):
        page = show(client, number)
        assert "没有这份函件" in page and "火化率" not in page and '"letter-act"' not in page


def test_a_county_is_not_told_how_a_topic_stands_today_nor_how_it_was_drafted(server: Flask) -> None:
    county, owner = sign_in_as(server, "county", region="410222"), sign_in_as(server, "chief", section=OWNER)
    assert "仍未整改" in show(owner, 1) and "仍未整改" not in show(county, 1)
    assert "送签" in show(owner, 1) and "送签" not in show(county, 1)


def test_filters_narrow_the_list(server: Flask) -> None:
    leader = sign_in_as(server, "leader")
    for search, many in (
        ("?state=issued", 2),
        ("?state=late", 1),
        ("?state=draft", 1),
        ("?region=410222", 1),
        ("?programme=funeral", 5),
        ("?programme=relief", 0),
        ("?state=nonsense", 5),
        ("?state=issued&region=410222", 1),
    ):
        assert listed(leader, search).count('"data-letter"') == many, search


@pytest.mark.parametrize("act", ["issued", "edited", "sent", "closed", "replied", "withdrawn", "refilled", "supervised", "drafted", "x"])
def test_a_forged_button_does_nothing(server: Flask, act: str) -> None:
    foreign, other = sign_in_as(server, "county", region="410223"), sign_in_as(server, "chief", section="养老服务科")
    before = [at(server, number) for number in range(1, 6)]
    for client in (foreign, other):
        for number in range(1, 6):
            answer = press(client, number, act, before[number - 1].version, due="2023-10-20")
            assert "said bad" in answer or not answer
    assert [at(server, number) for number in range(1, 6)] == before


def test_a_draft_is_written_sent_signed_and_answered(server: Flask) -> None:
    owner, leader = sign_in_as(server, "chief", section=OWNER), sign_in_as(server, "leader")
    draft = at(server, 5)
    topic = draft.content.items[-1].topic
    fields = {"letter-remark": {topic: "请专题研究\x07。"}, "letter-demand": {topic: "10月20日前报计划"}}
    assert "已保存" in press(owner, 5, "edited", 1, due="2023-10-20", **fields)
    item = at(server, 5).content.items[-1]
    assert (item.remark, item.demand, item.words) == ("请专题研究。", "10月20日前报计划", draft.content.items[-1].words)
    assert at(server, 5).due_on.isoformat() == "2023-10-20" and "10月20日" in at(server, 5).content.closing
    assert "日期" in press(owner, 5, "edited", 2, due="明天") and "已重新取数" not in press(owner, 5, "sent", 1)
    assert "重新取数" in press(owner, 5, "refilled", 2) and "已送" in press(owner, 5, "sent", 3)
    assert "汴民提〔2023〕4号" in press(leader, 5, "issued", 4)
    letter = at(server, 5)
    assert letter.state == "issued" and letter.content.as_of == "2023-09-18"
    county = sign_in_as(server, "county", region=letter.region)
    assert "已提交回复" in press(county, 5, "replied", 5, "已部署")
    assert "请写明" in press(owner, 5, "closed", 6, " ") and "已办结" in press(owner, 5, "closed", 6, "核查无误")


def test_whoever_saves_second_sees_what_the_first_wrote(server: Flask) -> None:
    owner = sign_in_as(server, "chief", section=OWNER)
    topic = at(server, 5).content.items[-1].topic
    press(owner, 5, "edited", 1, due="2023-10-20", **{"letter-remark": {topic: "先写的话"}, "letter-demand": {}})
    again = {"letter-remark": {topic: "后写的话"}, "letter-demand": {}}
    answer = press(owner, 5, "edited", 1, due="2023-10-20", **again)
    assert "刚刚被别人改动" in answer and "先写的话" in answer and at(server, 5).content.items[-1].remark == "先写的话"
    press(owner, 5, "edited", 2, due="2023-10-20", **again)
    assert at(server, 5).content.items[-1].remark == "后写的话"


def test_a_supervision_letter_cites_its_reminder(server: Flask) -> None:
    owner = sign_in_as(server, "chief", section=OWNER)
    cited = at(server, 1)
    assert "/letters/6" in press(owner, 1, "supervised", cited.version)
    letter = at(server, 6)
    assert letter.kind == "supervision" and letter.cites == 1 and letter.region == cited.region
    assert cited.code in letter.content.opening and "6月5日" in letter.content.opening and "至今没有收到" in letter.content.opening
    assert "已经有一份" in press(owner, 1, "supervised", cited.version)
    assert cited.code in show(owner, 6) and "督办函" in show(owner, 1)
    assert "通报" in letter.content.closing


def test_a_closed_supervision_letter_says_that_its_reminder_is_still_open(server: Flask) -> None:
    owner = sign_in_as(server, "chief", section=OWNER)
    press(owner, 1, "supervised", at(server, 1).version)
    press(owner, 6, "sent", 1)
    press(sign_in_as(server, "leader"), 6, "issued", 2)
    assert "还没有办结" not in show(owner, 6)
    press(owner, 6, "closed", 3, words="已整改")
    assert at(server, 6).state == "closed" and f"{at(server, 1).name}还没有办结" in show(owner, 6)


def test_an_item_can_be_left_out_but_not_the_last(server: Flask) -> None:
    owner = sign_in_as(server, "chief", section=OWNER)
    items = at(server, 5).content.items
    assert len(items) > 1
    for place, item in enumerate(items[:-1], 1):
        assert "已移出" in press(owner, 5, f"leave-{item.topic}", place, due="2023-10-20", **{"letter-remark": {items[-1].topic: "留下"}})
    assert "至少要有一个事项" in press(owner, 5, f"leave-{items[-1].topic}", len(items), due="2023-10-20")
    (left,) = at(server, 5).content.items
    assert left.topic == items[-1].topic and left.remark == "留下"
