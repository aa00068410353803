"""指标说明: what one indicator means, where it comes from, how it has gone; one click from its numbers. Printed, a handbook sheet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import dash
from dash import ClientsideFunction, Input, Output, State, dcc, html
from dash.exceptions import PreventUpdate

from access import answers, people
from access.scope import Scope
from access.session import database, scope
from components import theme
from components.address import Address, read
from components.attr import attr
from components.behind import NOTE_FILES, batches_table, returns_table
from components.footer import footer
from components.header import header, lead
from components.history import history_chart, history_head, history_table
from components.plain import plain
from components.record_list import list_address
from components.sheet import definition_panel, subtitle, target_panel, value_panel
from components.states import failed, instead, skeleton
from components.table import table
from data.exchange.batches import Batch
from data.exchange.freshness import freshness
from data.indicators import DECLARED, Indicator
from data.indicators.absence import absence
from data.indicators.aim import own_target
from data.indicators.definition import datasets_behind
from data.indicators.findings import Finding, region_finding
from data.indicators.history import history
from data.indicators.moment import Moment, moment
from data.indicators.reach import still_runs, until
from data.indicators.returns import last_returns
from data.indicators.sources import Source, sources
from data.indicators.study import Study, study
from data.indicators.words import gap, quantity
from data.lists import lists_of
from data.settings import settings
from geo.regions import CITY

dash.register_page(__name__, path_template="/indicator/<name>", title="指标说明 · 领导驾驶舱", name="指标说明")

ASKED = (Input("indicator-address", "data"), Input("indicator-name", "data"))
PANELS = ("value", "definition", "target", "behind", "regions")


def layout(name: str = "", **query: str) -> html.Div:
    """The empty sheet; each panel has a callback of its own. An id that no indicator has is told so at once."""
    if name not in DECLARED:
        return instead("not-found", "没有这个指标。")
    return html.Div(
        [
            html.Div(skeleton("top"), id="indicator-top"),
            html.Div(skeleton("lead"), id="indicator-lead"),
            html.Div(id="indicator-trouble", role="alert"),
            html.Div(
                [
                    html.Div(
                        [
                            html.Section(skeleton("panel"), id="indicator-definition", className="pan"),
                            html.Section(
                                [
                                    html.Div(skeleton("panel"), id="indicator-history-head"),
                                    html.Div(
                                        _graph(), className="trend-box", role="img", **attr(aria_label="历年走势图，同样的数字在下表中")
                                    ),
                                    html.Div(id="indicator-history-table"),
                                ],
                                id="indicator-history",
                                className="pan",
                            ),
                            html.Section(skeleton("panel"), id="indicator-regions", className="pan"),
                        ],
                    ),
                    html.Div(
                        [
                            html.Section(skeleton("panel"), id="indicator-value", className="pan value"),
                            html.Section(skeleton("panel"), id="indicator-target", className="pan"),
                            html.Section(skeleton("panel"), id="indicator-behind", className="pan"),
                        ],
                    ),
                ],
                className="sheet-cols",
            ),
            html.Div(id="indicator-foot"),
            dcc.Store(id="indicator-name", data=name),
            dcc.Store(id="indicator-address", data=f"?{urlencode(query)}"),
            dcc.Store(id="indicator-template", data=theme.TEMPLATE),
            dcc.Store(id="indicator-history-data"),
        ],
        id="page-indicator",
        className="page-root",
        **attr(data_address="indicator-address", data_trouble="indicator-trouble"),
    )


def _graph() -> dcc.Graph:
    blank = {"template": theme.TEMPLATE, "xaxis": {"visible": False}, "yaxis": {"visible": False}}
    return dcc.Graph(id="indicator-history-chart", config=theme.CONFIG, responsive=True, figure={"data": [], "layout": blank})


@contextmanager
def _asked(search: str, name: object) -> Iterator[tuple[Moment, Scope, Address, Indicator]]:
    """The moment, who asks, where the page stands, and the indicator."""
    if not isinstance(name, str) or name not in DECLARED:
        raise PreventUpdate
    seen = scope()
    with moment(database()) as now:
        regions = {place.code: place.name for place in now.places.all.values() if place.level != "village" and seen.sees(place.code)}
        address = read(search, today=now.today, begins=now.begins, regions=regions, indicators=DECLARED, default=name)
        yield now, seen, address, DECLARED[name]


def _panel(name: str) -> dict[str, Any]:
    """Dimmed while it is read; what went wrong is said in its place, the other panels live on."""
    return {
        "running": [(Output(f"indicator-{name}", "aria-busy"), "true", "false")],
        "on_error": lambda error: plain(failed(error)),
    }


@dash.callback(
    Output("indicator-top", "children"),
    Output("indicator-lead", "children"),
    Output("indicator-foot", "children"),
    Output("indicator-trouble", "children"),
    *ASKED,
    on_error=lambda error: (*[dash.no_update] * 3, plain(failed(error))),
)
def show_frame(search: str, name: str) -> tuple[Any, ...]:
    """Header, finding and foot."""
    with _asked(search, name) as (now, seen, address, indicator):
        one = study(now, name, scope=seen, period=address.period, region=address.region)
        path = [(place.code, place.name) for place in now.places.path(address.region)]
        behind = datasets_behind(indicator)
        top = header(
            address,
            path,
            today=now.today,
            begins=now.begins,
            targets=now.targets.get(address.period.year, {}),
            demonstration=now.demonstration,
            page="indicator",
            here=indicator.name,
        )
        foot = footer(
            data_to=one.figure.as_of,
            refreshed_at=now.refreshed_at,
            batch=now.batch,
            late=[found for found in freshness(now.connection, now.today) if found.days_late and found.dataset in behind],
            approval=settings().map_approval_number,
            year=address.period.year,
        )
        answer = (plain(top), plain(lead(_finding(one, indicator), path[:1], address.notice)), plain(foot), None)
    answers.keep()
    return answer


def _finding(one: Study, indicator: Indicator) -> Finding:
    """The city's by the counties; a smaller region's by its own path."""
    if one.region == CITY:
        return Finding(region_finding(one.city, one.counties).title, subtitle(indicator))
    figure = one.figure
    if figure.value is None:
        return Finding(f"{figure.region_name}{indicator.title}{absence(figure)}", subtitle(indicator))
    title = f"{figure.region_name}{indicator.title} {quantity(indicator, figure.value)}"
    if still_runs(figure):
        return Finding(f"{title}，{until(figure)}", subtitle(indicator))
    if figure.expected is None or not own_target(figure):
        return Finding(title, subtitle(indicator))
    aim, ahead = "目标" if figure.expected == figure.target else "应达", figure.value - figure.expected
    stands = f"比{aim}{'高' if ahead > 0 else '低'} {gap(indicator, ahead, figure.target)}" if ahead else f"与{aim}持平"
    return Finding(f"{title}，{'已达目标' if figure.status == 'met' else stands}", subtitle(indicator))


@dash.callback(Output("indicator-value", "children"), *ASKED, **_panel("value"))
def show_value(search: str, name: str) -> Any:
    """The figure and what it is held against."""
    with _asked(search, name) as (now, seen, address, _):
        one = study(now, name, scope=seen, period=address.period, region=address.region)
        answer = plain(value_panel(one, now.today, _lists(name, seen, address)))
    answers.keep()
    return answer


def _lists(name: str, seen: Scope, address: Address) -> list[tuple[str, str]]:
    """The record lists behind the figure that this person may open; of a county that looks at the city, its own."""
    region = address.region if not seen.region or address.region.startswith(seen.region) else seen.region
    return [(one.title, list_address(one, region, address.period)) for one in lists_of(name, seen, region)]


@dash.callback(Output("indicator-definition", "children"), *ASKED, **_panel("definition"))
def show_definition(search: str, name: str) -> Any:
    """The declaration in words."""
    with _asked(search, name) as (_, _, address, indicator):
        answer = plain(definition_panel(indicator, address.period.text, address.region))
    answers.keep()
    return answer


@dash.callback(Output("indicator-target", "children"), *ASKED, **_panel("target"))
def show_target(search: str, name: str) -> Any:
    """The year's target, and the counties' shares of it."""
    with _asked(search, name) as (now, seen, address, _):
        one = study(now, name, scope=seen, period=address.period, region=address.region)
        shares = now.shares.get((address.period.year, name), {})
        answer = plain(target_panel(one, shares, {place.code: place.name for place in now.places.counties}))
    answers.keep()
    return answer


@dash.callback(
    Output("indicator-history-head", "children"),
    Output("indicator-history-table", "children"),
    Output("indicator-history-data", "data"),
    *ASKED,
    running=[(Output("indicator-history", "aria-busy"), "true", "false")],
    on_error=lambda error: (plain(failed(error)), dash.no_update, dash.no_update),
)
def show_history(search: str, name: str) -> tuple[Any, ...]:
    """All covered years."""
    with _asked(search, name) as (now, seen, address, indicator):
        years = history(now, name, scope=seen, period=address.period, region=address.region)
        parts = (history_head(indicator, years, now.today), history_table(indicator, years, now.today))
        answer = (*(plain(part) for part in parts), history_chart(indicator, years, now.today))
    answers.keep()
    return answer


@dash.callback(Output("indicator-regions", "children"), *ASKED, **_panel("regions"))
def show_regions(search: str, name: str) -> Any:
    """The counties; below one of them, where it may be seen, its townships."""
    with _asked(search, name) as (now, seen, address, _):
        one = study(now, name, scope=seen, period=address.period, region=address.region, inside=True)
        title = f"{one.inside.whole.region_name}各乡镇街道" if one.inside else "各县区"
        answer = plain([html.H2(title, className="song"), html.Div(table(one, now.today, linked=False), className="sideways")])
    answers.keep()
    return answer


@dash.callback(Output("indicator-behind", "children"), *ASKED, **_panel("behind"))
def show_behind(search: str, name: str) -> Any:
    """Batches and returns behind the value. Not kept: a delivery or a withdrawal shows at once."""
    with _asked(search, name) as (now, seen, address, indicator):
        found = sources(now, datasets_behind(indicator))
        files = _files(now, seen, found)
        parts: list[Any] = [html.H2("数据批次与上报", className="song"), batches_table(found, files, address.period.year)]
        if indicator.reported:
            parts.append(returns_table(last_returns(now, [name], scope=seen, period=address.period)))
        if not files:
            parts.append(html.P(NOTE_FILES, className="note"))
        return plain(parts)


def _files(now: Moment, seen: Scope, found: tuple[Source, ...]) -> set[int]:
    """The batches whose file this person may see named: an administrator's are all, a county's those its own accounts brought."""
    shown = [batch for one in found for batch in one.batches]
    if seen.role == "admin":
        return {batch.id for batch in shown}
    if seen.role != "county":
        return set()
    own = {person.username for person in people.everyone(now.connection) if person.region == seen.region}
    return {batch.id for batch in shown if _brought_by(batch, own)}


def _brought_by(batch: Batch, names: set[str]) -> bool:
    return batch.source in ("api", "page") and batch.who in names


dash.clientside_callback(
    ClientsideFunction("charts", "trend"),
    Output("indicator-history-chart", "figure"),
    Input("indicator-history-data", "data"),
    Input("shell-view", "data"),
    State("indicator-template", "data"),
)
