"""节点: a programme's milestones one by one, what makes each done, and for the chief it belongs to the way to say so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from zlib import crc32

from dash import html

from components import format as form
from components.attr import attr
from components.programmes.gantt import SAID
from data.indicators.indicator import MONTHLY
from data.programmes.form import Milestone, Programme
from data.programmes.ledger import Stone


def stones(programme: Programme, found: Sequence[Stone], *, year: int, today: date, speaks: bool) -> list[Any]:
    """speaks: whether this person may say that a milestone is done."""
    head = html.H2("节点", className="song")
    monthly = [one for one in programme.milestones if one.due == MONTHLY]
    if not found and not monthly:
        return [head, html.P("计划没有写节点。", className="empty")]
    rows = [_row(stone, year, today, speaks) for stone in found]
    rows += [_monthly(one) for one in monthly]
    return [head, html.Ul(rows, className="stones")]


def _row(stone: Stone, year: int, today: date, speaks: bool) -> html.Li:
    state = SAID[stone.state]
    when = f"{form.day(stone.done_on, year)}完成" if stone.done_on else state
    parts: list[Any] = [
        html.I(className=f"ms {stone.state}", **attr(aria_hidden="true")),
        html.Span(form.day(stone.due_on, year), className="num when"),
        html.Span([stone.milestone.title, html.Small(_why(stone))], className="what"),
        html.Span(when, className=f"state {stone.state}"),
    ]
    if speaks and not stone.milestone.indicators:  # those with indicators are done when the readings say so
        parts.append(html.Span(_acts(stone, today), className="acts"))
    return html.Li(parts, **attr(data_state=stone.state))


def _why(stone: Stone) -> str:
    each = "逐县区考核" if stone.milestone.scope == "county" else ""
    return "，".join(filter(None, (each, stone.why, stone.milestone.note)))


def _acts(stone: Stone, today: date) -> list[html.Button]:
    """Done in time, done today, or open again."""
    if stone.state == "done":
        return [_act("open", "改为未完成", stone)]
    acts = [_act("today", "今日完成", stone)]
    if stone.due_on < today:
        acts.insert(0, _act("in-time", "按期完成", stone))
    return acts


def _act(act: str, words: str, stone: Stone) -> html.Button:
    press = f"stone {act} {stone_key(stone.milestone)}"
    return html.Button(words, type="button", className="btn", **attr(aria_label=f"{stone.milestone.title}：{words}", data_press=press))


def stone_key(one: Milestone) -> str:
    """A milestone in few plain letters."""
    return f"{one.due}-{crc32(one.title.encode()):08x}"


def _monthly(one: Milestone) -> html.Li:
    when = f"每月{one.day}日" if one.day else "每月底"
    each = html.Small("逐县区考核") if one.scope == "county" else None
    return html.Li(
        [
            html.I(className="ms every", **attr(aria_hidden="true")),
            html.Span(when, className="num when"),
            html.Span([one.title, each], className="what"),
            html.Span("按月", className="state"),
        ]
    )
