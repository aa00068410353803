"""The part 审计 of the administration: looking for entries, taking them away, checking the chain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import dcc, html

from components.attr import attr
from components.form import button
from components.grid import column, grid, number

COLUMNS = [
    number("number", "序号", minWidth=76, maxWidth=100),
    column("at", "时间", minWidth=150, maxWidth=170),
    column("act", "行为", minWidth=92, maxWidth=110),
    column("who", "账号", minWidth=100, maxWidth=150),
    column("where", "来自", minWidth=110, maxWidth=150),
    column("what", "内容", minWidth=260, flex=4, tooltipField="what"),
    number("rows", "行数", minWidth=76, maxWidth=110),
]
PAGE = 100  # entries asked for at a time


def audit(acts: Mapping[str, str]) -> list[Any]:
    """The empty part: the search stands in the address, the list asks for more as it is scrolled."""
    return [
        html.Form(
            [
                _field("起", _input("since", type="date")),
                _field("止", _input("until", type="date")),
                _field(
                    "行为",
                    html.Select(
                        [html.Option("全部", value=""), *(html.Option(words, value=act) for act, words in acts.items())],
                        name="act",
                        id="admin-search-act",
                    ),
                ),
                _field("账号", _input("who", maxLength=64)),
                _field("含有文字", _input("text", maxLength=100)),
                html.Button("查找", type="submit", id="admin-search-go", className="btn main"),
                html.Button("全部", type="button", id="admin-search-all", className="btn"),
            ],
            id="admin-search",
            className="search",
            role="search",
            **attr(aria_label="查找审计日志"),
        ),
        html.Div(
            [
                html.P(id="admin-log-found", className="sub", role="status"),
                html.Span(className="sp"),
                html.A(
                    "下载 xlsx", href="/admin/audit.xlsx", className="btn", id="admin-log-xlsx", **attr(data_download="/admin/audit.xlsx")
                ),
                html.A("下载 csv", href="/admin/audit.csv", className="btn", id="admin-log-csv", **attr(data_download="/admin/audit.csv")),
                button("admin-verify", "核对签名链"),
            ],
            className="found",
        ),
        html.Div(id="admin-verdict", **attr(aria_live="polite")),
        grid(
            "admin-log",
            COLUMNS,
            "审计日志",
            key="",
            rowModelType="infinite",
            every={"sortable": False},
            options={"cacheBlockSize": PAGE, "maxBlocksInCache": 20, "tooltipShowDelay": 400},
        ),
    ]


def _field(label: str, control: Any) -> html.Div:
    return html.Div([html.Label(label, htmlFor=control.id), control], className="field")


def _input(name: str, **more: Any) -> dcc.Input:
    """A field of the search; what stands in it is read from the page when it is sent."""
    return dcc.Input(
        id=f"admin-search-{name}", name=name, **{"type": "text", "value": "", "autoComplete": "off", "className": "text", **more}
    )
