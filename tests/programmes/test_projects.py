"""Funeral homes one by one: what their days say against the plan's, who may know which by name, and how they look."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from access.scope import Scope
from components.projects import project_table
from data.database import Database
from data.datasets import DATASETS
from data.facts import set_fact
from data.indicators.moment import moment
from data.periods import parse
from data.programmes.plan import load_plan
from data.programmes.projects import Project, projects
from data.settings import ROOT
from geo.regions import CITY
from tests.components.conftest import words

LEADER, CHIEF, OWN = Scope("leader"), Scope("chief", section="养老服务科"), Scope("county", region="410221")
DUE = date(2023, 11, 30)


def store(database: Database, today: str, *rows: dict[str, Any], plan: bool = True) -> None:
    with database.writing() as connection:
        if plan:
            load_plan(connection, ROOT / "plan" / "2023.yaml")
        set_fact(connection, "today", today)
        table = DATASETS["funeral_homes"].table
        connection.execute(sa.insert(table), [{"inserted_by": 1, "changed_by": 1, **row} for row in rows])


def home(key: str, region: str = "410221", **changes: Any) -> dict[str, Any]:
    base = {"key": key, "region": region, "name": f"{key}殡仪馆", "work": "新建", "progress": 60, "completed_on": None}
    return {**base, "planned_on": DUE, **changes}


def ask(database: Database, scope: Scope = LEADER, region: str = CITY, period: str = "2023-09") -> list[Project]:
    with moment(database) as now:
        return list(projects(now, scope=scope, region=region, period=parse(period)))


def test_the_light_is_against_the_plans_day_and_the_own_one(database: Database) -> None:
    store(
        database,
        "2023-09-18",
        home("a", progress=70),
        home("b", progress=20),
        home("c", progress=100, completed_on=date(2023, 9, 18)),
        home("d", progress=100, completed_on=date(2023, 9, 19)),
        home("e", progress=100),
        home("f", progress=70, planned_on=date(2023, 9, 17)),
        home("g", progress=70, planned_on=date(2024, 1, 31)),
        home("h", progress=70, planned_on=None),
    )
    found = {one.key: one for one in ask(database)}
    assert {key: one.light for key, one in found.items()} == {
        "a": "on_track",
        "b": "behind",
        "c": "met",
        "d": "on_track",
        "e": "on_track",
        "f": "behind",
        "g": "on_track",
        "h": "on_track",
    }
    assert {key for key, one in found.items() if one.progress == 100} == {"c"}, "completed is what has a day that has come"
    assert {key for key, one in found.items() if one.too_late} == {"g"}
    assert found["d"].completed_on is None and found["c"].completed_on == date(2023, 9, 18)
    assert {one.due for one in found.values()} == {DUE} and found["a"].expected == pytest.approx(100 * 213 / 286, abs=4)


@pytest.mark.parametrize(("today", "wanted"), [("2023-11-15", "behind"), ("2023-11-16", "due_soon"), ("2023-12-01", "overdue")])
def test_near_the_plans_day_and_past_it(sqlite_database: Database, today: str, wanted: str) -> None:
    store(sqlite_database, today, home("a", planned_on=None), home("b", progress=100, completed_on=date(2023, 11, 1)))
    assert [one.light for one in ask(sqlite_database, period=today[:7])] == [wanted, "met"]
    assert [one.light for one in ask(sqlite_database, period="2023-10")] == ["behind", "on_track"], "of a past month, what it knew"


def test_without_a_plan_the_own_day_is_what_is_held(sqlite_database: Database) -> None:
    store(
        sqlite_database,
        "2023-09-18",
        *(home("a", planned_on=date(2023, 9, 17)), home("b"), home("c", planned_on=None)),
        home("d", planned_on=None, completed_on=date(2023, 9, 1)),
        plan=False,
    )
    assert [(one.due, one.expected, one.light) for one in ask(sqlite_database)] == [
        (None, None, "overdue"),
        (None, None, "on_track"),
        (None, None, "none"),
        (None, None, "met"),
    ]


def test_each_scope_gets_what_it_may_know(database: Database) -> None:
    store(database, "2023-09-18", home("own"), home("foreign", "410222"))
    for scope in (LEADER, CHIEF):
        assert [one.name for one in ask(database, scope)] == ["own殡仪馆", "foreign殡仪馆"]
        assert [one.key for one in ask(database, scope, "410222101")] == ["foreign"]
    assert [one.key for one in ask(database, OWN)] == [one.key for one in ask(database, OWN, "410221101")] == ["own"]
    assert ask(database, OWN, "410222") == ask(database, Scope()) == ask(database, Scope("county")) == []
    for scope in (Scope("admin"), Scope("screen")):
        found = ask(database, scope)
        assert [(one.key, one.name, one.region_name, one.progress) for one in found] == [("", "", "杞县", 60), ("", "", "通许县", 60)]


def test_a_row_says_how_far_by_when_and_whether_in_time(sqlite_database: Database) -> None:
    late = home("b", "410222", planned_on=date(2024, 1, 31))
    store(sqlite_database, "2023-09-18", home("a", completed_on=date(2023, 9, 1)), late)
    table = project_table("殡仪馆项目", ask(sqlite_database), region="410221", year=2023)
    text = words(table)
    assert "杞县 a殡仪馆 新建 100% 11月30日 9月1日 完成" in text
    assert "通许县 b殡仪馆 新建 60% 2024年1月31日 ※ — 滞后" in text and "※ 计划完成日期晚于方案要求。" in text
    assert "—" in words(project_table("殡仪馆项目", ask(sqlite_database, Scope("admin")), region="", year=2023))


def test_the_demonstration_has_the_four_projects_of_the_plan(demonstration: Database) -> None:
    found = ask(demonstration)
    assert [(one.region_name, one.work) for one in found] == [
        ("祥符区", "新建"),
        ("杞县", "改造提升"),
        ("通许县", "改造提升"),
        ("兰考县", "投入使用"),
    ]
    assert all(one.due == DUE and one.light != "none" for one in found)
