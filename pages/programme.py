"""One programme: its year, its ledger, its counties, its milestones; beside them the task that is chosen, or who still owes what."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import dash
from dash import Input, Output, State, dcc, html
from werkzeug.exceptions import Forbidden, HTTPException

from access import answers, session
from access.session import database, scope
from components.attr import attr
from components.drawn import drawn
from components.form import refused, said
from components.header import lead
from components.plain import plain
from components.programmes.download import download
from components.programmes.filters import filters
from components.programmes.gantt import gantt
from components.programmes.ledger import ledger_table
from components.programmes.matrix import task_matrix
from components.programmes.owed import owed
from components.programmes.stones import stone_key, stones
from components.programmes.words import by_month
from components.progress import short_name
from components.states import failed
from data import clock
from data.indicators.findings import Finding
from data.programmes.assigned import reviews
from data.programmes.choosing import ChoiceRefused, NotTheirs, Speaker, choose_date, mark_milestone
from data.programmes.ledger import Book
from data.programmes.owed import debtors, desks
from geo.regions import CITY
from pages.works import frame
from pages.works.panel import task_panel
from pages.works.places import panel, place, put

PLACES = ("top", "lead", "tools", "gantt", "ledger", "matrix", "stones", "foot")
UNKNOWN = "没有这项工程"
TRAIL = [(frame.TITLE, "/programmes")]
ASKED = (Input("programme-address", "data"), Input("programme-id", "data"), Input("programme-changed", "data"))

dash.register_page(__name__, path_template="/programmes/<programme>", title="工程台账 · 领导驾驶舱", name="工程台账", order=41)


def layout(programme: str = "", **query: str) -> html.Div:
    """The empty page; callbacks fill its places."""
    return html.Div(
        [
            place("programme", "top", "top"),
            place("programme", "lead", "lead"),
            html.Div(id="programme-trouble", role="alert"),
            html.Div(id="programme-tools"),
            html.Div(
                [
                    html.Div([panel("programme", name) for name in ("gantt", "ledger", "matrix", "stones")]),
                    html.Aside(
                        [html.Div(id="programme-said", **attr(aria_live="polite")), place("programme", "side")],
                        className="side",
                        **attr(aria_label="任务"),
                    ),
                ],
                className="works one",
            ),
            html.Div(id="programme-foot"),
            dcc.Store(id="programme-address", data=f"?{urlencode(query)}"),
            dcc.Store(id="programme-id", data=programme),
            *(dcc.Store(id=f"programme-{name}") for name in ("drawn", "side-drawn", "pressed", "changed")),
        ],
        id="page-programme",
        className="page-root",
        **attr(data_address="programme-address", data_trouble="programme-trouble", data_pressed="programme-pressed"),
    )


@dash.callback(
    Output("programme-drawn", "data"),
    Output("programme-trouble", "children"),
    *ASKED,
    running=[(Output("page-programme", "className"), "page-root loading", "page-root")],
    on_error=lambda error: (dash.no_update, plain(failed(error))),
)
def show(search: str, programme: Any, _: Any) -> tuple[Any, ...]:
    """Everything but the panel at the side."""
    with frame.seen(search) as one:
        parts = _compose(one, programme)
    answers.keep()
    return {f"programme-{name}": drawn(parts.get(name)) for name in PLACES}, None


put("programme-drawn")
put("programme-side-drawn")


def _compose(one: frame.Seen, programme: Any) -> dict[str, Any]:
    ledger, book, everybody = one.ledger, _book(one.ledger, programme), _book(one.city, programme)
    if ledger is None or book is None or everybody is None:
        return {"top": frame.top(one, TRAIL, "programme"), "lead": _nothing(one), "foot": frame.foot(one)}
    one = frame.checked(one, [everybody], [line.task.no for line in book.lines])
    asked, name = one.asked, short_name(book.programme)
    (here,) = frame.of_section([book], asked.section) or (_empty(book),)
    (all_of_it,) = frame.of_section([everybody], asked.section) or (_empty(everybody),)
    place = "" if asked.region == CITY else one.now.places.name(asked.region)
    trail = [*TRAIL, (name, f"/programmes/{book.programme.id}")]
    return {
        "top": frame.top(one, trail, "programme", [download("programme", asked, book.programme.id)]),
        "lead": frame.titled(one, name, here.lines),
        "tools": filters(asked, one.regions, frame.sections_of([everybody])),
        "gantt": gantt(ledger, on=book.programme.id, today=one.runs),
        "ledger": ledger_table(here, frame.of_light(here, asked.light), asked=asked, place=place),
        "matrix": task_matrix(all_of_it, region=asked.region, task=asked.task),
        "stones": stones(
            book.programme,
            book.stones,
            year=ledger.plan.plan.year,
            today=one.now.today,
            speaks=reviews(one.scope, book.programme) and one.runs and asked.region == CITY,
        ),
        "foot": frame.foot(one),
    }


def _book(ledger: Any, programme: Any) -> Book | None:
    found: Book | None = ledger.book(programme) if ledger is not None and isinstance(programme, str) else None
    return found


def _empty(book: Book) -> Book:
    return Book(book.programme, None, None, "none", 0, (), book.stones)


def _nothing(one: frame.Seen) -> Any:
    title = UNKNOWN if one.ledger else f"{one.asked.month.year} 年还没有装入工程计划"
    return lead(Finding(title, "请从左侧导航另选。"), [(CITY, one.now.places.name(CITY))], one.asked.notice)


@dash.callback(
    Output("programme-side-drawn", "data"),
    *ASKED,
    running=[(Output("programme-side", "aria-busy"), "true", "false")],
    on_error=lambda error: {"programme-side": drawn(failed(error))},
)
def show_side(search: str, programme: Any, _: Any) -> dict[str, str]:
    """The task that is chosen; else who owes what. Read anew each time: what waits for review changes no figure."""
    with frame.seen(search) as one:
        return {"programme-side": drawn(_side(one, programme))}


def _side(one: frame.Seen, programme: Any) -> list[Any]:
    ledger, book, everybody = one.ledger, _book(one.ledger, programme), _book(one.city, programme)
    if ledger is None or book is None or everybody is None:
        return []
    one = frame.checked(one, [everybody], [line.task.no for line in book.lines])
    asked = one.asked
    line = next((line for line in book.lines if line.task.no == asked.task), None)
    if line is not None:
        whole = next(found for found in everybody.lines if found.task.no == asked.task)
        return task_panel(one, book.programme, line, whole)
    books = frame.of_section([book], asked.section)
    return owed(debtors(books, ledger.day), desks(books), month=asked.month, returns=one.returns, one_programme=True)


@dash.callback(
    Output("programme-said", "children"),
    Output("programme-changed", "data"),
    Input("programme-pressed", "data"),
    State("programme-address", "data"),
    State("programme-id", "data"),
    prevent_initial_call=True,
    on_error=lambda error: _told(error),
)
def speak(pressed: Any, search: str, programme: Any) -> tuple[Any, ...]:
    """A chief says which date counts (`due 2023-12`), or that a milestone is done (`stone today …`).

    Whether it is the right chief, the data decide.
    """
    what = str(pressed.get("what", "")).split(" ") if isinstance(pressed, dict) else []
    if not isinstance(programme, str) or (what[0:1], len(what)) not in ((["due"], 2), (["stone"], 3)):
        return dash.no_update, dash.no_update
    with frame.seen(search) as one:
        book = _book(one.ledger, programme)
        if one.ledger is None or book is None or not one.runs:  # of a past month's end nothing is said any more
            return dash.no_update, dash.no_update
    who = session.person()
    assert who  # noqa: S101 - the guard lets no stranger in here
    year = one.ledger.plan.plan.year
    try:
        with database().writing() as connection:
            speaker = Speaker(who.username, scope(), session.address())
            if what[0] == "due":
                choose_date(connection, speaker, year=year, programme=programme, task=one.asked.task, due=what[1])
                words = f"已确认：任务 {one.asked.task} 的时限按 {by_month(what[1])}。"
            else:
                stone = next((found for found in book.stones if stone_key(found.milestone) == what[-1]), None)
                verbs = {"today": one.now.today, "in-time": stone.due_on, "open": None} if stone else {}
                if stone is None or what[1] not in verbs:
                    raise ChoiceRefused("这个节点已不在计划中，请刷新页面后重试。")
                done_on = verbs[what[1]]
                due, title = stone.milestone.due, stone.milestone.title
                mark_milestone(connection, speaker, year=year, programme=programme, due=due, title=title, done_on=done_on)
                words = f"已记下：{title}{'，已完成' if done_on else '，未完成'}。"
    except NotTheirs as error:
        raise Forbidden(str(error)) from None
    except ChoiceRefused as error:
        return plain(refused(str(error))), dash.no_update
    return plain(said(words)), clock.now().timestamp()


def _told(error: Exception) -> tuple[Any, ...]:
    if isinstance(error, HTTPException):
        raise error
    return plain(failed(error)), dash.no_update
