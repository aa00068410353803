"""待办: one person's reminders as a list by urgency, each leading to where it is seen to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html

from components import format as form
from components.attr import attr
from components.light import light
from data.reminders import KINDS, URGENCIES, Reminder

LIGHTS = {"overdue": "overdue", "today": "due_soon", "soon": "due_soon", "ahead": "due_soon", "later": "due_soon"}


def reminders_title(found: Sequence[Reminder]) -> str:
    """`12 件待办：3 件已逾期、1 件今日到期`."""
    if not found:
        return "14 天内没有到期的事项"
    counts = [f"{many} 件{word}" for key, word in URGENCIES.items() if (many := sum(one.urgency == key for one in found))]
    return f"{len(found)} 件待办：{'、'.join(counts)}"


def reminders_list(found: Sequence[Reminder], year: int) -> list[Any]:
    """One panel an urgency, the most pressing first; empty ones are left out."""
    parts = []
    for key, word in URGENCIES.items():
        rows = [one for one in found if one.urgency == key]
        if rows:
            title = html.Div([html.H2(f"{word} {len(rows)}", className="song")], className="ph")
            parts.append(html.Section([title, html.Ul([_row(one, year) for one in rows], className="todo")], className="pan"))
    return parts or [html.Section(html.P("到期前 14 天的任务、节点和月报会列在这里。", className="empty"), className="pan")]


def _row(one: Reminder, year: int) -> html.Li:
    words = [
        light(LIGHTS[one.urgency], days_words(one.days)) or html.Span(),
        dcc.Link(one.title, href=where(one), className="what"),
        html.Span(KINDS[one.kind], className="kind"),
        html.Span(one.programme_name, className="of"),
        html.Span(form.day(one.due_on, year), className="due"),
    ]
    return html.Li(words, **attr(data_kind=one.kind))


def days_words(days: int) -> str:
    """`逾期 28 天`, `今日`, `还剩 3 天`."""
    return f"逾期 {-days} 天" if days < 0 else "今日到期" if days == 0 else f"还剩 {days} 天"


def where(one: Reminder) -> str:
    """The address where it is seen to: a return's month and programme, a task's row, a programme's page, a letter."""
    if one.letter is not None:
        return f"/letters/{one.letter}"
    if one.kind in ("return", "returned", "review"):
        return f"/returns?{urlencode({'month': one.month, 'programme': one.programme})}"
    return f"/programmes/{one.programme}{f'?task={one.task}' if one.task else ''}"


def badge(many: int) -> str:
    """What stands beside the page's name in the navigation; nothing where nothing presses."""
    return str(many) if many else ""
