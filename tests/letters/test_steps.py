"""Every step of a letter: from which state, by whom, where to; everything else is refused and leaves the letter as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
import sqlalchemy as sa

from access import audit
from data.letters.letter import Actor
from data.letters.steps import MOVES, Conflict, Refused, edit, take
from data.letters.table import STATES, letter_steps, letters
from tests.letters.desk import CHIEF, CLERK, CONTENT, DUE, EVERYBODY, FOREIGN, LEADER, STRANGER, Desk

# What is allowed, written down once more by hand: act → who, from which states, to which.
ALLOWED = {
    "edited": ("chief", {"draft": "draft"}),
    "sent": ("chief", {"draft": "signing"}),
    "sent_back": ("leader", {"signing": "draft"}),
    "issued": ("leader", {"signing": "issued"}),
    "replied": ("clerk", {"issued": "replied"}),
    "checked": ("chief", {"issued": "issued", "replied": "issued"}),
    "closed": ("chief", {"issued": "closed", "replied": "closed"}),
    "criticised": ("chief", {}),  # of a 督办函 past its day only
    "withdrawn": ("chief", {"draft": "withdrawn", "signing": "withdrawn"}),
}


def act_on(desk: Desk, number: int, act: str, actor: Actor) -> None:
    if act == "edited":
        with desk.database.writing() as connection:
            edit(connection, number, desk.at(number).version, actor, CONTENT, DUE)
    else:
        desk.take(number, act, actor)


@pytest.mark.parametrize("state", STATES)
def test_every_step_in_every_state_by_everybody(desk: Desk, state: str) -> None:
    assert set(ALLOWED) == set(MOVES)
    taken = 0
    for act, name in product(ALLOWED, EVERYBODY):
        number = desk.bring(state)
        before = desk.at(number)
        who, ways = ALLOWED[act]
        if name == who and state in ways:
            act_on(desk, number, act, EVERYBODY[name])
            after = desk.at(number)
            assert (after.state, after.version) == (ways[state], before.version + 1), (act, state)
            assert [step.act for step in after.steps] == [*(step.act for step in before.steps), act]
            taken += 1
        else:
            with pytest.raises(Refused):
                act_on(desk, number, act, EVERYBODY[name])
            assert desk.at(number) == before, (act, state, name)
    assert taken == sum(state in ways for _, ways in ALLOWED.values())


def test_only_the_owner_drafts(desk: Desk) -> None:
    for name, actor in EVERYBODY.items():
        if name != "chief":
            with pytest.raises(Refused):
                desk.draft(actor=actor)
    assert desk.at(desk.draft()).state == "draft"


@pytest.mark.parametrize("act", ["sent_back", "replied", "checked", "closed", "withdrawn"])
def test_what_needs_words_is_refused_without(small_desk: Desk, act: str) -> None:
    state = {"sent_back": "signing", "replied": "issued", "checked": "replied", "closed": "replied", "withdrawn": "draft"}[act]
    number = small_desk.bring(state)
    actor = EVERYBODY[ALLOWED[act][0]]
    for words in ("", " \n ", "字" * 2001):
        with pytest.raises(Refused):
            small_desk.take(number, act, actor, words)
    small_desk.take(number, act, actor, "字" * 2000)


def test_a_step_that_began_from_an_older_version_changes_nothing(desk: Desk) -> None:
    number = desk.draft()
    began = desk.at(number).version
    changed = CONTENT.edited({"cemeteries": "甲的补充"}, {})
    with desk.database.writing() as connection:
        edit(connection, number, began, CHIEF, changed, DUE)
    with pytest.raises(Conflict) as error, desk.database.writing() as connection:
        edit(connection, number, began, CHIEF, CONTENT.edited({"cemeteries": "乙的补充"}, {}), DUE)
    assert error.value.letter.content == changed == desk.at(number).content
    with pytest.raises(Conflict):
        desk.take(number, "sent", CHIEF, version=began)
    assert desk.at(number).state == "draft"


def test_a_letter_can_be_sent_back_and_go_again(desk: Desk) -> None:
    number = desk.bring("signing")
    desk.take(number, "sent_back", LEADER, "期限太紧")
    assert desk.at(number).steps[-1].words == "期限太紧"
    desk.take(number, "sent", CHIEF)
    desk.take(number, "issued", LEADER)
    assert desk.at(number).signed_by == "leader" and desk.at(number).issued_on == date(2023, 6, 2)


def test_an_unmended_letter_stays_open_and_can_be_answered_again(desk: Desk) -> None:
    number = desk.bring("replied")
    desk.take(number, "checked", CHIEF, "仍有两处公墓没有投用")
    desk.take(number, "replied", CLERK, "已加快进度")
    desk.take(number, "closed", CHIEF, "现场核查已投用")
    assert [step.act for step in desk.at(number).steps][-4:] == ["replied", "checked", "replied", "closed"]


def test_a_day_that_has_passed_is_not_signed(desk: Desk) -> None:
    number = desk.bring("signing")
    for day in (DUE, DUE + timedelta(days=1)):
        desk.on(day)
        with pytest.raises(Refused, match="期限"):
            desk.take(number, "issued", LEADER)
    desk.on(DUE - timedelta(days=1))
    desk.take(number, "issued", LEADER)


def test_a_draft_is_held_to_its_bounds(small_desk: Desk) -> None:
    number = small_desk.draft()
    today = date(2023, 6, 2)
    for content, due in (
        (replace(CONTENT, items=()), DUE),
        (CONTENT.edited({"cemeteries": "字" * 2001}, {}), DUE),
        (CONTENT, today),
    ):
        with pytest.raises(Refused), small_desk.database.writing() as connection:
            edit(connection, number, 1, CHIEF, content, due)
    assert small_desk.at(number).version == 1


def test_a_letter_that_is_not_there(small_desk: Desk) -> None:
    with pytest.raises(Refused), small_desk.database.writing() as connection:
        take(connection, 99, 1, CHIEF, "sent")


def test_every_step_stands_in_the_audit_log(desk: Desk) -> None:
    number = desk.bring("closed")
    with desk.database.reading() as connection:
        told = list(audit.search(connection, act="letter", limit=50))[::-1]
    assert [entry.what.rpartition("：")[2] for entry in told] == ["起草", "送签", "签发", "回复", "办结"]
    assert [entry.who for entry in told] == ["chief", "chief", "leader", "clerk", "chief"]
    assert f"提醒函 {desk.at(number).code} 通许县 殡葬服务提升工程：签发" in [entry.what for entry in told]


def test_steps_are_written_at_the_cockpits_day(desk: Desk) -> None:
    from data.clock import local

    desk.bring("replied")
    with desk.database.reading() as connection:
        days = {local(at).date() for at in connection.scalars(sa.select(letter_steps.c.at))}
    assert days == {date(2023, 6, 2)}


def test_a_refused_step_leaves_no_trace(desk: Desk) -> None:
    number = desk.draft()
    with pytest.raises(Refused):
        desk.take(number, "issued", CLERK)
    with desk.database.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(letter_steps)) == 1
        assert connection.scalar(sa.select(letters.c.serial)) is None


NUMBER = "410221194910010011"


@pytest.mark.parametrize(("act", "actor"), [("replied", CLERK), ("checked", CHIEF), ("closed", CHIEF)])
def test_no_words_keep_a_citizen_number(small_desk: Desk, act: str, actor: Actor) -> None:
    number = small_desk.issued()
    with small_desk.database.writing() as connection, pytest.raises(Refused, match="公民身份证号"):
        take(connection, number, small_desk.at(number).version, actor, act, f"已走访 {NUMBER}")
    assert small_desk.at(number).state == "issued"


def test_no_item_of_a_draft_keeps_a_citizen_number(small_desk: Desk) -> None:
    number = small_desk.draft()
    changed = replace(CONTENT, items=(replace(CONTENT.items[0], remark=f"张某 {NUMBER}"),))
    with small_desk.database.writing() as connection, pytest.raises(Refused, match="补充说明中有公民身份证号"):
        edit(connection, number, 1, CHIEF, changed, DUE)


def test_a_letter_one_may_not_read_is_not_told_from_none(small_desk: Desk) -> None:
    """Another county and another section, whatever the version they name."""
    number = small_desk.draft()
    for actor, version, asked in ((FOREIGN, 1, number), (CLERK, 77, number), (STRANGER, 1, number), (FOREIGN, 1, 99)):
        with small_desk.database.writing() as connection, pytest.raises(Refused, match="没有这份函件"):
            take(connection, asked, version, actor, "sent")


def test_a_day_too_far_is_refused(small_desk: Desk) -> None:
    number = small_desk.draft()
    with small_desk.database.writing() as connection, pytest.raises(Refused, match="一年之内"):
        edit(connection, number, 1, CHIEF, CONTENT, date(9999, 12, 31))
