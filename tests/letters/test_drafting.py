"""Drafts on the demonstration city: every topic declared is in the plan, every sentence rests on a figure, what is issued stays."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from data.calendar import working_days
from data.database import Database
from data.datasets.affairs import cemeteries
from data.indicators import INDICATORS
from data.indicators.figures import NotAllowed, figures
from data.indicators.moment import moment
from data.indicators.refresh import refresh
from data.indicators.targets import set_target
from data.indicators.words import quantity
from data.letters.drafting import NothingLags, compose, due_day, refilled
from data.letters.lagging import LOOK, open_topics, stands
from data.letters.steps import draft
from data.letters.subject import SUBJECTS, subject_of
from data.periods import Period
from data.programmes.assigned import regions_of
from data.programmes.ledger import plan_at, read_ledger
from geo.regions import CITY
from tests.access.conftest import copied
from tests.letters.desk import CHIEF, LEADER, OWNER, Desk

TONGXU = "410222"


@pytest.fixture
def city(demonstration: Database, tmp_path: Path) -> Database:
    """A copy of the demonstration city, to be changed."""
    return copied(demonstration, tmp_path / "cockpit.db")


def test_every_topic_is_of_the_plan_and_every_county_task_of_a_topic(demonstration: Database) -> None:
    with moment(demonstration) as now:
        plan = plan_at(now, Period("2023-06"))
        assert plan
        for programme in plan.programmes:
            tasks = {task.no: task for task in programme.tasks}
            declared = SUBJECTS.get(programme.id)
            for topic in declared.topics if declared else ():
                assert set(topic.tasks) <= tasks.keys(), (programme.id, topic.id)
                linked = {name for no in topic.tasks for name in tasks[no].indicators}
                assert linked <= set(topic.indicators) | {"happiness_home_coverage"}, (programme.id, topic.id, linked)
                assert set(topic.indicators) <= INDICATORS.keys() and "{by}" in topic.demand
            subject = subject_of(programme, now.places)
            spoken = [no for topic in subject.topics for no in topic.tasks]
            assert len(spoken) == len(set(spoken))
            of_counties = {task.no for task in programme.tasks if CITY not in regions_of(task, now.places)}
            assert of_counties <= set(spoken), programme.id


def test_every_county_and_programme_composes_or_has_nothing_that_lags(demonstration: Database) -> None:
    composed = 0
    with moment(demonstration) as now:
        ledger = read_ledger(now, scope=LOOK)
        assert ledger
        for programme in SUBJECTS:
            for county in now.places.counties:
                lags = open_topics(now, programme, county.code)
                try:
                    content = compose(now, "reminder", programme, county.code, date(2023, 10, 13))
                except NothingLags:
                    assert not lags
                    continue
                composed += 1
                assert {item.topic for item in content.items if item.lags} == lags
                assert content.addressee == f"{county.name}民政局" and county.name in content.title
                for item in content.items:
                    assert item.lags or not item.demand
                    for quote in item.figures:
                        shown = quantity(INDICATORS[quote.indicator], quote.value)
                        assert shown in item.words and quote.region == county.code
                        (read,) = figures(now, [quote.indicator], scope=LOOK, periods=(Period(quote.period),), region=county.code)
                        assert (read.value, read.target) == (quote.value, quote.target)
    assert composed > 20


def test_the_average_of_the_province_decides_once_it_is_set(city: Database) -> None:
    with moment(city) as now:
        before = next(one for one in stands(now, "funeral", TONGXU) if one.topic.id == "cremation")
    assert "未设全省平均值" in before.words
    with city.writing() as connection:
        set_target(connection, 2023, "cremation_rate", 70)  # type: ignore[arg-type]
    with moment(city) as now:
        after = next(one for one in stands(now, "funeral", TONGXU) if one.topic.id == "cremation")
        (rate,) = figures(now, ["cremation_rate"], scope=LOOK, periods=(Period("2023-09/ytd"),), region=TONGXU)
    assert rate.value and rate.value < 70 and "比全省平均（70.0%）低" in after.words and after.said[0].lags


def test_a_township_is_written_to_where_its_own_cemetery_is_late(demonstration: Database) -> None:
    table = cemeteries.table
    with moment(demonstration) as now:
        query = sa.select(table.c.region, table.c.name).where(table.c.level == "乡镇", table.c.opened_on.is_(None))
        region, name = next(iter(now.connection.execute(query)))
        content = compose(now, "reminder", "funeral", region, date(2023, 10, 13))
        assert content.addressee == f"{now.places.name(region)}人民政府"
    assert any(item.topic == "cemeteries" and name in item.words and "已逾期" in item.words for item in content.items)


@pytest.mark.parametrize("region", [CITY, "410222101200"])
def test_no_letter_goes_to_the_city_or_a_village(demonstration: Database, region: str) -> None:
    with moment(demonstration) as now, pytest.raises((NotAllowed, KeyError)):
        compose(now, "reminder", "funeral", region, date(2023, 10, 13))


def test_no_letter_goes_out_on_what_only_sections_do(demonstration: Database) -> None:
    with moment(demonstration) as now:
        for programme in ("smart", "nothing"):
            with pytest.raises(NothingLags):
                compose(now, "reminder", programme, TONGXU, date(2023, 10, 13))


@pytest.mark.parametrize("day", [date(2023, 6, 2), date(2023, 9, 18), date(2023, 9, 28)])
def test_the_day_is_the_fifteenth_working_day(demonstration: Database, day: date) -> None:
    with demonstration.reading() as connection:
        due = due_day(connection, day)
    china = working_days()
    between = [date.fromordinal(at) for at in range(day.toordinal() + 1, due.toordinal() + 1)]
    assert sum(china.is_working_day(one) for one in between) == 15 and china.is_working_day(due)


def test_what_is_issued_stays_when_the_figures_change(city: Database) -> None:
    desk = Desk(city)
    with moment(city) as now:
        content = compose(now, "reminder", "funeral", TONGXU, date(2023, 10, 13))
    with city.writing() as connection:
        issued, kept = (draft(connection, CHIEF, "reminder", "funeral", OWNER, TONGXU, content, date(2023, 10, 13)) for _ in range(2))
    desk.take(issued, "sent", CHIEF)
    desk.take(issued, "issued", LEADER)
    table = cemeteries.table
    with city.writing() as connection:
        day = date(2023, 9, 1)
        opened = sa.update(table).where(table.c.region.startswith(TONGXU)).values(accepted_on=day, opened_on=day)
        assert connection.execute(opened).rowcount > 2
    refresh(city, everything=True)
    assert desk.at(issued).content == content == desk.at(kept).content
    with moment(city) as now:
        fresh = compose(now, "reminder", "funeral", TONGXU, date(2023, 10, 13))
        still = open_topics(now, "funeral", TONGXU)
    old, new = ({item.topic: item for item in one.items} for one in (content, fresh))
    assert "81.8%" in old["cemeteries"].words or "投用率" in old["cemeteries"].words
    assert "投用率" not in new.get("cemeteries", old["cremation"]).words
    marked = content.edited({"service": "请专报。"}, {})
    filled = refilled(marked, fresh)
    assert next(item for item in filled.items if item.topic == "service").remark == "请专报。"
    assert {item.topic for item in filled.items if item.lags} == still


def test_a_letter_is_written_from_what_people_without_records_may_see() -> None:
    assert not LOOK.reads_records(OWNER, TONGXU)
