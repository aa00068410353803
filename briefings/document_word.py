"""A report as Word, part by part."""

from __future__ import annotations

import io
from functools import singledispatch
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from briefings.document import Bullets, Document, Heading, Paragraph, Part, Table
from briefings.figures import text_of
from briefings.word import BODY, HEADLINE, HEI, KAI, SONG, TITLE, lay_out, spaced, stamp, write

WIDTH = 156  # mm of the text
CELL = Pt(10.5)


def as_word(document: Document) -> bytes:
    """The .docx."""
    paper = docx.Document()
    lay_out(paper)
    title = spaced(paper.add_paragraph(), align=WD_ALIGN_PARAGRAPH.CENTER, line=Pt(32))
    write(title, document.title, TITLE, HEADLINE)
    if document.subtitle:
        write(spaced(paper.add_paragraph(), align=WD_ALIGN_PARAGRAPH.CENTER), document.subtitle, KAI)
    spaced(paper.add_paragraph())
    for part in document.parts:
        _put(part, paper)
    spaced(paper.add_paragraph()).paragraph_format.keep_with_next = True
    for words in (document.office, document.date):
        signed = spaced(paper.add_paragraph(), align=WD_ALIGN_PARAGRAPH.CENTER)
        signed.paragraph_format.left_indent, signed.paragraph_format.right_indent = Mm(70), BODY * 2
        signed.paragraph_format.keep_with_next = words == document.office
        write(signed, words)
    stamp(paper, document.mark, title=document.title.replace("\n", ""), office=document.office)
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


@singledispatch
def _put(part: Part, paper: Any) -> None:
    raise TypeError(f"no such part: {part!r}")


@_put.register
def _(part: Heading, paper: Any) -> None:
    paragraph = spaced(paper.add_paragraph(), indent=True)
    paragraph.paragraph_format.keep_with_next = True
    write(paragraph, part.text, HEI if part.level == 1 else KAI)


@_put.register
def _(part: Paragraph, paper: Any) -> None:
    paragraph = spaced(paper.add_paragraph(), indent=True)
    if part.lead:
        write(paragraph, part.lead, KAI)
    write(paragraph, part.text)


@_put.register
def _(part: Bullets, paper: Any) -> None:
    for place, entry in enumerate(part.entries, 1):
        write(spaced(paper.add_paragraph(), indent=True), f"{place}．{entry}")


@_put.register
def _(part: Table, paper: Any) -> None:
    if part.caption:
        caption = spaced(paper.add_paragraph(), align=WD_ALIGN_PARAGRAPH.CENTER, line=Pt(24))
        caption.paragraph_format.keep_with_next = True
        write(caption, part.caption, HEI, Pt(12))
    table = paper.add_table(rows=0, cols=len(part.head))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for place, cells in enumerate((part.head, *part.rows)):
        row = table.add_row()
        _keep_whole(row, head=place == 0)
        for column, (cell, said) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = Mm(WIDTH * part.widths[column] / sum(part.widths))
            side = WD_ALIGN_PARAGRAPH.RIGHT if column in part.numbers else WD_ALIGN_PARAGRAPH.LEFT
            write(spaced(cell.paragraphs[0], align=side, line=Pt(17)), text_of(said), HEI if place == 0 else SONG, CELL)
            _rule(cell, top=8 if place == 0 else 0, bottom=6 if place == 0 else 8 if place == len(part.rows) else 2)
    note = spaced(paper.add_paragraph(), line=Pt(18))
    write(note, part.note, SONG, Pt(9))


def _keep_whole(row: Any, *, head: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:  # said again on every page
        properties.append(OxmlElement("w:tblHeader"))


def _rule(cell: Any, *, top: int, bottom: int) -> None:
    borders = OxmlElement("w:tcBorders")
    for edge, size in (("top", top), ("bottom", bottom)):
        if size:
            line = OxmlElement(f"w:{edge}")
            for name, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", "000000" if size > 2 else "B9B7AD")):
                line.set(qn(f"w:{name}"), value)
            borders.append(line)
    cell._tc.get_or_add_tcPr().append(borders)
