"""A past week as the records stood on a day: a copy of the database, later batches withdrawn from it, its readings computed anew.

Returns and tasks are told by their own days already. What a plan said before it was changed, and records of batches that were withdrawn
since, are not in the database any more: how many such batches there are is said.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from data.clock import end_of
from data.database import Database
from data.exchange.batches import batches
from data.exchange.undoing import UndoRefused, undo
from data.facts import is_demonstration, set_fact
from data.indicators.refresh import refresh


class CannotRebuild(ValueError):
    """Why the records of that day can't be had again, in words."""


@dataclass(frozen=True)
class Stood:
    """The copy; how many batches were taken out of it, and how many that stood then are gone for good."""

    database: Database
    later: int
    gone: int


@contextmanager
def as_stood(database: Database, day: date) -> Iterator[Stood]:
    """The records as they stood at the end of a day, in a private copy that goes with the end of the block.

    Raises CannotRebuild.
    """
    if not database.sqlite:
        raise CannotRebuild("PostgreSQL 请在那一天的备份上另开一个库运行；--as-of 只用于内置 SQLite。")
    with database.reading() as connection:
        if is_demonstration(connection):
            raise CannotRebuild("演示数据是一次生成的，没有逐批到达的时间，不能按某一天重编。")
        after = batches.c.at > end_of(day)
        later = list(
            connection.scalars(sa.select(batches.c.id).where(after, batches.c.withdrawn_at.is_(None)).order_by(batches.c.id.desc()))
        )
        gone = connection.scalar(
            sa.select(sa.func.count()).select_from(batches).where(batches.c.at <= end_of(day), batches.c.withdrawn_at > end_of(day))
        )
    with tempfile.TemporaryDirectory(prefix="cockpit-as-of-") as folder:  # open to its owner alone
        copy = _copied(database, Path(folder) / "cockpit.db")
        try:
            _take_out(copy, later, day)
            yield Stood(copy, len(later), gone or 0)
        finally:
            copy.dispose()


def _copied(database: Database, path: Path) -> Database:
    with closing(sqlite3.connect(path)) as into, closing(sqlite3.connect(str(database.url.database))) as source:
        source.backup(into)
    return Database(f"sqlite:///{path}")


def _take_out(copy: Database, later: list[int], day: date) -> None:
    for batch in later:  # the newest first, so that none is built upon
        try:
            undo(copy, batch, who="as-of")
        except UndoRefused as refused:
            raise CannotRebuild(f"批次 {batch} 撤不出来：{refused}") from None
    with copy.writing() as connection:
        set_fact(connection, "today", day.isoformat())
    refresh(copy)
