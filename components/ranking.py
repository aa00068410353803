"""The ranking: one row a county or township, sorted, the target as one upright through all rows, value and light at the right."""

from __future__ import annotations

from datetime import date

from dash import html

from components import format as form
from components.about import named
from components.address import go
from components.attr import attr
from components.bullet import share
from components.comparison import unfinished
from components.light import light
from data.indicators import Indicator
from data.indicators.figures import Figure
from data.indicators.findings import ranking_finding
from data.indicators.study import Study
from geo.regions import WORDS

ROOM = 1.08  # the longest bar ends a little before the right edge


def ranking(one: Study, today: date) -> list[html.Div]:
    """The parts by value; where each has its own target, by how much of it is done. Those without a value stand last."""
    indicator, parts, selected = one.indicator, one.parts, one.selected
    aims = {figure.target for figure in parts if figure.target is not None}
    own = len(aims) > 1
    lengths = {figure.region: _length(figure, own) for figure in parts}
    ranked = sorted(parts, key=lambda figure: (lengths[figure.region] is None, -(lengths[figure.region] or 0), figure.region))
    aim = 1.0 if own else float(next(iter(aims))) if aims else None
    longest = ROOM * max([length for length in lengths.values() if length is not None] + [aim or 0], default=0)
    rows = [_row(indicator, figure, lengths[figure.region], longest, own, figure.region == selected) for figure in ranked]
    body: list[html.Div] = [*rows]
    if aim is not None and longest > 0:
        word = "目标" if own else f"目标 {form.with_unit(indicator, aim).replace('.0%', '%')}"
        upright = html.B(word, style={"left": share(aim, longest)}), html.I(style={"left": share(aim, longest)})
        body.append(html.Div(upright, className="aim"))
    plain = f"各{WORDS[one.parts_level]}排序"
    title = plain if one.category or unfinished(one.whole, today) else ranking_finding(one.whole, parts).title
    head = html.Div(
        [
            html.H2(title, className="song"),
            html.P([named(indicator, one.period.text, one.region, one.title), _sub(one, own, aim)], className="sub"),
        ],
        className="ph stacked",
    )
    return [head, html.Div(body, className="hb" + ("" if aim is not None else " plain"))]


def _sub(one: Study, own: bool, aim: float | None) -> str:
    unit = "" if one.indicator.unit == "%" else f"（{one.indicator.unit}）"
    return f"{unit}：完成/目标" if own else f"{unit}{'，竖线为目标' if aim is not None else ''}"


def _length(figure: Figure, own: bool) -> float | None:
    if figure.value is None or (own and not figure.target):
        return None
    return figure.value / figure.target if own and figure.target else float(figure.value)


def _row(indicator: Indicator, figure: Figure, length: float | None, longest: float, own: bool, selected: bool) -> html.Div:
    value = form.on_map(indicator, figure).split(" ")[0]
    if own and figure.target is not None and figure.value is not None:
        value = f"{form.whole(figure.value)}/{form.whole(figure.target)}"
    return html.Div(
        [
            html.Button(figure.region_name, type="button", className="link", **go(region=figure.region)),
            html.Div(
                [html.I(style={"width": share(max(length, 0), longest)})] if length is not None and longest > 0 else [], className="b"
            ),
            html.Span(value, className="num v"),
            light(figure.status) or html.Span(),
        ],
        className=f"r{' on' if selected else ''}",
        **attr(data_hover=figure.region),
    )
