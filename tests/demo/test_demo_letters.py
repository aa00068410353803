"""The demonstration's letters: their figures are those of the readings, their steps fit, they come and go with the demonstration."""

from __future__ import annotations

import sqlalchemy as sa

from access.scope import Scope
from data.database import Database
from data.demo import fill
from data.facts import set_fact
from data.indicators.figures import figures
from data.indicators.moment import moment
from data.letters.lagging import open_topics
from data.letters.letter import code
from data.letters.reading import letters_of
from data.letters.steps import MOVES
from data.letters.table import letter_steps, letters
from data.periods import parse
from data.programmes.plan import load_plan
from data.settings import ROOT
from tests.conftest import SCALE

LEADER = Scope("leader")


def test_figures_are_those_of_the_readings(demonstration: Database) -> None:
    quoted = 0
    with moment(demonstration) as now:
        for letter in letters_of(now.connection, LEADER):
            for quote in (one for item in letter.content.items for one in item.figures):
                (read,) = figures(now, [quote.indicator], scope=LEADER, periods=(parse(quote.period),), region=quote.region)
                assert (read.value, read.target, read.expected) == (quote.value, quote.target, quote.expected), quote
                assert read.as_of and read.as_of.isoformat() == quote.as_of
                quoted += 1
    assert quoted >= 10


def test_one_is_late_and_open_one_closed_one_waits_one_is_to_be_signed_one_a_draft(demonstration: Database) -> None:
    with moment(demonstration) as now:
        found = {one.number: one for one in letters_of(now.connection, LEADER)}
        late = next(one for one in found.values() if one.late(now.today))
        assert late.region_name == "通许县" and late.issued_on and late.issued_on.month == 6
        named = {item.topic for item in late.content.items if item.lags}
        assert named & open_topics(now, late.programme, late.region)
        assert sorted(one.state for one in found.values()) == ["closed", "draft", "issued", "issued", "signing"]
    serials = sorted(one.code for one in found.values() if one.code)
    assert serials == [code("reminder", 2023, number) for number in (1, 2, 3)]


def test_steps_lead_where_the_letters_stand(demonstration: Database) -> None:
    with demonstration.reading() as connection:
        for letter in letters_of(connection, LEADER):
            assert letter.steps[0].act == "drafted" and letter.version == len(letter.steps)
            state = "draft"
            for step in letter.steps[1:]:
                assert state in MOVES[step.act].states
                state = MOVES[step.act].to or state
            assert state == letter.state and list(letter.steps) == sorted(letter.steps, key=lambda step: step.at)


def test_another_demonstration_takes_them_away_and_brings_its_own(database: Database) -> None:
    with database.writing() as connection:
        load_plan(connection, ROOT / "plan" / "2023.yaml")
    fill(database, scale=SCALE)
    with database.writing() as connection:
        first = list(connection.execute(sa.select(letters.c.region, letters.c.code).order_by(letters.c.number)))
        set_fact(connection, "today", "2023-09-20")
    fill(database, scale=SCALE, seed=8)
    with database.reading() as connection:
        second = list(connection.execute(sa.select(letters.c.region, letters.c.code).order_by(letters.c.number)))
        loose = sa.select(letter_steps.c.id).where(letter_steps.c.letter.not_in(sa.select(letters.c.number)))
        assert first and len(first) == len(second) and connection.scalar(loose) is None


def test_without_a_plan_or_beside_real_letters_there_are_none(sqlite_database: Database) -> None:
    fill(sqlite_database, scale=SCALE)
    with sqlite_database.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(letters)) == 0
