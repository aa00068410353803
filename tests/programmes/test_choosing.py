"""What a section says of its plan: only its chief, only what the document offers, in the log, and from that day on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from access import audit
from access.scope import Scope
from data import facts
from data.database import Database
from data.programmes.choosing import ChoiceRefused, NotTheirs, Speaker, choose_date, dates_of, mark_milestone
from data.programmes.form import Task
from data.programmes.marks import date_choices, milestone_marks
from tests.indicators.city import City
from tests.programmes.planned import look, store, task

CHIEF = Speaker("zhang", Scope("chief", section="某科"), "127.0.0.1")
OTHERS = [Scope("chief", section="别科"), Scope("leader"), Scope("county", region="410221"), Scope("admin"), Scope()]
MILESTONE = {"due": "2023-03", "title": "现场会"}


@pytest.fixture
def city(database: Database, tmp_path: Path) -> City:
    one = City(database)
    one.today("2023-06-25")
    with database.writing() as connection:
        store(connection, tmp_path, task(1, other_due="2023-12"), task(2), milestones=[MILESTONE])
    return one


def choose(connection: Connection, speaker: Speaker = CHIEF, **changes: Any) -> None:
    choose_date(connection, speaker, **{"year": 2023, "programme": "one", "task": "1", "due": "2023-12", **changes})


def mark(connection: Connection, done_on: date | None, speaker: Speaker = CHIEF, **changes: Any) -> None:
    mark_milestone(connection, speaker, done_on=done_on, **{"year": 2023, "programme": "one", **MILESTONE, **changes})


def test_the_confirmed_date_counts_and_says_who_and_when(city: City) -> None:
    with city.database.writing() as connection:
        before = facts.version(connection)
        choose(connection)
        assert facts.version(connection) > before
        (entry,) = audit.search(connection, act="setting")
        assert entry.who == "zhang" and "台账 1" in entry.what and "2023-12" in entry.what
    line = look(city.database).books[0].lines[0]
    assert line.due_on == date(2023, 12, 31)
    assert line.conflict and (line.conflict.taken, line.conflict.who, line.conflict.on) == ("2023-12", "zhang", date(2023, 6, 25))
    assert look(city.database, month="2023-05").books[0].lines[0].due_on == date(2023, 10, 31), "a past month end knows nothing of it"


@pytest.mark.parametrize("scope", OTHERS)
def test_nobody_else_may_speak(city: City, scope: Scope) -> None:
    stranger = Speaker("li", scope, "127.0.0.1")
    with city.database.writing() as connection:
        with pytest.raises(NotTheirs):
            choose(connection, stranger)
        with pytest.raises(NotTheirs):
            mark(connection, date(2023, 3, 1), stranger)
        assert connection.scalar(sa.select(sa.func.count()).select_from(date_choices)) == 0
        assert connection.scalar(sa.select(sa.func.count()).select_from(milestone_marks)) == 0


@pytest.mark.parametrize(
    "wrong", [{"due": "2023-11"}, {"due": "空缺"}, {"task": "2", "due": "2023-10"}, {"task": "9"}, {"programme": "two"}, {"year": 2022}]
)
def test_only_what_the_document_offers_can_be_chosen(city: City, wrong: dict[str, Any]) -> None:
    with city.database.writing() as connection, pytest.raises(ChoiceRefused):
        choose(connection, **wrong)


def test_a_blank_date_is_no_choice() -> None:
    blank = Task.model_validate({"no": 1, "title": "一", "due": "2023-06", "other_due": "空缺"}, context={"year": 2023})
    assert dates_of(blank) == ("2023-06",)


def test_a_milestone_is_done_on_a_day_and_can_be_opened_again(city: City) -> None:
    def stone() -> Any:
        return look(city.database).books[0].stones[0]

    assert stone().state == "overdue"
    with city.database.writing() as connection:
        mark(connection, date(2023, 3, 28))
    assert (stone().state, stone().done_on) == ("done", date(2023, 3, 28)) and "zhang" in stone().why
    with city.database.writing() as connection:
        mark(connection, None)
    assert stone().state == "overdue"


@pytest.mark.parametrize("day", [date(2023, 6, 26), date(2022, 12, 31)])
def test_a_milestone_is_not_done_in_the_future_nor_before_its_year(city: City, day: date) -> None:
    with city.database.writing() as connection, pytest.raises(ChoiceRefused):
        mark(connection, day)
    with city.database.writing() as connection, pytest.raises(ChoiceRefused):
        mark(connection, date(2023, 3, 1), title="别的")
