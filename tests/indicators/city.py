"""A small city made by hand: records put straight into their tables, a today, and one figure read back."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from unittest.mock import patch

import sqlalchemy as sa

from access.scope import Scope
from data.database import Database
from data.datasets import DATASETS, Dataset
from data.facts import set_fact
from data.indicators import DECLARED
from data.indicators.figures import Figure, figures
from data.indicators.moment import moment
from data.indicators.readings import readings
from data.indicators.refresh import refresh
from data.indicators.targets import store_targets
from data.periods import parse
from geo.regions import CITY, DIGITS, Level, read_regions

REGIONS = {region.code: region for region in read_regions()}
QI, LANKAO, GULOU = "410221", "410225", "410204"
TOWN, STREET = "410221101", "410221001"  # 五里河镇: 35 villages; 金城街道: 19 communities
MIXED = "410221104"  # 高阳镇: 29 villages and 4 communities
PARK, PARK_VILLAGE = "410221401", "410221401498"  # 工业园区: one region of kind 其他 and nothing else
VILLAGE, OTHER_VILLAGE, COMMUNITY = "410221101200", "410221101201", "410221001001"
GUYANG, LANYANG = "410225101", "410225001"

COUNTIES = [r.code for r in REGIONS.values() if r.level == "county"]
TOWNSHIPS = [r.code for r in REGIONS.values() if r.level == "township"]
STREETS = [r.code for r in REGIONS.values() if r.level == "township" and r.kind == "街道"]


def first_in_each_township(*kinds: str) -> list[str]:
    """One village of one of the kinds from each township that has one."""
    found: dict[str, str] = {}
    for region in REGIONS.values():
        if region.level == "village" and region.kind in kinds:
            found.setdefault(region.parent, region.code)
    return sorted(found.values())


VILLAGES, COMMUNITIES = first_in_each_township("村"), first_in_each_township("社区")

OWNERS = {  # who has record access, and so sees every cell
    "relief": "社会救助科",
    "elderly": "养老服务科",
    "governance": "基层政权建设和社区治理科",
    "funeral": "社会事务科",
    "children": "慈善事业促进和社会工作科",
    "affairs": "社会事务科",
}


def owner(indicator: str) -> Scope:
    """The chief from whom nothing of this indicator is withheld."""
    return Scope("chief", section=OWNERS[DECLARED[indicator].programme])


def count_regions(level: Level, *kinds: str, inside: str = "4102") -> int:
    return sum(r.level == level and r.kind in kinds and r.code.startswith(inside) for r in REGIONS.values())


def as_row(dataset: Dataset, given: Mapping[str, Any], key: str) -> dict[str, Any]:
    """A whole row: days written as text become days, a key is made up, and required words that no definition looks at are filled in."""
    row: dict[str, Any] = {"inserted_by": 1, "changed_by": 1}
    unknown = set(given) - {column.name for column in dataset.columns}
    if unknown:
        raise KeyError(f"{dataset.name} has no {unknown}")
    for column in dataset.columns:
        value = given.get(column.name)
        if column.kind == "date" and isinstance(value, str):
            value = date.fromisoformat(value)
        if value is None and column.required:
            if column.kind not in ("key", "enum", "text", "money", "int"):
                raise KeyError(f"{dataset.name} needs {column.name}")
            value = {"key": key, "enum": (*column.values, "")[0], "text": "某处"}.get(column.kind, 0)
        row[column.name] = value
    return row


class City:
    """Records in, figures out. Readings are recomputed when something was added since the last look."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.keys = itertools.count(1)
        self.slots: dict[str, str] = {}
        self.fresh: set[str] = set()

    def today(self, day: str) -> None:
        """Fix the city's today."""
        with self.database.writing() as connection:
            set_fact(connection, "today", day)
        self.fresh.clear()

    def set_targets(self, year: int = 2023) -> None:
        """Load the year's targets as the declarations carry them."""
        with self.database.writing() as connection:
            store_targets(connection, year)
        self.fresh.clear()

    def add(self, dataset: str, **fields: Any) -> str:
        """One record; returns its key (or region, where that is the key)."""
        declared = DATASETS[dataset]
        row = as_row(declared, fields, f"k{next(self.keys)}")
        with self.database.writing() as connection:
            connection.execute(sa.insert(declared.table).values(**row))
        self.fresh.clear()
        return str(row[declared.key[0]])

    def change(self, dataset: str, key: str, **fields: Any) -> None:
        """Change one record."""
        declared = DATASETS[dataset]
        with self.database.writing() as connection:
            connection.execute(sa.update(declared.table).where(declared.table.c[declared.key[0]] == key).values(**fields))
        self.fresh.clear()

    def scatter(self, dataset: str, records: Mapping[str, Mapping[str, Any]], over: Sequence[str] = TOWNSHIPS) -> dict[str, str]:
        """Each named record in a region of its own, so that `counted` can say by name which of them count. Returns name → key."""
        assert len(records) <= len(over)
        keys = {}
        for (name, fields), region in zip(records.items(), over, strict=False):
            assert name not in self.slots
            self.slots[name] = str(fields.get("region", region))
            place = {} if DATASETS[dataset].reference else {"region": region}
            keys[name] = self.add(dataset, **{**place, **fields})
        return keys

    def refresh(self, *indicators: str) -> None:
        """Compute every period anew, of these indicators alone (all, where none is named): a test looks at one or two."""
        only = {name: DECLARED[name] for name in indicators or DECLARED}
        if not self.fresh.issuperset(only):
            with patch("data.indicators.refresh.DECLARED", only):
                refresh(self.database, everything=True)
            self.fresh.update(only)

    def read(
        self,
        indicator: str,
        period: str,
        region: str = CITY,
        *,
        level: Level | None = None,
        by_category: bool = False,
        scope: Scope | None = None,
    ) -> tuple[Figure, ...]:
        """Figures as `scope` sees them; without one, as the chief with record access does."""
        self.refresh(indicator)
        with moment(self.database) as now:
            return figures(
                now,
                [indicator],
                scope=scope or owner(indicator),
                periods=[parse(period)],
                region=region,
                level=level,
                by_category=by_category,
            )

    def figure(self, indicator: str, period: str, region: str = CITY, scope: Scope | None = None) -> Figure:
        (found,) = self.read(indicator, period, region, scope=scope)
        return found

    def value(self, indicator: str, period: str, region: str = CITY) -> float | None:
        return self.figure(indicator, period, region).value

    def halves(self, indicator: str, period: str, region: str = CITY) -> tuple[float | None, float | None]:
        """Numerator and denominator."""
        found = self.figure(indicator, period, region)
        return found.numerator, found.denominator

    def by_category(self, indicator: str, period: str, region: str = CITY) -> dict[str | None, float | None]:
        return {f.category: f.value for f in self.read(indicator, period, region, by_category=True)}

    def counted(self, indicator: str, period: str) -> set[str]:
        """The names of the scattered records that count in the numerator."""
        return self._named(indicator, period, "numerator")

    def judged(self, indicator: str, period: str) -> set[str]:
        """The names of the scattered records that count in the denominator."""
        return self._named(indicator, period, "denominator")

    def _named(self, indicator: str, period: str, half: str) -> set[str]:
        level = DECLARED[indicator].level
        found = {f.region: getattr(f, half) for f in self.read(indicator, period, level=level)}
        return {name for name, code in self.slots.items() if found[code[: DIGITS[level]]]}


def dump(database: Database) -> list[tuple[Any, ...]]:
    """The whole table of readings, sorted by its key in Python: databases differ in how they sort text."""
    with database.reading() as connection:
        return sorted((tuple(row) for row in connection.execute(sa.select(readings))), key=lambda row: row[:4])


# --- edge days ----------------------------------------------------------------------------------------------------------------------
# today is Wednesday 2023-02-15: January is over, February and 2023-W07 run

TODAY = "2023-02-15"
DAYS = ("2022-12-31", "2023-01-01", "2023-01-02", "2023-01-31", "2023-02-01", "2023-02-15", "2023-02-16")
INSIDE = {  # which of DAYS lie in a period, up to today
    "2022-12": {"2022-12-31"},
    "2023-01": {"2023-01-01", "2023-01-02", "2023-01-31"},
    "2023-02": {"2023-02-01", "2023-02-15"},
    "2022-W52": {"2022-12-31", "2023-01-01"},
    "2023-W01": {"2023-01-02"},
    "2023-W05": {"2023-01-31", "2023-02-01"},
    "2023-W07": {"2023-02-15"},
    "2022-12/ytd": {"2022-12-31"},
    "2023-01/ytd": {"2023-01-01", "2023-01-02", "2023-01-31"},
    "2023-02/ytd": {"2023-01-01", "2023-01-02", "2023-01-31", "2023-02-01", "2023-02-15"},
}
SINCE_NEW_YEAR = {  # which of DAYS lie between 1 January of d's year and d; the week over New Year ends on 1 January 2023
    "2022-12": {"2022-12-31"},
    "2023-01": {"2023-01-01", "2023-01-02", "2023-01-31"},
    "2023-02": {"2023-01-01", "2023-01-02", "2023-01-31", "2023-02-01", "2023-02-15"},
    "2022-W52": {"2023-01-01"},
    "2023-W01": {"2023-01-01", "2023-01-02"},
    "2023-W05": {"2023-01-01", "2023-01-02", "2023-01-31", "2023-02-01"},
    "2022-12/ytd": {"2022-12-31"},
    "2023-01/ytd": {"2023-01-01", "2023-01-02", "2023-01-31"},
    "2023-02/ytd": {"2023-01-01", "2023-01-02", "2023-01-31", "2023-02-01", "2023-02-15"},
}
UP_TO = {  # which of DAYS are not after d: for what, once it has happened, lasts
    "2022-12": {"2022-12-31"},
    "2023-01": {"2022-12-31", "2023-01-01", "2023-01-02", "2023-01-31"},
    "2023-02": {"2022-12-31", "2023-01-01", "2023-01-02", "2023-01-31", "2023-02-01", "2023-02-15"},
    "2022-W52": {"2022-12-31", "2023-01-01"},
    "2023-W05": {"2022-12-31", "2023-01-01", "2023-01-02", "2023-01-31", "2023-02-01"},
    "2023-01/ytd": {"2022-12-31", "2023-01-01", "2023-01-02", "2023-01-31"},
    "2023-02/ytd": {"2022-12-31", "2023-01-01", "2023-01-02", "2023-01-31", "2023-02-01", "2023-02-15"},
}


def on_each_day(field: str, **others: Any) -> dict[str, dict[str, Any]]:
    """One record on each of DAYS, named by its day."""
    return {day: {field: day, **others} for day in DAYS}


def stays(start: str, end: str, **others: Any) -> dict[str, dict[str, Any]]:
    """Records that begin and end on the edges of January, of the week that ends on 29 January, and of today."""
    long_ago = "2023-01-03"
    edges: dict[str, dict[str, Any]] = {
        "stays": {start: long_ago},
        "starts on the month's last day": {start: "2023-01-31"},
        "starts a day later": {start: "2023-02-01"},
        "ends on the month's last day": {start: long_ago, end: "2023-01-31"},
        "ends a day later": {start: long_ago, end: "2023-02-01"},
        "starts and ends on the month's last day": {start: "2023-01-31", end: "2023-01-31"},
        "starts on the week's last day": {start: "2023-01-29"},
        "starts on Monday": {start: "2023-01-30"},
        "ends on the week's last day": {start: long_ago, end: "2023-01-29"},
        "ends on Monday": {start: long_ago, end: "2023-01-30"},
        "starts today": {start: "2023-02-15"},
        "starts tomorrow": {start: "2023-02-16"},
        "ends today": {start: long_ago, end: "2023-02-15"},
        "ends tomorrow": {start: long_ago, end: "2023-02-16"},
    }
    return {name: {**others, **days} for name, days in edges.items()}


_JANUARY = {
    "stays",
    "starts on the month's last day",
    "ends a day later",
    "starts on the week's last day",
    "starts on Monday",
    "ends today",
    "ends tomorrow",
}
_FEBRUARY = {
    "stays",
    "starts on the month's last day",
    "starts a day later",
    "starts on the week's last day",
    "starts on Monday",
    "starts today",
    "ends tomorrow",
}
_WEEK = {
    "stays",
    "ends on the month's last day",
    "ends a day later",
    "starts on the week's last day",
    "ends on Monday",
    "ends today",
    "ends tomorrow",
}
STANDING = {"2023-01": _JANUARY, "2023-02": _FEBRUARY, "2023-W04": _WEEK, "2023-01/ytd": _JANUARY, "2023-02/ytd": _FEBRUARY}
