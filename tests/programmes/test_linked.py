"""The ledger before any return: percents come from the linked indicators, expected percents from the calendar, lights from both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml

from access.scope import Scope
from data.database import Database
from data.indicators.figures import NotAllowed
from data.indicators.moment import moment
from data.periods import parse
from data.programmes.ledger import Book, Line, read_ledger
from data.programmes.light import Light, expected_percent, light
from data.programmes.plan import load_plan
from data.settings import ROOT
from geo.regions import CITY
from tests.indicators.city import COUNTIES, LANKAO, QI, TOWN, TOWNSHIPS, City

LEADER = Scope("leader")
ISSUED = date(2023, 2, 17)


@pytest.fixture
def city(sqlite_database: Database) -> City:
    return City(sqlite_database)


def task(no: int, *indicators: str, due: str = "2023-10") -> dict[str, object]:
    return {"no": no, "title": f"任务{no}", "due": due, "indicators": list(indicators), "units": ["各县区民政局"]}


@pytest.fixture
def plan(city: City, tmp_path: Path) -> Callable[..., None]:
    """`plan(tasks…)` gives the city a plan of one programme with these tasks."""

    def load(*tasks: dict[str, object]) -> None:
        path = tmp_path / "plan.yaml"
        head = {"year": 2023, "document": "某文", "issued_on": ISSUED, "bureau": "某局"}
        content = {"plan": head, "programmes": [{"id": "one", "name": "某工程", "owner": "某科", "tasks": list(tasks)}]}
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        with city.database.writing() as connection:
            load_plan(connection, path)

    return load


def look(city: City, *indicators: str, region: str = CITY, month: str | None = None) -> Book:
    city.refresh(*indicators)
    with moment(city.database) as now:
        ledger = read_ledger(now, scope=LEADER, region=region, month=parse(month) if month else None)
    assert ledger is not None
    return ledger.books[0]


def one(found: Book) -> Line:
    (only,) = found.lines
    return only


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        (date(2023, 1, 1), 0),
        (ISSUED, 0),
        (date(2023, 2, 18), 100 / 256),
        (date(2023, 6, 25), 50),
        (date(2023, 10, 30), 100 * 255 / 256),
        (date(2023, 10, 31), 100),
        (date(2024, 5, 1), 100),
    ],
)
def test_expected_is_linear_from_the_day_of_issue_to_the_due_day(day: date, percent: float) -> None:
    assert expected_percent(ISSUED, date(2023, 10, 31), day) == percent


def test_a_task_due_before_its_plan_was_issued_is_expected_whole() -> None:
    assert expected_percent(ISSUED, date(2023, 1, 31), ISSUED) == 100


DUE = date(2023, 10, 31)


@pytest.mark.parametrize(
    ("percent", "expected", "day", "shown"),
    [
        (100, 100, date(2024, 1, 1), "met"),
        (100, 0, date(2023, 3, 1), "met"),
        (99.99, 100, date(2023, 11, 1), "overdue"),
        (99.99, 100, date(2023, 10, 31), "due_soon"),
        (0, 94, date(2023, 10, 17), "due_soon"),
        (0, 94, date(2023, 10, 16), "behind"),
        (40, 50, date(2023, 6, 25), "on_track"),
        (39.9, 50, date(2023, 6, 25), "behind"),
    ],
)
def test_lights(percent: float, expected: float, day: date, shown: Light) -> None:
    assert light(percent, expected, DUE, day) == shown


def test_a_years_count_is_its_way_to_the_target_and_a_countys_to_its_share(city: City, plan: Callable[..., None]) -> None:
    city.today("2023-06-25")
    city.add("population", region=QI, year=2020, residents=1, aged_60=300)
    city.add("population", region=LANKAO, year=2020, residents=1, aged_60=100)
    plan(task(1, "home_adaptations"))
    for _ in range(9):
        city.add("home_adaptations", region=TOWN, completed_on="2023-03-01")
    city.add("home_adaptations", region=TOWN, completed_on="2022-12-31")
    whole = look(city, "home_adaptations")
    assert one(whole).percent == pytest.approx(100 * 9 / 2000)
    assert (one(whole).expected, one(whole).light, one(whole).asked, one(whole).accepted) == (50, "behind", 9, 0)
    county = look(city, "home_adaptations", region=QI)
    assert one(county).percent == pytest.approx(100 * 9 / 1500)
    assert look(city, "home_adaptations", region=LANKAO).percent == 0
    nothing = look(city, "home_adaptations", region=COUNTIES[0])
    assert (one(nothing).percent, one(nothing).light, one(nothing).basis) == (None, "missing", "none"), "nothing but a return could tell"


def test_a_stock_is_measured_from_the_end_of_last_december(city: City, plan: Callable[..., None]) -> None:
    city.today("2023-06-25")
    for place in TOWNSHIPS[:28]:
        city.add("elder_facilities", region=place, kind="乡镇敬老院", transformed_on="2022-05-01")
    plan(task(1, "township_home_transformed"))
    assert look(city, "township_home_transformed").percent == 0
    for place in TOWNSHIPS[28:53]:
        city.add("elder_facilities", region=place, kind="乡镇敬老院", transformed_on="2023-05-01")
    assert look(city, "township_home_transformed").percent == 50


def test_what_every_county_must_hold_is_the_mean_of_the_counties_that_have_a_value(city: City, plan: Callable[..., None]) -> None:
    """Qi reaches 100 %, Lankao half: the city's own rate would hide that one county lags."""
    city.today("2023-06-25")
    plan(task(1, "caregiver_certified"))
    home = {c: city.add("elder_facilities", region=f"{c}101", kind="养老机构", opened_on="2020-01-01") for c in (QI, LANKAO)}
    for _ in range(8):
        city.add("caregivers", facility=home[QI], hired_on="2023-01-05", certified_on="2023-02-01")
    for certified in ("2023-02-01", None):
        city.add("caregivers", facility=home[LANKAO], hired_on="2023-01-05", certified_on=certified)
    assert look(city, "caregiver_certified").percent == 75
    assert look(city, "caregiver_certified", region=QI).light == "met"
    assert look(city, "caregiver_certified", region=LANKAO).percent == 50


def test_a_monthly_target_is_taken_from_the_last_whole_month(city: City, plan: Callable[..., None]) -> None:
    city.today("2023-06-02")
    plan(task(1, "elder_visit_rate"))
    elders = [city.add("special_elders", region=TOWN, registered_on="2023-01-01") for _ in range(4)]
    for elder in elders[:3]:
        city.add("elder_visits", subject=elder, visited_on="2023-05-10")
    city.add("elder_visits", subject=elders[0], visited_on="2023-06-01")
    assert look(city, "elder_visit_rate").percent == 75, "two days into June nobody is behind with June"
    assert look(city, "elder_visit_rate", month="2023-05").percent == 75
    assert look(city, "elder_visit_rate", month="2023-04").percent == 0


def test_a_rate_of_events_is_taken_from_the_year_to_date(city: City, plan: Callable[..., None]) -> None:
    city.today("2023-06-02")
    plan(task(1, "funeral_subsidy_paid"))
    for day, paid in (("2023-01-10", "2023-02-01"), ("2023-06-01", None)):
        city.add("deaths", region=TOWN, died_on=day, disposal="火化", cremated_on=day, subsidy=1200, subsidy_paid_on=paid)
    assert look(city, "funeral_subsidy_paid").percent == 50, "who died yesterday need not have been paid to be on the way"


def test_a_programme_is_the_mean_of_the_tasks_that_can_be_judged_and_says_how_many(city: City, plan: Callable[..., None]) -> None:
    city.today("2023-07-01")
    ids = ("book_rooms", "children_homes", "five_star_communities", "deaths")
    plan(
        task(1, "book_rooms", due="2023-06"),
        task(2, "book_rooms", "children_homes"),
        task(3),
        task(4, "five_star_communities", "deaths"),  # counts without a target
    )
    for _ in range(10):
        city.add("child_places", region=QI, kind="爱心书屋", opened_on="2023-05-01")
    found = look(city, *ids)
    assert [one.percent for one in found.lines] == [50, 25, None, None]
    assert [one.light for one in found.lines] == ["overdue", "behind", "missing", "missing"]
    assert (found.percent, found.counted, len(found.lines), found.count("overdue")) == (37.5, 2, 4, 1)
    assert found.expected == pytest.approx((100 + 100 * 134 / 256) / 2)
    assert found.light == "behind", "overdue tasks are counted beside the light, not mixed in"
    for _ in range(10):
        city.add("child_places", region=QI, kind="爱心书屋", opened_on="2023-05-01")
    for _ in range(120):
        city.add("child_places", region=QI, kind="儿童之家", completed_on="2023-06-01")
    done = look(city, *ids)
    assert (done.percent, done.light) == (100, "on_track"), "two tasks of four are done; nothing is known of the others"
    plan(task(1, "book_rooms", due="2023-06"), task(2, "book_rooms", "children_homes"))
    assert look(city, *ids).light == "met"


def test_after_its_year_a_plan_is_judged_by_its_december(city: City, plan: Callable[..., None]) -> None:
    plan(task(1, "book_rooms", due="2023-12"))
    city.add("child_places", region=QI, kind="爱心书屋", opened_on="2023-12-31")
    city.add("child_places", region=QI, kind="爱心书屋", opened_on="2024-01-01")
    city.today("2024-01-05")
    found = one(look(city, "book_rooms"))
    assert (found.percent, found.expected, found.light) == (5, 100, "overdue")
    with moment(city.database) as now:
        assert read_ledger(now, scope=LEADER, month=parse("2022-12")) is None


def test_the_bureaus_plan_before_any_record(city: City) -> None:
    """Counts start at 0, rates have no value, and what has no indicator says so."""
    city.today("2023-06-25")
    with city.database.writing() as connection:
        load_plan(connection, ROOT / "plan" / "2023.yaml")
    city.refresh("book_rooms", "children_homes", "caregiver_certified")
    with moment(city.database) as now:
        ledger = read_ledger(now, scope=LEADER)
    assert ledger is not None
    found = {book.programme.id: book for book in ledger.books}
    assert list(found) == ["relief", "elderly", "governance", "funeral", "children", "smart"]
    smart = found["smart"]
    assert (smart.percent, smart.expected, smart.light, smart.counted, smart.count("overdue")) == (None, None, "none", 0, 0)
    assert {line.expected for line in smart.lines} == {100}
    assert found["children"].counted == 3
    assert found["children"].percent == 0
    assert found["elderly"].lines[14].percent is None


def test_who_may_not_see_a_region_sees_no_progress_of_it(city: City, plan: Callable[..., None]) -> None:
    city.today("2023-06-25")
    plan(task(1, "book_rooms"))
    city.refresh("book_rooms")
    with moment(city.database) as now:
        assert read_ledger(now, scope=Scope("screen"), region=QI)
        with pytest.raises(NotAllowed):
            read_ledger(now, scope=Scope(), region=CITY)
