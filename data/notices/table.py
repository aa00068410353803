"""The notices that are to go out and what became of them."""

from __future__ import annotations

import sqlalchemy as sa

from data.database import metadata

notices = sa.Table(
    "notices",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("key", sa.String(200), nullable=False, unique=True),  # what it is about: the same is never told twice
    sa.Column("title", sa.String(200), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("sent_at", sa.DateTime(timezone=True)),
    sa.Column("problem", sa.String(500), nullable=False),
)
