"""Whole columns of cells at once: each distinct cell is parsed once, plain keys not at all, so that a million rows take seconds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from data.datasets.column import Column
from data.exchange import amounts, cells, days
from data.exchange.cells import KEY_LENGTH, Parse, Refused, Terms

_REMEMBERED = 100_000  # distinct cells kept per column
_CITIZEN_LIKE = re.compile(r"[0-9]{17}[0-9Xx]")


def parser(column: Column, terms: Terms) -> Parse:
    """How a cell of the column that isn't blank becomes its stored value; raises Refused."""
    match column.kind:
        case "key" | "reference":
            return cells.key
        case "region":
            return cells.region(column, terms)
        case "enum":
            return cells.option(column)
        case "text":
            return cells.free_text
        case "date":
            return days.day(column, terms)
        case "month":
            return days.month(terms)
        case "money":
            return amounts.money
        case "int":
            return amounts.count(column)
        case "number":
            return amounts.number
        case "yesno":
            return cells.yes_no
        case "lon":
            return amounts.longitude
        case "lat":
            return amounts.latitude
        case "citizen":
            return cells.citizen(terms)
        case "indicator":
            return cells.indicator(terms)


class _Seen(dict[Any, Any]):
    """Cell → stored value, parsed on first sight; `refused` keeps what is wrong with the cells that have none."""

    def __init__(self, column: Column, parse: Parse) -> None:
        super().__init__()
        self.column, self.parse = column, parse
        self.refused: dict[Any, str] = {}

    def __missing__(self, seen: Any) -> Any:
        cell = seen[1] if isinstance(seen, tuple) else seen
        value = None
        if not cells.blank(cell):
            try:
                value = self.parse(cell)
            except Refused as problem:
                self.refused[seen] = str(problem)
        elif self.column.required:
            self.refused[seen] = f"必填；应为 {self.column.words}"
        self[seen] = value
        return value

    def forget(self) -> None:
        """Keep the memory bounded: refused cells may be of any length, and columns may have a value a row."""
        for cell in self.refused:
            del self[cell]
        self.refused.clear()
        if len(self) > _REMEMBERED:
            self.clear()


class ColumnCheck:
    """The check of one column over a whole file."""

    def __init__(self, column: Column, terms: Terms) -> None:
        self._keys = column.kind in ("key", "reference")
        self._seen = _Seen(column, parser(column, terms))

    def __call__(self, raw: Sequence[Any]) -> tuple[Sequence[Any], dict[int, str]]:
        """The stored values (None where there is none), and what is wrong by position."""
        if self._keys and _plain_keys(raw):
            return raw, {}
        # 1, 1.0 and True are one key to a dict, so what isn't text is looked up with its type
        looked_up = [cell if cell.__class__ is str else (cell.__class__, cell) for cell in raw]
        seen = self._seen
        seen.forget()
        values = list(map(seen.__getitem__, looked_up))
        refused = seen.refused
        if not refused:
            return values, {}
        return values, {at: refused[cell] for at, cell in enumerate(looked_up) if cell in refused}


def _plain_keys(raw: Sequence[Any]) -> bool:
    """Whether all cells are keys as they stand: ASCII letters, digits, - and _, in bounds, nothing like a citizen number."""
    try:
        joined = "".join(raw)
        lengths = set(map(len, raw))
    except TypeError:
        return False
    return (
        bool(lengths)
        and min(lengths) > 0
        and max(lengths) <= KEY_LENGTH
        and joined.isascii()
        and joined.replace("-", "").replace("_", "").isalnum()
        and (max(lengths) < 18 or not _CITIZEN_LIKE.search("\n".join(raw)))
    )
