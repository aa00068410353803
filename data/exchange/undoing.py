"""Withdrawing one batch: rows it inserted go, rows it updated return to what they were, unless a later batch stands on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from access import audit
from data.clock import now
from data.database import Database
from data.datasets import DATASETS, Dataset
from data.exchange.batches import Batch, batches
from data.exchange.failures import in_words
from data.exchange.merging import upsert
from data.exchange.placing import within
from data.exchange.touching import touch


class UndoRefused(Exception):
    """The batch can't be withdrawn; the message says why in Chinese. `batches`: those in the way, the earliest first."""

    def __init__(self, message: str, batches: tuple[int, ...] = ()) -> None:
        super().__init__(message)
        self.batches = batches


class UndoOutside(Exception):
    """Not all records of the batch lie where the one who asks may withdraw; the message says so in Chinese."""


@dataclass(frozen=True)
class Undone:
    """What a withdrawal did."""

    batch: int
    dataset: str
    file: str
    removed: int
    restored: int


def undo(database: Database, batch: int, *, who: str, where: str = audit.COMMAND_LINE, region: str | None = None) -> Undone:
    """Withdraw a batch, in one transaction, with its entry in the audit log.

    region  only where all its records lie in there; None: anywhere
    Raises UndoRefused, UndoOutside, Busy and Unfinished; nothing is changed then.
    """
    with in_words(), database.writing() as connection:
        return undo_within(connection, batch, who=who, where=where, region=region)


def undo_within(connection: Connection, batch: int, *, who: str, where: str, region: str | None = None) -> Undone:
    """The same inside a writer's own transaction.

    Raises UndoRefused and UndoOutside before anything is changed.
    """
    row = connection.execute(sa.select(batches).where(batches.c.id == batch)).first()
    if row is None:
        raise UndoRefused(f"没有批次 {batch}。")
    if row.withdrawn_at is not None:
        raise UndoRefused(f"批次 {batch} 已经撤回过了。")
    if region is not None and not within(connection, [Batch(**row._mapping)], region):
        raise UndoOutside(f"批次 {batch} 的记录不全在您现在的县区，或已没有可撤回的记录；请管理员处理。")
    dataset = DATASETS[row.dataset]
    _refuse_if_built_upon(connection, dataset, batch)
    table, history = dataset.table, dataset.history
    changed = sa.select(table).where(table.c.changed_by == batch).subquery()
    touch(connection, dataset, [changed], batch)
    removed = connection.execute(sa.delete(table).where(table.c.inserted_by == batch)).rowcount
    names = [column.name for column in table.columns]
    old = sa.select(*(history.c[name] for name in names)).where(history.c.replaced_by == batch)
    upsert(connection, dataset, names, old, [name for name in names if name not in dataset.key])
    restored = connection.execute(sa.delete(history).where(history.c.replaced_by == batch)).rowcount
    connection.execute(sa.update(batches).where(batches.c.id == batch).values(withdrawn_at=now(), withdrawn_by=who[:64]))
    what = f"批次 {batch}（{dataset.title}，{row.file[-200:]}）：删除 {removed}，还原 {restored}"
    audit.append(connection, "undo", who=who, where=where, what=what, rows=removed + restored)
    return Undone(batch, dataset.name, row.file, removed, restored)


def _refuse_if_built_upon(connection: Connection, dataset: Dataset, batch: int) -> None:
    changed = _named(connection, _changed_later(dataset, batch))
    if changed:
        raise UndoRefused(f"不能撤回批次 {batch}：其中的记录后来又被批次 {_list(changed)} 改过；请先撤回批次 {changed[-1]}。", changed)
    referring = _named(connection, _referring(dataset, batch))
    if referring:
        raise UndoRefused(f"不能撤回批次 {batch}：批次 {_list(referring)} 的记录引用了它；请先撤回批次 {referring[-1]}。", referring)


def _named(connection: Connection, queries: Iterator[sa.Select[Any]]) -> tuple[int, ...]:
    return tuple(sorted({row[0] for query in queries for row in connection.execute(query)}))


def _list(numbers: tuple[int, ...]) -> str:
    return "、".join(map(str, numbers[:5])) + (f" 等 {len(numbers)} 个批次" if len(numbers) > 5 else "")


def _changed_later(dataset: Dataset, batch: int) -> Iterator[sa.Select[Any]]:
    """The batches that changed rows which this one inserted, or updated."""
    table, history = dataset.table, dataset.history
    yield sa.select(table.c.changed_by).distinct().where(table.c.inserted_by == batch, table.c.changed_by != batch)
    same = sa.and_(*(table.c[name] == history.c[name] for name in dataset.key))
    yield (
        sa.select(table.c.changed_by)
        .distinct()
        .select_from(history.join(table, same))
        .where(history.c.replaced_by == batch, table.c.changed_by != batch)
    )


def _referring(dataset: Dataset, batch: int) -> Iterator[sa.Select[Any]]:
    """The batches whose rows, as they are or as a withdrawal would restore them, refer to rows this batch inserted."""
    mine = dataset.table
    for other in DATASETS.values():
        if other.reference is None or other.reference.refers != dataset.name:
            continue
        for table in (other.table, other.history):
            by = table.c.changed_by if table is other.table else table.c.replaced_by
            joined = table.join(mine, mine.c.key == table.c[other.reference.name])
            yield sa.select(by).distinct().select_from(joined).where(mine.c.inserted_by == batch)
