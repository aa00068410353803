"""The marks that tell the next refresh which months of which townships a batch touched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from data.datasets import DATASETS, Dataset
from data.exchange.batches import ALWAYS, touched

# What a community is counts in every month, whatever its days say.
_STATE = {"communities": ("kind", "standard", "recheck_passed")}


def touch(connection: Connection, dataset: Dataset, images: Sequence[sa.FromClause], batch: int) -> None:
    """Mark what the images of rows lie in: staged or stored rows, and the old images that `batch` keeps in the history.

    An image may lack columns; those days are in the other images of its row.
    """
    old = sa.select(dataset.history).where(dataset.history.c.replaced_by == batch).subquery()
    marks = [mark for image in (*images, old) for mark in _marks(connection, dataset, image)]
    if dataset.name in _STATE:
        marks += [_restated(dataset, image, old) for image in images]
    maker = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    chosen = sa.union(*marks).subquery()
    rows = sa.select(*chosen.columns).where(sa.true())
    insert: Any = maker(touched).from_select(["dataset", "region", "month"], rows)
    connection.execute(insert.on_conflict_do_nothing())


def _marks(connection: Connection, dataset: Dataset, image: sa.FromClause) -> list[sa.Select[Any]]:
    source, region = _place(dataset, image)
    given = [dataset.column(name) for name in dataset.dates if name in image.c]

    def mark(month: sa.ColumnElement[str]) -> sa.Select[Any]:
        name, code = sa.literal(dataset.name).label("dataset"), sa.func.substr(region, 1, 9).label("region")
        return sa.select(name, code, month.label("month")).select_from(source)

    if "year" in image.c:
        return [mark(sa.cast(image.c.year, sa.String) + "-01")]
    marks = [
        mark(image.c[column.name] if column.kind == "month" else _month(connection, image.c[column.name])).where(
            image.c[column.name].is_not(None)
        )
        for column in given
    ]
    return [*marks, mark(sa.literal(ALWAYS)).where(*(image.c[column.name].is_(None) for column in given))]


def _place(dataset: Dataset, image: sa.FromClause) -> tuple[sa.FromClause, sa.ColumnElement[Any]]:
    """The image, and the region its rows lie in: their own, or that of the record they refer to."""
    reference = dataset.reference
    if reference is None:
        return image, image.c.region
    other = DATASETS[reference.refers].table
    return image.join(other, other.c.key == image.c[reference.name]), other.c.region


def _month(connection: Connection, day: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    if connection.dialect.name == "sqlite":
        return sa.func.substr(sa.type_coerce(day, sa.String), 1, 7)
    return sa.func.to_char(day, "YYYY-MM")


def _restated(dataset: Dataset, image: sa.FromClause, old: sa.FromClause) -> sa.Select[Any]:
    """Every month of the rows that are new or whose state changed."""
    state = [name for name in _STATE[dataset.name] if name in image.c]
    same = sa.and_(
        *(old.c[name] == image.c[name] for name in dataset.key), *(old.c[name].is_not_distinct_from(image.c[name]) for name in state)
    )
    return sa.select(
        sa.literal(dataset.name).label("dataset"), sa.func.substr(image.c.region, 1, 9).label("region"), sa.literal(ALWAYS).label("month")
    ).where(~sa.exists().where(same).correlate(image))
