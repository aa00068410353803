"""Devices: a link of its own, nothing but the wall, idle for weeks, ended with the next question; the token is nowhere to be found."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from data.database import Database
from data.screen import devices
from data.screen.devices import DeviceError
from data.screen.playlists import USUAL, PlaylistError
from tests.conftest import Clock
from tests.screen.conftest import Enrol, base, come_in, told

Visit = Callable[..., FlaskClient]


def test_a_device_is_made_read_and_ended(database: Database, clock: Clock) -> None:
    with database.writing() as connection:
        device, token = devices.add(connection, " 一楼大厅 ", who="admin", playlist=USUAL)
        assert (device.name, device.last_seen_at, device.present, token[:8]) == ("一楼大厅", None, False, device.id)
        with pytest.raises(DeviceError, match="已有名为“一楼大厅”的大屏"):
            devices.add(connection, "一楼大厅", who="admin", playlist=USUAL)
        with pytest.raises(DeviceError, match="没有名为“夜间”的播放单"):
            devices.add(connection, "二楼", who="admin", playlist="夜间")
        for name in ("", " ", "一" * 41, "一\n二"):
            with pytest.raises(PlaylistError, match="1 至 40 个字"):
                devices.add(connection, name, who="admin", playlist=USUAL)
        found = devices.entered(connection, token)
        assert found and found[0].id == device.id and token.partition(".")[2] not in found[1]
        assert devices.entered(connection, token[:-1]) is None and devices.entered(connection, "") is None
        assert devices.admitted(connection, found[1]) and devices.admitted(connection, found[1][:-1]) is None
        kept = "\n".join(map(str, connection.execute(devices.devices.select()).all()))
        assert token.partition(".")[2] not in kept
    devices.note_seen(database, device, address="10.0.0.7", agent="Chromium\n")
    with database.reading() as connection:
        (seen,) = devices.every(connection)
    assert (seen.last_seen_at, seen.address, seen.agent, seen.present) == (clock.moment, "10.0.0.7", "Chromium", True)
    clock.on(minutes=4)
    assert not seen.present
    with database.writing() as connection:
        ended = devices.revoke(connection, device.id, who="admin")
        assert (ended.revoked_at, ended.revoked_by) == (clock.moment, "admin")
        assert devices.entered(connection, token) is None and devices.admitted(connection, found[1]) is None
        with pytest.raises(DeviceError, match="在用大屏"):
            devices.revoke(connection, device.id, who="admin")
        again, other = devices.add(connection, "一楼大厅", who="admin", playlist=USUAL)
        assert again.id != device.id and other != token
        assert [one.id for one in devices.every(connection)] == [again.id, device.id]


def test_a_link_leads_to_the_wall_and_its_token_stays_nowhere(server: Flask, enrol: Enrol, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    device, token, client = enrol(server)
    answer = client.entered  # type: ignore[attr-defined]
    assert (answer.status_code, answer.headers["Location"]) == (303, "/screen")
    secret = token.partition(".")[2]
    assert secret not in str(answer.headers) and secret not in client.get("/screen").text and secret not in caplog.text
    assert f'data-device="{device.id}"' in client.get("/screen").text
    assert told(server, "sign_in") == [("大屏 一楼大厅", f"大屏链接 {device.id}")]
    with base(server).reading() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        assert all(secret not in str(connection.exec_driver_sql(f"SELECT * FROM {table}").all()) for table in tables)


def test_a_device_has_the_wall_and_nothing_else(server: Flask, enrol: Enrol) -> None:
    _, _, client = enrol(server)
    assert client.get("/screen").status_code == 200
    assert client.get("/").headers["Location"] == "/screen"
    for path in (
        "/elderly",
        "/admin",
        "/_dash-layout",
        "/api/v1/values?indicator=deaths",
        "/sessions",
        "/password",
        "/nowhere",
        "/screening",
    ):
        assert client.get(path).status_code in (401, 403), path
    assert client.get("/screen/present/AAAAAAAA").status_code == 403
    assert client.post("/_dash-update-component", json={"output": "x"}).status_code == 403
    assert client.post("/logout").status_code == 403


def test_it_outlives_every_limit_of_a_session_and_ends_with_the_next_question(server: Flask, enrol: Enrol, clock: Clock) -> None:
    device, token, client = enrol(server)
    clock.on(days=40)
    assert client.get("/screen/payload").status_code == 200
    with base(server).reading() as connection:
        assert devices.every(connection)[0].last_seen_at == clock.moment
    with base(server).writing() as connection:
        devices.revoke(connection, device.id, who="admin")
    assert client.get("/screen/payload").status_code == 401
    assert client.get("/screen").status_code == 302
    late = come_in(server, token).entered  # type: ignore[attr-defined]
    assert late.status_code == 401 and "已作废" in late.text
    assert told(server, "sign_in_failed") == [("", "大屏链接无效或已作废")]


def test_a_link_needs_the_form_and_a_token_somebody_made(server: Flask, enrol: Enrol) -> None:
    _, token, _ = enrol(server)
    stranger = server.test_client()
    stranger.environ_base.update({"HTTP_ORIGIN": "http://localhost", "HTTP_SEC_FETCH_SITE": "same-origin"})
    assert stranger.post("/screen/enter", data={"token": token}).status_code == 400
    assert stranger.get("/screen/payload").status_code == 401
    for wrong in ("", "x", f"{token[:9]}x", "大屏", f"{token}x"):
        assert come_in(server, wrong).entered.status_code == 401, wrong  # type: ignore[attr-defined]
    tried = [come_in(server, "x", anew=False).entered.status_code for _ in range(40)]  # type: ignore[attr-defined]
    assert tried[0] == 401 and tried[-1] == 429
    assert come_in(server, token, anew=False).entered.status_code == 303, "whatever others at the address have tried"  # type: ignore[attr-defined]


def test_a_proof_is_worth_nothing_without_the_servers_signature(server: Flask, enrol: Enrol) -> None:
    _, token, _ = enrol(server)
    with base(server).reading() as connection:
        found = devices.entered(connection, token)
    assert found
    forged = server.test_client()
    forged.set_cookie("cockpit", found[1])
    assert forged.get("/screen").status_code == 302


def test_who_comes_in_as_a_device_leaves_the_session_before(server: Flask, enrol: Enrol, visit: Visit) -> None:
    leader = visit(server, "leader")
    with base(server).writing() as connection:
        _, token = devices.add(connection, "一楼大厅", who="admin", playlist=USUAL)
    copied = leader.get_cookie("cockpit")
    page = leader.get("/screen/enter").text.split('name="csrf_token" value="')[1].split('"')[0]
    assert leader.post("/screen/enter", data={"token": token, "csrf_token": page}).status_code == 303
    assert leader.get("/elderly").status_code == 403
    other = server.test_client()
    assert copied
    other.set_cookie("cockpit", copied.value)
    assert other.get("/elderly").status_code == 302


def test_the_role_screen_begins_at_the_wall(server: Flask, visit: Visit) -> None:
    screen = visit(server, "screen")
    answer = screen.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/screen")
    assert screen.get("/elderly").status_code == 403
    assert visit(server, "leader").get("/").status_code == 200
