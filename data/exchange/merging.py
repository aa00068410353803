"""Staged rows into the record table: what is new, what changes, what stays; old images into the history; one upsert."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from data.datasets import Dataset
from data.exchange.staging import Staging

_OWN = ("inserted_by", "changed_by")


@dataclass(frozen=True)
class Counts:
    """What becomes of the good rows."""

    inserted: int
    updated: int
    unchanged: int


def compare(staging: Staging) -> Counts:
    """Leave in the staging only the rows that insert or change a record; count them and those that don't."""
    staging.connection.execute(sa.delete(staging.table).where(~staging.good))
    table = staging.dataset.table
    rows = staging.count()
    known = staging.count(sa.exists().where(staging.same_key(table)))
    unchanged = 0
    if known:
        same = (table.c[name].is_not_distinct_from(staging.table.c[name]) for name in _values(staging))
        gone = sa.delete(staging.table).where(sa.exists().where(staging.same_key(table), *same))
        unchanged = staging.connection.execute(gone).rowcount
    return Counts(inserted=rows - known, updated=known - unchanged, unchanged=unchanged)


def write(staging: Staging, counts: Counts, batch: int) -> None:
    """Keep the old images of the rows that change, then insert and update, all in the name of the batch."""
    connection, dataset, table = staging.connection, staging.dataset, staging.dataset.table
    new = sa.select(*(staging.table.c[name] for name in staging.fields), sa.literal(batch), sa.literal(batch))
    if not counts.updated:  # PostgreSQL takes half as long again where it must look out for conflicts
        connection.execute(sa.insert(table).from_select([*staging.fields, *_OWN], new))
        return
    names = [column.name for column in table.columns]
    old = sa.select(sa.literal(batch), *table.columns).select_from(staging.table.join(table, staging.same_key(table)))
    connection.execute(sa.insert(dataset.history).from_select(["replaced_by", *names], old))
    upsert(connection, dataset, [*staging.fields, *_OWN], new, [*_values(staging), "changed_by"])


def upsert(connection: Connection, dataset: Dataset, names: list[str], rows: sa.Select[Any], changing: list[str]) -> None:
    """Insert the selected rows; where the key is there, set the columns `changing`."""
    maker = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    # SQLite reads "… SELECT … ON CONFLICT" as a join unless the SELECT has a WHERE
    insert: Any = maker(dataset.table).from_select(names, rows.where(sa.true()))
    connection.execute(
        insert.on_conflict_do_update(index_elements=list(dataset.key), set_={name: insert.excluded[name] for name in changing})
    )


def _values(staging: Staging) -> list[str]:
    return [name for name in staging.fields if name not in staging.dataset.key]
