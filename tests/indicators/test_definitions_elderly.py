"""养老服务 · the indicators of elderly care mean what the definitions say, on hand-made records at their edge days."""

from __future__ import annotations

from typing import Any

import pytest

from .city import (
    COMMUNITIES,
    COMMUNITY,
    COUNTIES,
    GULOU,
    GUYANG,
    LANKAO,
    LANYANG,
    MIXED,
    OTHER_VILLAGE,
    PARK,
    PARK_VILLAGE,
    QI,
    REGIONS,
    SINCE_NEW_YEAR,
    STANDING,
    STREET,
    STREETS,
    TODAY,
    TOWN,
    TOWNSHIPS,
    VILLAGE,
    VILLAGES,
    City,
    count_regions,
    on_each_day,
    stays,
)

COVERAGE = {  # indicator: kind of facility, where such facilities lie, kind of region that they cover
    "happiness_home_coverage": ("农村幸福院", VILLAGES, "村"),
    "community_elder_facility_coverage": ("社区养老服务设施", COMMUNITIES, "社区"),
    "street_centre_coverage": ("街道综合养老服务中心", STREETS, "街道"),
}


@pytest.mark.definition(*COVERAGE)
@pytest.mark.parametrize("indicator", COVERAGE)
def test_a_facility_covers_its_place_while_it_is_in_operation(city: City, indicator: str) -> None:
    """The dates decide: every facility here says 停用, except the one without a day of opening."""
    kind, over, _ = COVERAGE[indicator]
    city.today(TODAY)
    facilities = stays("opened_on", "closed_on", kind=kind, status="停用")
    facilities["never opened"] = {"kind": kind, "status": "运营"}
    facilities["another kind"] = {"kind": "养老机构", "status": "运营", "opened_on": "2023-01-03"}
    city.scatter("elder_facilities", facilities, over)
    for period, names in STANDING.items():
        assert city.counted(indicator, period) == names, period


@pytest.mark.definition("happiness_home_coverage", "community_elder_facility_coverage")
def test_a_village_is_covered_once_and_only_by_a_facility_with_its_own_code(city: City) -> None:
    city.today(TODAY)
    for kind in ("农村幸福院", "社区养老服务设施"):
        for region in (VILLAGE, VILLAGE, TOWN, COMMUNITY, COMMUNITY, STREET, PARK_VILLAGE, OTHER_VILLAGE):
            city.add("elder_facilities", region=region, kind=kind, opened_on="2023-01-03")
    villages, communities = count_regions("village", "村", inside=QI), count_regions("village", "社区", inside=QI)
    assert city.halves("happiness_home_coverage", "2023-01", TOWN) == (2, 35)
    assert city.halves("happiness_home_coverage", "2023-01", STREET) == (0, 0), "a street has communities, no villages"
    assert city.value("happiness_home_coverage", "2023-01", STREET) is None
    assert city.halves("happiness_home_coverage", "2023-01", MIXED) == (0, 29)
    assert city.value("happiness_home_coverage", "2023-01", MIXED) == 0
    assert city.halves("happiness_home_coverage", "2023-01", PARK) == (0, 0), "its one region is of kind 其他"
    assert city.halves("happiness_home_coverage", "2023-01", QI) == (2, villages)
    assert city.halves("happiness_home_coverage", "2023-01") == (2, 2065)
    assert city.halves("community_elder_facility_coverage", "2023-01", STREET) == (1, 19)
    assert city.halves("community_elder_facility_coverage", "2023-01", TOWN) == (0, 0)
    assert city.halves("community_elder_facility_coverage", "2023-01", MIXED) == (0, 4)
    assert city.halves("community_elder_facility_coverage", "2023-01", PARK) == (0, 0)
    assert city.halves("community_elder_facility_coverage", "2023-01", QI) == (1, communities)
    assert city.halves("community_elder_facility_coverage", "2023-01") == (1, 455)


@pytest.mark.definition("street_centre_coverage")
def test_a_street_is_covered_by_a_centre_in_it_whatever_its_codes_length(city: City) -> None:
    city.today(TODAY)
    for region in (STREET, COMMUNITY, LANYANG, TOWN, PARK):
        city.add("elder_facilities", region=region, kind="街道综合养老服务中心", opened_on="2023-01-03")
    assert city.halves("street_centre_coverage", "2023-01", STREET) == (1, 1)
    assert city.halves("street_centre_coverage", "2023-01", TOWN) == (0, 0), "a town is no street"
    assert city.halves("street_centre_coverage", "2023-01", QI) == (1, 1)
    assert city.halves("street_centre_coverage", "2023-01", LANKAO) == (1, 3)
    assert city.halves("street_centre_coverage", "2023-01") == (2, 36)


@pytest.mark.definition("county_support_home_coverage")
def test_a_county_is_covered_by_a_support_home_in_operation_anywhere_in_it(city: City) -> None:
    city.today(TODAY)
    homes = {
        "opened on d": {"opened_on": "2023-01-31", "region": VILLAGE},
        "opened the day after": {"opened_on": "2023-02-01", "region": GUYANG},
        "closed on d": {"opened_on": "2023-01-03", "closed_on": "2023-01-31", "region": f"{GULOU}001"},
        "closed the day after": {"opened_on": "2023-01-03", "closed_on": "2023-02-01", "region": "410202001"},
    }
    city.scatter("elder_facilities", {name: {"kind": "县级特困供养机构", **home} for name, home in homes.items()})
    city.add("elder_facilities", region=STREET, kind="县级特困供养机构", opened_on="2023-01-03")
    city.add("elder_facilities", region="410223101", kind="乡镇敬老院", opened_on="2023-01-03")
    assert city.counted("county_support_home_coverage", "2023-01") == {"opened on d", "closed the day after"}
    assert city.halves("county_support_home_coverage", "2023-01", QI) == (1, 1), "two homes cover a county once"
    assert city.halves("county_support_home_coverage", "2023-01", LANKAO) == (0, 1)
    assert city.halves("county_support_home_coverage", "2023-01") == (2, 9)
    assert city.halves("county_support_home_coverage", "2023-02") == (2, 9)
    assert city.counted("county_support_home_coverage", "2023-02") == {"opened on d", "opened the day after"}
    assert city.halves("county_support_home_coverage", "2023-W04") == (3, 9)
    assert city.halves("county_support_home_coverage", "2023-02/ytd") == (2, 9)
    assert city.value("county_support_home_coverage", "2023-01", TOWN) is None, "a denominator of counties has no township"


@pytest.mark.definition("elder_visit_rate")
def test_the_visit_rate_is_of_elders_on_the_register_at_the_months_end(city: City) -> None:
    city.today(TODAY)
    elders = city.scatter("special_elders", stays("registered_on", "closed_on"))
    for subject in elders.values():
        city.add("elder_visits", subject=subject, visited_on="2023-01-01")
        city.add("elder_visits", subject=subject, visited_on="2023-02-15")
    for period in ("2023-01", "2023-02"):
        assert city.judged("elder_visit_rate", period) == STANDING[period]
        assert city.counted("elder_visit_rate", period) == STANDING[period], "a visit before registration counts too"
    both = len(STANDING["2023-01"]) + len(STANDING["2023-02"])
    assert city.halves("elder_visit_rate", "2023-02/ytd") == (both, both), "Σ/Σ of the months"
    assert city.value("elder_visit_rate", "2023-W04") is None


@pytest.mark.definition("elder_visit_rate")
def test_a_visit_counts_in_its_own_month_and_once(city: City) -> None:
    city.today(TODAY)
    visits = {
        "none": (),
        "on the first": ("2023-01-01",),
        "on the last": ("2023-01-31",),
        "twice": ("2023-01-05", "2023-01-20"),
        "the month before": ("2022-12-31",),
        "the month after": ("2023-02-01",),
        "both months": ("2023-01-31", "2023-02-01"),
        "today": ("2023-02-15",),
        "tomorrow": ("2023-02-16",),
    }
    elders = city.scatter("special_elders", {name: {"registered_on": "2022-06-01"} for name in visits})
    for name, days in visits.items():
        for day in days:
            city.add("elder_visits", subject=elders[name], visited_on=day)
    assert city.counted("elder_visit_rate", "2022-12") == {"the month before"}
    assert city.counted("elder_visit_rate", "2023-01") == {"on the first", "on the last", "twice", "both months"}
    assert city.counted("elder_visit_rate", "2023-02") == {"the month after", "both months", "today"}
    assert city.halves("elder_visit_rate", "2023-01") == (4, 9)
    assert city.halves("elder_visit_rate", "2023-02/ytd") == (7, 18)


@pytest.mark.definition("elder_visit_rate")
def test_the_visit_rate_by_category_and_after_a_move(city: City) -> None:
    city.today(TODAY)
    moved = city.add("special_elders", region=TOWN, category="孤寡", registered_on="2022-06-01")
    city.add("special_elders", region=TOWN, category="孤寡", registered_on="2022-06-01")
    city.add("special_elders", region=TOWN, category="失智", registered_on="2022-06-01")
    city.add("elder_visits", subject=moved, visited_on="2023-01-10")
    assert city.halves("elder_visit_rate", "2023-01", TOWN) == (1, 3)
    assert city.by_category("elder_visit_rate", "2023-01", TOWN) == {
        "独居": None,
        "空巢": None,
        "孤寡": 50,
        "失能": None,
        "半失能": None,
        "失智": 0,
    }
    city.change("special_elders", moved, region=STREET)
    assert city.halves("elder_visit_rate", "2023-01", TOWN) == (0, 2), "an elder counts, visits and all, where the register has them now"
    assert city.halves("elder_visit_rate", "2023-01", STREET) == (1, 1)


@pytest.mark.definition("home_adaptations")
def test_adaptations_count_from_new_year_to_the_periods_end(city: City) -> None:
    city.today(TODAY)
    city.scatter("home_adaptations", {**on_each_day("completed_on"), "not finished": {}})
    for period, names in SINCE_NEW_YEAR.items():
        assert city.counted("home_adaptations", period) == names, period
    assert city.value("home_adaptations", "2023-02") == 5
    assert city.value("home_adaptations", "2023-02/ytd") == 5, "a year's count is not summed again"


@pytest.mark.definition("home_adaptations")
def test_the_week_over_new_year_belongs_to_the_year_of_its_day(city: City) -> None:
    city.today("2022-12-31")
    city.scatter("home_adaptations", on_each_day("completed_on"))
    assert city.counted("home_adaptations", "2022-W52") == {"2022-12-31"}
    city.today("2023-01-01")
    assert city.counted("home_adaptations", "2022-W52") == {"2023-01-01"}
    assert city.counted("home_adaptations", "2022-12") == {"2022-12-31"}


@pytest.mark.definition("township_home_transformed", "township_home_upgraded")
def test_township_homes_count_until_they_close_also_before_they_open(city: City) -> None:
    city.today(TODAY)
    homes: dict[str, dict[str, Any]] = {
        "done on d": {"done": "2023-01-31"},
        "done the day after": {"done": "2023-02-01"},
        "done tomorrow": {"done": "2023-02-16"},
        "not done": {},
        "not opened yet": {"opened_on": "2023-02-16", "done": "2023-01-15"},
        "closed on d": {"closed_on": "2023-01-31", "done": "2023-01-15"},
        "closed the day after": {"closed_on": "2023-02-01", "done": "2023-01-15"},
        "done in an earlier year": {"done": "2021-05-01", "status": "停用"},
    }
    records = {}
    for name, home in homes.items():
        done = home.pop("done", None)
        records[name] = {"kind": "乡镇敬老院", "transformed_on": done, "upgraded_on": done, **home}
    city.scatter("elder_facilities", records)
    city.add("elder_facilities", region=PARK, kind="养老机构", transformed_on="2023-01-03", upgraded_on="2023-01-03")
    january = {"done on d", "not opened yet", "closed the day after", "done in an earlier year"}
    february = {"done on d", "done the day after", "not opened yet", "done in an earlier year"}
    for indicator in ("township_home_transformed", "township_home_upgraded"):
        assert city.counted(indicator, "2023-01") == january
        assert city.counted(indicator, "2023-02") == february
        assert city.counted(indicator, "2023-02/ytd") == february
        assert city.counted(indicator, "2022-12") == {"done in an earlier year"}
    assert city.value("township_home_transformed", "2023-01") == 4
    assert city.judged("township_home_upgraded", "2022-12") == set(records)
    assert city.judged("township_home_upgraded", "2023-01") == set(records) - {"closed on d"}
    assert city.judged("township_home_upgraded", "2023-02") == set(records) - {"closed on d", "closed the day after"}
    assert city.halves("township_home_upgraded", "2023-01") == (4, 7)
    assert city.value("township_home_upgraded", "2023-01", PARK) is None


@pytest.mark.definition("demo_home_care_networks")
def test_reported_networks_are_the_years_latest_return_and_sum_over_counties(city: City) -> None:
    city.today("2023-04-15")
    for region, month, numerator in ((QI, "2022-12", 9), (QI, "2023-01", 1), (QI, "2023-03", 2), (LANKAO, "2023-02", 4)):
        city.add("reported_values", indicator="demo_home_care_networks", region=region, month=month, numerator=numerator)
    city.add("reported_values", indicator="tekun_standard", region=QI, month="2023-01", numerator=600)
    expected = {"2022-12": (9, 9, None), "2023-01": (1, 1, None), "2023-02": (5, 1, 4), "2023-03": (6, 2, 4), "2023-04/ytd": (6, 2, 4)}
    for period, (whole, qi, lankao) in expected.items():
        assert city.value("demo_home_care_networks", period) == whole, period
        assert city.value("demo_home_care_networks", period, QI) == qi, period
        assert city.value("demo_home_care_networks", period, LANKAO) == lankao, period
    assert city.value("demo_home_care_networks", "2023-04", GULOU) is None, "nothing has been returned"
    assert city.value("demo_home_care_networks", "2023-W10") is None


@pytest.mark.definition("new_estate_facilities")
def test_estates_with_facilities_are_sums_of_returns_over_sums_of_returns(city: City) -> None:
    city.today("2023-04-15")

    def report(region: str, month: str, numerator: int, denominator: int | None) -> None:
        city.add(
            "reported_values", indicator="new_estate_facilities", region=region, month=month, numerator=numerator, denominator=denominator
        )

    report(QI, "2023-01", 1, 2)
    report(LANKAO, "2023-01", 9, 10)
    report(GULOU, "2023-01", 5, None)
    report(QI, "2023-03", 0, 0)
    assert city.halves("new_estate_facilities", "2023-02", QI) == (1, 2)
    assert city.value("new_estate_facilities", "2023-02") == 10 * 100 / 12, "Σ/Σ, not the mean of 50 and 90"
    assert city.value("new_estate_facilities", "2023-02", GULOU) is None, "an empty 分母 gives no value"
    assert city.value("new_estate_facilities", "2023-03", QI) is None, "a zero 分母 gives no value"
    assert city.halves("new_estate_facilities", "2023-03/ytd") == (9, 10)
    assert city.value("new_estate_facilities", "2023-W10") is None


@pytest.mark.definition("caregiver_certified")
def test_caregivers_in_post_at_d_and_the_certified_among_them(city: City) -> None:
    city.today(TODAY)
    carers = stays("hired_on", "left_on", certified_on="2020-05-01")
    edges: dict[str, dict[str, Any]] = {
        "certified on d": {"certified_on": "2023-01-31"},
        "certified the day after": {"certified_on": "2023-02-01"},
        "certified today": {"certified_on": "2023-02-15"},
        "certified tomorrow": {"certified_on": "2023-02-16"},
        "never certified": {},
        "left before the certificate": {"left_on": "2023-01-20", "certified_on": "2023-01-25"},
        "left with the certificate": {"left_on": "2023-02-01", "certified_on": "2023-02-01"},
        "certified before being hired": {"hired_on": "2023-02-01", "certified_on": "2023-01-01"},
    }
    carers |= {name: {"hired_on": "2023-01-03", **fields} for name, fields in edges.items()}
    homes = city.scatter("elder_facilities", {name: {} for name in carers})
    for name, fields in carers.items():
        city.add("caregivers", facility=homes[name], **fields)
    always = {"certified on d", "certified the day after", "certified today", "certified tomorrow", "never certified"}
    assert city.judged("caregiver_certified", "2023-01") == STANDING["2023-01"] | always | {"left with the certificate"}
    assert city.counted("caregiver_certified", "2023-01") == STANDING["2023-01"] | {"certified on d"}
    assert city.judged("caregiver_certified", "2023-02") == STANDING["2023-02"] | always | {"certified before being hired"}
    assert city.counted("caregiver_certified", "2023-02") == STANDING["2023-02"] | {
        "certified on d",
        "certified the day after",
        "certified today",
        "certified before being hired",
    }
    assert city.judged("caregiver_certified", "2023-W04") == STANDING["2023-W04"] | always | {"left with the certificate"}
    assert city.counted("caregiver_certified", "2023-W04") == STANDING["2023-W04"]


ENOUGH = {  # 自理, 部分自理, 完全不能自理 → caregivers needed: ceil(a/15 + b/8 + c/3)
    (1, 0, 0): 1,
    (15, 0, 0): 1,
    (16, 0, 0): 2,
    (0, 8, 0): 1,
    (0, 9, 0): 2,
    (0, 0, 3): 1,
    (0, 0, 4): 2,
    (5, 0, 2): 1,  # 1/3 + 2/3, exactly 1: binary fractions must not make it 2
    (10, 0, 1): 1,
    (5, 8, 2): 2,
    (15, 8, 3): 3,
    (14, 1, 0): 2,  # 14/15 + 1/8 = 1.058…
    (2, 7, 0): 2,  # 2/15 + 7/8 = 1.008…: one 120th too many is too many
}


@pytest.mark.definition("care_ratio_met")
def test_the_care_ratio_is_rounded_up_exactly(city: City) -> None:
    """Each mix of residents twice: with the caregivers needed, and with one fewer."""
    city.today("2023-01-31")
    names = [f"{mix} {how}" for mix in ENOUGH for how in ("enough", "one short")]
    homes = city.scatter("elder_facilities", {name: {"kind": "农村幸福院"} for name in names})
    for mix, needed in ENOUGH.items():
        for how, carers in (("enough", needed), ("one short", needed - 1)):
            home = homes[f"{mix} {how}"]
            for ability, many in zip(("自理", "部分自理", "完全不能自理"), mix, strict=True):
                for _ in range(many):
                    city.add("facility_residents", facility=home, ability=ability, moved_in_on="2023-01-03")
            for _ in range(carers):
                city.add("caregivers", facility=home, hired_on="2023-01-03")
    assert city.judged("care_ratio_met", "2023-01") == set(names), "facilities of any kind"
    assert city.counted("care_ratio_met", "2023-01") == {name for name in names if name.endswith("enough")}
    assert city.halves("care_ratio_met", "2023-01") == (len(ENOUGH), 2 * len(ENOUGH))


@pytest.mark.definition("care_ratio_met")
def test_the_care_ratio_looks_at_who_lives_and_works_there_on_the_day(city: City) -> None:
    city.today(TODAY)
    residents = stays("moved_in_on", "moved_out_on", ability="自理")
    homes = city.scatter("elder_facilities", {name: {"closed_on": "2022-12-31", "status": "停用"} for name in residents})
    for name, fields in residents.items():
        city.add("facility_residents", facility=homes[name], **fields)
        city.add("caregivers", facility=homes[name], hired_on="2023-02-01", left_on="2023-02-15")
    for period, names in STANDING.items():
        assert city.judged("care_ratio_met", period) == names, period
        assert city.counted("care_ratio_met", period) == set(), period
    assert city.judged("care_ratio_met", "2023-W05") == city.counted("care_ratio_met", "2023-W05"), "on 5 February all were at work"
    empty = city.add("elder_facilities", region=PARK, opened_on="2023-01-01", status="运营")
    city.add("caregivers", facility=empty, hired_on="2023-01-03")
    assert city.halves("care_ratio_met", "2023-01", PARK) == (0, 0), "without residents a facility is in neither half"


def test_the_places_of_these_tests_are_what_they_are_taken_for() -> None:
    assert [REGIONS[code].kind for code in (TOWN, STREET, MIXED, PARK_VILLAGE)] == ["镇", "街道", "镇", "其他"]
    assert REGIONS[VILLAGE].kind == "村" and REGIONS[COMMUNITY].kind == "社区"
    assert len(COUNTIES) == 9 and len(TOWNSHIPS) == 124
