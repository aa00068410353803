"""`desk`: letters on SQLite and PostgreSQL, the plan of 2023 in force, on 2 June."""

from __future__ import annotations

import pytest

from data.database import Database
from data.programmes.plan import load_plan
from data.settings import ROOT
from tests.letters.desk import DRAFTED, Desk


@pytest.fixture
def desk(database: Database) -> Desk:
    with database.writing() as connection:
        load_plan(connection, ROOT / "plan" / "2023.yaml")
    made = Desk(database)
    made.on(DRAFTED)
    return made


@pytest.fixture
def small_desk(sqlite_database: Database) -> Desk:
    """The same on SQLite alone."""
    with sqlite_database.writing() as connection:
        load_plan(connection, ROOT / "plan" / "2023.yaml")
    made = Desk(sqlite_database)
    made.on(DRAFTED)
    return made
