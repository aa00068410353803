"""Accounts: only allowed ones are made, passwords are kept as argon2, and whoever may not sign in gets the same answer."""

import argon2
import pytest
import sqlalchemy as sa

from access import passwords, people
from access.scope import Scope
from data.database import Database

GOOD = "a good password 1"


def test_an_account_keeps_what_was_given_and_no_password(database: Database) -> None:
    with database.writing() as connection:
        made = people.add(connection, "杞县-民政", GOOD, "county", region="410221")
    with database.reading() as connection:
        assert people.find(connection, "杞县-民政") == made
        assert people.everyone(connection) == [made]
        stored = connection.scalar(sa.select(people.people.c.password))
    assert made.scope == Scope("county", "410221", "")
    assert made.must_change and not made.disabled and made.created_at.tzinfo
    assert stored.startswith("$argon2id$") and GOOD not in stored


@pytest.mark.parametrize(
    ("name", "password", "role", "place", "says"),
    [
        ("x", GOOD, "county", {}, "410221 杞县"),
        ("x", GOOD, "county", {"region": "410299"}, "410221 杞县"),
        ("x", GOOD, "county", {"region": "410200"}, "410221 杞县"),
        ("x", GOOD, "leader", {"region": "410221"}, "只有县区账号"),
        ("x", GOOD, "chief", {}, "养老服务科"),
        ("x", GOOD, "chief", {"section": "财务科"}, "养老服务科"),
        ("x", GOOD, "admin", {"section": "办公室"}, "只有科长账号"),
        ("x", GOOD, "boss", {}, "leader"),
        ("x", "short", "leader", {}, "10 至 256"),
        ("x", "x" * 257, "leader", {}, "10 至 256"),
        ("", GOOD, "leader", {}, "用户名"),
        ("a b", GOOD, "leader", {}, "用户名"),
        ("taken", GOOD, "leader", {}, "已经存在"),
    ],
)
def test_what_is_not_allowed_is_refused_in_words(sqlite_database: Database, name, password, role, place, says) -> None:
    with sqlite_database.writing() as connection:
        people.add(connection, "taken", GOOD, "leader")
        with pytest.raises(people.PeopleError, match=says):
            people.add(connection, name, password, role, **place)
        assert len(people.everyone(connection)) == 1


def test_only_the_right_password_of_an_open_account_signs_in(database: Database) -> None:
    with database.writing() as connection:
        people.add(connection, "wang", GOOD, "chief", section="养老服务科")
    found = people.authenticate(database, "wang", GOOD)
    assert found and found.scope == Scope("chief", "", "养老服务科")
    assert people.authenticate(database, "wang", GOOD + " ") is None
    assert people.authenticate(database, "wang", "") is None
    assert people.authenticate(database, "Wang", GOOD) is None
    with database.writing() as connection:
        people.set_disabled(connection, "wang", True)
    assert people.authenticate(database, "wang", GOOD) is None
    with database.reading() as connection:
        disabled = people.find(connection, "wang")
    assert disabled and disabled.scope == Scope()
    with database.writing() as connection:
        people.set_disabled(connection, "wang", False)
    assert people.authenticate(database, "wang", GOOD)


def test_an_unknown_account_costs_the_same_work(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []
    monkeypatch.setattr(passwords, "matches", lambda stored, _: bool(checked.append(stored)))
    with sqlite_database.writing() as connection:
        people.add(connection, "wang", GOOD, "leader")
    people.authenticate(sqlite_database, "wang", "wrong")
    people.authenticate(sqlite_database, "nobody", "wrong")
    cost = [argon2.extract_parameters(stored) for stored in checked]
    assert len(checked) == 2 and cost[0] == cost[1] and checked[0] != checked[1]


def test_a_hash_of_older_parameters_is_renewed_at_sign_in(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.writing() as connection:
        people.add(connection, "wang", GOOD, "leader")
        weak = connection.scalar(sa.select(people.people.c.password))
    monkeypatch.setattr(passwords, "_hasher", argon2.PasswordHasher(time_cost=2, memory_cost=64, parallelism=1))
    assert people.authenticate(database, "wang", "wrong") is None
    with database.reading() as connection:
        assert connection.scalar(sa.select(people.people.c.password)) == weak
    before = people.authenticate(database, "wang", GOOD)
    with database.reading() as connection:
        renewed = connection.scalar(sa.select(people.people.c.password))
    assert renewed != weak and not passwords.is_weak(renewed)
    assert people.authenticate(database, "wang", GOOD) == before


def test_reset_and_change_of_a_password(database: Database) -> None:
    with database.writing() as connection:
        first = people.add(connection, "wang", GOOD, "leader")
    with pytest.raises(people.PeopleError, match="原密码"):
        people.change_password(database, "wang", "wrong", "another password 2")
    with pytest.raises(people.PeopleError, match="相同"):
        people.change_password(database, "wang", GOOD, GOOD)
    with pytest.raises(people.PeopleError, match="10 至 256"):
        people.change_password(database, "wang", GOOD, "short")
    people.change_password(database, "wang", GOOD, "another password 2")
    second = people.authenticate(database, "wang", "another password 2")
    assert second and not second.must_change and second.password_changed_at > first.password_changed_at
    with database.writing() as connection:
        people.reset(connection, "wang", "third password 3")
        with pytest.raises(people.PeopleError, match="不存在"):
            people.reset(connection, "nobody", "third password 3")
    third = people.authenticate(database, "wang", "third password 3")
    assert third and third.must_change
    assert people.authenticate(database, "wang", "another password 2") is None


def test_demonstration_accounts_are_made_once_and_need_no_change(sqlite_database: Database) -> None:
    with sqlite_database.writing() as connection:
        made = people.add_demonstration_accounts(connection)
        assert people.add_demonstration_accounts(connection) == []
    assert made == ["leader", "chief", "county", "screen", "admin"]
    found = people.authenticate(sqlite_database, "county", people.DEMONSTRATION_PASSWORD)
    assert found and found.region == "410221" and found.demonstration and not found.must_change
