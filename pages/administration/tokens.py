"""令牌: those that still open something, a new one, ending one."""

from __future__ import annotations

from typing import Any

import dash
from dash import Input, Output, State

from access import tokens
from access.people import PeopleError
from access.session import database
from components.admin_tokens import NOTHING
from components.form import refused, said
from components.plain import plain
from pages.administration.desk import administrator, day, mark, minute, told

STAYS = dash.no_update


@dash.callback(
    Output("admin-tokens", "rowData"),
    Input("admin-tokens-changed", "data"),
    Input("admin-accounts-changed", "data"),
    on_error=told(1),
)
def listed(_: Any, __: Any) -> list[dict[str, str]]:
    """The tokens not yet expired, the newest first."""
    with database().reading() as connection:
        found = tokens.standing(connection)
    return [
        {"id": one.id, "name": one.username, "created": day(one.created_at), "expires": day(one.expires_at), "used": minute(one.last_used)}
        for one in found
    ]


@dash.callback(
    Output("admin-token-name", "children"),
    Output("admin-token-form", "hidden"),
    Input("admin-tokens", "selectedRows"),
    prevent_initial_call=True,
)
def chosen(rows: Any) -> tuple[Any, ...]:
    """Which token is spoken of."""
    row = _row(rows)
    return (f"{row['name']} 的令牌 {row['id']}", False) if row else (NOTHING, True)


@dash.callback(
    Output("admin-token-said", "children"),
    Output("admin-tokens-changed", "data"),
    Output("admin-tokens", "selectedRows"),
    Input("admin-token-revoke", "n_clicks"),
    State("admin-tokens", "selectedRows"),
    prevent_initial_call=True,
    on_error=told(3),
)
def revoked(_: Any, rows: Any) -> tuple[Any, ...]:
    """End the chosen token."""
    row = _row(rows)
    try:
        owner = administrator().revoke_token(row.get("id", ""))
    except PeopleError as error:
        return plain(refused(str(error))), STAYS, STAYS
    return plain(said(f"已作废 {owner} 的令牌 {row['id']}。")), mark(), []


@dash.callback(
    Output("admin-token-made", "children"),
    Output("admin-tokens-changed", "data", allow_duplicate=True),
    Input("admin-token-create", "n_clicks"),
    State("admin-token-account", "value"),
    State("admin-token-days", "value"),
    prevent_initial_call=True,
    on_error=told(2),
)
def created(_: Any, name: Any, days: Any) -> tuple[Any, ...]:
    """A new token, shown this once."""
    if not name:
        return plain(refused("请先选账号。")), STAYS
    try:
        token = administrator().create_token(str(name), days if isinstance(days, int) else 0)
    except PeopleError as error:
        return plain(refused(str(error))), STAYS
    return plain(said(f"{name} 的令牌", token)), mark()


def _row(rows: Any) -> dict[str, str]:
    found = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], dict) else {}
    return found if isinstance(found.get("id"), str) and isinstance(found.get("name"), str) else {}
