"""A report before it is Word, PDF, a spreadsheet or slides: a head, parts in order, and the mark of who takes it. Reads no figures.

Whatever stands in a part stands in every form. Numbers carry the readings they come from (`briefings.figures`); a chart's and a map's
values are numbers too, drawn as pictures on paper and as native charts in spreadsheets and slides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from briefings.figures import Cell, Form, Number, Reading, text_of
from data.exchange.export import DEMONSTRATION
from data.indicators.words import numeral

SHORT = 10  # rows of a table that no page divides


@dataclass(frozen=True)
class Heading:
    """Level 1 is `一、…`, level 2 `（一）…`; the number is part of the text. A level 1 begins a sheet of the book and a slide."""

    text: str
    level: int = 1

    def texts(self) -> list[str]:
        return [self.text]


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; `lead`: its first words, set off; `readings`: of the numbers in it, in their order."""

    text: str
    lead: str = ""
    readings: tuple[Reading, ...] = ()

    def texts(self) -> list[str]:
        return [self.lead, self.text]


@dataclass(frozen=True)
class Bullets:
    """Short entries, one a line, numbered."""

    entries: tuple[str, ...]
    readings: tuple[Reading, ...] = ()

    def texts(self) -> list[str]:
        return list(self.entries)


@dataclass(frozen=True)
class Table:
    """A three-line table. `widths` are shares; columns named in `numbers` (from 0) stand to the right; `note` in small letters below.

    total  the last row is the sum of the others and set off by a line
    """

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    numbers: frozenset[int] = frozenset()
    caption: str = ""
    note: str = ""
    total: bool = False

    def __post_init__(self) -> None:
        if any(len(row) != len(self.head) for row in self.rows) or len(self.widths) != len(self.head):
            raise ValueError(f"table {self.caption!r}: rows, head and widths differ")

    @property
    def long(self) -> bool:
        """Whether it may go on over a page; a short one stays whole."""
        return len(self.rows) > SHORT

    def texts(self) -> list[str]:
        return [self.caption, *self.head, *(text_of(cell) for row in self.rows for cell in row), self.note]


@dataclass(frozen=True)
class Series:
    """The values of one line or one set of bars, one a category; None where there is none. `readings` as many, or none."""

    name: str
    values: tuple[int | float | None, ...]
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True)
class Chart:
    """bars: a ranking, one bar a category, from the top · line: a course over months or weeks · share: parts of a whole.

    title     the finding; `caption` is what is measured, numbered like a table's (`图2　…`)
    series    one for bars and share, the first of a line is the measured one
    target    solid line, or an upright over the bars; expected: dots, or a tick at each bar; both a value a category
    """

    kind: Literal["bars", "line", "share"]
    title: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    form: Form = "whole"
    target: Series | None = None
    expected: Series | None = None
    caption: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if not self.series or any(len(one.values) != len(self.categories) for one in self.drawn):
            raise ValueError(f"chart {self.title!r}: every series needs a value for each category")

    @property
    def drawn(self) -> tuple[Series, ...]:
        """All its series, target and expected last."""
        return (*self.series, *(one for one in (self.target, self.expected) if one))

    def numbers(self, one: Series) -> list[Number]:
        """A series' values as they are written."""
        return [
            Number(value, self.form, reading) for value, reading in zip(one.values, one.readings or (None,) * len(one.values), strict=True)
        ]

    def texts(self) -> list[str]:
        return [self.caption, self.title, self.unit, *self.categories, *(one.name for one in self.drawn), self.note]


@dataclass(frozen=True)
class Area:
    """One region on a map: what stands on it, and what its class is told from."""

    region: str
    name: str
    number: Number


@dataclass(frozen=True)
class MapPicture:
    """The counties, the urban districts under the lens.

    breaks  at most four rising values; a value belongs to the class above the breaks it reaches
    beside  stands right of the table before it where the form has room
    """

    title: str
    unit: str
    areas: tuple[Area, ...]
    breaks: tuple[float, ...]
    caption: str = ""
    note: str = ""
    beside: bool = False

    def texts(self) -> list[str]:
        return [self.caption, self.title, *(text for area in self.areas for text in (area.name, area.number.text)), self.note]


@dataclass(frozen=True)
class Ruler:
    """年尺: the year with the part of it that has passed on `day`."""

    day: date

    @property
    def share(self) -> float:
        """How much of the year is over at the end of the day, 0–1."""
        return self.day.timetuple().tm_yday / date(self.day.year, 12, 31).timetuple().tm_yday

    @property
    def words(self) -> str:
        return f"{self.day.month}月{self.day.day}日 · 全年已过 {100 * self.share:.1f}%"

    def texts(self) -> list[str]:
        return []  # drawn; what it says is the day and its share of the year


@dataclass(frozen=True)
class PageBreak:
    """What follows begins a new page, where the form has pages; in the PDF a page that is mostly empty goes on."""

    def texts(self) -> list[str]:
        return []


Part = Heading | Paragraph | Bullets | Table | Chart | MapPicture | Ruler | PageBreak


@dataclass(frozen=True)
class Document:
    """A report.

    title      may hold line breaks; below a masthead it is the finding
    subtitle   e.g. the period
    date       as it is printed: at the end, or in the masthead where there is one
    mark       who takes it and when: above every page, on every sheet and slide
    masthead   the paper's name in red, `民政工作周报`; without one it is a plain report
    issue      `2023年第30期`
    sent       `报：局领导　送：各科室、各县区民政局`; as_of: `数据截至7月27日`; both at the foot of every page of a masthead paper
    filters    what it was narrowed to: `全市`, `通许县`
    readings   of the numbers in the title
    """

    title: str
    subtitle: str
    office: str
    date: str
    parts: tuple[Part, ...]
    mark: str
    draft: bool = False
    masthead: str = ""
    issue: str = ""
    sent: str = ""
    as_of: str = ""
    filters: str = ""
    readings: tuple[Reading, ...] = ()

    @property
    def demonstration(self) -> bool:
        """Whether its figures are those of the demonstration: then every page says so."""
        return DEMONSTRATION in self.mark

    @property
    def name(self) -> str:
        """What the file's properties call it: `民政工作周报 2023年第30期`, else the title on one line."""
        return f"{self.masthead} {self.issue}".strip() if self.masthead else self.title.replace("\n", "")

    @property
    def numbered(self) -> str:
        """Number and period on one line: `2023年第30期（2023年第30周）`."""
        apart = "　" if self.issue and self.subtitle and not self.subtitle.startswith("（") else ""
        return f"{self.issue}{apart}{self.subtitle}"

    def texts(self) -> list[str]:
        """Every text of it, in order: what all forms must hold. Values drawn in charts are in `numbers()`."""
        head = [self.masthead, self.issue, self.title, self.subtitle]
        body = [text for part in self.parts for text in part.texts()]
        return [text for text in [*head, *body, self.office, self.date, self.sent, self.as_of] if text]

    def numbers(self) -> Iterator[Number]:
        """Every number of its tables, maps and charts."""
        for part in self.parts:
            if isinstance(part, Table):
                yield from (cell for row in part.rows for cell in row if isinstance(cell, Number))
            elif isinstance(part, MapPicture):
                yield from (area.number for area in part.areas)
            elif isinstance(part, Chart):
                for one in part.drawn:
                    yield from part.numbers(one)

    def read_from(self) -> Iterator[Reading]:
        """Every reading behind it."""
        yield from self.readings
        for part in self.parts:
            if isinstance(part, Paragraph | Bullets):
                yield from part.readings
        yield from (number.reading for number in self.numbers() if number.reading)


def numbered(headings: Sequence[str]) -> list[str]:
    """`一、总体进展`, `二、…`."""
    return [f"{numeral(place)}、{text}" for place, text in enumerate(headings, 1)]


FRONT = "要情"


@dataclass(frozen=True)
class Topic:
    """What stands below one level-1 heading; `name` is the heading, which is not among `parts`."""

    name: str
    parts: tuple[Part, ...]


def topics(document: Document) -> list[Topic]:
    """The parts by their level-1 headings; what stands before the first is 要情."""
    found: list[tuple[str, list[Part]]] = [(FRONT, [])]
    for part in document.parts:
        if isinstance(part, Heading) and part.level == 1:
            found.append((part.text, []))
        else:
            found[-1][1].append(part)
    return [Topic(name, tuple(parts)) for name, parts in found if parts or name != FRONT]
