"""The tables of the monthly returns: each return as it stands, every change of it, and the files that go with it.

A return is of one month, programme, task and region: a county's code, or the city's for a task that a section does itself.
"""

from __future__ import annotations

from typing import Literal

import sqlalchemy as sa

from data.database import metadata

State = Literal["draft", "submitted", "returned", "accepted"]
STATES: dict[State, str] = {"draft": "填写中", "submitted": "待审核", "returned": "退回", "accepted": "已审核"}
ACTS = {"saved": "保存", "submitted": "报送", "returned": "退回", "accepted": "审核通过"}


def _place(primary: bool) -> tuple[sa.Column[str], ...]:
    """Which return: month `2023-06`, programme, task number, region."""
    return (
        sa.Column("month", sa.String(7), primary_key=primary, nullable=False),
        sa.Column("programme", sa.String(40), primary_key=primary, nullable=False),
        sa.Column("task", sa.String(12), primary_key=primary, nullable=False),
        sa.Column("region", sa.String(12), primary_key=primary, nullable=False),
    )


def _content() -> tuple[sa.Column[object], ...]:
    """What it says. percent 0–100; done 完成情况; measures 主要措施; values: indicator → [numerator, denominator] as written."""
    return (
        sa.Column("percent", sa.Integer),
        sa.Column("done", sa.Text, nullable=False),
        sa.Column("measures", sa.Text, nullable=False),
        sa.Column("values", sa.JSON, nullable=False),
    )


returns = sa.Table(
    "returns",
    metadata,
    *_place(True),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),  # grows with every change; a save names the one it began from
    *_content(),
    sa.Column("edited_by", sa.String(64), nullable=False),
    sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("submitted_at", sa.DateTime(timezone=True)),  # first time: late or not is judged by it
    sa.Column("reason", sa.Text, nullable=False),  # why it was returned last
)

return_changes = sa.Table(
    "return_changes",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    *_place(False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("act", sa.String(10), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("who", sa.String(64), nullable=False),
    *_content(),
    sa.Column("attachments", sa.JSON, nullable=False),  # the numbers of those that went with it
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("batch", sa.Integer),  # of an acceptance: the batch that its values came with
    sa.Index("ix_return_changes_return", "month", "programme", "task", "region", "number"),
    sa.Index("ix_return_changes_act", "act", "at"),
)

attachments = sa.Table(
    "attachments",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    *_place(False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("who", sa.String(64), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("removed_by", sa.String(64)),
    sa.Column("removed_at", sa.DateTime(timezone=True)),
    sa.Index("ix_attachments_return", "month", "programme", "task", "region"),
)
