"""Random records for every dataset, from its declaration: few places, days crowded around the edges, chains of days in order."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import sqlalchemy as sa

from data.database import Database
from data.datasets import DATASETS, Column, Dataset
from data.facts import set_fact
from geo.regions import DIGITS

from .city import (
    COMMUNITY,
    COUNTIES,
    GULOU,
    GUYANG,
    LANKAO,
    LANYANG,
    MIXED,
    OTHER_VILLAGE,
    PARK,
    PARK_VILLAGE,
    QI,
    REGIONS,
    STREET,
    TOWN,
    VILLAGE,
)
from .oracle import REPORTED, Oracle, Row

PLACES = [
    *(VILLAGE, OTHER_VILLAGE, "410221101202", COMMUNITY, "410221001002", PARK_VILLAGE, f"{MIXED}001", f"{MIXED}200"),
    *(TOWN, STREET, MIXED, PARK, GUYANG, LANYANG, f"{GULOU}001", f"{GULOU}001002"),
    *(QI, LANKAO, GULOU),
]
HOW_MANY = {
    **{"elder_facilities": 100, "facility_residents": 120, "elder_visits": 150, "child_visits": 120, "caregivers": 80},
    **{"deaths": 150, "relief_applications": 100, "reported_values": 80},
}
EDGES = [
    *("2022-12-30", "2022-12-31", "2023-01-01", "2023-01-02", "2023-01-10", "2023-01-11", "2023-01-20", "2023-01-28", "2023-01-31"),
    *("2023-02-01", "2023-02-10", "2023-02-28", "2023-03-01", "2023-03-31", "2023-04-28", "2023-09-26", "2023-09-30", "2023-10-01"),
]
AMOUNTS = ["0", "0.01", "440", "1199.99", "1200", "1200.01", "98765.43"]
AGES = [None, 0, 17, 18, 44, 45, 59, 60, 69, 70, 79, 80, 89, 90, 130]
VILLAGE_CODES = [code for code, region in REGIONS.items() if region.level == "village" and code.startswith((QI, GULOU))]


class Maker:
    """Makes rows for one city whose today is `today`."""

    def __init__(self, seed: int, today: date) -> None:
        self.random = Random(seed)
        self.today = today
        self.tables: dict[str, list[Row]] = {}
        self.made = 0

    def city(self) -> dict[str, list[Row]]:
        """Rows of every dataset, those referred to before those that refer."""
        for name, dataset in DATASETS.items():
            self.tables[name] = []
            for _ in range(HOW_MANY.get(name, 40)):
                row = self.row(dataset)
                if all(any(row[k] != other[k] for k in dataset.key) for other in self.tables[name]):
                    self.tables[name].append(row)
        return self.tables

    def row(self, dataset: Dataset) -> Row:
        self.made += 1
        row = {column.name: self.cell(dataset, column) for column in dataset.columns}
        for chain in dataset.order:
            days = sorted(row[name] for name in chain if row[name] is not None)
            for name in chain:
                if row[name] is not None:
                    row[name] = days.pop(0)
        for rule in dataset.rules:
            if row[rule.field] == rule.equals:
                row[rule.column] = None
        return row

    def day(self) -> date:
        pick = self.random.random()
        if pick < 0.4:
            return date.fromisoformat(self.random.choice(EDGES))
        if pick < 0.7:
            return self.today + timedelta(days=self.random.choice((-31, -7, -6, -3, -2, -1, 0, 1)))
        return date(2022, 11, 1) + timedelta(days=self.random.randrange(365))

    def cell(self, dataset: Dataset, column: Column) -> Any:
        pick = self.random.choice
        if not column.required and self.random.random() < 0.25:
            return None
        match column.kind:
            case "key":
                return f"k{self.made}"
            case "reference":
                return pick(self.tables[column.refers])["key"]
            case "region" if dataset.key == ("region",):
                return pick(VILLAGE_CODES)
            case "region" if dataset.name == "population":
                return pick([*COUNTIES, QI, LANKAO, TOWN])
            case "region":
                least = DIGITS[column.coarsest or "county"]
                return pick([code for code in PLACES if len(code) >= least])
            case "enum":
                return pick(column.values)
            case "text":
                return "某处"
            case "indicator":
                return pick(list(REPORTED))
            case "date":
                return self.day()
            case "month":
                return f"{self.day():%Y-%m}"
            case "money":
                return Decimal(pick(AMOUNTS))
            case "number":
                return Decimal(pick(["0", "1", "2", "440.5", "12.3456"]))
            case "yesno":
                return pick([True, True, False])
            case "int" if column.name == "age":
                return pick(AGES)
            case "int" if column.name == "year":
                return pick([2021, 2022, 2023, 2024])
            case "int":
                return self.random.randint(column.low or 0, min(column.high or 50_000, 50_000))
        return None


def store(database: Database, tables: dict[str, list[Row]], today: date) -> None:
    """Put the rows into their tables and fix today."""
    with database.writing() as connection:
        set_fact(connection, "today", today.isoformat())
        for name, rows in tables.items():
            if rows:
                connection.execute(sa.insert(DATASETS[name].table), [{**row, "inserted_by": 1, "changed_by": 1} for row in rows])


def oracle_of(tables: dict[str, list[Row]], today: date) -> Oracle:
    return Oracle(tables, REGIONS, today)
