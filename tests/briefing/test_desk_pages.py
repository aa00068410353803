"""The paper's pages over HTTP: a round by buttons, what each person sees and may take, a corrected edition that says what changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from access import audit, doors
from briefings.edition import PRINTERS
from briefings.kept import restored
from briefings.work import work
from data.briefing.paper import OFFICE, TITLE
from data.briefing.reading import paper_at
from data.briefing.table import papers
from data.database import Database
from geo.regions import CITY
from tests.access.asks import rendered
from tests.access.conftest import copied
from tests.conftest import sign_in_as

Place = Callable[[dict[str, Any]], Any]


@pytest.fixture
def server(demonstration: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The server on a copy of the demonstration city; long work is done at once, in this process."""
    from app import server

    monkeypatch.setattr("pages.papers.doing.start_worker", work)
    database = copied(demonstration, tmp_path / "cockpit.db")
    kept = server.extensions["cockpit"]
    server.extensions["cockpit"] = replace(kept, database=database)
    yield server
    server.extensions["cockpit"] = kept
    database.dispose()


def call(client: FlaskClient, first: str, place: Place, changed: str = "") -> str:
    from app import app

    key, one = next((key, one) for key, one in app.callback_map.items() if key.strip(".").split("...")[0] == first)
    body = rendered(key, one)
    body["inputs"], body["state"] = ([place(given) for given in one[part]] for part in ("inputs", "state"))
    body["changedPropIds"] = [changed] if changed else []
    answer = client.post(doors.CALLBACK, json=body)
    assert answer.status_code in (200, 204), answer.text
    return json.dumps(answer.get_json(), ensure_ascii=False) if answer.status_code == 200 else ""


def show(client: FlaskClient, number: int) -> str:
    return call(client, "briefing-top.children", lambda given: {**given, "value": str(number)})


def listed(client: FlaskClient, search: str = "") -> str:
    return call(client, "briefings-lead.children", lambda given: {**given, "value": search})


def begin(client: FlaskClient, week: str = "2023-W37", region: str = CITY) -> str:
    values = {"briefings-start": 1, "briefings-week": week, "briefings-region": region}
    return call(client, "briefings-said.children", lambda given: {**given, "value": values[given["id"]]}, "briefings-start.n_clicks")


def press(client: FlaskClient, number: int, act: str, version: int, words: str = "") -> str:
    """Press a button that may not even be there."""
    pressed, written = {"type": "briefing-act", "act": act}, {"type": "briefing-words", "act": act}

    def place(given: dict[str, Any]) -> Any:
        name, prop = given["id"], given["property"]
        if not name.startswith("{"):
            return {**given, "value": str(number) if name == "briefing-number" else version}
        key, value = (pressed, 1) if "briefing-act" in name else (written, words)
        return [{"id": key, "property": prop, "value": key if prop == "id" else value}]

    changed = f"{json.dumps(pressed, sort_keys=True, separators=(',', ':'))}.n_clicks"
    return call(client, "briefing-said.children", place, changed)


def at(server: Flask, number: int) -> Any:
    with server.extensions["cockpit"].database.reading() as connection:
        return paper_at(connection, number)


def test_a_round_and_a_corrected_edition(server: Flask) -> None:
    editor, leader = sign_in_as(server, "chief", section=OFFICE), sign_in_as(server, "leader")
    readers = {
        "chief": sign_in_as(server, "chief", section="养老服务科"),
        "county": sign_in_as(server, "county", region="410222"),
    }
    assert '"/briefings/1"' in begin(editor) and "已在起草" in begin(editor)
    paper = at(server, 1)
    assert (paper.version, paper.state) == (2, "draft") and restored(paper.content).texts()
    assert "没有这份周报" in show(readers["chief"], 1) and "民政工作周报" not in show(readers["county"], 1)
    press(editor, 1, "edited", 2, "请各县区抓紧。\n第二段")
    assert "请各县区抓紧。" in show(editor, 1) and '"act": "sent"' in show(editor, 1)
    press(editor, 1, "sent", 3)
    assert "现在不能" in press(editor, 1, "issued", 4) and "改动" in press(leader, 1, "issued", 3)
    draft = editor.get("/briefings/1.docx")
    assert draft.status_code == 200 and readers["chief"].get("/briefings/1.docx").status_code == 404
    press(leader, 1, "issued", 4)
    issued = at(server, 1)
    assert issued.code == "2023年第1期" and {one.kind for one in issued.files} == set(PRINTERS)
    for one in issued.files:
        taken = [client.get(f"/briefings/1.{one.kind}") for client in (leader, *readers.values())]
        assert {hashlib.sha256(answer.data).hexdigest() for answer in taken} == {one.sha256}
        assert one.sha256 in show(readers["county"], 1)
    with server.extensions["cockpit"].database.reading() as connection:
        told = [entry.what for entry in audit.search(connection, act="export", text=TITLE, limit=20)]
    assert told[-1] == "民政工作周报-开封市 2023年第37周（草稿），docx" and len(told) == 1 + 3 * len(PRINTERS)
    for client in (editor, leader):
        assert "现在不能" in press(client, 1, "edited", 5, "改")
    assert '"act"' not in show(readers["county"], 1) and "请各县区抓紧。" in show(readers["county"], 1)

    # The lead text goes along into the corrected edition; what reads otherwise is told in it.
    with server.extensions["cockpit"].database.writing() as connection:
        heading = next(part for part in issued.content["parts"] if part["is"] == "Heading")
        heading["text"] = "一、别的说法"
        connection.execute(sa.update(papers).where(papers.c.number == 1).values(content=issued.content))
    assert "理由" in press(editor, 1, "corrected", 5) and '"/briefings/2"' in press(editor, 1, "corrected", 5, "通许县补报")
    page = show(editor, 2)
    assert "更正说明" in page and "通许县补报" in page and "增加“" in page and "请各县区抓紧。" in page
    press(editor, 2, "sent", 2)
    press(leader, 2, "issued", 3)
    assert at(server, 2).code == "2023年第1期（更正版）" and "2023年第1期（更正版）" in show(readers["county"], 1)
    assert '"data-paper": "2"' in listed(readers["county"]) and '"data-paper"' not in listed(readers["county"], "?text=没有这样的词")


def test_each_sees_the_own_papers(server: Flask) -> None:
    editor, leader = sign_in_as(server, "chief", section=OFFICE), sign_in_as(server, "leader")
    own, foreign = sign_in_as(server, "county", region="410222"), sign_in_as(server, "county", region="410221")
    begin(editor, region="410222")
    press(editor, 1, "sent", 2)
    press(leader, 1, "issued", 3)
    assert at(server, 1).state == "issued" and at(server, 1).region == "410222"
    assert "没有这份周报" in show(foreign, 1) and "没有这份周报" not in show(own, 1)
    assert foreign.get("/briefings/1.pdf").status_code == 404 and own.get("/briefings/1.pdf").status_code == 200
    for client in (own, foreign):
        assert '"briefings-start"' not in call(client, "briefings-new.children", lambda given: {**given, "value": ""})
        assert "只有办公室" in begin(client, "2023-W36")
    for role in ("admin", "screen"):
        client = sign_in_as(server, role)
        assert client.get("/briefings/1.pdf").status_code == 403
