"""Who owes what at a ledger's day: counties their overdue, unreported and lagging tasks, sections the returns that wait for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data.programmes.form import Programme, Task
from data.programmes.ledger import Book
from data.programmes.light import WORST, Light
from geo.regions import CITY

OWED: tuple[Light, ...] = ("overdue", "missing", "behind")


@dataclass(frozen=True)
class Debt:
    """One task that a county (or the city) owes. days: how long it is overdue, 0 where it is not; percents 0–100.

    month  the month whose return has not been accepted; empty where none is missing
    """

    programme: Programme
    task: Task
    light: Light
    days: int
    percent: float | None
    expected: float
    month: str


@dataclass(frozen=True)
class Debtor:
    """A region with all it owes, the worst first."""

    region: str
    name: str
    debts: tuple[Debt, ...]

    def count(self, light: Light) -> int:
        """How many of its tasks show this light."""
        return sum(debt.light == light for debt in self.debts)


@dataclass(frozen=True)
class Desk:
    """A section with the returns of one programme that wait for its review."""

    section: str
    programme: Programme
    waiting: int


def debtors(books: Sequence[Book], day: date) -> tuple[Debtor, ...]:
    """Everybody who owes something at `day`, whoever owes most first."""
    owed: dict[str, list[Debt]] = {}
    names: dict[str, str] = {}
    for book in books:
        for line in book.lines:
            for cell in line.cells:
                if cell.light in OWED:
                    names[cell.region] = cell.region_name
                    days = (day - line.due_on).days if cell.light == "overdue" else 0
                    month = cell.asked if cell.missing else ""
                    owed.setdefault(cell.region, []).append(
                        Debt(book.programme, line.task, cell.light, days, cell.percent, cell.expected, month)
                    )
    found = [Debtor(code, names[code], tuple(sorted(debts, key=_weight))) for code, debts in owed.items()]
    return tuple(sorted(found, key=lambda one: ([-one.count(light) for light in OWED], one.region == CITY, one.region)))


def _weight(debt: Debt) -> tuple[int, int, float]:
    gap = debt.expected - debt.percent if debt.percent is not None else 0.0
    return WORST.index(debt.light), -debt.days, -gap


def desks(books: Sequence[Book]) -> tuple[Desk, ...]:
    """The sections that returns wait for, in the plan's order."""
    found = []
    for book in books:
        waiting = sum(cell.state == "submitted" for line in book.lines for cell in line.cells)
        if waiting:
            found.append(Desk(book.programme.owner, book.programme, waiting))
    return tuple(found)
