"""A month's returns as a form to be filled in offline, as .xlsx. `form_reading` takes it back.

Each row carries the version it was downloaded with and a mark of what it then said: what was changed since by somebody else is never
overwritten, and rows nobody has touched are left alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import xlsxwriter

from data.exchange.cells import Refused, words
from data.exchange.export import NOTES, Origin, for_paper
from data.exchange.records import FORMULA
from data.programmes.returns.asked import Asked
from data.programmes.returns.content import Content, indicators_of, number_kept, text_kept
from data.programmes.returns.item import Item
from data.programmes.returns.present import Return
from data.programmes.returns.table import STATES

TITLE = "月报填报表"
ITEM, VERSION = "编号（勿改）", "版本（勿改）"
PERCENT, DONE, MEASURES = "进度（%）", "完成情况", "主要措施"
_SHOWN = (("工程", 18), ("序号", 6), ("任务", 34), ("时限", 9), ("状态", 9), ("上月进度", 9), ("上月完成情况", 36))
NAME, NUMBER, UNDER = "上报数{n}：指标", "上报数{n}：分子或数值", "上报数{n}：分母"


def write_form(file: IO[bytes] | Path, listed: Sequence[Asked], before: Mapping[Item, Return], origin: Origin) -> None:
    """The returns of a list as a form; `before`: each item's return of the month before, where there is one."""
    pairs = max((len(indicators_of(one.task, one.item.region)) for one in listed), default=0)
    heads = [*_SHOWN, (PERCENT, 9), (DONE, 44), (MEASURES, 36)]
    for n in range(1, pairs + 1):
        heads += [(NAME.format(n=n), 24), (NUMBER.format(n=n), 14), (UNDER.format(n=n), 14)]
    heads += [(ITEM, 26), (VERSION, 16)]
    options: dict[str, Any] = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(file) if isinstance(file, Path) else file, options) as book:
        sheet = book.add_worksheet(TITLE)
        for_paper(sheet, TITLE, origin)
        top = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#B9B7AD"}
        head, fixed = book.add_format({**top, "bold": True, "bg_color": "#DCE6F1"}), book.add_format({**top, "bg_color": "#F0EFE9"})
        given = book.add_format({**top, "locked": False, "num_format": "@"})
        sheet.freeze_panes(1, 3)
        sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})  # against slips: it has no password
        for at, (name, width) in enumerate(heads):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, name, head)
        for number, one in enumerate(listed, 1):
            for at, (cell, fillable) in enumerate(_cells(one, before.get(one.item), pairs)):
                look = given if fillable and one.present.open and one.files else fixed
                if isinstance(cell, int):
                    sheet.write_number(number, at, cell, look)
                else:
                    sheet.write_string(number, at, written(cell), look) if cell else sheet.write_blank(number, at, None, look)
        _notes(book, origin)


def _cells(one: Asked, before: Return | None, pairs: int) -> Iterator[tuple[str | int, bool]]:
    """The cells of a row, each with whether it is to be filled in."""
    content, last = one.present.content, before.content if before else Content()
    yield from ((text, False) for text in (one.programme.name, one.task.no, one.task.title, one.task.due, state_words(one)))
    yield "" if last.percent is None else last.percent, False
    yield last.done, False
    yield "" if content.percent is None else content.percent, True
    yield content.done, True
    yield content.measures, True
    reported = indicators_of(one.task, one.item.region)
    for at in range(pairs):
        if at >= len(reported):
            yield from (("", False),) * 3
            continue
        indicator = reported[at]
        numerator, denominator = content.values.get(indicator.id, ("", ""))
        yield indicator.name, False
        yield numerator, True
        yield denominator, indicator.rate
    yield one.item.text, False
    pairs_said = [content.values.get(indicator.id, ("", "")) for indicator in reported]
    marked = mark(one.item.text, "" if content.percent is None else str(content.percent), content.done, content.measures, pairs_said)
    yield f"{one.present.version}-{marked}", False


def state_words(one: Asked) -> str:
    """`待审核`, `退回`; 未填 for a return that nobody has begun."""
    return STATES[one.present.state] if one.present.version else "未填"


def mark(item: str, percent: str, done: str, measures: str, pairs: Sequence[tuple[str, str]]) -> str:
    """A short mark of what a row says of which return: equal rows have equal ones. `pairs`: the reported numbers in the row's order."""
    numbers = [[number_kept(part) for part in pair] for pair in pairs]
    while numbers and not any(numbers[-1]):  # columns that other rows need
        numbers.pop()
    text = json.dumps([item, percent, text_kept(done), text_kept(measures), numbers], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def written(text: str) -> str:
    """A text as its cell has it: one that a spreadsheet would run, or the reader would take for something else, begins with `'`."""
    return f"'{text}" if _needs_sign(text) else text


def said(cell: Any) -> str:
    """What a cell says: the text that `written` has made into it, spaces and all.

    Raises cells.Refused for what is no text or number, such as a formula.
    """
    plain = words(cell)
    if not isinstance(cell, str):
        return plain
    return cell[1:] if cell.startswith("'") and _needs_sign(cell[1:]) else cell


def _needs_sign(text: str) -> bool:
    if text.startswith(("'", *FORMULA)):
        return True
    try:
        words(text)
    except Refused:  # a formula behind spaces, an error value
        return True
    return False


def _notes(book: Any, origin: Origin) -> None:
    notes = book.add_worksheet(NOTES)
    for_paper(notes, NOTES, origin)
    notes.set_column(0, 0, 90)
    lines = (
        f"{TITLE}：填白色单元格，在月报页“上传填好的表”交回；交回的内容存为草稿，在页上核对后再报送。",
        "进度填 0–100 的整数；完成情况、主要措施各至多 2000 字，单元格内换行用 Alt+Enter；没有填的行保持原样。",
        "有一格不合格，整份都不收，并指出在哪一行哪一列。编号和版本两列不要改：下载之后别人改过的，不会被覆盖。",
        origin.words,
    )
    for number, line in enumerate(lines):
        notes.write_string(number, 0, line)
