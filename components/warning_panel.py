"""预警 on other pages: the line of the overview, the panel of a section and of a region. The most pressing first, and the way to all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html

from components.attr import attr
from components.severity import severity
from components.warning_counts import NOTE, empty, severities, shown
from data.warnings.reading import Counts, Sentence


def warnings_address(**parts: str) -> str:
    """Where the list stands, narrowed to what is given."""
    given = urlencode({name: value for name, value in parts.items() if value}, safe="/")
    return f"/warnings?{given}" if given else "/warnings"


def warnings_line(counts: Counts, told: Sequence[Sentence], to: str) -> list[Any]:
    """One line: how many, by severity, the most pressing ones, all of them."""
    all_of = dcc.Link(["预警 ", html.B(shown(counts.total))], href=to, className="all-of")
    if empty(counts.total):
        return [html.H2(all_of, className="song"), html.Span("没有未关闭的预警", className="none")]
    return [
        html.H2(all_of, className="song"),
        html.Span(severities(counts.by_severity), className="by-severity"),
        html.Span([_said(one) for one in told], className="said-line"),
        dcc.Link("全部 ›", href=to, className="way"),
    ]


def warnings_panel(counts: Counts, told: Sequence[Sentence], to: str, today: date, place: str = "") -> list[Any]:
    """Title with the number, a row each, most pressing first; what is told of persons only in numbers is said so.

    place: of where it is, where that is not where the page stands
    """
    told_of: list[Any] = [*([place, html.S()] if place else []), "按紧急程度", html.S(), dcc.Link("全部 ›", href=to)]
    head = html.Div(
        [
            html.H2(f"预警 {shown(counts.total)}", className="song"),
            html.P(told_of, className="sub"),
        ],
        className="ph",
    )
    if empty(counts.total):
        return [head, html.P("没有未关闭的预警。", className="empty")]
    rows = [
        html.Li(
            [
                severity(one.severity),
                _what(one),
                html.Span(f"{(today - one.since).days} 天" if one.since else "", className="age num"),
                html.Span(one.rule.section, className="of"),
            ],
            **attr(data_rule=one.rule.id),
        )
        for one in told
    ]
    lights = html.P(severities(counts.by_severity), className="by-severity")
    hidden = any(one.value is None for one in (counts.total, *counts.by_severity.values()))
    return [head, lights, html.Ul(rows, className="wp"), *([html.P(NOTE, className="note")] if hidden else [])]


def _what(one: Sentence) -> Any:
    if one.number is None:
        return html.Span(one.text, className="what")
    return dcc.Link(one.text, href=f"/warnings/{one.number}", className="what")


def _said(one: Sentence) -> html.Span:
    return html.Span([severity(one.severity), _what(one)], className="said-one")
