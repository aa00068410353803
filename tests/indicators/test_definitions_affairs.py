"""社会事务 · the indicators of disability subsidies and marriages mean what the definitions say, on records at their edge days."""

from __future__ import annotations

import pytest

from .city import COUNTIES, INSIDE, STANDING, STREET, TODAY, TOWN, VILLAGE, City, on_each_day, stays

CARE, LIVING = "重度残疾人护理补贴", "困难残疾人生活补贴"


@pytest.mark.definition("disability_subsidy_recipients", "disability_subsidy_spend")
def test_a_subsidy_counts_while_it_is_drawn(city: City) -> None:
    city.today(TODAY)
    city.scatter("disability_subsidies", stays("started_on", "ended_on", category=CARE, monthly_amount="60.55"))
    for period, names in STANDING.items():
        assert city.counted("disability_subsidy_recipients", period) == names, period
        assert city.counted("disability_subsidy_spend", period) == names, period
        assert city.value("disability_subsidy_recipients", period) == len(names)
        assert city.value("disability_subsidy_spend", period) == 6055 * len(names) / 100, "a month's standard, also for a year-to-date"


@pytest.mark.definition("disability_subsidy_recipients", "disability_subsidy_spend")
def test_subsidies_break_down_by_kind(city: City) -> None:
    city.today(TODAY)
    for region, category, amount in ((TOWN, CARE, "60"), (VILLAGE, CARE, "75.01"), (TOWN, LIVING, "0"), (STREET, LIVING, "80")):
        city.add("disability_subsidies", region=region, category=category, monthly_amount=amount, started_on="2023-01-10")
    assert city.by_category("disability_subsidy_recipients", "2023-01", TOWN) == {LIVING: 1, CARE: 2}
    assert city.by_category("disability_subsidy_spend", "2023-01", TOWN) == {LIVING: 0, CARE: 135.01}
    assert city.value("disability_subsidy_spend", "2023-01") == 215.01


@pytest.mark.definition("marriages", "divorces")
@pytest.mark.parametrize(("indicator", "kind", "other"), [("marriages", "结婚", "离婚"), ("divorces", "离婚", "结婚")])
def test_marriages_and_divorces_count_by_the_day_of_registration(city: City, indicator: str, kind: str, other: str) -> None:
    city.today(TODAY)
    city.scatter("marriages", on_each_day("registered_on", kind=kind), COUNTIES)
    city.add("marriages", region=COUNTIES[8], kind=other, registered_on="2023-01-10")
    city.add("marriages", region=TOWN, kind=other, registered_on="2023-01-10")
    for period, names in INSIDE.items():
        assert city.counted(indicator, period) == names, period
        assert city.value(indicator, period) == len(names)
    assert city.value(indicator, "2023-01", COUNTIES[8]) == 0
    assert city.value(indicator, "2023-01", TOWN) is None, "an office may have its county's code"
