"""Several measures side by side, one row a county: the value or one of its two counts, and the light where one is judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dash import html

from components import format as form
from components.about import mark
from components.address import go
from components.attr import attr
from components.light import light
from components.table import NOTE_PAIRED
from data.indicators import BESIDE, DECLARED
from data.indicators.figures import Figure

Part = Literal["value", "numerator", "denominator"]


@dataclass(frozen=True)
class Column:
    """One measure. part: the value, or the count above or below it; of_year: over the year to the period's end; category: one of its
    breakdown's, instead of the total.
    """

    indicator: str
    title: str = ""
    part: Part = "value"
    of_year: bool = False
    category: str = ""

    def __post_init__(self) -> None:
        if self.indicator not in DECLARED:
            raise ValueError(f"no indicator {self.indicator!r}")
        if self.category and self.category not in DECLARED[self.indicator].categories:
            raise ValueError(f"{self.indicator} has no category {self.category!r}")

    @property
    def head(self) -> str:
        """What stands over the column."""
        indicator = DECLARED[self.indicator]
        unit = "" if self.part != "value" or indicator.unit == "%" or self.category else f"（{indicator.unit}）"
        return (self.title or self.category or indicator.title) + unit


def matrix(caption: str, columns: Sequence[Column], figures: Mapping[tuple[Column, str], Figure], *, region: str) -> list[Any]:
    """The table; `figures` by column and region, the city in the last row. `region` is the county that is on."""
    regions = list(dict.fromkeys(code for _, code in figures))
    head = [_head(column, figures[column, regions[-1]]) for column in columns]
    rows = [_row([figures[column, code] for column in columns], columns, code == region, code == regions[-1]) for code in regions]
    table = html.Table(
        [html.Caption(caption), html.Thead(html.Tr([html.Th("县区", scope="col"), *head])), html.Tbody(rows)], className="t matrix"
    )
    paired = any(figure.reason == "paired" for figure in figures.values())
    box = html.Div(table, className="wide-box", tabIndex=0, role="region", **attr(aria_label=f"{caption}，可左右滚动"))
    return [box, *([html.P(NOTE_PAIRED, className="note")] if paired else [])]


def _head(column: Column, whole: Figure) -> html.Th:
    """A measure's name drives the page, unless it is a count beside the indicators; its ⓘ leads to what it means."""
    if column.category:
        return html.Th(column.head, scope="col")
    if column.indicator in BESIDE:
        name: Any = column.head
    else:
        name = html.Button(column.head, type="button", className="link", **go(indicator=column.indicator, category=None))
    return html.Th([name, mark(DECLARED[column.indicator], whole.period, whole.region)], scope="col")


def _row(figures: Sequence[Figure], columns: Sequence[Column], on: bool, total: bool) -> html.Tr:
    name = figures[0].region_name
    first = name if total else html.Button(name, type="button", className="link", **go(region=figures[0].region))
    cells = [html.Td(_cell(column, figure)) for column, figure in zip(columns, figures, strict=True)]
    return html.Tr(
        [html.Th(first, scope="row"), *cells], className="tot" if total else "on" if on else "", **attr(data_hover=figures[0].region)
    )


def _cell(column: Column, figure: Figure) -> list[Any]:
    if figure.suppressed:
        return [form.withheld(figure.reason)]
    if column.part != "value":
        return [form.whole(figure.numerator if column.part == "numerator" else figure.denominator)]
    shown = form.on_map(DECLARED[column.indicator], figure).split(" ")[0]
    lit = light(figure.status)
    return [shown, *([lit] if lit else [])]
