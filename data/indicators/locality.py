"""Plain facts about one region: how many people live in it, what it consists of, and which deliveries last touched it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.scope import Scope
from data.datasets import DATASETS, Dataset
from data.datasets.office import population
from data.exchange.batches import Batch, read_batches
from data.indicators.measure import place_of
from data.indicators.moment import Moment
from geo.regions import CITY, DIGITS, Region, level_of, prefix

people = population.table


@dataclass(frozen=True)
class Locality:
    """One region.

    residents, aged_60  of `year`, the latest with figures; None where there is none (townships have none)
    parts               the regions right below it, in official order; villages counts those at the bottom
    """

    region: Region
    year: int | None
    residents: int | None
    aged_60: int | None
    parts: tuple[Region, ...]
    villages: int


def locality(now: Moment, code: str, year: int) -> Locality:
    """The region, with the population of the latest year not after `year` that all its counties have.

    Raises KeyError for an unknown region.
    """
    place, level = now.places[code], level_of(code)
    below = {"city": "county", "county": "township", "township": "village"}.get(level)
    parts = tuple(now.places.under(code, below)) if below else ()  # type: ignore[arg-type]
    villages = len(now.places.under(code, "village"))
    counties = [one.code for one in now.places.counties] if code == CITY else [code]
    row = None
    if level in ("city", "county"):
        row = now.connection.execute(
            sa.select(people.c.year, sa.func.sum(people.c.residents).label("residents"), sa.func.sum(people.c.aged_60).label("aged_60"))
            .where(people.c.region.in_(counties), people.c.year <= year)
            .group_by(people.c.year)
            .having(sa.func.count() == len(counties))
            .order_by(people.c.year.desc())
            .limit(1)
        ).first()
    return Locality(place, row.year if row else None, row.residents if row else None, row.aged_60 if row else None, parts, villages)


def last_batches(now: Moment, code: str, scope: Scope) -> tuple[Batch, ...]:
    """Of each dataset the newest standing batch with rows in the region, in the bureau's order; looked up once a refresh.

    Without those of `unlisted`.
    """
    newest = now.shelf.keep(("touched by", now.refresh, code), lambda: _newest(now, code))
    closed = unlisted(code, scope)
    out = []
    for name, number in newest.items():
        if name in closed:
            continue
        found = read_batches(now.connection, limit=1, dataset=name, before=number + 1, standing=True)
        out += [batch for batch in found if batch.id == number]
    return tuple(out)


def unlisted(code: str, scope: Scope) -> frozenset[str]:
    """Below county level the datasets about people whose records this person may not read there: that a batch of few rows reached a
    township would tell of single persons.
    """
    if len(code) <= DIGITS["county"]:
        return frozenset()
    return frozenset(name for name, one in DATASETS.items() if _of_people(one) and not scope.reads_records(one.section, code))


def _of_people(dataset: Dataset) -> bool:
    """Whether a row stands for a person, or for a visit to one."""
    return dataset.people or (dataset.reference is not None and DATASETS[dataset.reference.refers].people)


def _newest(now: Moment, code: str) -> dict[str, int]:
    first = prefix(code)
    out = {}
    for name, dataset in DATASETS.items():
        source, region = place_of(dataset)
        if code == CITY:
            asked: Any = sa.select(sa.func.max(dataset.table.c.changed_by))
        else:  # codes are digits: between is a range of the index in every collation
            asked = sa.select(sa.func.max(dataset.table.c.changed_by)).select_from(source)
            asked = asked.where(region.between(first, first.ljust(DIGITS["village"], "9")))
        number = now.connection.scalar(asked)
        if number:
            out[name] = number
    return out
