"""工作台账 as the document has it: 序号, 工作目标, 具体措施, 进度, 状态, 责任单位, 时限, 月报; tabs by light, and the way to the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from dash import html

from components.address import go
from components.attr import attr
from components.bullet import bullet
from components.light import WORDS, light
from components.programmes.asked import Asked
from components.programmes.words import by_month, points, short_name
from data.programmes.ledger import Book, Line
from data.programmes.light import RULE, Light

TABS: tuple[Light, ...] = ("overdue", "missing", "behind", "due_soon", "on_track", "met")
ALWAYS = ("overdue", "behind", "missing")  # tabs that stand there with a 0
HEADS = ("序号", "工作目标", "具体措施", "进度", "状态", "责任单位", "时限", "月报")
CLASSES = {"工作目标": "target", "具体措施": "what", "进度": "how", "状态": "lit", "责任单位": "who"}


def ledger_table(book: Book, lines: Sequence[Line], *, asked: Asked, place: str) -> list[Any]:
    """book: with all lines of the region and section; lines: those with the light that is chosen; place: the county's name or ''."""
    name, usual = short_name(book.programme), usual_units(book)
    head = html.Div(
        [
            html.Div(
                [
                    html.H2(f"工作台账 · {name}" + (f" · {place}" if place else ""), className="song"),
                    html.P([html.I(className="stroke"), "竖线为应达", _usual_words(usual)], className="sub"),
                ]
            ),
            _tabs(book, asked.light),
        ],
        className="ph",
    )
    if not lines:
        return [head, html.P("没有符合筛选的任务。", className="empty"), html.P(RULE, className="note")]
    rows = []
    for group, members in groupby(lines, key=lambda line: line.task.group):
        inside = list(members)
        rows += [_row(line, group, len(inside) if place_in == 0 else 0, asked.task, usual) for place_in, line in enumerate(inside)]
    columns = [html.Th(word, scope="col", className=CLASSES.get(word, "")) for word in HEADS]
    table = html.Table([html.Caption(f"工作台账，{name}"), html.Thead(html.Tr(columns)), html.Tbody(rows)], className="t book")
    return [head, table, *_notes(lines), html.P(RULE, className="note")]


def _tabs(book: Book, on: str) -> html.Div:
    tabs = [_tab("全部", len(book.lines), "", on == "")]
    for one in TABS:
        count = book.count(one)
        if count or one in ALWAYS or one == on:
            tabs.append(_tab(WORDS[one], count, one, on == one))
    return html.Div(tabs, className="tabs lit", role="group", **attr(aria_label="按状态筛选"))


def _tab(word: str, count: int, value: str, on: bool) -> html.Button:
    return html.Button(
        f"{word} {count}",
        type="button",
        className="on" if on else "",
        **attr(aria_pressed=on, data_light=value),
        **go(light=value or None),
    )


def _row(line: Line, group: str, span: int, selected: str, usual: tuple[str, ...]) -> html.Tr:
    task = line.task
    on = task.no == selected
    title = html.Button(task.title, type="button", className="link", **attr(aria_expanded=on), **go(task=None if on else task.no))
    first = [html.Th(group or "—", scope="rowgroup", rowSpan=span, className="target")] if span else []
    cells = [
        html.Td(task.no, className="no"),
        *first,
        html.Td([title, _own_units(line, usual)], className="what"),
        html.Td(_progress(line), className="how"),
        html.Td(light(line.light) or "—", className="lit"),
        html.Td("、".join(task.units), className="who"),
        html.Td(_due(line), className="due"),
        html.Td(f"{line.accepted} / {line.asked}" if line.asked else "—", className="back"),
    ]
    return html.Tr(
        cells, className="on" if on else "", **attr(data_task=task.no, data_light=line.light), **go(task=None if on else task.no)
    )


def usual_units(book: Book) -> tuple[str, ...]:
    """The units that most of a programme's tasks name: where there is no room for a column, only other ones are written out."""
    counted = Counter(line.task.units for line in book.lines)
    return counted.most_common(1)[0][0] if counted else ()


def _usual_words(usual: tuple[str, ...]) -> html.Span | None:
    return html.Span([html.S(), f"责任单位除另注外为{'、'.join(usual)}"], className="who-line") if usual else None


def _own_units(line: Line, usual: tuple[str, ...]) -> html.Small | None:
    return html.Small("、".join(line.task.units), className="who-line") if line.task.units != usual else None


def differing(words: str) -> html.Span:
    """The mark ≠ with what it stands for."""
    return html.Span(["≠", html.Span("数不一致", className="heard")], className="odd", title=words)


def _progress(line: Line) -> html.Div:
    """A bar with the stroke where it should be, and the percent."""
    odd = differing(f"月报与关联指标相差 10 个百分点以上，关联指标 {points(line.linked)}") if line.disagrees else ""
    return html.Div([bullet(line.percent, line.expected, 100), html.Span(points(line.percent), className="num"), odd], className="gauge")


def _due(line: Line) -> list[Any]:
    words: list[Any] = [by_month(f"{line.due_on:%Y-%m}")]
    if line.conflict:
        words.append(html.Span(" ※", className="odd", title="台账与正文的时限不一致"))
    return words


def _notes(lines: Sequence[Line]) -> list[html.P]:
    words = ["月报为已审核 / 应报。"]
    if any(line.conflict for line in lines):
        words.append("※ 台账与正文的时限不一致。")
    if any(line.disagrees for line in lines):
        words.append("≠ 数不一致：有县区的月报进度与关联指标相差 10 个百分点以上。")
    return [html.P("".join(words), className="note")]
