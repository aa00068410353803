"""Killed, crowded, out of space, cut off: nothing of the file stays, and the next one goes in."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from typing import Any

import pytest
import sqlalchemy as sa

from data import database as database_module
from data.database import Busy, Database
from data.exchange import importing
from data.exchange.batches import batches, read_batches
from data.exchange.failures import Unfinished
from data.settings import ROOT

from .desk import ELDERS, REPORTED, TOWN, Desk, counts

LINES = [f"E{n},{TOWN},独居,2023-03-05,," for n in range(3000)]

KILLED = """
import os, signal, sys
from data.database import Database
from data.exchange import importing
where, url, path = sys.argv[1:]
die = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
if where == "written":
    importing.touch = die
else:
    original = importing.touch
    def touch(connection, *rest):
        original(connection, *rest)
        from sqlalchemy import event
        event.listen(connection, "commit", die)
    importing.touch = touch
importing.import_file(Database(url), path, "special_elders", who="x", source="command", reported={})
"""


@pytest.mark.parametrize("where", ["written", "committing"])
def test_a_killed_process_leaves_nothing(desk: Desk, where: str) -> None:
    path = desk.file(ELDERS, *LINES)
    url = desk.database.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", KILLED, where, url, str(path)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ.copy(), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert desk.rows("special_elders") == [] and desk.marks("special_elders") == set()
    with desk.database.reading() as connection:
        assert read_batches(connection, limit=9) == []
    assert counts(desk.take("special_elders", path)) == (3000, 0, 0, 0)


def test_of_two_at_once_the_second_waits(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    inside, go_on = threading.Event(), threading.Event()
    original = importing.touch

    def slow(*rest: Any) -> None:
        original(*rest)
        inside.set()
        assert go_on.wait(30)

    reports: list[dict[str, Any]] = []
    first = threading.Thread(target=lambda: reports.append(desk.bring("special_elders", ELDERS, LINES[0])))
    path = desk.file(ELDERS, LINES[0], LINES[1], name="second.csv")
    second = threading.Thread(target=lambda: reports.append(desk.take("special_elders", path)))
    monkeypatch.setattr(importing, "touch", slow)
    first.start()
    assert inside.wait(30)
    monkeypatch.setattr(importing, "touch", original)
    second.start()
    time.sleep(0.3)
    assert second.is_alive() and not reports
    go_on.set()
    first.join(30)
    second.join(30)
    assert [counts(report) for report in reports] == [(1, 0, 0, 0), (1, 0, 1, 0)]


def test_who_waits_too_long_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 1)
    quick = Database(desk.database.url.render_as_string(hide_password=False))
    with desk.database.writing(), pytest.raises(Busy, match="占用"):
        importing.import_file(quick, desk.file(ELDERS, LINES[0]), "special_elders", who="x", source="command", reported=REPORTED)
    assert desk.rows("special_elders") == []
    quick.dispose()


def test_a_full_disk_is_told_in_words(sqlite_desk: Desk) -> None:
    full = Database(str(sqlite_desk.database.url))

    @sa.event.listens_for(full.engine, "connect")
    def small(connection: Any, _: Any) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages + 5}")

    path = sqlite_desk.file(ELDERS, *LINES)
    with pytest.raises(Unfinished, match="磁盘已满"):
        importing.import_file(full, path, "special_elders", who="x", source="command", reported=REPORTED)
    full.dispose()
    assert sqlite_desk.rows("special_elders") == [] and counts(sqlite_desk.take("special_elders", path)) == (3000, 0, 0, 0)


@pytest.mark.parametrize("words", ["读取和核对", "写入"])
def test_a_lost_connection_is_told_in_words(postgres_database: Database, tmp_path: Any, words: str) -> None:
    desk = Desk(postgres_database, tmp_path)
    path = desk.file(ELDERS, *LINES)

    def cut(step: str, *_: int) -> None:
        if step == words:
            with postgres_database.engine.connect() as connection:
                connection.exec_driver_sql(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )

    with pytest.raises(Unfinished, match="连接中断"):
        desk.take("special_elders", path, notice=cut)
    assert desk.rows("special_elders") == [] and counts(desk.take("special_elders", path)) == (3000, 0, 0, 0)


def test_an_error_in_the_middle_rolls_back_and_leaves_the_connection_usable(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise ZeroDivisionError

    path = desk.file(ELDERS, *LINES)
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(importing, "touch", fail)
        desk.take("special_elders", path)
    with desk.database.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(batches)) == 0
    assert counts(desk.take("special_elders", path)) == (3000, 0, 0, 0)
