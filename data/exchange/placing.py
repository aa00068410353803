"""Where the records of a batch lie: whether all of them, as they are and as they were, are within one region."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.datasets import DATASETS, Dataset
from data.exchange.batches import Batch


def within(connection: Connection, found: Iterable[Batch], region: str) -> set[int]:
    """The numbers of those batches that have records all of which lie in `region`.

    A batch without records (withdrawn, or it changed nothing) is none of them: nothing tells any more where it belongs.
    """
    inside: set[int] = set()
    for name, group in groupby(sorted(found, key=lambda batch: batch.dataset), key=lambda batch: batch.dataset):
        ids = [batch.id for batch in group]
        outside: dict[int, int] = {}
        for query in _counted(DATASETS[name], ids, region):
            for batch, count in connection.execute(query):
                outside[batch] = outside.get(batch, 0) + int(count)
        inside |= {batch for batch, count in outside.items() if not count}
    return inside


def _counted(dataset: Dataset, ids: list[int], region: str) -> Iterator[sa.Select[Any]]:
    """Batch and number of its records outside, from each place a batch leaves its number in."""
    for table, names in ((dataset.table, ("changed_by", "inserted_by")), (dataset.history, ("replaced_by", "changed_by"))):
        source, place = _place(dataset, table)
        outside = sa.func.sum(sa.case((place.startswith(region), 0), else_=1))  # what lies nowhere lies outside
        for name in names:
            by = table.c[name]
            yield sa.select(by, outside).select_from(source).where(by.in_(ids)).group_by(by)


def _place(dataset: Dataset, table: sa.Table) -> tuple[sa.FromClause, sa.ColumnElement[Any]]:
    reference = dataset.reference
    if reference is None:
        return table, table.c.region
    other = DATASETS[reference.refers].table.alias("referred")
    return table.outerjoin(other, other.c.key == table.c[reference.name]), other.c.region
