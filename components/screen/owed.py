"""谁还欠什么 on the wall: one line a task and its counties, the longest overdue first, what has not been reported at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from components.light import light
from components.programmes.words import apart, of_month, points
from components.screen.words import names_in, short, width
from data.programmes.light import Light
from data.programmes.owed import OWED, Debt, Debtor

ROOM = 560.0  # of the wall's pixels, for a line's words


@dataclass(frozen=True)
class Item:
    """One thing that is owed or will be due, and by whom. days  overdue, or left; note  what else is known of one county's."""

    light: Light
    names: tuple[str, ...]
    what: str
    days: int = 0
    note: str = ""

    @property
    def said(self) -> str:
        """`逾期 110 天`, `还剩 12 天`, or the light's word."""
        if self.light == "overdue":
            return f"逾期 {self.days} 天"
        return f"还剩 {self.days} 天" if self.light == "due_soon" else ""


def items(debtors: Sequence[Debtor], alone: bool = False) -> list[Item]:
    """What is owed, each task once with all who owe it, in order of weight; of one region alone with how far it is."""
    found: dict[tuple[Light, int, str], list[tuple[str, Debt]]] = {}
    for debtor in debtors:
        for debt in debtor.debts:
            what = f"{of_month(debt.month)}月报" if debt.light == "missing" and debt.month else debt.task.title
            found.setdefault((debt.light, debt.days, what), []).append((debtor.name, debt))
    out = []
    for (lit, days, what), owing in found.items():
        note = ""
        if len(owing) == 1 and owing[0][1].percent is not None and lit != "missing":
            one = owing[0][1]
            note = points(one.percent) if lit == "overdue" else f"{points(one.percent)}，{apart(one.percent or 0, one.expected)}"
        elif alone and lit == "missing":
            note = f"{len(owing)} 项任务"
        out.append(Item(lit, tuple(dict.fromkeys(name for name, _ in owing)), what, days, note))
    return sorted(out, key=lambda one: (OWED.index(one.light), -one.days, -len(one.names)))


def owed(found: Sequence[Item], most: int, title: str, *, alone: bool = False) -> list[Any]:
    """At most `most` lines, then how many more there are. alone: of one region, whose name is not repeated."""
    late = sum(len(one.names) for one in found if one.light == "overdue")
    head = html.Div([html.Span(title, className="song"), light("overdue", count=late) if late else None], className="head")
    if not found:
        return [head, html.Div("没有逾期、未报、滞后的任务。", className="empty")]
    shown = found[:most] if len(found) <= most else found[: most - 1]
    rows = [_row(one, alone) for one in shown]
    if len(found) > len(shown):
        rows.append(html.Div([html.Span(f"另有 {len(found) - len(shown)} 项，见六大工程页面", className="w")], className="ow more"))
    return [head, *rows]


def _row(one: Item, alone: bool) -> html.Div:
    said: Any = html.Span(one.said, className="d") if one.said else light(one.light)
    if alone:
        return html.Div([html.B(short(one.what, ROOM - 20, 26)), said, html.Span(one.note, className="w")], className=f"ow {one.light}")
    note = f" {one.note}" if one.note and len(one.note) < 8 else ""
    names = names_in(one.names, ROOM + 50 - width(one.said or "滞后灯", 26), 26)
    what = f"{short(one.what, ROOM - 24 * len(note))}{note}"
    return html.Div([html.B(names), said, html.Span(what, className="w")], className=f"ow {one.light}")
