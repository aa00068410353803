"""A report before it is Word or PDF: a title, parts in order, and the mark of who takes it. Made of plain texts; knows no figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.indicators.words import numeral


@dataclass(frozen=True)
class Heading:
    """Level 1 is `一、…`, level 2 `（一）…`; the number is part of the text."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; `lead`: its first words, set off."""

    text: str
    lead: str = ""


@dataclass(frozen=True)
class Bullets:
    """Short entries, one a line, numbered."""

    entries: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A three-line table. `widths` are shares; columns named in `numbers` (from 0) stand to the right; `note` in small letters below."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    numbers: frozenset[int] = frozenset()
    caption: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.head) for row in self.rows) or len(self.widths) != len(self.head):
            raise ValueError(f"table {self.caption!r}: rows, head and widths differ")


Part = Heading | Paragraph | Bullets | Table


@dataclass(frozen=True)
class Document:
    """A report. `subtitle` e.g. the period; `date` as it is printed at the end; `mark` stands above every page."""

    title: str
    subtitle: str
    office: str
    date: str
    parts: tuple[Part, ...]
    mark: str
    draft: bool = False

    def texts(self) -> list[str]:
        """Every text of it, in order: what both forms must hold."""
        out = [self.title, self.subtitle]
        for part in self.parts:
            if isinstance(part, Heading):
                out.append(part.text)
            elif isinstance(part, Paragraph):
                out += [part.lead, part.text]
            elif isinstance(part, Bullets):
                out += part.entries
            else:
                out += [part.caption, *part.head, *(cell for row in part.rows for cell in row), part.note]
        return [text for text in [*out, self.office, self.date] if text]


def numbered(headings: Sequence[str]) -> list[str]:
    """`一、总体进展`, `二、…`."""
    return [f"{numeral(place)}、{text}" for place, text in enumerate(headings, 1)]
