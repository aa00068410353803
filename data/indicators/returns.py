"""The counties' returns behind a reported value: which month each county last returned, and whether a return that is due is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from access.scope import Scope
from data.datasets.office import reported_values
from data.indicators.measure import first
from data.indicators.moment import Moment
from data.periods import Period, month_of
from geo.regions import CITY, prefix

returned = reported_values.table


@dataclass(frozen=True)
class Return:
    """One county's newest return of one indicator in the period's year.

    month  the month it is of; empty: none this year      batch  the batch that brought it last
    due    the last whole month at the period's day; empty: none of this year is due yet      missing  whether that month's has not come
    """

    indicator: str
    region: str
    region_name: str
    month: str
    batch: int | None
    due: str
    missing: bool


def last_returns(now: Moment, indicators: Sequence[str], *, scope: Scope, period: Period, region: str = CITY) -> tuple[Return, ...]:
    """The newest returns not after the period, by indicator and county of `region`, in official order; () for who may not see it."""
    counties = [place for place in now.places.counties if place.code.startswith(prefix(region)) and scope.sees(place.code)]
    due = due_month(period, now)
    month = period.day(now.today).strftime("%Y-%m")
    county = sa.func.substr(returned.c.region, 1, 6)
    rows = now.connection.execute(
        sa.select(returned.c.indicator, county.label("county"), returned.c.month, sa.func.max(returned.c.changed_by).label("batch"))
        .where(returned.c.indicator.in_(indicators), returned.c.month <= month, returned.c.month >= f"{month[:4]}-01")
        .group_by(*first(3))
        .order_by(returned.c.month)
    )
    newest = {(row.indicator, row.county): row for row in rows}
    out = []
    for name in indicators:
        for place in counties:
            row = newest.get((name, place.code))
            last = row.month if row else ""
            out.append(Return(name, place.code, place.name, last, row.batch if row else None, due, bool(due) and last < due))
    return tuple(out)


def due_month(period: Period, now: Moment) -> str:
    """The last month of the period's year that is over at its day; empty in January."""
    day = period.day(now.today)
    month = month_of(day)
    last = month if day == month.ends and now.today > day else month.shift(-1)
    return last.text if last.year == day.year else ""
