"""A dataset: its columns, key, owner and rules. From it come the record table and its history twin."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from data.database import Money, Number, metadata
from data.datasets.column import Column


@dataclass(frozen=True)
class Rule:
    """A row is refused on `column` where `field` has the value `equals` and `column` has one."""

    field: str
    equals: str
    column: str
    problem: str


@dataclass(frozen=True)
class Dataset:
    """One record table of the shared database.

    key      the fields that identify a row (unique)
    section  the owning section, whose chief has record access
    people   a row stands for a person: small cells are withheld
    order    chains of date fields that must not decrease (empty ones are skipped; equal days are allowed)
    rhythm   days between two deliveries after which the data count as late
    """

    name: str
    title: str
    section: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("key",)
    people: bool = False
    order: tuple[tuple[str, ...], ...] = ()
    rules: tuple[Rule, ...] = ()
    rhythm: int = 31
    table: sa.Table = field(init=False, compare=False, repr=False)
    history: sa.Table = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        names = {column.name for column in self.columns}
        headers = [column.header for column in self.columns]
        used = {*self.key, *(name for chain in self.order for name in chain)}
        used |= {name for rule in self.rules for name in (rule.field, rule.column)}
        if used - names or len(set(headers)) < len(headers):
            raise ValueError(f"dataset {self.name}: unknown fields {used - names} or a header twice")
        object.__setattr__(self, "table", _table(self))
        object.__setattr__(self, "history", _history(self))

    def column(self, name: str) -> Column:
        """The column of that field name.

        Raises KeyError.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def dates(self) -> tuple[str, ...]:
        """The fields that place a row in time, months included."""
        return tuple(c.name for c in self.columns if c.kind in ("date", "month"))

    @property
    def reference(self) -> Column | None:
        """The column that points into another dataset, if there is one; the row's region is then that one's."""
        return next((c for c in self.columns if c.kind == "reference"), None)


def sql_type(column: Column) -> sa.types.TypeEngine[Any]:
    """The database type of a column."""
    match column.kind:
        case "key" | "reference":
            return sa.String(64)
        case "region":
            return sa.String(12)
        case "enum":
            return sa.String(16)
        case "text":
            return sa.String(500)
        case "indicator" | "citizen":
            return sa.String(64)
        case "date":
            return sa.Date()
        case "month":
            return sa.String(7)
        case "money":
            return Money()
        case "number":
            return Number()
        case "int":
            return sa.Integer()
        case "yesno":
            return sa.Boolean()
        case "lon" | "lat":
            return sa.Double()


def _table(dataset: Dataset) -> sa.Table:
    """Record table: the declared columns, and which batch inserted and which last changed the row."""
    columns: list[sa.Column[object]] = [
        sa.Column(c.name, sql_type(c), nullable=not c.required, primary_key=c.name in dataset.key) for c in dataset.columns
    ]
    table = sa.Table(
        dataset.name,
        metadata,
        *columns,
        sa.Column("inserted_by", sa.Integer, nullable=False),
        sa.Column("changed_by", sa.Integer, nullable=False),
        sqlite_with_rowid=len(dataset.key) == 1,
    )
    for column in dataset.columns:
        if column.kind == "reference":  # with the day: who was visited when is answered from the index alone
            days = [table.c[c.name] for c in dataset.columns if c.kind == "date" and c.required]
            sa.Index(f"ix_{dataset.name}_{column.name}", table.c[column.name], *days[:1])
        if column.kind == "region" and dataset.key != ("region",):
            sa.Index(f"ix_{dataset.name}_region", table.c.region)
        if column.kind == "date" and column.required:
            sa.Index(f"ix_{dataset.name}_{column.name}", table.c[column.name])
        if column.kind == "citizen":
            sa.Index(f"ix_{dataset.name}_citizen", table.c.citizen)
    return table


def _history(dataset: Dataset) -> sa.Table:
    """What a row was before `replaced_by` changed it: every declared column as it stood, and the batches it stood under."""
    return sa.Table(
        f"{dataset.name}_history",
        metadata,
        sa.Column("replaced_by", sa.Integer, primary_key=True),
        *(sa.Column(c.name, sql_type(c), primary_key=c.name in dataset.key) for c in dataset.columns),
        sa.Column("inserted_by", sa.Integer, nullable=False),
        sa.Column("changed_by", sa.Integer, nullable=False),
    )
