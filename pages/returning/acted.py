"""What is done to returns: submitted, accepted, sent back, opened again; one or several. What came of it stands under the buttons."""

from __future__ import annotations

from typing import Any

import dash
from dash import Input, Output, State

from access import session
from access.session import database, scope
from components.form import refused, said
from components.plain import plain
from data.clock import now
from data.indicators.figures import NotAllowed
from data.indicators.moment import moment
from data.programmes.returns import filing, review
from data.programmes.returns.item import Item, parse_item
from data.programmes.returns.present import Conflict, ReturnRefused
from pages.returning.asking import badge, view

STAYS = dash.no_update
MOST = 500  # returns in one act
CHANGED = "刚有人改过这项月报，已重新读出；请看过再定。"


@dash.callback(
    Output("returns-told", "children"),
    Output("returns-done", "data"),
    Input("returns-act", "data"),
    State("returns-address", "data"),
    prevent_initial_call=True,
)
def acted(asked: Any, search: Any) -> tuple[Any, ...]:
    """One act. Whatever it led to, the page is read anew."""
    given = asked if isinstance(asked, dict) else {}
    try:
        words = _do(given, search)
    except Conflict:
        return plain(refused(CHANGED)), now().timestamp()
    except NotAllowed:
        return plain(refused("您的账号不能这样做。")), now().timestamp()
    except ReturnRefused as error:
        return plain(refused(str(error))), now().timestamp()
    if not words:
        return STAYS, STAYS
    with moment(database()) as moved:
        dash.set_props("shell-badge-returns", {"children": badge(moved, scope())})
    return plain(said(words)), now().timestamp()


def _do(given: dict[str, Any], search: Any) -> str:
    who = session.person()
    picked = _picked(given.get("items"))
    if who is None:
        return ""
    by: dict[str, Any] = {"scope": scope(), "who": who.username, "where": session.address()}
    reason = given.get("reason") if isinstance(given.get("reason"), str) else ""
    match given.get("act"):
        case "submit" if len(picked) == 1:
            with database().noting() as connection:
                filing.submit(connection, picked[0][0], version=picked[0][1], **by)
            return "已报送，等待审核。"
        case "submit-all":
            return _submit_all(search, by)
        case "accept" | "accept-all" if picked:
            done = review.accept(database(), picked, **by)
            return f"已审核通过 {len(done.returns)} 项。" + ("" if done.refreshed else "指标稍后汇总。")
        case "send-back" if len(picked) == 1:
            with database().noting() as connection:
                review.send_back(connection, picked[0][0], str(reason), version=picked[0][1], **by)
            return "已退回。"
        case "reopen" if len(picked) == 1:
            review.reopen(database(), picked[0][0], str(reason), version=picked[0][1], **by)
            return "已重新打开，退回填报单位。"
        case "accept-all":
            raise ReturnRefused("没有选中的月报。")
    return ""


def _submit_all(search: Any, by: dict[str, Any]) -> str:
    """Every return of the shown list that is whole; all of them or none."""
    with moment(database()) as present:
        ready = [(one.item, one.present.version) for one in view(present, search, by["scope"]).listed if one.complete]
    with database().noting() as connection:
        for item, version in ready:
            filing.submit(connection, item, version=version, **by)
    return f"已报送 {len(ready)} 项，等待审核。" if ready else "没有填好的月报。"


def _picked(given: Any) -> list[tuple[Item, int]]:
    """Items with the versions they were looked at in; anything else is left out."""
    found = []
    for pair in given[:MOST] if isinstance(given, list) else ():
        item = parse_item(pair[0]) if isinstance(pair, list) and len(pair) == 2 else None
        if item is not None and isinstance(pair[1], int) and not isinstance(pair[1], bool):
            found.append((item, pair[1]))
    return found
