"""What every Word paper of the bureau has in common: the page of a 公文, Chinese fonts by name, page numbers, the mark of who took it.

Source of the measures: GB/T 9704-2012 党政机关公文格式: A4, 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm;
正文 3 号仿宋, 标题 2 号小标宋, 页码 4 号.
"""

from __future__ import annotations

import re
from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

FANGSONG, SONG, TITLE, HEI, KAI = "仿宋", "宋体", "方正小标宋简体", "黑体", "楷体"
BODY, HEADLINE, FOLIO, SMALL = Pt(16), Pt(22), Pt(14), Pt(9)  # 3 号, 2 号, 4 号
LINE = Pt(28)
RED = RGBColor(0xC0, 0x10, 0x18)
GREY = RGBColor(0x59, 0x59, 0x59)
# What the format wants to stand behind a paragraph's borders, behind a run's spacing.
AFTER_BORDERS = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr")
AFTER_SPACING = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:lang")
# Where a machine lacks a font, Word takes the first of these it has.
INSTEAD = {
    FANGSONG: "FangSong;STFangsong;FangSong_GB2312;Noto Serif CJK SC",
    SONG: "SimSun;STSong;Noto Serif CJK SC",
    TITLE: "FZXiaoBiaoSong-B05S;小标宋;华文中宋;STZhongsong;SimSun",
    HEI: "SimHei;STHeiti;Noto Sans CJK SC",
    KAI: "KaiTi;STKaiti;KaiTi_GB2312;Noto Serif CJK SC",
}
TOP, BOTTOM, LEFT, RIGHT = Mm(37), Mm(35), Mm(28), Mm(26)


def lay_out(document: Document) -> None:
    """Page, standard font, language and page numbers."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = TOP, BOTTOM, LEFT, RIGHT
    section.header_distance, section.footer_distance = Mm(15), Mm(28)
    normal = document.styles["Normal"]
    normal.font.size = BODY
    set_fonts(normal.element.get_or_add_rPr(), FANGSONG)
    _speak_chinese(document)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, WD_ALIGN_PARAGRAPH.RIGHT), (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)):
        _number(footer.paragraphs[0], side)


def set_fonts(properties: Any, name: str) -> None:
    """Name one font for all scripts; Word looks up the East Asian one by itself."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), name)


def write(paragraph: Paragraph, text: str, font: str = FANGSONG, size: Pt = BODY, colour: RGBColor | None = None) -> Run:
    """One more run of text."""
    run = paragraph.add_run(text)
    run.font.size = size
    set_fonts(run._element.get_or_add_rPr(), font)
    if colour is not None:
        run.font.color.rgb = colour
    return run


def spaced(paragraph: Paragraph, *, indent: bool = False, align: WD_ALIGN_PARAGRAPH | None = None, line: Pt | None = LINE) -> Paragraph:
    """Fixed lines of 28 points, nothing between paragraphs; `indent`: two characters at the first line."""
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    if line is not None:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, line
    if indent:
        form.first_line_indent = BODY * 2
    if align is not None:
        paragraph.alignment = align
    return paragraph


def ruled(paragraph: Paragraph, edge: str, style: str, size: int, colour: str) -> None:
    """A line at one edge of a paragraph; size in eighths of a point."""
    borders = OxmlElement("w:pBdr")
    border = OxmlElement(f"w:{edge}")
    for name, value in (("val", style), ("sz", str(size)), ("space", "4"), ("color", colour)):
        border.set(qn(f"w:{name}"), value)
    borders.append(border)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *AFTER_BORDERS)


def stamp(document: Document, words: str, *, title: str, office: str) -> None:
    """Who took the paper and when, above every page, whatever template it came from; title and office in its properties."""
    for section in document.sections:
        headers = [section.header, section.even_page_header] + (
            [section.first_page_header] if section.different_first_page_header_footer else []
        )
        for header in headers:
            header.is_linked_to_previous = False
            paragraph = spaced(header.add_paragraph(), align=WD_ALIGN_PARAGRAPH.RIGHT, line=None)
            write(paragraph, words, SONG, SMALL, GREY)
    document.core_properties.title = title
    document.core_properties.author = document.core_properties.last_modified_by = office
    document.core_properties.language = "zh-CN"
    document.core_properties.comments = ""
    _name_fallbacks(document)


def spread(run: Run, points: float) -> None:
    """Letters stand that much further apart."""
    apart = OxmlElement("w:spacing")
    apart.set(qn("w:val"), str(round(20 * points)))
    run._element.get_or_add_rPr().insert_element_before(apart, *AFTER_SPACING)


def _name_fallbacks(document: Document) -> None:
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, others in INSTEAD.items()
    )
    for part in document.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = re.sub(rb"<w:font [^>]*w:name=.*</w:font>", rows.encode(), part.blob, count=1, flags=re.DOTALL)


def _number(paragraph: Paragraph, side: WD_ALIGN_PARAGRAPH) -> None:
    """`— 1 —`, one character in from the outer edge."""
    spaced(paragraph, align=side, line=None)
    inward = "right_indent" if side == WD_ALIGN_PARAGRAPH.RIGHT else "left_indent"
    setattr(paragraph.paragraph_format, inward, FOLIO)
    write(paragraph, "— ", SONG, FOLIO)
    field(write(paragraph, "", SONG, FOLIO), "PAGE")
    write(paragraph, " —", SONG, FOLIO)


def field(run: Run, name: str) -> None:
    """Make a run a field that Word fills in: PAGE, NUMPAGES."""
    for kind in ("begin", None, "end"):
        if kind is None:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = name
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        run._element.append(part)


def _speak_chinese(document: Document) -> None:
    properties = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")
    fonts = properties.find(qn("w:rFonts"))
    if fonts is not None:  # theme fonts would win over the named ones
        for name in [name for name in fonts.attrib if "Theme" in name]:
            del fonts.attrib[name]
    set_fonts(properties, FANGSONG)
