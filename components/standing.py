"""The ledger of one region: every indicator by programme, one row each, held against target, last month, last year and its peers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from dash import html

from components import format as form
from components.about import named
from components.attr import attr
from components.comparison import EARLIER, change
from components.light import light
from components.sparkline import sparkline
from components.table import NOTE_PAIRED
from data.indicators import PROGRAMMES
from data.indicators.absence import absence
from data.indicators.aim import own_target
from data.indicators.comparison import pair
from data.indicators.standing import Peers, Rank, Standing
from data.indicators.words import MISSING
from data.periods import Period

ON_DESK = ("今年走势", "应达", "较去年同期")  # columns a phone has no room for


def standing_table(found: Sequence[Standing], peers: Peers, *, period: Period, today: date, left_out: int) -> list[Any]:
    """Title, one table of all indicators, and what its columns mean; left_out: how many indicators do not go down to this level."""
    ranked = any(one.rank for one in found)
    head = ["指标", "数值", "今年走势", "目标", "应达", "状态", EARLIER[period.grain], "较去年同期"]
    if peers.codes:
        head.append(f"{peers.words}中位数")
    if ranked:
        head.append("位次")
    bodies: list[Any] = []
    for programme, group in groupby(found, key=lambda one: one.indicator.programme):
        rows = [_row(one, peers, ranked, today) for one in group]
        title = html.Tr(html.Th(PROGRAMMES[programme], colSpan=len(head), scope="rowgroup"), className="group")
        bodies.append(html.Tbody([title, *rows]))
    columns = html.Thead(html.Tr([html.Th(word, scope="col", className="desk" if word in ON_DESK else "") for word in head]))
    table = html.Table([html.Caption("全部指标"), columns, *bodies], className="t standing")
    notes = [_peers_note(peers, ranked)] if peers.codes else []
    if any(pair(one.figure, other, today).apart == "unfinished" for one in found for other in (one.before, one.year_before)):
        notes.append("未完的时期不与整期比较，记为“—”。")
    if left_out:
        notes.append(f"另有 {left_out} 项指标只统计到县区，这里不列。")
    if any(one.figure.reason == "small" for one in found):
        notes.append(f"{form.withheld('small')} 的数不显示。")
    if any(one.figure.reason == "paired" for one in found):
        notes.append(NOTE_PAIRED)
    return [
        html.Div(
            [html.H2("全部指标", className="song"), html.P([form.period(period), html.S(), "点指标看口径、来源和历年"], className="sub")],
            className="ph stacked",
        ),
        html.Div(table, className="sideways", tabIndex=0, role="region", **attr(aria_label="全部指标，可左右滚动")),
        html.P(notes, className="note") if notes else None,
    ]


def _peers_note(peers: Peers, ranked: bool) -> str:
    words = f"中位数取{peers.words}中有值的，少于三个不算。"
    return f"{words}位次只给有方向的指标，人数不排；有各自目标的按完成比例。" if ranked else words


def _row(one: Standing, peers: Peers, ranked: bool, today: date) -> html.Tr:
    indicator, figure = one.indicator, one.figure
    unit = "" if indicator.unit == "%" or figure.value is None else html.Small(indicator.unit)
    reason = absence(figure)
    value = [form.cell(indicator, figure), unit, html.Small(reason, className="why") if reason and not figure.suppressed else ""]
    cells: list[Any] = [
        html.Td(value, className="value"),
        html.Td(sparkline([point.value for point in one.line]), className="desk"),
        html.Td("" if figure.target is None else _aim(one, form.with_unit(indicator, figure.target))),
        html.Td("" if figure.expected is None else _aim(one, form.expected_with_unit(indicator, figure)), className="desk"),
        html.Td(light(figure.status) or "", className="state"),
        html.Td(change(figure, one.before, today, short=True)),
        html.Td(change(figure, one.year_before, today, short=True), className="desk"),
    ]
    if peers.codes:
        cells.append(html.Td(MISSING if one.median is None else form.with_unit(indicator, one.median).removesuffix(f" {indicator.unit}")))
    if ranked:
        cells.append(html.Td(rank_words(one.rank)))
    name = named(indicator, figure.period, figure.region, indicator.title)
    return html.Tr([html.Th(name, scope="row"), *cells], **attr(data_indicator=figure.indicator, data_status=figure.status))


def _aim(one: Standing, words: str) -> str:
    return words.removesuffix(f" {one.indicator.unit}") if own_target(one.figure) else ""


def rank_words(found: Rank | None) -> str:
    """`第 3 位（9 个县区）`, `并列第 1 位（9 个县区）`; empty where there is no rank."""
    if found is None:
        return ""
    return f"{'并列' if found.shared else ''}第 {found.place} 位（{found.of} 个县区）"
