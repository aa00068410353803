"""`desk`: weekly papers on SQLite and PostgreSQL, on 31 July 2023."""

from __future__ import annotations

from datetime import date

import pytest

from data.database import Database
from tests.briefing.desk import Desk


@pytest.fixture
def desk(database: Database) -> Desk:
    made = Desk(database)
    made.on(date(2023, 7, 31))
    return made


@pytest.fixture
def small_desk(sqlite_database: Database) -> Desk:
    """The same on SQLite alone."""
    made = Desk(sqlite_database)
    made.on(date(2023, 7, 31))
    return made
