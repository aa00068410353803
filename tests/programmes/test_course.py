"""One task's returns as they stood at a day: states, the words that were sent in, the words that count."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.database import Database
from data.programmes.returns.course import last_accepted, read_course
from data.programmes.returns.table import return_changes
from tests.indicators.city import LANKAO, QI, City
from tests.programmes.planned import at

DAY = date(2023, 6, 30)


@pytest.fixture
def connection(database: Database) -> Any:
    City(database)
    with database.writing() as connection:
        yield connection


def change(connection: Connection, act: str, day: str, done: str, *, month: str = "2023-06", region: str = QI) -> None:
    place = {"month": month, "programme": "one", "task": "1", "region": region}
    said = {"percent": 40, "done": done, "measures": "", "values": {}, "attachments": [], "reason": ""}
    connection.execute(sa.insert(return_changes).values(**place, **said, version=1, act=act, at=at(day), who="某人"))


def test_a_state_is_what_was_done_last_and_a_returned_one_is_mended_as_returned(connection: Connection) -> None:
    steps = [("saved", "draft"), ("submitted", "submitted"), ("returned", "returned"), ("saved", "returned"), ("submitted", "submitted")]
    for place, (act, state) in enumerate([*steps, ("accepted", "accepted")]):
        change(connection, act, f"2023-06-1{place}", act)
        assert read_course(connection, 2023, "one", "1", DAY).state("2023-06", QI) == state
    course = read_course(connection, 2023, "one", "1", DAY)
    assert course.state("2023-05", QI) is None and course.state("2023-06", LANKAO) is None
    assert read_course(connection, 2023, "one", "1", date(2023, 6, 12)).state("2023-06", QI) == "returned", "as it stood then"
    assert read_course(connection, 2023, "one", "2", DAY).changes == ()


def test_a_draft_is_nobodys_to_read(connection: Connection) -> None:
    change(connection, "submitted", "2023-06-10", "报送的话")
    change(connection, "saved", "2023-06-11", "草稿的话", month="2023-07")
    last = read_course(connection, 2023, "one", "1", DAY).last_sent(QI)
    assert last and last.done == "报送的话"
    assert read_course(connection, 2023, "one", "1", DAY).last_sent(LANKAO) is None


def test_the_words_that_count_are_of_the_latest_month_that_stands_accepted(connection: Connection) -> None:
    for month, day in (("2023-05", "2023-05-10"), ("2023-06", "2023-06-10")):
        change(connection, "submitted", day, f"{month} 的话", month=month)
        change(connection, "accepted", day, f"{month} 的话", month=month)
    change(connection, "submitted", "2023-06-10", "兰考待审", region=LANKAO)
    found = last_accepted(connection, 2023, DAY)
    assert {place: one.done for place, one in found.items()} == {("one", "1", QI): "2023-06 的话"}
    change(connection, "returned", "2023-06-20", "2023-06 的话")
    assert last_accepted(connection, 2023, DAY)["one", "1", QI].done == "2023-05 的话"
    assert last_accepted(connection, 2023, date(2023, 6, 19))["one", "1", QI].done == "2023-06 的话"
