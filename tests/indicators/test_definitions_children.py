"""未成年人 · the indicators of child care and protection mean what the definitions say, on hand-made records at their edge days."""

from __future__ import annotations

from typing import Any

import pytest

from .city import COUNTIES, GUYANG, LANKAO, QI, SINCE_NEW_YEAR, STANDING, STREET, TODAY, TOWN, VILLAGE, City, on_each_day, stays


@pytest.mark.definition("children_registered")
def test_a_child_is_registered_up_to_the_day_before_closing(city: City) -> None:
    city.today(TODAY)
    city.scatter("children", stays("registered_on", "closed_on", category="困境儿童"))
    for period, names in STANDING.items():
        assert city.counted("children_registered", period) == names, period
    assert city.by_category("children_registered", "2023-01") == {
        "孤儿": 0,
        "事实无人抚养儿童": 0,
        "农村留守儿童": 0,
        "困境儿童": len(STANDING["2023-01"]),
    }


@pytest.mark.definition("child_visit_rate")
def test_the_visit_rate_is_of_children_on_the_register_at_the_months_end(city: City) -> None:
    city.today(TODAY)
    children = city.scatter("children", stays("registered_on", "closed_on"))
    for subject in children.values():
        city.add("child_visits", subject=subject, visited_on="2023-01-01")
        city.add("child_visits", subject=subject, visited_on="2023-01-02")
    assert city.judged("child_visit_rate", "2023-01") == STANDING["2023-01"]
    assert city.counted("child_visit_rate", "2023-01") == STANDING["2023-01"]
    assert city.value("child_visit_rate", "2023-01") == 100, "two visits to a child count once"
    assert city.judged("child_visit_rate", "2023-02") == STANDING["2023-02"]
    assert city.counted("child_visit_rate", "2023-02") == set()
    january, february = len(STANDING["2023-01"]), len(STANDING["2023-02"])
    assert city.halves("child_visit_rate", "2023-02/ytd") == (january, january + february)
    assert city.value("child_visit_rate", "2023-W04") is None


@pytest.mark.definition("child_visit_rate")
def test_a_childs_visit_counts_in_its_own_month(city: City) -> None:
    city.today(TODAY)
    children = city.scatter("children", {day: {"registered_on": "2022-06-01"} for day in SINCE_NEW_YEAR["2023-02"] | {"2023-02-16"}})
    for day, subject in children.items():
        city.add("child_visits", subject=subject, visited_on=day)
    assert city.counted("child_visit_rate", "2023-01") == {"2023-01-01", "2023-01-02", "2023-01-31"}
    assert city.counted("child_visit_rate", "2023-02") == {"2023-02-01", "2023-02-15"}
    city.change("children", children["2023-01-31"], region=STREET)
    assert city.halves("child_visit_rate", "2023-01", STREET) == (1, 1), "a child counts where the register has it now"


HOMES = {"children_homes_sited": "sited_on", "children_homes_started": "started_on", "children_homes": "completed_on"}


@pytest.mark.definition(*HOMES)
@pytest.mark.parametrize("indicator", HOMES)
def test_childrens_homes_are_sited_started_and_finished_within_the_year(city: City, indicator: str) -> None:
    city.today(TODAY)
    on = HOMES[indicator]
    others = {field: "2021-03-01" for field in ("sited_on", "started_on", "completed_on", "opened_on") if field != on}
    closed = {"closed_on": "2023-01-15"}
    city.scatter("child_places", {**on_each_day(on, kind="儿童之家", **others, **closed), "no day": {"kind": "儿童之家"}}, COUNTIES)
    city.add("child_places", region=COUNTIES[8], kind="未保站", **{on: "2023-01-05"})
    for period, names in SINCE_NEW_YEAR.items():
        assert city.counted(indicator, period) == names, period
    assert city.value(indicator, "2023-02") == 5
    assert city.value(indicator, "2023-02/ytd") == 5
    assert city.value(indicator, "2023-02", COUNTIES[8]) == 0
    assert city.value(indicator, "2023-02", TOWN) is None, "a home may have its county's code"


@pytest.mark.definition("book_rooms")
def test_book_rooms_count_by_the_day_they_were_unveiled(city: City) -> None:
    city.today(TODAY)
    city.scatter("child_places", {**on_each_day("opened_on", kind="爱心书屋"), "no day": {"kind": "爱心书屋"}}, COUNTIES)
    city.add("child_places", region=COUNTIES[8], kind="儿童之家", opened_on="2023-01-05")
    for period, names in SINCE_NEW_YEAR.items():
        assert city.counted("book_rooms", period) == names, period
    city.add("child_places", region=VILLAGE, kind="爱心书屋", opened_on="2023-01-05")
    assert city.value("book_rooms", "2023-02/ytd") == 6


@pytest.mark.definition("child_staff_trained")
def test_staff_in_post_and_those_trained_within_the_year(city: City) -> None:
    city.today(TODAY)
    staff = stays("appointed_on", "left_on", trained_on="2023-01-01")
    edges: dict[str, dict[str, Any]] = {
        "trained on 31 December": {"trained_on": "2022-12-31"},
        "trained on d": {"trained_on": "2023-01-31"},
        "trained the day after": {"trained_on": "2023-02-01"},
        "trained tomorrow": {"trained_on": "2023-02-16"},
        "never trained": {},
        "trained before the appointment": {"appointed_on": "2023-01-20", "trained_on": "2023-01-10"},
    }
    staff |= {name: {"appointed_on": "2022-12-01", "post": "儿童主任", **fields} for name, fields in edges.items()}
    city.scatter("child_staff", staff)
    for period in ("2023-01", "2023-02"):
        assert city.judged("child_staff_trained", period) == STANDING[period] | set(edges), period
    known = {"trained on d", "trained before the appointment"}
    assert city.counted("child_staff_trained", "2023-01") == STANDING["2023-01"] | known
    assert city.counted("child_staff_trained", "2023-02") == STANDING["2023-02"] | known | {"trained the day after"}
    assert city.counted("child_staff_trained", "2022-12") == {"trained on 31 December"}
    assert city.judged("child_staff_trained", "2022-12") == set(edges) - {"trained before the appointment"}
    assert city.counted("child_staff_trained", "2022-W52") == set(), "its last day is 1 January: training starts the year at nought"
    assert city.value("child_staff_trained", "2023-01/ytd") == city.value("child_staff_trained", "2023-01")


@pytest.mark.definition("child_protection_centres")
def test_a_county_has_a_protection_centre_while_one_is_in_operation(city: City) -> None:
    city.today(TODAY)
    centres: dict[str, dict[str, Any]] = {
        "opened on d": {"opened_on": "2023-01-31"},
        "opened the day after": {"opened_on": "2023-02-01"},
        "closed on d": {"opened_on": "2023-01-02", "closed_on": "2023-01-31"},
        "closed the day after": {"opened_on": "2023-01-02", "closed_on": "2023-02-01"},
        "built, never opened": {"completed_on": "2023-01-02"},
        "a station": {"kind": "未保站", "opened_on": "2023-01-02"},
    }
    city.scatter("child_places", {name: {"kind": "未成年人救助保护机构", **fields} for name, fields in centres.items()}, COUNTIES)
    assert city.counted("child_protection_centres", "2023-01") == {"opened on d", "closed the day after"}
    assert city.counted("child_protection_centres", "2023-02") == {"opened on d", "opened the day after"}
    assert city.counted("child_protection_centres", "2023-W04") == {"closed on d", "closed the day after"}
    assert city.halves("child_protection_centres", "2023-02") == (2, 9)
    assert city.halves("child_protection_centres", "2023-02/ytd", COUNTIES[0]) == (1, 1)
    for region in (GUYANG, LANKAO, VILLAGE):
        city.add("child_places", region=region, kind="未成年人救助保护机构", opened_on="2023-01-02")
    assert city.halves("child_protection_centres", "2023-01", LANKAO) == (1, 1), "two centres, one county"
    assert city.halves("child_protection_centres", "2023-01", QI) == (1, 1), "a village's code lies in its county"
    assert city.value("child_protection_centres", "2023-01", TOWN) is None


@pytest.mark.definition("children_by_risk")
def test_children_on_the_register_by_the_risk_it_names_or_none(city: City) -> None:
    city.today(TODAY)
    city.scatter("children", stays("registered_on", "closed_on", category="孤儿", risk="中"))
    for period in STANDING:
        assert city.value("children_by_risk", period) == city.value("children_registered", period), period
        assert city.by_category("children_by_risk", period) == {"高": 0, "中": len(STANDING[period]), "低": 0, "未评估": 0}
    for risk in ("高", "低", None, None):
        city.add("children", region=VILLAGE, registered_on="2023-01-31", risk=risk)
    january = {"高": 1, "中": len(STANDING["2023-01"]), "低": 1, "未评估": 2}
    assert city.by_category("children_by_risk", "2023-01") == january
    assert city.value("children_by_risk", "2023-01", TOWN) is None, "its townships are nobody's to see: categories there tell too much"
