"""The milestones of the demonstration: what was due before today its section has confirmed, in time or a few days late.

Those with indicators are left to the readings.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.clock import SHANGHAI
from data.demo.city import City
from data.indicators.indicator import MONTHLY
from data.programmes.marks import date_choices, milestone_marks
from data.programmes.plan import read_plan

WHO = "演示"
LATE = {"children": 6}  # days after the due day; the others are done before it
EARLY = 3


def put_milestones(connection: Connection, city: City) -> int:
    """The confirmations into their table; how many there are. None where the year has no plan, or sections have spoken already."""
    plan = read_plan(connection, city.year)
    if plan is None or connection.scalar(sa.select(sa.func.count()).select_from(milestone_marks)):
        return 0
    rows = []
    for programme in plan.programmes:
        for one in programme.milestones:
            if one.due == MONTHLY or one.indicators:
                continue
            (due_on,) = one.days(city.year)
            done_on = due_on + timedelta(days=LATE.get(programme.id, -EARLY))
            if due_on < city.today and done_on < city.today:
                at = datetime.combine(done_on, time(17), SHANGHAI).astimezone(UTC)
                place = {"year": city.year, "programme": programme.id, "due": one.due, "title": one.title}
                rows.append({**place, "done_on": done_on, "who": WHO, "at": at})
    if rows:
        connection.execute(sa.insert(milestone_marks), rows)
    return len(rows)


def clear_milestones(connection: Connection) -> None:
    """Take out what the sections of a demonstration have said."""
    for table in (milestone_marks, date_choices):
        connection.execute(sa.delete(table))
