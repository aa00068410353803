"""Record lists out: the rows of a dataset in a region as text, streamed from the database. The digests of citizen numbers stay inside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.datasets import DATASETS, Column, Dataset
from data.datasets.column import Kind
from geo.regions import CITY

FETCHED = 2000  # rows held at a time
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run a text that begins so
_SHOWN: dict[Kind, Callable[[Any], str]] = {
    "date": date.isoformat,
    "money": str,
    "number": lambda value: f"{Decimal(value).normalize():f}",
    "yesno": lambda value: "是" if value else "否",
    "int": str,
    "lon": repr,
    "lat": repr,
}


def shown_columns(dataset: Dataset) -> list[Column]:
    """The columns a record list has."""
    return [column for column in dataset.columns if column.kind != "citizen"]


def dated(dataset: Dataset) -> Column | None:
    """The column that says when a record is of: its first required date or month."""
    return next((column for column in dataset.columns if column.required and column.kind in ("date", "month")), None)


def read_records(
    connection: Connection, dataset: Dataset, *, region: str, since: date | None = None, until: date | None = None
) -> Iterator[list[str]]:
    """The rows whose region lies in `region`, in the order of their key, one list of cells each.

    since, until  only rows dated from then on, up to then
    Raises ValueError where days are asked for and the dataset has no day (see `dated`).
    """
    columns = shown_columns(dataset)
    statement = _chosen(dataset, [dataset.table.c[column.name] for column in columns], region, since, until)
    statement = statement.order_by(*(dataset.table.c[name] for name in dataset.key))
    cells = [_SHOWN.get(column.kind, escaped) for column in columns]
    for row in connection.execute(statement, execution_options={"yield_per": FETCHED}):
        yield ["" if value is None else cell(value) for cell, value in zip(cells, row, strict=True)]


def count_records(connection: Connection, dataset: Dataset, *, region: str, since: date | None = None, until: date | None = None) -> int:
    """How many rows `read_records` gives for the same question."""
    return connection.execute(_chosen(dataset, [sa.func.count()], region, since, until)).scalar_one()


def escaped(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _chosen(dataset: Dataset, wanted: Sequence[Any], region: str, since: date | None, until: date | None) -> sa.Select[Any]:
    table = dataset.table
    source: Any = table
    place = table
    if dataset.reference:
        place = DATASETS[dataset.reference.refers].table
        source = table.join(place, place.c.key == table.c[dataset.reference.name])
    statement = sa.select(*wanted).select_from(source)
    if region != CITY:
        statement = statement.where(place.c.region.startswith(region))
    if since or until:
        statement = statement.where(*_within(dataset, since, until))
    return statement


def _within(dataset: Dataset, since: date | None, until: date | None) -> Iterator[sa.ColumnElement[bool]]:
    column = dated(dataset)
    if column is None:
        raise ValueError(f"{dataset.title}没有日期")
    when = dataset.table.c[column.name]
    for day, lower in ((since, True), (until, False)):
        if day is not None:
            edge = f"{day:%Y-%m}" if column.kind == "month" else day
            yield when >= edge if lower else when <= edge
