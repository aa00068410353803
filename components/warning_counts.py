"""预警, in numbers: how many are open, by severity, section and county, each a way to them; found and closed week by week.

A number withheld stays withheld: `<5` for a small one, 隐 for one hidden only against subtraction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from components import format as form
from components.address import go
from components.attr import attr
from components.severity import WORDS, severity
from data.indicators.words import MISSING, day, scaled
from data.warnings.margins import Count
from data.warnings.reading import Amount, Counts, Week

NOTE = "涉及个人的预警不足 5 件的显示 <5，为防推算另隐的显示 隐；≥ 为已知至少的件数。"


def shown(count: Count) -> str:
    """`137`, `<5`, `隐`; `≥12` where so many are known whatever is withheld of the rest."""
    if count.value is not None:
        return form.whole(count.value)
    return f"≥{count.least:,}" if count.least else form.withheld("small" if count.withheld == "small" else "paired")


def empty(count: Count) -> bool:
    """Whether there is none, for all to know."""
    return count.value == 0


def money(amount: Amount) -> str:
    """Fen as `1.2 万元`, `860 元`; what is withheld of it as 隐, with what is known at least."""
    if amount.value is None:
        return f"≥{yuan(amount.least)}" if amount.least else form.withheld("paired")
    return yuan(amount.value) if amount.rules else MISSING


def yuan(fen: int) -> str:
    """A headline's form of an amount in fen."""
    text, many = scaled(fen / 100)
    return f"{text} {many}元" if many else f"{fen / 100:,.0f} 元"


def warnings_title(counts: Counts) -> str:
    """`137 件预警未关闭：严重 12、较重 40、一般 85`."""
    if empty(counts.total):
        return "没有未关闭的预警"
    parts = [f"{WORDS[key]} {shown(one)}" for key, one in counts.by_severity.items() if not empty(one)]
    return f"{shown(counts.total)} 件预警未关闭" + (f"：{'、'.join(parts)}" if parts else "")


def facts(weeks: Sequence[Week], days: float | None, risk: Amount) -> html.Dl:
    """What came and went in the running week, how long a closure takes, how much money is at risk."""
    this = weeks[-1] if weeks else None
    terms = [
        ("本周新发现", f"{this.found:,} 件" if this else MISSING),
        ("本周关闭", f"{this.closed:,} 件" if this else MISSING),
        ("办结用时（中位数）", f"{days:,.0f} 天" if days is not None else MISSING),
        ("涉及资金", money(risk)),
    ]
    return html.Dl([html.Div([html.Dt(term), html.Dd(words)]) for term, words in terms], className="strip")


def margin(title: str, name: str, cells: Mapping[str, tuple[str, Count]], chosen: str) -> list[Any]:
    """One margin as bars that are buttons: each narrows the list by the part `name` of the address, pressed again it does not."""
    head = html.Div(html.H2(title, className="song"), className="ph")
    rows = [(key, words, count) for key, (words, count) in cells.items() if not empty(count) or (key and key == chosen)]
    if not rows:
        return [head, html.P("没有未关闭的预警。", className="empty")]
    most = max((_known(count) for _, _, count in rows), default=0)
    return [head, html.Div([_row(name, *row, most, row[0] == chosen) for row in rows], className="wm")]


def _known(count: Count) -> int:
    return count.least if count.value is None else count.value


def _row(name: str, key: str, words: str, count: Count, most: int, on: bool) -> Any:
    width = 100 * _known(count) / most if most else 0
    word: Any = severity(key) if name == "severity" and key in WORDS else html.Span(words)
    parts = [word, html.Span(html.I(style={"width": f"{width:.1f}%"}), className="b"), html.B(shown(count))]
    marks = attr(data_margin=name, data_key=key)
    if not key:  # of no county: there is nothing to narrow the list by
        return html.Div(parts, className="r", **marks)
    to = go(**{name: None if on else key, "start": None})
    return html.Button(parts, type="button", className="r on" if on else "r", title=words, **attr(aria_pressed=on), **marks, **to)


def course_bars(weeks: Sequence[Week]) -> list[Any]:
    """Found and closed, two bars a week; the same numbers stand in a table for who can't see them."""
    head = html.Div(
        [
            html.H2("每周新发现和关闭", className="song"),
            html.P([html.I(className="key found-bar"), "新发现", html.I(className="key closed-bar"), "关闭"], className="sub"),
        ],
        className="ph",
    )
    most = max((max(week.found, week.closed) for week in weeks), default=0)
    if not most:
        return [head, html.P("近来没有新发现，也没有关闭。", className="empty")]
    bars = [_week(week, most, marked=(len(weeks) - 1 - number) % 4 == 0) for number, week in enumerate(weeks)]
    rows = [html.Tr([html.Th(day(one.starts), scope="row"), html.Td(f"{one.found:,}"), html.Td(f"{one.closed:,}")]) for one in weeks]
    columns = html.Thead(html.Tr([html.Th(word, scope="col") for word in ("周", "新发现", "关闭")]))
    table = html.Table([html.Caption("每周新发现和关闭"), columns, html.Tbody(rows)], className="unseen")
    scale = html.P(f"最多一周 {most:,} 件", className="sub")
    return [head, scale, html.Div(bars, className="weeks", **attr(aria_hidden="true")), table]


def _week(week: Week, most: int, *, marked: bool) -> html.Div:
    begins = day(week.starts, week.starts.year)
    bars = [html.I(className=looks, style={"height": f"{100 * many / most:.1f}%"}) for looks, many in _bars(week)]
    title = f"{begins}起一周：新发现 {week.found:,}，关闭 {week.closed:,}"
    return html.Div([html.Div(bars, className="pair-of"), html.Small(begins if marked else "")], className="week", title=title)


def _bars(week: Week) -> tuple[tuple[str, int], tuple[str, int]]:
    return ("found-bar", week.found), ("closed-bar", week.closed)


def severities(counts: Mapping[str, Count]) -> list[html.Span]:
    """The lights of the severities there are warnings of, each with how many."""
    return [
        html.Span([severity(key), html.B(shown(counts[key]))], className="many-of")
        for key in WORDS
        if key in counts and not empty(counts[key])
    ]


def badge_of(counts: Counts) -> str:
    """What stands beside the page's name in the navigation: how many severe ones are open; nothing where there are none."""
    severe = counts.by_severity["severe"]
    return "" if empty(severe) else shown(severe)
