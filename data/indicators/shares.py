"""A city target split over the counties by largest remainder, so that the shares add up to it exactly."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.database import metadata
from data.datasets.elderly import elder_facilities
from data.datasets.office import population
from data.indicators.indicator import Target
from data.indicators.measure import first
from data.regions import regions

shares = sa.Table(
    "shares",
    metadata,
    sa.Column("year", sa.Integer, primary_key=True),
    sa.Column("indicator", sa.String(40), primary_key=True),
    sa.Column("region", sa.String(6), primary_key=True),
    sa.Column("value", sa.Integer, nullable=False),
)


def largest_remainder(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """`total` split by weight into whole numbers that add up to it; equal remainders go to the lower code first. Empty without weights."""
    whole = sum(weights.values())
    if whole <= 0:
        return {}
    parts = {code: divmod(total * weight, whole) for code, weight in weights.items()}
    left = total - sum(quotient for quotient, _ in parts.values())
    order = sorted(parts, key=lambda code: (-parts[code][1], code))
    return {code: parts[code][0] + (code in order[:left]) for code in parts}


def weights(connection: Connection, share_by: str, year: int) -> dict[str, int]:
    """The counties' weights for the plan of `year`.

    elderly_population  60岁及以上人口 of the latest year not after the plan's that has one
    township_homes      乡镇敬老院 not closed on 1 January of the plan's year
    villages            村（社区） of the register of regions
    """
    county = sa.select(regions.c.code).where(regions.c.level == "county")
    if share_by == "elderly_population":
        people = population.table
        latest = (
            sa.select(people.c.region, sa.func.max(people.c.year).label("year"))
            .where(people.c.year <= year, people.c.aged_60.is_not(None), people.c.region.in_(county))
            .group_by(people.c.region)
            .subquery()
        )
        statement = sa.select(people.c.region, people.c.aged_60).join(
            latest, sa.and_(latest.c.region == people.c.region, latest.c.year == people.c.year)
        )
    elif share_by == "township_homes":
        homes = elder_facilities.table
        code = sa.func.substr(homes.c.region, 1, 6)
        statement = (
            sa.select(code, sa.func.count())
            .where(homes.c.kind == "乡镇敬老院", sa.or_(homes.c.closed_on.is_(None), homes.c.closed_on > date(year, 1, 1)))
            .group_by(*first(1))
        )
    elif share_by == "villages":
        code = sa.func.substr(regions.c.code, 1, 6)
        statement = (
            sa.select(code, sa.func.count()).where(regions.c.level == "village", regions.c.kind.in_(("村", "社区"))).group_by(*first(1))
        )
    else:
        raise ValueError(f"unknown weight {share_by!r}")
    return {region: int(weight) for region, weight in connection.execute(statement)}


def store_shares(connection: Connection, by_year: Mapping[int, Mapping[str, Target]]) -> None:
    """Split every city target that has `share_by` anew; called when targets or the records behind the weights may have changed."""
    connection.execute(sa.delete(shares))
    rows = []
    for year, by_indicator in by_year.items():
        for indicator, target in by_indicator.items():
            if target.share_by and target.value is not None:
                split = largest_remainder(int(target.value), weights(connection, target.share_by, year))
                rows += [
                    {"year": year, "indicator": indicator, "region": region, "value": value} for region, value in split.items() if value
                ]
    if rows:
        connection.execute(sa.insert(shares), rows)


def read_shares(connection: Connection) -> dict[tuple[int, str], dict[str, int]]:
    """The counties' shares, by year and indicator."""
    out: dict[tuple[int, str], dict[str, int]] = {}
    for row in connection.execute(sa.select(shares).order_by(shares.c.region)):
        out.setdefault((row.year, row.indicator), {})[row.region] = row.value
    return out
