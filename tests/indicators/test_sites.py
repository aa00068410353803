"""Public places one by one: what dates say of them, where they lie, and who may know which of them by name."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from access.scope import Scope
from data.database import Database
from data.datasets import DATASETS
from data.indicators.figures import figures
from data.indicators.moment import moment
from data.indicators.sites import KINDS, Site, sites
from data.indicators.villages import Villages, villages
from data.periods import Period
from geo.regions import CITY

AUGUST = Period("2023-08")
LEADER, CHIEF, COUNTY = Scope("leader"), Scope("chief", section="养老服务科"), Scope("county", "410221")
NOBODY, SCREEN, ADMIN = Scope(), Scope("screen"), Scope("admin")
HOME, CEMETERY, CHILD = "elder_facilities", "cemeteries", "child_places"


def add(database: Database, dataset: str, *rows: dict[str, Any]) -> None:
    with database.writing() as connection:
        connection.execute(sa.insert(DATASETS[dataset].table), [{"inserted_by": 1, "changed_by": 1, **row} for row in rows])


def home(key: str, region: str = "410221101201", **changes: Any) -> dict[str, Any]:
    base = {"key": key, "region": region, "kind": "农村幸福院", "name": f"{key}幸福院", "lon": 114.77, "lat": 34.515, "status": "运营"}
    return {**base, "opened_on": date(2023, 3, 1), "closed_on": None, **changes}


def ask(database: Database, scope: Scope, kind: str = "happiness_homes", region: str = CITY, period: Period = AUGUST) -> list[Site]:
    with moment(database) as now:
        return list(sites(now, kind, scope=scope, region=region, period=period))


def test_dates_decide_and_the_register_only_says(database: Database) -> None:
    add(
        database,
        HOME,
        home("a"),
        home("b", opened_on=None),
        home("c", opened_on=None, status="在建"),
        home("d", opened_on=date(2023, 9, 1)),
        home("e", closed_on=date(2023, 8, 31)),
        home("f", closed_on=date(2023, 9, 1), status="停用"),
    )
    found = {site.key: (site.state, site.register) for site in ask(database, LEADER)}
    assert found == {
        "a": ("running", "运营"),
        "b": ("planned", "运营"),
        "c": ("building", "在建"),
        "d": ("planned", "运营"),
        "e": ("closed", "运营"),
        "f": ("running", "停用"),
    }
    assert {site.key: site.state for site in ask(database, LEADER, period=Period("2023-02"))}["a"] == "planned"


def test_works_and_papers_say_that_a_place_is_being_built(database: Database) -> None:
    child = {"region": "410221101201", "kind": "儿童之家", "name": "史庄儿童之家", "lon": 114.77, "lat": 34.5}
    blank = dict.fromkeys(("sited_on", "started_on", "completed_on", "opened_on", "closed_on"))
    add(
        database,
        CHILD,
        {**child, **blank, "key": "a", "sited_on": date(2023, 3, 1)},
        {**child, **blank, "key": "b", "started_on": date(2023, 5, 1)},
        {**child, **blank, "key": "c", "started_on": date(2023, 9, 9)},
        {**child, **blank, "key": "d", "completed_on": date(2023, 7, 1), "opened_on": date(2023, 8, 31)},
        {**child, **blank, "key": "e", "kind": "爱心书屋", "opened_on": date(2023, 4, 1)},
    )
    assert {site.key: site.state for site in ask(database, LEADER, "children_homes")} == {
        "a": "planned",
        "b": "building",
        "c": "planned",
        "d": "running",
    }
    assert [site.key for site in ask(database, LEADER, "book_rooms")] == ["e"]
    grave = {"region": "410221", "level": "县级", "name": "杞县公墓", "lon": None, "lat": None, "accepted_on": None, "opened_on": None}
    add(database, CEMETERY, {**grave, "key": "a", "licensed_on": date(2023, 8, 1)}, {**grave, "key": "b", "licensed_on": None})
    assert [site.state for site in ask(database, LEADER, "cemeteries")] == ["building", "planned"]


def test_places_without_coordinates_or_in_another_county_are_told_apart(database: Database) -> None:
    add(database, HOME, home("a"), home("b", lon=None), home("c", lat=None), home("d", lon=114.31, lat=34.79), home("e", lon=100.0))
    assert {site.key: site.placed for site in ask(database, LEADER)} == {
        "a": "good",
        "b": "none",
        "c": "none",
        "d": "elsewhere",
        "e": "elsewhere",
    }


def test_each_scope_gets_what_it_may_know(database: Database) -> None:
    add(database, HOME, home("own"), home("foreign", "410202202", lon=114.36, lat=34.88), home("lost", lon=None))
    for scope in (LEADER, CHIEF):
        assert [site.key for site in ask(database, scope)] == ["foreign", "lost", "own"]
    assert [site.key for site in ask(database, COUNTY)] == ["lost", "own"]
    assert [site.key for site in ask(database, COUNTY, region="410221101")] == ["lost", "own"]
    assert [site.key for site in ask(database, COUNTY, region="410221101201")] == ["lost", "own"]
    for region in ("410202", "410202202", "410222"):
        assert ask(database, COUNTY, region=region) == []
    for scope in (NOBODY, ADMIN, Scope("county")):
        assert ask(database, scope) == []
    wall = ask(database, SCREEN)
    assert [(site.region, site.state, site.placed) for site in wall] == [("410202", "running", "good"), ("410221", "running", "good")]
    assert {(site.key, site.name, site.sort, site.register, site.opened_on) for site in wall} == {("", "", "", "", None)}
    assert [site.region for site in ask(database, SCREEN, region="410221")] == ["410221"] and ask(
        database, SCREEN, region="410221101"
    ) == []


def test_the_demonstration_has_nine_without_a_place_and_four_in_another_county(demonstration: Database) -> None:
    found = ask(demonstration, LEADER)
    assert Counter(site.placed for site in found) == {"good": len(found) - 13, "none": 9, "elsewhere": 4}
    every = [site for kind in KINDS if kind != "happiness_homes" for site in ask(demonstration, LEADER, kind)]
    assert every and {site.placed for site in every} == {"good"}


def test_running_homes_are_those_the_indicator_counts(demonstration: Database) -> None:
    """The marks of a map and the figure beside it can't contradict each other."""
    with moment(demonstration) as now:
        figure = figures(now, ["happiness_home_coverage"], scope=LEADER, periods=[AUGUST])[0]
        found = sites(now, "happiness_homes", scope=LEADER, region=CITY, period=AUGUST)
        running = {site.region for site in found if site.state == "running" and len(site.region) == 12}
        assert figure.numerator == len({code for code in running if now.places[code].kind == "村"}) > 0


# --- villages -------------------------------------------------------------------------------------------------------------------------


def look(database: Database, scope: Scope, programme: str = "elderly", township: str = "410221101") -> Villages:
    with moment(database) as now:
        return villages(now, programme, scope=scope, township=township, period=AUGUST)


def test_a_township_shows_all_its_villages_with_their_places(database: Database) -> None:
    add(database, HOME, home("a"), home("b", opened_on=None), home("c", "410221101"))
    found = look(database, LEADER)
    with moment(database) as now:
        assert [village.code for village in found.villages] == [place.code for place in now.places.under("410221101", "village")]
    by_code = {village.code: village for village in found.villages}
    assert by_code["410221101201"].places["happiness_homes"] == ("running", "planned")
    assert by_code["410221101201"].running("happiness_homes") == 1 and by_code["410221101200"].places["happiness_homes"] == ()
    assert [site.key for site in found.loose] == ["c"]


def test_people_of_a_village_are_for_those_with_record_access_alone(database: Database) -> None:
    elder = {"category": "独居", "closed_on": None, "citizen": None, "registered_on": date(2023, 1, 1)}
    add(
        database,
        "special_elders",
        {**elder, "key": "a", "region": "410221101201"},
        {**elder, "key": "b", "region": "410221101201", "closed_on": date(2023, 8, 31)},
        {**elder, "key": "c", "region": "410221101201", "registered_on": date(2023, 9, 1)},
        {**elder, "key": "d", "region": "410221102200"},
    )
    for scope in (CHIEF, COUNTY):
        found = look(database, scope)
        assert found.registers == ("special_elders",)
        assert {village.code: village.people["special_elders"] for village in found.villages if village.people["special_elders"]} == {
            "410221101201": 1
        }
    for scope in (LEADER, Scope("chief", section="社会救助科")):
        found = look(database, scope)
        assert found.registers == () and found.villages and all(village.people == {} for village in found.villages)
    for scope in (NOBODY, SCREEN, ADMIN, Scope("county", "410222")):
        assert look(database, scope).villages == ()


@pytest.mark.parametrize("programme", ["relief", "elderly", "governance", "funeral", "children", "affairs"])
def test_every_section_has_a_table_of_villages(demonstration: Database, programme: str) -> None:
    found = look(demonstration, LEADER, programme)
    assert found.villages and set(found.kinds) == {kind.id for kind in KINDS.values() if kind.programme == programme}
