"""A headline card: name, light, figure, bullet, target and change. The whole card is a button that drives map, ranking, trend and table.

On a section page it also holds the last months as a line, the change to last year, and what it is compared with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dash import html

from components import format as form
from components.about import mark
from components.address import go
from components.attr import attr
from components.bullet import bullet
from components.comparison import against, change, restarts
from components.light import light
from components.sparkline import sparkline
from data.exchange.freshness import Freshness
from data.indicators import Indicator
from data.indicators.absence import absence, goes_down
from data.indicators.aim import own_target
from data.indicators.figures import Figure
from data.indicators.indicator import MONTHLY, Target
from data.periods import parse


@dataclass(frozen=True)
class Longer:
    """What a section page's card holds beyond the overview's.

    line        the last periods, oldest first
    earlier     what the period before is called: 较上月
    today       on which changes are judged
    beside      the figure it is compared with, and what that is in words
    """

    line: Sequence[Figure]
    year_before: Figure
    earlier: str
    today: date
    beside: tuple[str, Figure] | None = None


def headline(
    indicator: Indicator,
    figure: Figure,
    before: Figure,
    *,
    target: Target | None,
    unfinished: str = "",
    selected: bool = False,
    late: Sequence[Freshness] = (),
    longer: Longer | None = None,
) -> html.Div:
    """One card, with the way to what it means in its corner.

    before      the same region one period earlier
    unfinished  words in place of the change while a period runs whose count is not comparable yet
    late        the datasets past their rhythm; the card of one says so in place of the change
    """
    stale = _stale(indicator, late)
    shown = form.headline(indicator, figure)
    right = stale or unfinished or restarts(indicator, figure, before) or form.change(indicator, figure.value, before.value, short=True)
    card = html.Button(
        [
            html.Span(f"{indicator.title}（{figure.category}）" if figure.category else indicator.title, className="name"),
            html.Span(light(figure.status), className="state"),
            html.Span([shown.text, html.Small(shown.unit), *_line(longer)], className="fig"),
            _bullet(figure, target),
            html.Span(_left(indicator, figure, target), className="aim"),
            *(
                _turns(indicator, figure, before, longer, stale or unfinished)
                if longer
                else [html.Span(absence(figure) or right, className="turn")]
            ),
        ],
        type="button",
        className=" ".join(["card", *(["sel"] if selected else []), *(["stale"] if stale else [])]),
        title=f"{indicator.name}（{figure.category}）" if figure.category else _title(indicator, target),
        **attr(
            data_indicator=figure.indicator,
            data_period=figure.period,
            data_status=figure.status,
            data_region=figure.region,
            aria_pressed=selected,
        ),
        **go(indicator=figure.indicator, **({"category": None} if longer else {})),
    )
    return _boxed(card, indicator, figure)


def brief(
    indicator: Indicator,
    figure: Figure,
    *,
    target: Target | None,
    today: date,
    selected: bool = False,
    beside: tuple[str, Figure] | None = None,
) -> html.Div:
    """A card of one line, for what a section measures beside its headlines."""
    shown = form.headline(indicator, figure)
    words: list[Any] = [html.Span(indicator.title, className="name"), html.Span(light(figure.status), className="state")]
    words.append(
        html.Span([shown.text, html.Small(shown.unit)], className="fig", title=absence(figure) or _left(indicator, figure, target))
    )
    if beside:
        words.append(_beside(indicator, figure, beside, today))
    card = html.Button(
        words,
        type="button",
        className=f"card brief{' sel' if selected else ''}",
        title=_title(indicator, target),
        **attr(
            data_indicator=figure.indicator,
            data_period=figure.period,
            data_status=figure.status,
            data_region=figure.region,
            aria_pressed=selected,
        ),
        **go(indicator=figure.indicator, category=None),
    )
    return _boxed(card, indicator, figure)


def _boxed(card: html.Button, indicator: Indicator, figure: Figure) -> html.Div:
    """A button holds no link, so the link stands beside it, over its corner."""
    return html.Div([card, mark(indicator, figure.period, figure.region)], className="card-box")


def _line(longer: Longer | None) -> list[html.Span]:
    drawn = sparkline([figure.value for figure in longer.line]) if longer else None
    return [drawn] if drawn else []


def _turns(indicator: Indicator, figure: Figure, before: Figure, longer: Longer, instead: str) -> list[html.Span]:
    """The changes, or one sentence why there are none; and what the card is compared with."""
    out: list[html.Span] = []
    if figure.expected is not None and figure.expected != figure.target and figure.status != "met":
        out.append(html.Span(f"应达 {form.expected_with_unit(indicator, figure).replace(' ', '')}", className="due"))
    if words := absence(figure) or instead:
        out.append(html.Span(words, className="turns"))
    else:
        for name, other in ((longer.earlier, before), ("较去年", longer.year_before)):
            out.append(html.Span([html.Span(name), html.Span(change(figure, other, longer.today, short=True))], className="turns"))
    if longer.beside:
        out.append(_beside(indicator, figure, longer.beside, longer.today))
    return out


def _beside(indicator: Indicator, figure: Figure, beside: tuple[str, Figure], today: date) -> html.Span:
    name, other = beside
    return html.Span(
        [html.Span(name), html.B(form.short(indicator, other)), html.Span(against(figure, other, today))],
        className="turns beside",
        **attr(data_with=other.region, data_with_period=other.period),
    )


def _bullet(figure: Figure, target: Target | None) -> html.Div:
    if not figure.target or target is None or not own_target(figure):
        return html.Div(className="bullet blank")
    expected = None if target.by == MONTHLY else figure.expected
    return bullet(figure.value, expected, figure.target)


def _left(indicator: Indicator, figure: Figure, target: Target | None) -> str:
    if figure.category:
        return "类别不设目标"
    if not goes_down(figure):
        return ""  # the card says that it does not go down to townships
    if target is None:
        return "没有目标"
    if target.value is None:
        return "未设省均值" if target.above else "未设目标"
    if figure.target is None:
        grain = parse(figure.period).grain
        if target.by == MONTHLY and grain != "month":
            return "按月考核"
        return "周不评目标" if grain == "week" else "没有分到目标"
    aim = form.plain(indicator, figure.target).removesuffix(".0")
    word = "目标" if own_target(figure) else "各县区目标"
    return f"{word} {aim}{'%' if indicator.unit == '%' else ''}"


def _title(indicator: Indicator, target: Target | None) -> str:
    """The full name, and by when the target is due."""
    if target is None:
        return indicator.name
    return f"{indicator.name}，{'每月考核' if target.by == MONTHLY else f'{int(target.by[5:])}月底到期'}"


def _stale(indicator: Indicator, late: Sequence[Freshness]) -> str:
    """The latest delivery of the dataset behind the card that is late, with its name."""
    names = {name for part in indicator.parts for name in part.reach}
    for one in late:
        if one.dataset in names and one.delivered_on:
            return f"{one.title}截至 {form.day(one.delivered_on)}"
    return ""
