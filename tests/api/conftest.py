"""`city`: the city behind `server`, with records put straight into their tables."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.api.caller import database_of
from tests.indicators.city import City


@pytest.fixture
def city(server: Flask) -> City:
    """The city behind `server`."""
    return City(database_of(server))
