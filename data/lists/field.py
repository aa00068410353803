"""A column of a record list: where its value comes from, how it is written, what it can be filtered by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from data.datasets import Column, Dataset
from data.exchange.records import escaped
from geo.regions import DIGITS, Level

Kind = Literal["id", "text", "enum", "yesno", "date", "month", "int", "money", "number", "place", "age"]
Cell = str | int | float | Decimal | date | bool | None
PLACES: dict[Level, str] = {"county": "县区", "township": "乡镇街道", "village": "村社区"}
NUMBERS: tuple[Kind, ...] = ("int", "money", "number", "age")
_KINDS: dict[str, Kind] = {"key": "id", "reference": "id", "indicator": "text", "lon": "number", "lat": "number"}


@dataclass(frozen=True)
class Field:
    """One column of a list.

    kind     id: a record's number; place: the name of the region's county, township or village; age: days from the date in
             `column` to the period's day d
    column   the database column it is read from
    owned    read from the table a reference points into
    values   of an enum, in the declared order
    optional may be empty
    """

    name: str
    header: str
    kind: Kind
    column: Any
    optional: bool = False
    values: tuple[str, ...] = ()
    level: Level = "county"
    owned: bool = False

    @property
    def numeric(self) -> bool:
        return self.kind in NUMBERS


def field_of(dataset: Dataset, name: str) -> Field:
    """A dataset's column as a list shows it."""
    declared = dataset.column(name)
    return Field(name, declared.header, _kind(declared), dataset.table.c[name], not declared.required, declared.values)


def places(region: Any, *levels: Level, owned: bool = False) -> tuple[Field, ...]:
    """The names of the county, township and village that a region column lies in."""
    return tuple(Field(level, PLACES[level], "place", region, level != "county", (), level, owned) for level in levels)


def fields_of(dataset: Dataset, names: Sequence[str]) -> tuple[Field, ...]:
    return tuple(field_of(dataset, name) for name in names)


def _kind(declared: Column) -> Kind:
    return _KINDS.get(declared.kind) or declared.kind  # type: ignore[return-value]


def code_at(level: Level, code: str) -> str:
    """The code of the region of that level which `code` lies in; empty where it is coarser."""
    digits = DIGITS[level]
    return code[:digits] if len(code) >= digits else ""


def text(field: Field, value: Cell) -> str:
    """A cell as the screen and csv write it, not escaped; empty where there is none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    if field.kind == "money":
        return f"{value:.2f}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


def csv_cell(field: Field, value: Cell) -> str:
    """A cell of a csv file: a text that no spreadsheet runs."""
    shown = text(field, value)
    return shown if field.numeric else escaped(shown)


def xlsx_cell(field: Field, value: Cell) -> str | int | float | None:
    """A cell of a sheet: numbers as numbers, everything else as its text; escaping is the writer's."""
    if value is None:
        return None
    if field.numeric and isinstance(value, (int, float, Decimal)):
        return value if isinstance(value, int) else float(value)
    return text(field, value)
