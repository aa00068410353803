"""`city`: a database on SQLite with a pleasant way in and out. `definition(ids…)` marks the tests that prove an indicator's definition."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest

from data.database import Database
from data.indicators import BESIDE, DECLARED

from .city import City


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "definition(*ids): proves the definition of these indicators")


@pytest.fixture
def city(sqlite_database: Database) -> City:
    """An empty city with its regions and its calendar; targets are not set."""
    return City(sqlite_database)


@pytest.fixture
def few_indicators() -> Iterator[None]:
    """A refresh computes seven of the declared only: for tests of the refresh itself, to which all are alike."""
    few = ("work_orders", "deaths", "happiness_home_coverage", "children_registered", *BESIDE)
    with patch("data.indicators.refresh.DECLARED", {name: DECLARED[name] for name in few}):
        yield
