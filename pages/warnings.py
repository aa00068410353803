"""预警: how many are open by severity, section and county, what comes and goes, and the list; who may assigns several at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import dash
from dash import ClientsideFunction, Input, Output, State, dcc, html
from dash.exceptions import PreventUpdate

from access import session
from access.scope import Scope
from access.session import database, scope
from components.attr import attr
from components.crumb import CITY_STEP, crumb
from components.footer import footer
from components.form import refused, said
from components.header import lead
from components.plain import plain
from components.severity import WORDS
from components.states import failed, skeleton
from components.warning_counts import NOTE, badge_of, course_bars, empty, facts, margin, warnings_title
from components.warning_list import PAGE, PICKS, assigning, narrowed, warnings_list
from data import clock
from data.indicators.findings import Finding
from data.indicators.indicator import PROGRAMMES
from data.indicators.moment import Moment, moment
from data.letters.letter import Actor
from data.settings import settings
from data.warnings.asked import STATE_CHOICES, Asked, read_asked
from data.warnings.course import left_out
from data.warnings.reading import Counts, at_risk, counts, course, median_days, warnings_page
from data.warnings.rules import RULES
from data.warnings.steps import Refused
from data.warnings.warning import one_by_one
from pages.handling.assignees import assignees_for
from pages.handling.doing import assign_all

PLACES = ("lead", "facts", "severity", "section", "region", "course", "filters", "list", "foot", "demonstration", "file")
LISTED = frozenset({"leader", "chief", "county"})  # who is shown warnings one by one
ASSIGNERS = frozenset({"leader", "chief"})
WEEK = 7  # days that the form begins with
CITY_WIDE = "市级"
APART = "涉及个人的预警不按工程、科室、县区列入。"
HOW = "规则逐日、逐批查看台账、读数、月报和计划；问题不在了，预警自动关闭。"

dash.register_page(__name__, path="/warnings", title="预警 · 领导驾驶舱", name="预警", order=0.5, nav="预警", nav_badge=True)


def layout(**query: str) -> html.Div:
    """The empty page; callbacks fill it."""
    return html.Div(
        [
            html.Div(
                [
                    crumb(CITY_STEP, here="预警"),
                    html.Span(className="sp"),
                    html.Span(id="warnings-demonstration"),
                    html.Span(id="warnings-file"),
                ],
                className="top",
            ),
            html.Div(skeleton("lead"), id="warnings-lead"),
            html.Div(id="warnings-trouble", role="alert"),
            html.Section(id="warnings-facts", className="pan"),
            html.Div(
                [
                    html.Section(skeleton("panel"), id=f"warnings-{name}", className="pan")
                    for name in ("severity", "section", "region", "course")
                ],
                className="wcols",
            ),
            html.Div(id="warnings-filters"),
            html.Section(id="warnings-assigning", className="pan assign"),
            html.Div(id="warnings-said", **attr(aria_live="polite")),
            html.Section(skeleton("panel"), id="warnings-list", className="pan list-pan"),
            html.Div(id="warnings-foot"),
            dcc.Store(id="warnings-address", data=f"?{urlencode(query)}"),
            dcc.Store(id="warnings-changed"),
            dcc.Store(id=PICKS),
        ],
        id="page-warnings",
        className="page-root",
        **attr(data_address="warnings-address", data_trouble="warnings-trouble"),
    )


@dash.callback(
    *(Output(f"warnings-{place}", "children") for place in PLACES),
    Output("warnings-trouble", "children"),
    Input("warnings-address", "data"),
    Input("warnings-changed", "data"),
    running=[(Output("page-warnings", "className"), "page-root loading", "page-root")],
    on_error=lambda error: (*[dash.no_update] * len(PLACES), plain(failed(error))),
)
def show(search: Any, _: Any) -> tuple[Any, ...]:
    """All the address asks for, in one answer of one moment. Not kept: a step shows at once."""
    who = session.person()
    with moment(database()) as now:
        asked = read_asked(search, now.places, scope(), who.username if who else "")
        parts = _composed(now, scope(), asked)
    return (*(plain(parts[place]) for place in PLACES), None)


def _composed(now: Moment, seen: Scope, asked: Asked) -> dict[str, Any]:
    wanted = asked.wanted
    narrow: dict[str, Any] = {"region": wanted.region, "programme": wanted.programme, "section": wanted.section}
    found = counts(now, scope=seen, **narrow)
    by_section = counts(now, scope=seen, **{**narrow, "section": ""}).by_section if wanted.section else found.by_section
    by_county = counts(now, scope=seen, **{**narrow, "region": ""}).by_county if wanted.region else found.by_county
    names = {"": CITY_WIDE, **{county.code: county.name for county in now.places.counties}}
    margins = {
        "severity": ("按程度", {key: (WORDS[key], one) for key, one in found.by_severity.items()}),
        "section": ("按科室", {key: (key, one) for key, one in by_section.items()}),
        "region": ("按县区", {key: (names[key], one) for key, one in by_county.items()}),
    }
    hidden = any(one.value is None for _, cells in margins.values() for _, one in cells.values())
    weeks = course(now, scope=seen, **narrow)
    listed = seen.role in LISTED
    return {
        "lead": lead(Finding(warnings_title(found), NOTE if hidden else HOW), (), ""),
        "facts": facts(weeks, median_days(now, scope=seen, **narrow), at_risk(now, scope=seen, **narrow)),
        **{name: margin(title, name, cells, asked.chosen.get(name, "")) for name, (title, cells) in margins.items()},
        **({"region": []} if seen.role == "county" else {}),  # all are of the one county
        "course": [*course_bars(weeks), *([html.P(APART, className="sub")] if left_out(seen, **narrow) else [])],
        "filters": narrowed(_kinds(now, seen, found, wanted.region), asked.chosen) if listed else [],
        "list": _list(now, seen, asked) if listed else html.P("本角色只看件数，不看单件预警。", className="empty"),
        "foot": footer(
            data_to=now.today,
            refreshed_at=now.refreshed_at,
            batch=now.batch,
            late=(),
            approval=settings().map_approval_number,
            year=now.today.year,
        ),
        "demonstration": html.Span("演示数据", className="demo") if now.demonstration else None,
        "file": _file(asked) if listed else None,
    }


def _kinds(now: Moment, seen: Scope, found: Counts, region: str) -> dict[str, tuple[str, dict[str, str]]]:
    """What the menus offer: the rules that found something, the states, the own."""
    rules = {name: RULES[name].name for name, one in found.by_rule.items() if not empty(one) and one_by_one(seen, RULES[name])}
    counties = {county.code: county.name for county in now.places.counties} if seen.role != "county" else {}
    if region and region not in counties:  # a township, or the own county: to be named on its chip
        counties[region] = now.places.name(region)
    return {
        "severity": ("程度", WORDS),
        "section": ("科室", {one: one for one in found.by_section}),
        "programme": ("工程", {str(key): words for key, words in PROGRAMMES.items()}),
        "region": ("县区", counties),
        "rule": ("规则", rules),
        "state": ("状态", STATE_CHOICES),
        "mine": ("交办", {"1": "交办给我的"}),
    }


def _list(now: Moment, seen: Scope, asked: Asked) -> list[Any]:
    page = warnings_page(now, scope=seen, wanted=asked.wanted, start=asked.start, count=PAGE)
    return warnings_list(page.rows, page.total, asked.start, now.today, picks=seen.role in ASSIGNERS, partly=seen.role in ASSIGNERS)


def _file(asked: Asked) -> html.A:
    kept = urlencode(dict(asked.chosen))
    return html.A("导出 xlsx", href="/warnings.xlsx" + (f"?{kept}" if kept else ""), download="", className="btn", **attr(data_file="xlsx"))


@dash.callback(
    Output("warnings-assigning", "children"),
    Input("warnings-address", "data"),
    on_error=lambda error: plain(failed(error)),
)
def form(_: Any) -> Any:
    """For whoever assigns: to whom and by when; for others nothing."""
    seen = scope()
    if seen.role not in ASSIGNERS:
        return []
    with moment(database()) as now:
        return plain(assigning(assignees_for(now, seen), now.today + timedelta(days=WEEK), now.today))


dash.clientside_callback(ClientsideFunction("ticks", "none"), Output(PICKS, "data"), Input("warnings-list", "children"))
dash.clientside_callback(ClientsideFunction("ticks", "count"), Output("warnings-picked", "children"), Input(PICKS, "data"))


@dash.callback(
    Output("warnings-said", "children"),
    Output("warnings-changed", "data"),
    Input("warnings-assign", "n_clicks"),
    State(PICKS, "data"),
    State("warnings-to", "value"),
    State("warnings-due", "value"),
    State("warnings-words", "value"),
    prevent_initial_call=True,
    on_error=lambda error: (plain(failed(error)), dash.no_update),
)
def assigned(clicks: Any, picks: Any, to: Any, due_on: Any, words: Any) -> tuple[Any, ...]:
    """Give all that are ticked to one handler, or none of them."""
    who = session.person()
    if who is None or not clicks:
        raise PreventUpdate
    actor = Actor(who.username, who.scope, session.address())
    with moment(database()) as now:
        assignees = assignees_for(now, who.scope)
    try:
        done = assign_all(database(), actor, _picked(picks), to, due_on, str(words or ""), assignees)
    except Refused as error:
        return plain(refused(str(error))), dash.no_update
    return plain(said(done)), clock.now().timestamp()


def _picked(picks: Any) -> list[tuple[int, int]]:
    """Number and version of each that is ticked."""
    pairs = [value.partition(":") for value in (picks if isinstance(picks, list) else ()) if isinstance(value, str) and len(value) < 24]
    return [
        (int(number), int(version))
        for number, _, version in pairs
        if f"{number}{version}".isascii() and number.isdigit() and version.isdigit()
    ]


@dash.callback(Output("shell-badge-warnings", "children"), Input("shell-view", "data"))
def badge(_: Any) -> str:
    """How many are open and severe, as far as this person may know."""
    with moment(database()) as now:
        return badge_of(counts(now, scope=scope()))
