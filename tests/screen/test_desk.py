"""The administration's part 大屏: for administrators alone, each change told, what is wrong said, no link shown twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from access.accounts import Administrator
from data.screen import devices, playlists
from data.screen.playlists import SHIPPED, USUAL
from tests.access.test_administration import call
from tests.screen.conftest import base, come_in, told

Visit = Callable[..., FlaskClient]
KINDS = {"scene": "admin-slot-scene", "seconds": "admin-slot-seconds", "indicator": "admin-slot-swap"}


def asked(client: FlaskClient, output: str, trigger: str, places: list[tuple[str, Any, str]] | None = None, **values: Any) -> Any:
    """The answer of the callback that writes to `output`, asked with these places of a playlist and values by `id.property`."""
    one = next(
        one for one in client.get("/_dash-dependencies").json if output in one["output"] and trigger.partition(".")[0] in str(one["inputs"])
    )  # type: ignore[union-attr]
    at = {kind: number for number, kind in enumerate(KINDS.values())}

    def filled(wanted: list[dict[str, Any]]) -> list[Any]:
        out: list[Any] = []
        for place in wanted:
            if not place["id"].startswith("{"):
                out.append({**place, "value": values.get(f"{place['id']}.{place['property']}")})
                continue
            kind = json.loads(place["id"])["type"]
            shown = [(number, slot[at[kind]]) for number, slot in enumerate(places or [])] if kind in at else []
            out.append([{"id": {"type": kind, "at": number}, "property": place["property"], "value": value} for number, value in shown])
        return out

    outputs = [_output(part, places or []) for part in one["output"].strip(".").split("...")]
    body = {
        "output": one["output"],
        "outputs": outputs if one["output"].startswith("..") else outputs[0],
        "inputs": filled(one["inputs"]),
        "state": filled(one["state"]),
        "changedPropIds": [trigger],
    }
    answer = client.post("/_dash-update-component", json=body)
    assert answer.status_code == 200, answer.text
    return answer


def _output(part: str, places: list[Any]) -> Any:
    name, _, prop = part.rpartition(".")
    if not name.startswith("{"):
        return {"id": name, "property": prop}
    return [{"id": {"type": json.loads(name)["type"], "at": number}, "property": prop} for number in range(len(places))]


def test_a_device_is_made_with_a_link_that_is_shown_once_and_ended(server: Flask, visit: Visit) -> None:
    admin = visit(server, "admin")
    new = {"admin-device-new-name.value": "一楼大厅", "admin-device-new-playlist.value": USUAL}
    made = call(admin, "admin-device-made.children", trigger="admin-device-add.n_clicks", **new)
    link = json.loads(made.text)["response"]["admin-device-made"]["children"]["props"]["children"][1]["props"]["children"]
    address, _, token = link.partition("#")
    assert address == "http://localhost/screen/enter"
    wall = come_in(server, token)
    assert wall.get("/screen/payload").status_code == 200
    rows = call(admin, "admin-screens.rowData")
    (row,) = rows.json["response"]["admin-screens"]["rowData"]
    assert (row["name"], row["state"], row["playlist"]) == ("一楼大厅", "在线", USUAL) and token.partition(".")[2] not in rows.text
    again = call(admin, "admin-device-made.children", trigger="admin-device-add.n_clicks", **new)
    assert "已有名为“一楼大厅”的大屏" in again.text
    ended = call(admin, "admin-device-said.children", trigger="admin-device-revoke.n_clicks", **{"admin-screens.selectedRows": [row]})
    assert "已停用大屏“一楼大厅”" in ended.text and wall.get("/screen/payload").status_code == 401
    assert [what for _, what in told(server, "screen")] == [
        f"新增大屏“一楼大厅”（{token[:8]}），播放单“常用”",
        f"停用大屏“一楼大厅”（{token[:8]}）",
    ]
    assert "没有编号" in call(admin, "admin-device-said.children", trigger="admin-device-revoke.n_clicks").text


def test_a_playlist_is_changed_place_by_place_looked_at_and_kept(server: Flask, visit: Visit) -> None:
    admin = visit(server, "admin")
    drawn = call(
        admin,
        "admin-playlist-title.children",
        trigger="admin-playlists.selectedRows",
        **{"admin-playlists.selectedRows": [{"name": USUAL}]},
    )
    assert drawn.text.count('"className":"slot"') == len(SHIPPED.slots)
    places: list[tuple[str, Any, str]] = [("funeral", 45, "deaths"), ("elderly", 20, "deaths")]
    moved = asked(admin, "admin-slots.children", "admin-slot-add.n_clicks", places)
    assert moved.text.count('"className":"slot"') == 3
    looked = asked(admin, "admin-playlist-sum.children", "admin-slot-scene", places).json["response"]
    assert looked["admin-playlist-sum"]["children"] == "共 2 幕，一轮 1 分 5 秒（滞后县区每县一幕）。"
    address = looked["admin-playlist-preview"]["href"]
    assert address == "/screen?slots=funeral~45~deaths%2Celderly~20~" and "slots=funeral~45~deaths" in admin.get(address).text
    wrong = asked(admin, "admin-playlist-sum.children", "admin-slot-scene", [("funeral", None, "")]).json["response"]
    assert "秒数须为 5 至 600" in wrong["admin-playlist-sum"]["children"] and "admin-playlist-preview" not in wrong
    saved = asked(admin, "admin-playlist-said.children", "admin-playlist-save.n_clicks", places, **{"admin-playlist-name.value": "夜间"})
    assert "已保存播放单“夜间”：2 幕，一轮 1 分 5 秒" in saved.text
    with base(server).reading() as connection:
        found = playlists.find(connection, "夜间")
    assert found and [(slot.scene, slot.seconds, slot.indicator) for slot in found.slots] == [
        ("funeral", 45, "deaths"),
        ("elderly", 20, ""),
    ]
    stale = asked(admin, "admin-playlist-said.children", "admin-playlist-save.n_clicks", places, **{"admin-playlist-name.value": "夜间"})
    assert "刚刚被别人改过" in stale.text
    chosen = {"admin-playlist-base.data": {"name": "夜间", "version": 1}}
    removed = asked(admin, "admin-playlist-said.children", "admin-playlist-remove.n_clicks", places, **chosen)
    assert "已删除播放单“夜间”" in removed.text
    assert [what for _, what in told(server, "screen")] == ["播放单“夜间”改为 2 幕，一轮 65 秒", "删除播放单“夜间”"]


def test_who_is_no_administrator_any_more_changes_nothing(server: Flask, visit: Visit) -> None:
    import pytest

    from access import walls
    from access.people import PeopleError

    visit(server, "leader")
    by = Administrator(base(server), "nobody", "127.0.0.1")
    for change in (
        lambda: walls.add_device(by, "一楼", USUAL),
        lambda: walls.revoke_device(by, "x"),
        lambda: walls.play(by, "x", USUAL),
        lambda: walls.save_playlist(by, "夜间", [{"scene": "overview", "seconds": 30}], 0),
        lambda: walls.remove_playlist(by, USUAL),
    ):
        with pytest.raises(PeopleError, match="不再是管理员"):
            change()
    with base(server).reading() as connection:
        assert devices.every(connection) == [] and playlists.every(connection) == [SHIPPED]
