"""The change of one figure against other periods: 较上月, 较去年同期, and a third measure beside them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dash import html

from components import format as form
from data.indicators import Indicator
from data.indicators.aim import adds_up, own_target
from data.indicators.comparison import began_again, pair
from data.indicators.figures import Figure
from data.indicators.reach import lacks_days, still_runs, until
from data.indicators.study import Study
from data.indicators.words import MISSING, percent
from data.periods import parse

EARLIER = {"week": "较上周", "month": "较上月", "ytd": "较上月末"}
ANEW = "年初起重计"


def unfinished(figure: Figure, today: date) -> str:
    """Words in place of a change where a count of events does not hold its whole period: half a month is not held against a whole one.

    `截至9月18日` while the period runs; `数据到9月8日，本期未完` once it is over and its last days have not been delivered.
    """
    if not still_runs(figure):
        return ""
    span, reached = parse(figure.period), until(figure)
    if span.runs(today) or figure.as_of is None or figure.as_of < span.starts:
        return reached
    return f"数据到{form.day(figure.as_of)}，本期未完"


def unfinished_note(pairs: Iterable[tuple[Figure, Figure | None]], today: date) -> str:
    """One sentence under a table in which a change is `—` because a period is not whole; empty where there is none."""
    held = [(one, other) for one, other in pairs if other is not None and pair(one, other, today).apart == "unfinished"]
    if not held:
        return ""
    figure = held[0][0]
    return f"{_incomplete(figure, today)}，不与整期比较，记为“{MISSING}”。"


def _incomplete(figure: Figure, today: date) -> str:
    """Which of two periods is not whole, and how far this one reaches."""
    if not lacks_days(figure) and not parse(figure.period).runs(today):
        return "对比的一期未完"
    day = figure.as_of or today
    return f"本期未完，{'截至' if day >= parse(figure.period).starts else '数据到'}{form.day(day)}"


def change(figure: Figure, before: Figure | None, today: date, short: bool = False) -> str:
    """The change of a figure against another, `▲ 增 312 人`; words where the two may not be held against each other, else `—`.

    short: for a table's cell, where half a period is `—` and one note below says why (`unfinished_note`).
    """
    if before is None:
        return MISSING
    two = pair(figure, before, today)
    if two.apart == "unfinished":
        if short:
            return MISSING
        return _incomplete(figure, today)
    if two.apart == "anew":
        return ANEW
    return MISSING if two.apart else form.change(two.indicator, figure.value, before.value, short)


def against(figure: Figure, other: Figure | None, today: date) -> str:
    """How a figure stands to the one beside it, `▲ 高 2.0 点`; words where the two may not be held against each other, else `—`."""
    if other is None:
        return MISSING
    two = pair(figure, other, today)
    if two.apart == "anew":
        return ANEW
    return MISSING if two.apart else form.apart(two.indicator, figure.value, other.value)


def restarts(indicator: Indicator, figure: Figure, before: Figure) -> str:
    """`年初起重计` where the count began anew between the two."""
    return ANEW if began_again(indicator, parse(figure.period), parse(before.period)) else ""


def three(one: Study, per_head: Figure | None, today: date) -> html.Dl:
    """Under the map: against the period before, against last year, and per 10,000 people or against the expected path.

    Where the map's title is of the whole and a part is chosen, its name and value stand first.
    """
    chosen = [(one.figure.region_name, form.cell_with_unit(one.indicator, one.figure))] if one.figure.region != one.whole.region else []
    cells = [
        *chosen,
        (EARLIER[one.period.grain], change(one.figure, one.before, today)),
        ("较去年同期", change(one.figure, one.year_before, today)),
        _third(one, per_head),
    ]
    return html.Dl([html.Div([html.Dt(name), html.Dd(words)]) for name, words in cells], className="three four" if chosen else "three")


def _third(one: Study, per_head: Figure | None) -> tuple[str, str]:
    if per_head is not None:
        return "每万人", MISSING if per_head.value is None else f"{per_head.value:,.1f} 人"
    figure = one.figure
    if figure.expected is None or figure.value is None or not own_target(figure):
        return _among_counties(one)
    aim = "目标" if figure.expected == figure.target else "应达"
    gap = figure.value - figure.expected
    if gap == 0:
        return f"与{aim}相比", "— 持平"
    return f"与{aim}相比", f"{'▲ 高' if gap > 0 else '▼ 低'} {form.difference(one.indicator, gap, goal=figure.target)}"


def _among_counties(one: Study) -> tuple[str, str]:
    """A county's share of a count that adds up; else how far the counties lie apart."""
    whole, part = one.city.value, one.figure.value
    if one.region != one.city.region and adds_up(one.indicator) and whole and part is not None:
        return "占全市", f"{percent(100 * part / whole)}%"
    values = [figure.value for figure in one.counties if figure.value is not None]
    if not values:
        return "县区最低至最高", MISSING
    return "县区最低至最高", f"{form.plain(one.indicator, min(values))} – {form.with_unit(one.indicator, max(values))}"
