"""Who sees which letter, how much of its history, and how many wait for each."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access.scope import Scope
from data.indicators.moment import moment
from data.letters.reading import letters_of, read_letter, waiting
from data.letters.table import STATES
from tests.letters.desk import CHIEF, CLERK, DUE, EVERYBODY, FOREIGN, LEADER, STRANGER, Desk

OUT = {"issued", "replied", "closed"}


@pytest.mark.parametrize("state", STATES)
def test_who_reads_a_letter(desk: Desk, state: str) -> None:
    number = desk.bring(state)
    wanted = {"chief", "leader"} | ({"clerk", "other"} if state in OUT else set())
    with desk.database.reading() as connection:
        alone = {name for name, actor in EVERYBODY.items() if read_letter(connection, number, actor.scope)}
        listed = {name for name, actor in EVERYBODY.items() if letters_of(connection, actor.scope)}
        assert alone == listed == wanted
        assert read_letter(connection, number, Scope()) is None and letters_of(connection, Scope("county")) == ()


def test_a_county_reads_those_to_its_townships_too(desk: Desk) -> None:
    number = desk.issued(region="410222101")
    with desk.database.reading() as connection:
        assert read_letter(connection, number, CLERK.scope) is not None
        assert read_letter(connection, number, FOREIGN.scope) is None
    desk.take(number, "replied", CLERK, "已转乡镇整改")


def test_a_county_knows_nothing_of_how_it_was_drafted(desk: Desk) -> None:
    number = desk.draft()
    desk.take(number, "sent", CHIEF)
    desk.take(number, "sent_back", LEADER, "措辞再斟酌")
    desk.take(number, "sent", CHIEF)
    desk.take(number, "issued", LEADER)
    desk.take(number, "replied", CLERK, "已整改")
    with desk.database.reading() as connection:
        theirs, ours = (read_letter(connection, number, actor.scope) for actor in (CLERK, LEADER))
        (listed,) = letters_of(connection, CLERK.scope)
    assert theirs and ours and listed == theirs
    assert [step.act for step in theirs.steps] == ["issued", "replied"] and not any(step.content for step in theirs.steps)
    assert [step.act for step in ours.steps][:3] == ["drafted", "sent", "sent_back"]
    assert "措辞再斟酌" not in repr(theirs)


def test_what_waits_for_whom(desk: Desk) -> None:
    def count() -> list[int]:
        with moment(desk.database) as now:
            return [waiting(now, actor.scope) for actor in (LEADER, CHIEF, STRANGER, CLERK, FOREIGN)]

    assert count() == [0, 0, 0, 0, 0]
    number = desk.draft()
    assert count() == [0, 0, 0, 0, 0]
    desk.take(number, "sent", CHIEF)
    assert count() == [1, 0, 0, 0, 0]
    desk.take(number, "sent_back", LEADER)
    assert count() == [0, 1, 0, 0, 0]
    desk.take(number, "sent", CHIEF)
    desk.take(number, "issued", LEADER)
    assert count() == [0, 0, 0, 1, 0]
    desk.on(DUE)
    assert count() == [0, 0, 0, 1, 0]
    desk.on(DUE + timedelta(days=1))
    assert count() == [0, 1, 0, 1, 0]
    desk.take(number, "replied", CLERK)
    assert count() == [0, 1, 0, 0, 0]
    desk.take(number, "closed", CHIEF)
    assert count() == [0, 0, 0, 0, 0]
