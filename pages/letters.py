"""函件: the letters a person may read, by state, county and programme; for the section that drafts them, where a new one begins."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

import dash
from dash import ALL, Input, Output, State, ctx, dcc, html
from dash.exceptions import PreventUpdate

from access import session
from access.scope import Scope
from access.session import database, scope
from components.attr import attr
from components.crumb import crumb
from components.footer import footer
from components.form import refused
from components.header import lead
from components.letter_list import LATE, STATE_CHOICES, TOWN, Begin, filters, letters_table, list_title, new_letter
from components.plain import plain
from components.states import failed, skeleton
from data.indicators.figures import NotAllowed
from data.indicators.findings import Finding
from data.indicators.moment import Moment, moment
from data.letters.drafting import NothingLags, compose, due_day
from data.letters.lagging import open_topics
from data.letters.letter import Actor, Letter, owns
from data.letters.reading import letters_of, waiting
from data.letters.steps import Refused, draft
from data.periods import month_of
from data.programmes.form import Programme
from data.programmes.ledger import plan_at
from data.settings import settings

FILTERS = ("state", "region", "programme")

dash.register_page(
    __name__, path="/letters", title="函件 · 领导驾驶舱", name="函件", order=45, nav="函件", nav_group="工程", nav_badge=True
)


def layout(**query: str) -> html.Div:
    """The empty page; callbacks fill it. Who can draft has the form for it."""
    return html.Div(
        [
            html.Div(
                [
                    crumb("工程", here="函件"),
                    html.Span(className="sp"),
                    html.Span(id="letters-demonstration"),
                ],
                className="top",
            ),
            html.Div(skeleton("lead"), id="letters-lead"),
            html.Div(id="letters-trouble", role="alert"),
            html.Section(id="letters-new", className="pan draft-pan"),
            html.Div(id="letters-said", **attr(aria_live="polite")),
            html.Div(id="letters-filters"),
            html.Section(skeleton("panel"), id="letters-list", className="pan"),
            html.Div(id="letters-foot"),
            dcc.Store(id="letters-address", data=f"?{urlencode(query)}"),
            dcc.Location(id="letters-goto", refresh="callback-nav"),
        ],
        id="page-letters",
        className="page-root",
        **attr(data_address="letters-address", data_trouble="letters-trouble"),
    )


@dash.callback(
    Output("letters-lead", "children"),
    Output("letters-filters", "children"),
    Output("letters-list", "children"),
    Output("letters-foot", "children"),
    Output("letters-demonstration", "children"),
    Output("letters-trouble", "children"),
    Input("letters-address", "data"),
    on_error=lambda error: (*[dash.no_update] * 5, plain(failed(error))),
)
def show(search: Any) -> tuple[Any, ...]:
    """Title, filters and list. Not kept: a step shows at once."""
    seen = scope()
    with moment(database()) as now:
        every = letters_of(now.connection, seen)
        asked = _asked(search)
        shown = [one for one in every if _fits(one, asked, now)]
        regions = {one.region: one.region_name for one in sorted(every, key=lambda one: one.region)}
        programmes = {one.programme: one.programme_name for one in every}
        known = {one.state for one in every} | ({LATE} if any(one.late(now.today) for one in every) else set())
        states = [key for key in STATE_CHOICES if key in known or key == asked.get("state")]
        chosen = {
            name: value for name, value in asked.items() if value in {"state": states, "region": regions, "programme": programmes}[name]
        }
        foot = footer(
            data_to=now.today,
            refreshed_at=now.refreshed_at,
            batch=now.batch,
            late=(),
            approval=settings().map_approval_number,
            year=now.today.year,
        )
        title = Finding(list_title(shown, now.today), "提醒函和督办函：起草、签发、回复、核查。印发后内容和数字不再变动。")
        parts = (lead(title, (), ""), filters(chosen, regions, programmes, states), letters_table(shown, now.today), foot)
        mark = html.Span("演示数据", className="demo") if now.demonstration else None
    return (*map(plain, parts), plain(mark), None)


def _asked(search: Any) -> dict[str, str]:
    given = dict(parse_qsl(search.removeprefix("?"), max_num_fields=20)) if isinstance(search, str) and len(search) < 1000 else {}
    return {name: given[name] for name in FILTERS if given.get(name)}


def _fits(one: Letter, asked: dict[str, str], now: Moment) -> bool:
    state = asked.get("state", one.state)
    if state == LATE:
        return one.late(now.today) and _in(one, asked)
    return (state == one.state or state not in STATE_CHOICES) and _in(one, asked)


def _in(one: Letter, asked: dict[str, str]) -> bool:
    return one.region.startswith(asked.get("region", "")) and asked.get("programme", one.programme) == one.programme


@dash.callback(
    Output("letters-new", "children"),
    Input("letters-address", "data"),
    on_error=lambda error: plain(failed(error)),
)
def begin(_: Any) -> Any:
    """For the chief of a section that owns a programme: how much lags in each county, and the townships; for others nothing."""
    seen = scope()
    with moment(database()) as now:
        own = _own(now, seen)
        if own is None:
            return []
        counties = [(county.code, county.name, len(open_topics(now, own.id, county.code))) for county in now.places.counties]
        return plain(new_letter(Begin(counties, list(_towns(now)))))


def _towns(now: Moment) -> dict[str, str]:
    """Townships by their whole names."""
    return {f"{now.places.name(town.code[:6])}{town.name}": town.code for town in now.places.by_level["township"]}


@dash.callback(
    Output("letters-said", "children"),
    Output("letters-goto", "href"),
    Input({"type": "letters-start", "region": ALL}, "n_clicks"),
    State({"type": "letters-town", "of": ALL}, "value"),
    prevent_initial_call=True,
    on_error=lambda error: (plain(failed(error)), dash.no_update),
)
def start(clicks: Any, town: Any) -> tuple[Any, Any]:
    """A new 提醒函 of the own programme, filled from what lags there today; on to its page."""
    who, pressed = session.person(), ctx.triggered_id
    if who is None or not isinstance(pressed, dict) or not any(clicks or []):
        raise PreventUpdate
    with moment(database()) as now:
        own = _own(now, who.scope)
        if own is None:
            return plain(refused("本科室没有牵头的工程。")), dash.no_update
        region = str(pressed.get("region"))
        if region == TOWN:
            region = _towns(now).get(str(town[0]).strip() if isinstance(town, list) and town else "", "")
        due_on = due_day(now.connection, now.today)
        try:
            content = compose(now, "reminder", own.id, region, due_on)
        except NothingLags as error:
            return plain(refused(str(error))), dash.no_update
        except (NotAllowed, KeyError):
            return plain(refused("没有这个县区或乡镇，请从列表中选。")), dash.no_update
    actor = Actor(who.username, who.scope, session.address())
    try:
        with database().writing() as connection:
            number = draft(connection, actor, "reminder", own.id, own.owner, region, content, due_on)
    except Refused as error:
        return plain(refused(str(error))), dash.no_update
    return None, f"/letters/{number}"


def _own(now: Moment, seen: Scope) -> Programme | None:
    """The programme this person's section owns."""
    plan = plan_at(now, month_of(now.today))
    return next((one for one in plan.programmes if owns(seen, one.owner)), None) if plan else None


@dash.callback(Output("shell-badge-letters", "children"), Input("shell-view", "data"))
def count(_: Any) -> str:
    """How many wait for this person."""
    with moment(database()) as now:
        return str(waiting(now, scope()) or "")
