"""Who sees which warning: one by one, or as margins from which no small count can be found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from access.scope import Scope
from data.datasets import DATASETS
from data.indicators.figures import NotAllowed
from data.warnings.course import left_out
from data.warnings.margins import Count
from data.warnings.reading import Counts, at_risk, counts, course, median_days, read_warning, records_of, sentences, warnings_page
from data.warnings.rule import Found
from data.warnings.rules import RULES
from data.warnings.warning import Wanted
from tests.warnings.desk import (
    ADMIN,
    CHIEF,
    CLERK,
    COUNTY,
    ELDERLY,
    LEADER,
    NEIGHBOUR,
    OTHER,
    OTHER_TOWN,
    RELIEF,
    SCREEN,
    STRANGER,
    TODAY,
    Desk,
)

THIRD = "410223101"


def counted(desk: Desk, scope: Scope, **where: str) -> Counts:
    with desk.now() as now:
        return counts(now, scope=scope, **where)


@pytest.fixture
def full(sqlite_desk: Desk) -> Desk:
    """Two deceased in one county, six in another, seven in a third; one facility."""
    for region, many in (("410221101", 2), (OTHER_TOWN, 6), (THIRD, 7)):
        for _ in range(many):
            sqlite_desk.deceased(region)
    sqlite_desk.places.found = [Found("F1", COUNTY, date(2023, 5, 1), detail="阳光幸福院")]
    sqlite_desk.run()
    return sqlite_desk


def test_a_county_sees_all_of_its_own_and_nothing_else(full: Desk) -> None:
    assert [one.rule.id for one in full.list(CLERK.scope)] == ["t_deceased", "t_deceased", "t_place"]
    found = counted(full, CLERK.scope)
    assert found.total == Count(3) and found.by_section == {RELIEF: Count(2), ELDERLY: Count(1)}
    assert {code: one.value for code, one in found.by_county.items() if one.value != 0} == {COUNTY: 3}
    for other in (OTHER, OTHER_TOWN, "410200"):
        assert counted(full, CLERK.scope, region=other).total == Count(0 if other != "410200" else 3)
        assert full.list(CLERK.scope, region=other) == (() if other != "410200" else full.list(CLERK.scope))
    number = full.list(CLERK.scope)[0].number
    with full.now() as now:
        assert read_warning(now, number, scope=NEIGHBOUR.scope) is None
        assert read_warning(now, 999, scope=NEIGHBOUR.scope) is None


def test_a_chief_sees_the_own_section_and_of_the_others_what_is_about_no_person(full: Desk) -> None:
    assert len(full.list(CHIEF.scope)) == 16 and [one.rule.id for one in full.list(STRANGER.scope)] == ["t_place"]
    assert full.list(CHIEF.scope)[0].key and full.list(LEADER.scope)[0].key
    exact = counted(full, CHIEF.scope, programme="relief")
    assert exact.by_county[COUNTY] == Count(2) and exact.by_county[OTHER] == Count(6)


@pytest.mark.parametrize("scope", [LEADER.scope, STRANGER.scope, ADMIN.scope, SCREEN], ids=lambda scope: scope.role)
def test_others_get_margins(full: Desk, scope: Scope) -> None:
    found = counted(full, scope, programme="relief")
    assert found.total == found.by_section[RELIEF] == found.by_rule["t_deceased"] == found.by_severity["severe"] == Count(15)
    hidden = Count(None, "paired")
    assert [found.by_county[code] for code in (COUNTY, OTHER, "410223")] == [hidden, hidden, Count(7)]
    assert counted(full, scope, region=COUNTY, programme="relief").total == hidden
    assert counted(full, scope, region="410223", programme="relief").total == Count(7)
    assert counted(full, scope, region="410223", programme="relief").by_rule["t_deceased"] == hidden
    assert counted(full, scope, region=THIRD, programme="relief").total == hidden
    for _ in range(4):
        full.deceased("410225101")
    full.run()
    found = counted(full, scope, programme="relief")
    assert [found.by_county[code].withheld for code in (COUNTY, OTHER, "410223", "410225")] == ["small", "", "", "small"]
    assert found.total == Count(19)


def test_over_all_sections_only_what_each_shows_is_added_up(full: Desk) -> None:
    found = counted(full, LEADER.scope)
    assert found.total == Count(16)
    assert found.by_county[COUNTY] == Count(None, "paired", 1)  # the facility anybody may count
    assert found.by_county["410223"] == Count(7)


@pytest.mark.parametrize("scope", [ADMIN.scope, SCREEN, Scope()], ids=str)
def test_some_see_no_list_at_all(full: Desk, scope: Scope) -> None:
    assert full.list(scope) == ()
    with full.now() as now:
        assert read_warning(now, 1, scope=scope) is None
    if scope.role is None:
        assert counted(full, scope).total == Count(0)
        with full.now() as now:
            assert sentences(now, scope=scope) == () and sum(week.found for week in course(now, scope=scope)) == 0


def test_a_rules_margin_does_not_tell_more_than_its_severity(full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three rules of a section: what is shown by severity must not give away what is withheld by rule."""
    twin = replace(RULES["t_crowded"], id="t_twin", section=RELIEF, programme="relief", parameters=RULES["t_crowded"].parameters)
    monkeypatch.setitem(RULES, "t_twin", twin)
    for town in ("410221101", OTHER_TOWN):
        full.elders(3, town)
    full.run()
    found = counted(full, LEADER.scope, programme="relief")
    assert found.total == Count(17)
    assert [found.by_severity[one].withheld for one in ("severe", "notice")] == ["paired", "paired"]
    assert [found.by_rule[one].withheld for one in ("t_deceased", "t_twin")] == ["paired", "paired"]


def test_amounts_go_with_the_counts(full: Desk) -> None:
    with full.now() as now:
        assert at_risk(now, scope=CHIEF.scope).value == 15 * 40000
        assert at_risk(now, scope=CLERK.scope).value == 2 * 40000
        assert at_risk(now, scope=LEADER.scope).value == 15 * 40000
        assert at_risk(now, scope=LEADER.scope, region=COUNTY).value is None
    desk = Desk(full.database, full.places, full.batch, full.planted)
    for one in full.list(CHIEF.scope)[:11]:
        if one.key:
            desk.stop(one.key)
    desk.run()
    with desk.now() as now:
        left = at_risk(now, scope=CHIEF.scope).value
        assert left == 4 * 40000 and at_risk(now, scope=LEADER.scope).value is None


def test_the_records_behind_are_for_who_may_read_them(full: Desk) -> None:
    number = full.list(CLERK.scope)[0].number
    with full.now() as now:
        found = records_of(now, number, scope=CLERK.scope)
        assert found.total == 1 and "对象编号" in [field.header for field in found.fields]
        assert records_of(now, number, scope=CHIEF.scope).rows == found.rows
        for scope in (LEADER.scope, STRANGER.scope, NEIGHBOUR.scope, ADMIN.scope, SCREEN):
            with pytest.raises(NotAllowed):
                records_of(now, number, scope=scope)
    (place,) = full.list(LEADER.scope)
    with full.now() as now:
        assert records_of(now, place.number, scope=LEADER.scope).total == 0


def test_the_key_of_a_record_is_for_who_may_read_the_record(full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    facilities = replace(RULES["t_place"], id="t_facility", subject="record", dataset=DATASETS["elder_facilities"])
    monkeypatch.setitem(RULES, "t_facility", facilities)
    full.run()
    keys = {scope.role: full.list(scope, rule="t_facility")[0].key for scope in (LEADER.scope, STRANGER.scope, CLERK.scope)}
    assert keys == {"leader": "", "chief": "F1", "county": "F1"}


def test_a_group_leads_to_its_records(full: Desk) -> None:
    full.elders(4)
    full.run()
    (group,) = full.list(STRANGER.scope, rule="t_crowded")
    with full.now() as now:
        assert records_of(now, group.number, scope=STRANGER.scope).total == 4


def test_sentences_name_no_place_on_the_wall(full: Desk) -> None:
    with full.now() as now:
        wall = [one.text for one in sentences(now, scope=SCREEN)]
        leader = [one.text for one in sentences(now, scope=LEADER.scope)]
        chief = sentences(now, scope=CHIEF.scope, most=3)
        county = sentences(now, scope=CLERK.scope)
    assert wall == ["全市：已故仍在保 15 项", "杞县：设施没有开放日期 1 项"]
    assert leader == ["全市：已故仍在保 15 项", "杞县的阳光幸福院没有开放日期"]
    assert len(chief) == 3 and all(one.number for one in chief)
    assert [one.rule.id for one in county] == ["t_deceased", "t_deceased", "t_place"]


def test_the_weeks_and_the_days_to_closure(full: Desk) -> None:
    keys = [one.key for one in full.list(CHIEF.scope, region=THIRD)]
    for days, key in zip((3, 10, 10), keys, strict=False):
        full.on(TODAY + timedelta(days=days))
        full.stop(key)
        full.run()
    with full.now() as now:
        for scope in (CHIEF.scope, LEADER.scope):
            weeks = course(now, scope=scope, weeks=3)
            assert [(week.found, week.closed) for week in weeks] == [(0, 0), (16, 1), (0, 2)]
            assert median_days(now, scope=scope) == 10
        assert [week.found for week in course(now, scope=CHIEF.scope, programme="relief", weeks=3)] == [0, 15, 0]
        assert [week.found for week in course(now, scope=LEADER.scope, programme="relief", weeks=3)] == [0, 0, 0]
        assert left_out(LEADER.scope, "relief") and not left_out(LEADER.scope) and not left_out(CHIEF.scope, "relief")
        assert sum(week.found for week in course(now, scope=LEADER.scope, region=THIRD[:6])) == 0
        assert sum(week.found for week in course(now, scope=CLERK.scope)) == 3
        assert median_days(now, scope=CLERK.scope) is None


def test_an_administrator_counts_as_a_leader_does(full: Desk) -> None:
    """What is not about people is told openly, so it stands apart: else the sum less the open part would be the people's."""
    with full.now() as now:
        for narrow in ({}, {"region": COUNTY}, {"section": ELDERLY}):
            admin, screen, leader = (counts(now, scope=scope, **narrow) for scope in (Scope("admin"), Scope("screen"), LEADER.scope))
            for name in ("total", "by_severity", "by_section", "by_county", "by_rule"):
                assert getattr(admin, name) == getattr(screen, name) == getattr(leader, name), (narrow, name)


def test_a_list_is_filtered_and_paged_on_the_server(full: Desk) -> None:
    with full.now() as now:
        first, second = (warnings_page(now, scope=CHIEF.scope, wanted=Wanted(), start=start, count=10) for start in (0, 10))
    assert (first.total, len(first.rows), len(second.rows)) == (16, 10, 6)
    assert not {one.number for one in first.rows} & {one.number for one in second.rows}
    for wanted, many in (
        ({"severity": "severe"}, 15),
        ({"section": ELDERLY}, 1),
        ({"programme": "relief", "region": COUNTY}, 2),
        ({"region": OTHER_TOWN}, 6),
        ({"text": "幸福院"}, 1),
        ({"text": "已故"}, 15),
        ({"text": "通许县"}, 6),
        ({"text": "%"}, 0),
        ({"states": ("closed",)}, 0),
        ({"assigned": (COUNTY,)}, 0),
        ({"rule": "t_nothing"}, 0),
    ):
        assert len(full.list(CHIEF.scope, **wanted)) == many, wanted
