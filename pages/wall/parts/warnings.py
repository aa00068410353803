"""The wall's warnings: the city's most pressing sentences, the sections' open ones, and the weeks behind. No place below the county."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import html

from components import format as form
from components.screen.warnings import by_section, pressing, weeks
from components.screen.words import title as short_title
from data.warnings.margins import Count
from data.warnings.reading import counts, course, sentences
from pages.wall.scene import WALL, Seen

ROOM = 940.0  # of the wall's pixels, for the title


@dataclass(frozen=True)
class Pressing:
    """How many are open and who has most of them; below, at most `most` sentences."""

    most: int = 10
    indicators: tuple[str, ...] = ()

    def draw(self, seen: Seen) -> list[Any]:
        here = counts(seen.now, scope=WALL)
        found = sentences(seen.now, scope=WALL, most=self.most)
        rows: list[Any] = pressing(found, seen.now.today)
        return [
            html.H2(short_title(_title(here.total, here.by_section), ROOM), className="song"),
            html.P(f"截至{form.day(seen.now.today)}未消除；涉及个人的只列全市数量", className="sub"),
            html.Div(rows or html.Div("没有未消除的预警。", className="empty"), className="pressing"),
        ]


def _title(total: Count, by: dict[str, Count] | Any) -> str:
    if not total.value:
        return "没有未消除的预警" if total.value == 0 else "预警"
    known = {section: one.value for section, one in by.items() if one.value is not None}
    most = max(known.values(), default=0)
    named = [section for section, value in known.items() if value == most]
    if len(known) < len(by) or len(named) > 1 or len(known) < 2:
        return f"预警 {total.value:,} 项"
    return f"预警 {total.value:,} 项，{named[0]}最多，{most:,} 项"


@dataclass(frozen=True)
class Sections:
    """How many each section has open."""

    indicators: tuple[str, ...] = ()

    def draw(self, seen: Seen) -> list[Any]:
        here = counts(seen.now, scope=WALL).by_section
        head = html.Div([html.Span("各科室未消除的预警"), html.Span("项")], className="pt")
        return [
            head,
            *by_section({name: told(one) for name, one in here.items()}, {name: one.value or one.least for name, one in here.items()}),
        ]


def told(one: Count) -> str:
    """A count as far as it may be known: `105`, `<5`, `隐`."""
    return f"{one.value:,}" if one.value is not None else form.withheld(one.withheld or "paired")


@dataclass(frozen=True)
class Weeks:
    """The last twelve weeks."""

    indicators: tuple[str, ...] = ()

    def draw(self, seen: Seen) -> list[Any]:
        keys = [html.Span([html.I(className=kind), word], className="key") for kind, word in (("found", "新发现"), ("closed", "消除"))]
        head = html.Div([html.Span("近十二周"), html.Div(keys, className="keys")], className="pt")
        return [head, weeks(course(seen.now, scope=WALL))]
