"""One edition of the weekly paper: as it reads and prints, what can be done with it, its files with their hashes, work under way."""

from __future__ import annotations

from typing import Any

import dash
from dash import ALL, Input, Output, State, ctx, dcc, html
from dash.exceptions import PreventUpdate

from access import session
from access.scope import Scope
from access.session import database, scope
from briefings.edition import PRINTERS, dressed
from components.attr import attr
from components.briefing_acts import acts_panel
from components.briefing_list import progress
from components.briefing_sheet import paper_facts, paper_files, paper_lead, paper_sheet, paper_steps
from components.crumb import crumb
from components.footer import footer
from components.form import refused, said
from components.plain import plain
from components.states import failed, skeleton
from data.briefing.jobs import Job, last_job
from data.briefing.paper import Actor, Paper, drafts
from data.briefing.reading import editions, read_paper
from data.briefing.steps import MOVES, Conflict, Refused, may
from data.clock import now as clock_now
from data.indicators.moment import Moment, moment
from data.settings import settings
from pages.papers.doing import do

PLACES = ("top", "lead", "paper", "acts", "files", "facts", "steps", "foot")
GONE = "没有这份周报，或不在您的账号可看的范围内。"
EVERY = 1000  # milliseconds between two looks at work under way

dash.register_page(__name__, path_template="/briefings/<number>", title="周报 · 领导驾驶舱", name="周报")


def layout(number: str = "", **_: str) -> html.Div:
    """The empty page; one callback fills it, another follows the work under way."""
    return html.Div(
        [
            html.Div(skeleton("top"), id="briefing-top", className="top"),
            html.Div(skeleton("lead"), id="briefing-lead"),
            html.Div(id="briefing-trouble", role="alert"),
            html.Div(id="briefing-progress", **attr(aria_live="polite")),
            html.Div(
                [
                    html.Div(skeleton("panel"), id="briefing-paper"),
                    html.Div(
                        [
                            html.Section(id="briefing-acts", className="pan"),
                            html.Div(id="briefing-said", **attr(aria_live="polite")),
                            html.Section(id="briefing-files", className="pan"),
                            html.Section(id="briefing-facts", className="pan"),
                            html.Section(id="briefing-steps", className="pan"),
                        ],
                        className="letter-side",
                    ),
                ],
                className="letter-cols",
            ),
            html.Div(id="briefing-foot"),
            dcc.Store(id="briefing-number", data=number),
            dcc.Store(id="briefing-version"),
            dcc.Store(id="briefing-changed"),
            dcc.Store(id="briefing-ended"),
            dcc.Interval(id="briefing-tick", interval=EVERY, disabled=True),
            dcc.Location(id="briefing-goto", refresh="callback-nav"),
        ],
        id="page-briefing",
        className="page-root",
        **attr(data_trouble="briefing-trouble"),
    )


@dash.callback(
    *(Output(f"briefing-{place}", "children") for place in PLACES),
    Output("briefing-version", "data"),
    Output("briefing-progress", "children"),
    Output("briefing-tick", "disabled"),
    Output("briefing-trouble", "children"),
    Input("briefing-number", "data"),
    Input("briefing-changed", "data"),
    Input("briefing-ended", "data"),
    running=[(Output("page-briefing", "className"), "page-root loading", "page-root")],
    on_error=lambda error: (*[dash.no_update] * (len(PLACES) + 3), plain(failed(error))),
)
def show(number: Any, _: Any, __: Any) -> tuple[Any, ...]:
    """The paper as it stands, for whoever may read it. Not kept: a step shows at once."""
    seen = scope()
    with moment(database()) as now:
        paper = read_paper(now.connection, _number(number), seen)
        if paper is None:
            gone = [html.H1(GONE, className="lead"), html.P(dcc.Link("回到周报", href="/briefings"))]
            return [], plain(gone), *[[]] * (len(PLACES) - 2), None, [], True, None
        job = last_job(now.connection, paper.number) if drafts(seen) else None
        parts = _composed(now, seen, paper, job)
    return (*(plain(parts[place]) for place in PLACES), paper.version, plain(progress(job)), job is None or job.over, None)


def _composed(now: Moment, seen: Scope, paper: Paper, job: Job | None) -> dict[str, Any]:
    year = now.today.year
    busy = job is not None and not job.over
    allowed = [act for act in ("edited", *MOVES) if act in MOVES and may(act, seen, paper)]
    others = [one for one in editions(now.connection, paper.week, paper.region) if one.number != paper.number]
    known = [one for one in others if read_paper(now.connection, one.number, seen)]
    if paper.state == "issued" and drafts(seen) and all(one.edition < paper.edition for one in others):
        allowed.append("corrected")
    return {
        "top": _top(paper, now.demonstration),
        "lead": paper_lead(paper, year),
        "paper": _sheet(paper, now, busy),
        "acts": acts_panel(paper, list(dict.fromkeys(allowed)), busy),
        "files": paper_files(paper, list(PRINTERS)),
        "facts": paper_facts(paper, known, now.refresh, year, drafts(seen)),
        "steps": paper_steps(paper, year),
        "foot": footer(
            data_to=now.today,
            refreshed_at=now.refreshed_at,
            batch=now.batch,
            late=(),
            approval=settings().map_approval_number,
            year=year,
        ),
    }


def _sheet(paper: Paper, now: Moment, busy: bool) -> Any:
    if paper.content is None:
        words = "正在取数成稿，稍候自动显示。" if busy else "还没有取数成稿：点“重新取数”。"
        return html.P(words, className="empty")
    return paper_sheet(dressed(paper, serial=paper.serial, mark="", today=paper.issued_on or now.today))


def _top(paper: Paper, demonstration: bool) -> list[Any]:
    mark = [html.Span("演示数据", className="demo")] if demonstration else []
    return [crumb("工程", ("周报", "/briefings"), here=paper.name), html.Span(className="sp"), *mark]


@dash.callback(
    Output("briefing-progress", "children", allow_duplicate=True),
    Output("briefing-ended", "data"),
    Input("briefing-tick", "n_intervals"),
    State("briefing-number", "data"),
    prevent_initial_call=True,
)
def follow(_: Any, number: Any) -> tuple[Any, Any]:
    """How far the work is; once it is over the page is read anew."""
    with database().reading() as connection:
        paper = read_paper(connection, _number(number), scope())
        job = last_job(connection, paper.number) if paper and drafts(scope()) else None
    if job is None:
        return [], 0
    return plain(progress(job)), job.number if job.over else dash.no_update


@dash.callback(
    Output("briefing-said", "children"),
    Output("briefing-changed", "data"),
    Output("briefing-version", "data", allow_duplicate=True),
    Output("briefing-goto", "href"),
    Input({"type": "briefing-act", "act": ALL}, "n_clicks"),
    State("briefing-number", "data"),
    State("briefing-version", "data"),
    State({"type": "briefing-words", "act": ALL}, "value"),
    State({"type": "briefing-words", "act": ALL}, "id"),
    prevent_initial_call=True,
    on_error=lambda error: (plain(failed(error)), *[dash.no_update] * 3),
)
def done(clicks: Any, number: Any, version: Any, values: Any, ids: Any) -> tuple[Any, ...]:
    """One step. What was typed stays where the step is refused."""
    who, act = session.person(), ctx.triggered_id
    if who is None or not isinstance(act, dict) or not any(clicks or []) or not isinstance(version, int):
        raise PreventUpdate
    actor = Actor(who.username, who.scope, session.address())
    name = str(act.get("act"))
    try:
        words, goto = do(database(), actor, _number(number), version, name, _written(values, ids, name))
    except Conflict as error:
        return plain(refused(str(error))), clock_now().timestamp(), dash.no_update, dash.no_update
    except Refused as error:
        return plain(refused(str(error))), dash.no_update, dash.no_update, dash.no_update
    return plain(said(words)) if words else None, clock_now().timestamp(), dash.no_update, goto or dash.no_update


def _written(values: Any, ids: Any, act: str) -> str:
    """What was typed for the act; signs that no paper can hold are left out."""
    pairs = zip(values, ids, strict=False) if isinstance(values, list) and isinstance(ids, list) else ()
    given = next((value for value, one in pairs if isinstance(one, dict) and one.get("act") == act), "")
    return "".join(sign for sign in given if sign.isprintable() or sign == "\n") if isinstance(given, str) else ""


def _number(given: Any) -> int:
    text = str(given or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
