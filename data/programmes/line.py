"""What a ledger is made of: a cell for a task in one county, a line for a task, a book for a programme, and the milestones beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from data.periods import Period
from data.programmes.form import Milestone, Plan, Programme, Task
from data.programmes.light import Light
from data.programmes.returns.table import State


@dataclass(frozen=True)
class Cell:
    """One task in one county (or in the city, where a section does it) at the ledger's day. Percents are 0–100; None: no value.

    percent    what counts: the last accepted return's; without one, the linked indicators'
    reported   percent of the last accepted return up to the month, `reported_of` its month
    linked     how far the linked indicators are by themselves
    disagrees  both are there and more than 10 points apart
    asked      the month whose return was due at the day; empty: none yet       state  of that month's return; None: not begun
    late       that return came after its deadline        missing  it is due and has not been accepted
    """

    region: str
    region_name: str
    percent: float | None
    expected: float
    light: Light
    reported: int | None
    reported_of: str
    linked: float | None
    disagrees: bool
    asked: str
    state: State | None
    late: bool
    missing: bool


@dataclass(frozen=True)
class Conflict:
    """Two dates of one task. `taken` the month that counts; who and when: the section's confirmation, empty without one."""

    ledger: str
    text: str
    taken: str
    who: str
    on: date | None


@dataclass(frozen=True)
class Line:
    """One row of the ledger: a task with its cells.

    percent    the weighted mean of the cells that have one; where nobody has reported yet, the linked indicators' own
    disagrees  some cell's return and readings do
    """

    programme: str
    task: Task
    due_on: date
    conflict: Conflict | None
    percent: float | None
    expected: float
    light: Light
    linked: float | None
    disagrees: bool
    cells: tuple[Cell, ...]

    @property
    def basis(self) -> Literal["returns", "indicators", "none"]:
        """What the percent rests on."""
        if any(cell.reported is not None for cell in self.cells):
            return "returns"
        return "none" if self.percent is None else "indicators"

    @property
    def asked(self) -> int:
        """How many returns were due."""
        return sum(bool(cell.asked) for cell in self.cells)

    @property
    def accepted(self) -> int:
        """How many of them are accepted."""
        return sum(cell.state == "accepted" for cell in self.cells if cell.asked)


@dataclass(frozen=True)
class Stone:
    """A milestone of a programme on one day. `why` says what makes it done: a mark of the section, its indicators, its task."""

    milestone: Milestone
    due_on: date
    state: Literal["done", "overdue", "ahead"]
    done_on: date | None
    why: str


@dataclass(frozen=True)
class Book:
    """One programme: percent and expected are weighted means over the `counted` lines (those with a percent)."""

    programme: Programme
    percent: float | None
    expected: float | None
    light: Light
    counted: int
    lines: tuple[Line, ...]
    stones: tuple[Stone, ...]

    def count(self, light: Light) -> int:
        """How many of its tasks show this light."""
        return sum(line.light == light for line in self.lines)


@dataclass(frozen=True)
class Ledger:
    """The plan of a year as it stood on `day`, for the city or one county."""

    plan: Plan
    month: Period
    day: date
    region: str
    books: tuple[Book, ...]

    def book(self, programme: str) -> Book | None:
        """One programme's; None where the plan has none of this id."""
        return next((book for book in self.books if book.programme.id == programme), None)
