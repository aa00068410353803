"""A report as slides for a meeting: at most twelve, tables and charts that can be edited, the map as a picture beside its numbers."""

from __future__ import annotations

import io
from dataclasses import replace
from math import ceil
from typing import Any

from pptx import Presentation
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from briefings.boards import ROWS, Board, Shown, boards, cut_at, room_for
from briefings.document import Chart, Document, MapPicture, Ruler, Table
from briefings.drawing import described, drawn
from briefings.drawing.svg import wide
from briefings.parcel import settled
from briefings.slide_shapes import SONG, box, put_chart, put_table, rgb, say
from briefings.typesetting import pixels
from data.exchange.export import DEMONSTRATION

WIDE, HIGH = Inches(13.333), Inches(7.5)
LEFT, ROOM = Inches(0.6), Inches(12.13)
TOP, BOTTOM = Inches(1.35), Inches(6.8)
NOTE = 11  # points of what stands below a table
TITLE_ONLY = 5  # the layout of the built-in master


def as_slides(document: Document) -> bytes:
    """The .pptx."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDE, HIGH
    deck.element.sldSz.attrib.pop("type", None)  # the built-in file says 4:3
    made = boards(document)
    pictures = _pictures(document, made)
    _cover(deck, document, len(made) + 1, pictures)
    for number, board in enumerate(made, 2):
        slide = _slide(deck, document, board.title, number, len(made) + 1)
        if board.topic not in board.title:
            say(box(slide, LEFT, Inches(0.26), ROOM - Inches(1.3), Inches(0.25)).paragraphs[0], board.topic, 12, of="ink-3")
        _fill(slide, board, pictures)
        if board.notes:
            slide.notes_slide.notes_text_frame.text = "\n".join(filter(None, board.notes))
    properties = deck.core_properties
    properties.title, properties.author, properties.last_modified_by = document.name, document.office, document.office
    properties.language, properties.comments = "zh-CN", document.mark
    file = io.BytesIO()
    deck.save(file)
    return settled(file.getvalue())


Pictures = dict[int, tuple[bytes, float, float]]


def _pictures(document: Document, made: list[Board]) -> Pictures:
    """Maps and ruler as PNG with their width and height, by the identity of their part."""
    parts: list[Ruler | MapPicture] = [
        *(part for part in document.parts if isinstance(part, Ruler)),
        *(p for board in made for p in board.shown if isinstance(p, MapPicture)),
    ]
    drawings = [drawn(replace(part, beside=False) if isinstance(part, MapPicture) else part) for part in parts]
    found = zip(parts, pixels([one.svg for one in drawings]), drawings, strict=True)
    return {id(part): (png, one.width, one.height) for part, png, one in found}


def _slide(deck: Any, document: Document, title: str, number: int, of: int) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    place = slide.shapes.title
    place.left, place.top, place.width, place.height = LEFT, Inches(0.4), ROOM - Inches(1.3), Inches(0.8)
    frame = place.text_frame
    frame.word_wrap, frame.vertical_anchor, frame.margin_left = True, MSO_ANCHOR.MIDDLE, 0
    frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    say(frame.paragraphs[0], title.replace("\n", ""), 28 if len(title) < 30 else 22, font=SONG, bold=True)
    _line(slide, Inches(1.22), "seal", 2)
    _margins(slide, document, number, of)
    return slide


def _margins(slide: Any, document: Document, number: int, of: int) -> None:
    """Who took it, how far the data reach, the slide of how many; 演示数据 where it is; 草稿 where it is one."""
    foot = box(slide, LEFT, Inches(7.0), ROOM, Inches(0.3))
    words = "　".join(filter(None, (document.name, document.as_of, document.mark)))
    say(foot.paragraphs[0], words, 10, of="ink-3")
    page = box(slide, LEFT, Inches(7.0), ROOM, Inches(0.3))
    page.paragraphs[0].alignment = PP_ALIGN.RIGHT
    say(page.paragraphs[0], f"第 {number} 页，共 {of} 页", 10, of="ink-3")
    tags = ([(DEMONSTRATION, "demo")] if document.demonstration else []) + ([("草稿", "ink-3")] if document.draft else [])
    for place, (tag, token) in enumerate(tags):
        shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, WIDE - Inches(1.75), Inches(0.3 + 0.4 * place), Inches(1.15), Inches(0.34))
        shape.fill.background()
        shape.shadow.inherit = False
        shape.line.color.rgb, shape.line.dash_style, shape.line.width = rgb(token), MSO_LINE.DASH, Pt(1)
        shape.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER
        shape.text_frame.margin_top = shape.text_frame.margin_bottom = 0
        say(shape.text_frame.paragraphs[0], tag, 12, of=token)


def _line(slide: Any, top: int, token: str, points: float) -> None:
    line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, LEFT, Emu(top), LEFT + ROOM, Emu(top))
    line.line.color.rgb, line.line.width = rgb(token), Pt(points)


def _cover(deck: Any, document: Document, of: int, pictures: Pictures) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    place = slide.shapes.title
    place.left, place.top, place.width, place.height = LEFT, Inches(0.95), ROOM, Inches(1.2)
    place.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER
    say(
        place.text_frame.paragraphs[0], document.masthead or document.name, 54 if document.masthead else 36, of="seal", font=SONG, bold=True
    )
    numbered = box(slide, LEFT, Inches(2.2), ROOM, Inches(0.5))
    numbered.paragraphs[0].alignment = PP_ALIGN.CENTER
    say(numbered.paragraphs[0], document.numbered, 20)
    office = box(slide, LEFT, Inches(2.85), ROOM, Inches(0.4))
    say(office.paragraphs[0], document.office, 18)
    day = box(slide, LEFT, Inches(2.85), ROOM, Inches(0.4))
    day.paragraphs[0].alignment = PP_ALIGN.RIGHT
    say(day.paragraphs[0], document.date, 18)
    _line(slide, Inches(3.3), "seal", 3)
    ruler = next((part for part in document.parts if isinstance(part, Ruler)), None)
    if ruler:
        _picture(slide, ruler, LEFT, Inches(3.5), ROOM, pictures)
    if document.masthead:
        finding = box(slide, LEFT, Inches(4.7), ROOM, Inches(1.2))
        finding.paragraphs[0].alignment = PP_ALIGN.CENTER
        say(finding.paragraphs[0], document.title.replace("\n", ""), 32, font=SONG, bold=True)
    if document.sent:
        sent = box(slide, LEFT, Inches(6.5), ROOM, Inches(0.35))
        say(sent.paragraphs[0], document.sent, 14, of="ink-2")
    _margins(slide, document, 1, of)


def _fill(slide: Any, board: Board, pictures: Pictures) -> None:
    if board.words:
        _words(slide, board)
    gap = Inches(0.4)
    shares = (62, 38) if [type(one) for one in board.shown] == [Table, MapPicture] else (1,) * len(board.shown)
    left = int(LEFT)
    for part, share in zip(board.shown, shares, strict=True):
        width = (ROOM - gap * (len(shares) - 1)) * share // sum(shares)
        _show(slide, part, left, width, pictures, board)
        left += width + gap


def _words(slide: Any, board: Board) -> None:
    lines = sum(word.lines for word in board.words)
    size = 20 if lines <= 11 else 17 if lines <= 13 else 15
    frame = box(slide, LEFT, TOP + Inches(0.1), ROOM, BOTTOM - TOP)
    for place, word in enumerate(board.words):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.space_after, paragraph.line_spacing = Pt(size * 0.4), 1.15
        if word.lead:
            say(paragraph, word.lead, size, bold=True)
        say(paragraph, word.text, size, bold=word.head)
    if board.notes:
        say(frame.add_paragraph(), "其余见备注。", 12, of="ink-3")


def _show(slide: Any, part: Shown, left: int, width: int, pictures: Pictures, board: Board) -> None:
    captions = [part.caption] + ([part.title] if not isinstance(part, Table) and part.title != board.title else [])
    said = "　".join(words for words in captions if words and words != board.title)
    top, bottom = int(TOP), int(BOTTOM)
    if said:
        say(box(slide, left, top, width, Inches(0.32)).paragraphs[0], said, 14, of="ink-2")
        top += Inches(0.36)
    under, shown = part.note, 0
    if isinstance(part, Table):
        shown = cut_at(part, room_for(board))
        if shown < len(part.rows):
            under = f"{part.note}其余 {len(part.rows) - shown} 行见备注。"
    if under:
        high = Pt(NOTE * 1.35) * ceil(wide(under, NOTE * 1.05) / (width / 12700))
        bottom -= high
        say(box(slide, left, bottom + Inches(0.1), width, high).paragraphs[0], under, NOTE, of="ink-3")
    if isinstance(part, Table):
        put_table(slide, (left, top, width, bottom - top), part.head, part.rows[:shown], part.widths, part.numbers)
    elif isinstance(part, Chart):
        frame = put_chart(slide, (left, top, width, bottom - top), part)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", described(part))
    else:
        _map(slide, part, (left, top, width, bottom - top), pictures, alone=len(board.shown) == 1)


def _map(slide: Any, part: MapPicture, place: tuple[int, int, int, int], pictures: Pictures, *, alone: bool) -> None:
    """The picture; alone, with its numbers beside it."""
    left, top, width, high = place
    _, across, down = pictures[id(part)]
    shown = min(width * 45 // 100 if alone else width, int(high * across / down))
    _picture(slide, part, left, top, shown, pictures)
    if not alone:
        return
    rows = [(area.name, area.number) for area in part.areas]
    columns = [rows[start : start + ROWS] for start in range(0, len(rows), ROWS)]
    first = left + shown + Inches(0.5)
    room = (left + width - first) // len(columns) - Inches(0.2)
    for number, column in enumerate(columns):
        at = first + number * (room + Inches(0.2))
        put_table(slide, (at, top, room, high), ("县区", part.unit), column, (3, 2), frozenset({1}))


def _picture(slide: Any, part: MapPicture | Ruler, left: int, top: int, width: int, pictures: Pictures) -> None:
    png, _, _ = pictures[id(part)]
    shape = slide.shapes.add_picture(io.BytesIO(png), left, top, width=width)
    shape._element.nvPicPr.cNvPr.set("descr", described(part))
