"""The database's two doors: readers keep their snapshot, a failed writer leaves nothing."""

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
