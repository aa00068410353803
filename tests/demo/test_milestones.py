"""The demonstration's milestones: confirmed where they are due and nothing measures them, never after its today."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from access.scope import Scope
from data.clock import local
from data.database import Database
from data.indicators.moment import moment
from data.programmes.ledger import read_ledger
from data.programmes.marks import milestone_marks


def test_what_was_due_is_confirmed_and_what_is_measured_is_left_to_the_readings(demonstration: Database) -> None:
    with moment(demonstration) as now:
        rows = now.connection.execute(sa.select(milestone_marks)).all()
        ledger = read_ledger(now, scope=Scope("leader"))
        assert ledger and rows
        today = now.today
    assert all(row.done_on < today and local(row.at).date() == row.done_on for row in rows)
    stones = [stone for book in ledger.books for stone in book.stones]
    assert {stone.state for stone in stones if not stone.milestone.indicators and stone.due_on < date(2023, 9, 1)} == {"done"}
    measured = {(row.due, row.title) for row in rows} & {
        (one.milestone.due, one.milestone.title) for one in stones if one.milestone.indicators
    }
    assert measured == set()
