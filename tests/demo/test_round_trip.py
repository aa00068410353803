"""The demonstration's rows as the bureau's own files: every dataset goes back in by the exchange, not a row refused, not a row changed."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from data.database import Database
from data.datasets import DATASETS
from data.demo import fill
from data.demo.city import City
from data.demo.rows import ROWS
from data.exchange.importing import import_file
from data.indicators import INDICATORS

SCALE = 0.01
REPORTED = {text: indicator.id for indicator in INDICATORS.values() if indicator.reported for text in (indicator.id, indicator.name)}


def written(value: object) -> object:
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else value


@pytest.mark.parametrize("first", [True, False], ids=["into an empty database", "over the same city"])
def test_every_dataset_is_taken_whole(sqlite_database: Database, make_city: Callable[..., City], tmp_path: Path, first: bool) -> None:
    if not first:
        fill(sqlite_database, scale=SCALE)
    city = make_city(scale=SCALE)
    for name, dataset in DATASETS.items():
        path = tmp_path / f"{name}.csv"
        rows = [[written(value) for value in row] for row in ROWS[name](city)]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([column.header for column in dataset.columns])
            writer.writerows(rows)
        report = import_file(sqlite_database, path, name, who="测试", source="command", reported=REPORTED, mix=True)
        assert (report.errors, report.unknown_columns) == ((), ()), name
        assert (report.rows, report.rejected) == (len(rows), 0), name
        assert (report.inserted, report.updated, report.unchanged) == ((len(rows), 0, 0) if first else (0, 0, len(rows))), name
