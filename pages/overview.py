"""总览: how the year's targets stand, one indicator over the counties and over the year, and the six programmes."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import dash
from dash import ClientsideFunction, Input, Output, State, dcc, html

from access import answers
from access.scope import Scope
from access.session import database, scope
from components import theme
from components.address import Address, read
from components.attr import attr
from components.comparison import three, unfinished
from components.countymap import legend, map_breaks, map_data, map_head, map_title
from components.footer import footer
from components.header import header, lead
from components.headline import headline
from components.plain import plain
from components.progress import progress
from components.ranking import ranking
from components.states import failed, skeleton
from components.table import table
from components.trend import trend, trend_head
from data.exchange.freshness import freshness
from data.indicators import INDICATORS
from data.indicators.figures import figures
from data.indicators.findings import overview_finding, region_finding
from data.indicators.moment import Moment, moment
from data.indicators.study import study
from data.periods import month_of
from data.programmes.ledger import read_ledger
from data.settings import settings
from geo.regions import CITY
from geo.shapes import county_shapes
from pages.handling.panel import line_of

HEADLINES = (
    "relief_paid_on_time",
    "elder_visit_rate",
    "home_adaptations",
    "township_home_transformed",
    "children_homes",
    "township_cemeteries_operating",
)
DEFAULT, TWIN = "relief_recipients", "relief_per_10k"  # on the map until another is chosen; shown by head beside it
PLACES = ("top", "lead", "cards", "map-head", "map-foot", "table", "programmes", "ranking", "trend-head", "foot")

dash.register_page(__name__, path="/", title="总览 · 领导驾驶舱", name="总览", order=0, nav="总览", nav_group="")


def layout(**query: str) -> html.Div:
    """The empty page; the callback fills its places. Shapes travel with it, once."""
    return html.Div(
        [
            html.Div(skeleton("top"), id="overview-top"),
            html.Div(skeleton("lead"), id="overview-lead"),
            html.Div(id="overview-trouble", role="alert"),
            html.Div(skeleton("cards", 6), id="overview-cards", className="cards"),
            html.Section(html.Span(className="none"), id="overview-warnings", className="warn-line", **attr(aria_label="预警")),
            html.Div(
                [
                    html.Section(
                        [
                            html.Div(skeleton("panel"), id="overview-map-head", className="map-head"),
                            html.Div(_graph("overview-map"), className="map-box", role="img"),
                            html.Div(id="overview-table", className="twin"),
                            html.Div(id="overview-map-foot", className="map-foot"),
                        ],
                        className="pan map-pan",
                        **attr(data_shows="map"),
                    ),
                    html.Section(skeleton("panel"), id="overview-programmes", className="pan programmes"),
                    html.Section(skeleton("panel"), id="overview-ranking", className="pan"),
                    html.Section(
                        [
                            html.Div(id="overview-trend-head"),
                            html.Div(_graph("overview-trend"), className="trend-box", role="img", **attr(aria_label="走势图")),
                        ],
                        className="pan trend-pan",
                    ),
                ],
                className="cols",
            ),
            html.Div(id="overview-foot"),
            dcc.Store(id="overview-address", data=f"?{urlencode(query)}"),
            dcc.Store(id="overview-shapes", data={"shapes": county_shapes(), "template": theme.TEMPLATE}),
            dcc.Store(id="overview-map-data"),
            dcc.Store(id="overview-trend-data"),
        ],
        id="page-overview",
        className="page-root",
        **attr(data_address="overview-address", data_trouble="overview-trouble"),
    )


def _graph(name: str) -> dcc.Graph:
    return dcc.Graph(
        id=name,
        config=theme.CONFIG,
        responsive=True,
        clear_on_unhover=True,
        figure={"data": [], "layout": {"template": theme.TEMPLATE, **BLANK}},
    )


BLANK = {"xaxis": {"visible": False}, "yaxis": {"visible": False}}


@dash.callback(
    *(Output(f"overview-{place}", "children") for place in PLACES),
    Output("overview-map-data", "data"),
    Output("overview-trend-data", "data"),
    Output("overview-trouble", "children"),
    Input("overview-address", "data"),
    running=[(Output("page-overview", "className"), "page-root loading", "page-root")],
    on_error=lambda error: (*[dash.no_update] * (len(PLACES) + 2), plain(failed(error))),
)
def show(search: str) -> tuple[Any, ...]:
    """Everything the address asks for, in one answer, of one moment; given again until a refresh, a plan or midnight changes it."""
    seen = scope()
    with moment(database()) as now:
        regions = {CITY: now.places.name(CITY), **{county.code: county.name for county in now.places.counties}}
        address = read(search, today=now.today, begins=now.begins, regions=regions, indicators=INDICATORS, default=DEFAULT)
        answer = _compose(now, seen, address)
    answers.keep()
    return answer


@dash.callback(
    Output("overview-warnings", "children"),
    Input("overview-address", "data"),
    on_error=lambda error: plain(failed(error)),
)
def warned(search: str) -> Any:
    """The line of warnings of the region that is on. Not kept: a step shows at once."""
    seen = scope()
    with moment(database()) as now:
        regions = {CITY: now.places.name(CITY), **{county.code: county.name for county in now.places.counties}}
        region = read(search, today=now.today, begins=now.begins, regions=regions, indicators=INDICATORS, default=DEFAULT).region
        return plain(line_of(now, seen, region))


for name in ("map", "trend"):
    dash.clientside_callback(
        ClientsideFunction("charts", name),
        Output(f"overview-{name}", "figure"),
        Input(f"overview-{name}-data", "data"),
        Input("shell-view", "data"),
        State("overview-shapes", "data"),
    )

for prop, function in (("clickData", "choose"), ("hoverData", "hover")):
    dash.clientside_callback(ClientsideFunction("charts", function), Input("overview-map", prop), prevent_initial_call=True)


def _compose(now: Moment, seen: Scope, address: Address) -> tuple[Any, ...]:
    period, region = address.period, address.region
    targets = now.targets.get(period.year, {})
    one = study(now, address.indicator, scope=seen, period=period, region=region)
    here = {figure.indicator: figure for figure in figures(now, list(INDICATORS), scope=seen, periods=[period], region=region)}
    before = {figure.indicator: figure for figure in figures(now, HEADLINES, scope=seen, periods=[period.shift(-1)], region=region)}
    late = [dataset for dataset in freshness(now.connection, now.today) if dataset.days_late] if period.runs(now.today) else []
    path = [(place.code, place.name) for place in now.places.path(region)]
    classes = map_breaks(one, now.shares.get((period.year, address.indicator), {}))
    finding = region_finding(one.whole, one.parts)
    ledger = read_ledger(now, scope=seen, region=region, month=month_of(period.day(now.today)))
    parts = {
        "top": header(address, path, today=now.today, begins=now.begins, targets=targets, demonstration=now.demonstration),
        "lead": lead(overview_finding(list(here.values())), path, address.notice),
        "cards": [
            headline(
                INDICATORS[name],
                here[name],
                before[name],
                target=targets.get(name),
                unfinished=unfinished(here[name], now.today),
                selected=name == address.indicator,
                late=late,
            )
            for name in HEADLINES
        ],
        "map-head": map_head(one, finding),
        "map-foot": [legend(one, classes), three(one, here[TWIN] if address.indicator == DEFAULT else None, now.today)],
        "table": table(one, now.today),
        "programmes": progress(ledger.books if ledger else (), period.text, region),
        "ranking": ranking(one, now.today),
        "trend-head": trend_head(one, now.today),
        "foot": footer(
            data_to=max((figure.as_of for figure in here.values() if figure.as_of), default=None),
            refreshed_at=now.refreshed_at,
            batch=now.batch,
            late=late,
            approval=settings().map_approval_number,
            year=period.year,
        ),
    }
    return (
        *(plain(parts[place]) for place in PLACES),
        map_data(one, classes, map_title(one, finding)),
        trend(one, now.today),
        None,
    )
