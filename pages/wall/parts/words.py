"""Lists: what is owed, the milestones of a programme, the funeral homes that are built; and a county's title."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import html

from components import format as form
from components.attr import attr
from components.bullet import bullet
from components.light import light
from components.screen.owed import items, owed
from components.screen.words import short
from components.screen.words import title as short_title
from data.indicators import INDICATORS
from data.indicators.figures import figures
from data.indicators.findings import overview_finding
from data.programmes.owed import debtors
from data.programmes.projects import projects
from pages.wall.scene import WALL, Seen

STATES = {"done": "met", "overdue": "overdue", "ahead": "none"}
ROOM = 560.0  # of the wall's pixels, for a milestone's words
WHOLE = 1770.0  # for a line across the scene


@dataclass(frozen=True)
class Owed:
    """谁还欠什么, at most `most` lines; of a county what it owes."""

    most: int = 8
    alone: bool = False
    indicators: tuple[str, ...] = ()

    def draw(self, seen: Seen) -> list[Any]:
        owing = debtors(seen.ledger.books, seen.ledger.day) if seen.ledger else ()
        mine = [one for one in owing if not self.alone or one.region == seen.region]
        return owed(items(mine, self.alone), self.most, "还欠什么" if self.alone else "谁还欠什么", alone=self.alone)


@dataclass(frozen=True)
class Stones:
    """A programme's milestones by their days, with what has become of each."""

    programme: str
    title: str
    most: int = 8
    indicators: tuple[str, ...] = ()

    def draw(self, seen: Seen) -> list[Any]:
        book = seen.ledger.book(self.programme) if seen.ledger else None
        stones = sorted(book.stones, key=lambda one: one.due_on)[-self.most :] if book else []
        head = html.H2(self.title, className="song")
        if not stones:
            return [head, html.Div("计划里没有节点。", className="empty")]
        rows = []
        for one in stones:
            word: Any = light(STATES[one.state]) or html.Span("未到", className="w")
            due = f"{one.due_on.month}月底" if one.due_on.day > 27 else form.day(one.due_on)
            rows.append(html.Div([html.Span(due), html.B(short(one.milestone.title, ROOM)), word], className=f"stone {one.state}"))
        return [head, html.Div(rows, className="stones")]


@dataclass(frozen=True)
class Homes:
    """The funeral homes that are built, one row each, without their names."""

    title: str
    most: int = 6
    indicators: tuple[str, ...] = ()

    def draw(self, seen: Seen) -> list[Any]:
        found = projects(seen.now, scope=WALL, region=seen.region, period=seen.month)
        head = html.Div([html.Span(self.title), html.Span([html.I(className="stroke"), "应达进度"])], className="pt")
        if not found:
            return [head, html.Div("登记中没有殡仪馆项目。", className="empty")]
        rows = [
            html.Div(
                [
                    html.Span(f"{one.region_name} {one.work}"),
                    bullet(one.progress, one.expected, 100),
                    html.Span(f"{one.progress}%", className="num v"),
                    light(one.light) or html.Span(),
                ],
                className="pr wide",
                **attr(data_region=one.region),
            )
            for one in found[: self.most]
        ]
        return [head, *rows]


@dataclass(frozen=True)
class Title:
    """How all targets of the region stand, in one sentence."""

    indicators: tuple[str, ...] = ()

    def draw(self, seen: Seen) -> list[Any]:
        here = figures(seen.now, list(INDICATORS), scope=WALL, periods=[seen.month], region=seen.region)
        finding = overview_finding(here)
        title = short_title(f"{seen.name}：{finding.title}", WHOLE)
        return [html.H2(title, className="song"), html.P(short(finding.lede, WHOLE), className="sub")]
