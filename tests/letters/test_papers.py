"""Letters on paper: the whole text in both forms, the form of a 公文, fonts in the file, marks above, the bureau's own templates."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from briefings import letter as papers
from briefings.letter import TemplateBroken, letter_docx, letter_pdf
from briefings.letter_template import FOLDER, build
from data.clock import SHANGHAI
from data.exchange.export import Origin
from data.letters.content import Cited
from data.letters.letter import ENDS, Letter
from data.letters.table import KINDS, Kind
from data.settings import settings
from tests.letters.desk import CONTENT, DUE, OWNER

ORIGIN = Origin("zhang", datetime(2023, 9, 18, 10, 5, tzinfo=SHANGHAI), True)
WILD = "含 <b>&符号</b> {{ 括号 }} #值 *星* $公式$ [方] \\反"


def letter(kind: Kind = "reminder", **more: Any) -> Letter:
    items = tuple(
        replace(
            CONTENT.items[0],
            topic=f"t{n}",
            name=f"事项{n}",
            words=f"第 {n} 项的情况。" + "台账进度不足，须加快推进。" * 12,
            remark=f"补充{n}",
        )
        for n in range(1, 8)
    )
    content = replace(CONTENT, items=(replace(CONTENT.items[0], remark=WILD), *items))
    if kind == "supervision":
        content = replace(content, cited=Cited("汴民提〔2023〕1号", "2023-06-02", "2023-06-26", ""))
    base: dict[str, Any] = {
        **{"number": 7, "kind": kind, "year": 2023, "programme": "funeral", "programme_name": "殡葬服务提升工程", "owner": OWNER},
        **{"region": "410222", "region_name": "通许县", "state": "issued", "version": 3, "content": content, "due_on": DUE, "cites": None},
        **{"code": f"汴民{'提' if kind == 'reminder' else '督'}〔2023〕3号", "issued_on": date(2023, 6, 5), "signed_by": "leader"},
    }
    return Letter(**{**base, **more})


def draft(kind: Kind = "reminder") -> Letter:
    return letter(kind, state="draft", code="", issued_on=None)


def texts(one: Letter) -> list[str]:
    content = one.content
    said = [content.title, f"{content.addressee}：", content.opening, content.closing, content.office, ENDS[one.kind], *content.demands]
    return [*said, *(item.text for item in content.items), *(item.name for item in content.items)]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def words_of(body: bytes) -> str:
    document = docx.Document(io.BytesIO(body))
    return squeezed("".join(paragraph.text for paragraph in document.paragraphs))


def pages_of(body: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages]


@pytest.mark.parametrize("kind", KINDS)
def test_both_forms_hold_the_whole_letter(kind: Kind) -> None:
    one = letter(kind)
    word, pages = words_of(letter_docx(one, ORIGIN)), pages_of(letter_pdf(one, ORIGIN))
    # What stands above and below each page comes between the lines of a paragraph that runs over it.
    pdf = squeezed("".join(re.sub(r"^导出：.*\n|\n?— \d+ —", "", page) for page in pages))
    for text in texts(one):
        assert squeezed(text) in word, text
        assert squeezed(text) in pdf, text
    assert one.code in word and one.code in pdf and "2023年6月5日" in word and "2023年6月5日" in pdf
    assert "\ufffd" not in pdf and "草稿" not in word and "草稿" not in pdf and len(pages) > 2


def test_the_pdf_has_its_fonts_in_it() -> None:
    reader = pypdf.PdfReader(io.BytesIO(letter_pdf(letter(), ORIGIN)))
    fonts: dict[str, bool] = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            described = inner["/FontDescriptor"].get_object()
            fonts[str(inner["/BaseFont"])] = any(name in described for name in ("/FontFile", "/FontFile2", "/FontFile3"))
    assert fonts and all(fonts.values()) and {"NotoSerifSC", "NotoSansSC"} <= {name.split("+")[1].split("-")[0] for name in fonts}
    assert reader.metadata and reader.metadata.title and reader.metadata.title.endswith("提醒函")
    assert all(abs(float(page.mediabox.width) - 595.28) < 1 and abs(float(page.mediabox.height) - 841.89) < 1 for page in reader.pages)


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_says_so_on_every_page(kind: Kind) -> None:
    one = draft(kind)
    for page in pages_of(letter_pdf(one, ORIGIN)):
        assert "草稿" in page and "导出：zhang 2023-09-18 10:05 演示数据" in page
    document = docx.Document(io.BytesIO(letter_docx(one, ORIGIN)))
    for header in (document.sections[0].header, document.sections[0].even_page_header):
        assert header.paragraphs[-1].text == "草稿　导出：zhang 2023-09-18 10:05 演示数据"
    assert "未编号" in words_of(letter_docx(one, ORIGIN)) and "未签发" in words_of(letter_docx(one, ORIGIN))


def test_pages_are_numbered_and_marked() -> None:
    pages = pages_of(letter_pdf(letter(), ORIGIN))
    for number, page in enumerate(pages, 1):
        assert f"— {number} —" in page and "导出：zhang 2023-09-18 10:05 演示数据" in page
    real = Origin("zhang", ORIGIN.at, False)
    assert "演示数据" not in "".join(pages_of(letter_pdf(letter(), real)))


def test_the_signature_never_stands_alone() -> None:
    for many in range(1, 9):
        one = letter()
        one = replace(one, content=replace(one.content, items=one.content.items[:many]))
        last = pages_of(letter_pdf(one, ORIGIN))[-1]
        assert "特此提醒。" in last and "开封市民政局" in last


@pytest.mark.parametrize("kind", KINDS)
def test_the_word_form_is_that_of_an_official_paper(kind: Kind) -> None:
    document = docx.Document(io.BytesIO(letter_docx(letter(kind), ORIGIN)))
    section = document.sections[0]
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [210, 297]  # type: ignore[union-attr]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.mm) for side in margins if side is not None] == [37, 35, 28, 26]
    named = {
        paragraph.text: {fonts.get(qn("w:eastAsia")) for fonts in paragraph._p.iter(qn("w:rFonts"))} for paragraph in document.paragraphs
    }
    title = next(text for text in named if text.startswith("关于通许县"))
    assert named[title] == {"方正小标宋简体"} and named["一、存在问题"] == {"黑体"} and named[f"{CONTENT.addressee}："] == {"仿宋"}
    body = next(paragraph for paragraph in document.paragraphs if paragraph.text == CONTENT.opening)
    form = body.paragraph_format
    assert (form.line_spacing, form.first_line_indent) == (Pt(28), Pt(32)) and body.runs[0].font.size == Pt(16)
    language = document.styles.element.find(".//" + qn("w:lang"))
    assert language is not None and language.get(qn("w:eastAsia")) == "zh-CN"
    footers = [section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]]
    assert all("PAGE" in footer._p.xml and footer.text.startswith("— ") for footer in footers)
    assert document.core_properties.author == "开封市民政局" and Mm(210)


@pytest.mark.parametrize("kind", KINDS)
def test_the_templates_that_come_along_are_those_the_script_makes(kind: Kind) -> None:
    kept, made = docx.Document(str(FOLDER / f"{kind}.docx")), build(kind)
    assert kept.element.xml == made.element.xml
    assert kept.sections[0].footer._element.xml == made.sections[0].footer._element.xml


# --- the bureau's own templates ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(papers, "settings", lambda: settings().model_copy(update={"letter_templates": str(tmp_path)}))
    return tmp_path


def written(path: Path, *lines: str) -> None:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))


def test_the_bureaus_template_is_taken_and_marked(own: Path) -> None:
    written(
        own / "reminder.docx", "本局格式：{{ title }}", "{{ code }}", "{% for item in items %}{{ item.number }}{{ item.text }}{% endfor %}"
    )
    document = docx.Document(io.BytesIO(letter_docx(letter(), ORIGIN)))
    assert squeezed(document.paragraphs[0].text).startswith("本局格式：关于通许县") and WILD in document.paragraphs[2].text
    assert document.sections[0].header.paragraphs[-1].text.startswith("导出：zhang")
    assert "本局格式" not in words_of(letter_docx(letter("supervision"), ORIGIN))  # each kind has its own file


def test_one_programme_may_have_its_own(own: Path) -> None:
    written(own / "reminder.docx", "各工程 {{ title }}")
    written(own / "reminder-funeral.docx", "殡葬 {{ title }}")
    assert words_of(letter_docx(letter(), ORIGIN)).startswith("殡葬")
    assert words_of(letter_docx(letter(programme="relief"), ORIGIN)).startswith("各工程")


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (["{{ title }"], "标记写错"),
        (["{{ nothing }}"], "没有的字段"),
        (["{% for item in items %}{{ item.text }}"], "标记写错"),
        (["{{ items[0].nothing.more }}"], "没有的字段"),
        (["{{ title.__class__.__mro__ }}"], ""),
    ],
)
def test_a_broken_template_is_named_in_words(own: Path, lines: list[str], why: str) -> None:
    written(own / "reminder.docx", *lines)
    with pytest.raises(TemplateBroken, match=r"reminder\.docx") as error:
        letter_docx(letter(), ORIGIN)
    assert why in str(error.value) and "模板" in str(error.value) and "Traceback" not in str(error.value)


@pytest.mark.parametrize("body", [b"", b"no zip at all", b"PK\x03\x04broken"])
def test_what_is_no_word_file_is_named_in_words(own: Path, body: bytes) -> None:
    (own / "reminder.docx").write_bytes(body)
    with pytest.raises(TemplateBroken, match="不是完好的 Word 文件"):
        letter_docx(letter(), ORIGIN)
