"""审计: the entries that the address asks for, as the list scrolls to them; and the verdict on the chain."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from urllib.parse import parse_qsl

import dash
from dash import ClientsideFunction, Input, Output, State

from access import audit, audit_list
from access.audit_list import Wanted
from access.session import database
from components.admin_audit import COLUMNS, PAGE
from components.form import refused, said
from components.plain import plain
from pages.administration.desk import told

FIELDS = [column["field"] for column in COLUMNS]


@dash.callback(
    Output("admin-log", "getRowsResponse"),
    Output("admin-log-found", "children"),
    Input("admin-log", "getRowsRequest"),
    State("admin-address", "data"),
    prevent_initial_call=True,
    on_error=told(2),
)
def listed(asked: Any, search: Any) -> tuple[Any, ...]:
    """One block of the list."""
    try:
        wanted = _wanted(search)
    except ValueError as error:
        return {"rowData": [], "rowCount": 0}, plain(refused(str(error)))
    start = asked.get("startRow") if isinstance(asked, dict) else None
    skip = max(0, start) if isinstance(start, int) else 0
    with database().reading() as connection:
        count = audit_list.size(connection, wanted)
        found = audit.search(connection, **asdict(wanted), skip=skip, limit=PAGE)
    rows = [dict(zip(FIELDS, audit_list.row(entry), strict=True)) for entry in found]
    return {"rowData": rows, "rowCount": count}, f"共 {count:,} 条，新的在前。"


@dash.callback(
    Output("admin-verdict", "children"),
    Input("admin-verify", "n_clicks"),
    prevent_initial_call=True,
    running=[(Output("admin-verify", "disabled"), True, False)],
    on_error=told(1),
)
def verified(_: Any) -> Any:
    """The whole chain, entry by entry."""
    try:
        seen = audit.recall(database())
    except audit.Unreadable as unreadable:
        return plain(refused(str(unreadable)))
    with database().reading() as connection:
        verdict = audit.verify(connection, seen=seen)
    if not verdict.sound:
        return plain(refused(verdict.words))
    head = f"末尾 {verdict.head.number}:{verdict.head.hash[:16]}" if verdict.head else ""
    return plain(said(f"{verdict.words}{head}"))


dash.clientside_callback(
    ClientsideFunction("admin", "look"),
    Output("admin-log", "className"),
    Input("admin-address", "data"),
)


def _wanted(search: Any) -> Wanted:
    given = search if isinstance(search, str) and len(search) <= 1000 else ""
    return audit_list.read(dict(parse_qsl(given.removeprefix("?"), max_num_fields=20)))
