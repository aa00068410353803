"""A region at the end of a week: as the screen has it while the week runs, and by the same rules once it is over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from access.scope import Scope
from data.database import Database
from data.indicators import INDICATORS
from data.indicators.figures import figures
from data.indicators.moment import Moment, moment
from data.indicators.week_end import at_week_end, by_week, course, last_whole
from data.periods import Period, month_of, week_of
from data.programmes.ledger import read_ledger

LEADER = Scope("leader")
WEEKLY = [one.id for one in INDICATORS.values() if by_week(one)]


@pytest.mark.parametrize("level", [None, "county"])
def test_the_running_week_is_judged_as_the_year_to_date(demonstration: Database, level: str | None) -> None:
    with moment(demonstration) as now:
        read = at_week_end(now, WEEKLY, scope=LEADER, week=week_of(now.today), level=level)  # type: ignore[arg-type]
        screen = figures(now, WEEKLY, scope=LEADER, periods=(Period(f"{month_of(now.today)}/ytd"),), level=level)  # type: ignore[arg-type]
    assert [replace(one, period="") for one in read] == [replace(one, period="") for one in screen]
    assert {one.status for one in read} >= {"met", "behind", "overdue", "none"}


def test_a_past_week_is_judged_on_its_own_last_day(demonstration: Database) -> None:
    with moment(demonstration) as now:
        (city,) = at_week_end(now, ["home_adaptations"], scope=LEADER, week=Period("2023-W30"))
        weeks = course(now, "home_adaptations", scope=LEADER, weeks=[Period("2023-W29"), Period("2023-W30")])
    assert city.expected == pytest.approx(2000 * 211 / 304)  # 30 July is the 211th day of the 304 to the end of October
    assert weeks[-1] == city and weeks[0].expected == pytest.approx(2000 * 204 / 304)


def test_what_is_told_by_months_stands_as_of_the_last_whole_one(demonstration: Database) -> None:
    with moment(demonstration) as now:
        read = at_week_end(now, ["elder_visit_rate", "funeral_subsidy_paid"], scope=LEADER, week=Period("2023-W30"))
        assert [one.period for one in read] == ["2023-06", "2023-06/ytd"]
        assert at_week_end(now, ["elder_visit_rate"], scope=LEADER, week=Period("2023-W03")) == ()
    assert last_whole(Period("2023-W30").ends.replace(day=31)) == Period("2023-07")


def test_a_withheld_week_says_nothing_of_its_path(demonstration: Database) -> None:
    with moment(demonstration) as now:
        hidden = _one_hidden(now)
    assert all(one.value is one.expected is None and one.status == "none" for one in hidden)


def _one_hidden(now: Moment) -> list[object]:
    screen = Scope("leader")
    return [
        one
        for county in now.places.counties
        for one in at_week_end(now, ["caregiver_certified"], scope=screen, week=Period("2023-W30"), region=county.code, level="township")
        if one.suppressed
    ]


def test_the_ledger_of_the_running_week_is_the_running_months(demonstration: Database) -> None:
    with moment(demonstration) as now:
        week = read_ledger(now, scope=LEADER, week=week_of(now.today))
        month = read_ledger(now, scope=LEADER)
        past = read_ledger(now, scope=LEADER, week=Period("2023-W30"))
    assert week is not None and month is not None
    pairs = [pair for books in zip(week.books, month.books, strict=True) for pair in zip(books[0].lines, books[1].lines, strict=True)]
    others = [one.task.indicators for one, other in pairs if one != other]
    assert set(others) <= {("funeral_subsidy_paid",)}  # told by whole months at a week's end
    assert [(one.task, one.light, one.percent) for one, _ in pairs] == [(other.task, other.light, other.percent) for _, other in pairs]
    assert past is not None and past.day == Period("2023-W30").ends and past.month == Period("2023-07")
