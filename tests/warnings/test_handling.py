"""What people do with a warning: who may take which step, from which state, with what words; conflicts; history and audit log."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access import audit
from data.letters.letter import Actor
from data.warnings import settings
from data.warnings.reading import history
from data.warnings.rule import Found
from data.warnings.settings import SettingRefused, read_settings
from data.warnings.steps import MOVES, Conflict, Refused, assign, may, set_aside, take
from data.warnings.table import STATES, State
from tests.warnings.desk import ADMIN, CHIEF, CLERK, COUNTY, LEADER, NEIGHBOUR, SCREEN, STRANGER, TODAY, Desk

SOON = TODAY + timedelta(days=5)
NUMBER = "11010519491231002X"  # the example of the standard
NOBODY = (NEIGHBOUR, STRANGER, LEADER, ADMIN, Actor("wall", SCREEN, ""))


def step(desk: Desk, actor: Actor, act: str, words: str = "已核实", version: int | None = None) -> None:
    one = desk.one()
    with desk.database.writing() as connection:
        began = one.version if version is None else version
        if act == "assigned":
            assign(connection, one.number, began, actor, COUNTY, SOON, words)
        elif act == "set_aside":
            set_aside(connection, one.number, began, actor, words, SOON)
        else:
            take(connection, one.number, began, actor, act, words)


def brought(desk: Desk, state: State) -> None:
    """One warning, in that state."""
    desk.deceased()
    desk.run()
    before: dict[State, tuple[str, ...]] = {"closed": ("acted", "closed"), "found": ()}
    for act in before.get(state, (state,)):
        step(desk, CHIEF, act)
    assert desk.one().state == state


@pytest.mark.parametrize("state", STATES)
def test_each_step_leads_from_its_states_and_no_other(sqlite_desk: Desk, state: State) -> None:
    desk = sqlite_desk
    brought(desk, state)
    one = desk.one()
    for act, move in MOVES.items():
        assert may(act, CHIEF.scope, one) == (state in move.states), act
        if state not in move.states:
            with pytest.raises(Refused, match=STATES[state]):
                step(desk, CHIEF, act)
    assert desk.one() == one


def test_the_whole_way_with_its_history_and_the_log(desk: Desk) -> None:
    brought(desk, "found")
    for actor, act in ((CLERK, "seen"), (CHIEF, "assigned"), (CLERK, "explained"), (CLERK, "acted"), (CHIEF, "closed")):
        step(desk, actor, act)
    one = desk.one()
    assert (one.state, one.version, one.assigned_to, one.assigned_name) == ("closed", 6, COUNTY, "杞县")
    assert one.standing and one.due_on == TODAY + timedelta(days=7)
    with desk.now() as now:
        steps = history(now, one.number, scope=CLERK.scope)
        assert history(now, one.number, scope=NEIGHBOUR.scope) == ()
    assert [(each.act, each.who, each.day) for each in steps] == [
        ("found", "系统", TODAY),
        ("seen", "clerk", TODAY),
        ("assigned", "chief", TODAY),
        ("explained", "clerk", TODAY),
        ("acted", "clerk", TODAY),
        ("closed", "chief", TODAY),
    ]
    assert (steps[2].assigned_to, steps[2].due_on, steps[3].words) == (COUNTY, SOON, "已核实")
    with desk.database.reading() as connection:
        entries = audit.search(connection, act="warning")
    assert len(entries) == 5 and entries[0].what == f"预警 {one.number}：关闭" and entries[0].where == "10.0.0.2"


@pytest.mark.parametrize("actor", NOBODY, ids=lambda actor: actor.name)
def test_nobody_else_touches_a_persons_warning(sqlite_desk: Desk, actor: Actor) -> None:
    brought(sqlite_desk, "found")
    for act in MOVES:
        with pytest.raises(Refused, match="没有这条预警"):
            step(sqlite_desk, actor, act)
    assert sqlite_desk.acts() == ["found"]


def test_a_leader_assigns_what_is_about_no_person_and_does_not_settle_it(desk: Desk) -> None:
    desk.places.found = [Found("F1", COUNTY, TODAY, detail="幸福院")]
    desk.run()
    step(desk, LEADER, "assigned")
    assert (desk.one().state, desk.one().due_on) == ("assigned", SOON)
    for act in ("explained", "acted", "set_aside"):
        with pytest.raises(Refused, match="现在不能"):
            step(desk, LEADER, act)
    with pytest.raises(Refused):
        step(desk, CHIEF, "acted")  # another section's
    step(desk, CLERK, "acted")


def test_who_comes_second_is_told_what_stands_now(desk: Desk) -> None:
    brought(desk, "found")
    step(desk, CLERK, "seen")
    with pytest.raises(Conflict) as told:
        step(desk, CHIEF, "explained", version=1)
    assert told.value.warning.state == "seen" and desk.acts() == ["found", "seen"]


def test_words_are_asked_for_and_hold_no_citizen_number(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    brought(desk, "found")
    for act in ("explained", "acted", "set_aside"):
        for words, why in ((" ", "请写明"), ("长" * 2001, "至多"), (f"其身份证号为{NUMBER}", "公民身份证号")):
            with pytest.raises(Refused, match=why):
                step(desk, CHIEF, act, words)
    assert desk.acts() == ["found"]


def test_days_are_within_a_year(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    brought(desk, "found")
    one = desk.one()
    with desk.database.writing() as connection:
        for days in (-1, 366):
            with pytest.raises(Refused, match="一年"):
                assign(connection, one.number, 1, CHIEF, COUNTY, TODAY + timedelta(days=days))
        for days in (0, 366):
            with pytest.raises(Refused, match="一年"):
                set_aside(connection, one.number, 1, CHIEF, "误报", TODAY + timedelta(days=days))
        with pytest.raises(Refused, match="交办给谁"):
            assign(connection, one.number, 1, CHIEF, " ", SOON)
        with pytest.raises(Refused, match="本县区"):
            assign(connection, one.number, 1, CLERK, "410222", SOON)


def test_what_was_mended_is_not_reopened_by_hand(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    key = desk.deceased()
    desk.run()
    desk.stop(key)
    desk.run()
    assert not may("reopened", CHIEF.scope, desk.one())


def test_an_assigned_one_is_late_past_its_day_and_reopens_with_the_run(desk: Desk) -> None:
    brought(desk, "assigned")
    desk.on(SOON + timedelta(days=1))
    assert [one.number for one in desk.list(late=True)] == [1] and desk.one().late(SOON + timedelta(days=1))
    assert desk.run().reopened == 1
    one = desk.one()
    assert (one.state, one.due_on, one.assigned_to) == ("found", None, COUNTY)


def test_parameters_are_an_administrators_within_their_limits(desk: Desk) -> None:
    with desk.database.writing() as connection:
        for actor, rule, name, value in (
            (CHIEF, "t_crowded", "least", 4),
            (ADMIN, "t_none", "least", 4),
            (ADMIN, "t_crowded", "most", 4),
            (ADMIN, "t_crowded", "least", 0),
            (ADMIN, "t_crowded", "least", 51),
            (ADMIN, "t_crowded", "least", True),
        ):
            with pytest.raises(SettingRefused):
                settings.set_parameter(connection, actor, rule, name, value)
        settings.set_parameter(connection, ADMIN, "t_crowded", "least", 4)
        settings.use(connection, ADMIN, "t_crowded", False)
        found = read_settings(connection)["t_crowded"]
        assert (found.used, dict(found.values)) == (False, {"least": 4})
        assert [entry.what for entry in audit.search(connection, act="setting")] == [
            "预警规则“特殊老人多”：停用",
            "预警规则“特殊老人多”：至少 3 → 4 人",
        ]


def test_nobody_puts_a_finding_off_by_giving_it_out_far_ahead_or_by_saying_it_again(desk: Desk) -> None:
    brought(desk, "found")
    one = desk.one()
    last = TODAY + timedelta(days=one.rule.days)
    with desk.database.writing() as connection:
        assign(connection, one.number, one.version, CHIEF, COUNTY, TODAY + timedelta(days=300))
    step(desk, CLERK, "explained", "已知悉")
    assert desk.one().due_on == last
    desk.on(TODAY + timedelta(days=2))
    step(desk, CLERK, "explained", "已知悉")
    assert desk.one().due_on == last


def test_it_is_given_to_its_own_county_alone(desk: Desk) -> None:
    brought(desk, "found")
    one = desk.one()
    with desk.database.writing() as connection, pytest.raises(Refused, match="所在的县区"):
        assign(connection, one.number, one.version, CHIEF, "410225", TODAY + timedelta(days=3))
