"""The files of a list: the same rows as the page, in order, as numbers and as text that nothing runs; told before they are sent."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from data.datasets import DATASETS
from data.exchange import export
from tests.lists.conftest import Desk
from tests.lists.test_records_page import AUGUST, ELDERLY, rows_of

Desks = Callable[..., Desk]


def sheet(answer: Any) -> list[tuple[Any, ...]]:
    assert answer.status_code == 200, answer.text
    book = openpyxl.load_workbook(io.BytesIO(answer.data), read_only=False)
    assert book.sheetnames[1:] == ["说明"]
    return [tuple(cell.value for cell in row) for row in book.worksheets[0].iter_rows()]


def table(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def test_both_files_hold_the_rows_of_the_page(desk: Desks) -> None:
    chief = desk("chief", section=ELDERLY)
    asked = f"{AUGUST}&filter=category.in.独居|空巢&sort=-registered_on"
    shown = rows_of(chief.rows("elder_visited", asked, sort=[("registered_on", "desc")]))
    wanted = [
        [row[name].replace("—", "") for name in ("county", "township", "village", "key", "category", "registered_on")]
        for row in shown["rowData"]
    ]
    assert 1 < len(wanted) == shown["rowCount"]
    head, *lines = table(chief.file("elder_visited", "csv", asked))
    assert head[:-1] == ["县区", "乡镇街道", "村社区", "对象编号", "类别", "建档日期"] and head[-1].startswith("导出：chief-")
    assert "演示数据" in head[-1] and [line[:-1] for line in lines] == wanted
    answer = chief.file("elder_visited", "xlsx", asked)
    top, *rows = sheet(answer)
    assert list(top) == head[:-1] and [["" if cell is None else cell for cell in row] for row in rows] == wanted
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert "导出：chief-" in book.worksheets[0].oddFooter.left.text and "导出：chief-" in str(book["说明"]["A2"].value)
    assert "elder_visited.xlsx" in answer.headers["Content-Disposition"]


def test_taking_a_list_away_is_told(desk: Desks) -> None:
    county = desk("county", region="410221")
    before = len(county.told("export"))
    rows = len(table(county.file("elder_visited", "csv", "?period=2023-08&filter=category.in.独居"))) - 1
    sheet(county.file("special_elders", "xlsx"))
    one, two = county.told("export")[before:]
    assert (one.what, one.rows) == ("名单：已探访的特殊困难老年人，杞县（410221），2023-08，类别 独居，csv", rows)
    assert two.what == "名单：特殊困难老年人全部记录，杞县（410221），xlsx" and two.who.startswith("county-")


def test_numbers_are_numbers_and_formulas_are_text(desk: Desks, demo_server: Any) -> None:
    facilities = DATASETS["elder_facilities"].table
    with demo_server.extensions["cockpit"].database.writing() as connection:
        key = connection.scalar(sa.select(sa.func.min(facilities.c.key)))
        connection.execute(sa.update(facilities).where(facilities.c.key == key).values(name="=HYPERLINK(1)", beds=12))
    chief = desk("chief", section=ELDERLY)
    head, row = sheet(chief.file("elder_facilities", "xlsx", f"?filter=key.contains.{key}"))
    found = dict(zip(head, row, strict=True))
    assert found["名称"] == "'=HYPERLINK(1)" and found["床位数"] == 12 and found["设施编号"] == key
    head_, line = table(chief.file("elder_facilities", "csv", f"?filter=key.contains.{key}"))
    assert dict(zip(head_, line, strict=True))["名称"] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("name", list(DATASETS))
def test_the_digests_of_citizens_stay_inside(desk: Desks, name: str) -> None:
    dataset = DATASETS[name]
    chief = desk("chief", section=dataset.section)
    head = table(chief.file(name, "csv", "?region=410221"))[0]
    assert "身份证号" not in head and len(head) > 2
    assert all("citizen" not in row for row in rows_of(chief.rows(name, "?region=410221", end=3))["rowData"])


def test_a_sheet_holds_only_so_many(desk: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("downloads.records.MOST_ROWS", 3)
    chief = desk("chief", section=ELDERLY)
    answer = chief.file("special_elders", "xlsx")
    assert answer.status_code == 400 and "xlsx 至多 3 条；请缩小范围，或下载 csv" in answer.text
    assert chief.file("special_elders", "csv").status_code == 200 and export.MOST_ROWS > 10**6
