"""The six programmes' progress: a bar each with an upright where it should be by now, its light, and the overdue tasks beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from components.about import about_programme
from components.attr import attr
from components.bullet import bullet
from components.light import light
from data.indicators import PROGRAMMES
from data.indicators.words import percent
from data.programmes.progress import ProgrammeProgress
from geo.regions import CITY


def progress(programmes: Sequence[ProgrammeProgress], period: str, region: str = CITY) -> list[html.Div | html.P]:
    """Title, one row a programme, which leads to all about it at this period and region, and what the percents rest on."""
    head = html.Div(
        [html.H2("六大工程进度", className="song"), html.P([html.I(className="stroke"), "竖线为应达进度"], className="sub")],
        className="ph",
    )
    if not programmes:
        return [head, html.P("这一年还没有装入工程计划。", className="empty")]
    counted = sum(one.counted for one in programmes)
    total = sum(one.total for one in programmes)
    note = f"按关联指标计算：{total} 项任务中 {counted} 项有关联指标，其余待县区月报。"
    return [head, *(_row(one, about_programme(one.id, period, region)) for one in programmes), html.P(note, className="note")]


def _row(one: ProgrammeProgress, to: str) -> html.Div:
    bar = html.Div(className="bullet blank") if one.percent is None else bullet(one.percent, one.expected, 100)
    right: list[Component]
    if one.percent is None:
        right = [html.Span(one.basis_words, className="wait")]
    else:
        right = [
            html.Span(f"{percent(one.percent)}%", className="num v"),
            light(one.light) or html.Span(),
            (light("overdue", count=one.overdue) if one.overdue else None) or html.Span(),
        ]
    name = dcc.Link(short_name(one), href=to, title=one.name, className="link") if to else html.Span(short_name(one), title=one.name)
    return html.Div(
        [name, bar, *right],
        className="pr",
        **attr(data_programme=one.id),
    )


def short_name(one: ProgrammeProgress) -> str:
    """`社会救助`; of a programme that measures nothing of its own, what its name has in quotes: `智慧民政`."""
    named = {**PROGRAMMES}.get(one.id)  # type: ignore[call-overload]
    quoted = re.search("“(.+?)”", one.name)
    return named or (quoted[1] if quoted else one.name)
