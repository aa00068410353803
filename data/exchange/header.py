"""The header row: found under title rows, its columns matched by Chinese header or field name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from data.datasets import Column, Dataset
from data.exchange.cells import blank, fold
from data.exchange.sheets import HEAD_ROWS, Sheet, SheetError


@dataclass(frozen=True)
class Found:
    """A declared column of the file: where it stands, and its header as the file has it."""

    at: int
    column: Column
    header: str


@dataclass(frozen=True)
class Header:
    """The header row of a file. `unknown`: headers that no column answers to; `width`: how many cells a row has."""

    row: int
    found: tuple[Found, ...]
    unknown: tuple[str, ...]
    width: int

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(found.column.name for found in self.found)

    def of(self, field: str) -> Found | None:
        """Where the field stands; None if the file lacks it."""
        return next((found for found in self.found if found.column.name == field), None)


def find_header(sheet: Sheet, dataset: Dataset) -> Header:
    """The first row that holds every required header.

    Raises SheetError if there is none, naming what is missing, or if a header stands there twice.
    """
    names = {fold(name): column for column in dataset.columns for name in (column.name, column.header)}
    required = [column for column in dataset.columns if column.required]
    nearest: list[Column] = required
    for row, cells in enumerate(sheet.head(), sheet.first):
        matched = [names.get(fold(cell[:100])) if isinstance(cell, str) else None for cell in cells]
        missing = [column for column in required if column not in matched]
        if not missing:
            return _header(row, cells, matched)
        if any(matched) and len(missing) < len(nearest):
            nearest = missing
    words = "、".join(f"{column.header}（{column.name}）" for column in nearest)
    if sheet.first:
        raise SheetError(f"前 {HEAD_ROWS} 行里没有含全部必需列的表头；缺少：{words}")
    raise SheetError(f"缺少必需的字段：{words}")


def _header(row: int, cells: Sequence[Any], matched: list[Column | None]) -> Header:
    found: list[Found] = []
    unknown: list[str] = []
    for at, (cell, column) in enumerate(zip(cells, matched, strict=True)):
        if column is None:
            if not blank(cell):
                unknown.append(str(cell).strip())
            continue
        twice = next((other for other in found if other.column is column), None)
        if twice:
            raise SheetError(f"第 {row} 行的表头里，{column.header} 出现两次（{twice.header}、{str(cell).strip()}）；请只留一列")
        found.append(Found(at, column, str(cell).strip()))
    return Header(row, tuple(found), tuple(unknown), len(cells))
