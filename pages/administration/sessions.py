"""会话: who is signed in where; ending one session, or all of an account."""

from __future__ import annotations

from typing import Any

import dash
from dash import Input, Output, State, ctx

from access import session, sessions
from access.people import PeopleError
from access.session import database
from access.visitor import browser
from components.admin_sessions import NOTHING
from components.form import refused, said
from components.plain import plain
from pages.administration.desk import administrator, mark, minute, told

STAYS = dash.no_update


@dash.callback(
    Output("admin-sessions", "rowData"),
    Input("admin-sessions-changed", "data"),
    Input("admin-address", "data"),
    on_error=told(1),
)
def listed(_: Any, __: Any) -> list[dict[str, str]]:
    """The sessions still valid, the one last used first."""
    with database().reading() as connection:
        found = sessions.standing(connection)
    here = session.current()
    return [
        {
            "id": one.id,
            "name": one.username,
            "browser": browser(one.agent) + ("（当前）" if here and one.id == here.id else ""),
            "address": one.address,
            "began": minute(one.began_at),
            "seen": minute(one.seen_at),
        }
        for one in found
    ]


@dash.callback(
    Output("admin-session-name", "children"),
    Output("admin-session-note", "children"),
    Output("admin-session-form", "hidden"),
    Input("admin-sessions", "selectedRows"),
    prevent_initial_call=True,
)
def chosen(rows: Any) -> tuple[Any, ...]:
    """Which session is spoken of."""
    row = _row(rows)
    if not row:
        return NOTHING, "结束后，那里的下一次操作回到登录页。", True
    return row["name"], f"{row.get('browser', '')}，{row.get('address', '')}，{row.get('began', '')} 登录", False


@dash.callback(
    Output("admin-session-said", "children"),
    Output("admin-sessions-changed", "data"),
    Output("admin-sessions", "selectedRows"),
    Input("admin-session-end", "n_clicks"),
    Input("admin-session-end-all", "n_clicks"),
    State("admin-sessions", "selectedRows"),
    prevent_initial_call=True,
    on_error=told(3),
)
def ended(_: Any, __: Any, rows: Any) -> tuple[Any, ...]:
    """End the chosen session, or every one of its account."""
    row = _row(rows)
    if not row:
        return plain(refused("请先在左边选一行。")), STAYS, STAYS
    try:
        if ctx.triggered_id == "admin-session-end":
            administrator().end_session(row["id"], row["name"])
            words = f"已结束 {row['name']} 的这个会话。"
        else:
            words = f"已结束 {row['name']} 的 {administrator().end_sessions(row['name'])} 个会话。"
    except PeopleError as error:
        return plain(refused(str(error))), mark(), []
    return plain(said(words)), mark(), []


def _row(rows: Any) -> dict[str, str]:
    found = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], dict) else {}
    return found if isinstance(found.get("id"), str) and isinstance(found.get("name"), str) else {}
