"""What a section has said of the plan: which of two dates of a task counts, which milestones are done. The last word counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.clock import end_of, local
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


@dataclass(frozen=True)
class Choice:
    """The month that counts as a task's due month, who said so and when."""

    due: str
    who: str
    on: date


@dataclass(frozen=True)
class Mark:
    """The day a milestone was done, as the section says; None: it is open again."""

    done_on: date | None
    who: str
    on: date


def choices_at(connection: Connection, year: int, day: date) -> dict[tuple[str, str], Choice]:
    """The last choice of each task, by programme and number, up to the end of `day`."""
    rows = connection.execute(_until(date_choices, year, day))
    return {(row.programme, row.task): Choice(row.due, row.who, local(row.at).date()) for row in rows}


def marks_at(connection: Connection, year: int, day: date) -> dict[tuple[str, str, str], Mark]:
    """The last mark of each milestone, by programme, due month and title, up to the end of `day`."""
    rows = connection.execute(_until(milestone_marks, year, day))
    return {(row.programme, row.due, row.title): Mark(row.done_on, row.who, local(row.at).date()) for row in rows}


def _until(table: sa.Table, year: int, day: date) -> sa.Select[tuple[object, ...]]:
    return sa.select(table).where(table.c.year == year, table.c.at < end_of(day)).order_by(table.c.number)
