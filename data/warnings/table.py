"""The tables of the warnings: each thing a rule found as it stands, what was done with it, how the rules are set, when they were run.

One row for a rule and a key, reopened again and again: there are never two warnings for the same thing. No citizen number stands in
them, nor its digest.
"""

from __future__ import annotations

from typing import Literal

import sqlalchemy as sa

from data.database import metadata

State = Literal["found", "seen", "assigned", "explained", "acted", "closed", "set_aside"]
STATES: dict[State, str] = {
    "found": "新发现",
    "seen": "已查看",
    "assigned": "已交办",
    "explained": "已说明",
    "acted": "已处置",
    "closed": "已关闭",
    "set_aside": "误报搁置",
}
OPEN: tuple[State, ...] = ("found", "seen", "assigned", "explained", "acted")
ACTS = {
    "found": "发现",
    "reopened": "重新打开",
    "closed": "关闭",
    "seen": "查看",
    "assigned": "交办",
    "explained": "说明",
    "acted": "处置",
    "set_aside": "误报搁置",
}
BY_ITSELF = "系统"  # who the steps of a run are taken by
LONGEST_KEY, LONGEST_DETAIL = 120, 200

warnings = sa.Table(
    "warnings",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("rule", sa.String(40), nullable=False),
    sa.Column("key", sa.String(LONGEST_KEY), nullable=False),
    sa.Column("region", sa.String(12), nullable=False),
    sa.Column("county", sa.String(6), nullable=False),  # empty: of the whole city
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("standing", sa.Boolean, nullable=False),  # whether the last run found it
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("many", sa.Integer, nullable=False),
    sa.Column("amount", sa.BigInteger),  # fen
    sa.Column("detail", sa.String(LONGEST_DETAIL), nullable=False),
    sa.Column("found_on", sa.Date, nullable=False),  # or reopened on
    sa.Column("assigned_to", sa.String(64), nullable=False),  # an account, or a county's code; empty: nobody
    sa.Column("due_on", sa.Date),  # past it, it reopens if it is still found
    sa.Column("set_aside_until", sa.Date),
    sa.Column("closed_on", sa.Date),
    sa.Column("reopened", sa.Integer, nullable=False),  # how often
    sa.Column("told", sa.Boolean, nullable=False),  # whether a notice has told of it since it was found
    sa.Column("version", sa.Integer, nullable=False),
    sa.UniqueConstraint("rule", "key"),
    sa.Index("ix_warnings_state", "state", "rule", "county"),
    sa.Index("ix_warnings_county", "county", "state"),
)

warning_steps = sa.Table(
    "warning_steps",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("warning", sa.Integer, sa.ForeignKey("warnings.number"), nullable=False, index=True),
    sa.Column("act", sa.String(10), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("day", sa.Date, nullable=False),  # the cockpit's day it was done on
    sa.Column("who", sa.String(64), nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("many", sa.Integer, nullable=False),  # as it stood then
    sa.Column("assigned_to", sa.String(64), nullable=False),
    sa.Column("due_on", sa.Date),  # by when, or set aside until when
    sa.Column("found_on", sa.Date, nullable=False),  # since when it had been open
    sa.Index("ix_warning_steps_day", "day", "act"),
)

warning_settings = sa.Table(
    "warning_settings",
    metadata,
    sa.Column("rule", sa.String(40), primary_key=True),
    sa.Column("parameter", sa.String(40), primary_key=True),  # empty: whether the rule is used, 1 or 0
    sa.Column("value", sa.Integer, nullable=False),
    sa.Column("who", sa.String(64), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
)

warning_runs = sa.Table(
    "warning_runs",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("rule", sa.String(40), nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("seen", sa.String(64), nullable=False),  # a digest of what it looked at; the same again needs no second look
    sa.Column("standing", sa.Integer, nullable=False),
    sa.Column("found", sa.Integer, nullable=False),
    sa.Column("reopened", sa.Integer, nullable=False),
    sa.Column("closed", sa.Integer, nullable=False),
    sa.Column("seconds", sa.Double, nullable=False),
    sa.Column("problem", sa.String(500), nullable=False),  # why it could not be looked at; empty: it was
    sa.Index("ix_warning_runs_rule", "rule", "id"),
)
