"""Every dataset has a template that imports, with its headers, its allowed values as drop-down lists and its notes."""

from __future__ import annotations

from typing import Any

import openpyxl
import pytest

from data.datasets import DATASETS
from data.exchange.templates import write_template
from data.indicators import REPORTED
from data.regions import read_places

from .desk import Desk, counts


def template(desk: Desk, name: str) -> Any:
    path = desk.folder / f"{name}.xlsx"
    with desk.database.reading() as connection:
        write_template(DATASETS[name], path, places=read_places(connection), reported=REPORTED)
    return path


@pytest.mark.parametrize("name", DATASETS)
def test_the_example_row_imports(sqlite_desk: Desk, name: str) -> None:
    reference = DATASETS[name].reference
    if reference:
        sqlite_desk.take(reference.refers, template(sqlite_desk, reference.refers), reported=REPORTED)
    report = sqlite_desk.take(name, template(sqlite_desk, name), reported=REPORTED, strict=True)
    assert counts(report) == (1, 0, 0, 0) and report["errors"] == [] and report["unknown_columns"] == []
    (row,) = sqlite_desk.rows(name)
    assert all(row[column.name] is not None for column in DATASETS[name].columns if column.required)


@pytest.mark.parametrize("name", DATASETS)
def test_headers_lists_formats_and_notes(sqlite_desk: Desk, name: str) -> None:
    book = openpyxl.load_workbook(template(sqlite_desk, name))
    sheet, dataset = book.worksheets[0], DATASETS[name]
    assert [cell.value for cell in sheet[1]] == [column.header for column in dataset.columns]
    lists = {str(entry.sqref).split("2:")[0]: entry.formula1 for entry in sheet.data_validations.dataValidation}
    for cell, column in zip(sheet[1], dataset.columns, strict=True):
        wanted = {"enum": ",".join(column.values), "yesno": "是,否", "indicator": ",".join(n for n, i in REPORTED.items() if n != i)}
        assert lists.get(cell.column_letter) == (f'"{wanted[column.kind]}"' if column.kind in wanted else None)
        if column.kind in ("key", "reference", "region", "citizen"):
            assert sheet[f"{cell.column_letter}2"].number_format == sheet.column_dimensions[cell.column_letter].number_format == "@"
    assert all(len(formula) <= 257 for formula in lists.values()), "a longer list is not opened by Excel"
    notes = [[cell.value for cell in row] for row in book["说明"].iter_rows()]
    assert [row[0] for row in notes[1 : len(dataset.columns) + 1]] == [column.header for column in dataset.columns]
    assert ("区划代码" in book.sheetnames) == any(column.kind == "region" for column in dataset.columns)


def test_the_codes_are_those_the_column_takes(sqlite_desk: Desk) -> None:
    def codes(name: str) -> list[str]:
        return [str(row[0].value) for row in openpyxl.load_workbook(template(sqlite_desk, name))["区划代码"].iter_rows(min_row=2)]

    assert {len(code) for code in codes("communities")} == {12} and {len(code) for code in codes("deaths")} == {9, 12}
    assert {len(code) for code in codes("marriages")} == {6, 9, 12} and "410200" not in codes("marriages")
