"""Every row of the demonstration keeps the rules its dataset declares: kinds, bounds, order, references, regions, days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from data.citizens import wrong
from data.datasets import DATASETS, Column, Dataset
from data.demo.city import City
from data.demo.rows import ROWS, Row
from data.indicators import INDICATORS
from data.periods import parse
from data.regions import Places
from geo.regions import LEVELS

Rows = dict[str, list[Row]]
REPORTED = {indicator.id for indicator in INDICATORS.values() if indicator.reported}


def values(dataset: Dataset, rows: list[Row], name: str) -> list[object]:
    at = [column.name for column in dataset.columns].index(name)
    return [row[at] for row in rows]


def fits(column: Column, value: object, places: Places, today: date) -> bool:
    """Whether a value is one that the column's kind takes."""
    match column.kind:
        case "key" | "reference":
            return isinstance(value, str) and 0 < len(value) <= 64
        case "text":
            return isinstance(value, str) and 0 < len(value) <= 500
        case "enum":
            return value in column.values
        case "indicator":
            return value in REPORTED
        case "region":
            coarsest = column.coarsest
            return value in places and LEVELS.index(places[str(value)].level) >= LEVELS.index(coarsest or "city")
        case "date":
            return type(value) is date and (column.future or value < today)
        case "month":
            return isinstance(value, str) and parse(value).starts <= today
        case "money" | "number":
            scaled = Decimal(str(value)).scaleb(2 if column.kind == "money" else 4)
            return scaled >= 0 and scaled == int(scaled)
        case "int":
            return type(value) is int and (column.low or 0) <= value <= (column.high or 0)
        case "yesno":
            return type(value) is bool
        case "lon":
            return isinstance(value, float) and 73 <= value <= 136
        case "lat":
            return isinstance(value, float) and 3 <= value <= 54
        case "citizen":
            return isinstance(value, str) and wrong(value, today) == "" and value[:6] in places


@pytest.mark.parametrize("name", DATASETS)
def test_every_value_is_of_its_kind(name: str, rows: Rows, places: Places, city: City) -> None:
    dataset = DATASETS[name]
    assert rows[name]
    assert {len(row) for row in rows[name]} == {len(dataset.columns)}
    for column in dataset.columns:
        found = values(dataset, rows[name], column.name)
        assert not (column.required and None in found), column.name
        assert [value for value in found if value is not None and not fits(column, value, places, city.today)] == [], column.name


@pytest.mark.parametrize("name", DATASETS)
def test_keys_are_unique_and_marked_as_demonstration(name: str, rows: Rows) -> None:
    dataset = DATASETS[name]
    keys = list(zip(*(values(dataset, rows[name], field) for field in dataset.key), strict=True))
    assert len(set(keys)) == len(keys)
    assert dataset.key != ("key",) or all(str(key[0]).startswith("DM-") for key in keys)


@pytest.mark.parametrize("name", [name for name, dataset in DATASETS.items() if dataset.order])
def test_days_stand_in_order(name: str, rows: Rows) -> None:
    dataset = DATASETS[name]
    for chain in dataset.order:
        for row in zip(*(values(dataset, rows[name], field) for field in chain), strict=True):
            known = [day for day in row if day is not None]
            assert known == sorted(known), row


def test_dates_lie_between_the_opening_of_the_ledgers_and_the_last_delivery(rows: Rows, city: City) -> None:
    for name, dataset in DATASETS.items():
        for column in dataset.columns:
            if column.kind == "date" and not column.future:
                known = [day for day in values(dataset, rows[name], column.name) if day is not None]
                assert not known or min(known) >= city.first, (name, column.name)  # type: ignore[type-var]
                assert not known or max(known) <= city.last(name), (name, column.name)  # type: ignore[type-var]


def test_rules_and_references_hold(rows: Rows) -> None:
    looked_at = Counter()
    for name, dataset in DATASETS.items():
        for rule in dataset.rules:
            pairs = zip(values(dataset, rows[name], rule.field), values(dataset, rows[name], rule.column), strict=True)
            forbidden = [other for value, other in pairs if value == rule.equals]
            assert set(forbidden) == {None}
            looked_at["rules"] += 1
        if dataset.reference:
            owner = DATASETS[dataset.reference.refers]
            known = set(values(owner, rows[owner.name], "key"))
            assert set(values(dataset, rows[name], dataset.reference.name)) <= known
            looked_at["references"] += 1
    assert looked_at == {"rules": 1, "references": 4}


@pytest.mark.parametrize(("year", "scale", "seed"), [(2020, 0.01, 1), (2034, 0.02, 99), (2024, 0.02, 7)])
def test_other_years_scales_and_seeds_keep_them_too(
    make_city: Callable[..., City], places: Places, year: int, scale: float, seed: int
) -> None:
    other = make_city(year, scale, seed)
    made = {name: list(make(other)) for name, make in ROWS.items()}
    for name, dataset in DATASETS.items():
        test_every_value_is_of_its_kind(name, made, places, other)
        test_keys_are_unique_and_marked_as_demonstration(name, made)
        if dataset.order:
            test_days_stand_in_order(name, made)
    test_dates_lie_between_the_opening_of_the_ledgers_and_the_last_delivery(made, other)
    test_rules_and_references_hold(made)
