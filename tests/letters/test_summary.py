"""月通报, 季讲评, 半年小结, 全年总评: the ledger's and the figures' own numbers, whole in both forms."""

from __future__ import annotations

import io
import re
from datetime import date, datetime

import docx
import pypdf
import pytest

from access.scope import Scope
from briefings.document import Bullets, Document, Heading, Paragraph, Table, numbered
from briefings.document_pdf import as_pdf
from briefings.document_word import as_word
from briefings.spans import SUMMARIES, NotBegun, SummaryKind, span_of
from briefings.summary import NoPlan, summary
from briefings.summary_parts import state_words
from data.clock import SHANGHAI
from data.database import Database
from data.exchange.export import Origin
from data.indicators import INDICATORS
from data.indicators.figures import figures
from data.indicators.moment import moment
from data.indicators.words import percent
from data.letters.reading import letters_of
from data.periods import Period, parse
from data.programmes.ledger import read_ledger
from tests.letters.desk import CHIEF, CLERK, DUE, LEADER, Desk

SEEN = Scope("leader")
ORIGIN = Origin("zhang", datetime(2023, 9, 18, 10, 5, tzinfo=SHANGHAI), True)


def made(database: Database, kind: SummaryKind, month: str = "2023-08") -> Document:
    with moment(database) as now:
        written = [one for one in letters_of(now.connection, SEEN) if one.issued]
        return summary(now, kind, parse(month), scope=SEEN, written=written, origin=ORIGIN)


def table(document: Document, caption: str) -> Table:
    return next(part for part in document.parts if isinstance(part, Table) and part.caption == caption)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize(
    ("kind", "month", "first", "last", "name"),
    [
        ("month", "2023-08", "2023-08", "2023-08", "2023年8月"),
        ("quarter", "2023-08", "2023-07", "2023-09", "2023年第三季度"),
        ("quarter", "2023-03", "2023-01", "2023-03", "2023年第一季度"),
        ("half", "2023-06", "2023-01", "2023-06", "2023年上半年"),
        ("half", "2023-09", "2023-07", "2023-09", "2023年下半年"),
        ("year", "2023-02", "2023-01", "2023-09", "2023年"),
    ],
)
def test_the_months_a_summary_looks_back_on(kind: SummaryKind, month: str, first: str, last: str, name: str) -> None:
    span = span_of(kind, parse(month), date(2023, 9, 18))
    assert (span.first.text, span.last.text, span.name) == (first, last, name)
    assert span.whole == (span.last.text < "2023-09")


def test_what_lies_ahead_or_has_no_plan_is_refused(demonstration: Database) -> None:
    with pytest.raises(NotBegun):
        made(demonstration, "month", "2023-10")
    with pytest.raises(NoPlan):
        made(demonstration, "year", "2022-05")


@pytest.mark.parametrize("kind", SUMMARIES)
def test_both_forms_hold_every_word(demonstration: Database, kind: SummaryKind) -> None:
    document = made(demonstration, kind)
    word = docx.Document(io.BytesIO(as_word(document)))
    in_word = squeezed("".join(paragraph.text for paragraph in word.paragraphs))
    in_word += squeezed("".join(cell.text for one in word.tables for row in one.rows for cell in row.cells))
    reader = pypdf.PdfReader(io.BytesIO(as_pdf(document)))
    pages = [page.extract_text() for page in reader.pages]
    in_pdf = squeezed("".join(re.sub(r"^导出：.*\n|\n?— \d+ —", "", page) for page in pages))
    for text in document.texts():
        assert squeezed(text) in in_word, text
        if len(text) < 30:  # a long cell or paragraph may run over a page, where the table's head is said again
            assert squeezed(text) in in_pdf, text
    assert "\ufffd" not in in_pdf and all("导出：zhang 2023-09-18 10:05 演示数据" in page for page in pages)
    assert word.sections[0].header.paragraphs[-1].text == ORIGIN.words


def test_programmes_are_those_of_the_ledger(demonstration: Database) -> None:
    rows = table(made(demonstration, "month"), "各项工程进展").rows
    with moment(demonstration) as now:
        after, before = (read_ledger(now, scope=SEEN, month=Period(month)) for month in ("2023-08", "2023-07"))
    assert after and before and len(rows) == len(after.books)
    for row, book, then in zip(rows, after.books, before.books, strict=True):
        assert row[0] == book.programme.name and row[1] == ("—" if book.percent is None else f"{percent(book.percent)}%")
        if book.percent is not None and then.percent is not None:
            assert abs(float(row[3]) - (book.percent - then.percent)) < 0.051
        assert row[5:] == tuple(str(book.count(light)) for light in ("overdue", "behind", "missing"))


def test_what_lags_and_is_owed_adds_up_to_the_ledger(demonstration: Database) -> None:
    document = made(demonstration, "month")
    with moment(demonstration) as now:
        ledger = read_ledger(now, scope=SEEN, month=Period("2023-08"))
    assert ledger
    cells = [cell for book in ledger.books for line in book.lines for cell in line.cells]
    lagging = table(document, "各县区滞后、逾期和未报的任务数").rows
    for column, light in ((1, "overdue"), (2, "behind"), (3, "missing")):
        assert sum(int(row[column]) for row in lagging) == sum(cell.light == light for cell in cells)
    owed = next(part for part in document.parts if isinstance(part, Table) and part.caption.endswith("的月报"))
    named = {row[0] for row in owed.rows}
    assert sum(int(row[3]) + int(row[4]) for row in owed.rows) == sum(cell.missing for cell in cells)
    assert sum(int(row[1]) for row in owed.rows) == sum(bool(cell.asked) for cell in cells if (cell.region_name in named))


def test_key_indicators_are_the_figures(demonstration: Database) -> None:
    document = made(demonstration, "quarter")
    rows = {row[0]: row for part in document.parts if isinstance(part, Table) and part.head[0] == "指标" for row in part.rows}
    with moment(demonstration) as now:
        (whole,) = figures(now, ["happiness_home_coverage"], scope=SEEN, periods=(Period("2023-09/ytd"),))
    assert whole.value is not None and rows[INDICATORS["happiness_home_coverage"].title][1] == f"{percent(whole.value)}%"
    assert any(isinstance(part, Heading) and part.text == "五、重点指标" for part in document.parts)


def test_letters_stand_with_how_far_they_had_come(desk: Desk) -> None:
    number = desk.issued()
    desk.on(date(2023, 6, 20))
    desk.take(number, "replied", CLERK)
    desk.on(date(2023, 7, 3))
    desk.take(number, "closed", CHIEF)
    letter = desk.at(number)
    days = {
        date(2023, 6, 10): "已印发",
        date(2023, 6, 21): "已回复",
        DUE: "已回复",
        date(2023, 6, 27): "已回复，已过期",
        date(2023, 7, 3): "已办结",
    }
    assert {day: state_words(letter, day) for day in days} == days
    hidden = desk.draft()
    desk.take(hidden, "sent", CHIEF)
    with moment(desk.database) as now:
        for month, there in (("2023-05", False), ("2023-06", True), ("2023-07", False)):
            written = [one for one in letters_of(now.connection, SEEN) if one.issued]
            text = "".join(summary(now, "month", parse(month), scope=SEEN, written=written, origin=ORIGIN).texts())
            assert ("汴民提〔2023〕1号" in text) == there and "草稿" not in text
    assert LEADER


# --- the model ----------------------------------------------------------------------------------------------------------------------------


def test_the_model_keeps_tables_whole() -> None:
    for head, rows, widths in ((("a", "b"), (("1",),), (1, 1)), (("a", "b"), (("1", "2"),), (1,))):
        with pytest.raises(ValueError, match="differ"):
            Table(head, rows, widths)
    assert numbered(["甲", "乙"]) == ["一、甲", "二、乙"]


def test_any_text_comes_through_both_forms() -> None:
    wild = "<b>&amp;</b> #1 *星* $x$ [a] \\反 _下_ `码` @引 {{ 括 }} “引号” —— ……"
    parts = (
        Heading(wild),
        Heading(wild, 2),
        Paragraph(wild, wild),
        Bullets((wild,)),
        Table((wild, "数"), ((wild, "1"),), (3, 1), frozenset({1}), wild, wild),
    )
    document = Document(wild, wild, "局", "2023年9月18日", parts, "导出", draft=True)
    word = docx.Document(io.BytesIO(as_word(document)))
    said = [paragraph.text for paragraph in word.paragraphs] + [cell.text for row in word.tables[0].rows for cell in row.cells]
    assert sum(wild in text for text in said) >= 9
    pdf = squeezed("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(as_pdf(document))).pages))
    assert pdf.count(squeezed(wild)) >= 9 and "草稿" in pdf
