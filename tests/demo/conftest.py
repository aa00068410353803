"""The demonstration city without a database: small for the rules, whole for the counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data.demo.city import City, read_city
from data.demo.rows import ROWS, Row
from data.regions import Places
from geo.regions import read_regions

Rows = dict[str, list[Row]]


@pytest.fixture(scope="session")
def places() -> Places:
    return Places({region.code: region for region in read_regions()})


@pytest.fixture(scope="session")
def make_city(places: Places) -> Callable[..., City]:
    """A city of any year, scale and seed."""

    def make(year: int = 2023, scale: float = 0.05, seed: int = 7) -> City:
        return read_city(places, year=year, scale=scale, seed=seed)

    return make


@pytest.fixture(scope="session")
def city(make_city: Callable[..., City]) -> City:
    return make_city()


@pytest.fixture(scope="session")
def rows(city: City) -> Rows:
    """Every dataset's rows at a twentieth of the size."""
    return {name: list(make(city)) for name, make in ROWS.items()}


@pytest.fixture(scope="session")
def whole_city(make_city: Callable[..., City]) -> City:
    return make_city(scale=1.0)


@pytest.fixture(scope="session")
def whole_rows(whole_city: City) -> Rows:
    """Every dataset's rows at scale 1."""
    return {name: list(make(whole_city)) for name, make in ROWS.items()}
