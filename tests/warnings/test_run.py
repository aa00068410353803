"""The run: it finds what is wrong and nothing else, never twice; closes, reopens, looks only where something changed."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa

from data.datasets import DATASETS
from data.exchange.batches import batches
from data.facts import version
from data.warnings import settings
from data.warnings.rule import Found
from data.warnings.rules import RULES
from data.warnings.run import problems
from data.warnings.steps import set_aside, take
from data.warnings.table import warnings
from tests.warnings.desk import ADMIN, CHIEF, COUNTY, ELDERLY, LEADER, STRANGER, TODAY, TOWN, Desk


def test_each_kind_of_rule_finds_its_fault_and_no_other(desk: Desk) -> None:
    key = desk.deceased()
    desk.elders(3)
    desk.elders(2, "410222101")
    desk.places.found = [Found("facility F1", "410222", date(2023, 5, 1), detail="幸福院")]
    ran = desk.run()
    assert (set(ran.looked), ran.standing, ran.found, ran.closed, ran.problems) == (set(RULES), 3, 3, 0, {})
    (deceased,) = desk.list()[:1]
    assert (deceased.key, deceased.region, deceased.since, deceased.days, deceased.amount) == (key, TOWN, date(2023, 8, 1), 48, 40000)
    assert deceased.sentence == "杞县五里河镇一名救助对象已去世 48 天仍在保，涉及 400元"
    assert [one.sentence for one in desk.list(STRANGER.scope)] == ["通许县的幸福院没有开放日期", "杞县9月有 3 名特殊困难老年人"]
    with desk.database.reading() as connection:
        assert dict(connection.execute(sa.select(warnings.c.rule, warnings.c.county)).all()) == {
            "t_deceased": COUNTY,
            "t_crowded": COUNTY,
            "t_place": "410222",
        }


def test_a_second_run_changes_nothing(desk: Desk) -> None:
    desk.deceased()
    desk.elders(4)
    desk.run()
    before = desk.all()
    with desk.database.reading() as connection:
        known = version(connection)
    assert desk.run().looked == ()
    again = desk.run(everything=True)
    assert (len(again.looked), again.found, again.reopened, again.closed, again.standing) == (3, 0, 0, 0, 2)
    assert desk.all() == before
    with desk.database.reading() as connection:
        assert version(connection) == known


def test_what_is_mended_closes_by_itself_and_what_comes_back_reopens_the_same(desk: Desk) -> None:
    key = desk.deceased()
    desk.run()
    first = desk.one()
    desk.on(TODAY + timedelta(days=1))
    desk.stop(key)
    assert desk.run().closed == 1
    one = desk.one()
    assert (one.state, one.standing, one.closed_on) == ("closed", False, TODAY + timedelta(days=1))
    assert desk.list() == ()
    desk.resume(key)
    assert desk.run().reopened == 1
    one = desk.one()
    assert (one.number, one.state, one.reopened, one.closed_on, one.found_on) == (
        first.number,
        "found",
        1,
        None,
        TODAY + timedelta(days=1),
    )
    assert desk.acts() == ["found", "closed", "reopened"]


def test_numbers_follow_what_is_found_without_a_step(desk: Desk) -> None:
    desk.elders(3)
    desk.run()
    desk.elders(2)
    ran = desk.run()
    assert ran.looked == ("t_crowded",) and ran.found == ran.reopened == ran.closed == 0
    one = desk.one(STRANGER.scope)
    assert (one.many, one.version, desk.acts()) == (5, 1, ["found"])


def test_a_rule_looks_again_only_where_something_changed_for_it(desk: Desk) -> None:
    desk.run()
    looks = desk.places.looks
    desk.bring("marriages")
    assert desk.run().looked == () and desk.places.looks == looks
    desk.bring("deaths")
    assert desk.run().looked == ("t_deceased",)
    with desk.database.writing() as connection:
        connection.execute(sa.update(batches).where(batches.c.dataset == "deaths").values(withdrawn_at=sa.func.current_timestamp()))
    assert desk.run().looked == ("t_deceased",)
    with desk.database.writing() as connection:
        settings.set_parameter(connection, ADMIN, "t_crowded", "least", 2)
    assert desk.run().looked == ("t_crowded",)
    from data import facts

    with desk.database.writing() as connection:
        facts.bump(connection)  # a refresh
    assert desk.run().looked == ("t_place",)
    desk.on(TODAY + timedelta(days=1))
    assert set(desk.run().looked) == set(RULES)


def test_a_rule_that_is_switched_off_or_gone_closes_what_it_found(desk: Desk) -> None:
    desk.deceased()
    desk.elders(3)
    desk.run()
    with desk.database.writing() as connection:
        settings.use(connection, ADMIN, "t_deceased", False)
    assert desk.run().closed == 1 and desk.list() == ()
    crowded = RULES.pop("t_crowded")
    assert desk.run().closed == 1
    RULES["t_crowded"] = crowded
    with desk.database.writing() as connection:
        settings.use(connection, ADMIN, "t_deceased", True)
    assert desk.run(everything=True).reopened == 2


def test_a_rule_that_fails_leaves_its_warnings_and_the_others_go_on(desk: Desk) -> None:
    desk.places.found = [Found("F1", COUNTY, TODAY, detail="幸福院")]
    desk.run()
    desk.places.broken = True
    desk.on(TODAY + timedelta(days=1))
    desk.deceased()
    ran = desk.run()
    assert ran.problems == {"t_place": "ZeroDivisionError"} and ran.found == 1
    assert len(desk.list(STRANGER.scope, section=ELDERLY)) == 1
    with desk.database.reading() as connection:
        assert problems(connection) == ran.problems
    desk.places.broken = False
    assert desk.run().looked == ("t_place",)
    with desk.database.reading() as connection:
        assert problems(connection) == {}


def test_two_findings_of_one_key_are_a_fault_of_the_rule(desk: Desk) -> None:
    desk.places.found = [Found("F1", COUNTY, TODAY), Found("F1", COUNTY, TODAY)]
    assert desk.run().problems == {"t_place": "IntegrityError"}
    assert desk.list(LEADER.scope) == ()


def test_what_is_handled_reopens_past_its_day_if_it_still_stands(desk: Desk) -> None:
    desk.deceased()
    desk.run()
    for day, act in ((TODAY, "explained"), (TODAY + timedelta(days=8), "acted")):
        desk.on(day)
        one = desk.one()
        with desk.database.writing() as connection:
            take(connection, one.number, one.version, CHIEF, act, "已通知乡镇核实")
        desk.on(day + timedelta(days=7))
        assert desk.run().reopened == 0 and desk.one().state == act
        desk.on(day + timedelta(days=8))
        assert desk.run().reopened == 1 and desk.one().state == "found"
    assert desk.one().reopened == 2


def test_what_a_person_closed_reopens_past_its_day_and_not_before(desk: Desk) -> None:
    desk.deceased()
    desk.run()
    for act in ("acted", "closed"):
        one = desk.one()
        with desk.database.writing() as connection:
            take(connection, one.number, one.version, CHIEF, act, "已停保")
    desk.on(TODAY + timedelta(days=7))
    assert desk.run().reopened == 0 and desk.one().state == "closed"
    desk.on(TODAY + timedelta(days=8))
    assert desk.run().reopened == 1
    assert desk.acts() == ["found", "acted", "closed", "reopened"]


def test_a_false_alarm_stays_aside_until_its_day_even_if_it_comes_and_goes(desk: Desk) -> None:
    key = desk.deceased()
    desk.run()
    one, until = desk.one(), TODAY + timedelta(days=30)
    with desk.database.writing() as connection:
        set_aside(connection, one.number, one.version, CHIEF, "同名同号，已向公安核实本人健在", until)
    for day, mended in ((5, True), (6, False), (30, False)):
        desk.on(TODAY + timedelta(days=day))
        desk.stop(key) if mended else desk.resume(key)
        ran = desk.run()
        assert (ran.found, ran.reopened, ran.closed, desk.one().state) == (0, 0, 0, "set_aside")
    desk.on(until + timedelta(days=1))
    assert desk.run().reopened == 1 and desk.one().set_aside_until is None
    one = desk.one()
    with desk.database.writing() as connection:
        set_aside(connection, one.number, one.version, CHIEF, "仍在核实", until + timedelta(days=2))
    desk.stop(key)
    desk.on(until + timedelta(days=3))
    assert desk.run().closed == 1 and desk.one().state == "closed"


def test_a_record_whose_month_is_over_is_another_warning(desk: Desk) -> None:
    desk.elders(3)
    desk.run()
    desk.on(date(2023, 10, 2))
    ran = desk.run()
    assert (ran.found, ran.closed) == (1, 1)
    assert [one.detail for one in desk.list(STRANGER.scope)] == ["10月"]


def test_no_citizen_number_nor_its_digest_is_kept(desk: Desk) -> None:
    desk.deceased()
    desk.run()
    digests = {f"{number:064d}" for number in range(10)}
    assert not any(str(value) in digests for row in desk.all() for value in row.values())
    assert all("citizen" not in column.name for column in warnings.columns)
    assert DATASETS["relief_recipients"].people
