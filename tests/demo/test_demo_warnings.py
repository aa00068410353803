"""The warnings of the demonstration: found over three months, some of them handled, all of them told to be played."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from access.scope import Scope
from data.database import Database
from data.demo.warnings import PLAYED, WHO, play_warnings
from data.indicators.moment import moment
from data.warnings.reading import Wanted, counts, course, median_days, warnings_page
from data.warnings.rules import RULES
from data.warnings.run import problems, run
from data.warnings.table import BY_ITSELF, STATES, warning_runs, warning_steps, warnings


def test_the_city_has_warnings_with_a_history(demonstration: Database) -> None:
    leader = Scope("leader")
    with moment(demonstration) as now:
        weeks = course(now, scope=leader)
        found = counts(now, scope=leader)
        assert median_days(now, scope=leader) is not None
        everything = warnings_page(now, scope=Scope("chief", section="社会救助科"), wanted=Wanted(states=tuple(STATES)), count=2000)
        for each in everything.rows:
            assert "{" not in each.sentence and each.region_name
    assert sum(bool(week.found) for week in weeks) >= 4 and sum(week.closed for week in weeks) > 0
    assert (found.total.value or 0) > 20
    with demonstration.reading() as connection:
        assert problems(connection) == {}
        assert set(connection.scalars(sa.select(warning_runs.c.rule))) == set(RULES)
        played = connection.execute(sa.select(warning_steps).where(warning_steps.c.who != BY_ITSELF)).all()
        states = set(connection.scalars(sa.select(warnings.c.state)))
    assert {row.who for row in played} == {WHO} and all("演示" in row.words for row in played if row.act != "seen")
    assert states == {each.state for each in PLAYED} | {"found"}


def test_nothing_is_played_twice_or_outside_a_demonstration(demonstration: Database, sqlite_database: Database) -> None:
    assert play_warnings(demonstration) == play_warnings(sqlite_database) == 0


@pytest.mark.parametrize("everything", [False, True])
def test_a_run_on_the_same_day_finds_nothing_new(demonstration: Database, everything: bool) -> None:
    ran = run(demonstration, everything=everything)
    assert (ran.found, ran.reopened, ran.closed, ran.problems) == (0, 0, 0, {})
