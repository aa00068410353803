"""Answers given again: whoever asks, in whatever order, is answered as if nobody had asked before; and a kept answer opens no door."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from access import doors
from data import cache
from data.database import Database
from tests.access.askers import COUNTY, FOREIGN, SECTIONS, Asker, enter
from tests.access.asks import rendered

WHO: tuple[tuple[str, dict[str, str]], ...] = (
    ("leader", {}),
    ("admin", {}),
    ("county", {"region": COUNTY}),
    ("county", {"region": FOREIGN}),
    ("chief", {"section": SECTIONS[0]}),
    ("chief", {"section": SECTIONS[1]}),
)
SEARCHES = (
    "?period=2023-08",
    f"?period=2023-08&region={COUNTY}&indicator=elder_visit_rate",
    f"?region={FOREIGN}&indicator=child_visit_rate",
)


@pytest.fixture(scope="module")
def people(demo_server: Flask) -> list[Asker]:
    return [enter(demo_server, role, **place) for role, place in WHO]


@pytest.fixture
def shelf(demo_server: Flask) -> Iterator[cache.Shelf]:
    """The database's shelf, emptied before and after."""
    database: Database = demo_server.extensions["cockpit"].database
    cache._shelves.pop(database, None)
    yield cache.shelf_of(database)
    cache._shelves.pop(database, None)


def ask(server: Flask, asker: Asker, search: str) -> Any:
    from app import app

    output, declared = next((key, one) for key, one in app.callback_map.items() if "overview-cards" in key)
    return asker.ask(server, "POST", doors.CALLBACK, json=rendered(output, declared, data=search))


def test_no_answer_of_one_scope_is_given_to_another(demo_server: Flask, people: list[Asker], shelf: cache.Shelf) -> None:
    alone = {}
    for asker, search in itertools.product(people, SEARCHES):
        shelf._near.clear()
        answer = ask(demo_server, asker, search)
        assert answer.status_code == 200
        alone[asker.name, search] = answer.data
    for order in (people, people[::-1], people[3:] + people[:3]):
        shelf._near.clear()
        for _ in range(2):
            for search, asker in itertools.product(SEARCHES, order):
                assert ask(demo_server, asker, search).data == alone[asker.name, search], asker.name


def test_answers_are_kept_by_scope(demo_server: Flask, people: list[Asker], shelf: cache.Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    for asker in people:
        ask(demo_server, asker, SEARCHES[0])
    kept = {key[3]: value for key, value in shelf._near.items() if key[0] == "answer"}
    assert set(kept) == {asker.scope.key for asker in people} and len(kept) == len(people)
    marked = {scope: b'{"of": "%s"}' % scope.encode() for scope in kept}
    for key in list(shelf._near):
        if key[0] == "answer":
            shelf._near[key] = marked[key[3]]
    for asker in people:
        assert ask(demo_server, asker, SEARCHES[0]).data == marked[asker.scope.key], "the kept bytes are those of the own scope"


def test_a_kept_answer_opens_no_door(demo_server: Flask, people: list[Asker], shelf: cache.Shelf) -> None:
    screen = enter(demo_server, "screen")
    for asker in people:
        ask(demo_server, asker, SEARCHES[0])
    assert ask(demo_server, screen, SEARCHES[0]).status_code == 403
    assert ask(demo_server, Asker("stranger"), SEARCHES[0]).status_code == 401
