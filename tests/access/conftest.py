"""`demo_server`: the server on a copy of the small demonstration city, shared by a module's tests; who changes it, changes a copy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from data.database import Database


def copied(source: Database, path: Path) -> Database:
    """A copy of a SQLite database, everything written out."""
    with source.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(source.url.database or "", path)
    return Database(f"sqlite:///{path}")


@pytest.fixture(scope="module")
def demo_server(demonstration: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    from app import server

    database = copied(demonstration, tmp_path_factory.mktemp("demo") / "cockpit.db")
    kept = server.extensions["cockpit"]
    server.extensions["cockpit"] = replace(kept, database=database)
    yield server
    server.extensions["cockpit"] = kept
    database.dispose()
