"""A moment: one snapshot of the database with its day, so that everything a request shows is of one refresh."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data import facts
from data.cache import Shelf, shelf_of
from data.database import Database
from data.exchange.freshness import deliveries
from data.indicators.indicator import Target
from data.indicators.readings import periods, refreshes
from data.indicators.shares import read_shares
from data.indicators.targets import read_targets
from data.regions import Places, read_places


@dataclass(frozen=True)
class Moment:
    """One state of the database on one day.

    refresh  grows with each refresh and each change of plan or targets; part of every cache key
    """

    connection: Connection
    today: date
    refresh: int
    demonstration: bool
    shelf: Shelf

    @property
    def refreshed_at(self) -> datetime | None:
        """When the shown readings were computed (UTC); None before the first refresh."""
        return self._last[0]

    @property
    def batch(self) -> int | None:
        """The newest batch those readings have seen."""
        return self._last[1]

    @cached_property
    def _last(self) -> tuple[datetime | None, int | None]:
        return self.shelf.keep(("last", self.refresh), self._read_last)

    def _read_last(self) -> tuple[datetime | None, int | None]:
        newest = sa.select(refreshes.c.at, refreshes.c.batch).order_by(refreshes.c.id.desc()).limit(1)
        row = self.connection.execute(newest).first()
        if row is None:
            return None, None
        return row.at if row.at.tzinfo else row.at.replace(tzinfo=UTC), row.batch

    @cached_property
    def places(self) -> Places:
        """The regions."""
        return self.shelf.keep(("places", self.refresh), lambda: read_places(self.connection))

    @cached_property
    def begins(self) -> date | None:
        """The first day the readings cover: before it there is no record. None before the first refresh."""
        return self.shelf.keep(
            ("begins", self.refresh),
            lambda: self.connection.scalar(sa.select(sa.func.min(periods.c.starts)).where(periods.c.grain == "month")),
        )

    @cached_property
    def days(self) -> dict[str, date]:
        """The day d each stored period stands for."""
        return self.shelf.keep(
            ("days", self.refresh), lambda: dict(self.connection.execute(sa.select(periods.c.period, periods.c.day)).tuples().all())
        )

    @cached_property
    def delivered(self) -> dict[str, date]:
        """The day of each dataset's newest delivery; a dataset never delivered is absent."""
        return self.shelf.keep(("delivered", self.refresh), lambda: deliveries(self.connection))

    @cached_property
    def targets(self) -> dict[int, dict[str, Target]]:
        """Targets by year and indicator."""
        return self.shelf.keep(("targets", self.refresh), lambda: read_targets(self.connection))

    @cached_property
    def shares(self) -> dict[tuple[int, str], dict[str, int]]:
        """The counties' shares of city targets, by year and indicator."""
        return self.shelf.keep(("shares", self.refresh), lambda: read_shares(self.connection))


@contextmanager
def moment(database: Database) -> Iterator[Moment]:
    """The present moment of a database; what is read through it is one snapshot."""
    with database.reading() as connection:
        known = facts.read_facts(connection)
        yield Moment(
            connection,
            facts.today_of(known),
            facts.version_of(known),
            known.get("demonstration") == "1",
            shelf_of(database),
        )
