"""One database, two ways in: `reading` (a snapshot that can't change under the reader) and `writing` (one writer at a time).

SQLite is the embedded default, PostgreSQL the bureau's server; both behave alike for everything above this module.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, make_url

BUSY_SECONDS = 60
WRITER_LOCK = 4102000  # PostgreSQL advisory lock: imports, refreshes and undo take turns

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Busy(RuntimeError):
    """Another writer kept the database for longer than BUSY_SECONDS."""


class Database:
    """The shared database behind one URL."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)  # parameters are hidden in errors: a traceback must not log a record
        if self.sqlite:
            _keep_private(self.url.database)
            self.engine = sa.create_engine(self.url, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS})
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            self.engine = sa.create_engine(self.url, hide_parameters=True, pool_pre_ping=True)

    @property
    def sqlite(self) -> bool:
        """True on SQLite, False on PostgreSQL."""
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database from its first statement to its end and can't write."""
        options = {} if self.sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self.engine.connect().execution_options(**options) as connection:
            yield connection

    @contextmanager
    def glancing(self) -> Iterator[Connection]:
        """A connection for single small statements that need no common state: on PostgreSQL without the cost of a transaction."""
        options = {} if self.sqlite else {"isolation_level": "AUTOCOMMIT"}
        with self.engine.connect().execution_options(**options) as connection:
            yield connection

    @contextmanager
    def writing(self, using: Connection | None = None) -> Iterator[Connection]:
        """The writer's connection: commits at the end, rolls back on any error. A second writer waits.

        `using` is a connection without a transaction, where the writer needs one it has already: temporary tables live on theirs.
        Raises Busy when the first one takes longer than BUSY_SECONDS.
        """
        if using is None:
            with self.engine.connect() as connection, self.writing(connection):
                yield connection
            return
        with self._one_writer(using, turns=True):
            yield using

    @contextmanager
    def noting(self) -> Iterator[Connection]:
        """A short writer's connection, for a note beside what others write: on PostgreSQL it does not wait for a long import to end.

        On SQLite there is one writer at a time, as in `writing`. Raises Busy like it.
        """
        with self.engine.connect() as connection, self._one_writer(connection, turns=False):
            yield connection

    @contextmanager
    def _one_writer(self, using: Connection, turns: bool) -> Iterator[None]:
        using.execution_options(writer=True)
        try:
            transaction = using.begin()
            if not self.sqlite:
                using.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
                if turns:
                    using.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")
        except sa.exc.OperationalError as error:
            using.rollback()
            if _is_busy(error):
                raise Busy("数据库正被另一项写入占用，等待超过 60 秒；请稍后再试，本次没有写入任何内容。") from error
            raise
        with transaction:
            yield

    def note(self, statement: sa.Update) -> None:
        """Run one small statement for which nobody should wait: while another writer is at work it is skipped."""
        with self.engine.connect() as connection:
            if self.sqlite:
                waits = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
                connection.exec_driver_sql("PRAGMA busy_timeout=0")
            try:
                connection.execute(statement)
                connection.commit()
            except sa.exc.OperationalError:
                connection.rollback()
            finally:
                if self.sqlite:
                    connection.exec_driver_sql(f"PRAGMA busy_timeout={waits}")

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _keep_private(file: str | None) -> None:
    """A SQLite file is its owner's alone, and a folder made for it too; what SQLite lays beside it takes after the file."""
    if not file or file == ":memory:" or file.startswith("file:"):
        return
    path = Path(file)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(OSError):  # what is wrong with it, SQLite says in its own time
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        for one in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
            if one.exists() and one.stat().st_mode & 0o077:
                one.chmod(0o600)  # made by an earlier version, or restored from a copy


def _is_busy(error: sa.exc.OperationalError) -> bool:
    text = str(error.orig)
    return "database is locked" in text or "lock timeout" in text


def _prepare_sqlite(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None  # the driver must not begin or commit behind SQLAlchemy's back
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_SECONDS * 1000}",
        "temp_store=FILE",
        "cache_size=-65536",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writer = connection.get_execution_options().get("writer")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")


class Money(sa.types.TypeDecorator[Any]):
    """Yuan with two decimals in Python (Decimal), whole fen in the database: sums are exact on every database."""

    impl = sa.BigInteger
    cache_ok = True
    places = 2

    def process_bind_param(self, value: Any, dialect: Any) -> Any:
        from decimal import Decimal

        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value == 0):
            return value
        scaled = Decimal(value).scaleb(self.places)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than {self.places} decimals")
        return int(scaled)

    def process_result_value(self, value: Any, dialect: Any) -> Any:
        from decimal import Decimal

        return None if value is None else Decimal(value).scaleb(-self.places)


class Number(Money):
    """A decimal number with up to four decimals, kept as whole ten-thousandths."""

    cache_ok = True
    places = 4
