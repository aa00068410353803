"""Indicators that counties report by month: the latest return of the year not after the period."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import Select

from data.datasets.office import reported_values
from data.indicators.measure import NONE, Part, Window, first
from data.indicators.readings import periods

returns = reported_values.table


def reported(indicator: str, *, lowest: bool = False, denominator: bool = False) -> Part:
    """The last reported numerator (and denominator) of the period's calendar year, by county; `lowest`: the lowest of a county's codes.

    An empty denominator stays empty: the county then has no value. Where a county's townships report one by one, a return without
    分母 stands in neither half.
    """

    def select(window: Window) -> Select[Any]:
        later = returns.alias("later")
        leaf = window.leaf(returns.c.region)
        newest = (
            sa.select(sa.func.max(later.c.month))
            .where(
                later.c.indicator == indicator,
                later.c.region == returns.c.region,
                later.c.month <= periods.c.period,
                sa.func.substr(later.c.month, 1, 4) == sa.func.substr(periods.c.period, 1, 4),
            )
            .correlate(returns, periods)
            .scalar_subquery()
        )
        numerator: Any = sa.func.min(returns.c.numerator) if lowest else sa.func.sum(returns.c.numerator)
        if denominator:
            complete = sa.func.sum(sa.case((returns.c.denominator.is_not(None), returns.c.numerator)))
            numerator = sa.func.coalesce(complete, numerator)
        return (
            sa.select(
                leaf.label("region"),
                periods.c.period,
                sa.literal("").label("category"),
                numerator.label("numerator"),
                (sa.func.sum(returns.c.denominator) if denominator else NONE).label("denominator"),
                NONE.label("people"),
            )
            .select_from(returns.join(periods, returns.c.month == newest))
            .where(returns.c.indicator == indicator, *window.holds(), *window.inside(returns.c.region))
            .group_by(*first(3))
        )

    return Part(select, {"reported_values": "year"})
