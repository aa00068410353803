"""The part 年度计划 of the administration: a year's tasks and milestones, what can be changed of the chosen one, a file looked at first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import dcc, html

from components.attr import attr
from components.form import asking, button, choice, field, text
from components.grid import column, grid, number

COLUMNS = [
    column("kind", "类别", minWidth=64, flex=0, width=64),
    column("no", "序号", minWidth=64, flex=0, width=64),
    column("due", "时限", minWidth=86, flex=0, width=86),
    column("title", "任务、节点", minWidth=220, flex=3),
    column("group", "工作目标", minWidth=110),
    column("units", "责任单位", minWidth=130),
    column("indicators", "关联指标", minWidth=110),
    number("weight", "权重", minWidth=60, flex=0, width=60),
]
ABOUT = "admin-plan-name"
NOTHING = "还没有选中任务或节点"
SCOPES = {"": "全市", "county": "逐县区"}


def plan(indicators: Mapping[str, str]) -> list[Any]:
    """The empty part; callbacks fill years, programmes, the list and the forms."""
    return [
        html.Div(
            [
                html.Div(
                    [
                        field("年度", choice("admin-plan-year", {})),
                        field("工程", choice("admin-plan-programme", {})),
                        button("admin-plan-add-task", "新增任务"),
                        button("admin-plan-add-stone", "新增节点"),
                        button("admin-plan-reload", "重新载入"),
                    ],
                    className="search",
                ),
                html.P(id="admin-plan-state", className="sub"),
                _preview(),
                grid("admin-plan-rows", COLUMNS, "任务和节点"),
            ],
            className="listed",
        ),
        html.Div([_chosen(indicators), _settings(), _file()], className="side"),
        dcc.Store(id="admin-plan-base"),
        dcc.Store(id="admin-plan-mode"),
        dcc.Store(id="admin-plan-read"),
    ]


def _chosen(indicators: Mapping[str, str]) -> html.Section:
    task = html.Div(
        [
            html.Div(
                [
                    field("序号", text("admin-plan-task-no", maxLength=12), "如 7 或 1.1"),
                    field("时限", text("admin-plan-task-due", maxLength=7), "如 2023-10"),
                    field("权重", _whole("admin-plan-task-weight", 1, 100), "1–100"),
                ],
                className="abreast",
            ),
            field("任务（具体措施）", _lines("admin-plan-task-title", 200)),
            field("工作目标", text("admin-plan-task-group", maxLength=500)),
            field("责任单位", _lines("admin-plan-task-units", 2000), "一行一个，或用、隔开"),
            field("关联指标", _several("admin-plan-task-indicators", indicators)),
            field("备注", _lines("admin-plan-task-note", 500)),
        ],
        id="admin-plan-task",
        hidden=True,
    )
    stone = html.Div(
        [
            html.Div(
                [
                    field("时限", text("admin-plan-stone-due", maxLength=7), "2023-10 或 每月"),
                    field("日", _whole("admin-plan-stone-day", 1, 31), "空着即月底"),
                    field("考核", choice("admin-plan-stone-scope", SCOPES)),
                ],
                className="abreast",
            ),
            field("节点", _lines("admin-plan-stone-title", 200)),
            html.Div(
                [
                    field("所属任务", text("admin-plan-stone-task", maxLength=12), "序号，可空"),
                    field("应达 %", _whole("admin-plan-stone-percent", 1, 100), "空着即均分"),
                ],
                className="abreast",
            ),
            field("达标即完成的指标", _several("admin-plan-stone-indicators", indicators)),
            field("备注", _lines("admin-plan-stone-note", 500)),
        ],
        id="admin-plan-stone",
        hidden=True,
    )
    acts = [
        button("admin-plan-save", "保存", main=True),
        *asking("admin-plan-remove", "删除", "从计划中删去；已有月报的任务、已标记完成的节点不能删。", ABOUT),
    ]
    return html.Section(
        [
            html.H2(NOTHING, id=ABOUT),
            html.P("在左边选一行，或新增；保存后立即按新计划判断。", className="sub"),
            task,
            stone,
            html.Div(acts, id="admin-plan-acts", className="acts", hidden=True),
            html.Div(id="admin-plan-said", **attr(aria_live="polite")),
        ],
        className="pan",
    )


def _settings() -> html.Section:
    return html.Section(
        [
            html.H2("报送日与县区权重"),
            html.P("报送日按工程定，遇节假日顺延；权重是县区在全市进度中的份量。", className="sub"),
            field("所选工程的报送日", _whole("admin-plan-return-day", 1, 31), "每月几日前"),
            html.Div(id="admin-plan-counties"),
            html.Div(button("admin-plan-settings-save", "保存", main=True), className="acts"),
            html.Div(id="admin-plan-settings-said", **attr(aria_live="polite")),
        ],
        className="pan",
    )


def _file() -> html.Section:
    """The browser's own file field is put into its place by the script: Dash has none that sends a file as it is."""
    chooser = dcc.Input(id="admin-plan-new-year", type="number", min=2000, max=2100, step=1, className="text")
    label = html.Label("文件", htmlFor="admin-plan-file")
    picker = html.Div([label, html.Div(id="admin-plan-picker"), html.P(".yaml 或 .docx，至多 10 MiB", className="hint")], className="field")
    return html.Section(
        [
            html.H2("由文件装入"),
            html.P("先预览：存疑之处和变动逐项列出，采用才写入。", className="sub"),
            picker,
            field("年度（Word 文件）", chooser),
            field("文号（Word 文件）", text("admin-plan-document", maxLength=200), "库中已有这一年的计划时可空"),
            field("印发日期（Word 文件）", text("admin-plan-issued", maxLength=10), "如 2024-02-10"),
            html.Div(button("admin-plan-look", "预览", main=True), className="acts"),
        ],
        id="admin-plan-upload",
        className="pan",
    )


def _preview() -> html.Section:
    return html.Section(
        [
            html.H2("预览", id="admin-plan-preview-title"),
            html.Div(id="admin-plan-preview-body"),
            html.Div([button("admin-plan-take", "采用", main=True), button("admin-plan-drop", "放弃")], className="acts"),
            html.Div(id="admin-plan-taken", **attr(aria_live="polite")),
        ],
        id="admin-plan-preview",
        className="pan",
        hidden=True,
    )


def county_weights(counties: Mapping[str, str], weights: Mapping[str, int], disabled: bool) -> html.Div:
    """A field for each county."""
    fields = {
        code: _whole({"type": "admin-plan-county", "region": code}, 1, 100, value=weights.get(code, 1), disabled=disabled)
        for code in counties
    }
    return html.Div([html.Label([html.Span(name), fields[code]], className="pair") for code, name in counties.items()], className="pairs")


def _whole(name: Any, low: int, high: int, **more: Any) -> dcc.Input:
    return dcc.Input(id=name, **{"type": "number", "min": low, "max": high, "step": 1, "className": "text short", **more})


def _lines(name: str, most: int) -> dcc.Textarea:
    return dcc.Textarea(id=name, value="", maxLength=most, rows=2, className="text")


def _several(name: str, options: Mapping[str, str]) -> dcc.Dropdown:
    return choice(name, dict(options), multi=True, value=[])  # type: ignore[arg-type]
