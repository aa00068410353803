"""The tables of the wall: playlists, enrolled devices, and what a presenter has asked of a wall."""

from __future__ import annotations

import sqlalchemy as sa

from data.database import metadata

NAME = 40  # characters of a playlist's or device's name
AGENT = 300

playlists = sa.Table(
    "screen_playlists",
    metadata,
    sa.Column("name", sa.String(NAME), primary_key=True),
    sa.Column("slots", sa.JSON, nullable=False),  # [{"scene", "seconds", "indicator"}], in order
    sa.Column("version", sa.Integer, nullable=False),  # grows with each change
    sa.Column("changed_by", sa.String(64), nullable=False),
    sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
)

devices = sa.Table(
    "screen_devices",
    metadata,
    sa.Column("id", sa.String(8), primary_key=True),
    sa.Column("name", sa.String(NAME), nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),  # of the link's token, which is shown once
    sa.Column("playlist", sa.String(NAME), nullable=False),
    sa.Column("created_by", sa.String(64), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("revoked_by", sa.String(64)),
    sa.Column("revoked_at", sa.DateTime(timezone=True)),
    sa.Column("last_seen_at", sa.DateTime(timezone=True)),
    sa.Column("address", sa.String(64), nullable=False),  # where it was last seen
    sa.Column("agent", sa.String(AGENT), nullable=False),
)

holds = sa.Table(
    "screen_holds",
    metadata,
    sa.Column("wall", sa.String(24), primary_key=True),  # device:<id> or session:<id>
    sa.Column("who", sa.String(64), nullable=False),
    sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("until", sa.DateTime(timezone=True), nullable=False),
    sa.Column("scene", sa.String(90), nullable=False),  # with its indicator; counted from; empty: the one that stood there when it began
    sa.Column("steps", sa.Integer, nullable=False),  # scenes on from there, or back
    sa.Column("county", sa.String(6), nullable=False),  # shown large instead; empty: none
)
