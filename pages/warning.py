"""One warning: what is wrong and why, what to do, the records behind it for whoever may read them, and the steps, by whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import dash
from dash import ALL, Input, Output, State, ctx, dcc, html
from dash.exceptions import PreventUpdate

from access import doors, session
from access.scope import Scope
from access.session import database, scope
from components.attr import attr
from components.crumb import CITY_STEP, crumb
from components.footer import footer
from components.form import refused, said
from components.plain import plain
from components.record_list import list_address
from components.states import failed, skeleton
from components.warning_acts import acts_panel
from components.warning_sheet import basis, reasons, records_panel, warning_lead, warning_steps
from data.clock import now as clock_now
from data.indicators.figures import NotAllowed
from data.indicators.moment import Moment, moment
from data.letters.letter import Actor
from data.settings import settings
from data.warnings.reading import RecordsLink, Warning, history, read_warning, records_link, records_of
from data.warnings.settings import read_settings
from data.warnings.steps import MOVES, Conflict, Refused, may
from geo.regions import DIGITS
from pages.handling.assignees import assignees_for
from pages.handling.doing import Written, do

PLACES = ("top", "lead", "why", "basis", "acts", "steps", "foot")
WEEK, MONTH = timedelta(days=7), timedelta(days=30)  # what the fields of days begin with
COUNTY = DIGITS["county"]
GONE = "没有这件预警，或不在您的账号可看的范围内。"

dash.register_page(__name__, path_template="/warnings/<number>", title="预警 · 领导驾驶舱", name="预警")


def layout(number: str = "", **_: str) -> html.Div:
    """The empty page; callbacks fill it."""
    return html.Div(
        [
            html.Div(skeleton("top"), id="warning-top", className="top"),
            html.Div(skeleton("lead"), id="warning-lead"),
            html.Div(id="warning-trouble", role="alert"),
            html.Div(
                [
                    html.Div(
                        [
                            html.Section(skeleton("panel"), id="warning-why", className="pan prose"),
                            html.Section(id="warning-records", className="pan"),
                            html.Section(id="warning-steps", className="pan"),
                        ],
                        className="letter-side",
                    ),
                    html.Div(
                        [
                            html.Section(id="warning-acts", className="pan"),
                            html.Div(id="warning-said", **attr(aria_live="polite")),
                            html.Section(id="warning-basis", className="pan"),
                        ],
                        className="letter-side",
                    ),
                ],
                className="letter-cols",
            ),
            html.Div(id="warning-foot"),
            dcc.Store(id="warning-number", data=number),
            dcc.Store(id="warning-version"),
            dcc.Store(id="warning-changed"),
        ],
        id="page-warning",
        className="page-root",
        **attr(data_trouble="warning-trouble"),
    )


@dash.callback(
    *(Output(f"warning-{place}", "children") for place in PLACES),
    Output("warning-version", "data"),
    Output("warning-trouble", "children"),
    Input("warning-number", "data"),
    Input("warning-changed", "data"),
    running=[(Output("page-warning", "className"), "page-root loading", "page-root")],
    on_error=lambda error: (*[dash.no_update] * (len(PLACES) + 1), plain(failed(error))),
)
def show(number: Any, _: Any) -> tuple[Any, ...]:
    """The warning as it stands, for whoever may read it. Not kept: a step shows at once."""
    seen = scope()
    with moment(database()) as now:
        one = read_warning(now, _number(number), scope=seen)
        if one is None:
            gone = [html.H1(GONE, className="lead"), html.P(dcc.Link("回到预警", href="/warnings"))]
            return [], plain(gone), *[[]] * 5, None, None
        parts = _composed(now, seen, one)
    return (*(plain(parts[place]) for place in PLACES), one.version, None)


def _composed(now: Moment, seen: Scope, one: Warning) -> dict[str, Any]:
    assignees = assignees_for(now, seen)
    counties = {county.code: county.name for county in now.places.counties}
    allowed = [act for act in MOVES if may(act, seen, one)]
    first = "closed" if "closed" in allowed and seen.role == "chief" else "explained" if seen.role == "county" else "assigned"
    days = {"assigned": now.today + WEEK, "set_aside": now.today + MONTH}
    return {
        "top": _top(one, now.demonstration),
        "lead": warning_lead(one, now.today),
        "why": reasons(one),
        "basis": basis(one, read_settings(now.connection)[one.rule.id].values, now.today, _links(now, seen, one)),
        "acts": acts_panel(allowed, assignees, days, today=now.today, first=first),
        "steps": warning_steps(history(now, one.number, scope=seen), counties, now.today.year),
        "foot": footer(
            data_to=now.today,
            refreshed_at=now.refreshed_at,
            batch=now.batch,
            late=(),
            approval=settings().map_approval_number,
            year=now.today.year,
        ),
    }


def _links(now: Moment, seen: Scope, one: Warning) -> list[tuple[str, str]]:
    """Where the matter stands on other pages, as far as this person may go there."""
    found = [("同一规则的预警", f"/warnings?rule={one.rule.id}")]
    link = records_link(now, one)
    if link and seen.reads_records(link.listed.section, link.region):
        found.insert(0, (f"名单：{link.listed.title}", _list_of(link)))
    page = f"/programmes/{one.rule.programme}" if one.rule.programme else ""
    if page and doors.door(page):
        found.append(("工程台账", page))
    if seen.role != "admin" and one.rule.programme:
        found.append(
            ("函件", f"/letters?programme={one.rule.programme}" + (f"&region={one.region[:6]}" if len(one.region) >= COUNTY else ""))
        )
    return found


def _list_of(link: RecordsLink) -> str:
    """The list with its region, period and filter in the address."""
    return list_address(link.listed, link.region, link.period) + (f"&filter={quote(link.filter)}" if link.filter else "")


def _top(one: Warning, demonstration: bool) -> list[Any]:
    mark = [html.Span("演示数据", className="demo")] if demonstration else []
    return [crumb(CITY_STEP, ("预警", "/warnings"), here=f"{one.rule.name} {one.number}"), html.Span(className="sp"), *mark]


@dash.callback(
    Output("warning-records", "children"),
    Input("warning-number", "data"),
    on_error=lambda error: plain(failed(error)),
)
def records(number: Any) -> Any:
    """The records behind it, for who may read them. The look is written down before it is answered; what can't be told is not shown."""
    seen = scope()
    with moment(database()) as now:
        one = read_warning(now, _number(number), scope=seen)
        if one is None or one.rule.dataset is None:
            return []
        try:
            found = records_of(now, one.number, scope=seen)
        except NotAllowed:
            return []
        session.note("records", f"预警 {one.number}的记录", found.total)
        link = records_link(now, one)
        more = _list_of(link) if link else ""
    return plain(records_panel(found, more, one.many))


@dash.callback(
    Output("warning-said", "children"),
    Output("warning-changed", "data"),
    Output("warning-version", "data", allow_duplicate=True),
    Input({"type": "warning-act", "act": ALL}, "n_clicks"),
    State("warning-number", "data"),
    State("warning-version", "data"),
    State({"type": "warning-words", "act": ALL}, "value"),
    State({"type": "warning-words", "act": ALL}, "id"),
    State({"type": "warning-to", "act": ALL}, "value"),
    State({"type": "warning-to", "act": ALL}, "id"),
    State({"type": "warning-day", "act": ALL}, "value"),
    State({"type": "warning-day", "act": ALL}, "id"),
    prevent_initial_call=True,
    on_error=lambda error: (plain(failed(error)), dash.no_update, dash.no_update),
)
def done(clicks: Any, number: Any, version: Any, *given: Any) -> tuple[Any, ...]:
    """One step. What was typed stays where the step is refused."""
    who, pressed = session.person(), ctx.triggered_id
    if who is None or not isinstance(pressed, dict) or not any(clicks or []) or not isinstance(version, int):
        raise PreventUpdate
    actor = Actor(who.username, who.scope, session.address())
    with moment(database()) as now:
        assignees = assignees_for(now, who.scope)
    try:
        words = do(database(), actor, _number(number), version, str(pressed.get("act")), Written.read(*given), assignees)
    except Conflict as error:
        return _conflict(error, who.scope, _number(number))
    except Refused as error:
        return plain(refused(str(error))), dash.no_update, dash.no_update
    return plain(said(words)), clock_now().timestamp(), dash.no_update


def _conflict(error: Conflict, seen: Scope, number: int) -> tuple[Any, ...]:
    """What was typed stays in its fields, what somebody else did meanwhile is told. Pressing once more is then done knowingly."""
    with moment(database()) as now:
        steps = history(now, number, scope=seen)
        counties = {county.code: county.name for county in now.places.counties}
        year = now.today.year
    parts: list[Any] = [refused(str(error)), *warning_steps(steps[-1:], counties, year)[1:]]
    return plain(parts), dash.no_update, error.warning.version if steps else dash.no_update


def _number(given: Any) -> int:
    text = str(given or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
