"""The programmes' progress on the wall: a bar each with an upright where it should be by now, its light, and its overdue tasks."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.attr import attr
from components.bullet import bullet
from components.light import light
from components.progress import short_name
from data.indicators.words import percent
from data.programmes.line import Book


def progress(books: Sequence[Book]) -> list[html.Div]:
    """The head and one row a programme."""
    head = html.Div([html.Span("六大工程进度"), html.Span([html.I(className="stroke"), "应达进度"])], className="pt")
    if not books:
        return [head, html.Div("这一年还没有装入工程计划。", className="empty")]
    return [head, *map(_row, books)]


def _row(book: Book) -> html.Div:
    overdue = book.count("overdue")
    right: list[Component | None] = [html.Span("尚无月报", className="wait")]
    if book.percent is not None:
        right = [
            html.Span(f"{percent(book.percent)}%", className="num v"),
            light(book.light) or html.Span(),
            light("overdue", count=overdue) if overdue else html.Span(),
        ]
    bar = html.Div(className="bullet") if book.percent is None else bullet(book.percent, book.expected, 100)
    return html.Div([html.Span(short_name(book.programme)), bar, *right], className="pr", **attr(data_programme=book.programme.id))
