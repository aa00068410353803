"""Where invented places stand on the map: near their township's point, and always inside their county's boundary."""

from __future__ import annotations

import json
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

import geo
from data.demo.dice import Dice
from data.regions import Places
from geo.regions import Region

FILE = Path(geo.__file__).parent / "counties.geojson"
SPREAD = 0.025  # degrees round the township's point: a village lies a few kilometres from it
TRIES = 8


class Positions:
    """Points inside the counties."""

    def __init__(self, places: Places, path: Path = FILE) -> None:
        self.places = places
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        self.shapes: dict[str, BaseGeometry] = {f["properties"]["code"]: shapely.geometry.shape(f["geometry"]) for f in features}
        for shape in self.shapes.values():
            shapely.prepare(shape)

    def inside(self, county: str, lon: float, lat: float) -> bool:
        """Whether the point lies in the county of that code."""
        return bool(shapely.contains_xy(self.shapes[county], lon, lat))

    def near(self, dice: Dice, code: str) -> tuple[float, float] | tuple[None, None]:
        """A point for a place in the region; none where the county has neither a shape nor a label."""
        county = self.places[code[:6]]
        if county.code not in self.shapes or county.lon is None or county.lat is None:
            return None, None
        lon, lat = self._centre(self.places.all.get(code[:9]), county)
        for attempt in range(TRIES):
            spread = SPREAD / (attempt + 1)
            point = (round(lon + (2 * dice.roll() - 1) * spread, 5), round(lat + (2 * dice.roll() - 1) * spread, 5))
            if self.inside(county.code, *point):
                return point
        return round(lon, 5), round(lat, 5)

    def _centre(self, town: Region | None, county: Region) -> tuple[float, float]:
        """The township's point where it is known and inside, else the county's label."""
        if town is not None and town.lon is not None and town.lat is not None and self.inside(county.code, town.lon, town.lat):
            return town.lon, town.lat
        assert county.lon is not None and county.lat is not None  # noqa: S101  # near() has looked
        return county.lon, county.lat
