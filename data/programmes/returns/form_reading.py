"""A filled-in form back: every cell checked, each problem named by row and column; all of it is saved as drafts, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Connection

from access.scope import Scope
from data.exchange.cells import Refused, blank, fold, plain
from data.exchange.files import open_sheet
from data.exchange.report import shown
from data.exchange.sheets import SheetError
from data.indicators.figures import NotAllowed
from data.programmes.returns.content import Content, ContentRefused, draft, flaws, indicators_of, percent_of
from data.programmes.returns.filing import mine, save
from data.programmes.returns.form_sheet import DONE, ITEM, MEASURES, NUMBER, PERCENT, UNDER, VERSION, mark, said
from data.programmes.returns.item import Item, parse_item
from data.programmes.returns.present import Return, ReturnRefused, read_return
from data.programmes.returns.table import STATES

LARGEST = 20 * 1024 * 1024  # bytes
MOST_ROWS = 500


@dataclass(frozen=True)
class Problem:
    """What is wrong in one place of a form; row as the spreadsheet numbers it, None for the whole file."""

    row: int | None
    column: str
    value: str
    problem: str

    @property
    def words(self) -> str:
        place = "" if self.row is None else f"第 {self.row} 行" + (f"“{self.column}”" if self.column else "") + "："
        value = f"“{self.value}”" if self.value else ""
        return f"{place}{value}{self.problem}"


class FormRefused(ValueError):
    """A form of which nothing was taken; `problems` say where and why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("；".join(one.words for one in problems[:5]))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Taken:
    """What a form led to: returns saved as drafts, rows nobody had touched."""

    saved: tuple[Return, ...]
    untouched: int


def take_form(connection: Connection, path: Path, name: str, *, scope: Scope, who: str, where: str) -> Taken:
    """Save what a filled-in form says as drafts, in the caller's transaction, which is to be rolled back on any error.

    Raises FormRefused naming every place that is wrong.
    """
    rows = list(_read(path, name))
    problems: list[Problem] = []
    wanted: list[tuple[Item, Content, Return]] = []
    seen: dict[Item, int] = {}
    untouched = 0
    for row in rows:
        found = _checked(connection, row, scope, problems)
        if found is None:
            continue
        item, change = found
        if item in seen:
            problems.append(Problem(row.number, ITEM, item.text, f"与第 {seen[item]} 行是同一项；每项只能有一行"))
            continue
        seen[item] = row.number
        if change is None:
            untouched += 1
        else:
            wanted.append((item, *change))
    if problems:
        raise FormRefused(problems)
    saved = [
        save(connection, item, content.columns, version=present.version, scope=scope, who=who, where=where, always=True)
        for item, content, present in wanted
    ]
    return Taken(tuple(saved), untouched)


@dataclass(frozen=True)
class _Row:
    """A row of a form: its number and its cells by folded header; troubles by header, '' for the whole row."""

    number: int
    cells: dict[str, Any]
    troubles: dict[str, str]

    def cell(self, header: str) -> Any:
        return self.cells.get(fold(header))

    @property
    def pairs(self) -> range:
        """The numbers of the reported values that the form has columns for."""
        return range(1, 1 + next(n for n in count() if fold(NUMBER.format(n=n + 1)) not in self.cells))


def _read(path: Path, name: str) -> Iterator[_Row]:
    try:
        if not name.lower().endswith(".xlsx"):
            raise SheetError("请上传从本页下载的 .xlsx 表")
        with open_sheet(path, name) as sheet:
            at, heads = _header(sheet.head())
            read = 0
            for block in sheet.blocks(at, len(heads)):
                for offset, cells in enumerate(block.rows):
                    number = block.first + offset
                    if all(map(blank, cells)):
                        continue
                    read += 1
                    if read > MOST_ROWS:
                        raise SheetError(f"多于 {MOST_ROWS} 行；请上传从本页下载的表")
                    troubles = {("" if t.at is None else heads[t.at]): t.problem for t in block.troubles if t.row == number}
                    yield _Row(number, dict(zip(heads, cells, strict=False)), troubles)
            if not read:
                raise SheetError("表里没有数据行")
    except SheetError as error:
        raise FormRefused([Problem(None, "", "", str(error))]) from error


def _header(head: Sequence[Sequence[Any]]) -> tuple[int, list[str]]:
    needed = (ITEM, VERSION, PERCENT, DONE, MEASURES)
    for number, cells in enumerate(head, 1):
        names = [fold(str(cell)[:60]) if isinstance(cell, str) else "" for cell in cells]
        if fold(ITEM) in names:
            missing = [name for name in needed if fold(name) not in names]
            if missing:
                raise SheetError(f"缺少列：{'、'.join(missing)}；请上传从本页下载的表")
            twice = [name for name in needed if names.count(fold(name)) > 1]
            if twice:
                raise SheetError(f"列“{twice[0]}”出现两次；请上传从本页下载的表")
            return number, names
    raise SheetError(f"没有找到表头（缺少列“{ITEM}”）；请上传从本页下载的表")


Found = tuple[Item, tuple[Content, Return] | None]


def _checked(connection: Connection, row: _Row, scope: Scope, problems: list[Problem]) -> Found | None:
    """The row's item, and what it says and what stands; without these where it is as it was downloaded or as it stands.

    None, with the problems noted, where it can't be taken. A row nobody has touched has none, whatever became of its return since.
    """
    before = len(problems)

    def wrong(column: str, problem: str) -> None:
        problems.append(Problem(row.number, column, shown(row.cell(column)) if column else "", problem))

    def text(column: str, read: Any = said) -> str:
        if fold(column) in row.troubles:
            wrong(column, row.troubles[fold(column)])
            return ""
        cell = row.cell(column)
        try:
            return "" if blank(cell) else read(cell)
        except Refused as problem:
            wrong(column, str(problem))
            return ""

    if "" in row.troubles:
        wrong("", row.troubles[""])
        return None
    item = parse_item(text(ITEM, plain))
    if item is None:
        if len(problems) == before:
            wrong(ITEM, "不是本系统的编号；请不要改动这一列")
        return None
    if scope.role == "county" and item.region != scope.region:  # another's form, touched or not
        wrong(ITEM, "不是由您报送的月报")
        return None
    version, _, marked = text(VERSION, plain).partition("-")
    percent, done, measures = text(PERCENT), text(DONE), text(MEASURES)
    pairs = [(text(NUMBER.format(n=n)), text(UNDER.format(n=n))) for n in row.pairs]
    if len(problems) == before and marked == mark(item.text, _percent(percent), done, measures, pairs):
        return item, None
    try:
        place = mine(connection, item, scope)
    except NotAllowed:
        wrong(ITEM, "不是由您报送的月报")
        return None
    except ReturnRefused as error:
        wrong(ITEM, str(error))
        return None
    if not (version.isascii() and version.isdigit() and len(version) < 9):
        wrong(VERSION, "版本不对；请重新下载填报表，不要改动这一列")
        return None
    asked = indicators_of(place.task, item.region)
    numbers = {indicator.id: NUMBER.format(n=n) for n, indicator in enumerate(asked, 1)}
    if percent and percent_of(percent) is None:
        wrong(PERCENT, "进度应为 0–100 的整数")
    values = {indicator.id: pair for indicator, pair in zip(asked, pairs, strict=False)}
    try:
        content = draft({"percent": percent, "done": done, "measures": measures, "values": values}, place.task, item.region)
    except ContentRefused as error:
        wrong(DONE if str(error).startswith(DONE) else MEASURES, str(error))
        return None
    present = read_return(connection, item)
    if len(problems) == before and content == present.content:
        return item, None
    for flaw in flaws(content, place.task, item.region):
        if flaw.field in numbers:
            wrong(numbers[flaw.field], flaw.words)
    if len(problems) > before:
        return None
    if not present.open:
        wrong("", f"这项月报{STATES[present.state]}，不能再改；请把这一行恢复原样")
    elif present.version != int(version):
        wrong("", f"下载之后 {present.edited_by} 已改过这项月报；请重新下载，核对后再填")
    return None if len(problems) > before else (item, (content, present))


def _percent(text: str) -> str:
    """A percent as the mark has it; what is none stays as it was written."""
    found = percent_of(text)
    return text if found is None else str(found)
