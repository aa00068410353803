"""The ledger with returns: what counts, what is missing, what disagrees, and how it stood at a past month's end."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from access.scope import Scope
from data.database import Database
from data.periods import parse
from data.programmes.deadline import deadlines, return_months
from data.programmes.ledger import Cell, Line
from data.programmes.marks import date_choices, milestone_marks
from data.settings import ROOT
from geo.regions import CITY
from tests.indicators.city import COUNTIES, LANKAO, QI, City
from tests.programmes.planned import accepted, at, change, look, store, task


@pytest.fixture
def city(database: Database) -> City:
    one = City(database)
    one.today("2023-06-25")
    return one


def line(city: City, **asked: str) -> Line:
    return look(city.database, **asked).books[0].lines[0]


def cell(city: City, region: str = QI, **asked: str) -> Cell:
    return next(one for one in line(city, **asked).cells if one.region == region)


def test_what_counts_is_the_last_accepted_return(city: City, tmp_path: Path) -> None:
    with city.database.writing() as connection:
        store(connection, tmp_path, task(1))
        accepted(connection, 30, month="2023-04", region=QI)
        change(connection, "submitted", "2023-06-12", 60, month="2023-06", region=QI)
    found = cell(city)
    assert (found.percent, found.reported_of, found.state, found.missing, found.light) == (30, "2023-04", "submitted", True, "missing")
    with city.database.writing() as connection:
        change(connection, "accepted", "2023-06-21", 60, month="2023-06", region=QI)
    found = cell(city)
    assert (found.percent, found.expected, found.reported_of, found.missing, found.late) == (60, 50, "2023-06", False, False)
    assert found.light == "on_track"
    assert line(city).percent == 60 and (line(city).asked, line(city).accepted) == (9, 1)
    assert look(city.database, region=QI).books[0].lines[0].light == "on_track"


def test_an_accepted_return_that_is_sent_back_counts_no_more(city: City, tmp_path: Path) -> None:
    with city.database.writing() as connection:
        store(connection, tmp_path, task(1))
        accepted(connection, 90, month="2023-06", region=QI)
        change(connection, "returned", "2023-06-22", 90, month="2023-06", region=QI)
    assert (cell(city).percent, cell(city).state, cell(city).light) == (None, "returned", "missing")


@pytest.mark.parametrize(
    ("day", "missing"), [("2023-06-20", "2023-05"), ("2023-06-21", "2023-06"), ("2023-02-20", ""), ("2023-02-21", "2023-02")]
)
def test_a_return_is_missing_from_the_day_after_its_deadline(city: City, tmp_path: Path, day: str, missing: str) -> None:
    city.today(day)
    with city.database.writing() as connection:
        store(connection, tmp_path, task(1))
    assert (cell(city).asked, cell(city).missing) == (missing, bool(missing))


def test_a_deadline_on_a_holiday_moves_to_the_next_working_day(city: City) -> None:
    """20 May 2023 was a Saturday, 20 August a Sunday; 22 to 24 June were the Dragon Boat festival, 25 June a working Sunday."""
    months = [parse(f"2023-{month:02d}") for month in (5, 6, 8)]
    with city.database.reading() as connection:
        assert list(deadlines(connection, months, 20).values()) == [date(2023, 5, 22), date(2023, 6, 20), date(2023, 8, 21)]
        assert deadlines(connection, months, 22)[parse("2023-06")] == date(2023, 6, 25)
        assert deadlines(connection, [parse("2023-02")], 31)[parse("2023-02")] == date(2023, 2, 28)
        assert deadlines(connection, [], 20) == {}


def test_late_is_marked_not_blocked(city: City, tmp_path: Path) -> None:
    with city.database.writing() as connection:
        store(connection, tmp_path, task(1))
        accepted(connection, 55, month="2023-06", region=QI, day="2023-06-21 00:00")
        accepted(connection, 55, month="2023-06", region=LANKAO, day="2023-06-20 23:59")
    assert (cell(city).late, cell(city).light) == (True, "on_track")
    assert not cell(city, LANKAO).late


def test_nothing_more_is_asked_of_what_is_done(city: City, tmp_path: Path) -> None:
    with city.database.writing() as connection:
        store(connection, tmp_path, task(1))
        accepted(connection, 100, month="2023-04", region=QI)
    assert (cell(city).asked, cell(city).light, cell(city).missing) == ("", "met", False)
    assert (line(city).asked, line(city).accepted) == (8, 0)
    assert cell(city, month="2023-04").asked == "2023-04", "the month that said so was asked for"


def test_a_past_month_end_shows_what_was_known_then(city: City, tmp_path: Path) -> None:
    with city.database.writing() as connection:
        store(connection, tmp_path, task(1))
        accepted(connection, 20, month="2023-04", region=QI)
        accepted(connection, 45, month="2023-05", region=QI, day="2023-06-01")
        accepted(connection, 50, month="2023-05", region=LANKAO, day="2023-05-31 23:59")
    assert (cell(city, month="2023-04").percent, cell(city, month="2023-05").percent, cell(city).percent) == (20, 20, 45)
    assert cell(city, month="2023-05").light == "missing", "May's return came in June"
    assert cell(city, LANKAO, month="2023-05").percent == 50
    assert look(city.database, month="2023-04").day == date(2023, 4, 30)


def test_who_does_a_task(city: City, tmp_path: Path) -> None:
    with city.database.writing() as connection:
        store(connection, tmp_path, task(1), task(2, units=["社会事务科", "杞县民政局", "兰考县民政局"]), task(3, units=["办公室"]))
    all_, named, own = look(city.database).books[0].lines
    assert [one.region for one in all_.cells] == list(COUNTIES)
    assert {one.region for one in named.cells} == {QI, LANKAO}
    assert [one.region for one in own.cells] == [CITY] and (own.asked, own.light) == (0, "none")
    assert [one.task.no for one in look(city.database, region=QI).books[0].lines] == ["1", "2"]
    assert [one.task.no for one in look(city.database, region=COUNTIES[0]).books[0].lines] == ["1"]


def test_weights_of_tasks_and_counties(city: City, tmp_path: Path) -> None:
    with city.database.writing() as connection:
        store(connection, tmp_path, task(1, weight=3), task(2), task(3), head={"county_weights": {QI: 3}})
        accepted(connection, 80, month="2023-06", region=QI)
        accepted(connection, 40, month="2023-06", region=LANKAO)
        accepted(connection, 10, month="2023-06", region=QI, no=2)
    book = look(city.database).books[0]
    assert [one.percent for one in book.lines] == [70, 10, None]
    assert (book.percent, book.counted) == ((70 * 3 + 10) / 4, 2)


def test_a_return_and_the_readings_may_disagree(city: City, tmp_path: Path) -> None:
    with city.database.writing() as connection:
        store(connection, tmp_path, task(1, "caregiver_certified"))
        accepted(connection, 61, month="2023-06", region=QI)
        accepted(connection, 60, month="2023-06", region=LANKAO)
    for region in (QI, LANKAO):
        home = city.add("elder_facilities", region=f"{region}101", kind="养老机构", opened_on="2020-01-01")
        for certified in ("2023-02-01", None):
            city.add("caregivers", facility=home, hired_on="2023-01-05", certified_on=certified)
    city.refresh("caregiver_certified")
    assert (cell(city).percent, cell(city).linked, cell(city).disagrees) == (61, 50, True)
    assert not cell(city, LANKAO).disagrees, "ten points apart is not yet a contradiction"
    assert line(city).disagrees and line(city).linked == 50 and line(city).percent == 60.5


def test_expected_follows_the_milestones_of_a_task(city: City, tmp_path: Path) -> None:
    stones = [
        {"due": "2023-03", "title": "一", "task": 1},
        {"due": "2023-10", "title": "二", "task": 1},
        {"due": "2023-05", "title": "三", "task": 2, "percent": 80},
        {"due": "monthly", "day": 10, "title": "四", "task": 2},
    ]
    with city.database.writing() as connection:
        store(connection, tmp_path, task(1), task(2), task(3), milestones=stones)
    assert [one.expected for one in look(city.database, month="2023-03").books[0].lines] == [
        50,
        pytest.approx(80 * 42 / 103),
        pytest.approx(100 * 42 / 256),
    ]
    first, second, _ = look(city.database).books[0].lines
    assert first.expected == pytest.approx(50 + 50 * 86 / 214)
    assert second.expected == pytest.approx(80 + 20 * 25 / 153)


def test_a_milestone_is_done_by_mark_by_indicator_or_by_its_task(city: City, tmp_path: Path) -> None:
    stones = [
        {"due": "2023-02", "title": "部署"},
        {"due": "2023-03", "title": "持证", "indicators": ["caregiver_certified"]},
        {"due": "2023-05", "title": "过半", "task": 1, "percent": 50},
        {"due": "2023-12", "title": "总结"},
    ]
    with city.database.writing() as connection:
        store(connection, tmp_path, task(1), milestones=stones)
    assert [one.state for one in look(city.database).books[0].stones] == ["overdue", "overdue", "overdue", "ahead"]
    with city.database.writing() as connection:
        accepted(connection, 50, month="2023-06", region=QI)
        mark = {"year": 2023, "programme": "one", "due": "2023-02", "title": "部署", "who": "科长"}
        connection.execute(sa.insert(milestone_marks).values(**mark, done_on=date(2023, 2, 27), at=at("2023-03-02")))
    home = city.add("elder_facilities", region=f"{QI}101", kind="养老机构", opened_on="2020-01-01")
    city.add("caregivers", facility=home, hired_on="2023-01-05", certified_on="2023-02-01")
    city.refresh("caregiver_certified")
    found = look(city.database).books[0].stones
    assert [one.state for one in found] == ["done", "done", "done", "ahead"]
    assert (found[0].done_on, found[0].why) == (date(2023, 2, 27), "科长 确认")
    assert look(city.database, month="2023-02").books[0].stones[0].state == "ahead", "nobody had said so by then, and its day still ran"
    with city.database.writing() as connection:
        connection.execute(sa.insert(milestone_marks).values(**mark, done_on=None, at=at("2023-06-20")))
        connection.execute(sa.text("UPDATE facts SET value = '99' WHERE name = 'version'"))
    assert look(city.database).books[0].stones[0].state == "overdue"


def test_two_dates_and_the_one_that_counts(city: City, tmp_path: Path) -> None:
    with city.database.writing() as connection:
        store(connection, tmp_path, task(1, other_due="2023-12"), task(2, due_from="正文", other_due="空缺"), task(3))
        row = {"year": 2023, "programme": "one", "task": "1", "due": "2023-12", "who": "科长", "at": at("2023-05-31 12:00")}
        connection.execute(sa.insert(date_choices).values(**row))
    first, second, third = look(city.database).books[0].lines
    assert first.conflict and second.conflict and third.conflict is None
    assert (first.due_on, first.conflict.ledger, first.conflict.text) == (date(2023, 12, 31), "2023-10", "2023-12")
    assert (first.conflict.who, first.conflict.on) == ("科长", date(2023, 5, 31))
    assert (second.due_on, second.conflict.ledger, second.conflict.text, second.conflict.who) == (date(2023, 10, 31), "空缺", "2023-10", "")
    before = look(city.database, month="2023-04").books[0].lines[0]
    assert (before.due_on, before.conflict and before.conflict.who) == (date(2023, 10, 31), "")


def test_the_bureaus_plan_names_its_contradictions(city: City) -> None:
    from data.programmes.plan import load_plan, read_plan

    with city.database.writing() as connection:
        load_plan(connection, ROOT / "plan" / "2023.yaml")
        plan = read_plan(connection, 2023)
    assert plan is not None and [month.text for month in return_months(plan)] == [f"2023-{month:02d}" for month in range(2, 13)]
    found = {(book.programme.id, one.task.no): one.conflict for book in look(city.database).books for one in book.lines if one.conflict}
    assert set(found) == {("elderly", "7"), ("children", "4.2")}


def test_every_role_sees_the_counties_lights_and_nobody_else(city: City, tmp_path: Path) -> None:
    with city.database.writing() as connection:
        store(connection, tmp_path, task(1))
        accepted(connection, 55, month="2023-06", region=QI)
    lights = {role: look(city.database, scope=Scope(role)).books for role in ("leader", "chief", "county", "screen", "admin")}  # type: ignore[arg-type]
    assert len({repr(books) for books in lights.values()}) == 1
