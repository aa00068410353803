"""What a file, or a list of JSON rows, looks like to the import: a head to find the header in, then blocks of raw rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

HEAD_ROWS = 30  # the header is looked for in these


class SheetError(Exception):
    """The whole file can't be taken; the message says in Chinese why and what to do."""


@dataclass(frozen=True)
class Trouble:
    """What the reader found wrong with a row, or with one cell of it (`at`: its position)."""

    row: int
    at: int | None
    problem: str


@dataclass(frozen=True)
class Block:
    """Consecutive rows as they were read; `first` is the number of the first one."""

    first: int
    rows: list[Sequence[Any]]
    troubles: list[Trouble] = field(default_factory=list)


class Sheet(Protocol):
    """A table as it was delivered. Rows are numbered from `first`, as a spreadsheet numbers them."""

    first: int
    total: int  # what `done` grows to; in a unit of its own

    def head(self) -> list[Sequence[Any]]:
        """The first HEAD_ROWS rows.

        Raises SheetError.
        """
        ...

    def blocks(self, after: int, width: int) -> Iterator[Block]:
        """The rows below row number `after`, of which the first `width` cells count.

        Raises SheetError where the file can't be read on.
        """
        ...

    @property
    def done(self) -> int:
        """How much of `total` has been read."""
        ...


@dataclass(frozen=True)
class Nested:
    """A JSON list or object where a single value belongs; it is refused as a cell, and shown as it was written."""

    text: str

    def __str__(self) -> str:
        return self.text


class Rows:
    """JSON rows as a sheet: row 1 is the first one; every row must name the same fields."""

    first = 0

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self._rows = rows
        self._fields = list(dict.fromkeys(name for row in rows for name in row))
        self.total, self.done = len(rows), 0

    def head(self) -> list[Sequence[Any]]:
        return [self._fields]

    def blocks(self, after: int, width: int) -> Iterator[Block]:
        step = 5000
        for start in range(0, len(self._rows), step):
            taken = self._rows[start : start + step]
            troubles = [
                Trouble(start + at + 1, None, f"缺少字段 {missing[0]}；各行的字段须一致，要清空的写 null")
                for at, row in enumerate(taken)
                if (missing := [name for name in self._fields if name not in row])
            ]
            self.done = start + len(taken)
            yield Block(start + 1, [[_single(row.get(name)) for name in self._fields] for row in taken], troubles)


def _single(cell: Any) -> Any:
    return Nested(str(cell)[:1000]) if isinstance(cell, list | dict) else cell
