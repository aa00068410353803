"""大屏 (devices): which are in use and when they were last there; a new one with its link, another playlist, ending one."""

from __future__ import annotations

from typing import Any

import dash
from dash import Input, Output, State, ctx
from flask import request, url_for

from access import walls
from access.people import PeopleError
from access.session import database
from access.visitor import browser
from components.admin_screens import NO_DEVICE
from components.form import refused, said
from components.plain import plain
from data.screen import devices, playlists
from data.screen.devices import Device
from data.screen.playlists import USUAL, PlaylistError
from pages.administration.desk import administrator, mark, minute, told

STAYS = dash.no_update


@dash.callback(
    Output("admin-screens", "rowData"),
    Output("admin-device-playlist", "options"),
    Output("admin-device-new-playlist", "options"),
    Output("admin-device-new-playlist", "value"),
    Input("admin-screens-changed", "data"),
    Input("admin-playlists-changed", "data"),
    Input("admin-address", "data"),
    on_error=told(4),
)
def listed(*_: Any) -> tuple[Any, ...]:
    """The devices, those in use first."""
    with database().reading() as connection:
        found = devices.every(connection)
        names = [{"value": one.name, "label": one.name} for one in playlists.every(connection)]
    return [_row(one) for one in found], names, names, USUAL


def _row(one: Device) -> dict[str, str]:
    return {
        "id": one.id,
        "name": one.name,
        "state": "已停用" if one.revoked_at else "在线" if one.present else "不在线",
        "seen": minute(one.last_seen_at),
        "playlist": one.playlist,
        "address": "，".join(filter(None, (one.address, browser(one.agent) if one.agent else ""))),
        "made": f"{minute(one.created_at)} {one.created_by}",
    }


@dash.callback(
    Output("admin-device-name", "children"),
    Output("admin-device-note", "children"),
    Output("admin-device-form", "hidden"),
    Output("admin-device-playlist", "value"),
    Input("admin-screens", "selectedRows"),
    prevent_initial_call=True,
    on_error=told(4),
)
def chosen(rows: Any) -> tuple[Any, ...]:
    """Which device is spoken of."""
    with database().reading() as connection:
        one = devices.find_device(connection, chosen_id(rows))
    if one is None:
        return NO_DEVICE, "在左边选一行。", True, USUAL
    if one.revoked_at:
        return one.name, f"{minute(one.revoked_at)} 由 {one.revoked_by} 停用。", True, USUAL
    return one.name, f"编号 {one.id}，最近在线 {minute(one.last_seen_at)}。", False, one.playlist


def chosen_id(rows: Any) -> str:
    """The id of the row that is chosen; empty where none is."""
    row = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], dict) else {}
    return str(row.get("id", ""))


@dash.callback(
    Output("admin-device-said", "children"),
    Output("admin-screens-changed", "data"),
    Output("admin-screens", "selectedRows"),
    Input("admin-device-save", "n_clicks"),
    Input("admin-device-revoke", "n_clicks"),
    State("admin-screens", "selectedRows"),
    State("admin-device-playlist", "value"),
    prevent_initial_call=True,
    on_error=told(3),
)
def changed(_: Any, __: Any, rows: Any, playlist: Any) -> tuple[Any, ...]:
    """Another playlist for the chosen device, or its end."""
    try:
        if ctx.triggered_id == "admin-device-revoke":
            words = f"已停用大屏“{walls.revoke_device(administrator(), chosen_id(rows))}”。"
        else:
            words = f"大屏“{walls.play(administrator(), chosen_id(rows), str(playlist))}”改放“{playlist}”。"
    except (PeopleError, PlaylistError) as error:
        return plain(refused(str(error))), mark(), STAYS
    return plain(said(words)), mark(), []


@dash.callback(
    Output("admin-device-made", "children"),
    Output("admin-screens-changed", "data", allow_duplicate=True),
    Output("admin-device-new-name", "value"),
    Input("admin-device-add", "n_clicks"),
    State("admin-device-new-name", "value"),
    State("admin-device-new-playlist", "value"),
    prevent_initial_call=True,
    on_error=told(3),
)
def added(_: Any, name: Any, playlist: Any) -> tuple[Any, ...]:
    """A new device; its link is shown this once. The token stands behind the link's `#`, which no server and no log is ever told."""
    try:
        made, token = walls.add_device(administrator(), str(name or ""), str(playlist or ""))
    except (PeopleError, PlaylistError) as error:
        return plain(refused(str(error))), STAYS, STAYS
    link = f"{request.scheme}://{request.host}{url_for('screen.enter')}#{token}"
    return plain(said(f"“{made}”的链接：", link)), mark(), ""
