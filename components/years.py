"""One count over the years, the running one up to its last day: a bar a year with its number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from components import format as form
from components.bullet import share
from data.indicators import DECLARED
from data.indicators.figures import Figure
from data.indicators.words import MISSING


def years(figures: Sequence[Figure]) -> list[Any]:
    """`figures`: the year-to-dates at each year's end, the last the running year's."""
    indicator = DECLARED[figures[0].indicator]
    largest = max((figure.value or 0 for figure in figures), default=0)
    rows = []
    for figure in figures:
        month = int(figure.period[5:7])
        name = f"{figure.period[:4]}年" + (f"1–{month}月" if 1 < month < 12 else "1月" if month == 1 else "")
        value = form.cell(indicator, figure)
        unit = "" if figure.value is None else f" {indicator.unit}"
        bar = html.Span(html.I(style={"width": share(figure.value, largest)}) if figure.value and largest else None, className="b")
        rows.append(
            html.Div(
                [html.Span(name), bar, html.Span(f"{value}{unit}" if value != MISSING else MISSING, className="num v")], className="year"
            )
        )
    return rows
