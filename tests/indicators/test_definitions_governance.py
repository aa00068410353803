"""基层治理 · the indicators of communities and work orders mean what the definitions say, on hand-made records at their edge days."""

from __future__ import annotations

import pytest

from .city import (
    COMMUNITIES,
    COMMUNITY,
    GULOU,
    INSIDE,
    LANKAO,
    OTHER_VILLAGE,
    PARK,
    PARK_VILLAGE,
    QI,
    SINCE_NEW_YEAR,
    STANDING,
    STREET,
    TODAY,
    TOWN,
    UP_TO,
    VILLAGE,
    VILLAGES,
    City,
    count_regions,
    on_each_day,
    stays,
)


@pytest.mark.definition("five_star_communities")
def test_a_five_star_community_counts_from_the_day_it_was_rated(city: City) -> None:
    city.today(TODAY)
    city.scatter("communities", {**on_each_day("five_star_on", kind="社区"), "not rated": {"kind": "社区"}}, COMMUNITIES)
    for period, names in UP_TO.items():
        assert city.counted("five_star_communities", period) == names, period
        assert city.value("five_star_communities", period) == len(names)
    assert city.value("five_star_communities", "2023-02", GULOU) == 0


@pytest.mark.definition("standard_communities_rechecked")
def test_every_standard_community_is_in_the_denominator_of_every_period(city: City) -> None:
    city.today(TODAY)
    rows: dict[str, dict[str, object]] = {**on_each_day("rechecked_on", standard=True, recheck_passed=True)}
    rows |= {
        "failed": {"standard": True, "recheck_passed": False, "rechecked_on": "2022-12-31"},
        "passed, no day": {"standard": True, "recheck_passed": True},
        "not looked at": {"standard": True},
        "result empty": {"standard": True, "rechecked_on": "2022-12-31"},
        "not standard": {"standard": False, "recheck_passed": True, "rechecked_on": "2022-12-31"},
        "standard empty": {"recheck_passed": True, "rechecked_on": "2022-12-31"},
    }
    city.scatter("communities", rows, COMMUNITIES)
    standard = set(rows) - {"not standard", "standard empty"}
    for period, names in UP_TO.items():
        assert city.counted("standard_communities_rechecked", period) == names, period
        assert city.judged("standard_communities_rechecked", period) == standard, period
    assert city.halves("standard_communities_rechecked", "2023-01") == (4, 11)
    assert city.value("standard_communities_rechecked", "2023-01", PARK) is None


@pytest.mark.definition("community_workers_per_10k")
def test_community_workers_are_reported_with_their_denominator(city: City) -> None:
    city.today("2023-03-15")

    def report(region: str, month: str, numerator: str, denominator: str | None) -> None:
        row = {"indicator": "community_workers_per_10k", "region": region, "month": month}
        city.add("reported_values", **row, numerator=numerator, denominator=denominator)

    report(QI, "2022-12", "100", "20")
    report(QI, "2023-01", "360", "20.5")
    report(LANKAO, "2023-02", "90", "9.5")
    report(GULOU, "2023-02", "70", None)
    assert city.value("community_workers_per_10k", "2022-12") == 5
    assert city.halves("community_workers_per_10k", "2023-01", QI) == (360, 20.5)
    assert city.value("community_workers_per_10k", "2023-02", QI) == 360 / 20.5, "no factor: per ten thousand is in the denominator"
    assert city.halves("community_workers_per_10k", "2023-02") == (450, 30)
    assert city.value("community_workers_per_10k", "2023-03/ytd") == 15
    assert city.value("community_workers_per_10k", "2023-02", GULOU) is None
    assert city.value("community_workers_per_10k", "2023-01", LANKAO) is None
    assert city.value("community_workers_per_10k", "2023-W06") is None


@pytest.mark.definition("village_rules_revised")
def test_rules_revised_start_each_year_at_zero(city: City) -> None:
    city.today(TODAY)
    city.scatter("communities", {**on_each_day("rules_revised_on"), "never": {}}, VILLAGES)
    for period, names in SINCE_NEW_YEAR.items():
        assert city.counted("village_rules_revised", period) == names, period
    both = count_regions("village", "村", "社区")
    assert city.halves("village_rules_revised", "2023-02") == (5, both)
    assert city.value("village_rules_revised", "2023-02/ytd") == 500 / both, "a state: not summed over months"


@pytest.mark.definition("committee_codes_assigned")
def test_codes_once_assigned_last(city: City) -> None:
    city.today(TODAY)
    city.scatter("communities", {**on_each_day("code_assigned_on"), "never": {}}, VILLAGES)
    for period, names in UP_TO.items():
        assert city.counted("committee_codes_assigned", period) == names, period
    assert city.halves("committee_codes_assigned", "2023-02") == (6, count_regions("village", "村", "社区"))


@pytest.mark.definition("village_rules_revised", "committee_codes_assigned")
@pytest.mark.parametrize("indicator", ["village_rules_revised", "committee_codes_assigned"])
def test_the_kind_of_the_register_counts_and_kind_other_is_in_neither_half(city: City, indicator: str) -> None:
    """The column 类型 says 村 for a community and 社区 for a village here: it decides nothing."""
    city.today(TODAY)
    for region, kind in ((VILLAGE, "社区"), (OTHER_VILLAGE, "村"), (COMMUNITY, "村"), (PARK_VILLAGE, "社区")):
        city.add("communities", region=region, kind=kind, rules_revised_on="2023-01-10", code_assigned_on="2023-01-10")
    assert city.halves(indicator, "2023-01", TOWN) == (2, 35)
    assert city.halves(indicator, "2023-01", STREET) == (1, 19)
    assert city.halves(indicator, "2023-01", PARK) == (0, 0)
    assert city.value(indicator, "2023-01", PARK) is None
    assert city.halves(indicator, "2023-01", QI) == (3, count_regions("village", "村", "社区", inside=QI))
    assert city.halves(indicator, "2023-01") == (3, 2065 + 455)


@pytest.mark.definition("work_orders")
def test_work_orders_count_by_the_day_of_acceptance(city: City) -> None:
    city.today(TODAY)
    city.scatter("work_orders", on_each_day("accepted_on", category="物业"))
    for period, names in INSIDE.items():
        assert city.counted("work_orders", period) == names, period
    assert city.by_category("work_orders", "2023-01") == {"救助": 0, "养老": 0, "儿童": 0, "残疾人": 0, "物业": 3, "其他": 0}


@pytest.mark.definition("work_orders_closed")
def test_an_order_is_closed_by_the_periods_end_and_the_year_looks_once(city: City) -> None:
    city.today(TODAY)
    orders = {
        "closed the same day": {"accepted_on": "2023-01-31", "closed_on": "2023-01-31"},
        "closed on d": {"accepted_on": "2023-01-05", "closed_on": "2023-01-31"},
        "closed after d": {"accepted_on": "2023-01-05", "closed_on": "2023-02-01"},
        "closed today": {"accepted_on": "2023-02-01", "closed_on": "2023-02-15"},
        "closed tomorrow": {"accepted_on": "2023-02-01", "closed_on": "2023-02-16"},
        "open": {"accepted_on": "2023-01-05"},
        "of last year": {"accepted_on": "2022-12-31", "closed_on": "2023-01-02"},
    }
    city.scatter("work_orders", orders)
    january = {"closed the same day", "closed on d", "closed after d", "open"}
    assert city.judged("work_orders_closed", "2023-01") == january
    assert city.counted("work_orders_closed", "2023-01") == {"closed the same day", "closed on d"}
    assert city.counted("work_orders_closed", "2023-01/ytd") == {"closed the same day", "closed on d"}
    assert city.judged("work_orders_closed", "2023-02") == {"closed today", "closed tomorrow"}
    assert city.counted("work_orders_closed", "2023-02") == {"closed today"}
    assert city.judged("work_orders_closed", "2023-02/ytd") == january | {"closed today", "closed tomorrow"}
    assert city.counted("work_orders_closed", "2023-02/ytd") == {"closed the same day", "closed on d", "closed after d", "closed today"}
    assert city.halves("work_orders_closed", "2022-12") == (0, 1)
    assert city.halves("work_orders_closed", "2022-12/ytd") == (0, 1)
    assert city.counted("work_orders_closed", "2023-W01") == set(), "accepted on 5 January, closed weeks later"
    assert city.judged("work_orders_closed", "2023-W01") == {"closed on d", "closed after d", "open"}
    assert city.counted("work_orders_closed", "2023-W05") == {"closed the same day"}


OLD = {"2023-02-15": 0, "2023-02-08": 7, "2023-02-07": 8, "2023-01-31": 15, "2023-01-30": 16, "2023-01-16": 30, "2023-01-15": 31}


@pytest.mark.definition("work_orders_open")
def test_open_orders_by_the_days_since_acceptance_each_band_to_its_last_day(city: City) -> None:
    city.today(TODAY)
    for day in OLD:
        city.add("work_orders", region=VILLAGE, accepted_on=day)
    city.add("work_orders", region=f"{LANKAO}101", accepted_on="2023-02-16")
    bands = {"7天以内": 2, "8–15天": 2, "16–30天": 2, "30天以上": 1}
    for region in (TOWN, QI):
        assert city.by_category("work_orders_open", "2023-02", region) == bands
    assert city.by_category("work_orders_open", "2023-W07") == city.by_category("work_orders_open", "2023-02/ytd") == bands
    assert city.by_category("work_orders_open", "2023-01") == {"7天以内": 2, "8–15天": 1, "16–30天": 1, "30天以上": 0}
    assert city.value("work_orders_open", "2023-02", LANKAO) == 0, "accepted tomorrow"


@pytest.mark.definition("work_orders_open", "work_orders_oldest")
def test_an_order_is_open_from_its_acceptance_to_the_day_before_it_is_closed(city: City) -> None:
    city.today(TODAY)
    city.scatter("work_orders", stays("accepted_on", "closed_on"))
    for period, names in STANDING.items():
        assert city.counted("work_orders_open", period) == names, period
        assert city.value("work_orders_open", period) == len(names)


@pytest.mark.definition("work_orders_oldest")
def test_the_oldest_open_order_of_a_larger_region_is_the_oldest_of_its_parts(city: City) -> None:
    city.today(TODAY)
    city.add("work_orders", region=VILLAGE, accepted_on="2023-02-10")
    city.add("work_orders", region=VILLAGE, accepted_on="2022-12-31", closed_on="2023-02-15")
    city.add("work_orders", region=STREET, accepted_on="2023-01-11")
    city.add("work_orders", region=f"{LANKAO}101", accepted_on="2023-02-15")
    assert [city.value("work_orders_oldest", "2023-02", region) for region in (TOWN, STREET, QI, LANKAO)] == [5, 35, 35, 0]
    assert city.value("work_orders_oldest", "2023-02") == 35 == city.value("work_orders_oldest", "2023-02/ytd"), "not summed"
    assert city.value("work_orders_oldest", "2023-01", TOWN) == 31 and city.value("work_orders_oldest", "2023-W02") == 15
    assert city.value("work_orders_oldest", "2023-02", GULOU) is None, "of nothing there is no oldest"
