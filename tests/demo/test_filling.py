"""`fill` writes the same rows on every database and for every hash seed, all or nothing, and never beside real batches unasked."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from data import facts
from data.citizens import digest
from data.database import Database, metadata
from data.datasets import DATASETS
from data.demo import Refused, fill
from data.demo.city import City
from data.demo.dice import Dice
from data.demo.rows import ROWS
from data.exchange.batches import ALWAYS, batches, touched
from data.settings import settings

ROOT = Path(__file__).parent.parent.parent
SCALE = 0.02

# What the rows hash to at SCALE, from the generators alone; run with another hash seed in a process of its own.
SEALED = f"""
import hashlib
from data.demo.city import read_city
from data.demo.rows import ROWS
from data.regions import Places
from geo.regions import read_regions
city = read_city(Places({{r.code: r for r in read_regions()}}), year=2023, scale={SCALE}, seed=7)
seal = hashlib.sha256()
for name, make in ROWS.items():
    for row in make(city):
        seal.update(repr(row).encode())
print(seal.hexdigest())
"""


def dump(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every record with its batches, by key."""
    with database.reading() as connection:
        return {
            name: [tuple(row) for row in connection.execute(sa.select(dataset.table).order_by(*(dataset.table.c[k] for k in dataset.key)))]
            for name, dataset in DATASETS.items()
        }


def real_batch(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(
            sa.insert(batches).values(
                dataset="marriages",
                file="登记.csv",
                sha256="",
                who="县区",
                source="command",
                at=sa.func.current_timestamp(),
                rows=1,
                inserted=1,
                updated=0,
                unchanged=0,
                rejected=0,
            )
        )


def test_chance_is_the_same_in_every_python() -> None:
    """Were the stream to change, everybody's demonstration would; these are its first throws."""
    dice = Dice(7, "deaths")
    assert [dice.whole(0, 999_999) for _ in range(4)] == [409_603, 719_655, 251_850, 807_046]


def test_rows_do_not_depend_on_the_hash_seed() -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", SEALED], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        )
        for seed in ("1", "2024")
    ]
    assert len(runs[0].stdout.strip()) == 64
    assert runs[0].stdout == runs[1].stdout


def test_sqlite_and_postgresql_hold_the_same_rows(sqlite_database: Database, postgres_database: Database) -> None:
    for database in (sqlite_database, postgres_database):
        fill(database, scale=SCALE)
    assert dump(sqlite_database) == dump(postgres_database)
    seals = []
    for database in (sqlite_database, postgres_database):
        with database.reading() as connection:
            seals.append(connection.execute(sa.select(batches.c.dataset, batches.c.sha256, batches.c.rows).order_by(batches.c.id)).all())
    assert seals[0] == seals[1]


def test_each_dataset_is_one_batch_of_the_demonstration(database: Database) -> None:
    told: list[str] = []
    filled = fill(database, scale=SCALE, notice=told.append)
    with database.reading() as connection:
        found = connection.execute(sa.select(batches).order_by(batches.c.id)).all()
        assert [row.dataset for row in found] == list(DATASETS) == list(filled.rows)
        assert len(told) == len(DATASETS)
        for row in found:
            table = DATASETS[row.dataset].table
            assert (row.source, row.file, row.who, row.withdrawn_at) == ("demo", "演示数据", "演示", None)
            assert row.rows == row.inserted == filled.rows[row.dataset] == connection.scalar(sa.select(sa.func.count()).select_from(table))
            assert len(row.sha256) == 64
            mine = connection.execute(sa.select(table.c.inserted_by, table.c.changed_by).distinct()).all()
            assert mine == [(row.id, row.id)]
        marks = {tuple(row) for row in connection.execute(sa.select(touched))}
        assert ("deaths", "410221101", ALWAYS) in marks
        assert {mark[0] for mark in marks} == set(DATASETS)
        assert facts.today(connection) == date(2023, 9, 18)
        assert facts.is_demonstration(connection)


def test_citizen_numbers_are_kept_as_the_exchange_keeps_them_and_nowhere_in_clear(
    sqlite_database: Database, make_city: Callable[..., City]
) -> None:
    fill(sqlite_database, scale=SCALE)
    key, number = next((row[0], str(row[-1])) for row in ROWS["relief_recipients"](make_city(scale=SCALE)) if row[-1])
    with sqlite_database.reading() as connection:
        kept = DATASETS["relief_recipients"].table.c
        assert connection.scalar(sa.select(kept.citizen).where(kept.key == key)) == digest(number, settings().secret("citizen_key"))
        for table in metadata.sorted_tables:
            for row in connection.execute(sa.select(table)):
                assert not re.search(r"(?<![0-9a-f])[0-9]{17}[0-9X](?![0-9a-f])", " ".join(map(str, row))), table.name
    raw = Path(str(sqlite_database.url.database))
    for path in (raw, raw.with_name(raw.name + "-wal")):
        assert number.encode() not in path.read_bytes()


def test_the_same_city_again_changes_nothing_and_another_replaces_it(database: Database) -> None:
    fill(database, scale=SCALE)
    before = dump(database)
    again = fill(database, scale=SCALE)
    assert again.already
    assert again.total == sum(map(len, before.values()))
    assert dump(database) == before
    other = fill(database, year=2022, scale=SCALE, seed=8)
    assert other.replaced
    assert not other.already
    back = fill(database, scale=SCALE)
    assert back.replaced
    with database.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(batches)) == len(DATASETS)
        assert facts.today(connection) == date(2023, 9, 18)
    assert {name: [row[:-2] for row in rows] for name, rows in dump(database).items()} == {
        name: [row[:-2] for row in rows] for name, rows in before.items()
    }


def test_a_withdrawn_batch_is_put_back(sqlite_database: Database) -> None:
    fill(sqlite_database, scale=SCALE)
    marriages = DATASETS["marriages"].table
    with sqlite_database.writing() as connection:
        connection.execute(sa.delete(marriages))
        connection.execute(sa.update(batches).where(batches.c.dataset == "marriages").values(withdrawn_at=sa.func.current_timestamp()))
    assert not fill(sqlite_database, scale=SCALE).already
    with sqlite_database.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(marriages))


def test_a_database_with_real_batches_is_left_alone_unless_asked(sqlite_database: Database) -> None:
    real_batch(sqlite_database)
    population = DATASETS["population"].table
    with sqlite_database.writing() as connection:
        connection.execute(sa.insert(population).values(region="410221", year=2020, residents=5, inserted_by=1, changed_by=1))
    with pytest.raises(Refused, match=r"真实批次.*--mix"):
        fill(sqlite_database, scale=SCALE)
    assert sum(map(len, dump(sqlite_database).values())) == 1
    filled = fill(sqlite_database, scale=SCALE, mix=True)
    assert filled.rows["population"] == 8
    with sqlite_database.reading() as connection:
        assert connection.scalar(sa.select(population.c.residents).where(population.c.region == "410221")) == 5
    assert fill(sqlite_database, scale=SCALE, mix=True).already
    with pytest.raises(Refused, match="不能再替换"):
        fill(sqlite_database, scale=SCALE, seed=9, mix=True)


@pytest.mark.parametrize(("year", "scale"), [(2019, 1.0), (2035, 1.0), (2023, 0.001), (2023, 1000.0)])
def test_impossible_wishes_are_refused_in_words(sqlite_database: Database, year: int, scale: float) -> None:
    with pytest.raises(Refused, match="应在"):
        fill(sqlite_database, year=year, scale=scale)


def test_without_regions_there_is_no_city(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    metadata.create_all(database.engine)
    with pytest.raises(Refused, match="flask init"):
        fill(database)
    database.dispose()
