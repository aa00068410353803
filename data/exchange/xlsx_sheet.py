"""An xlsx file as a sheet: its first visible worksheet, read as a stream by openpyxl after `xlsx_guard` has looked it over."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl

from data.exchange.sheets import HEAD_ROWS, Block, SheetError, Trouble
from data.exchange.xlsx_guard import BROKEN, Traps, check_package, find_traps

_BLOCK_ROWS = 2_000
warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")  # extensions it skips: nothing an importer could act on


class XlsxSheet:
    """One xlsx file, open for one reading."""

    first = 1

    def __init__(self, path: Path) -> None:
        check_package(path)
        self._file = path.open("rb")  # a path would have to end in .xlsx
        try:
            self._book = self._load()
            self._sheet, self._traps = self._look_over(path)
        except BaseException:
            self._file.close()
            raise
        self.total, self.done = self._traps.rows, 0

    def _load(self) -> openpyxl.Workbook:
        try:
            return openpyxl.load_workbook(self._file, read_only=True, data_only=True, keep_links=False)
        except Exception as error:  # openpyxl raises whatever its parsing runs into: KeyError, TypeError, ParseError, …
            raise SheetError(BROKEN) from error

    def _look_over(self, path: Path) -> tuple[Any, Traps]:
        visible = [sheet for sheet in self._book.worksheets if sheet.sheet_state == "visible"]
        if not visible:
            raise SheetError("文件里没有可见的工作表")
        sheet: Any = visible[0]
        sheet.reset_dimensions()  # the declared size may be wrong, and cells outside it would be lost
        with zipfile.ZipFile(path) as package, package.open(sheet._worksheet_path) as xml:
            return sheet, find_traps(xml)

    def close(self) -> None:
        self._book.close()
        self._file.close()

    def head(self) -> list[Sequence[Any]]:
        return list(self._values(min_row=1, max_row=min(HEAD_ROWS, self._traps.rows), values_only=True))

    def blocks(self, after: int, width: int) -> Iterator[Block]:
        rows = self._values(min_row=after + 1, max_col=width, values_only=True)
        merged = _Merged(self._traps, after)
        number = after + 1
        while taken := list(islice(rows, _BLOCK_ROWS)):
            self.done = number + len(taken) - 1
            yield Block(number, taken, [trouble for row in range(number, self.done + 1) for trouble in self._troubles(row, merged)])
            number += len(taken)

    def _values(self, **bounds: Any) -> Iterator[Sequence[Any]]:
        try:
            yield from self._sheet.iter_rows(**bounds)
        except Exception as error:  # see above
            raise SheetError(BROKEN) from error

    def _troubles(self, row: int, merged: _Merged) -> Iterator[Trouble]:
        for position in self._traps.unstored.get(row, ()):
            yield Trouble(row, position, "公式没有存下结果；请用 Excel 或 WPS 打开、保存后再导入，或粘贴为数值")
        if found := merged.over(row):
            yield Trouble(row, None, f"在合并单元格 {found} 内；请取消合并，逐行填写")


class _Merged:
    """The merged ranges that reach below the header, asked row by row downwards."""

    def __init__(self, traps: Traps, header: int) -> None:
        self._ranges = [entry for entry in traps.merged if entry[1] > header]
        self._next, self._last, self._name = 0, 0, ""

    def over(self, row: int) -> str:
        """The range that lies over the row; empty if none does."""
        while self._next < len(self._ranges) and self._ranges[self._next][0] <= row:
            _, last, name = self._ranges[self._next]
            if last > self._last:
                self._last, self._name = last, name
            self._next += 1
        return self._name if row <= self._last else ""
