"""What every exported file has in common: who took it when, on the file itself; a name that says so; no text a spreadsheet would run.

A list is a row of headers and rows of cells. As csv it carries its origin in one more header cell, under which the cells are empty:
rows and columns stay as they were, and it still imports, since unknown columns are skipped. As xlsx in header, footer and a sheet 说明.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

import xlsxwriter

from data.clock import local, now
from data.exchange.records import escaped

CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_WRITTEN = 500  # rows of a csv sent at a time
MOST_ROWS = 1_048_575  # what a sheet holds below its headers
NOTES = "说明"
DEMONSTRATION = "演示数据"


@dataclass(frozen=True)
class Origin:
    """Who takes a file and when (Kaifeng), from a demonstration or the real database."""

    account: str
    at: datetime
    demonstration: bool

    @classmethod
    def of(cls, account: str, demonstration: bool) -> Origin:
        """Taken now."""
        return cls(account, local(now()), demonstration)

    @property
    def words(self) -> str:
        """`导出：zhang 2023-09-18 10:05`, and 演示数据 where it is."""
        return f"导出：{self.account} {self.at:%Y-%m-%d %H:%M}" + (f" {DEMONSTRATION}" if self.demonstration else "")

    def file_name(self, title: str, extension: str) -> str:
        """`死亡与殡葬-zhang-20230918T1005.csv`."""
        return f"{title}-{self.account}-{self.at:%Y%m%dT%H%M}.{extension}"


def disposition(file_name: str, plain: str) -> str:
    """The header Content-Disposition of a download (RFC 6266, the name as RFC 5987); `plain` is an ASCII name for old programs."""
    return f"attachment; filename={plain}; filename*=UTF-8''{quote(file_name, safe='')}"


def csv_text(headers: Sequence[str], rows: Iterable[Sequence[str]], origin: Origin) -> Iterator[str]:
    """A list as csv with a BOM, piece by piece; never held whole. The cells of `rows` are escaped already where they need it."""
    page = io.StringIO()
    writer = csv.writer(page)
    page.write("\ufeff")
    writer.writerow([*headers, origin.words])
    for number, row in enumerate(rows, 1):
        writer.writerow([*row, ""])
        if number % ROWS_WRITTEN == 0:
            yield page.getvalue()
            page.seek(0)
            page.truncate()
    yield page.getvalue()


Cells = Sequence[str | int | float | None]


@dataclass(frozen=True)
class Sheet:
    """One list of a file: a title, its headers, its rows; wide: headers whose cells hold long text and are wrapped."""

    title: str
    headers: Sequence[str]
    rows: Iterable[Cells]
    wide: Sequence[str] = ()


def write_xlsx(file: BinaryIO | Path, title: str, headers: Sequence[str], rows: Iterable[Cells], origin: Origin) -> None:
    """A list as .xlsx, row by row into `file`; texts stay texts: no formula, no link."""
    write_book(file, title, [Sheet(title, headers, rows)], origin)


def write_book(file: BinaryIO | Path, title: str, sheets: Iterable[Sheet], origin: Origin) -> None:
    """Several lists as one .xlsx, a sheet each, then 说明; row by row, texts stay texts."""
    options: dict[str, Any] = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    target: Any = str(file) if isinstance(file, Path) else file
    with xlsxwriter.Workbook(target, options) as book:
        bold, wrapped = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
        for one in sheets:
            sheet = book.add_worksheet(one.title[:31])
            for_paper(sheet, one.title, origin)
            sheet.freeze_panes(1, 0)
            for at, header in enumerate(one.headers):
                width = 48.0 if header in one.wide else max(10.0, min(60.0, 2.2 * len(header) + 6))
                sheet.set_column(at, at, width)
                sheet.write_string(0, at, header, bold)
            look = wrapped if one.wide else None
            for number, row in enumerate(one.rows, 1):
                for at, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(number, at, escaped(cell), look)
                    elif cell is not None:
                        sheet.write_number(number, at, cell, look)
        notes = book.add_worksheet(NOTES)
        for_paper(notes, NOTES, origin)
        notes.set_column(0, 0, 60)
        for number, words in enumerate([title, origin.words]):
            notes.write_string(number, 0, words, bold if number == 0 else None)


def for_paper(sheet: Any, title: str, origin: Origin) -> None:
    paper_marks(sheet, title, origin.words)


def paper_marks(sheet: Any, title: str, words: str) -> None:
    """Title and origin above and below every printed page of a sheet."""
    title, words = title.replace("&", "&&"), words.replace("&", "&&")
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.set_header(f"&L{title}&R{words}")
    sheet.set_footer(f"&L{words}&R&P / &N")
