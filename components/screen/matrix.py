"""Tables of the wall: counties × programmes with the worst light of each, and counties × measures with their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from components import format as form
from components.attr import attr
from components.light import WORDS, light
from components.programmes.words import of_month
from components.progress import short_name
from data.indicators import DECLARED
from data.indicators.figures import Figure
from data.programmes.light import worst
from data.programmes.line import Book, Cell
from geo.regions import CITY

SIGNS = ("met", "on_track", "due_soon", "behind", "overdue", "missing")


def programme_matrix(books: Sequence[Book]) -> html.Table:
    """One row a county; what the city does by itself is not in it. Each cell the worst light, and how many tasks show it."""
    rows: dict[str, dict[str, list[Cell]]] = {}
    for book in books:
        for line in book.lines:
            for one in line.cells:
                if one.region != CITY:
                    rows.setdefault(one.region, {}).setdefault(book.programme.id, []).append(one)
    shown = [book for book in books if any(book.programme.id in row for row in rows.values())]
    asked = [one for row in rows.values() for cells in row.values() for one in cells if one.asked]
    month = max((one.asked for one in asked), default="")
    heads = [html.Th(short_name(book.programme), scope="col") for book in shown]
    head = html.Tr([html.Th("", scope="col"), *heads, html.Th(f"{of_month(month)}月报" if month else "月报", scope="col")])
    body = [_row(code, rows[code], shown, month) for code in sorted(rows)]
    return html.Table([html.Thead(head), html.Tbody(body)], className="mx")


def _row(code: str, row: Mapping[str, Sequence[Cell]], books: Sequence[Book], month: str) -> html.Tr:
    name = next(iter(row.values()))[0].region_name
    cells = [_worst(row.get(book.programme.id, ()), book.programme.id) for book in books]
    asked = [one for found in row.values() for one in found if one.asked == month]
    return html.Tr([html.Th(name, scope="row"), *cells, _returned(asked if month else ())], **attr(data_region=code))


def _worst(cells: Sequence[Cell], programme: str) -> html.Td:
    if not cells:
        return html.Td("", className="no")
    lit = worst([one.light for one in cells])
    many = sum(one.light == lit for one in cells)
    calm = lit in ("on_track", "met")
    shown: Any = light(lit, count=0 if calm else many) or "—"
    return html.Td(shown, className=lit, **attr(data_light=lit, data_count=str(many), data_programme=programme))


def _returned(asked: Sequence[Cell]) -> html.Td:
    """How the returns of the month that was due stand, the worst of them."""
    if not asked:
        return html.Td("", className="no")
    states = {one.state for one in asked}
    if states & {None, "draft"}:
        return html.Td(light("missing"), className="missing")
    if "returned" in states:
        return html.Td(light("overdue", "退回"), className="overdue")
    if "submitted" in states:
        return html.Td(light("due_soon", "待审核"), className="due_soon")
    return html.Td(light("on_track", "已报"), className="on_track")


def signs() -> html.Div:
    """The six lights with their words."""
    shown: list[Any] = [light(one) for one in SIGNS]
    return html.Div(shown, className="signs")


def measures(columns: Sequence[tuple[str, str]], figures: Mapping[tuple[str, str], Figure], codes: Sequence[tuple[str, str]]) -> html.Table:
    """Values side by side. columns  indicators with their heads; figures  by indicator and region; codes  the rows with their names."""
    heads = [html.Th(_lines(name), scope="col") for _, name in columns]
    rows = []
    for code, name in codes:
        cells = [_measure(figures[indicator, code]) for indicator, _ in columns]
        rows.append(html.Tr([html.Th(name, scope="row"), *cells], className="whole" if code == CITY else "", **attr(data_region=code)))
    return html.Table([html.Thead(html.Tr([html.Th("", scope="col"), *heads])), html.Tbody(rows)], className="mx values")


def _lines(name: str) -> list[Any]:
    first, _, second = name.partition("\n")
    return [first, html.Br(), second] if second else [first]


def _measure(figure: Figure) -> html.Td:
    """The value, with the shape of its light: the word is in the key below, the shapes differ."""
    indicator = DECLARED[figure.indicator]
    lit = figure.status if figure.status in WORDS else ""
    sign: Any = html.I(className=f"ic {lit}", title=WORDS[lit]) if lit else None
    return html.Td(
        html.Span([sign, html.Span(form.on_map(indicator, figure).split(" ")[0], className="num")], className=f"lt {lit}"),
        className=lit or "plain",
        **attr(data_indicator=figure.indicator, data_region=figure.region, data_period=figure.period, data_status=figure.status),
    )
