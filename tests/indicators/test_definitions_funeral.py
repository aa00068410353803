"""殡葬 · the indicators of deaths, cremation and cemeteries mean what the definitions say, on hand-made records at their edge days."""

from __future__ import annotations

from typing import Any

import pytest

from .city import COUNTIES, DAYS, INSIDE, LANKAO, QI, TODAY, TOWN, VILLAGE, City, on_each_day


@pytest.mark.definition("deaths")
def test_deaths_count_by_the_day_of_death(city: City) -> None:
    city.today(TODAY)
    city.scatter("deaths", on_each_day("died_on", disposal="土葬"))
    for period, names in INSIDE.items():
        assert city.counted("deaths", period) == names, period


@pytest.mark.definition("deaths")
def test_age_bands_begin_and_end_where_the_definition_says(city: City) -> None:
    city.today(TODAY)
    ages = [0, 17, 18, 44, 45, 59, 60, 69, 70, 79, 80, 89, 90, 130, None, None, None]
    for age in ages:
        city.add("deaths", region=VILLAGE, died_on="2023-01-10", age=age, disposal="火化")
    bands = {"0-17": 2, "18-44": 2, "45-59": 2, "60-69": 2, "70-79": 2, "80-89": 2, "90+": 2, "未知": 3}
    assert city.by_category("deaths", "2023-01", TOWN) == bands
    assert list(city.by_category("deaths", "2023-01", TOWN)) == list(bands), "in order of age"
    assert city.value("deaths", "2023-01", TOWN) == len(ages)


@pytest.mark.definition("deaths")
@pytest.mark.parametrize(
    ("age", "band"), [(17, "0-17"), (18, "18-44"), (44, "18-44"), (45, "45-59"), (59, "45-59"), (60, "60-69"), (89, "80-89"), (90, "90+")]
)
def test_an_age_at_the_edge_falls_into_one_band(city: City, age: int, band: str) -> None:
    city.today(TODAY)
    city.add("deaths", region=TOWN, died_on="2023-01-10", age=age, disposal="火化")
    assert [category for category, many in city.by_category("deaths", "2023-01").items() if many] == [band]


@pytest.mark.definition("cremation_rate")
def test_the_cremation_rate_goes_by_the_day_of_death(city: City) -> None:
    city.today(TODAY)
    city.scatter("deaths", on_each_day("died_on", disposal="火化"))
    for code in city.slots.values():
        city.add("deaths", region=code, died_on="2023-01-10", disposal="土葬")
    city.add("deaths", region=TOWN, died_on="2023-02-01", disposal="其他")
    city.add("deaths", region=TOWN, died_on="2023-01-31", disposal="火化", cremated_on="2023-02-01")
    for period, names in INSIDE.items():
        assert city.counted("cremation_rate", period) == names, period
    assert city.halves("cremation_rate", "2023-01", TOWN) == (1, 1)
    assert city.halves("cremation_rate", "2023-02", TOWN) == (0, 1)
    assert city.halves("cremation_rate", "2023-01") == (4, 4 + len(DAYS))
    assert city.value("cremation_rate", "2023-02/ytd") == 600 / (7 + len(DAYS))
    assert city.value("cremation_rate", "2022-12", TOWN) is None


@pytest.mark.definition("eco_burial_rate")
def test_eco_burial_goes_by_the_day_of_cremation(city: City) -> None:
    city.today(TODAY)
    died = {"died_on": "2022-11-30", "disposal": "火化"}
    city.scatter("deaths", on_each_day("cremated_on", **died, ashes="树葬"))
    for period, names in INSIDE.items():
        assert city.counted("eco_burial_rate", period) == names, period
        assert city.judged("eco_burial_rate", period) == names, period
    assert city.value("eco_burial_rate", "2023-W02") is None


@pytest.mark.definition("eco_burial_rate")
def test_eco_burial_is_one_of_four_ways_and_of_the_cremated_alone(city: City) -> None:
    city.today(TODAY)
    ways = {"公墓安葬": 0, "骨灰格位存放": 1, "树葬": 1, "花葬": 1, "草坪葬": 1, "散葬": 0, "未安置": 0, None: 0}
    city.scatter(
        "deaths",
        {
            str(way): {"died_on": "2023-01-02", "cremated_on": "2023-01-05", "disposal": "火化", **({"ashes": way} if way else {})}
            for way in ways
        },
    )
    city.add("deaths", region=TOWN, died_on="2023-01-02", disposal="其他", cremated_on="2023-01-05", ashes="树葬")
    city.add("deaths", region=TOWN, died_on="2023-01-02", disposal="火化", ashes="树葬")
    assert city.counted("eco_burial_rate", "2023-01") == {str(way) for way, counts in ways.items() if counts}
    assert city.halves("eco_burial_rate", "2023-01") == (4, 8)


@pytest.mark.definition("township_cemeteries_operating", "county_cemeteries_operating")
@pytest.mark.parametrize(("indicator", "level"), [("township_cemeteries_operating", "乡镇"), ("county_cemeteries_operating", "县级")])
def test_a_cemetery_operates_once_accepted_and_opened(city: City, indicator: str, level: str) -> None:
    city.today(TODAY)
    cemeteries: dict[str, dict[str, Any]] = {
        "both on d": {"accepted_on": "2023-01-31", "opened_on": "2023-01-31"},
        "opened a day later": {"accepted_on": "2023-01-02", "opened_on": "2023-02-01"},
        "accepted a day later": {"accepted_on": "2023-02-01", "opened_on": "2023-01-02"},
        "tomorrow": {"accepted_on": "2023-02-16", "opened_on": "2023-02-16"},
        "opened, never accepted": {"opened_on": "2023-01-02"},
        "accepted, never opened": {"accepted_on": "2023-01-02"},
        "licensed alone": {"licensed_on": "2023-01-02"},
        "in an earlier year": {"accepted_on": "2021-01-02", "opened_on": "2021-01-02"},
    }
    city.scatter("cemeteries", {name: {"level": level, **fields} for name, fields in cemeteries.items()}, COUNTIES)
    other = "县级" if level == "乡镇" else "乡镇"
    city.add("cemeteries", region=COUNTIES[8], level=other, accepted_on="2023-01-02", opened_on="2023-01-02")
    assert city.counted(indicator, "2023-01") == {"both on d", "in an earlier year"}
    assert city.counted(indicator, "2023-02") == {"both on d", "opened a day later", "accepted a day later", "in an earlier year"}
    assert city.counted(indicator, "2023-W04") == {"in an earlier year"}
    for period in ("2022-12", "2023-01", "2023-02", "2023-W04", "2023-01/ytd"):
        assert city.judged(indicator, period) == set(cemeteries), "every row of the level, in every period"
    assert city.halves(indicator, "2023-01") == (2, 8)
    assert city.value(indicator, "2023-01", COUNTIES[8]) is None
    assert city.value(indicator, "2023-01", TOWN) is None


@pytest.mark.definition("township_cemeteries_operating")
def test_a_cemetery_with_a_townships_code_counts_in_its_county(city: City) -> None:
    city.today(TODAY)
    city.add("cemeteries", region=TOWN, level="乡镇", accepted_on="2023-01-02", opened_on="2023-01-02")
    city.add("cemeteries", region=QI, level="乡镇")
    assert city.halves("township_cemeteries_operating", "2023-01", QI) == (1, 2)
    assert city.halves("township_cemeteries_operating", "2023-01") == (1, 2)


@pytest.mark.definition("funeral_subsidy_paid")
def test_the_subsidy_is_in_place_when_twelve_hundred_yuan_have_been_paid(city: City) -> None:
    city.today(TODAY)
    paid = {"subsidy": "1200", "subsidy_paid_on": "2023-01-20"}
    cases: dict[str, dict[str, Any]] = {
        "1200": {**paid},
        "1199.99": {**paid, "subsidy": "1199.99"},
        "1500": {**paid, "subsidy": "1500"},
        "paid on d": {**paid, "subsidy_paid_on": "2023-01-31"},
        "paid after d": {**paid, "subsidy_paid_on": "2023-02-01"},
        "paid tomorrow": {**paid, "subsidy_paid_on": "2023-02-16"},
        "not paid": {"subsidy": "1200"},
        "no amount": {"subsidy_paid_on": "2023-01-20"},
    }
    one = {"died_on": "2023-01-02", "disposal": "火化", "cremated_on": "2023-01-05"}
    city.scatter("deaths", {name: {**one, **fields} for name, fields in cases.items()})
    city.add("deaths", region=TOWN, died_on="2023-01-02", disposal="其他", cremated_on="2023-01-05", **paid)
    city.add("deaths", region=TOWN, died_on="2023-01-02", disposal="火化", **paid)
    by_then = {"1200", "1500", "paid on d"}
    assert city.judged("funeral_subsidy_paid", "2023-01") == set(cases)
    assert city.counted("funeral_subsidy_paid", "2023-01") == by_then
    assert city.counted("funeral_subsidy_paid", "2023-01/ytd") == by_then
    assert city.counted("funeral_subsidy_paid", "2023-02/ytd") == {*by_then, "paid after d"}, "the year looks once, at today"
    assert city.judged("funeral_subsidy_paid", "2023-02") == set()
    assert city.counted("funeral_subsidy_paid", "2023-W01") == set()
    assert city.judged("funeral_subsidy_paid", "2023-W01") == set(cases)
    assert city.halves("funeral_subsidy_paid", "2023-02/ytd") == (4, 8)
    assert city.value("funeral_subsidy_paid", "2023-01", LANKAO) is None


@pytest.mark.definition("funeral_subsidy_paid")
def test_the_subsidy_goes_by_the_day_of_cremation(city: City) -> None:
    city.today(TODAY)
    city.scatter("deaths", on_each_day("cremated_on", died_on="2022-11-30", disposal="火化"))
    for period, names in INSIDE.items():
        assert city.judged("funeral_subsidy_paid", period) == names, period
