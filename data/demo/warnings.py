"""The warnings of the demonstration: the rules look back over three months, a week at a time, and some of what they find is handled.

What the rules find on those days is real in the demonstration's own records; what was done with it is played, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data import facts
from data.cache import shelf_of
from data.database import Database
from data.facts import is_demonstration, set_fact, today
from data.indicators.moment import Moment
from data.settings import settings
from data.warnings.rules import RULES
from data.warnings.run import look
from data.warnings.table import OPEN, State, warning_runs, warning_steps, warnings

WHO = "演示"
WEEKS = 12
LAST = 4  # days before today on which the rules looked last
LEAST = 7  # a rule's open warnings; of fewer none is handled
SETS = tuple(one for one in RULES.values() if one.select)  # quick, and nothing but the records' own dates


@dataclass(frozen=True)
class Played:
    """What is done with one warning of each rule: its state, the act, the words, days to its due day counted from today."""

    state: State
    acts: tuple[str, ...]
    words: str
    due: int | None = None


PLAYED = (
    Played("assigned", ("seen", "assigned"), "（演示）请核实后办理。", 3),
    Played("explained", ("seen", "explained"), "（演示）已通知乡镇（街道）核实，材料待补。", 5),
    Played("acted", ("assigned", "acted"), "（演示）已办理，待下次导入数据核对。", 6),
    Played("closed", ("acted", "closed"), "（演示）已办结。", 10),
    Played("set_aside", ("set_aside",), "（演示）核实为误报：登记信息重名，与本人无关。", 60),
    Played("seen", ("seen",), ""),
    Played("explained", ("explained",), "（演示）正在核实。", -1),  # past its day: the next run opens it again
)


def play_warnings(database: Database) -> int:
    """Let the rules look on the days of the last weeks; returns how many warnings there are then.

    Nothing is played where warnings are already there, in a database that is no
    demonstration, or where the setting COCKPIT_TODAY rules the day.
    """
    with database.writing() as connection:
        if not is_demonstration(connection) or settings().cockpit_today or hold_warnings(connection):
            return 0
        fixed = today(connection)
        for back in range(WEEKS, -1, -1):
            day = fixed - timedelta(days=LAST + 7 * back)
            set_fact(connection, "today", day.isoformat())
            look(Moment(connection, day, facts.version(connection), True, shelf_of(database)), rules=SETS)
        connection.execute(sa.update(warnings).values(told=True))
        _handle(connection, fixed)
        set_fact(connection, "today", fixed.isoformat())
        connection.execute(sa.delete(warning_runs))  # the next run looks at everything
        return connection.scalar(sa.select(sa.func.count()).select_from(warnings)) or 0


def clear_warnings(connection: Connection) -> None:
    """Take all warnings out. Only of a database that holds nothing but a demonstration."""
    for table in (warning_steps, warnings, warning_runs):
        connection.execute(sa.delete(table))


def hold_warnings(connection: Connection) -> bool:
    """Whether there are any."""
    return connection.scalar(sa.select(warnings.c.number).limit(1)) is not None


def _handle(connection: Connection, fixed: date) -> None:
    """Of each rule that found enough, the first few in their order."""
    day = fixed - timedelta(days=LAST)
    at = facts.acting_at(connection)
    for rule in RULES.values():
        query = sa.select(warnings).where(warnings.c.rule == rule.id, warnings.c.state.in_(OPEN)).order_by(warnings.c.number)
        rows = connection.execute(query).all()
        if len(rows) < LEAST:
            continue
        for row, played in zip(rows, PLAYED, strict=False):
            due = fixed + timedelta(days=played.due) if played.due else None
            given = row.county or "办公室"
            values: dict[str, Any] = {"state": played.state, "version": row.version + len(played.acts)}
            if played.state == "set_aside":
                values["set_aside_until"] = due
            elif due:
                values["due_on"] = due
            if "assigned" in played.acts:
                values["assigned_to"] = given
            if played.state == "closed":
                values["closed_on"] = day
            connection.execute(sa.update(warnings).where(warnings.c.number == row.number).values(**values))
            steps = [
                {
                    "warning": row.number,
                    "act": act,
                    "at": at + timedelta(minutes=10 * place),
                    "day": day,
                    "who": WHO,
                    "words": "" if act == "seen" else played.words,
                    "many": row.many,
                    "assigned_to": given if act == "assigned" else "",
                    "due_on": due if act == played.acts[-1] else None,
                    "found_on": row.found_on,
                }
                for place, act in enumerate(played.acts)
            ]
            connection.execute(sa.insert(warning_steps), steps)
