"""The table twin of a map: the same figures, with numerators and denominators, one row a region, the whole in the last row."""

from __future__ import annotations

from datetime import date
from typing import Any

from dash import html

from components import format as form
from components.about import named
from components.address import go
from components.attr import attr
from components.comparison import EARLIER, change, unfinished_note
from components.light import light
from data.indicators import Indicator
from data.indicators.aim import own_target
from data.indicators.figures import Figure
from data.indicators.study import Study
from data.indicators.words import MISSING
from geo.regions import WORDS

WIDE = ("目标", "应达")  # columns a phone has no room for
NOTE_PAIRED = "“隐”为一并隐去的一格，防止相减推出。"


def table(one: Study, today: date, *, linked: bool = True) -> list[Any]:
    """The table of one indicator and period; `linked`: its name leads to the indicator's page."""
    indicator, whole, parts = one.indicator, one.whole, one.parts
    before = {figure.region: figure for figure in (*one.parts_before, one.whole_before)}
    judged = whole.target is not None or any(figure.target is not None for figure in parts)
    unit = "" if indicator.unit == "%" else f"（{indicator.unit}）"
    places = WORDS[one.parts_level]
    name = named(indicator, one.period.text, one.region, one.title) if linked else one.title
    head: list[Any] = [places, [name, unit]]
    if indicator.rate:
        head += ["分子", "分母"]
    if judged:
        head += WIDE
    head += [EARLIER[one.period.grain]]
    if judged:
        head += ["状态"]
    rows = [_row(indicator, figure, before.get(figure.region), judged, today, figure.region == one.selected) for figure in parts]
    rows.append(_row(indicator, whole, before.get(whole.region), judged, today, False, total=True))
    notes = [f"分子：{indicator.numerator}。", f"分母：{indicator.denominator}。"] if indicator.rate else []
    pairs = [(figure, before.get(figure.region)) for figure in (whole, *parts)]
    notes += [note] if (note := unfinished_note(pairs, today)) else []
    if any(figure.reason == "paired" for figure in parts):
        notes.append(NOTE_PAIRED)
    return [
        html.Table(
            [
                html.Caption(f"{indicator.name}{f'（{one.category}）' if one.category else ''}，各{places}"),
                html.Thead(html.Tr([html.Th(word, scope="col", className="desk" if word in WIDE else "") for word in head])),
                html.Tbody(rows),
            ],
            className="t",
        ),
        *([html.P(notes, className="note")] if notes else []),
    ]


def _row(
    indicator: Indicator, figure: Figure, before: Figure | None, judged: bool, today: date, selected: bool, total: bool = False
) -> html.Tr:
    hidden = form.withheld(figure.reason) if figure.suppressed else ""
    cells: list[Any] = [form.cell(indicator, figure)]
    if indicator.rate:
        cells += [hidden or form.whole(figure.numerator), hidden or form.whole(figure.denominator)]
    if judged:
        aims = (form.plain(indicator, figure.target), form.path(indicator, figure))
        cells += [html.Td(words if own_target(figure) else MISSING, className="desk") for words in aims]
    cells.append(change(figure, before, today, short=True))
    if judged:
        cells.append(light(figure.status) or "")
    name = figure.region_name
    first = name if total else html.Button(name, type="button", className="link", **go(region=figure.region))
    return html.Tr(
        [html.Th(first, scope="row"), *(one if isinstance(one, html.Td) else html.Td(one) for one in cells)],
        className="tot" if total else "on" if selected else "",
        **({} if total else attr(data_hover=figure.region)),
    )
