"""A dataset's rows into its table, streamed, in the database's own way; citizen numbers are hashed on the way and nowhere else kept."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.citizens import digest
from data.database import Money, Number
from data.datasets import Column, Dataset
from data.demo.rows import Row

CHUNK = 5_000


def stored(column: Column, key: bytes) -> Callable[[Any], Any] | None:
    """How a value becomes what the database keeps: ISO days, whole fen and ten-thousandths, 0/1, hashes. None: as it is."""
    match column.kind:
        case "date":
            return lambda day: day.isoformat()
        case "money":
            return lambda yuan: int(Decimal(yuan).scaleb(Money.places))
        case "number":
            return lambda number: int(Decimal(number).scaleb(Number.places))
        case "yesno":
            return int
        case "citizen":
            return lambda number: digest(number, key)
        case _:
            return None


def store(connection: Connection, dataset: Dataset, rows: Iterable[Row], batch: int, key: bytes) -> tuple[int, str]:
    """Insert the rows in the name of the batch. Returns how many there were, and the SHA-256 of their canonical text."""
    changes = [(at, change) for at, column in enumerate(dataset.columns) if (change := stored(column, key))]
    names = ", ".join([*(column.name for column in dataset.columns), "inserted_by", "changed_by"])
    seal, count = hashlib.sha256(), 0
    for chunk in _chunks(rows):
        for row in chunk:
            for at, change in changes:
                if row[at] is not None:
                    row[at] = change(row[at])
        seal.update("".join("\t".join(map(str, row)) + "\n" for row in chunk).encode())
        count += len(chunk)
        _insert(connection, dataset.name, names, [[*row, batch, batch] for row in chunk])
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(f"ANALYZE {dataset.name}")  # the refresh that follows must not plan for an empty table
    return count, seal.hexdigest()


def _chunks(rows: Iterable[Row]) -> Iterator[list[list[Any]]]:
    source = iter(rows)
    while chunk := [list(row) for row in islice(source, CHUNK)]:
        yield chunk


def _insert(connection: Connection, table: str, names: str, rows: list[list[Any]]) -> None:
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        driver.executemany(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(rows[0]))})", rows)
        return
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT csv)") as copy:
        copy.write(text.getvalue())


def without_known(connection: Connection, dataset: Dataset, rows: Iterable[Row]) -> Iterable[Row]:
    """The rows whose key no record has yet: where real records stand, the demonstration gives way."""
    places = [[column.name for column in dataset.columns].index(name) for name in dataset.key]
    known = {tuple(row) for row in connection.execute(sa.select(*(dataset.table.c[name] for name in dataset.key)))}
    return (row for row in rows if tuple(row[at] for at in places) not in known)
