"""Where an indicator's value comes from: its datasets with how fresh they are, and the newest batches the shown readings have seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from data.datasets import DATASETS
from data.exchange.batches import Batch, read_batches
from data.exchange.freshness import Freshness, freshness
from data.indicators.moment import Moment

NEWEST = 3  # batches shown a dataset
MANY = 50  # standing batches looked at behind the last refresh


@dataclass(frozen=True)
class Source:
    """One dataset.

    batches  its newest standing batches that the last refresh has seen
    waiting  how many have come since and are not in the figures yet
    """

    fresh: Freshness
    section: str
    batches: tuple[Batch, ...]
    waiting: int


def sources(now: Moment, datasets: Iterable[str], *, newest: int = NEWEST) -> tuple[Source, ...]:
    """The datasets in the bureau's order. Batches stand whole: they tell of deliveries, not of what is in them."""
    by_name = {one.dataset: one for one in freshness(now.connection, now.today)}
    return tuple(_source(now, by_name[name], newest) for name in DATASETS if name in set(datasets))


def _source(now: Moment, fresh: Freshness, newest: int) -> Source:
    seen = now.batch or 0
    standing = read_batches(now.connection, limit=MANY, dataset=fresh.dataset, standing=True)
    waiting = sum(batch.id > seen for batch in standing)
    older = (
        standing if waiting < MANY else read_batches(now.connection, limit=newest, dataset=fresh.dataset, before=seen + 1, standing=True)
    )
    shown = [batch for batch in older if batch.id <= seen]
    return Source(fresh, DATASETS[fresh.dataset].section, tuple(shown[:newest]), waiting)
