"""A desk with the tests' own three rules in the registry's place."""

from __future__ import annotations

import pytest

from data.database import Database
from data.warnings.rules import RULES
from tests.warnings.desk import TODAY, Desk, Places, rules


@pytest.fixture
def places(monkeypatch: pytest.MonkeyPatch) -> Places:
    """The registry holds the tests' rules alone; what the gathered one answers."""
    found = Places()
    for name in list(RULES):
        monkeypatch.delitem(RULES, name)
    for rule in rules(found):
        monkeypatch.setitem(RULES, rule.id, rule)
    return found


@pytest.fixture
def desk(database: Database, places: Places) -> Desk:
    """Once on SQLite, once on PostgreSQL."""
    found = Desk(database, places)
    found.on(TODAY)
    return found


@pytest.fixture
def sqlite_desk(sqlite_database: Database, places: Places) -> Desk:
    found = Desk(sqlite_database, places)
    found.on(TODAY)
    return found
