"""One measure on the wall: its name and light, the figure, by when it must be what, and how far it is. A hairline above, no box."""

from __future__ import annotations

from dash import html

from components import format as form
from components.attr import attr
from components.bullet import bullet
from components.light import light
from data.indicators import DECLARED
from data.indicators.absence import absence
from data.indicators.aim import own_target
from data.indicators.figures import Figure
from data.indicators.indicator import MONTHLY, Target
from data.periods import parse


def cell(figure: Figure, target: Target | None, *, when: str = "", beside: str = "") -> html.Div:
    """when  the period, where it is not the one that runs: `8月`; beside  words in the place of a target, where there is none."""
    indicator = DECLARED[figure.indicator]
    shown = form.headline(indicator, figure)
    name = f"{indicator.title} {when}" if when else indicator.title
    return html.Div(
        [
            html.Div([html.Span(name), light(figure.status)], className="l"),
            html.Div(
                [
                    html.Span([shown.text, html.Small(shown.unit)], className="fig"),
                    html.Span(absence(figure) or aim(figure, target) or beside, className="t"),
                ],
                className="f",
            ),
            _bar(figure, target),
        ],
        className="cell",
        **attr(data_indicator=figure.indicator, data_period=figure.period, data_region=figure.region, data_status=figure.status),
    )


def _bar(figure: Figure, target: Target | None) -> html.Div:
    if not figure.target or target is None or not own_target(figure):
        return html.Div(className="bullet blank")
    return bullet(figure.value, None if target.by == MONTHLY else figure.expected, figure.target)


def aim(figure: Figure, target: Target | None) -> str:
    """`目标 2,000，10月`; of a target the counties must hold each `各县区 1，10月`; empty where there is none."""
    indicator = DECLARED[figure.indicator]
    if target is None or figure.category:
        return ""
    due = "每月" if target.by == MONTHLY else f"{parse(target.by).ends.month}月底"
    if figure.target is None:
        return "未设省均值" if target.above and target.value is None else ""
    goal = form.plain(indicator, figure.target).removesuffix(".0")
    return f"{'目标' if own_target(figure) else '各县区'} {goal}{'%' if indicator.unit == '%' else ''}，{due}"
