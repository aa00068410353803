"""管理: accounts, tokens, sessions, the year's plan, settings and the audit log. Each part's callbacks are in `administration`."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import dash
from dash import ClientsideFunction, Input, Output, dcc, html

from access import audit, people, sessions, tokens
from access.scope import ROLES
from access.session import database
from components import admin_accounts, admin_audit, admin_plan, admin_screens, admin_sessions, admin_settings, admin_tokens, admin_warnings
from components.address import go
from components.attr import attr
from components.crumb import crumb
from components.plain import plain
from components.states import skeleton
from data.facts import is_demonstration
from data.indicators import INDICATORS
from data.screen.table import NAME
from pages.administration import accounts as _accounts  # noqa: F401 - its callbacks
from pages.administration import log as _log  # noqa: F401
from pages.administration import plan as _plan  # noqa: F401
from pages.administration import plan_edit as _plan_edit  # noqa: F401
from pages.administration import plan_take as _plan_take  # noqa: F401
from pages.administration import playlists as _playlists  # noqa: F401
from pages.administration import screens as _screens  # noqa: F401
from pages.administration import sessions as _sessions  # noqa: F401
from pages.administration import settings as _settings  # noqa: F401
from pages.administration import tokens as _tokens  # noqa: F401
from pages.administration import warning_rules as _warning_rules  # noqa: F401
from pages.administration.desk import told

PARTS = {
    "accounts": "账号",
    "tokens": "令牌",
    "sessions": "会话",
    "plan": "年度计划",
    "warnings": "预警规则",
    "screens": "大屏",
    "settings": "设置",
    "audit": "审计",
}
GLANCE = 200  # entries of the log whose signatures are looked at in passing

dash.register_page(__name__, path="/admin", title="管理 · 领导驾驶舱", name="管理", order=90, nav="管理", nav_group="数据")


def layout(**query: str) -> html.Div:
    """The empty page; callbacks fill its places."""
    shown = {
        "accounts": admin_accounts.accounts(ROLES, people.SECTIONS),
        "tokens": admin_tokens.tokens(tokens.LONGEST_DAYS),
        "sessions": admin_sessions.sessions(),
        "plan": admin_plan.plan({one.id: one.name for one in INDICATORS.values()}),
        "warnings": admin_warnings.rules(),
        "screens": admin_screens.screens(NAME),
        "settings": admin_settings.settings(),
        "audit": admin_audit.audit(audit.ACTS),
    }
    return html.Div(
        [
            html.Div(
                [
                    crumb("数据", here="管理"),
                    html.Span(className="sp"),
                    html.Span(id="admin-demonstration"),
                ],
                className="top",
            ),
            html.Div(skeleton("lead"), id="admin-lead"),
            html.Div(id="admin-trouble", role="alert"),
            html.Nav(
                [html.Button(name, type="button", **go(part=part), **attr(data_part=part)) for part, name in PARTS.items()],
                id="admin-tabs",
                className="parts",
                **attr(aria_label="管理的各部分"),
            ),
            html.Div(
                [html.Section(content, className=f"part {part}", **attr(aria_label=PARTS[part])) for part, content in shown.items()],
                id="admin-parts",
                **attr(data_part="accounts"),
            ),
            dcc.Store(id="admin-address", data=f"?{urlencode(query)}"),
            dcc.Store(id=admin_warnings.SWITCHED),
            *(
                dcc.Store(id=f"admin-{name}-changed")
                for name in ("accounts", "tokens", "sessions", "plan", "rules", "screens", "playlists", "settings")
            ),
        ],
        id="page-admin",
        className="page-root",
        **attr(data_address="admin-address", data_trouble="admin-trouble"),
    )


dash.clientside_callback(ClientsideFunction("admin", "part"), Output("admin-parts", "data-part"), Input("admin-address", "data"))


@dash.callback(
    Output("admin-lead", "children"),
    Output("admin-demonstration", "children"),
    Output("admin-demonstration", "className"),
    Input("admin-accounts-changed", "data"),
    Input("admin-sessions-changed", "data"),
    on_error=told(3),
)
def summed_up(_: Any, __: Any) -> tuple[Any, ...]:
    """How many there are of each, and whether the end of the log is in order."""
    with database().reading() as connection:
        everyone = people.everyone(connection)
        standing = sessions.standing(connection)
        verdict = audit.verify(connection, last=GLANCE)
        demonstration = is_demonstration(connection)
    closed = sum(person.disabled for person in everyone)
    locked = sum(person.locked for person in everyone)
    title = (
        f"{len(everyone)} 个账号"
        + (f"，停用 {closed}" if closed else "")
        + (f"，锁定 {locked}" if locked else "")
        + f"，{len(standing)} 处登录着"
    )
    log = f"审计日志末尾 {verdict.checked} 条核对无误。" if verdict.sound else verdict.words
    lede = html.P(log, className="lede" if verdict.sound else "lede bad", role="status")
    return plain([html.H1(title, className="lead"), lede]), "演示数据" if demonstration else "", "demo" if demonstration else ""
