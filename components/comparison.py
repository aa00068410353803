"""The change of one figure against other periods: 较上月, 较去年同期, and a third measure beside them."""

from __future__ import annotations

from datetime import date

from dash import html

from components import format as form
from data.indicators import Indicator
from data.indicators.figures import Figure
from data.indicators.study import Study
from data.indicators.words import MISSING, percent
from data.periods import Period

EARLIER = {"week": "较上周", "month": "较上月", "ytd": "较上月末"}


def unfinished(indicator: Indicator, period: Period, today: date) -> str:
    """Words in place of a change while the period runs: half a month of events is not held against a whole one."""
    if not period.runs(today) or indicator.kind == "stock" or indicator.cumulative or period.grain == "ytd":
        return ""
    return f"截至{form.day(today)}"


def three(one: Study, per_head: Figure | None, today: date) -> html.Dl:
    """Under the map: against the period before, against last year, and per 10,000 people or against the expected path."""
    pause = unfinished(one.indicator, one.period, today)
    cells = [
        (EARLIER[one.period.grain], _against(one, one.before, pause)),
        ("较去年同期", _against(one, one.year_before, pause)),
        _third(one, per_head),
    ]
    return html.Dl([html.Div([html.Dt(name), html.Dd(words)]) for name, words in cells], className="three")


def _against(one: Study, other: Figure, pause: str) -> str:
    if one.figure.value is None or other.value is None:
        return MISSING
    return f"本期未完，{pause}" if pause else form.change(one.indicator, one.figure.value, other.value)


def _third(one: Study, per_head: Figure | None) -> tuple[str, str]:
    if per_head is not None:
        return "每万人", MISSING if per_head.value is None else f"{per_head.value:,.1f} 人"
    figure = one.figure
    if figure.expected is None or figure.value is None:
        return _among_counties(one)
    aim = "目标" if figure.expected == figure.target else "应达"
    gap = figure.value - figure.expected
    if gap == 0:
        return f"与{aim}相比", "— 持平"
    return f"与{aim}相比", f"{'▲ 高' if gap > 0 else '▼ 低'} {form.difference(one.indicator, gap)}"


def _among_counties(one: Study) -> tuple[str, str]:
    """A county's share of a count that adds up; else how far the counties lie apart."""
    whole, part = one.city.value, one.figure.value
    if one.region != one.city.region and not one.indicator.rate and one.indicator.rollup == "sum" and whole and part is not None:
        return "占全市", f"{percent(100 * part / whole)}%"
    values = [figure.value for figure in one.counties if figure.value is not None]
    if not values:
        return "县区最低至最高", MISSING
    return "县区最低至最高", f"{form.plain(one.indicator, min(values))} – {form.with_unit(one.indicator, max(values))}"
