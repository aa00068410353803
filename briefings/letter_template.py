"""Makes the two template files of the letters: `python -m briefings.letter_template`. The bureau may put its own in their place.

What a template may name: office, code, title, addressee, opening, items (number, name, text), demands, closing, date; by docxtpl's
rules, `{{ title }}`, `{%p for item in items %}` … `{%p endfor %}`.
"""

from __future__ import annotations

from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from briefings.word import BODY, FANGSONG, HEADLINE, HEI, KAI, RED, TITLE, lay_out, ruled, spaced, write
from data.letters.letter import ASKED, ENDS
from data.letters.table import KINDS, Kind

FOLDER = Path(__file__).with_name("templates")


def build(kind: Kind) -> Document:
    """The template of one kind, in the form of a 公文: head, number, title, addressee, text, signature and date at the right."""
    document = docx.Document()
    lay_out(document)
    _head(document)
    _line(document, "{{ title }}", TITLE, HEADLINE, WD_ALIGN_PARAGRAPH.CENTER).paragraph_format.line_spacing = Pt(32)
    _line(document, "")
    _line(document, "{{ addressee }}：")
    _text(document, "{{ opening }}")
    _heading(document, "一、存在问题")
    _text(document, "{%p for item in items %}")
    item = spaced(document.add_paragraph(), indent=True)
    write(item, "（{{ item.number }}）{{ item.name }}。", KAI)
    write(item, "{{ item.text }}")
    _text(document, "{%p endfor %}")
    _heading(document, ASKED[kind])
    _text(document, "{%p for demand in demands %}")
    _text(document, "{{ loop.index }}．{{ demand }}")
    _text(document, "{%p endfor %}")
    # The signature never stands alone on a page.
    for words in ("{{ closing }}", ENDS[kind]):
        _text(document, words).paragraph_format.keep_with_next = True
    _line(document, "").paragraph_format.keep_with_next = True
    for words in ("{{ office }}", "{{ date }}"):
        signed = _line(document, words, align=WD_ALIGN_PARAGRAPH.CENTER)
        signed.paragraph_format.left_indent, signed.paragraph_format.right_indent = Mm(70), BODY * 2
        signed.paragraph_format.keep_with_next = words == "{{ office }}"
    document.core_properties.author, document.core_properties.title = "开封市民政局", KINDS[kind]
    return document


def _head(document: Document) -> None:
    head = _line(document, "{{ office }}", TITLE, Pt(36), WD_ALIGN_PARAGRAPH.CENTER)
    head.paragraph_format.line_spacing = Pt(48)
    for run in head.runs:
        run.font.color.rgb = RED
    ruled(head, "bottom", "thickThinSmallGap", 24, str(RED))
    _line(document, "{{ code }}", align=WD_ALIGN_PARAGRAPH.RIGHT)
    _line(document, "")


def _line(document: Document, text: str, font: str = FANGSONG, size: Pt = BODY, align: WD_ALIGN_PARAGRAPH | None = None) -> Paragraph:
    paragraph = spaced(document.add_paragraph(), align=align)
    write(paragraph, text, font, size)
    return paragraph


def _text(document: Document, text: str) -> Paragraph:
    paragraph = spaced(document.add_paragraph(), indent=True)
    write(paragraph, text)
    return paragraph


def _heading(document: Document, text: str) -> None:
    paragraph = spaced(document.add_paragraph(), indent=True)
    paragraph.paragraph_format.keep_with_next = True
    write(paragraph, text, HEI)


if __name__ == "__main__":
    for one in KINDS:
        build(one).save(str(FOLDER / f"{one}.docx"))
