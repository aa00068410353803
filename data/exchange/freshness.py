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


def freshness(connection: Connection, today: date) -> list[Freshness]:
    """Every dataset in the bureau's order."""
    last = {
        row.dataset: row.at
        for row in connection.execute(
            sa.select(batches.c.dataset, sa.func.max(batches.c.at).label("at"))
            .where(batches.c.withdrawn_at.is_(None))
            .group_by(batches.c.dataset)
        )
    }
    out = []
    for dataset in DATASETS.values():
        at = last.get(dataset.name)
        day = None if at is None else local(at if at.tzinfo else at.replace(tzinfo=UTC)).date()
        late = 0 if day is None else max(0, (today - day).days - dataset.rhythm)
        out.append(Freshness(dataset.name, dataset.title, day, late))
    return out
