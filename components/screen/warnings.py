"""Warnings on the wall: what is most pressing in sentences, how many each section has open, and the weeks behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dash import html

from components import format as form
from components.attr import attr
from components.screen.words import short
from components.severity import severity
from components.svg import Drawing, drawing, element
from data.warnings.reading import Sentence, Week

ROOM = 640.0  # of the wall's pixels, for a sentence
WIDTH, HEIGHT, BOTTOM, TOP = 774.0, 236.0, 40.0, 34.0  # of the weeks' picture


def pressing(found: Sequence[Sentence], today: date) -> list[html.Div]:
    """One line a sentence: how severe, what, and since when."""
    return [
        html.Div(
            [
                severity(one.severity),
                html.Span(short(one.text, ROOM, 26)),
                html.Span(f"已 {(today - one.since).days} 天" if one.since and one.since < today else "", className="w"),
            ],
            className="warning",
            **attr(data_rule=one.rule.id, data_region=one.region),
        )
        for one in found
    ]


def ticked(one: Sentence) -> html.Div:
    """A sentence in the ticker."""
    return html.Div([severity(one.severity), html.Span(short(one.text, 560, 26))], className="it")


def by_section(counts: Mapping[str, str], sizes: Mapping[str, int]) -> list[html.Div]:
    """One row a section: its open warnings as a number, as far as it may be known, and as a bar."""
    most = max(sizes.values(), default=0) or 1
    return [
        html.Div(
            [
                html.Span(section),
                html.Div(html.I(className="val", style={"width": f"{100 * sizes[section] / most:.1f}%"}), className="bullet thick"),
                html.Span(told, className="num v"),
            ],
            className="pr section",
            **attr(data_section=section),
        )
        for section, told in counts.items()
    ]


def weeks(course: Sequence[Week]) -> Drawing:
    """Found and closed week by week, two bars each; the largest of each with its number."""
    most = max((max(one.found, one.closed) for one in course), default=0) or 1
    step = WIDTH / max(len(course), 1)
    base = HEIGHT - BOTTOM
    parts = [element("path", d=f"M0,{base:.1f}H{WIDTH:.1f}", class_="axis")]
    for number, one in enumerate(course):
        for place, (kind, many) in enumerate((("found", one.found), ("closed", one.closed))):
            high = (base - TOP) * many / most
            x = number * step + step * (0.18 + 0.34 * place)
            parts.append(element("rect", x=x, y=base - high, width=step * 0.3, height=high, class_=kind))
            if many == most:
                parts.append(element("text", f"{many}", x=x + step * 0.15, y=base - high - 8, class_="x now"))
        if number % 3 == 0:
            parts.append(element("text", form.day(one.starts), x=number * step, y=HEIGHT - 8, class_="week"))
    found, closed = (sum(getattr(one, name) for one in course) for name in ("found", "closed"))
    return drawing(WIDTH, HEIGHT, parts, label=f"{len(course)} 周内新发现 {found} 项，消除 {closed} 项", class_="chart weeks")
