"""Passwords by the rule book in force: length, kinds, name, guesses, age and the last five; kept as argon2, told apart by characters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from access import passwords, people
from data.database import Database
from data.settings import Settings, settings
from tests.conftest import PASSWORD, Clock


@pytest.fixture
def asvs(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = settings().model_copy(update={"password_profile": "asvs"})
    monkeypatch.setattr(passwords, "settings", lambda: chosen)


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("Abcdefg-1", "太短"),
        ("Abcdefgh-1", None),
        ("a1-" + "x" * 253, None),
        ("a1-" + "x" * 254, "太长"),
        ("abcdefghij", "只含小写字母"),
        ("abcdefgh12", "只含小写字母、数字"),
        ("abcdefgh 12", None),
        ("ABCDEFgh12", None),
        ("ABCDEFGH-12", None),
        ("一二三四五六七八九十", "只含符号"),
        ("开封市民政局Kf2023", None),
        ("x-Zhang-123", "含有用户名"),
        ("x-ZHANG-123", "含有用户名"),
        ("x-gnahz-123", None),
        ("", "太短"),
        (PASSWORD, None),
    ],
)
def test_dengbao_asks_for_length_and_kinds_and_no_name(password: str, says: str | None) -> None:
    told = passwords.objection(password, "zhang")
    assert (told is None) if says is None else (told is not None and says in told and passwords.profile().rule in told)


def test_a_name_of_two_letters_is_no_hint_but_one_of_a_han_character_is() -> None:
    assert passwords.objection("Tojuabcd-12", "ju") is None
    assert "用户名" in (passwords.objection("王Abcdefgh-12", "王") or "")


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("mozhu lianshi", None),
        ("x7f k2q pd0", "太短"),
        ("x7f k2q pd0w", None),
        ("Password1234", "容易猜到"),
        ("aaaaaaaaaaaaaaaa", "容易猜到"),
        ("a" * 200, "容易猜到"),
        ("qwertyuiop123", "容易猜到"),
        ("zhangjianguo", "容易猜到"),
        ("kaifengminzheng", "容易猜到"),
        ("长亭外古道边芳草碧连天", "太短"),
        ("长亭外，古道边，芳草碧连天", None),
        ("q8 mountain harbour lantern " * 9, None),
        ("q8 mountain harbour lantern " * 10, "太长"),
    ],
)
def test_asvs_asks_for_length_and_nothing_guessable(asvs: None, password: str, says: str | None) -> None:
    told = passwords.objection(password, "zhangjianguo")
    assert (told is None) if says is None else (told is not None and says in told), told


def test_a_character_typed_in_two_ways_is_one_character() -> None:
    one, two = "caf\u00e9-2023-x", "cafe\u0301-2023-x"
    assert passwords.matches(passwords.hashed(one), two) and passwords.matches(passwords.hashed(two), one)
    assert not passwords.matches(passwords.hashed(one), "cafe-2023-x")
    assert passwords.objection("e\u0301" * 8 + "A1", "x") is None  # ten characters
    assert "太短" in (passwords.objection("e\u0301" * 7 + "A1", "x") or "")


def test_what_is_no_text_and_what_is_too_long_match_nothing() -> None:
    kept = passwords.hashed("x" * 256)
    assert passwords.matches(kept, "x" * 256)
    assert not passwords.matches(kept, "x" * 257)
    assert not passwords.matches(kept, "\udcff")
    assert not passwords.matches("no hash", "x")


@pytest.fixture
def change(database: Database) -> Callable[[int, int], None]:
    """`change(1, 2)`: the person `wang` changes password 1 to password 2."""
    with database.writing() as connection:
        people.add(connection, "wang", "Old-password-1", "leader")
    return lambda old, new: people.change_password(database, "wang", f"Old-password-{old}", f"Old-password-{new}")


def test_the_fifth_last_password_is_refused_and_the_sixth_last_is_not(database: Database, change: Callable[[int, int], None]) -> None:
    for number in range(1, 5):
        change(number, number + 1)
    for used in (1, 2, 3, 4):  # the present one is 5: these are the fifth last to the second last
        with pytest.raises(people.PeopleError, match=r"最近用过.*最近五次"):
            change(5, used)
    change(5, 6)
    change(6, 1)
    with database.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(passwords.history)) == 4  # beside the present one
        assert all(hash.startswith("$argon2id$") for hash in connection.scalars(sa.select(passwords.history.c.hash)))


def test_each_accounts_past_is_its_own(database: Database, change: Callable[[int, int], None]) -> None:
    with database.writing() as connection:
        people.add(connection, "li", "Li-has-another-1", "leader")
    change(1, 2)
    people.change_password(database, "li", "Li-has-another-1", "Old-password-1")
    with pytest.raises(people.PeopleError, match="最近用过"):
        change(2, 1)


def test_a_reset_does_not_tell_which_passwords_were_used_and_counts_among_them(
    database: Database, change: Callable[[int, int], None]
) -> None:
    change(1, 2)
    with database.writing() as connection:
        people.reset(connection, "wang", "Old-password-1")
        with pytest.raises(people.PeopleError, match="太短"):
            people.reset(connection, "wang", "short")
    with pytest.raises(people.PeopleError, match="最近用过"):
        change(1, 2)


def test_asvs_remembers_only_the_present_password(asvs: None, database: Database) -> None:
    first, second = "mozhu lianshi", "qianfo shanxia"
    with database.writing() as connection:
        people.add(connection, "wang", first, "leader")
    people.change_password(database, "wang", first, second)
    with pytest.raises(people.PeopleError, match="相同"):
        people.change_password(database, "wang", second, second)
    people.change_password(database, "wang", second, first)
    with database.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(passwords.history)) == 0


@pytest.mark.parametrize(("later", "due"), [(timedelta(days=90) - timedelta(seconds=1), False), (timedelta(days=90), True)])
def test_after_ninety_days_a_password_must_be_changed(database: Database, clock: Clock, later: timedelta, due: bool) -> None:
    with database.writing() as connection:
        people.add(connection, "wang", PASSWORD, "leader", must_change=False)
        people.add_demonstration_accounts(connection)
    clock.moment += later
    with database.reading() as connection:
        found, shown = people.find(connection, "wang"), people.find(connection, "leader")
    assert found and found.must_change is due
    assert shown and not shown.must_change
    if due:
        people.change_password(database, "wang", PASSWORD, "New-password-1")
        with database.reading() as connection:
            found = people.find(connection, "wang")
        assert found and not found.must_change


def test_asvs_lets_a_password_grow_old(asvs: None, sqlite_database: Database, clock: Clock) -> None:
    with sqlite_database.writing() as connection:
        people.add(connection, "wang", "mozhu lianshi", "leader", must_change=False)
        clock.on(days=4000)
        found = people.find(connection, "wang")
    assert found and not found.must_change


def test_the_demonstration_password_is_taken_by_both_books(asvs: None, sqlite_database: Database) -> None:
    with sqlite_database.writing() as connection:
        assert len(people.add_demonstration_accounts(connection)) == 5
    assert people.authenticate(sqlite_database, "leader", people.DEMONSTRATION_PASSWORD)


def test_the_command_line_says_what_a_password_must_be_like(server: Flask) -> None:
    def run(*args: str, typed: str) -> tuple[int, str]:
        result = server.test_cli_runner().invoke(args=["user", *args, "--password-stdin"], input=typed)
        return result.exit_code, result.output

    code, said = run("add", "wang", "--role", "leader", typed="abcdefghijk\n")
    assert code == 1 and "种类不够" in said and "10 至 256" in said and "abcdefghijk" not in said
    assert run("add", "wang", "--role", "leader", typed=f"{PASSWORD}\n")[0] == 0
    code, said = run("reset", "wang", typed="short\n")
    assert code == 1 and "太短" in said


def test_the_setting_takes_the_two_names_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(passwords.PROFILES) == {"dengbao", "asvs"}
    assert Settings().password_profile == "dengbao"
    monkeypatch.setenv("PASSWORD_PROFILE", "none")
    with pytest.raises(ValueError, match="dengbao"):
        Settings()
