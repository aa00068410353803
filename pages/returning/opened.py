"""The open return: a form for who files it while it is open, a text for everybody else, with what its reviewer may do."""

from __future__ import annotations

from typing import Any

import dash
from dash import Input, Output, State, html

from access.session import database, scope
from components.plain import plain
from components.return_form import return_form
from components.return_review import return_review
from components.return_text import files
from components.states import failed
from data.indicators.moment import moment
from data.programmes.returns.attachments import visible
from data.programmes.returns.beside import open_return
from pages.returning.asking import view

NOTHING = "在左边选一项：填写进度、完成情况和主要措施，边写边存，填好后报送。"
NOTHING_TO_FILE = "在左边选一项，看所报内容、上月情况、附件和历史。"


def _instead(error: Exception) -> tuple[Any, ...]:
    dash.set_props("returns-trouble", {"children": plain(failed(error))})
    return dash.no_update, dash.no_update


@dash.callback(
    Output("returns-panel", "children"),
    Output("returns-about", "children"),
    Input("returns-address", "data"),
    Input("returns-done", "data"),
    on_error=_instead,
)
def opened(search: Any, _: Any) -> tuple[Any, ...]:
    """The return that the address names."""
    seen = scope()
    with moment(database()) as now:
        listed = view(now, search, seen)
        one = listed.open
        if one is None:
            return plain(html.P(NOTHING if listed.files else NOTHING_TO_FILE, className="empty")), ""
        found = open_return(now, one, scope=seen)
    parts = return_form(found) if one.files and one.present.open else return_review(found)
    return plain(html.Div(parts, key=f"{one.item.text}|{one.present.version}")), f"{one.task.no} {one.task.title}，{one.region_name}"


@dash.callback(
    Output("returns-files", "children"),
    Input("returns-heard", "data"),
    State("returns-address", "data"),
    prevent_initial_call=True,
)
def listed_files(heard: Any, search: Any) -> Any:
    """The files anew, once one was added or taken out; the fields beside them stay as they are."""
    if not isinstance(heard, list) or heard[:1] != ["files"]:
        return dash.no_update
    seen = scope()
    with moment(database()) as now:
        one = view(now, search, seen).open
        if one is None:
            return dash.no_update
        return plain(files(visible(now.connection, one.item, files=one.files), editable=one.files and one.present.open))
