"""What stands behind a value: its datasets, how fresh they are, the batches they came in, and of reported values the counties' returns."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from dash import html

from components import format as form
from components.attr import attr
from components.light import light
from data.clock import local
from data.indicators.returns import Return
from data.indicators.sources import Source
from data.indicators.words import MISSING

NOTE_FILES = "文件名只有管理员和送交的县区能看到。"


def batches_table(found: Sequence[Source], files: Collection[int], year: int) -> html.Div | html.P:
    """One block a dataset: when it was last delivered, whether that is late, its newest batches; `files`: those whose file may be named."""
    if not found:
        return html.P("这项指标不取台账，由行政区划计算。", className="empty")
    some = bool(files)
    head = ["台账", "批次", "送达", "行数", *(["文件"] if some else [])]
    rows = [row for one in found for row in _dataset(one, files, some, year)]
    return html.Div(
        html.Table(
            [html.Caption("数据批次"), html.Thead(html.Tr([html.Th(word, scope="col") for word in head])), html.Tbody(rows)],
            className="t batches",
        ),
        className="sideways",
        tabIndex=0,
        role="region",
        **attr(aria_label="数据批次，可左右滚动"),
    )


def _dataset(one: Source, files: Collection[int], some: bool, year: int) -> list[html.Tr]:
    if not one.batches:
        name = html.Th([one.fresh.title, html.Small("未送达")], scope="row")
        return [html.Tr([name, *(html.Td(MISSING) for _ in range(4 if some else 3))])]
    rows = []
    for at, batch in enumerate(one.batches):
        cells: list[Any] = [f"第 {batch.id} 批", _day(batch.at, year), form.whole(batch.rows)]
        if some:
            cells.append(html.Td(batch.file if batch.id in files else "", className="file"))
        first = [html.Th(_named(one), scope="rowgroup", rowSpan=len(one.batches))] if at == 0 else []
        rows.append(html.Tr([*first, *(cell if isinstance(cell, html.Td) else html.Td(cell) for cell in cells)]))
    return rows


def _named(one: Source) -> list[Any]:
    parts: list[Any] = [one.fresh.title]
    if one.fresh.days_late:
        parts.append(html.Small(light("behind", f"超期 {one.fresh.days_late} 天")))
    if one.waiting:
        parts.append(html.Small(f"另有 {one.waiting} 批待刷新计入"))
    return parts


def _day(at: datetime, year: int) -> str:
    return form.day(local(at).date(), year)


def returns_table(found: Sequence[Return]) -> html.Table:
    """Which month each county last returned; 未报 where the return of the last whole month has not come."""
    due = next((one.due for one in found), "")
    rows = [
        html.Tr(
            [
                html.Th(one.region_name, scope="row"),
                html.Td(_month(one.month)),
                html.Td(f"第 {one.batch} 批" if one.batch else MISSING),
                html.Td(missing(one)),
            ]
        )
        for one in found
    ]
    head = ("县区", "最近一次上报", "批次", f"{_month(due)}月报" if due else "月报")
    return html.Table(
        [html.Caption("县区上报"), html.Thead(html.Tr([html.Th(word, scope="col") for word in head])), html.Tbody(rows)],
        className="t",
    )


def missing(one: Return) -> Any:
    """The light 未报, or that it has come."""
    if one.missing:
        return light("missing")
    return "已报" if one.due else "未到期"


def _month(month: str) -> str:
    return f"{int(month[5:])}月" if month else MISSING
