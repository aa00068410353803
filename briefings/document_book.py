"""A report as a spreadsheet: a sheet a topic, each with its head block; numbers stay numbers, charts are Excel's own, no text is run."""

from __future__ import annotations

import io
import re
from math import ceil
from typing import Any

import xlsxwriter

from briefings.book_chart import native
from briefings.book_form import cell_value
from briefings.document import FRONT, Bullets, Chart, Document, Heading, MapPicture, Paragraph, Part, Table, Topic, topics
from briefings.document_word import SHAPES
from briefings.drawing.svg import wide
from briefings.figures import Cell, Lit, Number
from briefings.parcel import settled
from data.exchange.export import paper_marks
from data.exchange.records import escaped

ACROSS = 10  # columns that prose runs over
NARROWEST, WIDEST = 9.0, 46.0
HEAD = 3  # rows of the head block
CHART_ROWS, HIGHEST = 17, 9
Rows = tuple[tuple[Cell, ...], ...]


def as_book(document: Document) -> bytes:
    """The .xlsx."""
    file = io.BytesIO()
    options: dict[str, Any] = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": document.name, "author": document.office, "company": document.office, "comments": document.mark})
        taken: set[str] = set()
        for topic in topics(document):
            _Sheet(book, document, topic, _name(topic, taken)).write()
    return settled(file.getvalue())


def _name(topic: Topic, taken: set[str]) -> str:
    """What the sheet is called: short, unlike the others, without what a sheet's name may not hold."""
    name = re.sub(r"[\[\]:*?/\\]", " ", topic.name).strip("' ")[:28] or f"{len(taken) + 1}"
    name = name if name.lower() not in taken else f"{name} {len(taken) + 1}"
    taken.add(name.lower())
    return name


class _Sheet:
    """One sheet while it is written, from the top down."""

    def __init__(self, book: Any, document: Document, topic: Topic, name: str) -> None:
        self.book, self.document, self.topic, self.name = book, document, topic, name
        self.sheet = book.add_worksheet(name)
        self.row = 0
        self.widths: dict[int, float] = {}
        self.frozen = False
        self.prose: list[tuple[int, str]] = []
        self.looks: dict[tuple[tuple[str, Any], ...], Any] = {}

    def write(self) -> None:
        self._head()
        parts = list(self.topic.parts)
        if self.topic.name != FRONT:
            # Tables first: a head that stays in sight must stand near the top.
            self._put(Heading(self.topic.name))
            parts = [*(one for one in parts if isinstance(one, Table)), *(one for one in parts if not isinstance(one, Table))]
        for part in parts:
            self._put(part)
        if not self.frozen:
            self.sheet.freeze_panes(HEAD, 0)
        self._widen()
        self.sheet.hide_gridlines(2)
        self.sheet.fit_to_pages(1, 0)
        paper_marks(self.sheet, self.document.name, self.document.mark)

    def _look(self, **wanted: Any) -> Any:
        key = tuple(sorted(wanted.items()))
        if key not in self.looks:
            self.looks[key] = self.book.add_format(wanted)
        return self.looks[key]

    def _text(self, column: int, words: str, **look: Any) -> None:
        self.sheet.write_string(self.row, column, escaped(words), self._look(**look))

    def _head(self) -> None:
        """Title, period, filters, time: on every sheet."""
        document = self.document
        self._text(0, document.name, bold=True, font_size=15)
        finding = document.title.replace("\n", "") if document.masthead else ""
        said = [finding, document.subtitle, f"范围：{document.filters}" if document.filters else "", document.office, document.date]
        said += [document.as_of, document.sent]
        for words in ("　".join(filter(None, said)), document.mark):
            self.row += 1
            self._text(0, words, font_color="#595959", font_size=9)
        self.row += 2

    def _put(self, part: Part) -> None:
        if isinstance(part, Table):
            self._table(part.caption, part.head, part.rows, part.numbers, part.note, total=part.total)
        elif isinstance(part, Chart):
            self._chart(part)
        elif isinstance(part, MapPicture):
            self._map(part)
        elif isinstance(part, Heading):
            self._text(0, part.text, bold=True, font_size=12)
            self.row += 1
        elif isinstance(part, Paragraph):
            self._prose(part.lead + part.text)
        elif isinstance(part, Bullets):
            for place, entry in enumerate(part.entries, 1):
                self._prose(f"{place}．{entry}")

    def _prose(self, words: str) -> None:
        """A paragraph over several columns."""
        look = self._look(text_wrap=True, valign="top")
        self.sheet.merge_range(self.row, 0, self.row, ACROSS - 1, "", look)
        self.sheet.write_string(self.row, 0, escaped(words), look)
        self.prose.append((self.row, words))
        self.row += 1

    def _widen(self) -> None:
        """Columns as wide as what stands in them; rows of prose as high as it runs over those columns."""
        widths = [max(NARROWEST, min(WIDEST, self.widths.get(column, 0))) for column in range(max([ACROSS, *self.widths]))]
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        room = sum(widths[:ACROSS]) * 0.95
        for row, words in self.prose:
            lines = sum(max(1, ceil(wide(line, 2.0) / room)) for line in words.split("\n"))
            self.sheet.set_row(row, 16.0 * lines)

    def _table(
        self,
        caption: str,
        head: tuple[str, ...],
        rows: Rows,
        numbers: frozenset[int],
        note: str,
        *,
        total: bool = False,
    ) -> None:
        if caption:
            self._text(0, caption, bold=True)
            self.row += 1
        for column, words in enumerate(head):
            align = "right" if column in numbers else "left"
            self._text(column, words, bold=True, top=2, bottom=1, align=align, text_wrap=True, valign="vcenter")
            self.widths[column] = max(self.widths.get(column, 0), wide(words, 2.0) + 2)
        self.row += 1
        if not self.frozen and self.row < HIGHEST:
            self.sheet.freeze_panes(self.row, 0)
            self.sheet.repeat_rows(self.row - 1)
            self.frozen = True
        for place, row in enumerate(rows):
            last = place == len(rows) - 1
            edge = {"bottom": 2 if last else 1 if total and place == len(rows) - 2 else 4, "valign": "top"}
            for column, cell in enumerate(row):
                self._cell(column, cell, edge, right=column in numbers)
            self.row += 1
        if note:
            self._text(0, note, font_color="#595959", font_size=9)
            self.row += 1
        self.row += 1

    def _cell(self, column: int, cell: Cell, edge: dict[str, Any], *, right: bool) -> None:
        if isinstance(cell, Number) and cell.value is not None:
            value, form = cell_value(cell)
            self.sheet.write_number(self.row, column, value, self._look(num_format=form, align="right", **edge))
            words = cell.text
        else:
            words = cell if isinstance(cell, str) else f"{SHAPES[cell.light]} {cell.text}" if isinstance(cell, Lit) else cell.text
            self._text(column, words, align="right" if right else "left", text_wrap=True, **edge)
        self.widths[column] = max(self.widths.get(column, 0), wide(words, 2.0) + 2)

    def _chart(self, part: Chart) -> None:
        """Its numbers as a table, Excel's own chart to the right of them."""
        first = self.row + (1 if part.caption or part.title else 0)
        head = (part.unit, *(one.name for one in part.drawn))
        columns = [part.numbers(one) for one in part.drawn]
        rows: Rows = tuple((name, *(column[place] for column in columns)) for place, name in enumerate(part.categories))
        start = self.row
        self._table(" ".join(filter(None, (part.caption, part.title))), head, rows, frozenset(range(1, len(head))), part.note)
        self.sheet.insert_chart(start, len(head) + 1, native(self.book, self.name, part, first))
        self.row = max(self.row, start + CHART_ROWS)

    def _map(self, part: MapPicture) -> None:
        rows: Rows = tuple((area.name, area.number) for area in part.areas)
        self._table(" ".join(filter(None, (part.caption, part.title))), ("县区", part.unit), rows, frozenset({1}), part.note)
