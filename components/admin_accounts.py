"""The part 账号 of the administration: the list, what can be done to the chosen one, a new one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import dcc, html

from components.attr import attr
from components.form import asking, button, choice, field
from components.form import text as text_field
from components.grid import column, grid

COLUMNS = [
    column("name", "用户名", minWidth=120, pinned="left"),
    column("role", "角色", minWidth=80),
    column("place", "区划或科室", minWidth=110),
    column("state", "状态", minWidth=110),
    column("created", "建立", minWidth=104),
    column("changed", "密码修改", minWidth=104),
]
ABOUT = "admin-account-name"
NOBODY = "还没有选中账号"


def accounts(roles: Mapping[Any, str], sections: tuple[str, ...]) -> list[Any]:
    """The empty part; callbacks fill the list and the counties."""
    kept = {"": "—", **{one: one for one in sections}}
    return [
        grid("admin-accounts", COLUMNS, "账号", key="name"),
        html.Div(
            [
                html.Section(
                    [
                        html.H2(NOBODY, id=ABOUT),
                        html.P("在左边选一行；用键盘时以方向键移动、空格选中。", id="admin-account-note", className="sub"),
                        html.Div(
                            [
                                field("角色", choice("admin-account-role", dict(roles))),
                                field("区划（县区账号）", choice("admin-account-region", {"": "—"})),
                                field("科室（科长账号）", choice("admin-account-section", kept)),
                                html.Div(
                                    dcc.Checklist([{"value": "sure", "label": "确认放弃自己的管理员角色"}], [], id="admin-account-sure"),
                                    id="admin-account-own",
                                    hidden=True,
                                ),
                                html.Div(button("admin-account-save", "保存角色", main=True), className="acts"),
                                html.Div(
                                    [
                                        *asking(
                                            "admin-account-reset",
                                            "重置密码",
                                            "生成一个新密码，只显示一次；原密码和登录着的会话立即失效。",
                                            ABOUT,
                                        ),
                                        button("admin-account-unlock", "解锁"),
                                        *asking(
                                            "admin-account-disable",
                                            "停用",
                                            "停用后不能登录，会话结束，令牌作废，再启用也不恢复。",
                                            ABOUT,
                                        ),
                                        button("admin-account-enable", "启用"),
                                        *asking("admin-account-end", "结束会话", "这个账号在各处的登录立即失效。", ABOUT),
                                    ],
                                    className="acts more",
                                ),
                            ],
                            id="admin-account-form",
                            hidden=True,
                        ),
                        html.Div(id="admin-account-said", **attr(aria_live="polite")),
                    ],
                    className="pan",
                ),
                html.Section(
                    [
                        html.H2("新增账号"),
                        html.P("首次登录须修改密码。", className="sub"),
                        field("用户名", text_field("admin-new-name"), "字母、数字、汉字和 _ . -"),
                        field("角色", choice("admin-new-role", dict(roles), "county")),
                        field("区划（县区账号）", choice("admin-new-region", {"": "—"})),
                        field("科室（科长账号）", choice("admin-new-section", kept)),
                        html.Div(button("admin-new-add", "新增", main=True), className="acts"),
                        html.Div(id="admin-new-said", **attr(aria_live="polite")),
                    ],
                    className="pan",
                ),
            ],
            className="side",
        ),
    ]
