"""Administrative regions as plain values. Codes nest by prefix: 4 digits city, 6 county, 9 township, 12 village.

Source: 统计用区划代码 as of 2023-06-30 (国家统计局); terms in docs/geography.md.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Level = Literal["city", "county", "township", "village"]
LEVELS: tuple[Level, ...] = ("city", "county", "township", "village")
CITY = "410200"
DIGITS: dict[Level, int] = {"city": 4, "county": 6, "township": 9, "village": 12}
WORDS: dict[Level, str] = {"city": "市", "county": "县区", "township": "乡镇街道", "village": "村社区"}
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Region:
    """One region. `position` says how far lon/lat can be trusted: label, good, inferred, group, unknown or empty."""

    code: str
    name: str
    level: Level
    parent: str
    kind: str
    lon: float | None = None
    lat: float | None = None
    position: str = ""


def prefix(code: str) -> str:
    """The digits that all codes inside the region begin with: `410200` → `4102`, `410221` → `410221`."""
    return code[:4] if code == CITY else code


def level_of(code: str) -> Level:
    """The level a code's length stands for; the city is written with six digits.

    Raises ValueError for any other length.
    """
    if code == CITY:
        return "city"
    for level in LEVELS[1:]:
        if len(code) == DIGITS[level]:
            return level
    raise ValueError(f"{code!r} is no administrative code")


def read_regions(path: Path = HERE / "regions.csv") -> list[Region]:
    """The regions of a file with the columns code, name, level, parent, kind, lon, lat, position."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        return [
            Region(
                row["code"],
                row["name"],
                row["level"],  # type: ignore[arg-type]
                row["parent"],
                row["kind"],
                float(row["lon"]) if row["lon"] else None,
                float(row["lat"]) if row["lat"] else None,
                row["position"],
            )
            for row in csv.DictReader(file)
        ]
