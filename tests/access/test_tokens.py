"""API tokens: known only to the one they were shown to, dead when expired or when their person is disabled, and never a reason to wait."""

import time
from datetime import timedelta

import pytest
import sqlalchemy as sa

from access import people, tokens
from data.clock import now
from data.database import Database

GOOD = "a good password 1"


@pytest.fixture
def token(database: Database) -> str:
    with database.writing() as connection:
        people.add(connection, "wang", GOOD, "county", region="410221")
        return tokens.create(connection, "wang", 90)


def test_a_token_is_kept_only_as_a_hash(database: Database, token: str) -> None:
    with database.reading() as connection:
        row = connection.execute(sa.select(tokens.tokens)).one()
    assert not any(token[9:] in str(value) for value in row)
    assert len(token) >= 40


def test_a_token_is_its_persons_until_it_expires(database: Database, token: str) -> None:
    with database.writing() as connection:
        found = tokens.person_of(connection, token)
        assert found and found.username == "wang"
        assert tokens.person_of(connection, token[:-1] + ("a" if token[-1] != "a" else "b")) is None
        assert tokens.person_of(connection, token[:8]) is None
        assert tokens.person_of(connection, "") is None
        connection.execute(sa.update(tokens.tokens).values(expires_at=now() - timedelta(seconds=1)))
        assert tokens.person_of(connection, token) is None


def test_a_token_dies_with_its_account(database: Database, token: str) -> None:
    with database.writing() as connection:
        people.set_disabled(connection, "wang", True)
        assert tokens.person_of(connection, token) is None
        with pytest.raises(people.PeopleError, match="停用"):
            tokens.create(connection, "wang", 90)


@pytest.mark.parametrize("days", [0, -1, 5000])
def test_days_out_of_bounds_are_refused(sqlite_database: Database, days: int) -> None:
    with sqlite_database.writing() as connection:
        people.add(connection, "wang", GOOD, "leader")
        with pytest.raises(people.PeopleError, match="天数"):
            tokens.create(connection, "wang", days)


def test_use_is_noted_to_the_hour_and_waits_for_nobody(database: Database, token: str) -> None:
    def last_used() -> object:
        with database.reading() as connection:
            return connection.scalar(sa.select(tokens.tokens.c.last_used))

    if database.sqlite:
        with database.writing():
            begun = time.monotonic()
            tokens.note_use(database, token)
            assert time.monotonic() - begun < 5
        assert last_used() is None
    tokens.note_use(database, token)
    first = last_used()
    assert first is not None
    tokens.note_use(database, token)
    assert last_used() == first
    with database.engine.connect() as connection:
        if database.sqlite:
            assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 60_000


def test_tokens_are_listed_while_they_are_good_and_revoked_at_once(database: Database, token: str) -> None:
    with database.writing() as connection:
        people.add(connection, "li", GOOD, "leader")
        other = tokens.create(connection, "li", 1)
        assert {found.id for found in tokens.standing(connection)} == {token[:8], other[:8]}
        [listed] = tokens.standing(connection, "wang")
        assert listed.id == token[:8] and listed.last_used is None and listed.expires_at - listed.created_at == timedelta(days=90)
        assert token[9:] not in repr(listed)
        assert tokens.revoke(connection, token[:8]) == "wang"
        assert tokens.person_of(connection, token) is None and tokens.person_of(connection, other)
        with pytest.raises(people.PeopleError, match="没有编号"):
            tokens.revoke(connection, token[:8])
        connection.execute(sa.update(tokens.tokens).values(expires_at=now() - timedelta(seconds=1)))
        assert tokens.standing(connection) == []
