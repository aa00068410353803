"""A letter on paper: as Word from a template that the bureau may replace, as PDF from the same content."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

from briefings.letter_template import FOLDER
from briefings.typesetting import typeset
from briefings.word import stamp
from data.exchange.export import Origin
from data.indicators.words import numeral
from data.letters.letter import ASKED, ENDS, Letter
from data.letters.table import KINDS, Kind
from data.settings import settings

DRAFT = "草稿"
ONE_LINE = 20  # characters of 2 号 on 156 mm


class TemplateBroken(RuntimeError):
    """The bureau's own template can't be used; the message says which file and why, in Chinese."""


@dataclass(frozen=True)
class Paper:
    """What is printed of a letter, and the mark above it."""

    said: dict[str, Any]
    mark: str
    draft: bool


def paper(letter: Letter, origin: Origin) -> Paper:
    """The words of a letter in the order they are printed. A letter that is not issued says 草稿 and has no number or date."""
    content, draft = letter.content, not letter.issued
    said = {
        "office": content.office,
        "code": letter.code or f"（{DRAFT}，未编号）",
        "title": _in_lines(content.title),
        "addressee": content.addressee,
        "opening": content.opening,
        "items": [{"number": numeral(place), "name": item.name, "text": item.text} for place, item in enumerate(content.items, 1)],
        "demands": list(content.demands),
        "closing": content.closing,
        "date": f"{letter.issued_on.year}年{letter.issued_on.month}月{letter.issued_on.day}日"
        if letter.issued_on
        else f"（{DRAFT}，未签发）",
    }
    mark = f"{DRAFT}　{origin.words}" if draft else origin.words
    return Paper(said, mark, draft)


def letter_docx(letter: Letter, origin: Origin) -> bytes:
    """The letter as .docx. Raises TemplateBroken where the bureau's own template can't be filled."""
    printed = paper(letter, origin)
    path = template_of(letter.kind, letter.programme)
    environment = SandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=True)
    try:
        template = DocxTemplate(path)
        template.render(printed.said, environment, autoescape=True)
        stamp(template.docx, printed.mark, title=f"{letter.content.title}（{letter.name}）", office=letter.content.office)
        file = io.BytesIO()
        template.save(file)
    except Exception as error:  # whatever is wrong with somebody else's file, they are told in words
        if path.parent == FOLDER:
            raise
        raise TemplateBroken(f"模板文件 {path.name} 不能用：{_why(error)}。请改正，或把它移出模板目录，就用自带的模板。") from error
    return file.getvalue()


def letter_pdf(letter: Letter, origin: Origin) -> bytes:
    """The letter as .pdf, fonts embedded."""
    printed = paper(letter, origin)
    return typeset(
        "letter", {**printed.said, "asked": ASKED[letter.kind], "ends": ENDS[letter.kind], "mark": printed.mark, "draft": printed.draft}
    )


def template_of(kind: Kind, programme: str) -> Path:
    """The bureau's own template for the kind and programme, for the kind, or the one that comes along."""
    own = settings().letter_templates
    places = [Path(own) / f"{kind}-{programme}.docx", Path(own) / f"{kind}.docx"] if own else []
    return next((path for path in places if path.is_file()), FOLDER / f"{kind}.docx")


def file_title(letter: Letter) -> str:
    """What a downloaded letter is called: `提醒函-汴民提〔2023〕3号-通许县`."""
    return f"{KINDS[letter.kind]}-{letter.code or f'{DRAFT}{letter.number}'}-{letter.region_name}"


def _in_lines(title: str) -> str:
    """A title of more than one line breaks where its sense does."""
    return title if len(title) <= ONE_LINE else title.replace("有关问题的", "\n有关问题的", 1)


def _why(error: Exception) -> str:
    if isinstance(error, jinja2.UndefinedError):
        return f"用了没有的字段（{str(error).split(' ')[0]}）"
    if isinstance(error, jinja2.TemplateSyntaxError):
        return f"模板标记写错了（{error.message}）"
    if isinstance(error, OSError):
        return "读不出来"
    return (
        "不是完好的 Word 文件（.docx）"
        if "zip" in type(error).__name__.lower() or "Package" in type(error).__name__
        else f"填写时出错（{type(error).__name__}）"
    )
