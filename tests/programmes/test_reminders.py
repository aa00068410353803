"""Reminders: each person's own, by day; on the edges of 14, 3 and 0 days; and the page and the badge that show them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from access.scope import Scope
from components.reminders import days_words, reminders_title, where
from data.database import Database
from data.indicators.moment import moment
from data.programmes.returns.table import returns
from data.reminders import Reminder, reminders, urgency
from tests.indicators.city import LANKAO, QI, City
from tests.programmes.planned import accepted, store, task

COUNTY = Scope("county", region=QI)
CHIEF = Scope("chief", section="某科")


@pytest.fixture
def city(database: Database, tmp_path: Path) -> City:
    one = City(database)
    one.today("2023-06-17")
    stones = [{"due": "2023-06", "title": "年中检查"}, {"due": "2023-07", "title": "现场会"}, {"due": "2023-02", "title": "部署"}]
    with database.writing() as connection:
        store(
            connection, tmp_path, task(1, due="2023-06"), task(2, due="2023-05"), task(3, units=["某科"], due="2023-06"), milestones=stones
        )
        for no in (1, 2):
            accepted(connection, 40, month="2023-05", region=QI, no=no)
    return one


def standing(city: City, state: str, *, region: str = QI, no: int = 1, month: str = "2023-06") -> None:
    at = datetime(2023, 6, 15, tzinfo=UTC)
    row: dict[str, Any] = {"month": month, "programme": "one", "task": str(no), "region": region, "state": state, "version": 1}
    row |= {"percent": 50, "done": "", "measures": "", "values": {}, "edited_by": "某人", "edited_at": at, "submitted_at": at, "reason": ""}
    with city.database.writing() as connection:
        connection.execute(sa.insert(returns).values(**row))


def seen(city: City, scope: Scope) -> list[tuple[str, str, int]]:
    with moment(city.database) as now:
        return [(one.kind, one.title, one.days) for one in reminders(now, scope=scope)]


@pytest.mark.parametrize(
    ("days", "word"), [(-1, "overdue"), (0, "today"), (1, "soon"), (3, "soon"), (4, "ahead"), (14, "ahead"), (15, None)]
)
def test_how_pressing_a_day_is(days: int, word: str | None) -> None:
    assert urgency(days) == word


def test_a_county_sees_its_own_tasks_and_returns(city: City) -> None:
    assert seen(city, COUNTY) == [
        ("task", "任务2", -17),
        ("return", "6月月报：2 项待报", 3),
        ("task", "任务1", 13),
    ]
    standing(city, "submitted")
    standing(city, "returned", no=2)
    assert not any(kind == "return" for kind, _, _ in seen(city, COUNTY)), "what was sent back is told of once"
    assert ("returned", "6月月报任务 2 被退回，待修改重报", 3) in seen(city, COUNTY)
    other = seen(city, Scope("county", region=LANKAO))
    assert ("return", "5月月报：2 项未报", -26) in other and not any(kind == "returned" for kind, _, _ in other)


def test_what_is_done_is_not_recalled(city: City) -> None:
    with city.database.writing() as connection:
        for no in (1, 2):
            accepted(connection, 100, month="2023-06", region=QI, no=no)
    assert seen(city, COUNTY) == []
    assert reminders_title([]) == "14 天内没有到期的事项"


def test_a_chief_sees_what_waits_and_the_own_programme_alone(city: City) -> None:
    standing(city, "submitted")
    standing(city, "submitted", region=LANKAO)
    standing(city, "draft", region=LANKAO, no=2)
    assert seen(city, CHIEF) == [
        ("milestone", "部署", -109),
        ("task", "任务2（9 个县区未完成）", -17),
        ("review", "6月月报：2 份待审核", 3),
        ("milestone", "年中检查", 13),
        ("task", "任务1（9 个县区未完成）", 13),
        ("task", "任务3", 13),
    ]
    assert seen(city, Scope("chief", section="别科")) == []


def test_a_leader_sees_all_programmes_and_others_nothing(city: City) -> None:
    assert ("milestone", "年中检查", 13) in seen(city, Scope("leader"))
    for scope in (Scope("screen"), Scope("admin"), Scope()):
        assert seen(city, scope) == []


def test_days_in_words_and_where_they_lead() -> None:
    one = Reminder("task", "任务", "one", "某工程", QI, "杞县", date(2023, 6, 30), 3, task="4.1")
    assert [days_words(days) for days in (-28, 0, 3)] == ["逾期 28 天", "今日到期", "还剩 3 天"]
    assert where(one) == "/programmes/one?task=4.1"
    review = Reminder("review", "月报", "one", "某工程", QI, "杞县", date(2023, 6, 30), -1, month="2023-06")
    assert where(review) == "/returns?month=2023-06&programme=one"
    assert reminders_title([one, review]) == "2 件待办：1 件已逾期、1 件3 天内"


def test_what_waits_though_its_day_is_far_stands_under_later() -> None:
    letter = Reminder("letter", "督办函", "one", "某工程", QI, "杞县", date(2023, 6, 30), 25, letter=3)
    assert letter.urgency == "later" and reminders_title([letter]) == "1 件待办：1 件以后"


def test_letters_are_recalled_to_whom_they_wait_for(demonstration: Database) -> None:
    """The demonstration's letters: one to be signed, one issued to 杞县 whose day comes, one to 通许县 whose day is past."""
    with moment(demonstration) as now:
        found = {
            scope: [(one.region_name, one.title.split("：")[1], one.days, where(one)) for one in reminders(now, scope=scope) if one.letter]
            for scope in (Scope("leader"), COUNTY, Scope("county", region=LANKAO), Scope("chief", section="社会事务科"))
        }
    leader, county, other, chief = found.values()
    assert ("祥符区", "待签发（祥符区）") in {(one[0], one[1]) for one in leader}
    assert [(name, words) for name, words, _, _ in county] == [("杞县", "待回复（杞县）")] and county[0][3].startswith("/letters/")
    assert other == []
    assert any(name == "通许县" and days < 0 for name, _, days, _ in chief)
