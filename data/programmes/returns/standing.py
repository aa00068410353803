"""How the returns stood at the end of a day: read from every change of them, so that a past month end shows what was known then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.clock import end_of, local
from data.programmes.returns.table import State, return_changes

Place = tuple[str, str, str]  # programme, task, region


@dataclass(frozen=True)
class Standing:
    """One return at a day. percent 0–100; submitted_on the day it first came in, None: not yet; state `draft`: only saved so far."""

    month: str
    state: State
    percent: int | None
    submitted_on: date | None


def returns_at(connection: Connection, year: int, day: date) -> dict[Place, tuple[Standing, ...]]:
    """Every return of a year as it stood when `day` ended, by place, the earliest month first. Those that were not begun are absent."""
    changes = return_changes
    place = (changes.c.month, changes.c.programme, changes.c.task, changes.c.region)
    known = (changes.c.month >= f"{year}-01", changes.c.month <= f"{year}-12", changes.c.at < end_of(day))
    said = sa.case((changes.c.act != "saved", changes.c.number))
    came = sa.case((changes.c.act == "submitted", changes.c.at))
    last = (
        sa.select(*place, sa.func.max(said).label("said"), sa.func.min(came).label("came")).where(*known).group_by(*place).subquery("last")
    )
    rows = connection.execute(
        sa.select(last, changes.c.act, changes.c.percent)
        .select_from(last.outerjoin(changes, changes.c.number == last.c.said))
        .order_by(last.c.month)
    )
    out: dict[Place, list[Standing]] = {}
    for row in rows:
        out.setdefault((row.programme, row.task, row.region), []).append(
            Standing(row.month, row.act or "draft", row.percent if row.act else None, local(row.came).date() if row.came else None)
        )
    return {key: tuple(found) for key, found in out.items()}
