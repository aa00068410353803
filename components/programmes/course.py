"""One task's returns: the grid of counties × months, the words last sent in, and the list of what was done with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from dash import html

from components import format as form
from components.address import go
from components.attr import attr
from components.programmes.words import by_month, of_month
from data.clock import local
from data.periods import Period
from data.programmes.line import Cell
from data.programmes.returns.course import Change, Course
from data.programmes.returns.table import ACTS
from geo.regions import CITY

# State → the light's shape and the word; a draft is no return yet.
SHOWN = {
    "accepted": ("met", "已审核"),
    "submitted": ("due_soon", "待审核"),
    "returned": ("overdue", "退回"),
    "missing": ("missing", "未报"),
}
LATEST = 5


def course_grid(course: Course, cells: Sequence[Cell], due: Mapping[Period, date], day: date, region: str) -> list[Any]:
    """One row a county, one column a month up to the day; `due` says when each month's return is in time at the latest."""
    months = [month for month in due if month.starts <= day]
    counties = [cell for cell in cells if cell.region != CITY]
    if not months or not counties:
        return []
    span = of_month(months[0].text) if len(months) == 1 else f"{int(months[0].text[5:])}–{of_month(months[-1].text)}"
    head = html.H3(["县区月报", html.Span(span)])
    rows = [_row(course, cell, months, due, day, cell.region == region) for cell in counties]
    table = html.Table(
        [
            html.Caption("县区月报，逐月"),
            html.Thead(html.Tr([html.Th("县区", scope="col"), *(html.Th(of_month(month.text), scope="col") for month in months)])),
            html.Tbody(rows),
        ],
        className="rt",
    )
    keys = html.Div(
        [html.Span([html.I(className=f"ic {shape}"), word], className=f"lt {shape}") for shape, word in SHOWN.values()],
        className="keys lights",
    )
    return [head, table, keys]


def _row(course: Course, cell: Cell, months: Sequence[Period], due: Mapping[Period, date], day: date, on: bool) -> html.Tr:
    name = html.Button(cell.region_name, type="button", className="link", **go(region=cell.region))
    done = next((month.text for month in months if _whole(course, month.text, cell.region)), "9999")
    boxes = [_box(course, cell, month, due[month], day, after=month.text > done) for month in months]
    return html.Tr([html.Th(name, scope="row"), *boxes], className="on" if on else "", **attr(data_region=cell.region))


def _whole(course: Course, month: str, region: str) -> bool:
    """Whether the month's accepted return says 100 %: nothing is asked after it."""
    last = next((one for one in reversed(course.changes) if (one.month, one.region) == (month, region) and one.act != "saved"), None)
    return last is not None and last.act == "accepted" and last.percent == 100


def _box(course: Course, cell: Cell, month: Period, due: date, day: date, *, after: bool) -> html.Td:
    """One component a box: the style sheet draws the sign, the word stands there for a reader."""
    state: str | None = course.state(month.text, cell.region)
    if state in (None, "draft"):
        if after or due >= day:
            word = "已完成，不再报" if after else f"未到期，{form.day(due)}前报"
            return html.Td(word, className="sign alone quiet", title=word)
        state = "missing"
    shape, word = SHOWN[str(state)]
    return html.Td(word, className=f"sign alone {shape}", title=f"{cell.region_name}，{of_month(month.text)}：{word}")


def last_words(name: str, change: Change) -> html.Blockquote:
    """What a county last sent in of the task: 完成情况, then 主要措施."""
    parts: list[Any] = [html.B(f"{name}，{of_month(change.month)}"), f"：{change.done or '没有写完成情况'}"]
    if change.measures:
        parts += [html.Br(), html.B("主要措施"), f"：{change.measures}"]
    if change.reason and change.act == "returned":
        parts += [html.Br(), html.B("退回原因"), f"：{change.reason}"]
    return html.Blockquote(parts, className="words")


def history(
    course: Course, choices: Sequence[tuple[datetime, str, str]], names: Mapping[str, str], reads: Mapping[str, bool], year: int
) -> list[Any]:
    """Everything done with the task's returns and its date, the newest first; the rest behind 全部.

    choices: moment, who, the month chosen; names: regions in words; reads: of which regions this person may read the reasons
    """
    lines: list[tuple[datetime, list[Any]]] = []
    for change in course.changes:
        if change.act == "saved":
            continue
        words = f"{names.get(change.region, change.region)} {of_month(change.month)}月报{ACTS[change.act]}"
        if change.percent is not None and change.act != "returned":
            words += f"，进度 {change.percent}%"
        why = f"：{change.reason}" if change.act == "returned" and change.reason and reads.get(change.region) else ""
        lines.append((change.at, [words, why, html.Small(change.who) if reads.get(change.region) else None]))
    lines += [(at, [f"时限按 {by_month(due)}", html.Small(who)]) for at, who, due in choices]
    if not lines:
        return []
    lines.sort(key=lambda line: line[0], reverse=True)
    items = [html.Li([html.Span(form.day(local(at).date(), year), className="num when"), html.Span(parts)]) for at, parts in lines]
    shown: list[Any] = [html.H3("办理记录"), html.Ul(items[:LATEST], className="history")]
    if len(items) > LATEST:
        more = html.Ul(items[LATEST:], className="history")
        shown.append(html.Details([html.Summary(f"其余 {len(items) - LATEST} 条"), more]))
    return shown
