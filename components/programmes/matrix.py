"""Counties × programmes with the worst light of each, and counties × tasks of one programme with the percents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from components.address import go
from components.attr import attr
from components.light import WORDS, light
from components.programmes.words import of_month, points, programme_at, short_name
from data.programmes.ledger import Book, Cell, Ledger
from data.programmes.light import RULE, worst
from geo.regions import CITY

CITY_NAME = "市局"
SHOWN = ("met", "on_track", "due_soon", "behind", "overdue", "missing")


def programme_matrix(ledger: Ledger, books: Sequence[Book], *, region: str, returns: str = "") -> list[Any]:
    """One row a county, the city's own tasks last; a cell leads to the programme's page at the county.

    books  the programmes, with the lines that are looked at; region  the row that is on; returns  where the monthly returns are, '' for
    nowhere
    """
    cells = _by_region(books)
    month = next((cell.asked for rows in cells.values() for row in rows.values() for cell in row if cell.asked), "")
    heads = [
        html.Th(dcc.Link(short_name(book.programme), href=programme_at(book.programme.id, ledger.month, region)), scope="col")
        for book in books
    ]
    columns = html.Tr([html.Th("县区", scope="col"), *heads, html.Th(f"月报（{of_month(month)}）" if month else "月报", scope="col")])
    rows = [_programme_row(ledger, books, code, row, code == region, returns) for code, row in cells.items()]
    title = html.Div(
        [
            html.H2("县区 × 工程", className="song"),
            html.P("每格为该县区在该工程中最差的一项任务，数字为同灯任务数；点开看该县区的台账", className="sub"),
        ],
        className="ph stacked",
    )
    if not rows:
        return [title, html.P("没有符合筛选的任务。", className="empty")]
    table = html.Table([html.Caption("县区与工程"), html.Thead(columns), html.Tbody(rows)], className="t mx")
    box = html.Div(table, className="wide-box", tabIndex=0, role="region", **attr(aria_label="县区与工程，可左右滚动"))
    return [title, box, html.P(RULE, className="note")]


def _by_region(books: Sequence[Book]) -> dict[str, dict[str, list[Cell]]]:
    """Region → programme → its cells; counties in official order, the city last."""
    found: dict[str, dict[str, list[Cell]]] = {}
    for book in books:
        for line in book.lines:
            for cell in line.cells:
                found.setdefault(cell.region, {}).setdefault(book.programme.id, []).append(cell)
    return {code: found[code] for code in sorted(found, key=lambda code: (code == CITY, code))}


def _name(code: str, cells: dict[str, list[Cell]]) -> str:
    return CITY_NAME if code == CITY else next(iter(cells.values()))[0].region_name


def _programme_row(ledger: Ledger, books: Sequence[Book], code: str, row: dict[str, list[Cell]], on: bool, returns: str) -> html.Tr:
    name = _name(code, row)
    first: Any = name if code == CITY else html.Button(name, type="button", className="link", **go(region=code))
    cells = [_worst(ledger, book, code, name, row.get(book.programme.id, [])) for book in books]
    asked = [cell for found in row.values() for cell in found if cell.asked]
    return html.Tr(
        [html.Th(first, scope="row"), *cells, html.Td(_returned(asked, code, returns), className="" if asked else "no")],
        className="on" if on and code != CITY else "",
        **attr(data_hover=code, data_region=code),
    )


def _worst(ledger: Ledger, book: Book, code: str, name: str, cells: list[Cell]) -> html.Td:
    if not cells:
        return html.Td("", className="no")
    lit = worst([cell.light for cell in cells])
    many = sum(cell.light == lit for cell in cells)
    words = f"{name} {short_name(book.programme)}：{many} 项{WORDS.get(lit, '暂无进度')}，共 {len(cells)} 项"
    to = programme_at(book.programme.id, ledger.month, code)
    shown: Any = [WORDS[lit], html.B(f" {many}")] if lit in WORDS else "—"
    return html.Td(dcc.Link(shown, href=to, title=words, className=f"sign {lit}"), className=lit, **attr(data_light=lit))


def _returned(asked: Sequence[Cell], code: str, returns: str) -> Any:
    """How the returns of the month that was due stand: what is still open, the worst first; else all accepted."""
    if not asked:
        return ""
    counts = Counter(cell.state or "missing" for cell in asked)
    open_ones: list[Any] = [
        light("missing", count=counts["missing"] + counts["draft"]) if counts["missing"] + counts["draft"] else None,
        light("overdue", "退回", counts["returned"]) if counts["returned"] else None,
        light("due_soon", "待审核", counts["submitted"]) if counts["submitted"] else None,
    ]
    shown = [one for one in open_ones if one] or [light("met", "已审核")]
    return dcc.Link(shown, href=f"{returns}?month={asked[0].asked}&county={code}") if returns else html.Span(shown)


def task_matrix(book: Book, *, region: str, task: str, lit: str = "") -> list[Any]:
    """One row a county, one column a task with its light and percent; a cell opens the task at the county."""
    cells = {(cell.region, line.task.no): cell for line in book.lines for cell in line.cells}
    regions = sorted({code for code, _ in cells}, key=lambda code: (code == CITY, code))
    title = html.Div(
        [
            html.H2("县区 × 任务", className="song"),
            html.P("列为台账序号，格内为状态和进度（%）", className="sub"),
        ],
        className="ph stacked",
    )
    if not cells:
        return [title, html.P("没有符合筛选的任务。", className="empty")]
    heads = [
        html.Th(
            html.Button(line.task.no, type="button", className="link", title=line.task.title, **go(task=line.task.no)),
            scope="col",
            className="on" if line.task.no == task else "",
        )
        for line in book.lines
    ]
    rows = []
    for code in regions:
        name = CITY_NAME if code == CITY else next(cell.region_name for (one, _), cell in cells.items() if one == code)
        first: Any = name if code == CITY else html.Button(name, type="button", className="link", **go(region=code))
        found = [_task_cell(name, line.task.no, line.task.title, cells.get((code, line.task.no)), task) for line in book.lines]
        rows.append(
            html.Tr([html.Th(first, scope="row"), *found], className="on" if code == region != CITY else "", **attr(data_region=code))
        )
    table = html.Table(
        [
            html.Caption(f"{short_name(book.programme)}：县区与任务"),
            html.Thead(html.Tr([html.Th("县区", scope="col"), *heads])),
            html.Tbody(rows),
        ],
        className="t mx tasks",
    )
    signs: list[Any] = [light(one) for one in SHOWN]
    keys = html.Div(signs, className="keys lights")
    box = html.Div(table, className="wide-box", tabIndex=0, role="region", **attr(aria_label="县区与任务，可左右滚动"))
    return [title, box, keys, html.P(RULE, className="note")]


def _task_cell(name: str, no: str, title: str, cell: Cell | None, task: str) -> html.Td:
    """Two components a cell, the sign drawn by the style sheet: there are nine counties by sixteen tasks of them."""
    if cell is None:
        return html.Td("", className="no")
    word = WORDS.get(cell.light, "暂无进度")
    words = f"{_whole(cell.percent)} {name} 任务 {no} {title}：{word}，进度 {points(cell.percent)}，应达 {points(cell.expected)}".strip()
    place = {"region": None if cell.region == CITY else cell.region, "task": no}
    button = html.Button(
        _whole(cell.percent) or ("" if cell.light in WORDS else "—"),
        type="button",
        className=f"sign {cell.light}",
        title=words,
        **attr(aria_label=words),
        **go(**place),
    )
    return html.Td(button, className=f"{cell.light}{' sel' if no == task else ''}")


def _whole(percent: float | None) -> str:
    """A percent in a narrow cell: whole, and never 100 before it is."""
    return "" if percent is None else "100" if percent >= 100 else str(min(round(percent), 99))
