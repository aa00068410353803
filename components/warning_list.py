"""预警, the list: what it is narrowed to, one row a warning, pages of them, and the form that assigns those that are ticked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import dcc, html

from components import format as form
from components.address import go
from components.attr import attr
from components.light import light
from components.narrowing import Kinds, chips, menus
from components.severity import severity
from components.tick import tick, tick_all, ticks
from components.warning_acts import assignee
from data.warnings.table import STATES
from data.warnings.warning import Warning

PAGE = 30  # rows shown at a time
PICKS = "warnings-picks"  # the store of what is ticked
PARTLY = "涉及个人、非本科室的预警只计件数，不逐件列出"
AGAIN: dict[str, str | None] = {"start": None}  # whatever is narrowed, the list begins at its first page


def narrowed(kinds: Kinds, chosen: Mapping[str, str]) -> html.Div:
    """The chips of what is chosen, a field of text, the menus."""
    field = html.Form(
        [
            html.Label("按文字查找", htmlFor="warnings-text", className="unseen"),
            dcc.Input(
                id="warnings-text",
                type="text",
                value=chosen.get("text", ""),
                maxLength=40,
                autoComplete="off",
                placeholder="地名、规则",
                className="text",
            ),
            html.Button("查找", type="submit", className="btn"),
        ],
        id="warnings-search",
        role="search",
        className="look-for",
    )
    words = {**kinds, "text": ("文字", {})}
    return html.Div([*chips(words, chosen, AGAIN), html.Span(className="sp"), field, *menus(kinds, chosen, AGAIN)], className="found")


def warnings_list(rows: Sequence[Warning], total: int, start: int, today: date, *, picks: bool, partly: bool) -> list[Any]:
    """The rows of one page and the way to the others. picks: they can be ticked; partly: of some only the numbers may be known."""
    order: list[Any] = [*([PARTLY, html.S()] if partly else []), "按程度、起始先后"]
    head = html.Div([html.H2(f"清单 {total:,}", className="song"), html.P(order, className="sub")], className="ph")
    if not rows:
        return [head, html.P("没有符合条件的预警。", className="empty")]
    listed = html.Ul([_row(one, today, picks) for one in rows], className="wl picks" if picks else "wl", **ticks(PICKS))
    return [head, listed, *_pages(total, start)]


def _row(one: Warning, today: date, picks: bool) -> html.Li:
    parts = [
        *([tick(f"{one.number}:{one.version}", f"选中预警 {one.number}")] if picks else []),
        severity(one.rule.severity),
        html.Span(
            [
                dcc.Link(one.sentence, href=f"/warnings/{one.number}", className="what"),
                html.Small(
                    [one.rule.name, html.S(), one.region_name, html.S(), one.rule.section, html.S(), f"{form.day(one.since, today.year)}起"]
                ),
            ],
            className="said-of",
        ),
        html.Span(f"{one.days} 天", className="age num"),
        html.Span(STATES[one.state], className="state"),
        html.Span(handler(one, today), className="by"),
    ]
    return html.Li(parts, **attr(data_warning=str(one.number), data_state=one.state, data_rule=one.rule.id))


def handler(one: Warning, today: date) -> list[Any]:
    """To whom it is assigned and by when, with its light where that day is past."""
    if not one.assigned_to and one.due_on is None:
        return []
    parts: list[Any] = [one.assigned_name] if one.assigned_to else []
    if one.due_on is not None:
        words = f"{form.day(one.due_on, today.year)}前"
        parts.append(light("overdue", words) if one.late(today) else html.Span(words))
    return parts


def _pages(total: int, start: int) -> list[html.Nav]:
    if total <= PAGE:
        return []
    last = start + PAGE
    return [
        html.Nav(
            [
                _page("‹", "上一页", start - PAGE if start > 0 else None),
                html.Span(f"{start + 1:,}–{min(last, total):,} / {total:,}", className="num"),
                _page("›", "下一页", last if last < total else None),
            ],
            className="pages-at",
            **attr(aria_label="翻页"),
        )
    ]


def _page(sign: str, words: str, start: int | None) -> html.Button:
    more = go(start=str(start) if start else None) if start is not None else {}
    return html.Button(sign, type="button", className="btn", disabled=start is None, **attr(aria_label=words), **more)


def assigning(assignees: Mapping[str, str], due_on: date, earliest: date) -> list[Any]:
    """The form for the ticked: to whom, by when, with what words."""
    kind: Any = "date"
    return [
        tick_all(PICKS, "全选本页"),
        html.Span("已选 0 件", id="warnings-picked", **attr(aria_live="polite")),
        html.Label(["交办给", assignee("warnings-to", "warnings-assignees")], className="field"),
        html.Datalist([html.Option(value=words) for words in assignees.values()], id="warnings-assignees"),
        html.Label(
            [
                "办结期限",
                dcc.Input(id="warnings-due", type=kind, value=due_on.isoformat(), min=earliest.isoformat(), className="text"),
            ],
            className="field",
        ),
        html.Label(
            ["要求", dcc.Input(id="warnings-words", type="text", value="", maxLength=400, autoComplete="off", className="text")],
            className="field said-field",
        ),
        html.Button("交办", id="warnings-assign", type="button", className="btn main"),
    ]
