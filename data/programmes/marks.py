"""What a section has said of the plan: which of two dates of a task counts, and which milestones are done. Nothing said is taken back, only followed."""

from __future__ import annotations

import sqlalchemy as sa

from data.database import metadata

date_choices = sa.Table(
    "date_choices",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("programme", sa.String(40), nullable=False),
    sa.Column("task", sa.String(12), nullable=False),
    sa.Column("due", sa.String(7), nullable=False),
    sa.Column("who", sa.String(64), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Index("ix_date_choices_task", "year", "programme", "task"),
)

milestone_marks = sa.Table(
    "milestone_marks",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("programme", sa.String(40), nullable=False),
    sa.Column("due", sa.String(7), nullable=False),
    sa.Column("title", sa.String(200), nullable=False),
    sa.Column("done_on", sa.Date),  # empty: said to be open again
    sa.Column("who", sa.String(64), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Index("ix_milestone_marks_year", "year", "programme"),
)
