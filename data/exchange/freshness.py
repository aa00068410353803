"""How fresh the records are: when each dataset was last delivered, and which are late by their own rhythm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.clock import local
from data.datasets import DATASETS
from data.exchange.batches import batches


@dataclass(frozen=True)
class Freshness:
    """One dataset: the day of its last batch that stands (None: never delivered) and how many days it is past its rhythm."""

    dataset: str
    title: str
    delivered_on: date | None
    days_late: int


def deliveries(connection: Connection) -> dict[str, date]:
    """The day of each dataset's newest batch that stands; a dataset never delivered is absent."""
    newest = (
        sa.select(batches.c.dataset, sa.func.max(batches.c.at).label("at"))
        .where(batches.c.withdrawn_at.is_(None))
        .group_by(batches.c.dataset)
    )
    return {row.dataset: local(row.at if row.at.tzinfo else row.at.replace(tzinfo=UTC)).date() for row in connection.execute(newest)}


def freshness(connection: Connection, today: date) -> list[Freshness]:
    """Every dataset in the bureau's order."""
    last = deliveries(connection)
    out = []
    for dataset in DATASETS.values():
        day = last.get(dataset.name)
        late = 0 if day is None else max(0, (today - day).days - dataset.rhythm)
        out.append(Freshness(dataset.name, dataset.title, day, late))
    return out
