"""The rows of a ledger table as tasks: numbers over merged rows, groups carried down, dates and units that are left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from data.programmes.word.columns import Columns, header_of, plain
from data.programmes.word.doubt import Findings
from data.programmes.word.due import NO_YEAR, DueError, read_due
from data.programmes.word.table import Row, Table
from data.programmes.word.wording import blank, fitted, number_of, one_line, units_of

TITLE, TEXT = 200, 500  # characters the plan keeps


@dataclass
class Line:
    """One task as a ledger row has it. own: its number, shared by the rows merged under it; units None: the table has no such column."""

    place: str
    own: str
    group: str
    title: str
    due: str
    units: tuple[str, ...] | None
    notes: list[str] = field(default_factory=list)


@dataclass
class _Above:
    """What the row above left to be carried down."""

    own: str = ""
    goal: str = ""
    due: str = ""
    units: tuple[str, ...] = ()


def read_lines(table: Table, start: int, columns: Columns, year: int, findings: Findings) -> Iterator[Line]:
    """The tasks of a table's rows from `start` on."""
    where = f"第 {table.number} 个表格"
    _look_at(columns, where, findings)
    above, counted = _Above(), 0
    for row in table.rows[start:]:
        place = f"{where}第 {row.number} 行"
        if tuple(plain(text) for text in row.texts) == columns.header:
            continue  # the header once more, on top of a page
        other = header_of(row)
        if other:
            columns = other
            _look_at(columns, place, findings)
            continue
        if not _is_task(row, columns, place, findings):
            continue
        counted += 1
        yield _line(row, columns, place, year, above, counted, findings)


def _look_at(columns: Columns, where: str, findings: Findings) -> None:
    for name in columns.twice:
        findings.problem(where, f"表头里“{name}”一类的列出现了两次，分不清取哪一列")
    for _, name in columns.unknown:
        findings.doubt(where, name, "没有收", "不认识的列")
    absent = {"no": ("按行的次序编号", "没有序号列"), "due": ("都按年底", "没有时间节点列")}
    for column, (taken, why) in absent.items():
        if column not in columns.places:
            findings.doubt(where, "、".join(name for name in columns.header if name), taken, why)


def _is_task(row: Row, columns: Columns, place: str, findings: Findings) -> bool:
    """Whether the row says what is to be done; a line across the table and a row that says something else are noted."""
    own = [cell for cell in row.cells if cell.wide and not cell.carried and not blank(cell.text)]
    if not own:
        return False
    if len([cell for cell in row.cells if cell.wide]) == 1:
        findings.doubt(place, own[0].text, "没有收", "整行是一句话，不是任务")
        return False
    if any(not blank(columns.text(row, column)) for column in ("goal", "measure")):
        return True
    findings.doubt(place, "；".join(cell.text for cell in own), "没有收", "没有写工作目标和措施")
    return False


def _line(row: Row, columns: Columns, place: str, year: int, above: _Above, counted: int, findings: Findings) -> Line:
    above.own = _own(row, columns, place, above, counted, findings)
    group, title, notes = _words(row, columns, place, above, findings)
    above.due = _due(row, columns, place, year, above, notes, findings)
    units = _units(row, columns, place, above, findings)
    above.units = units or above.units
    reported = [place_ for place_ in columns.reports if place_ < len(row.cells) and not blank(row.cells[place_].text)]
    for at in reported:
        findings.doubt(place, row.cells[at].text, "没有收", f"“{columns.header[at]}”按月报送，不属于计划")
    remark = columns.text(row, "note")
    if not blank(remark):
        notes.append(one_line(remark))
    return Line(place, above.own, group, title, above.due, units, notes)


def _own(row: Row, columns: Columns, place: str, above: _Above, counted: int, findings: Findings) -> str:
    if "no" not in columns.places:
        return str(counted)
    text = columns.text(row, "no")
    if columns.carried(row, "no") and above.own:
        return above.own
    if blank(text):
        if above.own:
            findings.doubt(place, "序号空白", f"算在序号 {above.own} 之下", "没有合并单元格，也没有写序号")
            return above.own
        findings.doubt(place, "序号空白", f"编为 {counted}", "第一行没有写序号")
        return str(counted)
    number = number_of(text)
    if not number:
        findings.problem(place, f"序号“{one_line(text)[:20]}”读不出；应为 7 或 1.1 这样的编号")
    elif number == above.own:
        findings.doubt(place, text, f"算在序号 {number} 之下", "与上一行同号")
    return number


def _words(row: Row, columns: Columns, place: str, above: _Above, findings: Findings) -> tuple[str, str, list[str]]:
    """The group, the title, and what of them did not fit."""
    goal, measure = one_line(columns.text(row, "goal")), one_line(columns.text(row, "measure"))
    notes: list[str] = []
    if blank(goal) and "goal" in columns.places and above.goal:
        findings.doubt(place, "工作目标空白", f"按上一行：{fitted(above.goal, 30)[0]}", "没有合并单元格")
        goal = above.goal
    above.goal = goal
    if columns.carried(row, "measure") and not blank(measure):
        findings.doubt(place, measure, "作为另一项任务", "措施与上一行合并，时限或责任单位另写")
    group, title = ("", goal) if blank(measure) else (goal, measure)
    title, rest = fitted(title, TITLE)
    if rest:
        kept, lost = fitted(rest, TEXT - 60)
        notes.append(f"接任务：{kept}{'……' if lost else ''}")
        findings.doubt(place, title[-20:] + rest, "任务取前一段，其余在备注" + ("，备注也放不下的略去" if lost else ""), f"超过 {TITLE} 字")
    group, lost = fitted(group, TEXT)
    if lost:
        findings.doubt(place, lost, "略去", f"工作目标超过 {TEXT} 字")
    return group, title, notes


def _due(row: Row, columns: Columns, place: str, year: int, above: _Above, notes: list[str], findings: Findings) -> str:
    text = columns.text(row, "due")
    if blank(text):
        if above.due and "due" in columns.places:
            findings.doubt(place, "时限空白", f"按上一行 {above.due}", "台账没有写时限")
            notes.append(f"台账时限空缺，按上一行 {above.due}")
            return above.due
        if "due" in columns.places:
            findings.doubt(place, "时限空白", f"按年底 {year}-12", "台账没有写时限，上面也没有")
        notes.append(f"台账时限空缺，按年底 {year}-12")
        return f"{year}-12"
    try:
        found = read_due(text, year)
    except DueError as error:
        findings.problem(place, f"时间节点“{one_line(text)[:30]}”：{error}")
        return f"{year}-12"
    if found.why and not columns.carried(row, "due"):
        findings.doubt(place, one_line(text), found.month, found.why)
    if found.why not in ("", NO_YEAR):
        notes.append(f"台账时限“{one_line(text)[:30]}”")
    return found.month


def _units(row: Row, columns: Columns, place: str, above: _Above, findings: Findings) -> tuple[str, ...] | None:
    if "units" not in columns.places:
        return None
    text = columns.text(row, "units")
    if blank(text) and above.units:
        findings.doubt(place, "责任单位空白", f"按上一行：{'、'.join(above.units)}", "没有合并单元格")
        return above.units
    return units_of(text) if not blank(text) else None
