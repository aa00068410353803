"""A headline card: name, light, figure, bullet, target and change. The whole card is a button that drives map, ranking, trend and table."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from components import format as form
from components.about import mark
from components.address import go
from components.attr import attr
from components.bullet import bullet
from components.light import light
from data.exchange.freshness import Freshness
from data.indicators import Indicator
from data.indicators.figures import Figure
from data.indicators.indicator import MONTHLY, Target
from data.periods import parse


def headline(
    indicator: Indicator,
    figure: Figure,
    before: Figure,
    *,
    target: Target | None,
    unfinished: str = "",
    selected: bool = False,
    late: Sequence[Freshness] = (),
) -> html.Div:
    """One card, with the way to what it means in its corner.

    before      the same region one period earlier
    unfinished  words in place of the change while a period runs whose count is not comparable yet
    late        the datasets past their rhythm; the card of one says so in place of the change
    """
    stale = _stale(indicator, late)
    shown = form.headline(indicator, figure)
    right = stale or unfinished or form.change(indicator, figure.value, before.value, short=True)
    card = html.Button(
        [
            html.Span(indicator.title, className="name"),
            html.Span(light(figure.status), className="state"),
            html.Span([shown.text, html.Small(shown.unit)], className="fig"),
            _bullet(figure, target),
            html.Span(_left(indicator, figure, target), className="aim"),
            html.Span(_reason(indicator, figure) or right, className="turn"),
        ],
        type="button",
        className=" ".join(["card", *(["sel"] if selected else []), *(["stale"] if stale else [])]),
        title=_title(indicator, target),
        **attr(
            data_indicator=figure.indicator,
            data_period=figure.period,
            data_status=figure.status,
            data_region=figure.region,
            aria_pressed=selected,
        ),
        **go(indicator=figure.indicator),
    )
    return html.Div([card, mark(indicator, figure.period, figure.region)], className="card-box")


def _bullet(figure: Figure, target: Target | None) -> html.Div:
    if not figure.target or target is None:
        return html.Div(className="bullet blank")
    expected = None if target.by == MONTHLY else figure.expected
    return bullet(figure.value, expected, figure.target)


def _left(indicator: Indicator, figure: Figure, target: Target | None) -> str:
    if target is None:
        return "没有目标"
    if figure.target is None:
        judged = parse(figure.period).grain == "month" or (target.by != MONTHLY and parse(figure.period).grain == "ytd")
        return "没有分到目标" if judged else "按月考核"
    aim = form.plain(indicator, figure.target).removesuffix(".0")
    return f"目标 {aim}{'%' if indicator.unit == '%' else ''}"


def _title(indicator: Indicator, target: Target | None) -> str:
    """The full name, and by when the target is due."""
    if target is None:
        return indicator.name
    return f"{indicator.name}，{'每月考核' if target.by == MONTHLY else f'{int(target.by[5:])}月底到期'}"


def _reason(indicator: Indicator, figure: Figure) -> str:
    """Why there is no figure, where there is none."""
    if figure.suppressed:
        return "按规定不显示"
    if figure.value is not None:
        return ""
    if parse(figure.period).grain == "week" and (indicator.monthly_only or indicator.reported):
        return "没有周数据"
    return "分母为 0" if figure.denominator == 0 else "还没有数据"


def _stale(indicator: Indicator, late: Sequence[Freshness]) -> str:
    """The latest delivery of the dataset behind the card that is late, with its name."""
    names = {name for part in indicator.parts for name in part.reach}
    for one in late:
        if one.dataset in names and one.delivered_on:
            return f"{one.title}截至 {form.day(one.delivered_on)}"
    return ""
