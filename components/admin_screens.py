"""The part 大屏 of the administration: the devices, a new one, ending one; the playlists, one of them to be changed and looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html

from components.attr import attr
from components.form import asking, button, choice, field, text
from components.grid import column, grid, number

DEVICES = [
    column("name", "大屏", minWidth=120, pinned="left"),
    column("state", "状态", minWidth=84),
    column("seen", "最近在线", minWidth=130),
    column("playlist", "播放单", minWidth=100),
    column("address", "地址", minWidth=110),
    column("made", "建立", minWidth=150),
]
PLAYLISTS = [
    column("name", "播放单", minWidth=120, pinned="left"),
    number("count", "幕数", minWidth=70),
    column("round", "一轮", minWidth=90),
    column("walls", "在用的大屏", minWidth=140),
    column("changed", "改动", minWidth=150),
]
NO_DEVICE, NO_PLAYLIST = "还没有选中大屏", "新播放单"
DEVICE, PLAYLIST = "admin-device-name", "admin-playlist-title"
SCENE, SECONDS, SWAP, ACT = "admin-slot-scene", "admin-slot-seconds", "admin-slot-swap", "admin-slot-act"
ACTS = {"up": ("↑", "上移"), "down": ("↓", "下移"), "drop": ("×", "去掉")}


def screens(longest_name: int) -> list[Any]:
    """The empty part; callbacks fill both lists."""
    return [
        grid("admin-screens", DEVICES, "大屏设备"),
        html.Div([_device(), _new_device(longest_name)], className="side"),
        grid("admin-playlists", PLAYLISTS, "播放单", key="name"),
        html.Div(_playlist(longest_name), className="side"),
    ]


def _device() -> html.Section:
    return html.Section(
        [
            html.H2(NO_DEVICE, id=DEVICE),
            html.P("在左边选一行。", id="admin-device-note", className="sub"),
            html.Div(
                [
                    field("播放单", choice("admin-device-playlist", {})),
                    html.Div(
                        [
                            button("admin-device-save", "换播放单", main=True),
                            *asking("admin-device-revoke", "停用", "链接立即作废，屏上几秒内显示“此屏已停用”，不能恢复。", DEVICE),
                        ],
                        className="acts",
                    ),
                ],
                id="admin-device-form",
                hidden=True,
            ),
            html.Div(id="admin-device-said", **attr(aria_live="polite")),
        ],
        className="pan",
    )


def _new_device(longest_name: int) -> html.Section:
    return html.Section(
        [
            html.H2("新增大屏"),
            html.P("每块屏一个链接，设为那台机器开机打开的网页，此后不用再输入。", className="sub"),
            field("名称", text("admin-device-new-name", maxLength=longest_name, placeholder="如 一楼大厅")),
            field("播放单", choice("admin-device-new-playlist", {})),
            html.Div(button("admin-device-add", "新增", main=True), className="acts"),
            html.Div(id="admin-device-made", **attr(aria_live="polite")),
        ],
        className="pan",
    )


def _playlist(longest_name: int) -> html.Section:
    return html.Section(
        [
            html.H2(NO_PLAYLIST, id=PLAYLIST),
            html.P("在左边选一个来改，或从这里新建；改名保存即另存一个。", className="sub"),
            field("名称", text("admin-playlist-name", maxLength=longest_name)),
            html.Div(id="admin-slots", className="slots"),
            html.P(id="admin-playlist-sum", className="hint", role="status"),
            html.Div(
                [
                    button("admin-slot-add", "加一幕"),
                    html.A("预览", id="admin-playlist-preview", href="/screen", target="_blank", className="btn"),
                    button("admin-playlist-save", "保存", main=True),
                    button("admin-playlist-new", "新建"),
                    *asking("admin-playlist-remove", "删除", "有大屏在用的不能删；自带的“常用”恢复原样。", PLAYLIST),
                ],
                className="acts",
            ),
            html.Div(id="admin-playlist-said", **attr(aria_live="polite")),
            dcc.Store(id="admin-playlist-base"),
        ],
        className="pan",
    )


def slots(
    shown: Sequence[tuple[str, Any, str]], scenes: Mapping[str, str], indicators: Mapping[str, str], swaps: frozenset[str]
) -> list[Any]:
    """The places of a playlist, each as (scene, seconds, indicator), to be changed."""
    return [
        html.Div(
            [
                html.B(str(at + 1), className="no"),
                html.Label([html.Span("场景", className="heard"), choice(_id(SCENE, at), dict(scenes), scene)]),
                html.Label([_seconds(at, seconds), html.Span("秒")], className="seconds"),
                html.Div([_act(at, act, *words) for act, words in ACTS.items()], className="moves"),
                html.Label(
                    [html.Span("地图指标"), choice(_id(SWAP, at), {"": "该幕自己的", **indicators}, indicator)],
                    id=_id(f"{SWAP}-row", at),
                    className="swap",
                    hidden=scene not in swaps,
                ),
            ],
            className="slot",
            role="group",
            **attr(aria_label=f"第 {at + 1} 幕"),
        )
        for at, (scene, seconds, indicator) in enumerate(shown)
    ]


def _id(kind: str, at: int) -> Any:
    return {"type": kind, "at": at}


def _seconds(at: int, value: Any) -> dcc.Input:
    return dcc.Input(id=_id(SECONDS, at), type="number", value=value, min=5, max=600, step=1, className="text short", debounce=False)


def _act(at: int, act: str, sign: str, words: str) -> html.Button:
    return html.Button(
        sign,
        id={"type": ACT, "at": at, "act": act},
        type="button",
        className="btn",
        title=words,
        **attr(aria_label=f"第 {at + 1} 幕{words}"),
    )
