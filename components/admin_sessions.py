"""The part 会话 of the administration: who is signed in where, and ending it."""

from __future__ import annotations

from typing import Any

from dash import html

from components.attr import attr
from components.form import asking
from components.grid import column, grid

COLUMNS = [
    column("name", "账号", minWidth=120),
    column("browser", "浏览器", minWidth=150, flex=2),
    column("address", "地址", minWidth=120),
    column("began", "登录", minWidth=120),
    column("seen", "最近使用", minWidth=120),
]
ABOUT = "admin-session-name"
NOTHING = "还没有选中会话"


def sessions() -> list[Any]:
    """The empty part; a callback fills the list."""
    return [
        grid("admin-sessions", COLUMNS, "会话"),
        html.Div(
            html.Section(
                [
                    html.H2(NOTHING, id=ABOUT),
                    html.P("结束后，那里的下一次操作回到登录页。", id="admin-session-note", className="sub"),
                    html.Div(
                        [
                            *asking("admin-session-end", "结束这个会话", "这一处登录立即失效。", ABOUT),
                            *asking("admin-session-end-all", "结束该账号全部会话", "这个账号在各处的登录立即失效。", ABOUT),
                        ],
                        id="admin-session-form",
                        className="acts",
                        hidden=True,
                    ),
                    html.Div(id="admin-session-said", **attr(aria_live="polite")),
                ],
                className="pan",
            ),
            className="side",
        ),
    ]
