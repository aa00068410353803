"""A city target split over the counties: shares add up to it exactly, follow the weights the contract names, and bind the counties."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from data.database import Database
from data.indicators.shares import largest_remainder, shares
from data.indicators.targets import store_targets
from data.regions import regions

from .city import COMMUNITY, COUNTIES, GULOU, LANKAO, QI, STREET, TOWN, City, count_regions

CODES = st.sampled_from([f"4102{n:02d}" for n in range(2, 30)])


@given(st.integers(0, 5000), st.dictionaries(CODES, st.integers(0, 10**6), min_size=1))
def test_shares_add_up_and_none_is_a_whole_unit_off(total: int, weights: dict[str, int]) -> None:
    split = largest_remainder(total, weights)
    whole = sum(weights.values())
    if not whole:
        assert split == {}
        return
    assert sum(split.values()) == total
    assert split.keys() == weights.keys()
    exact = {code: Fraction(total * weight, whole) for code, weight in weights.items()}
    assert all(abs(split[code] - exact[code]) < 1 for code in weights)
    up = {code for code in weights if split[code] > exact[code]}
    down = {code for code in weights if split[code] < exact[code]}
    for rounded_up in up:
        for rounded_down in down:
            a, b = exact[rounded_up] % 1, exact[rounded_down] % 1
            assert a > b or (a == b and rounded_up < rounded_down), "the larger remainder first, then the lower code"


def test_equal_remainders_go_to_the_lower_code_first() -> None:
    assert largest_remainder(5, {"410225": 1, "410202": 1, "410221": 1}) == {"410202": 2, "410221": 2, "410225": 1}
    assert largest_remainder(2, {"410225": 1, "410202": 1, "410221": 1}) == {"410202": 1, "410221": 1, "410225": 0}
    assert largest_remainder(10, {"410225": 3, "410202": 3, "410221": 1}) == {"410202": 4, "410221": 2, "410225": 4}
    assert largest_remainder(7, {"410221": 0, "410225": 0}) == {}


def targets(city: City, indicator: str, period: str) -> dict[str, float | None]:
    return {figure.region: figure.target for figure in city.read(indicator, period, level="county")}


@pytest.fixture
def shared(city: City) -> City:
    city.today("2023-05-15")
    city.set_targets()
    return city


def test_childrens_homes_are_shared_by_the_number_of_villages_and_communities(shared: City) -> None:
    found = targets(shared, "children_homes", "2023-04")
    weights = {code: count_regions("village", "村", "社区", inside=code) for code in COUNTIES}
    assert sum(weights.values()) == 2065 + 455, "regions of kind 其他 have no weight"
    exact = {code: Fraction(100 * weight, 2520) for code, weight in weights.items()}
    up = sorted(COUNTIES, key=lambda code: (-(exact[code] % 1), code))[: 100 - sum(int(part) for part in exact.values())]
    assert found == {code: int(exact[code]) + (code in up) for code in COUNTIES}
    assert found == targets(shared, "children_homes_started", "2023-04") == targets(shared, "children_homes_sited", "2023-04")
    city_wide = shared.figure("children_homes", "2023-04")
    assert city_wide.target == 100 == sum(target or 0 for target in found.values())


def test_a_county_is_judged_by_its_own_share(shared: City) -> None:
    """42 of 2,520 villages and communities: 1.67 of 100 homes, rounded down, since larger remainders come first."""
    before = shared.figure("children_homes", "2023-04", GULOU)
    assert (before.value, before.target, before.expected, before.status) == (0, 1, 120 / 304, "behind")
    shared.add("child_places", region=GULOU, kind="儿童之家", completed_on="2023-04-02")
    judged = shared.figure("children_homes", "2023-04", GULOU)
    assert (judged.value, judged.target, judged.expected, judged.status) == (1, 1, 120 / 304, "met")
    assert shared.figure("children_homes", "2023-03", GULOU).status == "behind"
    assert shared.figure("children_homes", "2023-04").status == "behind", "the city by its own count, 1 of 100"
    assert shared.figure("children_homes", "2023-04/ytd", GULOU).status == "met"
    assert shared.figure("children_homes", "2023-W15", GULOU).target is None


def test_adaptations_are_shared_by_the_elderly_of_the_latest_year_not_after_the_plans(shared: City) -> None:
    for code, year, aged_60 in ((QI, 2022, 1), (QI, 2023, 300), (QI, 2024, 10**6), (LANKAO, 2021, 100), (TOWN, 2023, 10**6)):
        shared.add("population", region=code, year=year, aged_60=aged_60)
    found = targets(shared, "home_adaptations", "2023-04")
    assert found == {**dict.fromkeys(COUNTIES), QI: 1500, LANKAO: 500}


def test_homes_to_transform_are_shared_by_the_homes_not_closed_on_new_years_day(shared: City) -> None:
    homes = [
        *[(QI, None)] * 2,
        *[(LANKAO, "2023-01-02")] * 4,
        (LANKAO, "2023-01-01"),
        (LANKAO, "2022-12-31"),
        (GULOU, "2022-06-30"),
    ]
    for county, closed_on in homes:
        shared.add("elder_facilities", region=f"{county}001", kind="乡镇敬老院", closed_on=closed_on)
    shared.add("elder_facilities", region=f"{GULOU}001", kind="养老机构")
    found = targets(shared, "township_home_transformed", "2023-04")
    assert found == {**dict.fromkeys(COUNTIES), QI: 26, LANKAO: 52}, "78 homes, 2 to 4"


@pytest.mark.parametrize("indicator", ["home_adaptations", "township_home_transformed"])
def test_without_weights_no_county_has_a_target(shared: City, indicator: str) -> None:
    assert targets(shared, indicator, "2023-04") == dict.fromkeys(COUNTIES)
    assert shared.figure(indicator, "2023-04").target is not None
    assert shared.figure(indicator, "2023-04", QI).status == "none"


def test_a_share_of_nought_is_no_target(shared: City) -> None:
    shared.add("population", region=QI, year=2022, aged_60=10**7)
    shared.add("population", region=GULOU, year=2022, aged_60=1)
    found = targets(shared, "home_adaptations", "2023-04")
    assert found == {**dict.fromkeys(COUNTIES), QI: 2000}
    figure = shared.figure("home_adaptations", "2023-04", GULOU)
    assert (figure.value, figure.target, figure.expected, figure.status) == (0, None, None, "none")


def test_shares_bind_no_township(shared: City) -> None:
    shared.add("population", region=QI, year=2022, aged_60=100)
    shared.add("home_adaptations", region=COMMUNITY, completed_on="2023-03-01")
    figure = shared.figure("home_adaptations", "2023-04", STREET)
    assert (figure.value, figure.target, figure.status) == (1, None, "none")


def test_stored_shares_add_up_to_the_targets(database: Database) -> None:
    """On both databases; a county without villages has no share, and no row."""
    city = City(database)
    city.today("2023-05-15")
    for number, code in enumerate(COUNTIES):
        city.add("population", region=code, year=2022, aged_60=1000 + 37 * number)
        city.add("elder_facilities", region=f"{code}001", kind="乡镇敬老院")
    with database.writing() as connection:
        connection.execute(sa.delete(regions).where(regions.c.level == "village", regions.c.parent.startswith(GULOU)))
        store_targets(connection, 2023)
        rows = connection.execute(sa.select(shares)).all()
    totals: dict[str, int] = {}
    for row in rows:
        assert row.year == 2023 and row.value > 0
        totals[row.indicator] = totals.get(row.indicator, 0) + row.value
    assert totals == {
        "home_adaptations": 2000,
        "township_home_transformed": 78,
        "children_homes": 100,
        "children_homes_started": 100,
        "children_homes_sited": 100,
    }
    assert not [row for row in rows if row.region == GULOU and row.indicator == "children_homes"]
