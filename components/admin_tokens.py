"""The part 令牌 of the administration: the tokens that still open something, a new one, ending one."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from components.attr import attr
from components.form import asking, button, choice, field
from components.grid import column, grid

COLUMNS = [
    column("id", "编号", minWidth=100),
    column("name", "账号", minWidth=120),
    column("created", "生成", minWidth=104),
    column("expires", "到期", minWidth=104),
    column("used", "最近使用", minWidth=130),
]
ABOUT = "admin-token-name"
NOTHING = "还没有选中令牌"


def tokens(longest: int) -> list[Any]:
    """The empty part; callbacks fill the list and the accounts."""
    days = dcc.Input(id="admin-token-days", type="number", value=90, min=1, max=longest, step=1, className="text")
    return [
        grid("admin-tokens", COLUMNS, "令牌"),
        html.Div(
            [
                html.Section(
                    [
                        html.H2(NOTHING, id=ABOUT),
                        html.P("作废后立即失效，不能恢复。", className="sub"),
                        html.Div(
                            asking("admin-token-revoke", "作废", "用它的程序立即不能再读写。", ABOUT), id="admin-token-form", hidden=True
                        ),
                        html.Div(id="admin-token-said", **attr(aria_live="polite")),
                    ],
                    className="pan",
                ),
                html.Section(
                    [
                        html.H2("生成令牌"),
                        html.P("供程序调用接口，权限与账号相同。", className="sub"),
                        field("账号", choice("admin-token-account", {})),
                        field("有效天数", days, f"1 至 {longest}"),
                        html.Div(button("admin-token-create", "生成", main=True), className="acts"),
                        html.Div(id="admin-token-made", **attr(aria_live="polite")),
                    ],
                    className="pan",
                ),
            ],
            className="side",
        ),
    ]
