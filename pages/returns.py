"""县区月报: a county files its tasks of the month, the section reviews them, a leader reads. What is done to one is in `returning`."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import dash
from dash import ClientsideFunction, Input, Output, dcc, html

from access import session
from access.session import database, scope
from components import format as form
from components.address import go
from components.attr import attr
from components.crumb import CITY_STEP, crumb
from components.footer import footer
from components.plain import plain
from components.return_list import CLOSED, return_acts, return_filters, return_list, return_title
from components.ruler import ruler
from components.states import failed, skeleton
from data.indicators.moment import Moment, moment
from data.settings import settings
from pages.returning import acted as _acted  # noqa: F401 - its callbacks
from pages.returning import opened as _opened  # noqa: F401
from pages.returning import saved as _saved  # noqa: F401
from pages.returning.asking import View, badge, form_address, view

PLACES = ("top", "lead", "tools", "list", "foot")

dash.register_page(
    __name__,
    path="/returns",
    title="县区月报 · 领导驾驶舱",
    name="县区月报",
    order=42,
    nav="县区月报",
    nav_group="工程",
    nav_badge=True,
    nav_tab="月报",
)


def layout(**query: str) -> html.Div:
    """The empty page; callbacks fill its places. The token is for files, which are sent outside of Dash."""
    who = session.person()
    return html.Div(
        [
            html.Div(skeleton("top"), id="returns-top"),
            html.Div(skeleton("lead"), id="returns-lead"),
            html.Div(id="returns-trouble", role="alert"),
            html.Div(id="returns-tools", className="tools"),
            html.Div(id="returns-told", **attr(aria_live="polite")),
            html.Div(
                [
                    html.Section(html.Div(skeleton("panel"), id="returns-list"), className="pan rt-list", **attr(aria_label="月报清单")),
                    html.Section(
                        html.Div(id="returns-panel"), className="pan rt-panel", id="returns-side", **attr(aria_label="所选的月报")
                    ),
                ],
                className="rt-cols",
                id="returns-cols",
            ),
            html.Div(id="returns-foot"),
            dcc.Store(id="returns-address", data=f"?{urlencode(query)}"),
            dcc.Store(id="returns-typed"),  # what was typed, on its way to the server
            dcc.Store(id="returns-saved"),  # and what became of it
            dcc.Store(id="returns-act"),  # what is to be done
            dcc.Store(id="returns-done"),  # and that it was done
            dcc.Store(id="returns-changed"),  # when the list has changed
            dcc.Store(id="returns-heard"),
            html.B("", id="returns-about", hidden=True),
        ],
        id="page-returns",
        className="page-root",
        **attr(data_address="returns-address", data_trouble="returns-trouble"),
        **attr(data_account=who.username if who else "", data_token=session.form_token()),
    )


@dash.callback(
    *(Output(f"returns-{place}", "children") for place in PLACES),
    Output("returns-cols", "className"),
    Output("returns-trouble", "children"),
    Input("returns-address", "data"),
    Input("returns-changed", "data"),
    Input("returns-done", "data"),
    on_error=lambda error: (*[dash.no_update] * (len(PLACES) + 1), plain(failed(error))),
)
def show(search: Any, _: Any, __: Any) -> tuple[Any, ...]:
    """Everything but the open return."""
    with moment(database()) as now:
        seen = view(now, search, scope())
        title, words = return_title(seen.own, seen.month, seen.files, seen.reviews)
        lead: list[Any] = [html.H1(title, className="lead"), html.P(words, className="lede")]
        if seen.notice:
            lead.append(html.P(seen.notice, className="notice", role="status"))
        parts = {
            "top": _top(now, seen),
            "lead": lead,
            "tools": _tools(now, seen),
            "list": [
                *return_acts(seen.picks, form_address(seen)),
                *return_list(seen.listed, seen.chosen, county=seen.county, pick=seen.picks),
            ],
            "foot": footer(
                data_to=seen.month.day(now.today),
                refreshed_at=now.refreshed_at,
                batch=now.batch,
                late=(),
                approval=settings().map_approval_number,
                year=seen.month.year,
            ),
        }
    return (*(plain(parts[place]) for place in PLACES), f"rt-cols{' open' if seen.chosen else ''}", None)


def _top(now: Moment, seen: View) -> list[Any]:
    bar = [
        crumb(CITY_STEP, here="县区月报"),
        html.Span(className="sp"),
        html.Span("演示数据", className="demo") if now.demonstration else None,
        html.Div(
            [_step(seen, "‹", "上一月", -1), html.B(form.period(seen.month), id="returns-month"), _step(seen, "›", "下一月", 1)],
            className="per",
            role="group",
            **attr(aria_label="月份"),
        ),
    ]
    return [
        html.Div([part for part in bar if part is not None], className="top"),
        ruler(seen.month, now.today, now.targets.get(seen.month.year, {})),
    ]


def _step(seen: View, sign: str, name: str, by: int) -> html.Button:
    other = seen.month.shift(by)
    there = other in seen.months
    change = go(month=other.text, **CLOSED) if there else {}
    return html.Button(sign, type="button", disabled=not there, **attr(aria_label=f"{name} {form.period(other)}"), **change)


def _tools(now: Moment, seen: View) -> list[Any]:
    """Filters, and what can be done with the whole list."""
    counties = {} if seen.county else {place.code: place.name for place in now.places.counties}
    parts = return_filters(
        seen.everything, seen.programmes, counties, programme=seen.programme, state=seen.state, region=seen.region
    )  # fmt: skip
    acts: list[Any] = [html.Span(className="sp")]
    ready = sum(one.complete for one in seen.listed)
    if ready:
        acts.append(
            html.Button(
                f"报送填好的 {ready} 项", type="button", id="returns-submit-all", className="btn main", **attr(data_act="submit-all")
            )
        )
    return [*parts, *acts]


@dash.callback(Output("shell-badge-returns", "children"), Input("shell-view", "data"))
def count(_: Any) -> str:
    """How many returns wait for the person who looks."""
    with moment(database()) as now:
        return badge(now, scope())


dash.clientside_callback(
    ClientsideFunction("returns", "answered"), Output("returns-heard", "data"), Input("returns-saved", "data"), prevent_initial_call=True
)
