"""csv files: encodings, headers under titles, columns in any order, rows numbered as a spreadsheet numbers them, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.exchange.sheets import SheetError

from .desk import ELDERS, OTHER_TOWN, TOWN, Desk, counts, errors, memory_below

ROW = f"E1,{TOWN},独居,2023-03-05,,"


def refusal(desk: Desk, content: bytes, name: str = "file.csv") -> str:
    """What a file that is refused whole is told; nothing of it may be taken."""
    path = desk.folder / name
    path.write_bytes(content)
    return refusal_of(desk, path)


def refusal_of(desk: Desk, path: Path) -> str:
    report = desk.take("special_elders", path)
    assert report["batch"] is None and counts(report) == (0, 0, 0, 0) and errors(report) == [(None, None)]
    assert desk.rows("special_elders") == []
    problem: str = report["errors"][0]["problem"]
    return problem


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_encodings(sqlite_desk: Desk, encoding: str) -> None:
    path = sqlite_desk.file("备注，龙亭区", ELDERS, ROW, encoding=encoding)
    assert counts(sqlite_desk.take("special_elders", path)) == (1, 0, 0, 0)
    assert sqlite_desk.rows("special_elders")[0]["category"] == "独居"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_refused_and_says_what_to_do(sqlite_desk: Desk, encoding: str) -> None:
    problem = refusal(sqlite_desk, f"{ELDERS}\n{ROW}\n".encode(encoding))
    assert "UTF-16" in problem and "CSV UTF-8" in problem


def test_nul_bytes_are_refused_with_their_row(sqlite_desk: Desk) -> None:
    assert "第 2 行有空字节" in refusal(sqlite_desk, f"{ELDERS}\nE1,\0,独居".encode())


def test_damaged_utf8_is_not_read_as_gb18030(sqlite_desk: Desk) -> None:
    content = f"{ELDERS}\n{ROW}\n".encode()
    assert "第 2 行有损坏的字符" in refusal(sqlite_desk, content.replace("独".encode(), "独".encode()[:2] + b"\xff"))
    assert "第 3 行有损坏的字符" in refusal(sqlite_desk, content + b"E2,\xff")
    assert "第 3 行有损坏的字符" in refusal(sqlite_desk, content + "独".encode()[:1]), "cut off inside a character"
    assert "既不是 UTF-8 也不是 GB18030" in refusal(sqlite_desk, b"key,region,category,registered_on\nE1,\xff\xff,a,b\n")


def test_the_header_is_found_under_titles_by_header_or_field_name_in_any_order(sqlite_desk: Desk) -> None:
    report = sqlite_desk.bring(
        "special_elders",
        "杞县特殊困难老年人台账",
        "",
        "填报单位：杞县民政局,,,,2023年9月",
        " Category ,序号,建档\u3000日期,备注,KEY,区划代码",
        f"独居,1,2023/3/5,无,E1,{TOWN}",
        f"空巢,2,2023.3.6,,E2,{OTHER_TOWN}",
    )
    assert counts(report) == (2, 0, 0, 0) and report["rows"] == 2
    assert report["unknown_columns"] == ["序号", "备注"]
    assert [(row["key"], row["category"], row["region"]) for row in sqlite_desk.rows("special_elders")] == [
        ("E1", "独居", TOWN),
        ("E2", "空巢", OTHER_TOWN),
    ]


def test_the_header_may_be_in_row_30_but_not_in_row_31(sqlite_desk: Desk) -> None:
    assert counts(sqlite_desk.bring("special_elders", *["标题"] * 29, ELDERS, ROW)) == (1, 0, 0, 0)
    report = sqlite_desk.bring("special_elders", *["标题"] * 30, ELDERS, ROW)
    assert errors(report) == [(None, None)] and "前 30 行" in report["errors"][0]["problem"]


def test_a_missing_required_column_is_named(sqlite_desk: Desk) -> None:
    problem = refusal(sqlite_desk, f"对象编号,区划代码,类别\nE1,{TOWN},独居\n".encode())
    assert "建档日期" in problem and "类别" not in problem
    problem = refusal(sqlite_desk, b"a,b\n1,2\n")
    assert all(name in problem for name in ("对象编号", "区划代码", "类别", "建档日期"))


@pytest.mark.parametrize("twice", ["对象编号", "key", " 区划代码", "Region", "身份证号"])
def test_a_header_twice_is_refused(sqlite_desk: Desk, twice: str) -> None:
    assert "出现两次" in refusal(sqlite_desk, f"{ELDERS},{twice}\n{ROW},x\n".encode())


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(sqlite_desk: Desk) -> None:
    report = sqlite_desk.bring(
        "special_elders",
        "标题",
        ELDERS + ",备注",
        "",
        ' , ,\u3000,,,,"  "',
        f'E1,{TOWN},独居,2023-03-05,,,"第一行',
        '第二行"',
        f"E2,{TOWN},不是类别,2023-03-05",
        f"E3,{TOWN},独居",
    )
    assert report["rows"] == 3 and counts(report) == (1, 0, 0, 2)
    assert errors(report) == [(6, "类别"), (7, "建档日期")], "a cell of two lines is one row; blank rows count in the number only"


def test_a_row_with_more_cells_than_the_header_is_refused(sqlite_desk: Desk) -> None:
    report = sqlite_desk.bring("special_elders", ELDERS, f"E1,{TOWN},独居,2023-03-05,,,多出", f"E2,{TOWN},独居,2023-03-05,,,,  ,")
    assert counts(report) == (1, 0, 0, 1) and errors(report) == [(2, None)]
    assert "9 格" not in report["errors"][0]["problem"] and "7 格" in report["errors"][0]["problem"]


def test_quotes_that_do_not_pair_are_refused(sqlite_desk: Desk) -> None:
    assert "第 2 行的引号不成对" in refusal(sqlite_desk, f'{ELDERS}\n"E1,{TOWN},独居,2023-03-05,,\n{ROW}\n'.encode())
    assert "第 3 行的引号不成对" in refusal(sqlite_desk, f'{ELDERS}\n{ROW}\n"E2"x,{TOWN}\n'.encode())


def test_a_cell_of_100000_characters_is_one_error(sqlite_desk: Desk) -> None:
    report = sqlite_desk.bring("cemeteries", "公墓编号,区划代码,级别,名称", f"C1,410221,县级,{'长' * 100_000}", "C2,410221,县级,短")
    assert counts(report) == (1, 0, 0, 1) and errors(report) == [(2, "名称")]
    assert report["errors"][0]["value"] == "长" * 60


def test_endless_cells_and_lines_are_refused_in_bounded_memory(sqlite_desk: Desk) -> None:
    assert "字符" in refusal(sqlite_desk, f"{ELDERS}\n{'x' * 200_000},{TOWN}\n".encode())
    path = sqlite_desk.folder / "long.csv"
    path.write_bytes(f"{ELDERS}\n{'x,' * 50_000_000}\n".encode())
    with memory_below(60_000_000):
        assert "16000000 个字符" in refusal_of(sqlite_desk, path)


def test_what_is_no_file_of_ours_is_refused(sqlite_desk: Desk) -> None:
    assert "是空的" in refusal(sqlite_desk, b"")
    assert "没有数据行" in refusal(sqlite_desk, f"{ELDERS}\n\n , \n".encode())
    for name in ("file.xls", "file.txt", "file", "file.csv.zip"):
        assert ".xlsx 或 .csv" in refusal(sqlite_desk, b"x", name)
    for path in (Path("/nowhere/file.csv"), sqlite_desk.folder):
        report = sqlite_desk.take("special_elders", path)
        assert errors(report) == [(None, None)] and "读不了" in report["errors"][0]["problem"] and report["sha256"] == ""


def test_the_extension_of_the_sent_name_decides(sqlite_desk: Desk) -> None:
    path = sqlite_desk.file(ELDERS, ROW, name="upload.tmp")
    report = sqlite_desk.take("special_elders", path, file_name="C:/台账/九月.CSV")
    assert counts(report) == (1, 0, 0, 0) and report["file"] == "九月.CSV"


def test_a_reader_error_is_about_the_whole_file_even_after_good_rows(sqlite_desk: Desk) -> None:
    lines = [f"E{n},{TOWN},独居,2023-03-05,," for n in range(12_000)]
    assert "第 12002 行" in refusal(sqlite_desk, "\n".join([ELDERS, *lines, '"E']).encode())
    assert issubclass(SheetError, Exception)
