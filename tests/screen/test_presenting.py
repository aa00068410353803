"""Presenting: by the code on the wall, for leaders and chiefs, for ten minutes after the last touch; who takes over stands in the log."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from data.database import Database
from data.screen import presenting
from data.screen.presenting import PresentError
from tests.conftest import Clock, form_token
from tests.screen.conftest import Enrol, told

Visit = Callable[..., FlaskClient]
KEY = b"a key"


def hold_of(wall: FlaskClient) -> dict[str, object] | None:
    found = wall.get("/screen/payload").headers.get("Screen-Hold")
    return json.loads(found) if found else None


def code_of(wall: FlaskClient) -> str:
    return wall.get("/screen/payload").headers["Screen-Code"]


def press(phone: FlaskClient, code: str, act: str, **more: str) -> int:
    form = {"csrf_token": form_token(phone, f"/screen/present/{code}"), "act": act, **more}
    return phone.post(f"/screen/present/{code}", data=form).status_code


def test_what_is_asked_of_a_wall_holds_for_ten_minutes_from_the_last_touch(database: Database, clock: Clock) -> None:
    wall = "device:abcd1234"

    def act(asked: str, **more: str) -> dict[str, object] | None:
        with database.writing() as connection:
            found = presenting.act(connection, wall, asked, who="leader", **more)
        return found.told if found else None

    began = int(clock.moment.timestamp())
    assert act("hold") == {"id": began, "scene": "", "by": 0}
    clock.on(minutes=4)
    assert act("next") == {"id": began, "scene": "", "by": 1}
    assert act("previous") == {"id": began, "scene": "", "by": 0}
    assert act("show", scene="elderly") == {"id": began, "scene": "elderly", "by": 0}
    assert act("county", county="410221") == {"id": began, "scene": "county:410221", "by": 0}
    assert act("next") == {"id": began, "scene": "elderly", "by": 1}
    with database.reading() as connection:
        clock.on(minutes=9, seconds=59)
        assert presenting.held(connection, wall) and presenting.held(connection, "device:other000") is None
        clock.on(seconds=1)
        assert presenting.held(connection, wall) is None
    assert act("next") == {"id": int(clock.moment.timestamp()), "scene": "", "by": 1}, "a new turn begins where the wall stands"
    assert act("release") is None
    with database.writing() as connection:
        assert presenting.held(connection, wall) is None
        for wrong in ("", "show", "county", "explode"):
            with pytest.raises(PresentError):
                presenting.act(connection, wall, wrong, who="leader")


def test_a_code_is_of_one_wall_and_of_this_hour_or_the_last(clock: Clock) -> None:
    walls = ["device:aaaaaaaa", "session:bbbbbbbbbbbb"]
    code = presenting.code_of(KEY, walls[1])
    assert len(code) == 8 and code != presenting.code_of(KEY, walls[0]) != presenting.code_of(b"another", walls[0])
    assert presenting.wall_of(KEY, code.lower(), walls) == walls[1] and presenting.wall_of(KEY, code, walls[:1]) is None
    clock.on(minutes=60)
    assert presenting.code_of(KEY, walls[1]) != code and presenting.wall_of(KEY, code, walls) == walls[1]
    clock.on(minutes=60)
    assert presenting.wall_of(KEY, code, walls) is None


def test_a_leader_takes_a_wall_over_and_it_goes_on_alone(server: Flask, enrol: Enrol, visit: Visit, clock: Clock) -> None:
    _, _, wall = enrol(server)
    leader = visit(server, "leader")
    code = code_of(wall)
    page = leader.get(f"/screen/present/{code}")
    assert "大屏“一楼大厅”" in page.text and "正在轮播" in page.text and 'data-held="false"' in page.text
    assert press(leader, code, "next") == 303
    assert hold_of(wall) == {"id": int(clock.moment.timestamp()), "scene": "", "by": 1}
    assert press(leader, code, "show", scene="funeral") == press(leader, code, "county", county="410225") == 303
    assert hold_of(wall)["scene"] == "county:410225"  # type: ignore[index]
    clock.on(minutes=3)
    page = leader.get(f"/screen/present/{code}")
    assert "由您操作，7 分钟后自动轮播" in page.text
    clock.on(minutes=7)
    assert hold_of(wall) is None and code_of(wall)
    assert [what for _, what in told(server, "screen")] == ["手机接管大屏“一楼大厅”"]


def test_another_takes_it_over_and_hands_it_back(server: Flask, enrol: Enrol, visit: Visit) -> None:
    _, _, wall = enrol(server)
    leader, chief = visit(server, "leader"), visit(server, "chief", section="养老服务科")
    code = code_of(wall)
    assert press(leader, code, "hold") == 303
    assert "操作；您按任一键即接过来" in chief.get(f"/screen/present/{code}").text
    assert press(chief, code, "next") == press(chief, code, "next") == press(chief, code, "release") == 303
    assert hold_of(wall) is None
    whom = [(who.partition("-")[0], what) for who, what in told(server, "screen")]
    assert whom == [("leader", "手机接管大屏“一楼大厅”"), ("chief", "手机接管大屏“一楼大厅”"), ("chief", "交还轮播：大屏“一楼大厅”")]


def test_a_wall_without_a_device_can_be_presented_too(server: Flask, visit: Visit) -> None:
    wall, leader = visit(server, "screen"), visit(server, "leader")
    assert press(leader, code_of(wall), "next") == 303
    assert hold_of(wall) and hold_of(leader) is None


def test_it_is_for_leaders_and_chiefs_with_the_forms_token(server: Flask, enrol: Enrol, visit: Visit) -> None:
    _, _, wall = enrol(server)
    code = code_of(wall)
    for role, place in (("county", {"region": "410221"}), ("screen", {}), ("admin", {})):
        client = visit(server, role, **place)
        assert client.get(f"/screen/present/{code}").status_code == 403
        assert client.post(f"/screen/present/{code}", data={"act": "next"}).status_code in (400, 403)
    stranger = server.test_client().get(f"/screen/present/{code}")
    assert stranger.status_code == 302 and f"next=/screen/present/{code}" in stranger.headers["Location"]
    leader = visit(server, "leader")
    assert leader.post(f"/screen/present/{code}", data={"act": "next"}).status_code == 400
    assert hold_of(wall) is None
    for wrong in ("AAAAAAAA", "大屏大屏", "x" * 40):
        assert leader.get(f"/screen/present/{wrong}").status_code == 404
    assert press(leader, code, "explode") == press(leader, code, "county", county="410299") == press(leader, code, "show", scene="x") == 400


def test_the_code_is_a_picture_of_the_phones_address(server: Flask, enrol: Enrol) -> None:
    _, _, wall = enrol(server)
    picture = wall.get("/screen/code.svg")
    assert picture.mimetype == "image/svg+xml" and picture.text.startswith("<svg ") and "<path" in picture.text
    assert server.test_client().get("/screen/code.svg").status_code == 401
