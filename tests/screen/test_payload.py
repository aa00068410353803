"""What a wall is sent: the same bytes for whoever asks, of the scope of role screen, made once until something changes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from data import facts
from data.database import Database
from data.indicators.moment import moment
from data.regions import regions
from data.screen import devices, playlists
from pages.wall import kept
from tests.access.conftest import copied
from tests.screen.conftest import base, come_in

Visit = Callable[..., FlaskClient]
PACKED = {"Accept-Encoding": "gzip, br"}
EVERYBODY: tuple[tuple[str, dict[str, str]], ...] = (
    ("leader", {}),
    ("chief", {"section": "养老服务科"}),
    ("county", {"region": "410221"}),
    ("screen", {}),
    ("admin", {}),
)


@pytest.fixture(scope="module")
def city(demonstration: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    from app import server

    database = copied(demonstration, tmp_path_factory.mktemp("wall") / "cockpit.db")
    kept_so_far = server.extensions["cockpit"]
    server.extensions["cockpit"] = replace(kept_so_far, database=database)
    yield server
    server.extensions["cockpit"] = kept_so_far
    database.dispose()


def test_all_get_the_same_bytes_and_they_are_made_once(city: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    compose = kept.compose
    monkeypatch.setattr(kept, "compose", lambda *given: made.append(1) or compose(*given))
    with base(city).writing() as connection:
        facts.bump(connection)  # nothing of another test is kept
        _, token = devices.add(connection, "一楼大厅", who="admin", playlist="常用")
    walls = [come_in(city, token), *(visit(city, role, **place) for role, place in EVERYBODY)]
    answers = [wall.get("/screen/payload", headers=PACKED) for wall in walls]
    assert {answer.status_code for answer in answers} == {200} and len({answer.data for answer in answers}) == 1
    assert {answer.headers["Content-Encoding"] for answer in answers} == {"br"} and made == [1]
    assert walls[1].get("/screen/payload").data == brotli.decompress(answers[0].data)
    (mark,) = {answer.headers["Screen-Mark"] for answer in answers}
    again = walls[0].get("/screen/payload", headers={"If-None-Match": mark})
    assert (again.status_code, again.data, again.headers["Screen-Mark"]) == (304, b"", mark)
    with base(city).writing() as connection:
        facts.bump(connection)
    fresh = walls[0].get("/screen/payload", headers={"If-None-Match": mark})
    before = json.loads(brotli.decompress(answers[0].data))["refresh"]
    assert fresh.status_code == 200 and fresh.json["refresh"] == before + 1 and made == [1, 1]  # type: ignore[index]
    assert fresh.headers["Screen-Mark"] != mark and "no-store" in fresh.headers["Cache-Control"]


def test_it_tells_nothing_below_the_counties_and_no_name_of_a_place(city: Flask, visit: Visit) -> None:
    told = visit(city, "leader").get("/screen/payload").text
    with base(city).reading() as connection:
        below = {row.name for row in connection.execute(regions.select()) if len(row.code) > 6 and len(row.name) > 2}
        counties = {row.name for row in connection.execute(regions.select()) if row.level == "county"}
    assert not re.findall(r"(?<!\d)4102\d{5}(?:\d{3})?(?!\d)", told)
    assert sorted(name for name in below - counties if name in told) == []
    assert all(name in told for name in counties)


def test_the_day_is_part_of_it(city: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import timedelta

    with moment(base(city)) as now:
        first = kept.payload(now, playlists.SHIPPED)
        later = kept.payload(replace(now, today=now.today + timedelta(days=1)), playlists.SHIPPED)
        assert first and later and first.mark != later.mark and kept.payload(now, playlists.SHIPPED) is first


def test_while_one_is_worked_out_those_who_have_one_go_on_with_it(city: Flask, visit: Visit) -> None:
    leader = visit(city, "leader")
    mark = leader.get("/screen/payload").headers["Screen-Mark"]
    with base(city).writing() as connection:
        facts.bump(connection)
    with kept._making:  # as if another were at it
        meanwhile = leader.get("/screen/payload", headers={"If-None-Match": mark})
    assert (meanwhile.status_code, meanwhile.headers["Screen-Mark"]) == (304, mark)
    after = leader.get("/screen/payload", headers={"If-None-Match": mark})
    assert after.status_code == 200 and after.headers["Screen-Mark"] != mark


def test_each_playlist_is_its_own_and_a_device_follows_its_own_at_once(city: Flask, visit: Visit) -> None:
    with base(city).writing() as connection:
        playlists.save(connection, "夜间", [{"scene": "funeral", "seconds": 60}], who="admin")
        device, token = devices.add(connection, "二楼", who="admin", playlist="夜间")
    wall, leader = come_in(city, token), visit(city, "leader")
    asked = wall.get("/screen/payload")
    assert asked.json["playlist"] == [{"scene": "funeral", "seconds": 60}]  # type: ignore[index]
    assert leader.get("/screen/payload?playlist=夜间").data == asked.data
    assert leader.get("/screen/payload?playlist=没有").status_code == 404
    assert wall.get("/screen/payload?playlist=常用").data == asked.data, "a device shows what it was given to show"
    with base(city).writing() as connection:
        devices.play(connection, device.id, "常用")
    assert wall.get("/screen/payload").data == leader.get("/screen/payload").data != asked.data


def test_places_are_tried_out_by_an_administrator_alone(city: Flask, visit: Visit) -> None:
    admin, leader = visit(city, "admin"), visit(city, "leader")
    tried = admin.get("/screen/payload?slots=overview~40~deaths,elderly~20").json
    assert tried["playlist"] == [{"scene": "overview/deaths", "seconds": 40}, {"scene": "elderly", "seconds": 20}]  # type: ignore[index]
    wrong = admin.get("/screen/payload?slots=overview~2")
    assert wrong.status_code == 400 and "秒数须为 5 至 600" in wrong.text
    assert leader.get("/screen/payload?slots=elderly~20").data == leader.get("/screen/payload").data


def test_asking_by_the_clock_keeps_no_session_alive(server: Flask, visit: Visit, clock: object) -> None:
    screen = visit(server, "screen")
    for _ in range(3):
        clock.on(minutes=11)  # type: ignore[attr-defined]
        answer = screen.get("/screen/payload")
    assert answer.status_code == 401


def test_the_document_holds_no_datum(city: Flask, visit: Visit, tmp_path: Path) -> None:
    page = visit(city, "leader").get("/screen")
    assert page.status_code == 200 and 'id="page-screen"' in page.text and "杞县" not in page.text
