"""One task's returns over the year as they stood at a day: the state of each county and month, the words last sent in, every change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.clock import as_utc, end_of
from data.programmes.returns.table import State, return_changes

STATE_AFTER: dict[str, State] = {"submitted": "submitted", "returned": "returned", "accepted": "accepted"}
SENT = tuple(STATE_AFTER)  # acts whose words the county has let go of; a draft's are its own


@dataclass(frozen=True)
class Change:
    """One change of one return. percent 0–100; `at` UTC; done 完成情况; measures 主要措施; values: indicator → [numerator, denominator]."""

    month: str
    region: str
    act: str
    at: datetime
    who: str
    percent: int | None
    done: str
    measures: str
    values: Mapping[str, Any]
    reason: str


@dataclass(frozen=True)
class Course:
    """All changes of one task's returns up to a day, in the order they were made."""

    changes: tuple[Change, ...]

    def state(self, month: str, region: str) -> State | None:
        """What a return was at the day; None: nobody had begun it. A returned one stays so while it is mended."""
        state: State | None = None
        for change in self.changes:
            if change.month == month and change.region == region:
                state = STATE_AFTER.get(change.act) or ("returned" if state == "returned" else "draft")
        return state

    def last_sent(self, region: str) -> Change | None:
        """The last return of a region that was sent in, whatever became of it: the latest month's, and of it the latest words."""
        sent = [change for change in self.changes if change.region == region and change.act in SENT]
        return max(sent, key=lambda change: (change.month, change.at), default=None)


def read_course(connection: Connection, year: int, programme: str, task: str, day: date) -> Course:
    """The course of one task's returns of a year, known when `day` ended in Kaifeng."""
    rows = connection.execute(_changes(year, day).where(return_changes.c.programme == programme, return_changes.c.task == task))
    return Course(tuple(_change(row) for row in rows))


def last_accepted(connection: Connection, year: int, day: date) -> dict[tuple[str, str, str], Change]:
    """The words that count at a day, by programme, task and region: of each place the latest month whose return stood accepted."""
    standing: dict[tuple[str, str, str], dict[str, Change]] = {}
    for row in connection.execute(_changes(year, day).where(return_changes.c.act != "saved")):
        months = standing.setdefault((row.programme, row.task, row.region), {})
        if row.act == "accepted":
            months[row.month] = _change(row)
        else:
            months.pop(row.month, None)  # opened again: its words wait anew
    return {place: months[max(months)] for place, months in standing.items() if months}


def _changes(year: int, day: date) -> sa.Select[Any]:
    column = return_changes.c
    return sa.select(return_changes).where(column.month.startswith(f"{year}-"), column.at < end_of(day)).order_by(column.number)


def _change(row: Any) -> Change:
    return Change(
        row.month, row.region, row.act, as_utc(row.at), row.who, row.percent, row.done, row.measures, row.values or {}, row.reason
    )
