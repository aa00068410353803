"""One figure, six places: card, table twin, wide table, xlsx, csv and the API say the same, for every indicator."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook

from components import format as form
from data.indicators import INDICATORS
from data.indicators.figures import Figure
from tests.api.caller import Caller, join
from tests.sections.conftest import Reader, text, walk

PERIOD = "2023-08"
CITY = "410200"


@pytest.fixture(scope="module")
def caller(demo_server: Flask) -> Caller:
    return join(demo_server, "leader")


def values(caller: Caller, indicator: str) -> dict[str, Figure]:
    """The API's figures of the city and its counties, by code."""
    rows = [row for more in ({}, {"level": "county"}) for row in caller.values(indicator=indicator, region=CITY, period=PERIOD, **more)]
    return {row["region"]: Figure(**{**row, "as_of": None}) for row in rows}


@pytest.mark.parametrize("indicator", INDICATORS)
def test_card_tables_files_and_the_api_say_the_same(
    demo_server: Flask, reader: Callable[..., Reader], caller: Caller, indicator: str
) -> None:
    declared, person, told = INDICATORS[indicator], reader("leader"), values(caller, indicator)
    page, search = declared.programme, f"?period={PERIOD}&indicator={indicator}"
    assert len(told) == 10

    answer = person.ask(page, "cards", search)
    card = next(one for one in walk(answer) if one["props"].get("data-indicator") == indicator)
    shown = form.headline(declared, told[CITY])
    figure = next(one for one in walk(card) if one["props"].get("className") == "fig")
    assert text(figure["props"]["children"][:2]) == f"{shown.text} {shown.unit}".strip()
    assert card["props"]["data-status"] == told[CITY].status

    twin, wide = ([one for one in walk(person.children(page, place, search)) if one["type"] == "Tr"][1:] for place in ("table", "ledger"))
    for code, row in zip(told_in_order(told), twin, strict=True):
        cells = row["props"]["children"]
        assert (text(cells[0]), text(cells[1])) == (told[code].region_name, form.cell(declared, told[code]))
    for code, row in zip(told_in_order(told), wide, strict=True):
        cells = row["props"]["children"]
        value = next(cell for cell in cells if cell["props"].get("className") == "value")
        assert row["props"]["data-region"] == code and text(cells[0]) == told[code].region_name
        assert text(value) == form.cell(declared, told[code])
        if declared.rate and not told[code].suppressed:
            assert [text(cell) for cell in cells[1:3]] == [form.whole(told[code].numerator), form.whole(told[code].denominator)]

    link = next(one["props"]["href"] for one in walk(person.children(page, "ledger", search)) if one["props"].get("data-file") == "csv")
    rows = list(csv.DictReader(io.StringIO(person.client.get(link).text.removeprefix("\ufeff"))))
    book = load_workbook(io.BytesIO(person.client.get(link.replace("table.csv", "table.xlsx")).data)).worksheets[0]
    lines = list(book.iter_rows(values_only=True))
    sheet = [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
    head = f"{declared.name}（{declared.unit}）"
    assert [row["区划代码"] for row in rows] == [row["区划代码"] for row in sheet] == told_in_order(told)
    for written, cell in zip(rows, sheet, strict=True):
        held = told[written["区划代码"]]
        assert_written(written[head], held, held.value)
        assert_written(cell[head], held, held.value)
        assert_written(cell["目标"], None, held.target)
        if declared.rate:
            assert_written(cell[declared.denominator], held, held.denominator)


def told_in_order(told: dict[str, Figure]) -> list[str]:
    """The counties in official order, the city last."""
    return [*sorted(code for code in told if code != CITY), CITY]


def assert_written(cell: Any, figure: Figure | None, value: float | None) -> None:
    if figure is not None and figure.suppressed:
        assert cell == form.withheld(figure.reason)
    elif value is None:
        assert cell in (None, "")
    else:
        assert float(cell) == pytest.approx(value, rel=1e-12)


def test_a_file_holds_the_townships_with_what_is_withheld_and_stands_in_the_log(demo_server: Flask, reader: Callable[..., Reader]) -> None:
    person = reader("leader")
    answer = person.client.get(f"/funeral/table.csv?indicator=deaths&period={PERIOD}&region=410221&with=2022-08")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert {len(row["区划代码"]) for row in rows[:-1]} == {9} and rows[-1]["区划代码"] == "410221"
    assert {"<5", "隐"} & {row["死亡人数（人）"] for row in rows}
    assert "对比：2022-08" in rows[0] and any("导出：leader" in head for head in rows[0]) and any("演示数据" in head for head in rows[0])
    admin = reader("admin")
    log = admin.client.get("/admin/audit.csv?act=export").text
    assert "死亡人数-杞县-2023年8月，csv" in log


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("indicator=nothing", 400),
        ("indicator=deaths", 400),
        ("indicator=relief_recipients&period=2023-13", 400),
        ("indicator=relief_recipients&region=999999", 400),
        ("indicator=relief_recipients&category=x", 400),
        ("indicator=relief_recipients&period=2023-08", 200),
    ],
)
def test_what_a_file_cannot_be_of_is_said(demo_server: Flask, reader: Callable[..., Reader], query: str, status: int) -> None:
    answer = reader("leader").client.get(f"/relief/table.xlsx?{query}")
    assert answer.status_code == status, answer.text[:200]


def test_a_county_takes_no_townships_of_another(demo_server: Flask, reader: Callable[..., Reader]) -> None:
    county = reader("county", region="410221")
    own = county.client.get(f"/funeral/table.csv?indicator=deaths&period={PERIOD}&region=410221").text
    other = county.client.get(f"/funeral/table.csv?indicator=deaths&period={PERIOD}&region=410222").text
    assert len(own.splitlines()) > 20 and len(other.splitlines()) == 2
    assert county.client.get(f"/funeral/table.csv?indicator=deaths&period={PERIOD}&region=410222100").status_code == 400
