"""Which column of a ledger table is which: the header rows of the bureau's ledgers, each with its own set of columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from data.programmes.word.table import Row, Table

Column = Literal["no", "goal", "measure", "due", "units", "note", "report"]

NAMES: dict[Column, frozenset[str]] = {
    "no": frozenset({"序号", "编号", "序"}),
    "goal": frozenset({"工作目标", "工作任务", "目标任务", "重点任务", "重点工作", "任务", "工作项目", "任务名称"}),
    "measure": frozenset({"具体措施", "工作措施", "工作内容", "任务内容", "具体任务", "推进措施", "具体内容", "工作举措"}),
    "due": frozenset({"时间节点", "完成时限", "时限", "完成时间", "时间安排", "办结时限", "完成节点", "时间要求"}),
    "units": frozenset({"责任单位", "责任科室", "牵头单位", "责任部门", "责任科室和单位", "责任单位和科室", "牵头科室"}),
    "note": frozenset({"备注", "说明"}),
    # filled in month by month, no part of the plan
    "report": frozenset({"完成情况", "主要措施", "工作进度", "完成进度", "进展情况", "进度", "工作进展", "落实情况"}),
}
_COLUMN = {name: column for column, names in NAMES.items() for name in names}


@dataclass(frozen=True)
class Columns:
    """Where the columns stand in a table. header: the header's texts; unknown: heads nobody knows, by position; twice: heads met twice."""

    places: Mapping[Column, int]
    reports: tuple[int, ...]
    header: tuple[str, ...]
    unknown: tuple[tuple[int, str], ...]
    twice: tuple[str, ...]

    def text(self, row: Row, column: Column) -> str:
        """What a row says there; empty where the table has no such column or the row ends before it."""
        place = self.places.get(column)
        return row.cells[place].text if place is not None and place < len(row.cells) else ""

    def carried(self, row: Row, column: Column) -> bool:
        """Whether a row's cell there is merged with the one above."""
        place = self.places.get(column)
        return place is not None and place < len(row.cells) and row.cells[place].carried


def plain(text: str) -> str:
    """A header's text without spaces, line breaks and what stands in brackets: 完成情况（各县区按月报送） → 完成情况."""
    words = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"\([^)]*\)", "", words).rstrip(":")


def header_of(row: Row) -> Columns | None:
    """The columns that a row heads; None where it heads none: a header names the work, and two more columns of a ledger."""
    places: dict[Column, int] = {}
    reports: list[int] = []
    unknown: list[tuple[int, str]] = []
    twice: list[str] = []
    header = tuple(plain(text) for text in row.texts)
    for place, (cell, name) in enumerate(zip(row.cells, header, strict=True)):
        column = _COLUMN.get(name)
        if column == "report":
            reports.append(place)
        elif column and column in places:
            twice.append(name)
        elif column:
            places[column] = place
        elif name and cell.wide:
            unknown.append((place, name))
    known = len(places) + len(reports)
    if not ({"goal", "measure"} & places.keys()) or known < 3:
        return None
    return Columns(places, tuple(reports), header, tuple(unknown), tuple(twice))


def find_header(table: Table) -> tuple[int, Columns] | None:
    """The place of a table's header among its rows, and its columns; None where the table is no ledger."""
    for place, row in enumerate(table.rows[:10]):
        found = header_of(row)
        if found:
            return place, found
    return None
