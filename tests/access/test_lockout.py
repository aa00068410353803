"""Five wrong passwords lock an account for a quarter of an hour; nobody can tell it from a wrong one; tokens and sessions go on."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from access import audit, login, passwords, people, tokens
from data.database import Database
from tests.conftest import PASSWORD, Clock, form_token

QUARTER = timedelta(minutes=15)


@pytest.fixture
def wang(database: Database) -> Database:
    """A database with the account `wang`."""
    with database.writing() as connection:
        people.add(connection, "wang", PASSWORD, "leader", must_change=False)
    return database


def fail(database: Database, times: int, name: str = "wang") -> None:
    for _ in range(times):
        assert people.authenticate(database, name, "wrong", where="192.0.2.1") is None


def acts(database: Database) -> list[tuple[str, str, str]]:
    """The audit log, oldest first: act, who, what."""
    with database.reading() as connection:
        return [(entry.act, entry.who, entry.what) for entry in reversed(audit.search(connection))]


def test_the_fifth_failure_locks_and_the_fourth_does_not(wang: Database, clock: Clock) -> None:
    fail(wang, 4)
    assert people.authenticate(wang, "wang", PASSWORD)
    fail(wang, 5)
    assert people.authenticate(wang, "wang", PASSWORD) is None
    with wang.reading() as connection:
        found = people.find(connection, "wang")
    assert found and found.locked and found.locked_until == clock.moment + QUARTER


def test_the_right_password_starts_the_count_anew(wang: Database, clock: Clock) -> None:
    for _ in range(3):
        fail(wang, 4)
        assert people.authenticate(wang, "wang", PASSWORD)


def test_the_lock_ends_after_fifteen_minutes_and_not_a_second_before(wang: Database, clock: Clock) -> None:
    fail(wang, 5)
    clock.moment += QUARTER - timedelta(seconds=1)
    assert people.authenticate(wang, "wang", PASSWORD) is None
    clock.on(seconds=1)
    assert people.authenticate(wang, "wang", PASSWORD)


def test_failures_while_locked_do_not_prolong_the_lock(wang: Database, clock: Clock) -> None:
    fail(wang, 5)
    clock.on(minutes=14)
    fail(wang, 20)
    clock.on(minutes=1)
    assert people.authenticate(wang, "wang", PASSWORD)


def test_after_the_lock_it_takes_five_again(wang: Database, clock: Clock) -> None:
    fail(wang, 5)
    clock.moment += QUARTER
    fail(wang, 4)
    assert people.authenticate(wang, "wang", PASSWORD)
    fail(wang, 5)
    assert people.authenticate(wang, "wang", PASSWORD) is None


def test_an_administrator_unlocks_and_a_reset_does_too(wang: Database, clock: Clock) -> None:
    fail(wang, 5)
    with wang.writing() as connection:
        people.unlock(connection, "wang")
        with pytest.raises(people.PeopleError, match="不存在"):
            people.unlock(connection, "nobody")
    assert people.authenticate(wang, "wang", PASSWORD)
    fail(wang, 5)
    with wang.writing() as connection:
        people.reset(connection, "wang", "New-password-1")
    assert people.authenticate(wang, "wang", "New-password-1")


def test_guesses_sent_at_once_are_all_counted(wang: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda guess: people.authenticate(wang, "wang", guess), [f"wrong-{n}" for n in range(8)]))
    assert found == [None] * 8
    with wang.reading() as connection:
        assert connection.scalar(sa.select(people.people.c.failures)) == 5
        account = people.find(connection, "wang")
    assert account and account.locked


def test_the_right_guess_among_many_is_not_admitted_after_the_fifth_wrong_one(wang: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was checked before the lock and comes to be admitted after it."""
    matches = passwords.matches

    def late(stored: str, password: str) -> bool:
        right = matches(stored, password)
        if right:
            monkeypatch.setattr(passwords, "matches", matches)
            fail(wang, 5)
        return right

    monkeypatch.setattr(passwords, "matches", late)
    assert people.authenticate(wang, "wang", PASSWORD) is None


def test_a_password_reset_in_the_moment_of_its_check_admits_nobody(wang: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    matches = passwords.matches

    def late(stored: str, password: str) -> bool:
        with wang.writing() as connection:
            people.reset(connection, "wang", "New-password-1")
        return matches(stored, password)

    monkeypatch.setattr(passwords, "matches", late)
    assert people.authenticate(wang, "wang", PASSWORD) is None


def test_a_reset_is_not_undone_by_a_change_under_way(wang: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*_: object) -> bool:
        with wang.writing() as connection:
            people.reset(connection, "wang", "New-password-1")
        return False

    monkeypatch.setattr(passwords, "used_before", late)
    with pytest.raises(people.PeopleError, match="原密码不对"):
        people.change_password(wang, "wang", PASSWORD, "New-password-2")
    assert people.authenticate(wang, "wang", "New-password-1")


def test_a_name_that_is_no_account_leaves_nothing_to_lock(wang: Database) -> None:
    fail(wang, 6, "nobody")
    with wang.writing() as connection:
        assert [person.username for person in people.everyone(connection)] == ["wang"]
        people.add(connection, "nobody", PASSWORD, "leader")
    assert people.authenticate(wang, "nobody", PASSWORD)


@pytest.mark.parametrize("name", ["wang", "nobody", "locked", "gone", "a b", "", "wang\0", "\udcff", "x" * 5000])
def test_every_failure_costs_one_check_and_one_transaction(wang: Database, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    with wang.writing() as connection:
        people.add(connection, "locked", PASSWORD, "leader")
        people.add(connection, "gone", PASSWORD, "leader")
        people.set_disabled(connection, "gone", True)
    fail(wang, 5, "locked")
    before = len(acts(wang))
    checked: list[str] = []
    matches, writing, written = passwords.matches, wang.writing, []
    monkeypatch.setattr(passwords, "matches", lambda stored, typed: checked.append(stored) or matches(stored, typed))
    monkeypatch.setattr(wang, "writing", lambda using=None: (using is None and written.append(1)) or writing(using))
    assert people.authenticate(wang, name, "wrong") is None
    assert len(checked) == len(written) == 1
    assert len(acts(wang)) == before + 1


def test_what_is_written_down(wang: Database, clock: Clock) -> None:
    fail(wang, 6)
    people.authenticate(wang, "Secret-password-9", "x")
    people.authenticate(wang, "410221199001011234", "x")
    people.authenticate(wang, "\0\0", "x")
    failed = ("sign_in_failed", "wang", "wang，密码不对")
    assert acts(wang) == [
        *[failed] * 5,
        ("locked", "wang", "连续 5 次密码不对"),
        ("sign_in_failed", "wang", "wang，账号已锁定"),
        ("sign_in_failed", "", "Se…，没有这个账号"),
        ("sign_in_failed", "", "41…，没有这个账号"),
        ("sign_in_failed", "", "…，没有这个账号"),
    ]
    with wang.reading() as connection:
        assert {entry.where for entry in audit.search(connection, act="locked")} == {"192.0.2.1"}


# --- over HTTP ------------------------------------------------------------------------------------------------------------------------


def post(client: FlaskClient, path: str, **fields: str):
    return client.post(path, data={"csrf_token": form_token(client, path), **fields})


def shown(client: FlaskClient, name: str, password: str) -> tuple[int, str]:
    """The answer without what differs by name and visit."""
    answer = post(client, "/login", username=name, password=password)
    page = answer.text.replace(name, "")
    return answer.status_code, page.replace(page.split('name="csrf_token" value="')[1].split('"')[0], "")


def test_a_locked_account_gets_the_words_of_a_wrong_password(either_server: Flask) -> None:
    with either_server.extensions["cockpit"].database.writing() as connection:
        people.add(connection, "wang", PASSWORD, "leader", must_change=False)
    client = either_server.test_client()
    wrong = [shown(client, "wang", "wrong") for _ in range(5)]
    assert {*wrong, shown(client, "wang", PASSWORD), shown(client, "nobody", PASSWORD)} == {wrong[0]}
    assert wrong[0][0] == 401 and "用户名或密码不对" in wrong[0][1] and "15 分钟" in wrong[0][1]


def test_a_locked_accounts_token_and_sessions_go_on(either_server: Flask, visit: Callable[..., FlaskClient]) -> None:
    client = visit(either_server, "leader")
    database = either_server.extensions["cockpit"].database
    with database.writing() as connection:
        name = people.everyone(connection)[0].username
        token = tokens.create(connection, name, 1)
    fail(database, 5, name)
    assert client.get("/").status_code == 200
    assert either_server.test_client().get("/api/v1/none", headers={"Authorization": f"Bearer {token}"}).status_code == 404


def test_the_old_password_of_a_change_counts_too(server: Flask, visit: Callable[..., FlaskClient]) -> None:
    client = visit(server, "leader")
    database = server.extensions["cockpit"].database
    for _ in range(5):
        answer = post(client, "/password", old="wrong", new="New-password-1", repeat="New-password-1")
        assert answer.status_code == 422 and "原密码不对" in answer.text
    answer = post(client, "/password", old=PASSWORD, new="New-password-1", repeat="New-password-1")
    assert answer.status_code == 422 and "原密码不对" in answer.text
    assert client.get("/").status_code == 200
    assert [act for act, *_ in acts(database)][-2:] == ["locked", "sign_in_failed"]
    assert "修改密码" in acts(database)[-1][2]


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("192.0.2.1", "192.0.2.1", True),
        ("not an address", "not an address", True),
    ],
)
def test_failures_are_counted_by_address_and_by_network_of_the_new_ones(server: Flask, first: str, second: str, together: bool) -> None:
    asked = []
    for address in (first, second):
        with server.test_request_context("/login", environ_base={"REMOTE_ADDR": address}):
            asked.append(login._asker())
    assert (asked[0] == asked[1]) is together


def test_the_command_line_unlocks_and_lists_who_is_locked(server: Flask) -> None:
    database = server.extensions["cockpit"].database
    with database.writing() as connection:
        people.add(connection, "wang", PASSWORD, "leader")
    fail(database, 5)
    run = server.test_cli_runner().invoke
    assert "已锁定" in run(args=["user", "list"]).output
    assert run(args=["user", "unlock", "wang"]).exit_code == 0
    assert "已锁定" not in run(args=["user", "list"]).output
    assert people.authenticate(database, "wang", PASSWORD)
    missing = run(args=["user", "unlock", "nobody"])
    assert missing.exit_code == 1 and "不存在" in missing.output
    with database.reading() as connection:
        entry = audit.search(connection, act="account")[0]
    assert entry.where == "命令行" and entry.who and entry.what == "解锁 wang"
