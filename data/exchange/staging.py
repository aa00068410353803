"""A file's checked rows in a temporary table of their own, loaded in the database's own way, before anything shared is touched."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.datasets import Dataset
from data.datasets.dataset import sql_type

ROW, BAD = "file_row", "bad"


class Staging:
    """The temporary table of one connection. Rows found bad stay in it, marked, so that they count as duplicates of others."""

    def __init__(self, connection: Connection, dataset: Dataset, fields: Sequence[str]) -> None:
        """Make the table, with the columns that the file has, inside the connection's transaction."""
        self.connection, self.dataset, self.fields = connection, dataset, tuple(fields)
        columns: list[sa.Column[Any]] = [sa.Column(name, sql_type(dataset.column(name))) for name in self.fields]
        self.table = sa.Table(
            "staged",
            sa.MetaData(),
            sa.Column(ROW, sa.Integer, primary_key=True, autoincrement=False),
            sa.Column(BAD, sa.Integer, nullable=False),
            *columns,
            prefixes=["TEMPORARY"],
        )
        self.drop()
        self.table.create(connection)

    @property
    def rows(self) -> sa.Column[Any]:
        return self.table.c[ROW]

    @property
    def good(self) -> sa.ColumnElement[bool]:
        return self.table.c[BAD] == 0

    def drop(self) -> None:
        """Remove the table, if it is there."""
        self.connection.exec_driver_sql("DROP TABLE IF EXISTS staged")

    def add(self, numbers: Sequence[int], bad: Sequence[int], columns: Sequence[Sequence[Any]]) -> None:
        """Add rows given as columns of stored values (see `cells`), in the order of the fields."""
        rows = zip(numbers, bad, *columns, strict=True)
        driver: Any = self.connection.connection.driver_connection
        names = ", ".join((ROW, BAD, *self.fields))
        if self.connection.dialect.name == "sqlite":
            marks = ", ".join("?" * (2 + len(self.fields)))
            driver.executemany(f"INSERT INTO staged ({names}) VALUES ({marks})", rows)
            return
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        with driver.cursor() as cursor, cursor.copy(f"COPY staged ({names}) FROM STDIN (FORMAT csv)") as copy:
            copy.write(text.getvalue())

    def measure(self) -> None:
        """Let the database count the rows, so that it plans well."""
        self.connection.exec_driver_sql("ANALYZE staged" if self.connection.dialect.name != "sqlite" else "ANALYZE temp.staged")

    def count(self, *where: sa.ColumnElement[bool]) -> int:
        """How many rows there are."""
        return self.connection.scalar(sa.select(sa.func.count()).select_from(self.table).where(*where)) or 0

    def reject(self, rows: sa.Select[Any]) -> None:
        """Mark the rows whose numbers are selected as bad."""
        self.connection.execute(sa.update(self.table).where(self.rows.in_(rows)).values({BAD: 1}))

    def same_key(self, other: sa.FromClause) -> sa.ColumnElement[bool]:
        """The condition that a row of `other` has a staged row's key."""
        return sa.and_(*(other.c[name] == self.table.c[name] for name in self.dataset.key))
