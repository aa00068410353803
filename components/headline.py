"""A headline card: name, light, figure, bullet, target and change. The whole card is a button that drives map, ranking, trend and table."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from components import format as form
from components.address import go
from components.attr import attr
from components.bullet import bullet
from components.light import light
from data.exchange.freshness import Freshness
from data.indicators import Indicator
from data.indicators.figures import Figure
from data.indicators.indicator import MONTHLY, Target


def headline(
    indicator: Indicator,
    figure: Figure,
    before: Figure,
    *,
    target: Target | None,
    unfinished: str = "",
    selected: bool = False,
    late: Sequence[Freshness] = (),
) -> html.Button:
    """One card.

    before      the same region one period earlier
    unfinished  words in place of the change while a period runs whose count is not comparable yet
    late        the datasets past their rhythm; the card of one says so in place of the change
    """
    stale = _stale(indicator, late)
    shown = form.headline(indicator, figure)
    right = stale or unfinished or form.change(indicator, figure.value, before.value, short=True)
    return html.Button(
        [
            html.Span(indicator.title, className="name"),
            html.Span(light(figure.status), className="state"),
            html.Span([shown.text, html.Small(shown.unit)], className="fig"),
            _bullet(figure, target),
            html.Span(_left(indicator, figure, target), className="aim"),
            html.Span(_reason(figure) or right, className="turn"),
        ],
        type="button",
        className=" ".join(["card", *(["sel"] if selected else []), *(["stale"] if stale else [])]),
        title=indicator.name,
        **attr(
            data_indicator=figure.indicator,
            data_period=figure.period,
            data_status=figure.status,
            data_region=figure.region,
            aria_pressed=selected,
        ),
        **go(indicator=figure.indicator),
    )


def _bullet(figure: Figure, target: Target | None) -> html.Div:
    if not figure.target or target is None:
        return html.Div(className="bullet blank")
    expected = None if target.by == MONTHLY else figure.expected
    return bullet(figure.value, expected, figure.target)


def _left(indicator: Indicator, figure: Figure, target: Target | None) -> str:
    if figure.target is None or target is None:
        return "没有目标" if target is None else "没有分到目标"
    aim = form.plain(indicator, figure.target).removesuffix(".0")
    unit = "%" if indicator.unit == "%" else ""
    return f"目标 {aim}{unit}，{'每月' if target.by == MONTHLY else f'{int(target.by[5:])}月'}"


def _reason(figure: Figure) -> str:
    """Why there is no figure, where there is none."""
    if figure.suppressed:
        return "人数过少，按规定不显示"
    if figure.value is None:
        return "没有分母或没有记录"
    return ""


def _stale(indicator: Indicator, late: Sequence[Freshness]) -> str:
    """The latest delivery of the dataset behind the card that is late, with its name."""
    names = {name for part in indicator.parts for name in part.reach}
    for one in late:
        if one.dataset in names and one.delivered_on:
            return f"{one.title}截至 {form.day(one.delivered_on)}"
    return ""
