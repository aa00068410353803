"""Indicators and values: the door's figures, unrounded; parameters are held to what is allowed; each role sees its own."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from data.indicators import INDICATORS
from data.settings import ROOT
from geo.regions import CITY
from tests.api.caller import Caller, join
from tests.indicators.city import COUNTIES, LANKAO, QI, TOWN, City

STREET = "410221001"
RATE = {"indicator": "elder_visit_rate", "period": "2023-05"}


@pytest.fixture
def visited(city: City) -> City:
    """Three elders in Qi county, one of them visited in May; the readings are fresh."""
    city.today("2023-06-25")
    elders = [city.add("special_elders", region=TOWN, category=kind, registered_on="2023-01-01") for kind in ("独居", "独居", "失能")]
    city.add("elder_visits", subject=elders[0], visited_on="2023-05-10")
    city.refresh("elder_visit_rate", "relief_recipients", "book_rooms", "children_homes")
    return city


def test_values_are_the_doors_figures_and_nothing_is_rounded(server: Flask, visited: City) -> None:
    answer = join(server, "leader").get("/values", **RATE)
    (row,) = answer.get_json()["values"]
    figure = visited.figure("elder_visit_rate", "2023-05")
    assert list(row) == [
        "indicator",
        "region",
        "region_name",
        "period",
        "category",
        "numerator",
        "denominator",
        "value",
        "suppressed",
        "reason",
        "target",
        "expected",
        "status",
        "as_of",
    ]
    assert row == {**vars(figure), "as_of": "2023-05-31"}
    assert '"numerator":1,"denominator":3,"value":33.333333333333336,' in answer.text
    assert answer.get_json()["refreshed_at"].endswith("+08:00")
    assert answer.headers["Cache-Control"] == "no-store"


def test_level_means_all_descendants_and_ranges_are_in_order(server: Flask, visited: City) -> None:
    leader = join(server, "leader")
    rows = leader.values(indicator="elder_visit_rate,book_rooms", level="county", period="2023-04..2023-06")
    order = [(row["indicator"], row["region"], row["period"]) for row in rows]
    assert order == [(i, c, p) for i in ("elder_visit_rate", "book_rooms") for c in COUNTIES for p in ("2023-04", "2023-05", "2023-06")]
    townships = leader.values(**RATE, level="township", region=QI)
    assert {row["region"][:6] for row in townships} == {QI}
    assert len(townships) == len([r for r in townships if len(r["region"]) == 9]) > 15
    assert leader.values(**RATE, level="county", region=QI) == []
    (one,) = leader.values(indicator="elder_visit_rate", period="2023-W20", region=TOWN)
    assert (one["numerator"], one["denominator"], one["value"], one["status"]) == (None, None, None, "none")
    year = leader.values(indicator="elder_visit_rate", period="2023-01/ytd..2023-06/ytd")
    assert len(year) == 6 and year[4]["numerator"] == 1 and year[4]["denominator"] == 15


def test_by_category_lists_every_category_also_at_zero_without_the_total(server: Flask, visited: City) -> None:
    chief = join(server, "chief", section="养老服务科")
    rows = chief.values(**RATE, by="category")
    assert [row["category"] for row in rows] == list(INDICATORS["elder_visit_rate"].categories)
    assert [(row["numerator"], row["denominator"]) for row in rows] == [(1, 2), (0, 0), (0, 0), (0, 1), (0, 0), (0, 0)]
    assert {row["status"] for row in rows} == {"none"}


def test_small_cells_are_withheld_from_those_without_record_access(server: Flask, visited: City) -> None:
    def town(caller: Caller) -> dict[str, Any]:
        (row,) = caller.values(**RATE, region=TOWN)
        return row

    for owner in (join(server, "chief", section="养老服务科"), join(server, "county", region=QI)):
        assert (town(owner)["value"], town(owner)["suppressed"]) == (pytest.approx(100 / 3), False)
    for other in (join(server, "leader"), join(server, "chief", section="社会事务科")):
        found = town(other)
        assert (found["suppressed"], found["reason"]) == (True, "small")
        assert (found["numerator"], found["denominator"], found["value"]) == (None, None, None)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"period": "2023-05"}, "indicator"),
        ({"indicator": "", "period": "2023-05"}, "indicator"),
        ({"indicator": "elder_visits", "period": "2023-05"}, "indicator"),
        ({"indicator": "deaths,", "period": "2023-05"}, "indicator"),
        ({"indicator": "work_orders_open", "period": "2023-05"}, "indicator"),  # a count beside the contract's indicators
        ({"indicator": "deaths"}, "period"),
        ({"indicator": "deaths", "period": "2023-13"}, "period"),
        ({"indicator": "deaths", "period": "2023-06..2023-05"}, "period"),
        ({"indicator": "deaths", "period": "2023-05..2023-W30"}, "period"),
        ({"indicator": "deaths", "period": "2000-01..2099-12"}, "period"),
        ({**RATE, "region": "4102"}, "region"),
        ({**RATE, "region": "410299"}, "region"),
        ({**RATE, "region": "４１０２２１"}, "region"),
        ({**RATE, "region": "410221' OR '1'='1"}, "region"),
        ({**RATE, "level": "village"}, "level"),
        ({**RATE, "by": "channel"}, "by"),
        ({"indicator": "elder_visit_rate,book_rooms", "period": "2023-05", "by": "category"}, "by"),
        ({**RATE, "regions": "410221"}, "regions"),
        ({**RATE, "region": ["410221", "410222"]}, "region"),
    ],
)
def test_a_wrong_parameter_is_named_with_what_is_allowed(server: Flask, query: dict[str, str], parameter: str) -> None:
    answer = join(server, "leader").get("/values", **query)
    assert answer.status_code == 400
    problem = answer.get_json()
    assert problem["parameter"] == parameter
    assert parameter in problem["detail"] and problem["allowed"] and problem["allowed"] in problem["detail"]


def test_an_answer_too_large_is_refused_with_the_limit(server: Flask) -> None:
    everything = ",".join(INDICATORS)
    answer = join(server, "leader").get("/values", indicator=everything, level="township", period="2020-01..2023-12")
    assert answer.status_code == 400
    assert "200000" in answer.get_json()["detail"]


def test_categories_below_the_counties_are_given_in_smaller_portions(server: Flask) -> None:
    """Each of their weeks is searched for what must be withheld: two years of them would take many seconds."""
    leader = join(server, "leader")
    asked = {"indicator": "relief_recipients", "level": "township", "by": "category"}
    answer = leader.get("/values", **asked, period="2022-W01..2023-W37")
    assert answer.status_code == 400
    problem = answer.get_json()
    assert "乡镇街道分类一次最多取 25000 行" in problem["detail"] and problem["allowed"] == "乡镇街道分类至多 25000 行"
    assert leader.get("/values", **asked, period="2023-01").status_code == 200
    assert leader.get("/values", **{**asked, "level": "county"}, period="2022-W01..2023-W37").status_code == 200


@pytest.mark.parametrize(
    ("role", "place", "query", "status"),
    [
        ("leader", {}, {"region": TOWN}, 200),
        ("chief", {"section": "办公室"}, {"region": CITY, "level": "township"}, 200),
        ("county", {"region": QI}, {"region": TOWN}, 200),
        ("county", {"region": QI}, {"region": QI, "level": "township"}, 200),
        ("county", {"region": QI}, {"region": LANKAO}, 200),
        ("county", {"region": QI}, {"region": CITY, "level": "county"}, 200),
        ("county", {"region": QI}, {"region": LANKAO, "level": "township"}, 403),
        ("county", {"region": LANKAO}, {"region": TOWN}, 403),
        ("screen", {}, {"region": CITY, "level": "county"}, 200),
        ("screen", {}, {"region": TOWN}, 403),
        ("screen", {}, {"region": QI, "level": "township"}, 403),
        ("admin", {}, {"region": QI}, 200),
        ("admin", {}, {"region": TOWN + "200"}, 403),
        ("admin", {}, {"region": CITY, "level": "township"}, 403),
    ],
)
def test_each_role_sees_the_regions_it_may(server: Flask, role: str, place: dict[str, str], query: dict[str, str], status: int) -> None:
    answer = join(server, role, **place).get("/values", indicator="book_rooms", period="2023-05", **query)
    assert answer.status_code == status, answer.text


def test_a_county_that_asks_for_all_townships_gets_its_own(server: Flask, visited: City) -> None:
    rows = join(server, "county", region=QI).values(**RATE, region=CITY, level="township")
    assert {row["region"][:6] for row in rows} == {QI}


def test_the_definitions_are_the_registrys_with_the_years_targets(server: Flask, city: City) -> None:
    leader = join(server, "leader")
    city.today("2023-06-25")
    assert [one["target"] for one in leader.get("/indicators").get_json()["indicators"]] == [None] * 47, "no plan, no targets"
    assert server.test_cli_runner().invoke(args=["plan", "import", str(ROOT / "plan" / "2023.yaml")]).exit_code == 0
    found = {one["id"]: one for one in leader.get("/indicators").get_json()["indicators"]}
    assert list(found) == list(INDICATORS)
    assert found["happiness_home_coverage"]["target"] == {
        "year": 2023,
        "value": 50.0,
        "by": "2023-12",
        "each": "county",
        "share_by": None,
        "above": None,
    }
    assert found["children_homes"]["target"]["share_by"] == "villages"
    assert found["elder_visit_rate"]["name"] == "特殊困难老年人月探访率"
    assert found["deaths"]["denominator"] is None and found["deaths"]["target"] is None
    assert leader.get("/indicators", x="1").status_code == 400
