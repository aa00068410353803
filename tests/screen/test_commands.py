"""`flask screen …`: devices, playlists, and a still picture; without Chromium an error in words."""

from __future__ import annotations

import json
import shutil
import struct
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from access import audit
from commands import chromium
from data.screen import devices, playlists
from data.screen.playlists import SHIPPED
from tests.screen.conftest import base, come_in, told


def flask(server: Flask, *args: str) -> Result:
    return server.test_cli_runner().invoke(args=["screen", *args])


def test_devices_are_added_listed_and_revoked(server: Flask) -> None:
    made = flask(server, "device", "add", "一楼大厅", "--site", "https://cockpit.internal/")
    address, _, token = made.output.strip().partition("#")
    assert made.exit_code == 0 and address == "https://cockpit.internal/screen/enter"
    assert come_in(server, token).get("/screen/payload").status_code == 200
    again = flask(server, "device", "add", "一楼大厅")
    assert again.exit_code == 1 and "已有名为" in again.output
    listed = flask(server, "device", "list").output.split("\t")
    assert listed[:3] == [token[:8], "一楼大厅", "常用"] and listed[-1].strip() == "在线"
    assert flask(server, "device", "play", token[:8], "夜间").exit_code == 1
    assert flask(server, "device", "revoke", token[:8]).exit_code == 0
    assert flask(server, "device", "revoke", token[:8]).exit_code == 1
    assert flask(server, "device", "list").output.endswith("已停用\n")
    assert [what for _, what in told(server, "screen")][-1] == f"停用大屏“一楼大厅”（{token[:8]}）"


def test_a_playlist_is_written_and_taken_back(server: Flask, tmp_path: Path) -> None:
    shown = flask(server, "playlist", "show")
    assert json.loads(shown.output) == [slot.told for slot in SHIPPED.slots]
    file = tmp_path / "list.json"
    file.write_text(json.dumps(json.loads(shown.output)[1:3]), encoding="utf-8")
    assert "2 幕，一轮 60 秒" in flask(server, "playlist", "set", "夜间", str(file)).output
    assert "夜间\t2 幕\t60 秒" in flask(server, "playlist", "list").output
    for text, words in (("[", "不是 JSON"), ('[{"scene":"x","seconds":9}]', "第 1 幕：没有“x”这一场景")):
        file.write_text(text)
        wrong = flask(server, "playlist", "set", "夜间", str(file))
        assert wrong.exit_code == 1 and words in wrong.output
    assert flask(server, "playlist", "remove", "夜间").exit_code == 0 and flask(server, "playlist", "show", "夜间").exit_code == 1


def test_without_chromium_it_says_so_and_begins_nothing(server: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chromium.shutil, "which", lambda _: None)
    result = flask(server, "shot", "--scene", "overview", "--out", str(tmp_path / "x.png"))
    assert result.exit_code == 1 and "没有找到 Chromium" in result.output and not (tmp_path / "x.png").exists()
    with base(server).reading() as connection:
        assert devices.every(connection) == [] and audit.count(connection) == 0


def test_what_is_asked_wrongly_is_said(server: Flask, tmp_path: Path) -> None:
    out = str(tmp_path / "x.png")
    for size in ("1920", "10x10", "axb", "99999x1080"):
        assert flask(server, "shot", "--scene", "overview", "--out", out, "--size", size).exit_code == 2
    wrong = flask(server, "shot", "--scene", "rogue", "--out", out)
    assert wrong.exit_code == 1 and "没有“rogue”这一场景" in wrong.output
    with base(server).reading() as connection:
        assert devices.every(connection) == [] and playlists.every(connection) == [SHIPPED]


@pytest.mark.browser
def test_a_scene_is_kept_as_a_picture_and_nothing_stays_behind(server: Flask, demonstration: object, tmp_path: Path) -> None:
    from dataclasses import replace

    from tests.access.conftest import copied

    database = copied(demonstration, tmp_path / "cockpit.db")  # type: ignore[arg-type]
    kept = server.extensions["cockpit"]
    server.extensions["cockpit"] = replace(kept, database=database)
    assert shutil.which("chromium")
    with database.reading() as connection:
        before = devices.every(connection), playlists.every(connection)
    result = flask(server, "shot", "--scene", "programmes", "--out", str(tmp_path / "x.png"), "--size", "3840x1080")
    assert result.exit_code == 0, result.output
    data = (tmp_path / "x.png").read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n" and struct.unpack(">II", data[16:24]) == (3840, 1080) and len(data) > 100_000
    with database.reading() as connection:
        assert (devices.every(connection), playlists.every(connection)) == before
    assert [what for _, what in told(server, "screen")] == ["存静态画面：programmes、warnings"]
    server.extensions["cockpit"] = kept
    database.dispose()
