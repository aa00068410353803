"""The city the demonstration is played in: its counties with their pace, their townships and villages, its days and months."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeVar

from data.calendar import days as calendar_days
from data.demo import shape
from data.demo.census import read_census
from data.demo.dice import Dice, Odds
from data.demo.positions import Positions
from data.demo.shape import Curve
from data.indicators.shares import largest_remainder
from data.periods import month_of
from data.regions import Places
from geo.regions import Region

T = TypeVar("T")
RURAL = ("乡", "镇")


@dataclass(frozen=True)
class Town:
    """A township-level unit and what lies in it."""

    region: Region
    villages: tuple[Region, ...]

    @property
    def code(self) -> str:
        return self.region.code

    @property
    def rural(self) -> bool:
        return self.region.kind in RURAL


@dataclass(frozen=True)
class County:
    """A county. `pace`: 0 lags behind in everything, 1 leads."""

    region: Region
    pace: float
    residents: int
    aged_60: int
    aged_65: int
    towns: tuple[Town, ...]

    @property
    def code(self) -> str:
        return self.region.code

    @cached_property
    def villages(self) -> tuple[Region, ...]:
        return tuple(village for town in self.towns for village in town.villages)

    @cached_property
    def rural_villages(self) -> tuple[Region, ...]:
        """Villages under a township or town; where rural relief is paid, also in the districts."""
        return tuple(village for town in self.towns if town.rural for village in town.villages)

    @cached_property
    def urban_villages(self) -> tuple[Region, ...]:
        return tuple(v for town in self.towns for v in town.villages if not town.rural or v.kind == "社区") or self.villages


@dataclass(frozen=True)
class City:
    """The stage: `year` is the plan's; records run from January of the year before to the day before `today`."""

    year: int
    scale: float
    seed: int
    counties: tuple[County, ...]
    positions: Positions = field(compare=False, repr=False)
    _made: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def first(self) -> date:
        """The day the ledgers were opened: whatever was there already is dated then."""
        return date(self.year - 1, 1, 1)

    @property
    def new_year(self) -> date:
        return date(self.year, 1, 1)

    @property
    def today(self) -> date:
        return date(self.year, *shape.TODAY)

    def delivered(self, dataset: str) -> date:
        """The day the dataset's file came in."""
        return date.fromordinal(self.today.toordinal() - shape.DELIVERED_DAYS_AGO.get(dataset, 0))

    def last(self, dataset: str = "") -> date:
        """The last day the dataset's records can be of: the one before its file came in."""
        return date.fromordinal(self.delivered(dataset).toordinal() - 1)

    @cached_property
    def months(self) -> tuple[date, ...]:
        """The first day of every month."""
        return tuple(date(self.year - 1 + n // 12, n % 12 + 1, 1) for n in range(12 + self.today.month))

    @cached_property
    def working(self) -> list[date]:
        """All working days, and some after the last, by the State Council's arrangements."""
        return [row["day"] for row in calendar_days() if row["working"] and row["day"] >= self.first]  # type: ignore[misc, operator]

    @cached_property
    def laggards(self) -> tuple[County, ...]:
        """The counties, slowest first."""
        return tuple(sorted(self.counties, key=lambda county: (county.pace, county.code)))

    def dice(self, name: str) -> Dice:
        """The stream of chance of that name."""
        return Dice(self.seed, name)

    def once(self, name: str, make: Callable[[City], T]) -> T:
        """What `make` makes of the city, made at its first use: records that others refer to."""
        if name not in self._made:
            self._made[name] = make(self)
        made: T = self._made[name]
        return made

    def count(self, dataset: str) -> int:
        """How many of a dataset's people or events there are at this scale."""
        return max(1, int(shape.TOTALS[dataset] * self.scale + 0.5))

    def split(self, total: int, weights: Mapping[str, float]) -> list[tuple[County, int]]:
        """A total shared out over the counties by weight."""
        parts = largest_remainder(total, {code: int(weight) for code, weight in weights.items()})
        return [(county, parts.get(county.code, 0)) for county in self.counties]

    def by_residents(self, total: int, per_10k: Mapping[str, int] | None = None) -> list[tuple[County, int]]:
        """A total shared out by residents, or by how many of 10,000 residents it concerns in each county."""
        rates = per_10k or {}
        return self.split(total, {county.code: county.residents * rates.get(county.code, shape.USUAL_PER_10K) for county in self.counties})

    def season(self, weights: Sequence[float], last: date, growth: float = 1.0) -> Odds[date]:
        """Months from the first to that of `last`, by the weight of the calendar month; the last by its share of days.

        growth  how much likelier a month of the plan's year is than the same a year before
        """
        out = {}
        for month in self.months:
            if month > last:
                break
            weight = weights[month.month - 1] * (growth if month >= self.new_year else 1.0)
            out[month] = weight * self.days_in(month, last) / 30
        return Odds(out)

    def days_in(self, month: date, last: date) -> int:
        """The days of a month up to `last`."""
        return min(month_of(month).ends, last).day

    def reached(self, curve: Curve, county: County, total: int, dice: Dice, last: date) -> list[date | None]:
        """When each of `total` things was done, the earliest first and None for those still to do, as the curve has it."""
        marks = (curve.start, curve.december, curve.now(county.pace))
        at_first, by_new_year, by_now = (int(total * mark + 0.5) for mark in marks)
        out: list[date | None] = [self.first] * at_first
        for (start, until), done in zip(
            pairwise((self.first, self.new_year, date.fromordinal(last.toordinal() + 1))),
            (by_new_year - at_first, by_now - by_new_year),
            strict=True,
        ):
            days = until.toordinal() - start.toordinal()
            out += [date.fromordinal(start.toordinal() + int(days * (n + dice.roll()) / done)) for n in range(done)]
        return out + [None] * (total - len(out))


def read_city(places: Places, *, year: int, scale: float, seed: int) -> City:
    """The city of the regions a database has.

    Raises LookupError, in words, when a county is missing in geo/population.csv.
    """
    census = read_census()
    counties = []
    for county in places.counties:
        towns = tuple(Town(town, tuple(places.under(town.code, "village"))) for town in places.under(county.code, "township"))
        counted = census.get(county.code)
        if counted is None:
            raise LookupError(f"geo/population.csv 中没有{county.name}（{county.code}）的人口，演示数据无从推算。")
        pace = shape.PACE.get(county.code, shape.USUAL_PACE)
        counties.append(County(county, pace, counted.residents, counted.aged_60, counted.aged_65, towns))
    return City(year, scale, seed, tuple(counties), Positions(places))
