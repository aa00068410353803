"""The calendar table: working days and each day's third working day after it, by the State Council's holiday arrangements.

It lets the database count working days the same way on SQLite and PostgreSQL.
"""

from __future__ import annotations

import warnings
from datetime import date, timedelta
from typing import Any

import holidays
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.database import metadata

FIRST = date(2018, 12, 1)
LAST = date(2035, 12, 31)

calendar = sa.Table(
    "calendar",
    metadata,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("working", sa.Boolean, nullable=False),
    sa.Column("third_working_day", sa.Date, nullable=False),
)


def working_days() -> Any:
    """The holiday calendar (State Council arrangements, working weekends included) for FIRST–LAST."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return holidays.country_holidays("CN", years=range(FIRST.year, LAST.year + 2))


def days() -> list[dict[str, object]]:
    """One row a day from FIRST to LAST. Years without a published arrangement count statutory holidays and weekends only."""
    china = working_days()
    span = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 40)]
    working = [china.is_working_day(day) for day in span]
    rows: list[dict[str, object]] = []
    for index, day in enumerate(span):
        if day > LAST:
            break
        following = (span[at] for at in range(index + 1, len(span)) if working[at])
        third = [next(following) for _ in range(3)][2]
        rows.append({"day": day, "working": working[index], "third_working_day": third})
    return rows


def fill_calendar(connection: Connection) -> int:
    """Bring the table to what the installed calendar package says; returns the number of days added or changed."""
    known = {row.day: row._mapping for row in connection.execute(sa.select(calendar))}
    wanted = days()
    new = [row for row in wanted if row["day"] not in known]
    changed = [row for row in wanted if row["day"] in known and dict(known[row["day"]]) != row]
    if new:
        connection.execute(sa.insert(calendar), new)
    for row in changed:
        connection.execute(sa.update(calendar).where(calendar.c.day == row["day"]).values(**row))
    return len(new) + len(changed)
