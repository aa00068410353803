"""未成年人 of the demonstration, its places: children's homes from site to opening, book rooms, stations and protection centres."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle

from data.demo import shape
from data.demo.city import City, County
from data.demo.dice import Dice
from data.demo.facilities import short
from geo.regions import Region

Days = tuple[date | None, date | None, date | None, date | None]  # sited, started, completed, opened
SITED = ((2, 20), (4, 25))
STARTED = ((3, 10), (5, 29))
COMPLETED_FROM = (6, 5)
LATE_SITE = (5, 9)  # one home of the slowest county found its place after April
NOT_STARTED = 2  # of the plan's homes, in the two slowest counties
CENTRES = {0: None, 1: (6, 19), 2: (4, 18)}  # by rank of slowness: when the protection centre opened; elsewhere it was there


def place_rows(city: City) -> Iterator[tuple[object, ...]]:
    dice, last = city.dice("child_places"), city.last("child_places")
    homes = {county.code: list(_homes(city, county, count, dice, last)) for county, count in _shares(city, shape.CHILDREN_HOMES)}
    older = {county.code: count for county, count in _shares(city, shape.CHILDREN_HOMES_YEAR_BEFORE)}
    rooms = _book_rooms(city, dice, last)
    for rank, county in enumerate(city.laggards):
        days = [_older_home(city, dice) for _ in range(older[county.code])] + homes[county.code]
        villages = cycle(dice.shuffled(county.villages))
        found = [("儿童之家", village.code, f"{short(village)}儿童之家", steps) for village, steps in zip(villages, days, strict=False)]
        found += [
            ("爱心书屋", village.code, f"{short(village)}爱心书屋", steps)
            for village, steps in zip(villages, rooms[county.code], strict=False)
        ]
        found += [
            ("未保站", town.code, f"{town.name}未成年人保护工作站", (None, None, opened, opened))
            for town, opened in _stations(city, county, dice, last)
        ]
        opened = _centre(city, rank)
        name = f"{county.region.name}未成年人救助保护中心"
        found.append(("未成年人救助保护机构", county.code, name, (None, None, opened, opened)))
        for number, (kind, region, title, steps) in enumerate(found, 1):
            yield f"DM-ZD-{county.code}-{number:04d}", region, kind, title, *city.positions.near(dice, region), *steps, None


def _shares(city: City, total: int) -> list[tuple[County, int]]:
    return city.split(total, {county.code: len(county.villages) for county in city.counties})


def _older_home(city: City, dice: Dice) -> Days:
    """A home of the year before: everything done inside it."""
    sited = dice.day(city.first, date(city.year - 1, 4, 30))
    started = sited + timedelta(days=dice.whole(20, 60))
    completed = started + timedelta(days=dice.whole(60, 150))
    return sited, started, completed, min(completed + timedelta(days=dice.whole(3, 20)), date(city.year - 1, 12, 30))


def _homes(city: City, county: County, count: int, dice: Dice, last: date) -> Iterator[Days]:
    """The plan's homes: sites by April, works by May, and as many completed as the county's pace says."""
    slow, fast = shape.CHILDREN_HOMES_DONE
    done = int(count * (slow + (fast - slow) * county.pace) + 0.5)
    rank = city.laggards.index(county)
    for number in range(count):
        sited = dice.day(date(city.year, *SITED[0]), date(city.year, *SITED[1]))
        if number == count - 1 and rank == 0:
            sited = date(city.year, *LATE_SITE)
        if number == count - 1 and rank < NOT_STARTED:
            yield sited, None, None, None
            continue
        started = dice.day(max(sited, date(city.year, *STARTED[0])), date(city.year, *STARTED[1]))
        completed = dice.day(date(city.year, *COMPLETED_FROM), last) if number < done else None
        opened = completed + timedelta(days=dice.whole(3, 20)) if completed else None
        yield sited, started, completed, opened if opened and opened <= last else None


def _book_rooms(city: City, dice: Dice, last: date) -> dict[str, list[Days]]:
    """One after another over the counties, the fastest first."""
    in_time, since, not_yet = shape.BOOK_ROOMS
    spans = [(date(city.year, 4, 23), date(city.year, 6, 28))] * in_time + [(date(city.year, 7, 3), last)] * since
    out: dict[str, list[Days]] = {county.code: [] for county in city.counties}
    for at, county in zip(range(in_time + since + not_yet), cycle(reversed(city.laggards)), strict=False):
        sited = dice.day(date(city.year, *SITED[0]), date(city.year, 3, 20))
        if at >= len(spans):
            out[county.code].append((sited, sited + timedelta(days=30), None, None))
            continue
        opened = dice.day(*spans[at])
        out[county.code].append((sited, sited + timedelta(days=10), opened - timedelta(days=dice.whole(1, 6)), opened))
    return out


def _stations(city: City, county: County, dice: Dice, last: date) -> Iterator[tuple[Region, date | None]]:
    towns = dice.shuffled([town.region for town in county.towns])
    yield from zip(towns, city.reached(shape.PROTECTION_STATIONS, county, len(towns), dice, last), strict=True)


def _centre(city: City, rank: int) -> date | None:
    day = CENTRES.get(rank, (1, 1))
    return None if day is None else date(city.year, *day) if rank in CENTRES else city.first
