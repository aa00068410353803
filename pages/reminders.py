"""待办: what is due, overdue, sent back or waiting for the person who looks, and the number of it beside the page's name everywhere."""

from __future__ import annotations

from typing import Any

import dash
from dash import Input, Output, html

from access.session import database, scope
from components.attr import attr
from components.crumb import CITY_STEP, crumb
from components.footer import footer
from components.header import lead
from components.plain import plain
from components.reminders import badge, reminders_list, reminders_title
from components.states import failed, skeleton
from data.indicators.findings import Finding
from data.indicators.moment import moment
from data.reminders import reminders
from data.settings import settings

PRESSING = ("overdue", "today", "soon")  # what the number in the navigation counts

dash.register_page(__name__, path="/reminders", title="待办 · 领导驾驶舱", name="待办", order=1, nav="待办", nav_badge=True)


def layout(**_: str) -> html.Div:
    """The empty page; one callback fills it."""
    return html.Div(
        [
            html.Div(
                [
                    crumb(CITY_STEP, here="待办"),
                    html.Span(className="sp"),
                    html.Span(id="reminders-demonstration"),
                ],
                className="top",
            ),
            html.Div(skeleton("lead"), id="reminders-lead"),
            html.Div(id="reminders-trouble", role="alert"),
            html.Div(skeleton("panel"), id="reminders-list"),
            html.Div(id="reminders-foot"),
        ],
        id="page-reminders",
        className="page-root",
        **attr(data_trouble="reminders-trouble"),
    )


@dash.callback(
    Output("reminders-lead", "children"),
    Output("reminders-list", "children"),
    Output("reminders-foot", "children"),
    Output("reminders-demonstration", "children"),
    Output("reminders-trouble", "children"),
    Input("shell-view", "data"),
    on_error=lambda error: (*[dash.no_update] * 4, plain(failed(error))),
)
def show(_: Any) -> tuple[Any, ...]:
    """All of it: a person's own."""
    with moment(database()) as now:
        found = reminders(now, scope=scope())
        year = now.today.year
        foot = footer(
            data_to=now.today,
            refreshed_at=now.refreshed_at,
            batch=now.batch,
            late=(),
            approval=settings().map_approval_number,
            year=year,
        )
        mark = html.Span("演示数据", className="demo") if now.demonstration else None
    title = Finding(reminders_title(found), "到期前 14 天、3 天、当天和逾期的任务、节点与月报。")
    return plain(lead(title, (), "")), plain(reminders_list(found, year)), plain(foot), plain(mark), None


@dash.callback(Output("shell-badge-reminders", "children"), Input("shell-view", "data"))
def count(_: Any) -> str:
    """How many press: overdue, due today or within three days."""
    with moment(database()) as now:
        return badge(sum(one.urgency in PRESSING for one in reminders(now, scope=scope())))
