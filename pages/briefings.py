"""周报: the archive of the weekly papers a person may read, found by words, year, region and state; where a draft begins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

import dash
from dash import Input, Output, State, dcc, html
from dash.exceptions import PreventUpdate

from access import session
from access.session import database, scope
from components.attr import attr
from components.briefing_list import filters, list_title, new_paper, papers_table, search_form, span
from components.crumb import crumb
from components.footer import footer
from components.form import refused
from components.header import lead
from components.plain import plain
from components.states import failed, skeleton
from data.briefing.paper import Actor, drafts, week_words
from data.briefing.reading import papers_of, waiting
from data.briefing.steps import Refused
from data.briefing.table import STATES
from data.indicators.findings import Finding
from data.indicators.moment import Moment, moment
from data.periods import Period, PeriodError, parse, week_of
from data.settings import settings
from geo.regions import CITY
from pages.papers.doing import begin

ASKED = ("text", "state", "region", "year")
WEEKS = 53  # that a draft can be begun for, the running one among them

dash.register_page(
    __name__, path="/briefings", title="周报 · 领导驾驶舱", name="周报", order=46, nav="周报", nav_group="工程", nav_badge=True
)


def layout(**query: str) -> html.Div:
    """The empty page; callbacks fill it."""
    given = {name: query[name] for name in ASKED if isinstance(query.get(name), str)}
    return html.Div(
        [
            html.Div(
                [
                    crumb("工程", here="周报"),
                    html.Span(className="sp"),
                    html.Span(id="briefings-demonstration"),
                ],
                className="top",
            ),
            html.Div(skeleton("lead"), id="briefings-lead"),
            html.Div(id="briefings-trouble", role="alert"),
            html.Section(id="briefings-new", className="pan draft-pan"),
            html.Div(id="briefings-said", **attr(aria_live="polite")),
            search_form(given),
            html.Div(id="briefings-filters"),
            html.Section(skeleton("panel"), id="briefings-list", className="pan"),
            html.Div(id="briefings-foot"),
            dcc.Store(id="briefings-address", data=f"?{urlencode(query)}"),
            dcc.Location(id="briefings-goto", refresh="callback-nav"),
        ],
        id="page-briefings",
        className="page-root",
        **attr(data_address="briefings-address", data_trouble="briefings-trouble"),
    )


@dash.callback(
    Output("briefings-lead", "children"),
    Output("briefings-filters", "children"),
    Output("briefings-list", "children"),
    Output("briefings-foot", "children"),
    Output("briefings-demonstration", "children"),
    Output("briefings-trouble", "children"),
    Input("briefings-address", "data"),
    on_error=lambda error: (*[dash.no_update] * 5, plain(failed(error))),
)
def show(search: Any) -> tuple[Any, ...]:
    """Title, filters and archive. Not kept: a step shows at once."""
    seen = scope()
    with moment(database()) as now:
        asked = _asked(search)
        every = papers_of(now.connection, seen)
        shown = papers_of(now.connection, seen, asked) if asked else every
        latest = next((one for one in every if one.state == "issued" and one.region == CITY), None)
        options: dict[str, tuple[str, Mapping[str, str]]] = {
            "state": ("状态", {state: STATES[state] for state in STATES if any(one.state == state for one in every)}),
            "region": ("地区", {one.region: one.region_name for one in sorted(every, key=lambda one: one.region)}),
            "year": ("年度", {year: f"{year}年" for year in sorted({one.week.text[:4] for one in every}, reverse=True)}),
        }
        title = Finding(list_title(every, latest), "每周一份：要情、指标、工程、预警、月报和各县区。印发后内容、数字和文件不再变动。")
        parts = (
            lead(title, (), ""),
            filters(asked, options),
            papers_table(shown, now.today, bool(asked)),
            footer(
                data_to=now.today,
                refreshed_at=now.refreshed_at,
                batch=now.batch,
                late=(),
                approval=settings().map_approval_number,
                year=now.today.year,
            ),
        )
        mark = html.Span("演示数据", className="demo") if now.demonstration else None
    return (*map(plain, parts), plain(mark), None)


def _asked(search: Any) -> dict[str, str]:
    given = dict(parse_qsl(search.removeprefix("?"), max_num_fields=20)) if isinstance(search, str) and len(search) < 1000 else {}
    return {name: given[name][:60] for name in ASKED if given.get(name)}


@dash.callback(
    Output("briefings-new", "children"),
    Input("briefings-address", "data"),
    on_error=lambda error: plain(failed(error)),
)
def offer(_: Any) -> Any:
    """For who drafts: the weeks and editions; for others nothing."""
    if not drafts(scope()):
        return []
    with moment(database()) as now:
        regions = [(CITY, f"{now.places.name(CITY)}（全市）"), *((county.code, county.name) for county in now.places.counties)]
        weeks = [(week.text, f"{week_words(week)}　{span(week, now.today.year)}") for week in _weeks(now)]
    return plain(new_paper(weeks, regions))


def _weeks(now: Moment) -> list[Period]:
    """The last whole week first, then the running one, then back in time."""
    running = week_of(now.today)
    back = [running.shift(-step) for step in range(2, WEEKS)]
    return [running.shift(-1), running, *(week for week in back if now.begins is None or week.ends >= now.begins)]


@dash.callback(
    Output("briefings-said", "children"),
    Output("briefings-goto", "href"),
    Input("briefings-start", "n_clicks"),
    State("briefings-week", "value"),
    State("briefings-region", "value"),
    prevent_initial_call=True,
    on_error=lambda error: (plain(failed(error)), dash.no_update),
)
def start(clicks: Any, week: Any, region: Any) -> tuple[Any, Any]:
    """A new draft; on to its page, where its composing can be followed."""
    who = session.person()
    if who is None or not clicks:
        raise PreventUpdate
    actor = Actor(who.username, who.scope, session.address())
    try:
        number = begin(database(), actor, parse(str(week)), str(region))
    except (Refused, PeriodError) as error:
        return plain(refused(str(error))), dash.no_update
    return None, f"/briefings/{number}"


@dash.callback(Output("shell-badge-briefings", "children"), Input("shell-view", "data"))
def count(_: Any) -> str:
    """How many wait for this person."""
    with database().reading() as connection:
        return str(waiting(connection, scope()) or "")
