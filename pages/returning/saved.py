"""A draft as it is typed: kept against the version it was begun from; a conflict shows both texts and overwrites nothing."""

from __future__ import annotations

from typing import Any

import dash
from dash import Input, Output

from access import session
from access.session import database, scope
from components.form import refused
from components.plain import plain
from components.return_form import conflict
from data.clock import local, now
from data.indicators.figures import NotAllowed
from data.programmes.returns.content import ContentRefused, percent_of
from data.programmes.returns.filing import save
from data.programmes.returns.item import parse_item
from data.programmes.returns.present import Conflict, ReturnRefused

STAYS = dash.no_update


@dash.callback(
    Output("returns-saved", "data"),
    Output("returns-conflict", "children"),
    Output("returns-changed", "data"),
    Input("returns-typed", "data"),
    prevent_initial_call=True,
)
def saved(typed: Any) -> tuple[Any, ...]:
    """What came of it goes back to the browser, which keeps the text until it hears that it was kept here."""
    given = typed if isinstance(typed, dict) else {}
    item, version, fields = parse_item(given.get("item")), given.get("version"), given.get("fields")
    who = session.person()
    if item is None or not isinstance(version, int) or isinstance(version, bool) or not isinstance(fields, dict) or who is None:
        return STAYS, STAYS, STAYS
    told = {"item": item.text, "stamp": given.get("stamp"), "at": now().timestamp()}
    try:
        with database().noting() as connection:
            kept = save(connection, item, fields, version=version, scope=scope(), who=who.username, where=session.address())
    except Conflict as met:
        return {**told, "conflict": met.theirs.version}, plain(conflict(met.mine, met.theirs)), STAYS
    except (ContentRefused, ReturnRefused) as error:
        return {**told, "refused": str(error)}, plain(refused(str(error))), STAYS
    except NotAllowed:
        return {**told, "refused": "这项月报不由您报送。"}, plain(refused("这项月报不由您报送。")), STAYS
    written = fields.get("percent")
    problem = "" if not written or percent_of(written) is not None else "进度应为 0–100 的整数，没有保存"
    words = f"{local(now()):%H:%M} 已保存" + (f"；{problem}" if problem else "")
    return {**told, "version": kept.version, "words": words}, None, now().timestamp()
