"""xlsx files: typed cells, the first visible sheet, and the traps: formulas, merged cells, bombs, and files that only look like one."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from data.exchange import xlsx_guard

from .desk import CITIZEN, ELDERS, TOWN, Desk, counts, errors, memory_below

HEADERS = ELDERS.split(",")
ROW = ["E1", TOWN, "独居", date(2023, 3, 5), None, None]


def book(desk: Desk, *rows: list[Any], change: Callable[[Any], None] | None = None, name: str = "file.xlsx") -> Path:
    """A file written by openpyxl, which stores no results of formulas."""
    made = openpyxl.Workbook()
    sheet: Any = made.active
    for row in rows:
        sheet.append(row)
    if change:
        change(sheet)
    path = desk.folder / name
    made.save(path)
    return path


def excel_book(desk: Desk, *rows: list[Any], name: str = "file.xlsx") -> Path:
    """A file as Excel writes it: texts shared by all cells in a part of their own."""
    path = desk.folder / name
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def refusal(desk: Desk, path: Path) -> str:
    report = desk.take("special_elders", path)
    assert report["batch"] is None and errors(report) == [(None, None)] and desk.rows("special_elders") == []
    problem: str = report["errors"][0]["problem"]
    return problem


def rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The package with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info.filename, change(content) if info.filename == part else content)
    path.write_bytes(out.getvalue())
    return path


SHEET = "xl/worksheets/sheet1.xml"


def test_typed_cells(desk: Desk) -> None:
    path = desk.folder / "typed.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet()
        day = made.add_format({"num_format": "yyyy年m月d日"})
        sheet.write_row(0, 0, ["设施编号", "区划代码", "类型", "名称", "状态", "运营日期", "停用日期", "床位数", "经度", "改造提升日期"])
        sheet.write_row(1, 0, [1001, 410221101, "养老机构", "甲", "运营"])
        sheet.write_datetime(1, 5, datetime(2020, 1, 2), day)
        sheet.write_row(1, 6, [20230305, 12.0, 114.5, "2023年3月6日"])
    assert counts(desk.take("elder_facilities", path)) == (1, 0, 0, 0)
    row = desk.rows("elder_facilities")[0]
    assert (row["key"], row["region"], row["beds"], row["lon"]) == ("1001", TOWN, 12, 114.5)
    assert (row["opened_on"], row["closed_on"], row["upgraded_on"]) == (date(2020, 1, 2), date(2023, 3, 5), date(2023, 3, 6))


def test_a_month_as_a_number_with_a_point_is_refused_and_as_text_or_date_taken(sqlite_desk: Desk) -> None:
    head = ["批次编号", "区划代码", "类别", "所属月份", "人数", "金额"]
    months: list[Any] = [2023.1, 2023.3, "2023.3", 202303, date(2023, 3, 1)]
    rows = [[f"P{n}", "410221", "城市低保", month, 1, 2.5] for n, month in enumerate(months)]
    report = sqlite_desk.take("relief_payments", book(sqlite_desk, head, *rows))
    assert errors(report) == [(2, "所属月份"), (3, "所属月份")]
    assert {row["month"] for row in sqlite_desk.rows("relief_payments")} == {"2023-03"}


def test_the_first_visible_sheet_is_read(sqlite_desk: Desk) -> None:
    made = openpyxl.Workbook()
    hidden: Any = made.active
    hidden.append(HEADERS)
    hidden.append(["HIDDEN", *ROW[1:]])
    hidden.sheet_state = "hidden"
    seen = made.create_sheet("台账")
    for row in (["标题"], HEADERS, ROW):
        seen.append(row)
    made.create_sheet("其他").append(HEADERS)
    path = sqlite_desk.folder / "file.xlsx"
    made.save(path)
    assert counts(sqlite_desk.take("special_elders", path)) == (1, 0, 0, 0)
    assert sqlite_desk.rows("special_elders")[0]["key"] == "E1"


def test_rows_keep_their_numbers_over_gaps_and_a_wrong_dimension(sqlite_desk: Desk) -> None:
    def change(sheet: Any) -> None:
        sheet["A7"], sheet["B7"], sheet["C7"], sheet["D7"] = "E2", TOWN, "无此类别", date(2023, 3, 5)

    path = book(sqlite_desk, ["标题"], HEADERS, ROW, change=change)
    rewritten(path, SHEET, lambda xml: xml.replace(b'ref="A1:F7"', b'ref="A1"'))
    report = sqlite_desk.take("special_elders", path)
    assert report["rows"] == 2 and counts(report) == (1, 0, 0, 1) and errors(report) == [(7, "类别")]


def test_a_formula_counts_by_its_stored_result(sqlite_desk: Desk) -> None:
    path = sqlite_desk.folder / "formulas.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEADERS)
        for row, results in enumerate((("E1", "独居"), ("E2", "#REF!"), ("E3", "EMPTY")), 1):
            sheet.write_formula(row, 0, '="E"&1', None, results[0])
            sheet.write_row(row, 1, [TOWN])
            sheet.write_formula(row, 2, "=A1", None, results[1])
            sheet.write_row(row, 3, ["2023-03-05"])
    rewritten(path, SHEET, lambda xml: xml.replace(b"<v>EMPTY</v>", b"<v></v>"))
    report = sqlite_desk.take("special_elders", path)
    assert [row["key"] for row in sqlite_desk.rows("special_elders")] == ["E1"]
    assert errors(report) == [(3, "类别"), (4, "类别")]
    assert "错误值" in report["errors"][0]["problem"] and "必填" in report["errors"][1]["problem"]


def test_a_formula_without_a_stored_result_rejects_its_row(sqlite_desk: Desk) -> None:
    rows: list[list[Any]] = [
        ["E1", TOWN, "独居", "=TODAY()", None, None],
        ["E2", TOWN, "独居", date(2023, 3, 5), "=D3+1", None],
        ["E3", *ROW[1:]],
    ]
    report = sqlite_desk.take("special_elders", book(sqlite_desk, [*HEADERS, "合计"], *[[*row, "=SUM(A1:A2)"] for row in rows]))
    assert errors(report) == [(2, "建档日期"), (3, "销档日期")] and counts(report) == (1, 0, 0, 2)
    assert all("没有存下结果" in error["problem"] and "=" not in error["value"] for error in report["errors"])


def test_text_that_begins_with_an_equals_sign_is_never_kept(sqlite_desk: Desk) -> None:
    path = sqlite_desk.folder / "text.xlsx"
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["公墓编号", "区划代码", "级别", "名称"])
        sheet.write_row(1, 0, ["C1", "410221", "县级", "=HYPERLINK(1)"])
    report = sqlite_desk.take("cemeteries", path)
    assert errors(report) == [(2, "名称")] and "公式" in report["errors"][0]["problem"]


def test_merged_cells_below_the_header_reject_their_rows(sqlite_desk: Desk) -> None:
    def change(sheet: Any) -> None:
        for cells in ("A1:F1", "H1:H2", "G2:G3", "B4:B5", "D7:E7"):
            sheet.merge_cells(cells)

    rows = [[f"E{n}", *ROW[1:]] for n in range(3, 9)]
    report = sqlite_desk.take("special_elders", book(sqlite_desk, ["标题"], HEADERS, *rows, change=change))
    assert [row for row, column in errors(report) if column is None] == [3, 4, 5, 7], "title and header may be merged"
    assert {row["key"] for row in sqlite_desk.rows("special_elders")} == {"E6", "E8"}
    assert "B4:B5" in report["errors"][1]["problem"] and "D7:E7" in report["errors"][-1]["problem"]


def test_nested_merged_ranges_cover_all_their_rows() -> None:
    from data.exchange.xlsx_sheet import _Merged

    traps = xlsx_guard.Traps(merged=[(1, 1, "A1:B1"), (3, 6, "A3:A6"), (4, 4, "B4:C4"), (8, 8, "A8:B8")])
    merged = _Merged(traps, 2)
    assert [merged.over(row) for row in range(3, 10)] == ["A3:A6"] * 4 + ["", "A8:B8", ""]


def test_a_huge_cell_is_one_error(sqlite_desk: Desk) -> None:
    path = excel_book(sqlite_desk, HEADERS, ["E1", TOWN, "PLACE", "2023-03-05"], ["E2", TOWN, "独居", "2023-03-05"])
    rewritten(path, "xl/sharedStrings.xml", lambda xml: xml.replace(b"PLACE", b"x" * 100_000))
    report = sqlite_desk.take("special_elders", path)
    assert errors(report) == [(2, "类别")] and report["errors"][0]["value"] == "x" * 60 and counts(report)[0] == 1


def test_a_zip_bomb_is_refused_in_bounded_memory(sqlite_desk: Desk) -> None:
    path = book(sqlite_desk, HEADERS, ROW)
    rewritten(path, "xl/styles.xml", lambda xml: xml + b" " * (320 << 20))
    assert path.stat().st_size < 3_000_000
    with memory_below(20_000_000):
        problem = refusal(sqlite_desk, path)
    assert "300 MB" in problem and "csv" in problem


def test_a_bomb_that_lies_about_its_size_is_refused(sqlite_desk: Desk) -> None:
    path = book(sqlite_desk, HEADERS, ROW)
    rewritten(path, "xl/styles.xml", lambda xml: xml + b" " * (5 << 20))
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        size = package.getinfo("xl/styles.xml").file_size
    assert content.count(struct.pack("<I", size)) == 2
    path.write_bytes(bytes(content).replace(struct.pack("<I", size), struct.pack("<I", 1000)))
    assert "损坏" in refusal(sqlite_desk, path)


def test_too_many_rows_are_sent_to_csv(sqlite_desk: Desk) -> None:
    path = book(sqlite_desk, HEADERS, ROW)
    rewritten(path, SHEET, lambda xml: xml.replace(b'<row r="2"', b'<row r="1048577"'))
    assert "1048576 行" in refusal(sqlite_desk, path)


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (lambda xml: xml.replace(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet', 1), SHEET),
        (lambda xml: xml.replace(b"<sst", b'<!DOCTYPE a [<!ENTITY b "c">]><sst', 1), "xl/sharedStrings.xml"),
        (lambda xml: xml[:-40], SHEET),
        (lambda xml: xml[:200], "xl/workbook.xml"),
        (lambda xml: xml.replace(b'<row r="2"', b'<row r="1"'), SHEET),
        (lambda xml: xml.replace(b'r="A2"', b'r="XFE2"'), SHEET),
        (lambda xml: xml.replace(b'r="A2"', b'r="??"'), SHEET),
        (lambda xml: xml.replace(b'<c r="B2" t="s"><v>', b'<c r="B2" t="s"><v>99'), SHEET),
        (lambda xml: xml + b"<a/>" * 2_500_000, "docProps/app.xml"),
        (lambda xml: xml.replace(b"<sheetData", b"<cols>" + b"<col/>" * 300_000 + b"</cols><sheetData"), SHEET),
        (lambda xml: xml.replace(b"</sheetData>", b"</sheetData><x>" + b"<y/>" * 1_000_001 + b"</x>"), SHEET),
    ],
    ids=["entity", "entity in texts", "cut off", "workbook cut off", "row twice", "column", "place", "text", "parts", "head", "tail"],
)
def test_damaged_and_hostile_xml_is_refused(sqlite_desk: Desk, change: Callable[[bytes], bytes], part: str) -> None:
    path = excel_book(sqlite_desk, HEADERS, ["E1", TOWN, "独居", "2023-03-05"])
    before = path.read_bytes()
    rewritten(path, part, change)
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(path) as new:
        assert old.read(part) != new.read(part)
    assert "损坏" in refusal(sqlite_desk, path)


def test_what_only_looks_like_xlsx_is_named(sqlite_desk: Desk) -> None:
    def told(content: bytes) -> str:
        path = sqlite_desk.folder / "file.xlsx"
        path.write_bytes(content)
        return refusal(sqlite_desk, path)

    def package(*names: str) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            for name in names:
                made.writestr(name, "x")
        return out.getvalue()

    assert "网页" in told(b"\xef\xbb\xbf\r\n<html><table><tr><td>1</td></tr></table></html>")
    assert "网页" in told(b'<?xml version="1.0"?><Workbook/>')
    assert "旧版 .xls" in told(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    assert "密码" in told(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + "EncryptedPackage".encode("utf-16-le"))
    assert "不是 xlsx" in told(b"a,b,c\n1,2,3\n")
    assert "损坏" in told(b"PK\x03\x04" + bytes(100))
    assert "工作簿" in told(package("mimetype", "content.xml"))
    assert ".xlsb" in told(package("[Content_Types].xml", "xl/workbook.bin"))
    assert "损坏" in told(package("[Content_Types].xml", "xl/workbook.xml"))
    whole = book(sqlite_desk, HEADERS, ROW).read_bytes()
    assert "损坏" in told(whole[: len(whole) // 2])
    flagged = bytearray(whole)
    for start in (whole.index(b"PK\x03\x04") + 6, whole.index(b"PK\x01\x02") + 8):
        flagged[start] |= 1
    assert "密码" in told(bytes(flagged))


def test_a_strict_open_xml_sheet_is_named(sqlite_desk: Desk) -> None:
    path = book(sqlite_desk, HEADERS, ROW)
    strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    rewritten(path, SHEET, lambda xml: xml.replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", strict))
    assert "严格" in refusal(sqlite_desk, path)


def test_a_book_without_a_visible_sheet_is_refused(sqlite_desk: Desk) -> None:
    path = book(sqlite_desk, HEADERS, ROW)
    rewritten(path, "xl/workbook.xml", lambda xml: xml.replace(b'state="visible"', b'state="hidden"'))
    assert "可见" in refusal(sqlite_desk, path)


def test_an_unnamed_temporary_file_is_read(sqlite_desk: Desk) -> None:
    path = book(sqlite_desk, HEADERS, ROW)
    with path.open("rb") as file:
        report = sqlite_desk.take("special_elders", Path(f"/dev/fd/{file.fileno()}"), file_name="上传.xlsx")
    assert counts(report) == (1, 0, 0, 0) and report["file"] == "上传.xlsx"


def test_citizen_numbers_as_numbers_are_refused_and_masked(sqlite_desk: Desk) -> None:
    report = sqlite_desk.take("special_elders", book(sqlite_desk, HEADERS, [*ROW[:5], int(CITIZEN)], ["E2", *ROW[1:5], CITIZEN]))
    assert errors(report) == [(2, "身份证号")] and CITIZEN[6:] not in str(report)
    assert counts(report) == (1, 0, 0, 1)
