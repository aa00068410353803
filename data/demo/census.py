"""The census of 2020 by county: counted figures where they were published, else the city's total shared out (see docs/demonstration.md)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import geo
from data.indicators.shares import largest_remainder
from geo.regions import CITY

YEAR = 2020
FILE = Path(geo.__file__).parent / "population.csv"


@dataclass(frozen=True)
class Counted:
    """Residents of a county. `estimated` names the figures that nobody published for the county itself."""

    residents: int
    aged_60: int
    aged_65: int
    estimated: tuple[str, ...]


def read_census(path: Path = FILE) -> dict[str, Counted]:
    """Every county's figures. They add up to the city's, exactly, in each column.

    A residents figure not found is shared out by the estimate of 2018; those of 60 and over by residents (a published percentage
    comes first); those of 65 and over by those of 60 and over.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["county_code"]: row for row in csv.DictReader(file)}
    city = rows.pop(CITY)
    published = {code: int(row["pop_census_2020"]) for code, row in rows.items() if row["pop_census_2020"]}
    residents = _filled(int(city["pop_census_2020"]), published, {code: int(row["pop_est_2018"]) for code, row in rows.items()})
    known_60 = {code: int(row["pop60_2020"]) for code, row in rows.items() if row["pop60_2020"]}
    by_percent = {
        code: int(residents[code] * Decimal(row["pct60_2020"]) / 100 + Decimal("0.5"))
        for code, row in rows.items()
        if row["pct60_2020"] and code not in known_60
    }
    aged_60 = _filled(int(city["pop60_2020"]), known_60 | by_percent, residents)
    known_65 = {code: int(row["pop65_2020"]) for code, row in rows.items() if row["pop65_2020"]}
    aged_65 = _filled(int(city["pop65_2020"]), known_65, aged_60)
    counted = {"residents": published, "aged_60": known_60, "aged_65": known_65}
    return {
        code: Counted(residents[code], aged_60[code], aged_65[code], tuple(name for name, known in counted.items() if code not in known))
        for code in rows
    }


def _filled(total: int, known: dict[str, int], weights: dict[str, int]) -> dict[str, int]:
    """The known figures, and the rest of the total shared out over the others by weight."""
    rest = {code: weight for code, weight in weights.items() if code not in known}
    return {**known, **largest_remainder(total - sum(known.values()), rest)}
