"""The empty import file of a dataset: headers, one example row that imports, drop-down lists, notes, and the codes of regions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from data.datasets import DATASETS, Column, Dataset
from data.exchange.xlsx_guard import MOST_ROWS
from data.regions import Places
from geo.regions import LEVELS, WORDS

EXAMPLE_KEY = "示例-0001"
_EXAMPLE_DAY = date(2023, 3, 5)
_AS_TEXT = ("key", "reference", "region", "citizen", "month", "indicator")
_FORMATS = {"date": "yyyy-mm-dd", "money": "0.00", "int": "0"} | dict.fromkeys(_AS_TEXT, "@")
_WIDTHS = {"key": 18, "reference": 18, "region": 16, "text": 28, "citizen": 22, "indicator": 28}
_HEAD = PatternFill("solid", fgColor="DCE6F1")
_REQUIRED = Font(bold=True, color="9C0006")


def write_template(dataset: Dataset, path: Path | str, *, places: Places, reported: Mapping[str, str]) -> None:
    """Write the import file of a dataset as .xlsx.

    places    the regions: an example and the sheet of codes come from them
    reported  id or name of each reported indicator → its id
    Raises OSError if it can't be written there.
    """
    book = Workbook()
    sheet: Any = book.active
    sheet.title = dataset.title
    names = [name for name, found in reported.items() if name != found]
    for at, column in enumerate(dataset.columns, 1):
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = _WIDTHS.get(column.kind, 14)
        head = sheet.cell(1, at, column.header)
        head.font, head.fill = (_REQUIRED if column.required else Font(bold=True)), _HEAD
        example = sheet.cell(2, at, _example(dataset, column, places, names))
        example.number_format = sheet.column_dimensions[letter].number_format = _FORMATS.get(column.kind, "General")
        _drop_down(sheet, f"{letter}2:{letter}{MOST_ROWS}", column, names)
    sheet.freeze_panes = "A2"
    _notes(book, dataset)
    if any(column.kind == "region" for column in dataset.columns):
        _codes(book, dataset, places)
    book.save(path)


def _example(dataset: Dataset, column: Column, places: Places, names: list[str]) -> object:
    """A value that is taken; none for citizen numbers, and for what ends only later."""
    match column.kind:
        case "key" | "reference":
            return EXAMPLE_KEY
        case "region":
            return places.by_level[column.coarsest or "county"][0].code
        case "enum":
            return column.values[0]
        case "text":
            return f"{column.header}示例"
        case "date":
            ends = {field for chain in dataset.order for field in chain[1:]} | {rule.column for rule in dataset.rules}
            return None if column.name in ends else _EXAMPLE_DAY
        case "month":
            return f"{_EXAMPLE_DAY:%Y-%m}"
        case "money" | "number":
            return 100
        case "int":
            return _EXAMPLE_DAY.year if column.name == "year" else max(column.low or 0, 1)
        case "yesno":
            return "是"
        case "lon":
            return 114.31
        case "lat":
            return 34.8
        case "indicator":
            return names[0] if names else None
        case "citizen":
            return None


def _drop_down(sheet: Any, cells: str, column: Column, names: list[str]) -> None:
    allowed = {"enum": column.values, "yesno": ("是", "否"), "indicator": tuple(names)}.get(column.kind, ())
    if not allowed:
        return
    listed = DataValidation(type="list", formula1=f'"{",".join(allowed)}"', allow_blank=not column.required, showErrorMessage=True)
    listed.errorTitle, listed.error = column.header, f"可填：{'、'.join(allowed)}"[:225]
    listed.add(cells)
    sheet.add_data_validation(listed)


def _notes(book: Workbook, dataset: Dataset) -> None:
    sheet: Any = book.create_sheet("说明")
    sheet.append(["列", "字段", "必填", "可填内容", "说明"])
    for column in dataset.columns:
        sheet.append([column.header, column.name, "必填" if column.required else "", column.words, _note(column)])
    sheet.append([])
    for line in (
        f"数据集：{dataset.title}（{dataset.name}）；主管科室：{dataset.section}。",
        f"“{'、'.join(dataset.column(name).header for name in dataset.key)}”相同的记录会被更新；空单元格清除原值，整列缺少则保留原值。",
        "红色表头为必填列。第二行是示例，请改成真实数据。列的顺序可以调整，表头上方可以有标题行；请勿合并单元格，公式请粘贴为数值。",
    ):
        sheet.append([line])
    for letter, width in zip("ABCDE", (20, 18, 8, 60, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), _HEAD
    for row in sheet.iter_rows(min_row=2, max_row=len(dataset.columns) + 1):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _note(column: Column) -> str:
    if column.kind == "reference":
        return f"须是“{DATASETS[column.refers].title}”中已有的编号"
    if column.kind == "region":
        levels = LEVELS[LEVELS.index(column.coarsest or "county") :]
        return f"可填到：{'、'.join(WORDS[level] for level in levels)}；代码见工作表“区划代码”"
    if column.kind == "date" and not column.future:
        return "不能晚于导入当天"
    return ""


def _codes(book: Workbook, dataset: Dataset, places: Places) -> None:
    coarsest = dataset.column("region").coarsest or "county"
    sheet: Any = book.create_sheet("区划代码")
    sheet.append(["区划代码", "名称", "所属"])
    for region in places.all.values():
        if LEVELS.index(region.level) >= LEVELS.index(coarsest):
            sheet.append([region.code, region.name, "".join(above.name for above in places.path(region.code)[:-1])])
    for letter, width in zip("ABC", (16, 36, 40), strict=True):
        sheet.column_dimensions[letter].width = width
