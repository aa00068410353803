"""大屏 (playlists): the list, and one that is changed place by place, looked at on a wall of one's own before it is kept."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import dash
from dash import ALL, Input, Output, State, ctx

from access import walls
from access.people import PeopleError
from access.session import database
from components.admin_screens import ACT, NO_PLAYLIST, SCENE, SECONDS, SWAP, slots
from components.form import refused, said
from components.plain import plain
from data.indicators import INDICATORS
from data.screen import devices, playlists
from data.screen.playlists import PlaylistError
from data.screen.scenes import MAPS, known
from pages.administration.desk import administrator, mark, minute, told

STAYS = dash.no_update
FRESH = ("overview", 30, "")
KINDS = (SCENE, SECONDS, SWAP)
Place = tuple[Any, Any, Any]


@dash.callback(
    Output("admin-playlists", "rowData"),
    Input("admin-playlists-changed", "data"),
    Input("admin-screens-changed", "data"),
    Input("admin-address", "data"),
    on_error=told(1),
)
def listed(*_: Any) -> list[dict[str, Any]]:
    """The playlists, the usual one first."""
    with database().reading() as connection:
        found, walls_ = playlists.every(connection), devices.every(connection)
    return [
        {
            "name": one.name,
            "count": len(one.slots),
            "round": length(one.seconds),
            "walls": "、".join(wall.name for wall in walls_ if wall.playlist == one.name and wall.revoked_at is None) or "—",
            "changed": f"{minute(one.changed_at)} {one.changed_by}" if one.version else "自带",
        }
        for one in found
    ]


def length(seconds: int) -> str:
    """So many seconds in words."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} 分 {rest} 秒" if minutes and rest else f"{minutes} 分" if minutes else f"{rest} 秒"


@dash.callback(
    Output("admin-playlist-title", "children"),
    Output("admin-playlist-name", "value"),
    Output("admin-playlist-base", "data"),
    Output("admin-slots", "children"),
    Input("admin-playlists", "selectedRows"),
    Input("admin-playlist-new", "n_clicks"),
    Input("admin-address", "data"),
    on_error=told(4),
)
def chosen(rows: Any, *_: Any) -> tuple[Any, ...]:
    """The chosen playlist as it is kept now, or one place for a new one."""
    row = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], dict) else {}
    name = str(row.get("name", "")) if ctx.triggered_id == "admin-playlists" else ""
    with database().reading() as connection:
        one = playlists.find(connection, name)
        scenes = known(playlists.counties_of(connection))
    if one is None:
        return NO_PLAYLIST, "", None, _drawn([FRESH], scenes)
    places = [(slot.scene, slot.seconds, slot.indicator) for slot in one.slots]
    return one.name, one.name, {"name": one.name, "version": one.version}, _drawn(places, scenes)


@dash.callback(
    Output("admin-slots", "children", allow_duplicate=True),
    Input({"type": ACT, "at": ALL, "act": ALL}, "n_clicks"),
    Input("admin-slot-add", "n_clicks"),
    *(State({"type": kind, "at": ALL}, "value") for kind in KINDS),
    prevent_initial_call=True,
    on_error=told(1),
)
def moved(clicks: Any, _: Any, *places: Any) -> Any:
    """One place up, down or away, or one more at the end."""
    shown, asked = _places(places), ctx.triggered_id
    if asked == "admin-slot-add":
        shown.append(FRESH)
    elif asked and any(clicks):
        at, act = int(asked["at"]), asked["act"]
        other = at + (1 if act == "down" else -1)
        if act == "drop":
            del shown[at]
        elif 0 <= other < len(shown):
            shown[at], shown[other] = shown[other], shown[at]
    else:
        return STAYS  # the buttons have only just been drawn
    with database().reading() as connection:
        return _drawn(shown, known(playlists.counties_of(connection)))


@dash.callback(
    Output("admin-playlist-sum", "children"),
    Output("admin-playlist-preview", "href"),
    Output({"type": f"{SWAP}-row", "at": ALL}, "hidden"),
    *(Input({"type": kind, "at": ALL}, "value") for kind in KINDS),
    prevent_initial_call=True,
    on_error=told(3),
)
def looked_at(*places: Any) -> tuple[Any, ...]:
    """What the places come to, or what is wrong with them; and where they can be looked at before they are kept."""
    shown = _places(places)
    hidden = [scene not in MAPS for scene, _, _ in shown]
    try:
        with database().reading() as connection:
            found = playlists.read_slots(_told(shown), playlists.counties_of(connection))
    except PlaylistError as error:
        return str(error), STAYS, hidden
    words = ",".join("~".join(map(str, (one.scene, one.seconds, one.indicator))) for one in found)
    total = sum(one.seconds for one in found)
    return f"共 {len(found)} 幕，一轮 {length(total)}（滞后县区每县一幕）。", f"/screen?slots={quote(words)}", hidden


@dash.callback(
    Output("admin-playlist-said", "children"),
    Output("admin-playlists-changed", "data"),
    Output("admin-playlist-base", "data", allow_duplicate=True),
    Input("admin-playlist-save", "n_clicks"),
    Input("admin-playlist-remove", "n_clicks"),
    State("admin-playlist-name", "value"),
    State("admin-playlist-base", "data"),
    *(State({"type": kind, "at": ALL}, "value") for kind in KINDS),
    prevent_initial_call=True,
    on_error=told(3),
)
def kept(_: Any, __: Any, name: Any, base: Any, *places: Any) -> tuple[Any, ...]:
    """Keep the places under the name, or take the chosen playlist away."""
    base = base if isinstance(base, dict) else {}
    try:
        if ctx.triggered_id == "admin-playlist-remove":
            walls.remove_playlist(administrator(), str(base.get("name", "")))
            return plain(said(f"已删除播放单“{base.get('name')}”。")), mark(), None
        version = base.get("version") if base.get("name") == str(name or "").strip() else 0
        made = walls.save_playlist(administrator(), name, _told(_places(places)), version if isinstance(version, int) else 0)
    except (PeopleError, PlaylistError) as error:
        return plain(refused(str(error))), mark(), STAYS
    words = f"已保存播放单“{made.name}”：{len(made.slots)} 幕，一轮 {length(made.seconds)}。在用的大屏几秒内换上。"
    return plain(said(words)), mark(), {"name": made.name, "version": made.version}


def _places(values: Any) -> list[Place]:
    return [tuple(one) for one in zip(*values, strict=False)]


def _told(shown: list[Place]) -> list[dict[str, Any]]:
    """Places as a playlist is given; an indicator left standing at a scene without a map is left out."""
    return [{"scene": scene, "seconds": seconds, "indicator": indicator if scene in MAPS else ""} for scene, seconds, indicator in shown]


def _drawn(shown: list[Place], scenes: dict[str, str]) -> Any:
    return plain(slots(shown, scenes, {one.id: one.name for one in INDICATORS.values()}, MAPS))
