"""Figures made by hand, for tests of what is said about figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from data.indicators import INDICATORS
from data.indicators.figures import Figure
from data.periods import parse
from geo.regions import CITY

TODAY = date(2023, 9, 18)
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


def figure(indicator: str, value: float | None, **changes: Any) -> Figure:
    """One figure of the city in August, computed at the period's last day; a rate is of a hundred unless said."""
    region, period = changes.pop("region", CITY), changes.pop("period", "2023-08")
    base: dict[str, Any] = {
        "indicator": indicator,
        "region": region,
        "region_name": COUNTIES.get(region, "开封市"),
        "period": period,
        "category": None,
        "numerator": value,
        "denominator": 100 if INDICATORS[indicator].rate and value is not None else None,
        "value": value,
        "suppressed": False,
        "reason": None,
        "target": None,
        "expected": None,
        "status": "none",
        "as_of": parse(period).day(TODAY),
    }
    return Figure(**{**base, **changes})


def months(indicator: str, values: Sequence[float | None], year: int = 2023, form: str = "{year}-{month:02d}", **more: Any) -> list[Figure]:
    """The months of a year from January on."""
    return [figure(indicator, value, period=form.format(year=year, month=n), **more) for n, value in enumerate(values, start=1)]


def withheld(indicator: str, reason: str = "small", **more: Any) -> Figure:
    return figure(indicator, None, suppressed=True, reason=reason, **more)
