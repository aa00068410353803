"""A report as Word, part by part: text and tables that can be edited, pictures of charts and map. Below a masthead it is a 简报."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import singledispatch
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from briefings.document import Bullets, Chart, Document, Heading, MapPicture, PageBreak, Paragraph, Part, Ruler, Table
from briefings.drawing import Picture, described, drawn
from briefings.drawing.palette import colour
from briefings.figures import Light, Lit, text_of
from briefings.parcel import settled
from briefings.typesetting import pixels
from briefings.word import BODY, GREY, HEADLINE, HEI, KAI, SMALL, SONG, TITLE, field, lay_out, ruled, spaced, spread, stamp, write

WIDTH = 156  # mm of the text
CELL = Pt(10.5)
# A light's shape as a letter of GB 2312, which every Chinese font has; colour is beside it, never alone.
SHAPES: dict[Light, str] = {"met": "√", "on_track": "●", "due_soon": "◎", "behind": "▲", "overdue": "■", "missing": "○"}
INKS: dict[Light, str] = {"met": "ok", "on_track": "ok", "due_soon": "due", "behind": "behind", "overdue": "overdue", "missing": "none"}


def as_word(document: Document) -> bytes:
    """The .docx."""
    paper = docx.Document()
    lay_out(paper)
    parts = list(document.parts)
    pictures = _pictures(parts)
    if document.masthead:
        _masthead(document, paper)
        if parts and isinstance(parts[0], Ruler):
            _put(parts.pop(0), paper, pictures)
    title = spaced(paper.add_paragraph(), align=WD_ALIGN_PARAGRAPH.CENTER, line=Pt(32))
    write(title, document.title, TITLE, HEADLINE)
    if document.subtitle and not document.masthead:
        write(spaced(paper.add_paragraph(), align=WD_ALIGN_PARAGRAPH.CENTER), document.subtitle, KAI)
    spaced(paper.add_paragraph())
    broken = False
    for part in parts:
        before = len(paper.paragraphs)
        _put(part, paper, pictures)
        if broken and len(paper.paragraphs) > before:
            # A break of its own would leave an empty line above what begins the page.
            paper.paragraphs[before].paragraph_format.page_break_before = True
        broken = isinstance(part, PageBreak)
    if document.masthead:
        _foot(document, paper)
    else:
        _signed(document, paper)
    stamp(paper, document.mark, title=document.name, office=document.office)
    file = io.BytesIO()
    paper.save(file)
    return settled(file.getvalue())


def _masthead(document: Document, paper: Any) -> None:
    seal = RGBColor.from_string(colour("seal").removeprefix("#"))
    name = spaced(paper.add_paragraph(), align=WD_ALIGN_PARAGRAPH.CENTER, line=Pt(56))
    run = write(name, document.masthead, TITLE, Pt(40), seal)
    run.bold = True
    spread(run, 8)
    write(spaced(paper.add_paragraph(), align=WD_ALIGN_PARAGRAPH.CENTER), document.numbered, size=Pt(14))
    by = spaced(paper.add_paragraph())
    by.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    write(by, f"{document.office}\t{document.date}", size=Pt(14))
    ruled(by, "bottom", "single", 20, colour("seal").removeprefix("#"))
    spaced(paper.add_paragraph(), line=Pt(12))


def _foot(document: Document, paper: Any) -> None:
    """Whom it goes to, how far the data reach, and the page of how many: below every page."""
    section = paper.sections[0]
    for footer in (section.footer, section.even_page_footer):
        for paragraph in list(footer.paragraphs)[1:]:
            paragraph._element.getparent().remove(paragraph._element)
        foot = footer.paragraphs[0]
        for child in list(foot._p):
            foot._p.remove(child)
        spaced(foot, line=None)
        ruled(foot, "top", "single", 4, "999999")
        foot.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        write(foot, f"{document.sent}\t{document.as_of}　第 ", SONG, SMALL, GREY)
        field(write(foot, "", SONG, SMALL, GREY), "PAGE")
        write(foot, " 页，共 ", SONG, SMALL, GREY)
        field(write(foot, "", SONG, SMALL, GREY), "NUMPAGES")
        write(foot, " 页", SONG, SMALL, GREY)


def _signed(document: Document, paper: Any) -> None:
    spaced(paper.add_paragraph()).paragraph_format.keep_with_next = True
    for words in (document.office, document.date):
        signed = spaced(paper.add_paragraph(), align=WD_ALIGN_PARAGRAPH.CENTER)
        signed.paragraph_format.left_indent, signed.paragraph_format.right_indent = Mm(70), BODY * 2
        signed.paragraph_format.keep_with_next = words == document.office
        write(signed, words)


Pictures = dict[int, tuple[bytes, float]]


def _pictures(parts: list[Part]) -> Pictures:
    """Each picture as PNG with its width in points, by the identity of its part: all are drawn in one run."""
    pictured = [part for part in parts if isinstance(part, Chart | MapPicture | Ruler)]
    drawings = [drawn(replace(part, beside=False) if isinstance(part, MapPicture) else part) for part in pictured]
    made = pixels([drawing.svg for drawing in drawings])
    return {id(part): (png, drawing.width) for part, png, drawing in zip(pictured, made, drawings, strict=True)}


@singledispatch
def _put(part: Part, paper: Any, pictures: Pictures) -> None:
    raise TypeError(f"no such part: {part!r}")


@_put.register
def _(part: Heading, paper: Any, pictures: Pictures) -> None:
    paragraph = spaced(paper.add_paragraph(), indent=True)
    paragraph.paragraph_format.keep_with_next = True
    write(paragraph, part.text, HEI if part.level == 1 else KAI)
    level = OxmlElement("w:outlineLvl")  # Word's navigation pane finds it without a style of another look
    level.set(qn("w:val"), str(part.level - 1))
    paragraph._p.get_or_add_pPr().append(level)


@_put.register
def _(part: Paragraph, paper: Any, pictures: Pictures) -> None:
    paragraph = spaced(paper.add_paragraph(), indent=True)
    if part.lead:
        write(paragraph, part.lead, KAI)
    write(paragraph, part.text)


@_put.register
def _(part: Bullets, paper: Any, pictures: Pictures) -> None:
    for place, entry in enumerate(part.entries, 1):
        write(spaced(paper.add_paragraph(), indent=True), f"{place}．{entry}")


@_put.register
def _(part: PageBreak, paper: Any, pictures: Pictures) -> None:
    """What follows begins the page itself."""


@_put.register
def _(part: Ruler, paper: Any, pictures: Pictures) -> None:
    _show(part, paper, pictures)


@_put.register(Chart)
@_put.register(MapPicture)
def _(part: Chart | MapPicture, paper: Any, pictures: Pictures) -> None:
    for words, font, size in ((part.caption, HEI, Pt(12)), (part.title, SONG, CELL)):
        if words:
            line = spaced(paper.add_paragraph(), align=WD_ALIGN_PARAGRAPH.CENTER, line=Pt(20))
            line.paragraph_format.keep_with_next = True
            write(line, words, font, size)
    _show(part, paper, pictures)
    note = spaced(paper.add_paragraph(), line=Pt(18))
    write(note, part.note, SONG, SMALL)


def _show(part: Picture, paper: Any, pictures: Pictures) -> None:
    png, width = pictures[id(part)]
    paragraph = spaced(paper.add_paragraph(), align=WD_ALIGN_PARAGRAPH.CENTER, line=None)
    shape = paragraph.add_run().add_picture(io.BytesIO(png), width=Pt(width))
    properties = shape._inline.docPr
    properties.set("descr", described(part))
    properties.set("name", "图")


@_put.register
def _(part: Table, paper: Any, pictures: Pictures) -> None:
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
        above_total = part.total and place == len(part.rows) - 1
        for column, (cell, said) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = Mm(WIDTH * part.widths[column] / sum(part.widths))
            side = WD_ALIGN_PARAGRAPH.RIGHT if column in part.numbers else WD_ALIGN_PARAGRAPH.LEFT
            line = spaced(cell.paragraphs[0], align=side, line=Pt(17))
            line.paragraph_format.keep_with_next = not part.long and place < len(part.rows)
            if isinstance(said, Lit):
                ink = RGBColor.from_string(colour(f"{INKS[said.light]}-text").removeprefix("#"))
                write(line, f"{SHAPES[said.light]} ", SONG, CELL, ink)
            write(line, text_of(said), HEI if place == 0 else SONG, CELL)
            _rule(cell, top=8 if place == 0 else 0, bottom=6 if place == 0 or above_total else 8 if place == len(part.rows) else 2)
    note = spaced(paper.add_paragraph(), line=Pt(18))
    write(note, part.note, SONG, SMALL)


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
