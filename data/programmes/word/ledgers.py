"""The ledgers of a document: which tables are ledgers, of which programme, with their lines in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from data.programmes.word.columns import Columns, find_header
from data.programmes.word.doubt import Findings
from data.programmes.word.naming import WORDS, programme_of
from data.programmes.word.rows import Line, read_lines
from data.programmes.word.table import Document, Table

ASK = "看不出属于哪个工程：请在表格上方单独写一行，如“2024年养老服务提升工程工作台账”"
_LINE_DATE = re.compile(r"^(?:完成时限|时间节点|完成时间)[:：]")


@dataclass
class Ledger:
    """The lines of one programme, from one table or several. heading: the words it was known by."""

    programme: str
    heading: str
    lines: list[Line] = field(default_factory=list)


def read_ledgers(document: Document, year: int, tables: Mapping[int, str], findings: Findings) -> list[Ledger]:
    """Every ledger in the document's order; `tables` says the programme of a table by its number, where the heading does not."""
    out: dict[str, Ledger] = {}
    last: tuple[Ledger, Columns] | None = None
    if document.tracked:
        findings.doubt("全文", "修订痕迹", "新增的算在内，删除的不算", "文档有没有接受的修订")
    for table in document.tables:
        _text_dates(table.before, findings)
        where = f"第 {table.number} 个表格"
        if table.deleted:
            findings.doubt(where, f"修订中删除的 {table.deleted} 行", "没有收", "文档有没有接受的修订")
        header = find_header(table)
        if header is None and last and not table.before and table.rows and len(table.rows[0].cells) == len(last[1].header):
            findings.doubt(where, table.rows[0].texts[0] or "没有表头", "接着上一个表格读", "紧接上一个台账，列数相同，没有表头")
            last[0].lines += read_lines(table, 0, last[1], year, findings)
            continue
        if header is None:
            words = " ".join(text for row in table.rows[:1] for text in row.texts if text)
            findings.doubt(where, words, "没有收", "不是台账：没有工作目标、时间节点这样的表头")
            last = None
            continue
        start, columns = header
        headings = [*table.before, *(text for row in table.rows[:start] for text in row.texts if text)]
        ledger = _ledger(table, headings, tables, last[0] if last else None, out, findings)
        last = (ledger, columns)
        ledger.lines += read_lines(table, start + 1, columns, year, findings)
    _text_dates(document.after, findings)
    return [ledger for ledger in out.values() if ledger.lines]


def _ledger(
    table: Table, headings: list[str], tables: Mapping[int, str], last: Ledger | None, known: dict[str, Ledger], findings: Findings
) -> Ledger:
    where = f"第 {table.number} 个表格"
    programme, heading = programme_of(headings)
    if table.number in tables:
        programme = tables[table.number]
    elif not programme and not headings and last:
        programme = last.programme
        findings.doubt(where, "没有标题", f"与上一个表格同属 {last.heading}", "紧接上一个台账")
    if not programme:
        findings.problem(where, ASK if not heading else f"标题“{heading}”提到不止一个工程，或一个也不认识；{ASK}")
        return Ledger("", heading)
    if programme in known and (not last or last.programme != programme):
        findings.doubt(where, heading, "与前面的同一工程合在一起", "同一工程有不止一个台账")
    return known.setdefault(programme, Ledger(programme, heading or programme))


def _text_dates(texts: Iterable[str], findings: Findings) -> None:
    for text in texts:
        if _LINE_DATE.match(text):
            findings.doubt("正文", text, "没有收", "写在正文里，不在台账表格中；请在台账里补上，或采用后在“年度计划”里新增任务")


def numbered(lines: list[Line], findings: Findings) -> list[str]:
    """The number of each line: a ledger number of its own, or 1.1, 1.2 … where several rows share one."""
    runs: list[list[Line]] = []
    for line in lines:
        if runs and runs[-1][0].own == line.own:
            runs[-1].append(line)
        else:
            runs.append([line])
    out: list[str] = []
    for run in runs:
        for place, line in enumerate(run, 1):
            number = line.own if len(run) == 1 else f"{line.own}.{place}"
            if number and number in out:
                findings.problem(line.place, f"序号 {number} 前面已经用过；同一工程内序号不能重复")
            elif len(number) > 12:
                findings.problem(line.place, f"序号 {number} 过长")
            out.append(number)
    return out


PROGRAMMES = tuple(WORDS)
