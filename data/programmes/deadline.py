"""By when a month's return is due: the programme's day of that month, moved to the next working day.

Source: 殡葬服务提升工程 “每月20日前报送”; the document says it for this programme only, so each may have a day of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.calendar import calendar
from data.periods import Period, between, month_of, parse
from data.programmes.form import Plan, Programme


def return_months(plan: Plan) -> list[Period]:
    """The months that a plan's counties report: from that of its issue (January where it was issued the year before) to December."""
    first = max(month_of(plan.plan.issued_on), parse(f"{plan.plan.year}-01"))
    return between(first, parse(f"{plan.plan.year}-12"))


def deadline(connection: Connection, month: Period, programme: Programme) -> date:
    """The last day on which the month's return is in time."""
    return deadlines(connection, [month], programme.return_day)[month]


def deadlines(connection: Connection, months: Sequence[Period], day: int) -> dict[Period, date]:
    """The last day in time of each month, for returns due on `day` of it (its last day where the month is shorter).

    Where the calendar does not reach, the day itself.
    """
    if not months:
        return {}
    working = list(
        connection.scalars(
            sa.select(calendar.c.day)
            .where(calendar.c.working.is_(True), calendar.c.day >= min(months).starts, calendar.c.day <= max(months).shift(1).ends)
            .order_by(calendar.c.day)
        )
    )
    named = {month: month.ends.replace(day=min(day, month.ends.day)) for month in months}
    return {month: next((found for found in working if found >= at), at) for month, at in named.items()}
