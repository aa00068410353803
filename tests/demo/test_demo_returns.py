"""The demonstration's returns keep every rule that real ones do, are the same everywhere, and leave real ones alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

import pytest
import sqlalchemy as sa

from access.scope import Scope
from data.clock import as_utc, local
from data.database import Database, Number
from data.datasets.office import reported_values
from data.demo import Refused, fill
from data.indicators.moment import moment
from data.periods import parse
from data.programmes.plan import load_plan
from data.programmes.returns.asked import asked
from data.programmes.returns.content import content_of, flaws
from data.programmes.returns.table import return_changes, returns
from data.settings import ROOT
from tests.programmes.returns_desk import ReturnsDesk

SCALE = 0.02


def filled(database: Database) -> Database:
    with database.writing() as connection:
        load_plan(connection, ROOT / "plan" / "2023.yaml")
    fill(database, scale=SCALE)
    return database


def rows(database: Database, table: sa.Table) -> list[sa.Row]:
    order = [column for column in (*table.primary_key.columns,) if column.name != "number"] or [table.c.number]
    with database.reading() as connection:
        return list(connection.execute(sa.select(table).order_by(*order)))


def test_they_are_the_same_on_both_databases(sqlite_database: Database, postgres_database: Database) -> None:
    for database in (sqlite_database, postgres_database):
        filled(database)
    for table in (returns, return_changes):
        one, other = ([dict(row._mapping) for row in rows(database, table)] for database in (sqlite_database, postgres_database))
        for row in (*one, *other):
            for name in ("at", "edited_at", "submitted_at"):
                if row.get(name):
                    row[name] = as_utc(row[name])
        assert one == other and len(one) > 2000


def test_each_keeps_the_rules_of_a_real_one(sqlite_database: Database) -> None:
    filled(sqlite_database)
    changes = defaultdict(list)
    for change in rows(sqlite_database, return_changes):
        changes[change.month, change.programme, change.task, change.region].append(change)
    done: set[tuple[str, ...]] = set()
    with moment(sqlite_database) as now:
        for month in range(2, 10):
            for one in asked(now, parse(f"2023-{month:02d}"), scope=Scope("leader")):
                item, present = one.item, one.present
                said = changes[item.month, item.programme, item.task, item.region]
                assert len(said) == present.version
                assert [change.version for change in said] == list(range(1, len(said) + 1))
                times = [as_utc(change.at) for change in said]
                assert times == sorted(times) and all(local(at).date() <= date(2023, 9, 18) for at in times)
                place = (item.programme, item.task, item.region)
                assert not (said and place in done), "what was finished is not reported again"
                if said:
                    assert not flaws(content_of(said[-1]), one.task, item.region) and 0 <= said[-1].percent <= 100
                    assert present.state == next((c.act for c in reversed(said) if c.act != "saved"), "draft")
                    assert bool(present.submitted_at) == ("submitted" in [change.act for change in said])
                    if present.state == "accepted" and said[-1].percent == 100:
                        done.add(place)
    percents = defaultdict(list)
    for row in rows(sqlite_database, returns):
        percents[row.programme, row.task, row.region].append(row.percent)
    assert all(one == sorted(one) for one in percents.values())


def test_what_they_report_is_what_the_records_hold(sqlite_database: Database) -> None:
    filled(sqlite_database)
    kept = {
        (row.indicator, row.region, row.month): (row.numerator, row.denominator) for row in rows(sqlite_database, reported_values.table)
    }
    told = 0
    for row in rows(sqlite_database, returns):
        for indicator, (numerator, denominator) in row.values.items():
            number, under = kept[indicator, row.region, row.month]
            assert (numerator, denominator) == (f"{number.normalize():f}", "" if under is None else f"{under.normalize():f}")
            told += 1
    assert told > 100 and Number.places == 4


def test_the_stories_are_there(sqlite_database: Database) -> None:
    filled(sqlite_database)
    states = Counter((row.month, row.region, row.state) for row in rows(sqlite_database, returns))
    now = {state: sum(many for (month, _, found), many in states.items() if month == "2023-09" and found == state) for state in
           ("accepted", "submitted", "returned", "draft")}  # fmt: skip
    assert now["accepted"] > 100 and now["submitted"] > 30 and now["returned"] == 1 and now["draft"] == 2
    assert not any(region == "410222" and month == "2023-09" for month, region, _ in states), "通许县 has not returned this month's"
    with moment(sqlite_database) as present:
        late = [
            one for month in ("2023-06", "2023-07", "2023-08") for one in asked(present, parse(month), scope=Scope("leader")) if one.late
        ]
    assert {one.item.region for one in late} == {"410222"}
    assert any(one.present.version == 0 for one in late) and any(one.present.submitted_at for one in late)


def test_another_city_replaces_them_and_no_plan_means_none(sqlite_database: Database) -> None:
    filled(sqlite_database)
    before = [tuple(row) for row in rows(sqlite_database, returns)]
    fill(sqlite_database, scale=SCALE, seed=8)
    other = [tuple(row) for row in rows(sqlite_database, returns)]
    assert other != before
    fill(sqlite_database, scale=SCALE)
    assert [tuple(row) for row in rows(sqlite_database, returns)] == before
    fill(sqlite_database, scale=SCALE, year=2022)
    assert rows(sqlite_database, returns) == []


def test_real_returns_are_left_alone(sqlite_database: Database) -> None:
    desk = ReturnsDesk(sqlite_database)
    desk.save(done="真的")
    with pytest.raises(Refused, match="真实月报"):
        fill(sqlite_database, scale=SCALE)
    fill(sqlite_database, scale=SCALE, mix=True)
    assert [row.done for row in rows(sqlite_database, returns)] == ["真的"]


def test_what_was_accepted_since_goes_with_the_demonstration(sqlite_database: Database) -> None:
    filled(sqlite_database)
    desk = object.__new__(ReturnsDesk)
    desk.database = sqlite_database
    from data.programmes.returns.item import Item
    from tests.programmes.returns_desk import OTHER as SCOPE
    from tests.programmes.returns_desk import TONGXU

    item = Item("2023-09", "elderly", "8", TONGXU)
    desk.save(item, scope=SCOPE, percent=60, done="x", values={"demo_home_care_networks": ["1", ""]})
    desk.submit(item, scope=SCOPE)
    desk.accept(item)
    assert fill(sqlite_database, scale=SCALE).already
    assert fill(sqlite_database, scale=SCALE, seed=9).replaced, "no real batch came of it"
