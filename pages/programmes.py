"""六大工程: every county in every programme, the year's arrangement, and who still owes what, at the end of any month."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import dash
from dash import Input, Output, dcc, html

from access import answers
from components.attr import attr
from components.drawn import drawn
from components.plain import plain
from components.programmes.download import download, reports
from components.programmes.filters import filters
from components.programmes.gantt import gantt
from components.programmes.matrix import programme_matrix
from components.programmes.owed import owed
from components.progress import progress
from components.states import failed
from data.programmes.owed import debtors, desks
from geo.regions import CITY
from pages.works import frame
from pages.works.places import panel, place, put

PLACES = ("top", "lead", "tools", "matrix", "gantt", "progress", "owed", "foot")

TRAIL = [(frame.TITLE, "/programmes")]

dash.register_page(
    __name__, path="/programmes", title="六大工程 · 领导驾驶舱", name="六大工程", order=40, nav="六大工程", nav_group="工程", nav_tab="工程"
)


def layout(**query: str) -> html.Div:
    """The empty page; the callback fills its places."""
    return html.Div(
        [
            place("programmes", "top", "top"),
            place("programmes", "lead", "lead"),
            html.Div(id="programmes-trouble", role="alert"),
            html.Div(id="programmes-tools"),
            html.Div(
                [
                    html.Div([panel("programmes", "matrix"), panel("programmes", "gantt")]),
                    html.Div([panel("programmes", "progress", "pan programmes"), panel("programmes", "owed")]),
                ],
                className="works",
            ),
            html.Div(id="programmes-foot"),
            dcc.Store(id="programmes-address", data=f"?{urlencode(query)}"),
            dcc.Store(id="programmes-drawn"),
        ],
        id="page-programmes",
        className="page-root",
        **attr(data_address="programmes-address", data_trouble="programmes-trouble"),
    )


@dash.callback(
    Output("programmes-drawn", "data"),
    Output("programmes-trouble", "children"),
    Input("programmes-address", "data"),
    running=[(Output("page-programmes", "className"), "page-root loading", "page-root")],
    on_error=lambda error: (dash.no_update, plain(failed(error))),
)
def show(search: str) -> tuple[Any, ...]:
    """Everything the address asks for, of one moment."""
    with frame.seen(search) as one:
        parts = _compose(one)
    answers.keep()
    return {f"programmes-{name}": drawn(parts[name]) for name in PLACES}, None


put("programmes-drawn")


def _compose(one: frame.Seen) -> dict[str, Any]:
    city, ledger = one.city, one.ledger
    if city is None or ledger is None:
        return {
            **dict.fromkeys(PLACES),
            "top": frame.top(one, TRAIL, "programmes"),
            "lead": frame.titled(one, frame.TITLE, ()),
            "foot": frame.foot(one),
        }
    one = frame.checked(one, city.books, None)
    asked = one.asked
    everywhere, here = (frame.of_section(books, asked.section) for books in (city.books, ledger.books))
    lines = [line for book in here for line in book.lines]
    papers = [reports("programmes", asked)] if one.scope.role in ("leader", "chief") else []
    debts = [debtor for debtor in debtors(here, ledger.day) if asked.region in (CITY, debtor.region)]
    return {
        "top": frame.top(one, TRAIL, "programmes", [*papers, download("programmes", asked)]),
        "lead": frame.titled(one, frame.TITLE, lines),
        "tools": filters(asked, one.regions, frame.sections_of(city.books)),
        "matrix": programme_matrix(city, everywhere, region=asked.region, returns=one.returns),
        "gantt": gantt(ledger, today=one.runs),
        "progress": progress([book for book in here if book.lines], asked.month.text, asked.region),
        "owed": owed(debts, desks(here), month=asked.month, returns=one.returns),
        "foot": frame.foot(one),
    }
