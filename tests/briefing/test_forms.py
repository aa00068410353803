"""Word, PDF, spreadsheet and slides, opened by other libraries than those that made them: nothing of the model is lost on the way."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

import docx
import openpyxl
import pypdf
import pytest
from docx.oxml.ns import qn
from pptx import Presentation

from access.scope import Scope
from briefings.boards import MOST
from briefings.book_form import NOT_YET
from briefings.document import Chart, Document, Heading, MapPicture, PageBreak, Paragraph, Part, Ruler, Series, Table, topics
from briefings.document_book import as_book
from briefings.document_pdf import as_pdf
from briefings.document_slides import as_slides
from briefings.document_word import SHAPES, as_word
from briefings.figures import Lit, Number, text_of
from briefings.weekly import weekly
from data.clock import SHANGHAI
from data.database import Database
from data.exchange.export import Origin
from data.indicators.moment import moment
from data.periods import parse
from data.settings import ROOT
from tests.briefing.sample import sample

FORMS: dict[str, Callable[[Document], bytes]] = {"docx": as_word, "pdf": as_pdf, "xlsx": as_book, "pptx": as_slides}
ORIGIN = Origin("zhang", datetime(2023, 9, 18, 10, 5, tzinfo=SHANGHAI), True)


class Papers:
    """A document in its four forms, each made once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.made: dict[str, bytes] = {}

    def __getitem__(self, form: str) -> io.BytesIO:
        if form not in self.made:
            self.made[form] = FORMS[form](self.document)
        return io.BytesIO(self.made[form])


@pytest.fixture(scope="module")
def invented() -> Papers:
    return Papers(sample())


@pytest.fixture(scope="module")
def real(demonstration: Database) -> Papers:
    with moment(demonstration) as now:
        return Papers(weekly(now, parse("2023-W30"), region="410200", scope=Scope("leader"), origin=ORIGIN, number="2023年第30期"))


@pytest.fixture(params=["invented", "real"])
def papers(request: pytest.FixtureRequest) -> Papers:
    found: Papers = request.getfixturevalue(request.param)
    return found


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u2060]+", "", text)


def tables(document: Document) -> list[Table]:
    return [part for part in document.parts if isinstance(part, Table)]


def charts(document: Document) -> list[Chart]:
    return [part for part in document.parts if isinstance(part, Chart)]


# --- texts --------------------------------------------------------------------------------------------------------------------------------


def in_word(file: io.BytesIO) -> str:
    paper = docx.Document(file)
    said = [paragraph.text for paragraph in paper.paragraphs] + [c.text for t in paper.tables for row in t.rows for c in row.cells]
    said += [shape.get("descr", "") for shape in paper.element.iter(qn("wp:docPr"))]
    return "\n".join([*said, *(p.text for p in paper.sections[0].footer.paragraphs)])


def in_book(file: io.BytesIO) -> str:
    book = openpyxl.load_workbook(file)
    return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str))


def in_slides(file: io.BytesIO) -> str:
    said: list[str] = []
    for slide in Presentation(file).slides:
        said += list(_on(slide))
        if slide.has_notes_slide:
            said.append(slide.notes_slide.notes_text_frame.text)
    return "\n".join(said)


def _on(slide: object) -> Iterator[str]:
    for shape in slide.shapes:  # type: ignore[attr-defined]
        yield shape._element.xpath("string(.//p:cNvPr/@descr)")
        if shape.has_text_frame:
            yield shape.text_frame.text
        if shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)
        if shape.has_chart:
            for plot in shape.chart.plots:
                yield from (str(name) for name in plot.categories)
                yield from (one.name for one in plot.series)


def test_every_text_is_in_every_form(papers: Papers) -> None:
    document = papers.document
    heard = {"docx": in_word(papers["docx"]), "xlsx": in_book(papers["xlsx"]), "pptx": in_slides(papers["pptx"])}
    pages = [page.extract_text() for page in pypdf.PdfReader(papers["pdf"]).pages]
    heard["pdf"] = "".join(pages)
    numbers = {cell.text for table in tables(document) for row in table.rows for cell in row if isinstance(cell, Number)}
    drawn = {text for chart in charts(document) for text in (*chart.categories, *(one.name for one in chart.drawn))}
    for form, text in heard.items():
        held = squeezed(text)
        for said in document.texts():
            if form == "xlsx" and said in numbers:
                continue  # are numbers there: looked at below
            if form == "pdf" and (len(said) > 30 or said in drawn):
                continue  # may run over a page; a chart names what has room
            assert squeezed(said) in held or squeezed(f"'{said}") in held, (form, said)
    assert "\ufffd" not in heard["pdf"]


def test_a_book_holds_numbers_that_read_as_on_paper(papers: Papers) -> None:
    book = openpyxl.load_workbook(papers["xlsx"])
    rows = [[cell for cell in row if cell.value not in (None, "")] for sheet in book for row in sheet.iter_rows()]
    for table in tables(papers.document):
        for wanted in table.rows:
            assert any(_same(wanted, row) for row in rows), [text_of(cell) for cell in wanted]
    assert all(cell.data_type != "f" for row in rows for cell in row)


def _same(wanted: tuple[object, ...], row: list[object]) -> bool:
    wanted = tuple(cell for cell in wanted if text_of(cell))  # type: ignore[arg-type]
    if len(wanted) != len(row):
        return False
    return all(_shown(cell) == _text(one) for cell, one in zip(row, wanted, strict=True))


def _text(cell: object) -> str:
    return f"{SHAPES[cell.light]} {cell.text}" if isinstance(cell, Lit) else text_of(cell)  # type: ignore[arg-type]


def _shown(cell: object) -> str:
    """What Excel shows of a cell, by the few formats that are used."""
    value, form = cell.value, cell.number_format  # type: ignore[attr-defined]
    if isinstance(value, str):
        return value.removeprefix("'")
    if form == NOT_YET:
        return "99.9%"
    places = 1 if "0.0" in form else 0
    value = Decimal(str(value)).quantize(Decimal("0.1") if places else Decimal(1), ROUND_HALF_UP)
    text = f"{value:,f}"
    if form.startswith("+") and value:
        text = f"{value:+,f}"
    return f"{text}%" if form.endswith('"%"') else text


# --- charts -------------------------------------------------------------------------------------------------------------------------------


def test_slides_have_charts_with_the_values_of_the_model(papers: Papers) -> None:
    found = [shape.chart for slide in Presentation(papers["pptx"]).slides for shape in slide.shapes if shape.has_chart]
    wanted = charts(papers.document)
    assert wanted and len(found) == len(wanted)
    for chart, part in zip(found, wanted, strict=True):
        series = list(chart.plots[0].series)
        if part.kind == "share":
            assert [(one.name, one.values[0]) for one in series] == list(zip(part.categories, part.series[0].values, strict=True))
            continue
        assert [str(name) for name in chart.plots[0].categories] == list(part.categories)
        assert [(one.name, tuple(one.values)) for one in series] == [(one.name, one.values) for one in part.drawn]
        assert openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active["B2"].value == part.drawn[0].values[0]


def test_a_book_has_charts_over_the_cells_that_hold_the_values(papers: Papers) -> None:
    book = openpyxl.load_workbook(papers["xlsx"])
    found = [chart for sheet in book for chart in sheet._charts]
    wanted = charts(papers.document)
    assert len(found) == len(wanted)
    for chart, part in zip(found, wanted, strict=True):
        if part.kind == "share":
            given = [(_cells(book, one.tx.strRef.f)[0], _cells(book, one.val.numRef.f)[0]) for one in chart.series]
            assert given == list(zip(part.categories, part.series[0].values, strict=True))
            continue
        for one, wanted_series in zip(chart.series, part.drawn, strict=True):
            assert _cells(book, one.tx.strRef.f) == [wanted_series.name]
            assert _cells(book, (one.cat.strRef or one.cat.numRef).f) == list(part.categories)
            values = [None if isinstance(value, str) else value for value in _cells(book, one.val.numRef.f)]
            assert values == pytest.approx(list(wanted_series.values))


def _cells(book: openpyxl.Workbook, reference: str) -> list[object]:
    name, cells = reference.rsplit("!", 1)
    found = book[name.strip("'").replace("''", "'")][cells.replace("$", "")]
    rows = found if isinstance(found, tuple) else ((found,),)
    return [cell.value for row in rows for cell in row]


def test_pictures_on_paper_bear_their_numbers(papers: Papers) -> None:
    """As text that can be read and searched in the PDF; in Word as the picture's description."""
    pdf = squeezed("".join(page.extract_text() for page in pypdf.PdfReader(papers["pdf"]).pages))
    word = squeezed(in_word(papers["docx"]))
    for part in papers.document.parts:
        if isinstance(part, MapPicture):
            for area in part.areas:
                assert squeezed(f"{area.name} {area.number.text}") in word
                assert squeezed(area.number.text) in pdf
        if isinstance(part, Chart):
            for one in part.drawn:
                texts = [number.text for number in part.numbers(one)]
                assert all(squeezed(f"{name} {text}") in word for name, text in zip(part.categories, texts, strict=True))
                if part.kind != "line" and one is part.series[0]:
                    assert all(text in pdf for text in texts)


# --- form ---------------------------------------------------------------------------------------------------------------------------------


def test_heads_are_said_again_on_every_page(invented: Papers) -> None:
    long = max(tables(invented.document), key=lambda table: len(table.rows))
    head = squeezed("".join(long.head))
    pages = [squeezed(page.extract_text()) for page in pypdf.PdfReader(invented["pdf"]).pages]
    holding = [page for page in pages if re.search(r"任务[1-9]\d?(顺河|鼓楼|龙亭|禹王台|祥符|杞|通许|尉氏|兰考)", page)]
    assert len(holding) >= 3 and all(head in page for page in holding)
    for table in docx.Document(invented["docx"]).tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    book = openpyxl.load_workbook(invented["xlsx"])
    sheet = next(one for one in book if "逾期清单" in one.title)
    frozen = int(re.sub(r"\D", "", sheet.freeze_panes))
    assert [cell.value for cell in sheet[frozen - 1]][: len(long.head)] == list(long.head)
    assert sheet.print_title_rows == f"${frozen - 1}:${frozen - 1}"
    assert all(one.freeze_panes for one in book)


def test_every_page_sheet_and_slide_says_who_took_it(papers: Papers) -> None:
    mark = papers.document.mark
    reader = pypdf.PdfReader(papers["pdf"])
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        assert mark in text and text.count("演示数据") >= 2
        assert f"第{number}页，共{len(reader.pages)}页" in squeezed(text)
    word = docx.Document(papers["docx"])
    for header in (word.sections[0].header, word.sections[0].even_page_header):
        assert header.paragraphs[-1].text == mark
    for sheet in openpyxl.load_workbook(papers["xlsx"]):
        assert mark in sheet.oddFooter.left.text + sheet.oddHeader.right.text and sheet["A3"].value == mark
    for slide in Presentation(papers["pptx"]).slides:
        assert any(shape.has_text_frame and mark in shape.text_frame.text for shape in slide.shapes)
        assert any(shape.has_text_frame and shape.text_frame.text == "演示数据" for shape in slide.shapes)


def test_a_book_tells_period_filters_and_time_on_every_sheet(real: Papers) -> None:
    document = real.document
    book = openpyxl.load_workbook(real["xlsx"])
    assert len(book.sheetnames) == len(topics(document))
    for sheet in book:
        assert sheet["A1"].value == document.name
        assert all(words in sheet["A2"].value for words in (document.subtitle, document.filters, document.date, document.as_of))


def test_slides_are_few_and_titled(papers: Papers) -> None:
    slides = list(Presentation(papers["pptx"]).slides)
    assert 8 <= len(slides) <= MOST
    assert all(slide.shapes.title.text_frame.text for slide in slides)
    width, height = Presentation(papers["pptx"]).slide_width, Presentation(papers["pptx"]).slide_height
    for slide in slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= width and shape.top + shape.height <= height, shape.name


@pytest.mark.parametrize(("tabled", "worded"), [(True, False), (False, True), (True, True)])
def test_a_long_paper_still_makes_few_slides_and_loses_nothing(tabled: bool, worded: bool) -> None:
    parts: list[Part] = []
    for place in range(20):
        rows = tuple((f"项{place}-{row}", Number(row)) for row in range(20))
        table = Table(("名称", "数"), rows, (1, 1), frozenset({1}), f"表{place}", f"注{place}")
        parts += [Heading(f"题目{place}"), *([Paragraph(f"正文{place}" * 60)] if worded else []), *([table] if tabled else [])]
    document = replace(sample(), parts=tuple(parts))
    file = io.BytesIO(as_slides(document))
    assert len(Presentation(file).slides) <= MOST
    held = squeezed(in_slides(file))
    assert [text for text in document.texts() if squeezed(text) not in held] == []


# --- what is inside -----------------------------------------------------------------------------------------------------------------------


def test_fonts_are_embedded_and_only_the_letters_used(invented: Papers) -> None:
    pdf = pypdf.PdfReader(invented["pdf"])
    fonts = [font.get_object() for page in pdf.pages for font in page["/Resources"].get("/Font", {}).values()]
    assert fonts
    for font in fonts:
        name = font["/BaseFont"]
        assert re.match(r"/[A-Z]{6}\+Noto(Serif|Sans)SC", name), name
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert "/FontFile3" in descriptor or "/FontFile2" in descriptor
        assert "/ToUnicode" in font
    assert len(invented["pdf"].getvalue()) < 600_000


def test_files_know_nothing_of_the_machine_and_are_the_same_twice(invented: Papers) -> None:
    secret = [
        str(ROOT).encode(),
        tempfile.gettempdir().encode() + b"/",
        b"python-docx",
        b"/home/",
        b"thumbnail",
        b"printerSettings1",
        b"Macintosh",
    ]
    for form in FORMS:
        content = invented[form].getvalue()
        for name, inside in _insides(content) if form != "pdf" else [("", content)]:
            assert not [word for word in secret if word in inside], (form, name)
        assert FORMS[form](invented.document) == content
    pdf = pypdf.PdfReader(invented["pdf"]).metadata
    assert pdf and pdf.title == invented.document.name and pdf.author == invented.document.office and "/CreationDate" not in pdf
    for properties in (
        docx.Document(invented["docx"]).core_properties,
        Presentation(invented["pptx"]).core_properties,
    ):
        assert properties.title == invented.document.name and properties.author == invented.document.office
        assert properties.created is None and properties.modified is None


def _insides(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        for one in file.infolist():
            inside = file.read(one)
            assert one.date_time == (1980, 1, 1, 0, 0, 0)
            yield from _insides(inside) if one.filename.endswith(".xlsx") else [(one.filename, inside)]


def test_no_text_is_run(invented: Papers) -> None:
    wild = ("=1+1", "+1", "-1", "@x", '=HYPERLINK("http://x")', "http://x")
    table = Table(("=头", "数"), tuple((text, Number(1)) for text in wild), (1, 1), caption="=题")
    document = replace(sample(), parts=(Heading("=[题]:*?/\\"), Paragraph("=SUM(A1)"), table))
    book = openpyxl.load_workbook(io.BytesIO(as_book(document)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type in "sn" and cell.hyperlink is None for cell in cells)
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert not [text for text in texts if text.startswith(("=", "+", "-", "@"))]
    assert {f"'{text}" for text in wild[:5]} <= set(texts)


def test_a_draft_and_a_plain_report_come_through_all_forms() -> None:
    plain = replace(sample(draft=True), masthead="", issue="", sent="", as_of="", title="养老服务\n2023年7月", subtitle="（截至7月28日）")
    pdf = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(as_pdf(plain))).pages)
    assert "草稿" in pdf and plain.office in pdf
    slides = Presentation(io.BytesIO(as_slides(plain))).slides
    assert all(any(shape.has_text_frame and shape.text_frame.text == "草稿" for shape in slide.shapes) for slide in slides)
    assert docx.Document(io.BytesIO(as_word(plain))).core_properties.title == "养老服务2023年7月"
    empty = replace(plain, parts=(PageBreak(), Ruler(date(2024, 12, 31))))
    assert all(form(empty) for form in FORMS.values())


# --- the model ----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (1286, "whole", "1,286"),
        (341.27, "tenth", "341.3"),
        (99.96, "percent", "99.9%"),
        (100, "percent", "100.0%"),
        (35, "change", "+35"),
        (-0.6, "change_tenth", "-0.6"),
        (0.04, "change_tenth", "0.0"),
        (-0.04, "change_tenth", "0.0"),
        (None, "whole", "—"),
    ],
)
def test_a_number_has_one_text(value: float | None, form: str, text: str) -> None:
    assert Number(value, form).text == text  # type: ignore[arg-type]


def test_a_chart_needs_a_value_for_each_category() -> None:
    with pytest.raises(ValueError, match="every series"):
        Chart("bars", "题", "户", ("甲", "乙"), (Series("完成", (1,)),))
    with pytest.raises(ValueError, match="every series"):
        Chart("line", "题", "户", ("甲",), (Series("完成", (1,)),), target=Series("目标", ()))


def test_lights_differ_without_colour() -> None:
    assert len(set(SHAPES.values())) == len(SHAPES)
