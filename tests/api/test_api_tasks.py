"""Tasks over the API: the plan's ledgers with percent, expected percent and light; parameters are held to what is allowed."""

from __future__ import annotations

import pytest
from flask import Flask

from data.programmes.plan import load_plan
from data.settings import ROOT
from tests.api.caller import join
from tests.indicators.city import QI, TOWN, City


@pytest.fixture
def planned(city: City) -> City:
    city.today("2023-06-25")
    with city.database.writing() as connection:
        load_plan(connection, ROOT / "plan" / "2023.yaml")
    for _ in range(5):
        city.add("child_places", region=QI, kind="爱心书屋", opened_on="2023-05-01")
    city.refresh("book_rooms", "children_homes")
    return city


def test_tasks_stand_with_percent_expected_percent_and_light(server: Flask, planned: City) -> None:
    answer = join(server, "screen").get("/tasks", programme="children").get_json()
    assert (answer["month"], len(answer["tasks"])) == ("2023-06", 10)
    books = next(task for task in answer["tasks"] if task["no"] == "4.1")
    assert (books["due"], books["percent"], books["light"]) == ("2023-06", 25, "due_soon")
    assert books["expected"] == pytest.approx(100 * 128 / 133)
    assert books["units"] == ["慈善事业促进和社会工作科", "各县区民政局"] and books["region_name"] == "开封市"
    meeting = next(task for task in answer["tasks"] if task["no"] == "4.3")
    assert (meeting["percent"], meeting["light"], meeting["basis"]) == (None, "missing", "none")
    assert (books["basis"], books["returns_due"], books["returns_accepted"]) == ("indicators", 9, 0)
    assert "以正文为准" in meeting["note"]


def test_all_programmes_a_month_and_a_county_can_be_asked_for(server: Flask, planned: City) -> None:
    leader = join(server, "leader")
    assert len(leader.get("/tasks").get_json()["tasks"]) == 52
    april = leader.get("/tasks", programme="children", month="2023-04").get_json()
    assert next(t for t in april["tasks"] if t["no"] == "4.1")["percent"] == 0
    county = leader.get("/tasks", programme="children", region=QI).get_json()["tasks"]
    homes = next(task for task in county if task["no"] == "5")
    assert (homes["region"], homes["region_name"], homes["percent"]) == (QI, "杞县", 0)
    assert leader.get("/tasks", month="2022-04").get_json()["tasks"] == []


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"programme": "eldery"}, "programme"),
        ({"month": "2023-W04"}, "month"),
        ({"month": "2023-04/ytd"}, "month"),
        ({"region": TOWN}, "region"),
        ({"county": QI}, "county"),
    ],
)
def test_a_wrong_parameter_is_named(server: Flask, planned: City, query: dict[str, str], parameter: str) -> None:
    answer = join(server, "leader").get("/tasks", **query)
    assert (answer.status_code, answer.get_json()["parameter"]) == (400, parameter)
