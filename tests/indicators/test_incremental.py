"""An incremental refresh leaves exactly the readings that a full one makes, whatever rows changed and however today moved; and it
rewrites only what the change reaches.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from data.database import Database
from data.datasets import DATASETS, Dataset
from data.exchange.batches import ALWAYS, touched
from data.facts import set_fact
from data.indicators.readings import periods, readings
from data.indicators.refresh import refresh
from data.periods import parse

from .city import GUYANG, MIXED, STREET, TOWN, City, dump
from .oracle import Row
from .random_city import Maker, store

Mark = tuple[str, str, str]


def marks(dataset: Dataset, row: Row, region: str) -> set[Mark]:
    """What an import notes about one image of a row: its township (or county) and the month of each of its days."""
    if dataset.name == "population":
        months = {f"{row['year']}-01"}
    else:
        days = [row[name] for name in dataset.dates if row[name] is not None]
        months = {str(day)[:7] for day in days} or {ALWAYS}
    return {(dataset.name, region[:9], month) for month in months}


def note(database: Database, noted: Iterable[Mark]) -> None:
    rows = [{"dataset": d, "region": r, "month": m} for d, r, m in noted]
    with database.writing() as connection:
        if rows:
            connection.execute(sa.insert(touched), rows)


class Changer:
    """Changes a random city row by row, in its tables and in `touched`, as imports and withdrawals do."""

    def __init__(self, database: Database, seed: int, today: date) -> None:
        self.database = database
        self.maker = Maker(seed, today)
        self.tables = self.maker.city()
        store(database, self.tables, today)

    @property
    def today(self) -> date:
        return self.maker.today

    def region(self, dataset: Dataset, row: Row) -> str:
        owner = dataset.reference
        if owner is None:
            return str(row["region"])
        return next(str(other["region"]) for other in self.tables[owner.refers] if other["key"] == row[owner.name])

    def change(self, rows: int) -> None:
        """Insert, update and delete some rows of random datasets."""
        pick = self.maker.random
        noted: set[Mark] = set()
        with self.database.writing() as connection:
            for _ in range(rows):
                dataset = DATASETS[pick.choice(list(DATASETS))]
                known = self.tables[dataset.name]
                old = pick.choice(known)
                match pick.choice(("insert", "update", "move", "delete")):
                    case "insert":
                        new = self.maker.row(dataset)
                        if any(all(new[k] == other[k] for k in dataset.key) for other in known):
                            continue
                        known.append(new)
                        connection.execute(sa.insert(dataset.table).values(**new, inserted_by=1, changed_by=1))
                        noted |= marks(dataset, new, self.region(dataset, new))
                    case "delete" if not self.is_referred_to(dataset, old):
                        noted |= marks(dataset, old, self.region(dataset, old))
                        known.remove(old)
                        connection.execute(sa.delete(dataset.table).where(*self.same(dataset, old)))
                    case how:
                        made = self.maker.row(dataset)
                        fields = set(made) - set(dataset.key)
                        if how == "move" and "region" in fields:
                            fields = {"region"}
                        noted |= marks(dataset, old, self.region(dataset, old))
                        old.update({name: made[name] for name in fields})
                        noted |= marks(dataset, old, self.region(dataset, old))
                        connection.execute(sa.update(dataset.table).where(*self.same(dataset, old)).values(**{f: old[f] for f in fields}))
        note(self.database, noted)

    def is_referred_to(self, dataset: Dataset, row: Row) -> bool:
        for other in DATASETS.values():
            column = other.reference
            if column and column.refers == dataset.name and any(r[column.name] == row["key"] for r in self.tables[other.name]):
                return True
        return False

    @staticmethod
    def same(dataset: Dataset, row: Row) -> list[Any]:
        return [dataset.table.c[name] == row[name] for name in dataset.key]

    def move_today(self, days: int) -> None:
        self.maker.today += timedelta(days=days)
        with self.database.writing() as connection:
            set_fact(connection, "today", self.today.isoformat())


def assert_incremental_is_full(database: Database, what: str) -> None:
    refresh(database)
    incremental = dump(database)
    refresh(database, everything=True)
    full = dump(database)
    if incremental != full:
        missing, odd = set(full) - set(incremental), set(incremental) - set(full)
        pytest.fail(f"{what}: missing {sorted(map(str, missing))[:5]}, instead {sorted(map(str, odd))[:5]}")


@pytest.mark.parametrize(
    ("seed", "steps"),
    [
        (30, [(8, 31), (0, -40), (20, 0)]),
        (31, [(2, -1), (12, 62), (3, -100)]),
    ],
)
def test_incremental_equals_full(sqlite_database: Database, seed: int, steps: list[tuple[int, int]]) -> None:
    """Each step changes some rows and moves today by some days, forward or back, into another month or year."""
    changer = Changer(sqlite_database, seed, date(2023, 1, 31) if seed % 2 else date(2023, 8, 30))
    refresh(sqlite_database, everything=True)
    for rows, days in steps:
        changer.change(rows)
        changer.move_today(days)
        assert_incremental_is_full(sqlite_database, f"{rows} rows, today {changer.today}")


def test_incremental_equals_full_on_postgresql(postgres_database: Database) -> None:
    changer = Changer(postgres_database, 33, date(2023, 3, 1))
    refresh(postgres_database, everything=True)
    changer.change(15)
    changer.move_today(31)
    assert_incremental_is_full(postgres_database, "fifteen rows and a month")


def test_records_older_than_every_period_are_refreshed(city: City) -> None:
    """Registers reach back into the last century; their days lie before all periods."""
    city.today("2023-03-15")
    city.add("relief_recipients", region=TOWN, started_on="1985-05-01")
    city.add("relief_payments", region=TOWN, month="1999-12", amount="1")
    note(city.database, [("relief_recipients", TOWN, "1985-05"), ("relief_payments", TOWN, "1999-12"), ("population", TOWN, "1990-01")])
    refresh(city.database)
    assert city.value("relief_recipients", "2023-03", TOWN) == 1


def test_the_first_period_is_january_of_the_earliest_records_year(city: City, few_indicators: None) -> None:
    def begins() -> str | None:
        with city.database.reading() as connection:
            found: str | None = connection.scalar(sa.select(sa.func.min(periods.c.period)).where(periods.c.grain == "month"))
        return found

    city.today("2023-03-15")
    refresh(city.database)
    assert begins() == "2023-01", "without records: this year"
    city.add("work_orders", region=TOWN, accepted_on="2021-11-30")
    note(city.database, [("work_orders", TOWN, "2021-11")])
    refresh(city.database)
    assert begins() == "2021-01"
    old = city.add("work_orders", region=TOWN, accepted_on="2011-11-30")
    note(city.database, [("work_orders", TOWN, "2011-11")])
    refresh(city.database)
    assert begins() == "2019-01", "2019 at the earliest"
    with city.database.writing() as connection:
        connection.execute(sa.delete(DATASETS["work_orders"].table).where(DATASETS["work_orders"].table.c.key == old))
    note(city.database, [("work_orders", TOWN, "2011-11")])
    assert_incremental_is_full(city.database, "the earliest record is gone")
    assert begins() == "2021-01"


SENTINEL = 777_777


def plant(database: Database, indicator: str, spots: Iterable[tuple[str, str]]) -> None:
    """A mark in readings that the next refresh must leave alone, or must replace."""
    with database.writing() as connection:
        for region, period in spots:
            where = (readings.c.indicator == indicator, readings.c.region == region, readings.c.period == period)
            connection.execute(sa.delete(readings).where(*where))
            row = {"indicator": indicator, "region": region, "period": period, "category": "", "numerator": SENTINEL}
            connection.execute(sa.insert(readings).values(**row))


def planted(database: Database, indicator: str) -> set[tuple[str, str]]:
    with database.reading() as connection:
        statement = sa.select(readings.c.region, readings.c.period).where(
            readings.c.indicator == indicator, readings.c.numerator == SENTINEL
        )
        return {(row.region, row.period) for row in connection.execute(statement)}


REACH = {  # a change dated in March 2023 reaches these of 2022-12, 2023-02, 2023-03, 2023-05 and the weeks around March
    "relief_proactive_share": ("relief_applications", {"2023-03", "2023-W09", "2023-W13"}),
    "work_orders_closed": ("work_orders", {"2023-03", "2023-W09", "2023-W13", "2023-03/ytd", "2023-05/ytd"}),
    "home_adaptations": ("home_adaptations", {"2023-03", "2023-05", "2023-W09", "2023-W13", "2023-W20"}),
    "five_star_communities": ("communities", {"2023-03", "2023-05", "2023-W09", "2023-W13", "2023-W20"}),
    "elder_visit_rate": ("elder_visits", {"2023-03"}),
    "child_visit_rate": ("children", {"2023-03", "2023-05"}),
    "township_home_upgraded": (
        "elder_facilities",
        {"2022-12", "2023-02", "2023-03", "2023-05", "2022-W52", "2023-W08", "2023-W09", "2023-W13", "2023-W20"},
    ),
}
PERIODS = {
    *("2022-12", "2023-02", "2023-03", "2023-05", "2022-W52", "2023-W08", "2023-W09", "2023-W13", "2023-W20"),
    *("2023-02/ytd", "2023-03/ytd", "2023-05/ytd"),
}


@pytest.mark.parametrize("indicator", REACH)
def test_only_the_townships_and_periods_that_a_change_reaches_are_rewritten(city: City, indicator: str) -> None:
    """2023-W09 ends on 5 March, 2023-W13 ends on 2 April."""
    dataset, reached = REACH[indicator]
    city.today("2023-06-15")
    city.add("work_orders", region=MIXED, accepted_on="2022-12-01")
    city.refresh(indicator)
    townships = (TOWN, STREET, GUYANG)
    plant(city.database, indicator, [(region, period) for region in townships for period in PERIODS])
    note(city.database, [(dataset, TOWN, "2023-03")])
    done = refresh(city.database)
    assert (TOWN, "2023-03") not in planted(city.database, indicator)
    assert planted(city.database, indicator) == {(r, p) for r in townships for p in PERIODS if r != TOWN or p not in reached}
    assert done.indicators < 15, "only the indicators behind this dataset are looked at"


def test_nothing_changed_means_nothing_written(city: City) -> None:
    city.today("2023-06-15")
    city.add("work_orders", region=TOWN, accepted_on="2023-02-01")
    refresh(city.database, everything=True)
    plant(city.database, "work_orders", [(TOWN, "2023-02"), (TOWN, "2023-06")])
    done = refresh(city.database)
    assert (done.readings, done.periods, done.indicators) == (0, 0, 0)
    assert planted(city.database, "work_orders") == {(TOWN, "2023-02"), (TOWN, "2023-06")}


def test_a_new_day_rewrites_the_running_periods_alone(city: City) -> None:
    city.today("2023-06-15")
    city.add("work_orders", region=TOWN, accepted_on="2023-06-16")
    refresh(city.database, everything=True)
    old = {(TOWN, "2023-05"), (TOWN, "2023-W23")}
    plant(city.database, "work_orders", [*old, (TOWN, "2023-06"), (TOWN, "2023-W24")])
    city.today("2023-06-16")
    refresh(city.database)
    assert planted(city.database, "work_orders") == old
    city.fresh.add("work_orders")
    assert city.value("work_orders", "2023-06", TOWN) == 1


def test_a_refresh_of_some_months_leaves_the_others_and_the_marks_but_not_a_day_that_moved(city: City) -> None:
    city.today("2023-06-30")
    city.add("work_orders", region=TOWN, accepted_on="2023-02-01")
    city.add("work_orders", region=TOWN, accepted_on="2023-07-01")
    refresh(city.database, everything=True)
    plant(city.database, "work_orders", [(TOWN, month) for month in ("2023-01", "2023-02", "2023-03", "2023-04")])
    note(city.database, [("work_orders", TOWN, "2023-04")])
    city.today("2023-07-02")
    refresh(city.database, first=parse("2023-02"), last=parse("2023-03"))
    assert planted(city.database, "work_orders") == {(TOWN, "2023-01"), (TOWN, "2023-04")}
    city.fresh.add("work_orders")
    assert city.value("work_orders", "2023-02", TOWN) == 1
    assert city.value("work_orders", "2023-07", TOWN) == 1, "July began: it may not stand there empty"
    refresh(city.database)
    assert planted(city.database, "work_orders") == {(TOWN, "2023-01")}, "the mark of April waited for its refresh"
