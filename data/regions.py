"""The regions of the shared database, and a look-up of them that is read once per use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cached_property

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.database import metadata
from geo.regions import CITY, Level, Region, prefix

regions = sa.Table(
    "regions",
    metadata,
    sa.Column("code", sa.String(12), primary_key=True),
    sa.Column("name", sa.String(100), nullable=False),
    sa.Column("level", sa.String(10), nullable=False),
    sa.Column("parent", sa.String(12), nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("lon", sa.Double),
    sa.Column("lat", sa.Double),
    sa.Column("position", sa.String(10), nullable=False),
    sa.Index("ix_regions_level", "level", "code"),
)


@dataclass(frozen=True)
class Places:
    """All regions, by code, in official order (the order of codes)."""

    all: dict[str, Region]

    def __contains__(self, code: object) -> bool:
        return code in self.all

    def __getitem__(self, code: str) -> Region:
        return self.all[code]

    def name(self, code: str) -> str:
        """The region's name; the code itself where it is unknown."""
        region = self.all.get(code)
        return region.name if region else code

    def under(self, code: str, level: Level) -> list[Region]:
        """All descendants of that level, in official order; the region itself is not one."""
        start = prefix(code)
        return [r for r in self.by_level[level] if r.code.startswith(start) and r.code != code]

    def path(self, code: str) -> list[Region]:
        """The region and those above it, the city first."""
        out = [self.all[code]]
        while out[0].parent in self.all:
            out.insert(0, self.all[out[0].parent])
        return out

    @cached_property
    def by_level(self) -> dict[str, list[Region]]:
        out: dict[str, list[Region]] = {"city": [], "county": [], "township": [], "village": []}
        for region in self.all.values():
            out[region.level].append(region)
        return out

    @property
    def counties(self) -> list[Region]:
        return self.under(CITY, "county")


def read_places(connection: Connection) -> Places:
    """The regions as the database has them."""
    return _places(connection, regions.c.level != "")


def read_counties(connection: Connection) -> Places:
    """The city and its counties alone: they are few."""
    return _places(connection, regions.c.level.in_(("city", "county")))


def _places(connection: Connection, wanted: sa.ColumnElement[bool]) -> Places:
    columns = (regions.c[one.name] for one in fields(Region))
    rows = connection.execute(sa.select(*columns).where(wanted).order_by(regions.c.code))
    return Places({row.code: Region(*row) for row in rows})


def store_regions(connection: Connection, given: Iterable[Region]) -> int:
    """Insert or update regions by code; those not given stay. Returns how many are new or differ."""
    known = read_places(connection).all
    new = [r for r in given if r.code not in known]
    changed = [r for r in given if r.code in known and known[r.code] != r]
    if new:
        connection.execute(sa.insert(regions), [vars(r) for r in new])
    for region in changed:
        connection.execute(sa.update(regions).where(regions.c.code == region.code).values(**vars(region)))
    return len(new) + len(changed)
