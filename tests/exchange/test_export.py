"""Exported files: opened as a spreadsheet opens them; they say who took them when, run nothing, and still import."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

from data.exchange.export import NOTES, Origin, csv_text, disposition, write_xlsx
from data.exchange.records import FORMULA

from .desk import Desk

AT = datetime(2023, 9, 18, 10, 5)
REAL, SHOWN = Origin("zhang", AT, False), Origin("张 三", AT, True)
WORDS = "导出：张 三 2023-09-18 10:05 演示数据"


def test_the_name_says_what_who_and_when() -> None:
    assert REAL.file_name("死亡与殡葬", "csv") == "死亡与殡葬-zhang-20230918T1005.csv"
    header = disposition(SHOWN.file_name("死亡", "xlsx"), "deaths.xlsx")
    assert header == f"attachment; filename=deaths.xlsx; filename*=UTF-8''{quote('死亡-张 三-20230918T1005.xlsx', safe='')}"
    assert header.isascii()


def test_csv_has_one_more_header_and_nothing_under_it() -> None:
    text = "".join(csv_text(["甲", "乙"], [["1", "一"], ["2", "二"]], SHOWN))
    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff")))) == [["甲", "乙", WORDS], ["1", "一", ""], ["2", "二", ""]]
    assert "演示数据" not in REAL.words


def test_a_long_csv_comes_in_pieces() -> None:
    parts = list(csv_text(["甲"], ([str(number)] for number in range(1200)), REAL))
    assert len(parts) == 3 and "".join(parts).count("\r\n") == 1201


@pytest.mark.parametrize("start", FORMULA)
def test_xlsx_runs_nothing(tmp_path: Path, start: str) -> None:
    write_xlsx(tmp_path / "a.xlsx", "甲", ["乙", "丙"], [[f"{start}1+1", -5], ["http://host.example/", None]], REAL)
    sheet = load_workbook(tmp_path / "a.xlsx")["甲"]
    cell = sheet.cell(2, 1)
    assert cell.data_type == "s" and str(cell.value).startswith("'"), "a text, and no formula once it is typed anew"
    assert sheet.cell(2, 2).value == -5 and sheet.cell(3, 1).hyperlink is None and sheet.cell(3, 2).value is None


def test_xlsx_says_who_took_it_on_paper_and_on_a_sheet_of_its_own(tmp_path: Path) -> None:
    with (tmp_path / "a.xlsx").open("wb") as file:
        write_xlsx(file, "审计日志", ["序号"], [[1], [2]], Origin("a&b", AT, True))
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["审计日志", NOTES]
    words = "导出：a&b 2023-09-18 10:05 演示数据"
    assert [row[0].value for row in book[NOTES].iter_rows()] == ["审计日志", words]
    for sheet in book:
        assert sheet.oddFooter.left.text.replace("&&", "&") == words
        assert words in sheet.oddHeader.right.text.replace("&&", "&")
    assert [[cell.value for cell in row] for row in book["审计日志"].iter_rows()] == [["序号"], [1], [2]]


def test_an_exported_list_still_imports(sqlite_database: object, tmp_path: Path) -> None:
    desk = Desk(sqlite_database, tmp_path)  # type: ignore[arg-type]
    headers = ["对象编号", "区划代码", "类别", "建档日期"]
    text = "".join(csv_text(headers, [["E1", "410221101", "独居", "2023-01-01"]], SHOWN))
    report = desk.bring("special_elders", *text.splitlines())
    assert (report["inserted"], report["rejected"], report["unknown_columns"]) == (1, 0, [WORDS])
