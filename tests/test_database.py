"""The database's two doors: readers keep their snapshot, a failed writer leaves nothing."""

import os
from pathlib import Path

import pytest
import sqlalchemy as sa

from data.database import Database
from data.facts import fact, facts, set_fact


def test_a_reader_keeps_its_snapshot_while_a_writer_commits(database: Database) -> None:
    with database.writing() as writer:
        set_fact(writer, "colour", "blue")
    with database.reading() as reader:
        assert fact(reader, "colour") == "blue"
        with database.writing() as writer:
            set_fact(writer, "colour", "green")
        assert fact(reader, "colour") == "blue"
    with database.reading() as reader:
        assert fact(reader, "colour") == "green"


def test_a_failed_writer_leaves_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.writing() as writer:
        set_fact(writer, "colour", "red")
        raise ZeroDivisionError
    with database.reading() as reader:
        assert reader.scalar(sa.select(sa.func.count()).select_from(facts)) == 0


def test_the_file_and_what_lies_beside_it_are_their_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        path = tmp_path / "var" / "cockpit.db"
        database = Database(f"sqlite:///{path}")
        with database.engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE one (two)")
            connection.exec_driver_sql("INSERT INTO one VALUES (3)")
            modes = {one.name: one.stat().st_mode & 0o777 for one in (path.parent, *path.parent.iterdir())}
        assert modes == {"var": 0o700, "cockpit.db": 0o600, "cockpit.db-wal": 0o600, "cockpit.db-shm": 0o600}
        path.chmod(0o644)
        Database(f"sqlite:///{path}")
        assert path.stat().st_mode & 0o777 == 0o600, "as an earlier version left it"
    finally:
        os.umask(before)
