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
from data.programmes.form import Programme
from data.programmes.line import Book
from geo.regions import CITY


def progress(books: Sequence[Book], period: str, region: str = CITY) -> list[html.Div | html.P]:
    """Title, one row a programme, which leads to all about it at this period and region, and what the percents rest on."""
    head = html.Div(
        [html.H2("六大工程进度", className="song"), html.P([html.I(className="stroke"), "竖线为应达进度"], className="sub")],
        className="ph",
    )
    if not books:
        return [head, html.P("这一年还没有装入工程计划。", className="empty")]
    return [
        head,
        *(_row(book, about_programme(book.programme.id, period, region)) for book in books),
        html.P(basis_words(books), className="note"),
    ]


def basis_words(books: Sequence[Book]) -> str:
    """What the percents rest on."""
    lines = [line for book in books for line in book.lines]
    returned, linked = (sum(line.basis == basis for line in lines) for basis in ("returns", "indicators"))
    rest = len(lines) - returned - linked
    return f"{len(lines)} 项任务：{returned} 项按审核通过的月报，{linked} 项按关联指标{f'，{rest} 项尚无进度' if rest else ''}。"


def _row(book: Book, to: str) -> html.Div:
    bar = html.Div(className="bullet blank") if book.percent is None else bullet(book.percent, book.expected, 100)
    overdue = book.count("overdue")
    right: list[Component]
    if book.percent is None:
        right = [html.Span("尚无月报", className="wait")]
    else:
        right = [
            html.Span(f"{percent(book.percent)}%", className="num v"),
            light(book.light) or html.Span(),
            (light("overdue", count=overdue) if overdue else None) or html.Span(),
        ]
    one = book.programme
    return html.Div(
        [dcc.Link(short_name(one), href=to, title=one.name, className="link"), bar, *right],
        className="pr",
        **attr(data_programme=one.id),
    )


def short_name(one: Programme) -> str:
    """`社会救助`; of a programme that measures nothing of its own, what its name has in quotes: `智慧民政`."""
    named = {**PROGRAMMES}.get(one.id)  # type: ignore[call-overload]
    quoted = re.search("“(.+?)”", one.name)
    return named or (quoted[1] if quoted else one.name)
