"""Figures and studies made by hand, a reader of what a component would put on the screen, and clients for whole pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from dash.development.base_component import Component
from flask.testing import FlaskClient

from data.database import Database
from data.indicators import DECLARED
from data.indicators.figures import Figure
from data.indicators.indicator import Target
from data.indicators.study import Study
from data.periods import Period, parse
from geo.regions import CITY
from tests.components.panels import signed_in

COUNTIES = {
    "410202": "龙亭区",
    "410203": "顺河回族区",
    "410204": "鼓楼区",
    "410205": "禹王台区",
    "410212": "祥符区",
    "410221": "杞县",
    "410222": "通许县",
    "410223": "尉氏县",
    "410225": "兰考县",
}
NAMES = {CITY: "开封市", **COUNTIES}
TODAY = date(2023, 9, 18)


def make_figure(indicator: str = "home_adaptations", value: float | None = 100, **changes: Any) -> Figure:
    """One figure; a rate's numerator and denominator follow from its value unless given."""
    region = changes.pop("region", CITY)
    base: dict[str, Any] = {
        "indicator": indicator,
        "region": region,
        "region_name": NAMES.get(region, region),
        "period": "2023-07",
        "category": None,
        "numerator": value,
        "denominator": 100 if DECLARED[indicator].rate and value is not None else None,
        "value": value,
        "suppressed": False,
        "reason": None,
        "target": None,
        "expected": None,
        "status": "none",
        "as_of": parse(changes.get("period", "2023-07")).day(TODAY),
    }
    return Figure(**{**base, **changes})


def make_study(
    indicator: str = "home_adaptations",
    counties: dict[str, float | None] | None = None,
    *,
    target: Target | None = None,
    region: str = CITY,
    period: str = "2023-07",
    county_changes: Callable[[str], dict[str, Any]] = lambda code: {},
    **changes: Any,
) -> Study:
    """A study around one figure; every other figure is without a value unless given."""

    def one(value: float | None, **more: Any) -> Figure:
        return make_figure(indicator, value, **{"period": period, **more})

    given = counties if counties is not None else dict.fromkeys(COUNTIES, 10.0)
    empty = one(None, region=region)
    base: dict[str, Any] = {
        "indicator": DECLARED[indicator],
        "period": Period(period),
        "region": region,
        "target": target,
        "figure": one(100, region=region),
        "before": empty,
        "year_before": empty,
        "city": one(100),
        "city_before": one(None),
        "counties": tuple(one(given.get(code), region=code, **county_changes(code)) for code in COUNTIES),
        "counties_before": tuple(one(None, region=code) for code in COUNTIES),
        "year": (one(100, region=region),),
        "last_year": (one(None, region=region, period="2022-12"),),
        "past": (),
        "baseline": None,
    }
    return Study(**{**base, **changes})


def walk(part: Any) -> Iterator[Component]:
    """Every component in a tree, from the top down."""
    if isinstance(part, Component):
        yield part
        yield from walk(getattr(part, "children", None))
    elif isinstance(part, (list, tuple)):
        for one in part:
            yield from walk(one)


def words(part: Any) -> str:
    """All text in a tree, in order, parts divided by a blank."""
    if isinstance(part, Component):
        return words(getattr(part, "children", None))
    if isinstance(part, (list, tuple)):
        return " ".join(text for text in map(words, part) if text)
    return "" if part is None else str(part)


@pytest.fixture
def figure() -> Callable[..., Figure]:
    return make_figure


@pytest.fixture
def study() -> Callable[..., Study]:
    return make_study


@pytest.fixture
def text() -> Callable[[Any], str]:
    return words


@pytest.fixture
def parts() -> Callable[..., list[Component]]:
    """`parts(tree, "Button")`: the components of one kind in a tree."""

    def of_kind(tree: Any, kind: str) -> list[Component]:
        return [one for one in walk(tree) if type(one).__name__ == kind]

    return of_kind


@pytest.fixture(scope="module")
def clients(demonstration: Database) -> Iterator[dict[str, FlaskClient]]:
    """A signed-in client an account, on the server over the demonstration."""
    from app import server

    kept = server.extensions["cockpit"]
    server.extensions["cockpit"] = replace(kept, database=demonstration)
    yield signed_in(server)
    server.extensions["cockpit"] = kept
