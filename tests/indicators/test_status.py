"""Target, expected value and status of a figure, by the contract's rules: whom a target binds, how far one should be, and what is said."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from data.indicators.targets import set_target

from .city import COUNTIES, GULOU, LANKAO, QI, STREET, TOWN, VILLAGE, City

CEMETERIES = "county_cemeteries_operating"  # 100 % in each county by 2023-09


def state(city: City, indicator: str, period: str, region: str = "410200") -> tuple[object, object, str]:
    """Target, expected value, status."""
    figure = city.figure(indicator, period, region)
    return figure.target, figure.expected, figure.status


def status(city: City, indicator: str, period: str, region: str = "410200") -> str:
    return city.figure(indicator, period, region).status


def cemeteries(city: City, county: str, *opened: str | None) -> None:
    """One 县级 cemetery for each day; None: not opened."""
    for day in opened:
        city.add("cemeteries", region=county, level="县级", accepted_on=day, opened_on=day)


@pytest.fixture
def judged(city: City) -> City:
    """A city whose 2023 targets are set."""
    city.set_targets()
    return city


# --- expected value and status on the way to a due month ----------------------------------------------------------------------------


def test_thirtieth_of_june_is_181_of_304_days_to_the_end_of_october(judged: City) -> None:
    judged.today("2023-07-20")
    judged.add("home_adaptations", region=TOWN, completed_on="2023-01-05")
    assert judged.figure("home_adaptations", "2023-06").expected == 2000 * 181 / 304
    assert judged.figure("home_adaptations", "2023-06/ytd").expected == 2000 * 181 / 304
    assert judged.figure("home_adaptations", "2023-07").expected == 2000 * 201 / 304, "today, while the month runs"
    assert state(judged, "home_adaptations", "2023-01") == (2000, 2000 * 31 / 304, "behind")


def test_the_way_begins_at_last_decembers_value(judged: City) -> None:
    """Two of ten in December 2022; on 30 June 20 + 80 × 181/273 per cent are expected: 73.04."""
    judged.today("2023-07-20")
    before, early, late = "2022-12-31", "2023-05-01", "2023-06-30"
    cemeteries(judged, QI, before, before, *[early] * 5, late, None, None)
    cemeteries(judged, LANKAO, before, before, *[early] * 5, None, None, None)
    expected = float(20 + Fraction(80 * 181, 273))
    assert judged.value(CEMETERIES, "2023-06", QI) == 80
    assert state(judged, CEMETERIES, "2023-06", QI) == (100, expected, "on_track")
    assert judged.value(CEMETERIES, "2023-06", LANKAO) == 70
    assert state(judged, CEMETERIES, "2023-06", LANKAO) == (100, expected, "behind")
    assert state(judged, CEMETERIES, "2023-06/ytd", QI) == (100, expected, "on_track")


def test_a_value_just_as_expected_is_on_track(judged: City) -> None:
    """151 of 304 days to the end of October are over on 31 May; 151 of 304 homes are upgraded."""
    judged.today("2023-06-10")
    for number in range(304):
        upgraded = "2023-05-31" if number < 151 else None
        judged.add("elder_facilities", region=TOWN, kind="乡镇敬老院", upgraded_on=upgraded)
    assert state(judged, "township_home_upgraded", "2023-05", QI) == (100, 100 * 151 / 304, "on_track")


def test_without_a_value_last_december_the_way_begins_at_nought(judged: City) -> None:
    judged.today("2023-07-20")
    for indicator, month in (("new_estate_facilities", "2023-06"), ("rural_dibao_standard", "2023-01")):
        judged.add("reported_values", indicator=indicator, region=QI, month=month, numerator=1, denominator=10)
    assert judged.figure("new_estate_facilities", "2023-06", QI).expected == 100 * 181 / 365


@pytest.mark.parametrize("indicator", ["home_adaptations", "village_rules_revised", "child_staff_trained", "book_rooms"])
def test_what_starts_each_year_at_nought_has_no_baseline(judged: City, indicator: str) -> None:
    judged.today("2023-03-31")
    judged.add("home_adaptations", region=TOWN, completed_on="2022-06-05")
    judged.add("communities", region=VILLAGE, rules_revised_on="2022-06-05")
    judged.add("child_staff", region=TOWN, appointed_on="2022-01-05", trained_on="2022-06-05")
    judged.add("child_places", region=TOWN, kind="爱心书屋", opened_on="2022-06-05")
    assert judged.value(indicator, "2022-12")
    goal, days = {
        "home_adaptations": (2000, 304),
        "village_rules_revised": (100, 365),
        "child_staff_trained": (100, 151),
        "book_rooms": (20, 181),
    }[indicator]
    assert judged.figure(indicator, "2023-03").expected == pytest.approx(goal * 90 / days, rel=1e-15)


def test_on_the_due_day_late_is_still_behind_and_the_day_after_overdue(judged: City) -> None:
    cemeteries(judged, QI, "2023-05-01", None)
    cemeteries(judged, LANKAO, "2023-05-01")
    judged.today("2023-09-29")
    assert status(judged, CEMETERIES, "2023-09", QI) == "behind"
    judged.today("2023-09-30")
    assert state(judged, CEMETERIES, "2023-09", QI) == (100, 100, "behind")
    assert state(judged, CEMETERIES, "2023-09", LANKAO) == (100, 100, "met")
    assert status(judged, CEMETERIES, "2023-09") == "behind"
    judged.today("2023-10-01")
    assert state(judged, CEMETERIES, "2023-10", QI) == (100, 100, "overdue")
    assert state(judged, CEMETERIES, "2023-10", LANKAO) == (100, 100, "met")
    assert status(judged, CEMETERIES, "2023-10") == "overdue"
    assert status(judged, CEMETERIES, "2023-10/ytd") == "overdue"
    assert status(judged, CEMETERIES, "2023-09", QI) == "behind", "judged at its own last day"


def test_reached_early_is_met_and_reached_late_is_met(judged: City) -> None:
    cemeteries(judged, QI, "2023-02-01")
    cemeteries(judged, LANKAO, "2023-11-20")
    judged.today("2023-12-10")
    assert [status(judged, CEMETERIES, month, QI) for month in ("2023-01", "2023-02", "2023-12")] == ["behind", "met", "met"]
    assert [status(judged, CEMETERIES, month, LANKAO) for month in ("2023-10", "2023-11")] == ["overdue", "met"]


def test_a_count_is_met_at_its_target(judged: City) -> None:
    for number in range(20):
        judged.add("child_places", region=QI, kind="爱心书屋", opened_on="2023-03-01" if number else "2023-04-01")
    judged.today("2023-05-15")
    assert state(judged, "book_rooms", "2023-03") == (20, 20 * 90 / 181, "on_track")
    assert state(judged, "book_rooms", "2023-04") == (20, 20 * 120 / 181, "met")


# --- monthly targets ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def visits(judged: City) -> City:
    """五里河镇: ten of ten elders visited each month; 金城街道: nine of ten; nothing elsewhere."""
    for region in (TOWN, STREET):
        for number in range(10):
            subject = judged.add("special_elders", region=region, registered_on="2022-06-01")
            for day in ("2023-01-05", "2023-02-05"):
                if region == TOWN or number:
                    judged.add("elder_visits", subject=subject, visited_on=day)
    return judged


def test_a_monthly_target_is_judged_when_the_month_is_over(visits: City) -> None:
    visits.today("2023-02-28")
    assert state(visits, "elder_visit_rate", "2023-01", TOWN) == (100, 100, "met")
    assert state(visits, "elder_visit_rate", "2023-01", STREET) == (100, 100, "overdue")
    assert state(visits, "elder_visit_rate", "2023-01", QI) == (100, 100, "overdue")
    assert state(visits, "elder_visit_rate", "2023-01") == (100, 100, "overdue")
    assert state(visits, "elder_visit_rate", "2023-02", TOWN) == (100, 100, "on_track"), "the last day still runs"
    assert state(visits, "elder_visit_rate", "2023-02", STREET) == (100, 100, "behind")
    assert state(visits, "elder_visit_rate", "2023-02") == (100, 100, "behind")
    visits.today("2023-03-01")
    assert status(visits, "elder_visit_rate", "2023-02", TOWN) == "met"
    assert status(visits, "elder_visit_rate", "2023-02", STREET) == "overdue"
    assert status(visits, "elder_visit_rate", "2023-03") == "behind", "nobody has been visited in March yet"


def test_a_monthly_target_has_no_year_to_date(visits: City) -> None:
    visits.today("2023-02-28")
    assert visits.value("elder_visit_rate", "2023-01/ytd", QI) == 95
    for region in ("410200", QI, TOWN):
        assert state(visits, "elder_visit_rate", "2023-01/ytd", region) == (None, None, "none")


def test_the_citys_own_monthly_target_binds_no_county(judged: City) -> None:
    judged.add("relief_applications", region=TOWN, accepted_on="2023-01-03", started_on="2023-01-03")
    judged.today("2023-02-15")
    assert state(judged, "relief_started_in_3_days", "2023-01") == (100, 100, "met")
    assert state(judged, "relief_started_in_3_days", "2023-01", QI) == (None, None, "none")
    assert state(judged, "relief_started_in_3_days", "2023-01/ytd") == (None, None, "none")
    assert state(judged, "relief_started_in_3_days", "2023-W01") == (None, None, "none")


# --- the city where every county must hold the target -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "period", "counties", "expected"),
    [
        ("2023-06-30", "2023-06", {QI: "met", LANKAO: "met"}, "met"),
        ("2023-06-30", "2023-06", {QI: "met", LANKAO: "on_track"}, "on_track"),
        ("2023-06-30", "2023-06", {QI: "met", LANKAO: "on_track", GULOU: "behind"}, "behind"),
        ("2023-10-15", "2023-10", {QI: "met", LANKAO: "overdue"}, "overdue"),
        ("2023-10-15", "2023-10", {QI: "met"}, "met"),
        ("2023-10-15", "2023-10", {}, "none"),
    ],
)
def test_the_city_is_as_its_counties_are(judged: City, today: str, period: str, counties: dict[str, str], expected: str) -> None:
    """Counties without a value don't stand in the way; a high city-wide rate does not make up for one county."""
    judged.today(today)
    share = {"met": 10, "on_track": 8, "behind": 1, "overdue": 8}
    for county, wanted in counties.items():
        cemeteries(judged, county, *["2023-01-05"] * share[wanted], *[None] * (10 - share[wanted]))
    for county in COUNTIES:
        assert status(judged, CEMETERIES, period, county) == counties.get(county, "none")
    assert status(judged, CEMETERIES, period) == expected


def test_the_lowest_county_decides_over_a_standard(judged: City) -> None:
    judged.today("2023-02-15")
    for county, standard in ((QI, "440"), (LANKAO, "439.99")):
        judged.add("reported_values", indicator="rural_dibao_standard", region=county, month="2023-01", numerator=standard)
    assert [status(judged, "rural_dibao_standard", "2023-02", region) for region in (QI, LANKAO, GULOU)] == ["met", "overdue", "none"]
    assert state(judged, "rural_dibao_standard", "2023-02") == (440, 440, "overdue")
    assert state(judged, "rural_dibao_standard", "2023-02", TOWN) == (None, None, "none"), "no percentage: townships are not bound"


# --- whom a target binds ------------------------------------------------------------------------------------------------------------


def test_a_percentage_of_each_county_is_held_against_townships_too(judged: City) -> None:
    judged.today("2023-11-15")
    judged.add("elder_facilities", region=TOWN, kind="乡镇敬老院", upgraded_on="2023-01-05")
    judged.add("elder_facilities", region=STREET, kind="乡镇敬老院")
    assert state(judged, "township_home_upgraded", "2023-11", TOWN) == (100, 100, "met")
    assert state(judged, "township_home_upgraded", "2023-11", STREET) == (100, 100, "overdue")
    assert status(judged, "township_home_upgraded", "2023-11", "410221102") == "none", "no home, no value"


def test_a_number_of_the_city_or_of_a_county_binds_no_township(judged: City) -> None:
    judged.today("2023-05-15")
    judged.add("population", region=QI, year=2022, aged_60=100)
    judged.add("home_adaptations", region=TOWN, completed_on="2023-01-05")
    assert judged.figure("home_adaptations", "2023-04", QI).target == 2000
    assert state(judged, "home_adaptations", "2023-04", TOWN) == (None, None, "none")


@pytest.mark.parametrize("indicator", ["book_rooms", "county_support_home_coverage", "child_protection_centres"])
def test_a_city_target_without_shares_binds_no_county(judged: City, indicator: str) -> None:
    judged.today("2023-05-15")
    assert judged.figure(indicator, "2023-04").target is not None
    assert judged.figure(indicator, "2023-04").status == "behind"
    assert state(judged, indicator, "2023-04", QI) == (None, None, "none")


def test_weeks_categories_and_other_years_have_no_target(visits: City) -> None:
    cemeteries(visits, QI, "2023-01-05")
    visits.today("2024-02-10")
    assert visits.value(CEMETERIES, "2023-W20", QI) == 100
    for period in ("2023-W20", "2022-12", "2022-12/ytd", "2024-01", "2024-02", "2024-01/ytd", "2022-W52"):
        assert state(visits, CEMETERIES, period, QI) == (None, None, "none"), period
        assert state(visits, CEMETERIES, period) == (None, None, "none"), period
    for figure in visits.read("elder_visit_rate", "2023-01", QI, by_category=True):
        assert (figure.target, figure.expected, figure.status) == (None, None, "none")
    assert status(visits, CEMETERIES, "2023-12", QI) == "met"


def test_an_indicator_without_a_target_is_not_judged(judged: City) -> None:
    judged.today("2023-05-15")
    judged.add("work_orders", region=TOWN, accepted_on="2023-04-05", closed_on="2023-04-06")
    for indicator in ("work_orders_closed", "work_orders"):
        assert judged.value(indicator, "2023-04")
        assert state(judged, indicator, "2023-04") == (None, None, "none")


def test_without_a_value_there_is_no_status(judged: City) -> None:
    judged.today("2023-11-15")
    assert judged.value(CEMETERIES, "2023-11", QI) is None
    assert state(judged, CEMETERIES, "2023-11", QI) == (100, 100, "none")
    assert state(judged, CEMETERIES, "2023-12", QI)[2] == "none", "not begun"


# --- the target that an administrator enters ----------------------------------------------------------------------------------------


def test_the_cremation_rate_must_exceed_the_provinces_once_it_is_entered(judged: City) -> None:
    judged.today("2023-12-15")
    for region, cremated in ((TOWN, 6), (STREET, 5), (f"{LANKAO}101", 10)):
        for number in range(10):
            judged.add("deaths", region=region, died_on="2023-12-05", disposal="火化" if number < cremated else "土葬")
    assert judged.value("cremation_rate", "2023-12", STREET) == 50
    for region in ("410200", QI, STREET):
        assert state(judged, "cremation_rate", "2023-12", region) == (None, None, "none")
    with judged.database.writing() as connection:
        set_target(connection, 2023, "cremation_rate", Decimal(50))
    assert state(judged, "cremation_rate", "2023-12", TOWN) == (50, 50, "met")
    assert state(judged, "cremation_rate", "2023-12", STREET) == (50, 50, "overdue"), "as high as the province's is not above it"
    assert status(judged, "cremation_rate", "2023-12", QI) == "met"
    assert status(judged, "cremation_rate", "2023-12") == "met", "counties without a death have no value"
    with judged.database.writing() as connection:
        set_target(connection, 2023, "cremation_rate", Decimal("55.5"))
    assert state(judged, "cremation_rate", "2023-12", QI) == (55.5, 55.5, "overdue")
    assert status(judged, "cremation_rate", "2023-12") == "overdue"
    judged.set_targets()
    assert judged.figure("cremation_rate", "2023-12").target == 55.5, "loading the plan again keeps what was entered"
    with judged.database.writing() as connection:
        set_target(connection, 2023, "cremation_rate", None)
    assert state(judged, "cremation_rate", "2023-12", TOWN) == (None, None, "none")


def test_only_such_a_target_can_be_entered(judged: City) -> None:
    with judged.database.writing() as connection:
        for year, indicator in ((2023, "book_rooms"), (2022, "cremation_rate"), (2023, "deaths")):
            with pytest.raises(ValueError, match=indicator):
                set_target(connection, year, indicator, Decimal(1))
