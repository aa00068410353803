"""年尺, the ruler of the year: 52 week ticks, twelve months, what has passed, today as an ink stroke, the next deadlines as ◇."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dash import html
from dash.development.base_component import Component

from components import format as form
from components.attr import attr
from data.indicators import INDICATORS
from data.indicators.indicator import MONTHLY, Target
from data.periods import Period, parse

MOST = 4
SHORT = {"relief": "救助", "elderly": "养老", "governance": "治理", "funeral": "殡葬", "children": "未保", "affairs": "事务"}


def ruler(period: Period, today: date, targets: Mapping[str, Target]) -> html.Div:
    """The ruler of the year the period ends in; `targets` are that year's, by indicator."""
    year = period.year
    first, days = date(year, 1, 1), (date(year, 12, 31) - date(year, 1, 1)).days + 1
    passed = min(max((today - first).days + 1, 0), days) / days
    parts: list[Component] = [html.I(className="wk"), html.I(className="el", style={"width": _at(passed)})]
    for month in range(1, 13):
        span = parse(f"{year}-{month:02d}")
        start, end = (span.starts - first).days / days, ((span.ends - first).days + 1) / days
        shown = period.starts.month <= month <= period.ends.month if period.starts.year == year else month <= period.ends.month
        parts.append(html.I(className="mt", style={"left": _at(start)}))
        parts.append(
            html.Span([str(month), html.Em("月")], className=f"mn{' now' if shown else ''}", style={"left": _at((start + end) / 2)})
        )
    parts.append(html.I(className="mt", style={"left": "100%"}))
    said = []
    for due, words in deadlines(targets, today):
        said.append(f"{due.month}月底 {words}")
        place = ((due - first).days + 1) / days
        parts.append(html.Span([html.I(), html.B(words)], className=f"mk{_aside(place, passed, words)}", style={"left": _at(place)}))
    if year == today.year:
        side = " right" if passed < 0.25 else " joint" if 0.48 < passed < 0.64 else ""
        today_words = html.B([f"今日 {form.day(today)}", html.S(), f"全年已过 {100 * passed:.1f}%"])
        parts.append(html.Span(today_words, className=f"td{side}", style={"left": _at(passed)}))
    label = f"{year}年已过 {100 * passed:.1f}%" + (f"；期限：{'、'.join(said)}" if said else "")
    return html.Div(html.Div(parts, className="rl"), className="ruler", role="img", **attr(aria_label=label))


def deadlines(targets: Mapping[str, Target], today: date) -> list[tuple[date, str]]:
    """The next days on which targets are due, at most four, with the programmes they belong to."""
    due: dict[date, dict[str, None]] = {}
    for name, target in targets.items():
        if target.by != MONTHLY and parse(target.by).ends >= today:
            due.setdefault(parse(target.by).ends, {})[SHORT[INDICATORS[name].programme]] = None
    order = list(SHORT.values())
    return [(day, " ".join(sorted(due[day], key=order.index))) for day in sorted(due)[:MOST]]


def _aside(place: float, passed: float, words: str) -> str:
    """Where a deadline's words must keep away from: today's stroke close before it, and the joint of two screens side by side."""
    if place - passed < 0.014 * len(words):
        return " near"
    return " joint" if 0.48 < place < 0.53 else ""


def _at(part: float) -> str:
    return f"{100 * part:.2f}%"
