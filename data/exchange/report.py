"""The import report: what became of every row, in words and numbers, without ever repeating a citizen number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from data.citizens import mask, mask_all

KEPT = 10_000  # errors repeated in a report; more are only counted
VALUE_LENGTH = 60


@dataclass(frozen=True)
class Error:
    """One thing wrong: row None for the whole file, column None for a whole row."""

    row: int | None
    column: str | None
    value: str
    problem: str


@dataclass(frozen=True)
class Report:
    """What an import did. `batch` None: nothing was taken, or it was a dry run."""

    dataset: str
    file: str
    sha256: str = ""
    batch: int | None = None
    rows: int = 0
    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    unknown_columns: tuple[str, ...] = ()
    errors: tuple[Error, ...] = ()
    errors_total: int | None = None  # given only where there are more than KEPT

    @property
    def taken(self) -> bool:
        """Whether any row was taken (or, on a dry run, would be)."""
        return self.inserted + self.updated + self.unchanged > 0

    @property
    def exit_code(self) -> int:
        """0 all rows taken, 3 some rejected, 2 nothing taken."""
        return 2 if not self.taken else 3 if self.rejected else 0

    def refused(self, problem: str) -> Report:
        """The report of a file of which nothing is taken."""
        return replace(self, batch=None, inserted=0, updated=0, unchanged=0, errors=(Error(None, None, "", problem),))

    def to_dict(self) -> dict[str, Any]:
        """The report as the contract's JSON."""
        return {
            "batch": self.batch,
            "dataset": self.dataset,
            "file": self.file,
            "sha256": self.sha256,
            "rows": self.rows,
            "inserted": self.inserted,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "rejected": self.rejected,
            "unknown_columns": list(self.unknown_columns),
            "errors": [vars(error) for error in self.errors],
            **({} if self.errors_total is None else {"errors_total": self.errors_total}),
        }


@dataclass
class Faults:
    """The errors of an import as they are found; keeps the first KEPT in row order, and one a column of a row."""

    total: int = 0
    _kept: dict[tuple[int, int], Error] = field(default_factory=dict)

    def add(self, row: int, at: int, column: str | None, value: object, problem: str, *, citizen: bool = False) -> None:
        """Note an error; `at` orders the columns of a row, -1 for the whole row."""
        if (row, at) in self._kept:
            return
        self.total += 1
        if len(self._kept) >= 2 * KEPT:
            self._cut()
        self._kept[row, at] = Error(row, None if column is None else shown(column), shown(value, citizen=citizen), problem)

    def more(self, number: int) -> None:
        """Count errors that are not kept."""
        self.total += number

    def _cut(self) -> None:
        self._kept = dict(sorted(self._kept.items())[:KEPT])

    def errors(self) -> tuple[Error, ...]:
        """The kept errors in the order of rows and columns."""
        self._cut()
        return tuple(self._kept.values())


def shown(value: object, *, citizen: bool = False) -> str:
    """What a report repeats of a value: masked, at most VALUE_LENGTH characters."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        text = f"{value:%Y-%m-%d %H:%M}".removesuffix(" 00:00")
    elif isinstance(value, date):
        text = value.isoformat()
    elif isinstance(value, float):
        text = format(value, ".15g")
    else:
        text = str(value)
    # Masked before it is cut, or half a number would slip through at the edge; the rest of a very long text is never looked at.
    text = text[: 4 * VALUE_LENGTH].strip().encode("utf-8", "replace").decode()  # JSON may have brought half a character
    return (mask_all(text) if citizen else mask(text))[:VALUE_LENGTH]


def file_name(path: Path | str) -> str:
    """A file's name as reports and batches keep it: without its folder, masked, at most 255 characters."""
    return mask(Path(path).name.encode("utf-8", "replace").decode())[-255:]


def shown_all(values: Iterable[str]) -> tuple[str, ...]:
    """Several values as a report repeats them."""
    return tuple(map(shown, values))
