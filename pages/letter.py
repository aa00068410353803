"""One letter: as it reads, with the figures it was filled from; what was done with it; what can be done, by whom."""

from __future__ import annotations

from typing import Any

import dash
from dash import ALL, Input, Output, State, ctx, dcc, html
from dash.exceptions import PreventUpdate

from access import session
from access.scope import Scope
from access.session import database, scope
from components.attr import attr
from components.crumb import crumb
from components.footer import footer
from components.form import refused, said
from components.letter_acts import acts_panel, theirs
from components.letter_sheet import letter_basis, letter_lead, letter_paper, letter_steps
from components.plain import plain
from components.states import failed, skeleton
from data.clock import now as clock_now
from data.indicators.moment import Moment, moment
from data.letters.lagging import open_topics
from data.letters.letter import OPEN, Actor, Letter, owns
from data.letters.reading import followers, read_letter
from data.letters.steps import MOVES, Conflict, Refused, may, not_yet
from data.settings import settings
from pages.correspondence.doing import Written, do

PLACES = ("top", "lead", "paper", "basis", "acts", "steps", "foot")
GONE = "没有这份函件，或不在您的账号可看的范围内。"

dash.register_page(__name__, path_template="/letters/<number>", title="函件 · 领导驾驶舱", name="函件")


def layout(number: str = "", **_: str) -> html.Div:
    """The empty page; one callback fills it."""
    return html.Div(
        [
            html.Div(skeleton("top"), id="letter-top", className="top"),
            html.Div(skeleton("lead"), id="letter-lead"),
            html.Div(id="letter-trouble", role="alert"),
            html.Div(
                [
                    html.Div(skeleton("panel"), id="letter-paper"),
                    html.Div(
                        [
                            html.Section(id="letter-acts", className="pan"),
                            html.Div(id="letter-said", **attr(aria_live="polite")),
                            html.Section(id="letter-basis", className="pan"),
                            html.Section(id="letter-steps", className="pan"),
                        ],
                        className="letter-side",
                    ),
                ],
                className="letter-cols",
            ),
            html.Div(id="letter-foot"),
            dcc.Store(id="letter-number", data=number),
            dcc.Store(id="letter-version"),
            dcc.Store(id="letter-changed"),
            dcc.Location(id="letter-goto", refresh="callback-nav"),
        ],
        id="page-letter",
        className="page-root",
        **attr(data_trouble="letter-trouble"),
    )


@dash.callback(
    *(Output(f"letter-{place}", "children") for place in PLACES),
    Output("letter-version", "data"),
    Output("letter-trouble", "children"),
    Input("letter-number", "data"),
    Input("letter-changed", "data"),
    running=[(Output("page-letter", "className"), "page-root loading", "page-root")],
    on_error=lambda error: (*[dash.no_update] * (len(PLACES) + 1), plain(failed(error))),
)
def show(number: Any, _: Any) -> tuple[Any, ...]:
    """The letter as it stands, for whoever may read it. Not kept: a step shows at once."""
    seen = scope()
    with moment(database()) as now:
        letter = read_letter(now.connection, _number(number), seen)
        if letter is None:
            return [], plain([html.H1(GONE, className="lead"), html.P(dash.dcc.Link("回到函件", href="/letters"))]), *[[]] * 5, None, None
        parts = _composed(now, seen, letter)
    return (*(plain(parts[place]) for place in PLACES), letter.version, None)


def _composed(now: Moment, seen: Scope, letter: Letter) -> dict[str, Any]:
    year = now.today.year
    after = [one for one in followers(now.connection, letter.number) if read_letter(now.connection, one.number, seen)]
    cited = read_letter(now.connection, letter.cites, seen) if letter.cites else None
    told = letter.state in OPEN and seen.role in ("leader", "chief")
    still = open_topics(now, letter.programme, letter.region) if told else None
    allowed = [act for act in MOVES if may(act, seen, letter, now.today)]
    why = ""
    if owns(seen, letter.owner):
        if letter.state == "draft":
            allowed.insert(1, "refilled")
        if letter.kind == "reminder" and letter.state in OPEN:
            why = not_yet(letter, seen, now.today, still or (), bool(followers(now.connection, letter.number)))
            allowed += [] if why else ["supervised"]
        if letter.state == "closed" and cited and cited.open:
            why = f"所依据的{cited.name}还没有办结，请到该函核查后一并办结。"
    return {
        "top": _top(letter, now.demonstration),
        "lead": letter_lead(letter, now.today),
        "paper": letter_paper(letter, still),
        "basis": letter_basis(letter, cited, after, year),
        "acts": acts_panel(letter, allowed, why),
        "steps": letter_steps(letter, year, {}),
        "foot": footer(
            data_to=now.today,
            refreshed_at=now.refreshed_at,
            batch=now.batch,
            late=(),
            approval=settings().map_approval_number,
            year=year,
        ),
    }


def _top(letter: Letter, demonstration: bool) -> list[Any]:
    files = [
        html.A(f"下载 {kind}", href=f"/letters/{letter.number}.{kind}", download="", className="btn", **attr(data_file=kind))
        for kind in ("docx", "pdf")
    ]
    mark = [html.Span("演示数据", className="demo")] if demonstration else []
    return [crumb("工程", ("函件", "/letters"), here=letter.name), html.Span(className="sp"), *mark, *files]


@dash.callback(
    Output("letter-said", "children"),
    Output("letter-changed", "data"),
    Output("letter-version", "data", allow_duplicate=True),
    Output("letter-goto", "href"),
    Input({"type": "letter-act", "act": ALL}, "n_clicks"),
    State("letter-number", "data"),
    State("letter-version", "data"),
    State({"type": "letter-words", "act": ALL}, "value"),
    State({"type": "letter-words", "act": ALL}, "id"),
    State({"type": "letter-due", "act": ALL}, "value"),
    State({"type": "letter-remark", "topic": ALL}, "value"),
    State({"type": "letter-remark", "topic": ALL}, "id"),
    State({"type": "letter-demand", "topic": ALL}, "value"),
    State({"type": "letter-demand", "topic": ALL}, "id"),
    prevent_initial_call=True,
    on_error=lambda error: (plain(failed(error)), *[dash.no_update] * 3),
)
def done(clicks: Any, number: Any, version: Any, *given: Any) -> tuple[Any, ...]:
    """One step. What was typed stays where the step is refused."""
    who, act = session.person(), ctx.triggered_id
    if who is None or not isinstance(act, dict) or not any(clicks or []) or not isinstance(version, int):
        raise PreventUpdate
    actor = Actor(who.username, who.scope, session.address())
    try:
        words, goto = do(database(), actor, _number(number), version, str(act.get("act")), Written.read(*given))
    except Conflict as error:
        return _conflict(error, who.scope, _number(number))
    except Refused as error:
        return plain(refused(str(error))), dash.no_update, dash.no_update, dash.no_update
    return plain(said(words)), clock_now().timestamp(), dash.no_update, goto or dash.no_update


def _conflict(error: Conflict, seen: Scope, number: int) -> tuple[Any, ...]:
    """Both texts: what was typed stays in its fields, what stands now is told below. Saving once more is then done knowingly."""
    with database().reading() as connection:
        letter = read_letter(connection, number, seen)
    parts: list[Any] = [refused(str(error))]
    if letter is not None:
        before = next((step.content for step in letter.steps[:-1][::-1] if step.content), letter.content)
        parts += theirs(letter.content, before)
    return plain(parts), dash.no_update, letter.version if letter else dash.no_update, dash.no_update


def _number(given: Any) -> int:
    text = str(given or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
