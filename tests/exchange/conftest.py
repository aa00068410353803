"""`desk`: a place to bring files to, on SQLite and on PostgreSQL; `sqlite_desk`: on SQLite alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.database import Database

from .desk import Desk


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    return Desk(database, tmp_path)


@pytest.fixture
def sqlite_desk(sqlite_database: Database, tmp_path: Path) -> Desk:
    return Desk(sqlite_database, tmp_path)
