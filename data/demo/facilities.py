"""养老服务 of the demonstration, its places: happiness homes, township homes, street centres, community facilities, institutions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from data.demo import shape
from data.demo.city import City, County, Town
from data.demo.dice import Dice, Odds
from geo.regions import Region

_COMMITTEE = re.compile("(村委会|居委会)$")
GRADES = Odds({"一级": 22, "二级": 34, "三级": 30, "四级": 10, "五级": 4})
BUILDING = 0.10  # of the villages without a home yet: those where one is planned or being built
ADJECTIVES = ("康乐", "夕阳红", "福寿", "颐和", "安康", "祥和", "敬亲", "金色年华", "和谐", "长青", "益寿", "慈安")
NEXT_COUNTY_HOME = (6, 28)  # the second slowest county's support home opens in June; the slowest has none yet


@dataclass(slots=True)
class Facility:
    """One row of elder_facilities, in the order of its columns."""

    key: str
    region: str
    kind: str
    name: str
    lon: float | None = None
    lat: float | None = None
    status: str = "运营"
    opened_on: date | None = None
    closed_on: date | None = None
    beds: int | None = None
    grade: str | None = None
    upgraded_on: date | None = None
    transformed_on: date | None = None


def short(village: Region) -> str:
    """A village's name without the word for its committee."""
    return _COMMITTEE.sub("", village.name) or village.name


def facilities(city: City) -> list[Facility]:
    """Every facility there is, was or is planned."""
    return city.once("elder_facilities", _facilities)


def facility_rows(city: City) -> Iterator[tuple[object, ...]]:
    for f in facilities(city):
        yield (
            *(f.key, f.region, f.kind, f.name, f.lon, f.lat, f.status),
            *(f.opened_on, f.closed_on, f.beds, f.grade, f.upgraded_on, f.transformed_on),
        )


def _facilities(city: City) -> list[Facility]:
    dice, last = city.dice("elder_facilities"), city.last("elder_facilities")
    out: list[Facility] = []
    institutions = {county.code: count for county, count in city.by_residents(shape.ELDER_INSTITUTIONS)}
    second = _most_villages(city)
    for county in city.counties:
        found = [
            *_happiness_homes(city, county, dice, last),
            *_township_homes(city, county, dice, last, second),
            *_per_area(city, county, dice, last, "街道综合养老服务中心", shape.STREET_CENTRES, _streets(county), (20, 60)),
            *_per_area(city, county, dice, last, "社区养老服务设施", shape.COMMUNITY_FACILITIES, _communities(county), (0, 15)),
            _support_home(city, county),
            *(_institution(city, county, dice, last) for _ in range(institutions[county.code])),
        ]
        for number, facility in enumerate(found, 1):
            facility.key = f"DM-YL-{county.code}-{number:05d}"
            facility.lon, facility.lat = city.positions.near(dice, facility.region)
        out += found
    _make_dirty(city, out)
    return out


def _happiness_homes(city: City, county: County, dice: Dice, last: date) -> Iterator[Facility]:
    villages = dice.shuffled([village for village in county.villages if village.kind == "村"])
    for village, opened in zip(villages, city.reached(shape.HAPPINESS_HOMES, county, len(villages), dice, last), strict=True):
        if opened is None and not dice.chance(BUILDING):
            continue
        status = "运营" if opened else dice.pick(("规划", "在建"))
        name = f"{short(village)}农村幸福院"
        yield Facility("", village.code, "农村幸福院", name, status=status, opened_on=opened, beds=dice.whole(5, 18))


def _most_villages(city: City) -> set[str]:
    """The townships that have a second 敬老院."""
    rural = [town for county in city.counties for town in county.towns if town.rural]
    return {town.code for town in sorted(rural, key=lambda town: (-len(town.villages), town.code))[: shape.EXTRA_TOWNSHIP_HOMES]}


def _township_homes(city: City, county: County, dice: Dice, last: date, second: set[str]) -> Iterator[Facility]:
    wanted = [(town, "中心敬老院" if town.code in second else "敬老院") for town in county.towns if town.rural]
    wanted += [(town, "第二敬老院") for town, _ in wanted if town.code in second]
    homes = dice.shuffled(wanted)
    upgraded = city.reached(shape.HOMES_UPGRADED, county, len(homes), dice, last)
    transformed = city.reached(shape.HOMES_TRANSFORMED, county, len(homes), dice, last)
    for (town, word), better, other in zip(homes, upgraded, transformed, strict=True):
        yield Facility(
            "",
            town.code,
            "乡镇敬老院",
            town.region.name + word,
            opened_on=city.first,
            beds=dice.whole(40, 120),
            grade=dice.draw(GRADES) if better else None,
            upgraded_on=better,
            transformed_on=other,
        )
    if county is city.laggards[1]:  # one that was given up half-way through the year before
        town = wanted[0][0]
        closed = date(city.year - 1, 6, 30)
        yield Facility("", town.code, "乡镇敬老院", f"{town.region.name}原敬老院", None, None, "停用", city.first, closed, 36)


def _per_area(
    city: City, county: County, dice: Dice, last: date, kind: str, curve: shape.Curve, areas: Iterable[Region], beds: tuple[int, int]
) -> Iterator[Facility]:
    """One facility an area; those still to come are being built."""
    wanted = dice.shuffled(list(areas))
    for area, opened in zip(wanted, city.reached(curve, county, len(wanted), dice, last), strict=True):
        status = "运营" if opened else dice.pick(("规划", "在建"))
        yield Facility("", area.code, kind, short(area) + kind[2:], status=status, opened_on=opened, beds=dice.whole(*beds))


def _streets(county: County) -> list[Region]:
    return [town.region for town in county.towns if town.region.kind == "街道"]


def _communities(county: County) -> list[Region]:
    return [village for village in county.villages if village.kind == "社区"]


def _support_home(city: City, county: County) -> Facility:
    rank = city.laggards.index(county)
    opened = None if rank == 0 else date(city.year, *NEXT_COUNTY_HOME) if rank == 1 else city.first
    town = _seat(county)
    name = f"{county.region.name}特困人员供养服务中心"
    return Facility("", town.code, "县级特困供养机构", name, status="运营" if opened else "在建", opened_on=opened, beds=160)


def _seat(county: County) -> Town:
    return next((town for town in county.towns if town.region.kind == "街道"), county.towns[0])


def _institution(city: City, county: County, dice: Dice, last: date) -> Facility:
    village = dice.pick(county.urban_villages)
    opened = city.first if dice.chance(0.85) else dice.day(city.first, last)
    name = f"{county.region.name}{short(village).removesuffix('社区').removesuffix('村')}{dice.pick(ADJECTIVES)}养老院"
    return Facility("", village.code, "养老机构", name, opened_on=opened, beds=10 * dice.whole(4, 26), grade=dice.draw(GRADES))


def _make_dirty(city: City, all_of_them: list[Facility]) -> None:
    """Happiness homes in operation without a day, with a township's code, without a place, and with a place in another county."""
    dice = city.dice("elder_facilities dirty")
    running = dice.shuffled([f for f in all_of_them if f.kind == "农村幸福院" and f.opened_on and f.opened_on < city.new_year])
    planned = dice.shuffled([f for f in all_of_them if f.kind == "农村幸福院" and f.opened_on is None])
    for facility in planned[: shape.RUNNING_WITHOUT_DATE]:
        facility.status = "运营"
    for facility in planned[shape.RUNNING_WITHOUT_DATE :][: shape.HOMES_WITHOUT_VILLAGE]:
        facility.status, facility.opened_on, facility.region = "运营", city.new_year, facility.region[:9]
    for _ in range(min(shape.WITHOUT_PLACE, len(running))):
        facility = running.pop()
        facility.lon = facility.lat = None
    for _ in range(min(shape.IN_THE_WRONG_COUNTY, len(running))):
        facility = running.pop()
        other = next(f for f in all_of_them if f.region[:6] != facility.region[:6] and f.lon is not None)
        facility.lon, facility.lat = other.lon, other.lat
