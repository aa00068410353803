"""The shelf: an answer is made once, by whoever comes first; who asks meanwhile waits; what fails is not kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from data.cache import shelf_of
from data.database import Database


def test_who_asks_while_an_answer_is_made_waits_for_it(sqlite_database: Database) -> None:
    shelf, begun, go_on = shelf_of(sqlite_database), Event(), Event()
    made: list[int] = []

    def make() -> str:
        made.append(1)
        begun.set()
        assert go_on.wait(10)
        return "answer"

    with ThreadPoolExecutor(4) as threads:
        first = threads.submit(shelf.keep, ("key",), make)
        assert begun.wait(10)
        others = [threads.submit(shelf.keep, ("key",), make) for _ in range(3)]
        assert shelf.keep(("another",), lambda: "at once") == "at once"
        go_on.set()
        assert [one.result(10) for one in (first, *others)] == ["answer"] * 4
    assert made == [1]


def test_an_answer_may_be_made_of_another(sqlite_database: Database) -> None:
    shelf = shelf_of(sqlite_database)
    assert shelf.keep(("outer",), lambda: 1 + shelf.keep(("inner",), lambda: 1)) == 2


def test_what_fails_is_asked_again(sqlite_database: Database) -> None:
    shelf = shelf_of(sqlite_database)
    with pytest.raises(ZeroDivisionError):
        shelf.keep(("key",), lambda: 1 // 0)
    assert shelf.keep(("key",), lambda: "now") == "now"
    assert shelf.find(("key",)) == "now" and shelf.find(("nothing",)) is None
