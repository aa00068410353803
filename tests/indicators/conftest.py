"""`city`: a database on SQLite with a pleasant way in and out. `definition(ids…)` marks the tests that prove an indicator's definition."""

from __future__ import annotations

import pytest

from data.database import Database

from .city import City


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "definition(*ids): proves the definition of these indicators")


@pytest.fixture
def city(sqlite_database: Database) -> City:
    """An empty city with its regions and its calendar; targets are not set."""
    return City(sqlite_database)
