"""The declaration of a record list: which records stand on it, told in words and as a condition, and what of them is shown.

A list that belongs to an indicator says which part of its figure it is: `numerator` and `denominator` are those records, `gap` the
ones of the denominator that are not in the numerator. Its conditions are the indicator's own wherever that has a name for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from types import SimpleNamespace
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement

from data.datasets import DATASETS, Dataset
from data.indicators import DECLARED
from data.indicators.indicator import Programme
from data.lists.field import Field
from data.periods import Period
from data.regions import regions

Part = Literal["", "gap", "numerator", "denominator"]


@dataclass(frozen=True)
class Span:
    """A period as a condition sees it: from `since` to its day `day` (today while it runs). `c` reads like a row of `periods`."""

    period: Period
    today: date

    @property
    def since(self) -> date:
        return self.period.starts

    @property
    def day(self) -> date:
        return self.period.day(self.today)

    @property
    def year_starts(self) -> date:
        return self.day.replace(month=1, day=1)

    @property
    def tenth(self) -> date:
        """The 10th of the month it starts in."""
        return self.since.replace(day=10)

    @property
    def c(self) -> Any:
        return SimpleNamespace(day=sa.literal(self.day), year_starts=sa.literal(self.year_starts), tenth=sa.literal(self.tenth))


Condition = Callable[[Span], Sequence[ColumnElement[bool]]]


@dataclass(frozen=True)
class RecordList:
    """One list.

    dataset    whose record access opens it; where `of_places`, the rows are regions and the dataset says what they lack
    title      what stands on it, as an official would name it
    sentence   its title with its number: “有 {n} 名特殊困难老年人未探访”; `none` the same where nobody is on it
    whole      the figure's denominator in words: “在册 {d} 名”
    counts, leaves_out  what counts and what does not, in words
    fields     the columns shown
    where      which records, at the period's day
    part       which part of the indicator's figure its number is; empty: of none
    timeless   the same in every period: no period is asked for
    monthly    only a month makes sense
    order      the fields it is sorted by where nobody asks otherwise; `-` before the name: downwards
    """

    id: str
    title: str
    dataset: Dataset
    programme: Programme | None
    sentence: str
    none: str
    counts: str
    leaves_out: str
    fields: tuple[Field, ...]
    where: Condition
    indicator: str = ""
    part: Part = ""
    whole: str = ""
    timeless: bool = False
    monthly: bool = False
    of_places: bool = False
    order: tuple[str, ...] = ()
    by_name: dict[str, Field] = dataclass_field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9_]{3,40}", self.id):
            raise ValueError(f"list id {self.id!r}")
        if "{n}" not in self.sentence or (self.part and self.indicator not in DECLARED):
            raise ValueError(f"list {self.id}: a sentence without its number, or a part of no indicator")
        object.__setattr__(self, "by_name", {one.name: one for one in self.fields})
        if len(self.by_name) < len(self.fields) or {name.lstrip("-") for name in self.order} - self.by_name.keys():
            raise ValueError(f"list {self.id}: a field twice, or an order by none")

    @property
    def section(self) -> str:
        """The section whose chief may read it."""
        return self.dataset.section

    @property
    def table(self) -> sa.Table:
        """The table its rows are of."""
        return regions if self.of_places else self.dataset.table

    @property
    def keys(self) -> tuple[Any, ...]:
        """What tells its rows apart: their last order."""
        return (regions.c.code,) if self.of_places else tuple(self.table.c[name] for name in self.dataset.key)

    @property
    def owner(self) -> sa.Table | None:
        """The table that has the rows' region where they have none of their own."""
        found = None if self.of_places else self.dataset.reference
        return DATASETS[found.refers].table if found else None

    @property
    def region(self) -> Any:
        """The column of the rows' region."""
        if self.of_places:
            return regions.c.code
        return (self.table if self.owner is None else self.owner).c.region


def isnt(condition: Any) -> ColumnElement[bool]:
    """The condition does not hold, also where it can't be told: what a figure's numerator leaves out."""
    return sa.case((condition, sa.literal_column("1")), else_=sa.literal_column("0")) == sa.literal_column("0")


def on_register(table: sa.Table, start: str, end: str, span: Span) -> list[ColumnElement[bool]]:
    """On the register at d: entered by then and not left."""
    return [table.c[start] <= span.day, sa.or_(table.c[end].is_(None), table.c[end] > span.day)]


def inside(column: Any, span: Span) -> ColumnElement[bool]:
    """Dated inside the period, up to d."""
    found: ColumnElement[bool] = column.between(span.since, span.day)
    return found
