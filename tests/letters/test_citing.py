"""督办函 and 通报: only after a 提醒函's day, only while something it named is open, once; each on its edge days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from data.letters.steps import Refused, draft
from tests.letters.desk import CHIEF, CLERK, CONTENT, DUE, EVERYBODY, LEADER, OWNER, Desk

DAY = timedelta(days=1)
LATER = date(2023, 7, 20)


@pytest.mark.parametrize(("days", "allowed"), [(-1, False), (0, False), (1, True), (200, True)])
def test_it_follows_from_the_day_after_the_reminder_was_due(desk: Desk, days: int, allowed: bool) -> None:
    cited = desk.issued()
    desk.on(DUE + days * DAY)
    if not allowed:
        with pytest.raises(Refused, match="期限"):
            desk.follow(cited, LATER)
        return
    letter = desk.at(desk.follow(cited, DUE + (days + 20) * DAY))
    assert (letter.kind, letter.state, letter.cites) == ("supervision", "draft", cited)
    assert letter.content.cited and letter.content.cited.code == "汴民提〔2023〕1号" and letter.content.cited.issued_on == "2023-06-02"


def test_nothing_open_needs_no_supervision(desk: Desk) -> None:
    cited = desk.issued()
    desk.on(DUE + DAY)
    for still in (frozenset[str](), frozenset({"conduct"})):  # what lags today was not named in the letter
        with pytest.raises(Refused, match="都已整改"):
            desk.follow(cited, LATER, still)


@pytest.mark.parametrize("state", ["draft", "signing", "closed", "withdrawn"])
def test_only_an_issued_open_reminder_is_followed(desk: Desk, state: str) -> None:
    cited = desk.bring(state)
    desk.on(DUE + DAY)
    with pytest.raises(Refused):
        desk.follow(cited, LATER)


def test_a_reply_does_not_stop_it_and_an_unmended_check_neither(desk: Desk) -> None:
    cited = desk.bring("replied")
    desk.take(cited, "checked", CHIEF, "未整改")
    desk.take(cited, "replied", CLERK, "正在办")
    desk.on(DUE + DAY)
    assert desk.at(desk.follow(cited, LATER)).cites == cited


def test_once_unless_the_first_was_withdrawn(desk: Desk) -> None:
    cited = desk.issued()
    desk.on(DUE + DAY)
    first = desk.follow(cited, LATER)
    with pytest.raises(Refused, match="已经有一份"):
        desk.follow(cited, LATER)
    desk.take(first, "withdrawn", CHIEF, "改日再发")
    assert desk.follow(cited, LATER) > first


def test_only_the_owner_supervises(desk: Desk) -> None:
    cited = desk.issued()
    desk.on(DUE + DAY)
    for name, actor in EVERYBODY.items():
        if name != "chief":
            with pytest.raises(Refused):
                desk.follow(cited, LATER, actor=actor)


def test_a_supervision_letter_cannot_be_drafted_by_itself(small_desk: Desk) -> None:
    with pytest.raises(Refused), small_desk.database.writing() as connection:
        draft(connection, CHIEF, "supervision", "funeral", OWNER, "410222", CONTENT, DUE)


def test_criticism_is_recorded_after_the_supervisions_own_day(desk: Desk) -> None:
    cited = desk.issued()
    desk.on(DUE + DAY)
    number = desk.follow(cited, LATER)
    desk.take(number, "sent", CHIEF)
    desk.take(number, "issued", LEADER)
    for day, allowed in ((LATER, False), (LATER + DAY, True)):
        desk.on(day)
        if not allowed:
            with pytest.raises(Refused):
                desk.take(number, "criticised", CHIEF, "第 3 期")
    with pytest.raises(Refused):
        desk.take(cited, "criticised", CHIEF, "第 3 期")  # a 提醒函 leads to none
    desk.take(number, "criticised", CHIEF, "第 3 期")
    with pytest.raises(Refused):
        desk.take(number, "criticised", CHIEF, "第 4 期")
    letter = desk.at(number)
    assert letter.criticised and letter.state == "issued" and letter.steps[-1].words == "第 3 期"
    desk.take(number, "replied", CLERK, "已整改")
    desk.take(number, "closed", CHIEF, "已核查")
    assert desk.at(number).state == "closed"
