"""Records that are open at d: accepted by then and not closed. How many by how long they have been, and how long the oldest has.

How long a record has been open changes with every day, so it is told for each period's day d: a join of records and periods, which
suits the few tens of thousands of orders there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement, Select
from sqlalchemy.sql.expression import FromClause

from data.datasets import Dataset
from data.indicators.label import DaysBetween
from data.indicators.measure import NONE, Part, Window, first, place_of
from data.indicators.readings import periods


def open_by_age(dataset: Dataset, start: str, end: str, bands: Sequence[tuple[int | None, str]]) -> Part:
    """Open records by the days from `start` to d; `bands`: the last day of each (None: without end) and its category, ascending."""

    def select(window: Window) -> Select[Any]:
        source, conditions, leaf, days = _open(dataset, start, end, window)
        band = sa.case(*((days <= last, words) for last, words in bands if last is not None), else_=bands[-1][1])
        return _rows(leaf, band, sa.func.count()).select_from(source).where(*conditions).group_by(*first(3))

    return Part(select, {dataset.name: "onward"})


def oldest_open(dataset: Dataset, start: str, end: str) -> Part:
    """The days from `start` to d of the record that has been open longest; no row where none is open."""

    def select(window: Window) -> Select[Any]:
        source, conditions, leaf, days = _open(dataset, start, end, window)
        return _rows(leaf, sa.literal(""), sa.func.max(days)).select_from(source).where(*conditions).group_by(*first(3))

    return Part(select, {dataset.name: "onward"})


def _open(
    dataset: Dataset, start: str, end: str, window: Window
) -> tuple[FromClause, list[ColumnElement[bool]], ColumnElement[str], ColumnElement[int]]:
    """Where open records are found at each period's d, the leaf they lie in and the days they have been open."""
    table, (source, region) = dataset.table, place_of(dataset)
    begun, ended = table.c[start], table.c[end]
    at_d = sa.and_(begun <= periods.c.day, sa.or_(ended.is_(None), ended > periods.c.day))
    return (
        source.join(periods, at_d),
        [*window.holds(), *window.inside(region)],
        window.leaf(region),
        DaysBetween(begun, periods.c.day),
    )


def _rows(leaf: Any, category: Any, counted: Any) -> Select[Any]:
    return sa.select(
        leaf.label("region"),
        periods.c.period,
        category.label("category"),
        counted.label("numerator"),
        NONE.label("denominator"),
        NONE.label("people"),
    )
