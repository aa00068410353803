"""A breakdown: the categories of one count as one 100 % bar of at most five and 其他, every number beneath; of a rate as a bar each.

Shares are of the whole, as in the titles; what is withheld is the rest of the bar, named `<5` or `隐` beneath.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from components import format as form
from components.address import go
from components.attr import attr
from components.bullet import share
from data.indicators import DECLARED, Indicator
from data.indicators.figures import Figure
from data.indicators.words import MISSING, percent

MOST = 5
OTHER = MOST + 1  # the colour of 其他


def breakdown(total: Figure, parts: Sequence[Figure], ranked: Sequence[Figure], *, selected: str) -> list[Any]:
    """The categories of one region and period.

    total     of all categories; parts  one figure a category, in their fixed order
    ranked    the city's, which say what are the five largest for every region
    selected  the category chosen, '' for none
    """
    indicator = DECLARED[total.indicator]
    if not any(figure.value or figure.suppressed for figure in parts):
        return [html.P("本期没有数字。", className="empty")]
    if indicator.rate:
        return [_list([_rate(indicator, figure, selected) for figure in parts])]
    colours = _colours(ranked)
    whole = max(sum(figure.value or 0 for figure in parts), total.value or 0)
    bar = [
        html.I(
            className=f"cat-{colour}",
            style={"width": share(sum(figure.value or 0 for figure in parts if colours[figure.category or ""] == colour), whole)},
        )
        for colour in sorted(set(colours.values()))
        if whole
    ]
    rows = [_part(indicator, figure, whole, colours[figure.category or ""], selected) for figure in parts]
    return [html.Div(bar, className="split", **attr(aria_hidden="true")), _list(rows)]


def _colours(ranked: Sequence[Figure]) -> dict[str, int]:
    """1–5 for the five largest in their fixed order, 6 for the others; where there are six, the sixth stands for itself."""
    names = [figure.category or "" for figure in ranked]
    if len(names) <= OTHER:
        return {name: place for place, name in enumerate(names, 1)}
    largest = sorted(ranked, key=lambda figure: -(figure.value or 0))[:MOST]
    kept = [name for name in names if name in {figure.category for figure in largest}]
    return {name: kept.index(name) + 1 if name in kept else OTHER for name in names}


def _list(rows: list[html.Li]) -> html.Ul:
    return html.Ul(rows, className="kinds")


def _part(indicator: Indicator, figure: Figure, whole: float, colour: int, selected: str) -> html.Li:
    value = form.cell(indicator, figure)
    said = MISSING if figure.value is None or not whole else f"{percent(100 * figure.value / whole)}%"
    swatch = html.I(className="sw none" if figure.suppressed else f"sw cat-{colour}")
    return _row(figure, [swatch, html.Span(figure.category, className="what"), html.Span(value, className="num v")], said, selected)


def _rate(indicator: Indicator, figure: Figure, selected: str) -> html.Li:
    of = MISSING if figure.suppressed else f"{form.whole(figure.numerator)}/{form.whole(figure.denominator)}"
    bar = html.Span(html.I(style={"width": share(figure.value, 100)}) if figure.value is not None else None, className="b")
    row = [html.Span(figure.category, className="what"), bar, html.Span(form.cell(indicator, figure), className="num v")]
    return _row(figure, row, of, selected)


def _row(figure: Figure, parts: list[Any], said: str, selected: str) -> html.Li:
    on = figure.category == selected
    choice = html.Button(
        [*parts, html.Span(said, className="num of")],
        type="button",
        className=f"cat{' on' if on else ''}",
        **attr(aria_pressed=on, data_category=figure.category or ""),
        **go(indicator=figure.indicator, category=None if on else figure.category),
    )
    return html.Li(choice)
