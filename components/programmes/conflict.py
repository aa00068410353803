"""The chip 时限不一致: what ledger and text say, which date counts and who said so, the source's words, and for its chief the choice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from components import format as form
from components.attr import attr
from components.programmes.words import by_month
from data.indicators import INDICATORS
from data.indicators.passages import PASSAGES
from data.programmes.form import Task
from data.programmes.line import Conflict, Line


def conflict_chip(line: Line, dates: Sequence[str], *, speaks: bool) -> html.Div | None:
    """dates: the months one may choose between; speaks: whether this person may choose. None where the document says one thing only."""
    found = line.conflict
    if found is None:
        return None
    body: list[Any] = [html.B("时限不一致。"), f"台账写 {by_month(found.ledger)}，正文写 {by_month(found.text)}。", _taken(found)]
    if speaks and dates:
        buttons = [_choose(month, month == found.taken and bool(found.who)) for month in dates]
        body.append(html.Div(buttons, className="acts", role="group", **attr(aria_label="确认以哪个时限为准")))
    return html.Div(
        [html.Span("※", className="odd", **attr(aria_hidden="true")), html.Div([html.P(body[:3]), *body[3:], source_words(line.task)])],
        className="conflict",
    )


def _taken(found: Conflict) -> str:
    if not found.who:
        return f"现按 {by_month(found.taken)} 考核，责任科室尚未确认。"
    on = f"，{form.day(found.on, int(found.taken[:4]))}" if found.on else ""
    return f"现按 {by_month(found.taken)} 考核（{found.who} 确认{on}）。"


def _choose(month: str, on: bool) -> html.Button:
    looks = "btn on" if on else "btn"
    return html.Button(f"按 {by_month(month)}", type="button", className=looks, **attr(aria_pressed=on, data_press=f"due {month}"))


def source_words(task: Task) -> html.Details | None:
    """看原文: where it stands and what it says there."""
    said = [
        *([task.note] if task.note else []),
        *dict.fromkeys(f"{INDICATORS[name].title}：{PASSAGES[name]}" for name in task.indicators if name in PASSAGES),
    ]
    if not said:
        return None
    where = f"《{task.source}》" if task.source else ""
    return html.Details(
        [html.Summary("看原文"), html.Div([html.P(f"{where}{task.title}"), *(html.P(one) for one in said)], className="source")]
    )
