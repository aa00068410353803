"""谁还欠什么: each county with what it owes, counted by light; opened, task by task. Below, the sections that returns wait for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from components.attr import attr
from components.light import light
from components.programmes.words import apart, of_month, points, programme_at, short_name
from data.periods import Period
from data.programmes.light import RULE
from data.programmes.owed import OWED, Debt, Debtor, Desk
from geo.regions import CITY

CITY_NAME = "市局"
MOST = 5  # tasks of one county that are named; with one county on, all


def owed(debtors: Sequence[Debtor], desks: Sequence[Desk], *, month: Period, returns: str = "", one_programme: bool = False) -> list[Any]:
    """month: whose end is looked at; returns: where the monthly returns are, '' for nowhere; one_programme: its name is not repeated."""
    debts = [debt for debtor in debtors for debt in debtor.debts]
    total = [
        found
        for one in OWED
        if (found := light(one, count=sum(debt.light == one for debt in debts)) if any(d.light == one for d in debts) else None)
    ]
    head = html.Div(
        [html.H2("谁还欠什么", className="song"), html.Div(total, className="counts")],
        className="ph",
    )
    if not debts and not desks:
        return [head, html.P("没有逾期、未报、滞后的任务，也没有待审核的月报。", className="empty")]
    body: list[Any] = [_debtor(one, month, one_programme, alone=len(debtors) == 1) for one in debtors]
    body += [_desk(one, month, returns) for one in desks]
    return [head, html.Div(body, className="owed"), html.P(RULE, className="note")]


def _debtor(one: Debtor, month: Period, one_programme: bool, *, alone: bool) -> html.Details:
    counts = [light(lit, count=one.count(lit)) for lit in OWED if one.count(lit)]
    name = CITY_NAME if one.region == CITY else one.name
    worst = html.Span(_words(one.debts[0], one_programme), className="w")
    summary = html.Summary([html.B(name), html.Span(counts, className="counts"), worst])
    items = [html.Li(_item(debt, one.region, month, one_programme)) for debt in one.debts[: None if alone else MOST]]
    more = len(one.debts) - len(items)
    if more:
        programme = one.debts[0].programme.id
        to = programme_at(programme, month, one.region) if one_programme else f"/programmes?period={month}&region={one.region}"
        items.append(html.Li(["", dcc.Link(f"另有 {more} 项", href=to)]))
    return html.Details([summary, html.Ul(items)], open=alone, **attr(data_region=one.region))


def _words(debt: Debt, one_programme: bool) -> str:
    head = debt.task.title.split("：")[0] if len(debt.task.title) > 22 else debt.task.title
    return f"{head}，{_why(debt)}" if one_programme else f"{short_name(debt.programme)}：{head}，{_why(debt)}"


def _why(debt: Debt) -> str:
    if debt.light == "overdue":
        return f"逾期 {debt.days} 天"
    if debt.light == "missing":
        return f"{of_month(debt.month)}月报未审核通过" if debt.month else "未报"
    return apart(debt.percent, debt.expected) if debt.percent is not None else "滞后"


def _item(debt: Debt, region: str, month: Period, one_programme: bool) -> list[Any]:
    name = debt.task.title if one_programme else f"{short_name(debt.programme)} {debt.task.no} {debt.task.title}"
    link = dcc.Link(name, href=programme_at(debt.programme.id, month, region, task=debt.task.no))
    more = f"{_why(debt)}，进度 {points(debt.percent)}" if debt.light != "missing" else _why(debt)
    return [light(debt.light), html.Span([link, html.Small(more)])]


def _desk(one: Desk, month: Period, returns: str) -> html.Div:
    lit = light("due_soon", "待审核", one.waiting)
    words = f"{short_name(one.programme)}月报"
    waiting = dcc.Link(words, href=f"{returns}?month={month}&programme={one.programme.id}&state=submitted") if returns else words
    return html.Div([html.B(one.section), html.Span(lit, className="counts"), html.Span(waiting, className="w")], className="desk-row")
