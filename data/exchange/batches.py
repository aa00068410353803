"""The batches: who brought which file when, with what outcome; and which months of which townships it touched."""

from __future__ import annotations

import sqlalchemy as sa

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
