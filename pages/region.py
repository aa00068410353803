"""地区一览: everything about the city, one county or one township on one page: facts, programmes, returns, deliveries, every indicator."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import dash
from dash import Input, Output, dcc, html

from access import answers
from access.scope import Scope
from access.session import database, scope
from components.address import Address, read
from components.attr import attr
from components.footer import footer
from components.header import OVERVIEW, header, lead
from components.locality import deliveries_panel, facts_strip, returns_panel
from components.plain import plain
from components.progress import progress
from components.standing import standing_table
from components.states import failed, skeleton
from data.exchange.freshness import freshness
from data.indicators import INDICATORS, REPORTED
from data.indicators.figures import figures
from data.indicators.findings import Finding, overview_finding
from data.indicators.locality import last_batches, locality, unlisted
from data.indicators.moment import Moment, moment
from data.indicators.returns import last_returns
from data.indicators.standing import peers_of, standings
from data.periods import month_of
from data.programmes.ledger import read_ledger
from data.settings import settings
from geo.regions import CITY, level_of
from pages.handling.panel import panel_of

dash.register_page(__name__, path_template="/region/<code>", title="地区一览 · 领导驾驶舱", name="地区一览")

ASKED = (Input("region-address", "data"), Input("region-code", "data"))
ANY = next(iter(INDICATORS))  # the page shows all
UNKNOWN = "没有这个地区。"
REFUSED = "这个乡镇街道不在您的查看范围内。"
NO_PAGE = "村社区没有单独的一览，请看所在乡镇。"


def layout(code: str = "", **query: str) -> html.Div:
    """The empty page; each panel has a callback of its own."""
    panels = (
        ("facts", "pan facts-pan"),
        ("programmes", "pan programmes"),
        ("warnings", "pan"),
        ("returns", "pan"),
        ("deliveries", "pan"),
        ("standing", "pan"),
    )
    made = {name: html.Section(skeleton("panel"), id=f"region-{name}", className=kind) for name, kind in panels}
    return html.Div(
        [
            html.Div(skeleton("top"), id="region-top"),
            html.Div(skeleton("lead"), id="region-lead"),
            html.Div(id="region-trouble", role="alert"),
            made["facts"],
            made["warnings"],
            html.Div([made["programmes"], made["returns"], made["deliveries"]], className="region-cols"),
            made["standing"],
            html.Div(id="region-foot"),
            dcc.Store(id="region-code", data=code),
            dcc.Store(id="region-address", data=f"?{urlencode(query)}"),
        ],
        id="page-region",
        className="page-root",
        **attr(data_address="region-address", data_trouble="region-trouble"),
    )


@contextmanager
def _asked(search: str, code: object) -> Iterator[tuple[Moment, Scope, Address, str]]:
    """The moment, who asks, where the page stands; and in words why the region is not shown, empty where it is."""
    seen = scope()
    with moment(database()) as now:
        address = read(
            search, today=now.today, begins=now.begins, regions={CITY: ""}, indicators=INDICATORS, default=next(iter(INDICATORS))
        )
        yield now, seen, address, _instead(now, seen, code)


def _instead(now: Moment, seen: Scope, code: object) -> str:
    if not isinstance(code, str) or code not in now.places:
        return UNKNOWN
    if level_of(code) == "village":
        return NO_PAGE
    return "" if seen.sees(code) else REFUSED


def _panel(name: str) -> dict[str, Any]:
    """Dimmed while it is read; what went wrong is said in its place, the other panels live on."""
    return {
        "running": [(Output(f"region-{name}", "aria-busy"), "true", "false")],
        "on_error": lambda error: plain(failed(error)),
    }


@dash.callback(
    Output("region-top", "children"),
    Output("region-lead", "children"),
    Output("region-foot", "children"),
    Output("region-trouble", "children"),
    *ASKED,
    on_error=lambda error: (*[dash.no_update] * 3, plain(failed(error))),
)
def show_frame(search: str, code: str) -> tuple[Any, ...]:
    """Header, finding and foot; in place of a region that is not shown, one sentence why."""
    with _asked(search, code) as (now, seen, address, instead):
        period = address.period
        shown = CITY if instead else code
        path = [(place.code, place.name) for place in now.places.path(shown)]
        here = () if instead else figures(now, list(INDICATORS), scope=seen, periods=[period], region=shown)
        late = [one for one in freshness(now.connection, now.today) if one.days_late] if period.runs(now.today) else []
        top = header(
            address,
            path,
            today=now.today,
            begins=now.begins,
            targets=now.targets.get(period.year, {}),
            demonstration=now.demonstration,
            page="region",
            here=OVERVIEW,
        )
        finding = Finding(instead.removesuffix("。"), "请从导航或页面顶部另选。") if instead else overview_finding(here)
        foot = footer(
            data_to=max((figure.as_of for figure in here if figure.as_of), default=None),
            refreshed_at=now.refreshed_at,
            batch=now.batch,
            late=late,
            approval=settings().map_approval_number,
            year=period.year,
        )
        answer = (plain(top), plain(lead(finding, path, address.notice)), plain(foot), None)
    answers.keep()
    return answer


@dash.callback(Output("region-facts", "children"), *ASKED, **_panel("facts"))
def show_facts(search: str, code: str) -> Any:
    """Population, parts, and the way to them."""
    with _asked(search, code) as (now, seen, address, instead):
        if instead:
            return []
        one = locality(now, code, address.period.year)
        open_to = {part.code for part in one.parts if level_of(part.code) != "village" and seen.sees(part.code)}
        answer = plain(facts_strip(one, open_to, address.period.text))
    answers.keep()
    return answer


@dash.callback(Output("region-programmes", "children"), *ASKED, **_panel("programmes"))
def show_programmes(search: str, code: str) -> Any:
    """The six programmes' lights; they go down to counties."""
    with _asked(search, code) as (now, seen, address, instead):
        if instead or level_of(code) == "township":
            return []
        month = month_of(address.period.day(now.today))
        ledger = read_ledger(now, scope=seen, region=code, month=month)
        answer = plain(progress(ledger.books if ledger else (), address.period.text, code))
    answers.keep()
    return answer


@dash.callback(Output("region-warnings", "children"), *ASKED, **_panel("warnings"))
def show_warnings(search: str, code: str) -> Any:
    """What is open here; of another's county or below, what this person may know of it. Not kept: a step shows at once."""
    with _asked(search, code) as (now, seen, _, instead):
        if instead:
            return []
        return plain(panel_of(now, seen, region=code))


@dash.callback(Output("region-returns", "children"), *ASKED, **_panel("returns"))
def show_returns(search: str, code: str) -> Any:
    """The counties' returns of the reported indicators."""
    with _asked(search, code) as (now, seen, address, instead):
        if instead or level_of(code) == "township":
            return []
        names = list(dict.fromkeys(REPORTED.values()))
        return plain(returns_panel(last_returns(now, names, scope=seen, period=address.period, region=code), code, address.period.text))


@dash.callback(Output("region-deliveries", "children"), *ASKED, **_panel("deliveries"))
def show_deliveries(search: str, code: str) -> Any:
    """The newest batch of each dataset with rows here, as far as the person may know."""
    with _asked(search, code) as (now, seen, address, instead):
        if instead:
            return []
        return plain(deliveries_panel(last_batches(now, code, seen), address.period.year, partly=bool(unlisted(code, seen))))


@dash.callback(Output("region-standing", "children"), *ASKED, **_panel("standing"))
def show_standing(search: str, code: str) -> Any:
    """Every indicator."""
    with _asked(search, code) as (now, seen, address, instead):
        if instead:
            return []
        found = standings(now, scope=seen, period=address.period, region=code)
        peers = peers_of(now, code, seen)
        left_out = len(INDICATORS) - len(found)
        answer = plain(standing_table(found, peers, period=address.period, today=now.today, left_out=left_out))
    answers.keep()
    return answer
