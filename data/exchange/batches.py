"""The batches: who brought which file when, with what outcome; and which months of which townships it touched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.database import metadata

batches = sa.Table(
    "batches",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("dataset", sa.String(40), nullable=False),
    sa.Column("file", sa.String(255), nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("who", sa.String(64), nullable=False),
    sa.Column("source", sa.String(10), nullable=False),  # command, api, page or demo
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("inserted", sa.Integer, nullable=False),
    sa.Column("updated", sa.Integer, nullable=False),
    sa.Column("unchanged", sa.Integer, nullable=False),
    sa.Column("rejected", sa.Integer, nullable=False),
    sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
    sa.Column("withdrawn_by", sa.String(64)),
    sa.Index("ix_batches_dataset", "dataset", "id"),
    sqlite_autoincrement=True,
)

# What the next refresh must look at. month '0000-00' stands for “every month” (a row without dates).
# region is the row's township (9 digits) or, where the code is coarser, its county (6 digits).
touched = sa.Table(
    "touched",
    metadata,
    sa.Column("dataset", sa.String(40), primary_key=True),
    sa.Column("region", sa.String(9), primary_key=True),
    sa.Column("month", sa.String(7), primary_key=True),
)

ALWAYS = "0000-00"


@dataclass(frozen=True)
class Batch:
    """One delivery as it was taken. Moments are UTC; `withdrawn_at` None: it stands."""

    id: int
    dataset: str
    file: str
    sha256: str
    who: str
    source: str
    at: datetime
    rows: int
    inserted: int
    updated: int
    unchanged: int
    rejected: int
    withdrawn_at: datetime | None
    withdrawn_by: str | None


def read_batches(
    connection: Connection,
    *,
    limit: int,
    dataset: str | None = None,
    before: int | None = None,
    who: str | None = None,
    standing: bool = False,
) -> list[Batch]:
    """The newest batches first: at most `limit`; of one dataset, older than batch `before`, brought by `who`, where these are given.

    standing  without those withdrawn
    """
    wanted = sa.select(batches).order_by(batches.c.id.desc()).limit(limit)
    if dataset is not None:
        wanted = wanted.where(batches.c.dataset == dataset)
    if before is not None:
        wanted = wanted.where(batches.c.id < before)
    if who is not None:
        wanted = wanted.where(batches.c.who == who)
    if standing:
        wanted = wanted.where(batches.c.withdrawn_at.is_(None))
    return [Batch(**row._mapping) for row in connection.execute(wanted)]
