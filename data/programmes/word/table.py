"""A document's tables as grids of text, each with the paragraphs before it. Cells merged downwards carry their text into every row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

from data.programmes.word.doubt import WordError
from data.programmes.word.guard import BROKEN, check_document

MOST_ROWS = 2_000
MOST_COLUMNS = 60
_MOVED = (qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
_ROWS = "./w:tr | ./w:sdt/w:sdtContent/w:tr"
_CELLS = "./w:tc | ./w:sdt/w:sdtContent/w:tc"
_CHANGED = "boolean(.//w:ins | .//w:del | .//w:moveFrom | .//w:moveTo)"


@dataclass(frozen=True)
class Cell:
    """What stands at one column of a row. carried: merged with the cell above; wide: over how many columns it reaches."""

    text: str
    carried: bool = False
    wide: int = 1


@dataclass(frozen=True)
class Row:
    """A row by its number in the table, from 1; one cell for each column of the grid, a wide one standing at its first."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(cell.text for cell in self.cells)


@dataclass
class Table:
    """A table by its number in the document, from 1. before: the texts since the table before it, in order.

    deleted  rows that are struck out in the document's tracked changes, and are not among `rows`
    """

    number: int
    before: list[str]
    rows: list[Row] = field(default_factory=list)
    deleted: int = 0


@dataclass(frozen=True)
class Document:
    """The tables, the texts after the last of them, and whether changes are tracked in the document."""

    tables: Sequence[Table]
    after: Sequence[str]
    tracked: bool


def read_document(path: Path) -> Document:
    """The tables of a docx file in the document's order. Deleted text of tracked changes is left out, inserted text is in.

    Raises WordError.
    """
    check_document(path)
    try:
        body = docx.Document(str(path)).element.body
    except Exception as error:  # a broken package fails in the parser in many ways; none of it is taken
        raise WordError(BROKEN) from error
    tables: list[Table] = []
    before: list[str] = []
    rows = 0
    for part in body.xpath("./w:p | ./w:tbl | ./w:sdt/w:sdtContent/w:p | ./w:sdt/w:sdtContent/w:tbl"):
        if part.tag == qn("w:p"):
            text = _text(part).strip()
            before += [text] if text else []
            continue
        table = Table(len(tables) + 1, before)
        _fill(table, part)
        tables.append(table)
        before = []
        rows += len(table.rows)
        if rows > MOST_ROWS:
            raise WordError(f"文件里的表格超过 {MOST_ROWS} 行；请只留下台账表格")
    return Document(tables, before, bool(body.xpath(_CHANGED)))


def _fill(table: Table, element: Any) -> None:
    above: dict[int, Cell] = {}
    for number, row in enumerate(element.xpath(_ROWS), 1):
        if row.xpath("boolean(./w:trPr/w:del)"):
            table.deleted += 1
            continue
        cells = list(_cells(row, above))
        if len(cells) > MOST_COLUMNS:
            raise WordError(f"第 {table.number} 个表格超过 {MOST_COLUMNS} 列，不像是台账")
        above = {place: cell for place, cell in enumerate(cells) if cell.wide}
        table.rows.append(Row(number, tuple(cells)))


def _cells(row: Any, above: dict[int, Cell]) -> Iterator[Cell]:
    place = 0
    skipped = row.xpath("string(./w:trPr/w:gridBefore/@w:val)")
    for _ in range(_count(skipped)):
        yield Cell("")
        place += 1
    for cell in row.xpath(_CELLS):
        wide = max(1, _count(cell.xpath("string(./w:tcPr/w:gridSpan/@w:val)")))
        merged = cell.xpath("./w:tcPr/w:vMerge")
        goes_on = bool(merged) and merged[0].get(qn("w:val"), "continue") == "continue"
        if goes_on and place in above:
            yield Cell(above[place].text, True, wide)
        else:
            yield Cell(_text(cell).strip(), False, wide)
        for _ in range(wide - 1):
            yield Cell("", False, 0)
        place += wide


def _count(text: str) -> int:
    return min(int(text), MOST_COLUMNS + 1) if text.isascii() and text.isdigit() else 0


def _text(element: Any) -> str:
    """The text of a paragraph or cell, a line for each paragraph and break."""
    lines: list[str] = []
    for paragraph in [element] if element.tag == qn("w:p") else element.iter(qn("w:p")):
        if any(outer.tag == qn("w:p") for outer in paragraph.iterancestors()):
            continue  # a text box, read with the paragraph it hangs on
        words: list[str] = []
        for piece in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:cr"), qn("w:tab"), qn("w:noBreakHyphen")):
            if any(outer.tag in _MOVED for outer in piece.iterancestors()):
                continue
            if piece.getparent().tag == qn("w:tabs"):
                continue  # where a tab stands, not one that was typed
            words.append(_SIGNS.get(piece.tag) or piece.text or "")
        lines.append("".join(words))
    return "\n".join(line.strip() for line in "".join(f"{line}\n" for line in lines).split("\n") if line.strip())


_SIGNS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): " ", qn("w:noBreakHyphen"): "-"}
