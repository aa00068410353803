"""The audit log on both databases: one chain whoever writes, and whatever is done to it behind its back is found and named."""

from __future__ import annotations

import multiprocessing
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from access import audit
from access.audit import chain, table
from data.clock import SHANGHAI, calendar_today
from data.database import Database

CITIZEN = "410221194910010011"  # of nobody: made up, with a true check digit


def write(database: Database, count: int = 1, **given: Any) -> None:
    with database.noting() as connection:
        for number in range(count):
            audit.append(
                connection, **{"act": "export", "who": "张三", "where": "10.0.0.1", "what": f"第 {number} 次", "rows": number, **given}
            )


def verdict(database: Database, **how: Any) -> audit.Verdict:
    with database.reading() as connection:
        return audit.verify(connection, **how)


def tamper(database: Database, *statements: str) -> None:
    """What somebody with the database alone can do: drop the triggers, then write at will."""
    release = [f"DROP TRIGGER IF EXISTS {name}" for name in table.SQLITE_PROTECTION] if database.sqlite else [table.POSTGRESQL_RELEASE]
    with database.writing() as connection:
        for statement in release:
            connection.exec_driver_sql(statement)
        for statement in statements:
            connection.exec_driver_sql(statement)


# --- one chain ----------------------------------------------------------------------------------------------------------------------


def test_an_empty_log_is_whole_and_entries_follow_without_a_gap(database: Database) -> None:
    assert verdict(database).sound
    write(database, 5)
    write(database, act="import", who="", where=audit.COMMAND_LINE, rows=None)
    found = verdict(database)
    assert found.sound and found.checked == 6 and found.head and found.head.number == 6
    with database.reading() as connection:
        listed = audit.search(connection)
    assert [entry.number for entry in listed] == [6, 5, 4, 3, 2, 1]
    assert [entry.previous for entry in listed] == [*(entry.hash for entry in listed[1:]), ""]
    assert listed[0].at.tzinfo is UTC and abs(listed[0].at - datetime.now(UTC)) < timedelta(minutes=1)


def test_an_entry_stands_exactly_if_its_act_does(database: Database) -> None:
    with pytest.raises(RuntimeError), database.writing() as connection:
        audit.append(connection, "import", who="张三", where="x", what="undone")
        raise RuntimeError
    write(database)
    with database.reading() as connection:
        assert [(entry.number, entry.what) for entry in audit.search(connection)] == [(1, "第 0 次")]
    assert verdict(database).sound


def _write_elsewhere(url: str, count: int) -> None:
    other = Database(url)
    for _ in range(count):
        write(other, act="sign_in", who="another process")
    other.dispose()


def test_writers_at_once_keep_one_chain(database: Database) -> None:
    url = database.url.render_as_string(hide_password=False)
    process = multiprocessing.get_context("spawn").Process(target=_write_elsewhere, args=(url, 25))
    process.start()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: write(database, what=str(number)), range(60)))
    process.join(60)
    assert process.exitcode == 0
    found = verdict(database)
    assert found.sound and found.checked == 85, found.words


def test_a_note_does_not_wait_for_an_import_on_postgresql(postgres_database: Database) -> None:
    with postgres_database.writing() as connection:
        connection.execute(sa.text("SELECT 1"))
        write(postgres_database)  # would wait for 60 s
        audit.append(connection, "import", who="张三", where="x")
    assert verdict(postgres_database).checked == 2


def test_an_entry_needs_a_writer_and_a_known_act(database: Database) -> None:
    with database.reading() as connection, pytest.raises(ValueError, match="connection"):
        audit.append(connection, "export", who="x", where="y")
    for act in ("none", "break", "acknowledged"):
        with database.noting() as connection, pytest.raises(ValueError, match="act"):
            audit.append(connection, act, who="x", where="y")


# --- what an entry says -------------------------------------------------------------------------------------------------------------


def test_no_citizen_number_and_no_endless_text(database: Database) -> None:
    write(database, what=f"文件 {CITIZEN}.csv" + "长" * 600, who=f"张{CITIZEN}", where="x" * 200)
    write(database, what="y" * 490 + CITIZEN)
    write(database, what="一\x00行\n二\ud83d")
    with database.reading() as connection:
        third, second, first = audit.search(connection)
    assert first.what.startswith("文件 410221************.csv长") and len(first.what) == 500
    assert first.who == "张410221************" and len(first.where) == 64
    assert not re.search(r"\d{7}", second.what), "a number across the edge is masked before it is cut"
    assert third.what == "一 行 二?"
    assert verdict(database).sound


def test_entries_are_found_by_time_person_act_and_text(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    for day, who, act, what in ((1, "a", "export", "死亡与殡葬"), (2, "b", "import", "100%_x"), (3, "a", "import", "Report.csv")):
        # 23:30 in Kaifeng is 15:30 UTC of the same day, 00:30 is 16:30 of the day before
        moment = datetime(2023, 6, day, 0, 30, tzinfo=SHANGHAI).astimezone(UTC)
        monkeypatch.setattr("data.clock.now", lambda moment=moment: moment)
        write(database, who=who, act=act, what=what)
    monkeypatch.undo()

    def found(**given: Any) -> list[int]:
        with database.reading() as connection:
            assert audit.count(connection, **given) == len(audit.search(connection, **given))
            return [entry.number for entry in audit.search(connection, **given)]

    assert found(who="a") == [3, 1] and found(act="import") == [3, 2] and found(who="a", act="import") == [3]
    assert found(since=datetime(2023, 6, 2).date()) == [3, 2] and found(until=datetime(2023, 6, 2).date()) == [2, 1]
    assert found(text="殡葬") == [1] and found(text="%_") == [2] and found(text="report") == [3] and found(text="10.0.0") == [3, 2, 1]
    assert found(before=3) == [2, 1]
    with database.reading() as connection:
        assert [entry.number for entry in audit.search(connection, limit=1, skip=1)] == [2]


# --- what is done behind its back ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit SET who = 'x' WHERE number = 2", "DELETE FROM audit WHERE number = 2", "DELETE FROM audit", "DELETE FROM audit_head"],
)
def test_the_database_itself_refuses(database: Database, statement: str) -> None:
    write(database, 3)
    with pytest.raises(sa.exc.DatabaseError), database.writing() as connection:
        connection.exec_driver_sql(statement)
    assert verdict(database).sound


OTHERS = 'at, act, who, "where", what, rows, previous, hash'


@pytest.mark.parametrize(
    "statement",
    [
        f"INSERT OR REPLACE INTO audit (number, {OTHERS}) SELECT 2, {OTHERS} FROM audit WHERE number = 3",
        f"REPLACE INTO audit (rowid, number, {OTHERS}) SELECT 2, 99, {OTHERS} FROM audit WHERE number = 3",
        "UPDATE OR REPLACE audit SET number = 2 WHERE number = 3",
    ],
)
def test_sqlite_refuses_to_replace(sqlite_database: Database, statement: str) -> None:
    write(sqlite_database, 3)
    with pytest.raises(sa.exc.DatabaseError, match="append-only"), sqlite_database.writing() as connection:
        connection.exec_driver_sql(statement)
    assert verdict(sqlite_database).sound


def test_missing_triggers_are_named_and_put_back(database: Database) -> None:
    with database.reading() as connection:
        assert audit.unprotected(connection) == []
    tamper(database)
    every = list(table.SQLITE_PROTECTION if database.sqlite else table.POSTGRESQL_PROTECTION)
    with database.writing() as connection:
        assert audit.unprotected(connection) == every
        audit.protect(connection)
        audit.protect(connection)
        assert audit.unprotected(connection) == []
    if database.sqlite:
        idle = "CREATE TRIGGER audit_kept BEFORE DELETE ON audit WHEN 0 BEGIN SELECT 1; END"
        changes = (("audit_kept", ("DROP TRIGGER audit_kept", idle)),)
    else:
        idle = "CREATE OR REPLACE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$"
        changes = (("audit_stays", ("ALTER TABLE audit DISABLE TRIGGER audit_stays",)), ("audit_head_stays", (idle,)))
    for name, statements in changes:
        with database.writing() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
            assert name in audit.unprotected(connection), "one that does nothing is as good as none"


@pytest.mark.parametrize("name", ["audit", "audit_head"])
def test_postgresql_refuses_to_empty_a_table(postgres_database: Database, name: str) -> None:
    write(postgres_database)
    with pytest.raises(sa.exc.DatabaseError), postgres_database.writing() as connection:
        connection.exec_driver_sql(f"TRUNCATE {name}")


COLUMNS = 'at, act, who, "where", what, rows, previous, hash'
COPY = f"INSERT INTO audit (number, {COLUMNS}) SELECT {{number}}, {COLUMNS} FROM audit WHERE number = 5"
CUT = "DELETE FROM audit WHERE number > 3"
SHORT_HEAD = "UPDATE audit_head SET number = 3, hash = (SELECT hash FROM audit WHERE number = 3)"
ASIDE, BACK = "UPDATE audit SET number = 99 WHERE number = 3", "UPDATE audit SET number = 4 WHERE number = 99"
UP, UP_AGAIN = "UPDATE audit SET number = 3 WHERE number = 4", "UPDATE audit SET number = 4 WHERE number = 5"
REMOVED = "DELETE FROM audit WHERE number = 3"
TAMPERED: list[tuple[str, str, int | None, tuple[str, ...]]] = [
    ("who changed", "changed", 3, ("UPDATE audit SET who = '李四' WHERE number = 3",)),
    ("rows taken away", "changed", 4, ("UPDATE audit SET rows = NULL WHERE number = 4",)),
    ("time changed", "changed", 2, ("UPDATE audit SET at = '2023-01-01 00:00:00.000000' WHERE number = 2",)),
    ("first changed", "changed", 1, ("UPDATE audit SET what = '' WHERE number = 1",)),
    ("removed", "removed", 3, (REMOVED,)),
    ("first removed", "removed", 1, ("DELETE FROM audit WHERE number = 1",)),
    ("two swapped", "reordered", 3, (ASIDE, UP, BACK)),
    ("removed and closed up", "reordered", 3, (REMOVED, UP, UP_AGAIN)),
    ("inserted at the end", "inserted", 6, (COPY.format(number=6),)),
    ("inserted at the front", "inserted", 0, (COPY.format(number=0),)),
    ("inserted in the place of another", "reordered", 3, (REMOVED, COPY.format(number=3))),
    ("tail cut", "cut", 4, (CUT,)),
    ("all cut", "cut", 1, ("DELETE FROM audit",)),
    ("head taken away", "head", None, ("DELETE FROM audit_head",)),
    ("head forged", "head", 3, (CUT, SHORT_HEAD)),
    ("chained anew without the key", "changed", 3, ("UPDATE audit SET who = 'x', hash = previous WHERE number = 3",)),
]


@pytest.mark.parametrize(("kind", "number", "statements"), [case[1:] for case in TAMPERED], ids=[case[0] for case in TAMPERED])
def test_what_was_done_is_found_and_named(database: Database, kind: str, number: int | None, statements: tuple[str, ...]) -> None:
    write(database, 5)
    tamper(database, *statements)
    found = verdict(database)
    assert (found.kind, found.number) == (kind, number), found.words
    assert not found.sound and (number is None or f"第 {number}" in found.words or kind == "head")


@pytest.mark.parametrize("statements", [case[3] for case in TAMPERED if case[1] == "head"], ids=["gone", "forged"])
def test_a_broken_head_is_not_mended_by_writing_on(database: Database, statements: tuple[str, ...]) -> None:
    write(database, 5)
    tamper(database, *statements)
    write(database, 2)
    found = verdict(database)
    assert found.kind == "head" and "断点" in found.words
    assert found.head and found.head.genuine, "the log goes on"
    write(database)
    assert verdict(database).number == found.number


def test_a_noted_head_finds_a_log_that_was_taken_back(database: Database) -> None:
    write(database, 3)
    old = verdict(database).head
    write(database, 2)
    new = verdict(database).head
    assert old and new
    assert verdict(database, noted=(3, old.hash)).sound and verdict(database, noted=(5, new.hash[:16])).sound
    values = ", ".join(f"{name} = '{value}'" for name, value in vars(old).items())
    tamper(database, "DELETE FROM audit WHERE number > 3", f"UPDATE audit_head SET {values}")
    assert verdict(database).sound, "an old state is whole in itself"
    assert verdict(database, noted=(5, new.hash)).kind == "noted"


def test_a_remembered_head_finds_a_log_taken_back(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.settings.VAR", tmp_path / "var")
    assert audit.recall(database) is None
    write(database, 3)
    old = verdict(database).head
    write(database, 2)
    new = verdict(database).head
    assert old and new
    audit.remember(database, new)
    audit.remember(database, old)
    assert audit.recall(database) == (5, new.hash), "the newest one stays"
    assert stat.S_IMODE(audit.remembered_in().stat().st_mode) == 0o600
    assert verdict(database, seen=audit.recall(database)).sound
    values = ", ".join(f"{name} = '{value}'" for name, value in vars(old).items())
    tamper(database, "DELETE FROM audit WHERE number > 3", f"UPDATE audit_head SET {values}")
    with database.writing() as connection:
        audit.protect(connection)
    assert verdict(database).sound, "whole in itself"
    shorter = verdict(database, seen=audit.recall(database))
    assert shorter.kind == "seen" and "日志比上次核对时短" in shorter.words
    write(database, 4)
    other = verdict(database, seen=audit.recall(database))
    assert other.kind == "seen" and "日志与上次核对时不同" in other.words
    audit.remembered_in().write_text("{]")
    with pytest.raises(audit.Unreadable, match="已损坏"):
        audit.recall(database)


def rekeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    from data.settings import Settings

    other = Settings(secret_key="another-secret-key-of-thirty-two-bytes")
    monkeypatch.setattr(chain, "settings", lambda: other)


def test_a_break_hides_nothing_behind_it(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    write(database, 4)
    rekeyed(monkeypatch)
    write(database, 5)  # the break is number 5
    found = verdict(database)
    assert [(one.kind, one.number, one.last) for one in found.faults] == [("changed", 1, 4), ("head", 5, None)]
    tamper(database, "UPDATE audit SET who = 'x' WHERE number = 7", "DELETE FROM audit WHERE number = 9")
    found = verdict(database)
    assert [(one.kind, one.number) for one in found.faults] == [("changed", 1), ("head", 5), ("changed", 7), ("removed", 9)]
    assert found.words.endswith("另有 3 处。")


def test_many_faults_are_counted_and_some_told(database: Database) -> None:
    write(database, 60)
    tamper(database, "DELETE FROM audit WHERE number / 2 * 2 = number")
    found = verdict(database)
    assert (len(found.faults), found.count) == (20, 30)


def test_an_acknowledged_break_is_where_checks_begin(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    aged(database, monkeypatch, 400, 399, 398)
    rekeyed(monkeypatch)
    write(database, 2)  # 4 is the break
    with pytest.raises(audit.PruneRefused):
        prune(database, 200)
    for wrong in (3, 5, 99):
        with pytest.raises(audit.NotAcknowledged, match="日志里的断点：4"), database.writing() as connection:
            audit.acknowledge(connection, wrong, who="root")
    with database.writing() as connection:
        audit.acknowledge(connection, 4, who="root")
    with pytest.raises(audit.NotAcknowledged, match="已经确认过"), database.writing() as connection:
        audit.acknowledge(connection, 4, who="root")
    found = verdict(database)
    assert found.sound and found.since == 4 and found.checked == 4 and "完好（自第 4 号断点起）" in found.words
    assert verdict(database, last=2).sound and verdict(database, last=100).sound
    with database.reading() as connection:
        newest = audit.search(connection, limit=1)[0]
    assert (newest.act, newest.who, newest.what) == ("acknowledged", "root", "第 4 号断点")
    assert prune(database, 200) == 3
    assert verdict(database).sound
    tamper(database, "UPDATE audit SET who = 'x' WHERE number = 6")
    assert (verdict(database).kind, verdict(database).number) == ("changed", 6)


def test_an_acknowledgment_cannot_be_forged_or_used_for_another_break(database: Database) -> None:
    write(database, 2)
    tamper(database, "DELETE FROM audit_head")
    write(database, 1)  # 3 is the break
    with database.writing() as connection:
        audit.acknowledge(connection, 3, who="root")
    tamper(database, "DELETE FROM audit_head")
    write(database, 1)  # 6 is another
    assert verdict(database).number == 6
    tamper(database, "UPDATE audit SET what = '第 6 号断点' WHERE act = 'acknowledged'")
    assert verdict(database).number == 3, "what is not signed moves nothing"


def test_a_look_at_the_end_finds_what_is_wrong_there_and_how_many_there_are(database: Database) -> None:
    write(database, 30)
    found = verdict(database, last=10)
    assert found.sound and found.checked == 10 and verdict(database, last=100).checked == 30
    tamper(database, "UPDATE audit SET who = 'x' WHERE number = 25", "DELETE FROM audit WHERE number = 2")
    assert verdict(database, last=10).kind == "removed" and verdict(database).number == 2
    with database.writing() as connection:
        connection.exec_driver_sql(COPY.format(number=2))
    assert (verdict(database, last=10).kind, verdict(database, last=10).number) == ("changed", 25)


def test_another_key_proves_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    write(database, 2)
    from data.settings import Settings

    other = Settings(secret_key="another-secret-key-of-thirty-two-bytes")
    monkeypatch.setattr(chain, "settings", lambda: other)
    found = verdict(database)
    assert not found.sound and "SECRET_KEY" in found.words


def test_the_key_is_derived_as_rfc_5869_says() -> None:
    # Test case 3 of the RFC, whose first 32 bytes: no salt, no info
    assert chain.derived(bytes.fromhex("0b" * 22), b"").hex() == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"


# --- ending it ----------------------------------------------------------------------------------------------------------------------


def aged(database: Database, monkeypatch: pytest.MonkeyPatch, *days: int) -> None:
    """One entry for each age in days, at noon in Kaifeng."""
    for age in days:
        moment = datetime.combine(calendar_today() - timedelta(days=age), datetime.min.time(), SHANGHAI) + timedelta(hours=12)
        monkeypatch.setattr("data.clock.now", lambda moment=moment: moment.astimezone(UTC))
        write(database, what=f"{age} 天前")
    monkeypatch.undo()


def prune(database: Database, age: int) -> int:
    with database.writing() as connection:
        return audit.prune(connection, calendar_today() - timedelta(days=age), who="root")


def test_only_what_is_older_than_180_days_is_pruned_and_the_rest_verifies(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    aged(database, monkeypatch, 400, 200, 181, 180, 179, 1)
    for age in (179, 0, -1):
        with pytest.raises(audit.PruneRefused, match="至少保存 180 天"):
            prune(database, age)
    assert verdict(database).checked == 6
    assert prune(database, 180) == 3
    with database.reading() as connection:
        left = audit.search(connection)
    assert [entry.what for entry in left[1:]] == ["1 天前", "179 天前", "180 天前"]
    assert (left[0].act, left[0].number, left[0].rows, left[0].who) == ("prune", 7, 3, "root") and "第 1 至 3 号" in left[0].what
    found = verdict(database)
    assert found.sound and found.checked == 4 and found.head and found.head.first == 4
    assert prune(database, 180) == 0
    write(database)
    assert verdict(database).sound
    tamper(database, "DELETE FROM audit WHERE number = 4")
    assert (verdict(database).kind, verdict(database).number) == ("removed", 4), "what goes after a pruning is found as well"


def test_a_log_may_be_pruned_whole_but_for_the_entry_that_says_so(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    aged(database, monkeypatch, 300, 299)
    assert prune(database, 200) == 2
    found = verdict(database)
    assert found.sound and found.checked == 1 and found.head and found.head.number == 3
    assert verdict(database, noted=(1, "whatever")).sound, "pruned since"


def test_a_broken_log_is_kept_as_evidence(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    aged(database, monkeypatch, 300, 299, 1)
    tamper(database, "UPDATE audit SET who = 'x' WHERE number = 1")
    with pytest.raises(audit.PruneRefused, match="第 1 号"):
        prune(database, 200)
    with database.reading() as connection:
        assert audit.count(connection) == 3


def test_going_around_the_pruning_is_found(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    aged(database, monkeypatch, 300, 299, 1)
    with database.writing() as connection:  # old enough for the trigger
        connection.exec_driver_sql("DELETE FROM audit WHERE number = 1")
    assert (verdict(database).kind, verdict(database).number) == ("removed", 1)
