"""殡葬 of the demonstration, its places: public cemeteries of townships and counties, and the four funeral homes of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from data.demo.city import City
from data.demo.dice import Dice

MISSING = (2, 1)  # township cemeteries not in use yet, in the slowest county and the next: they were due in March
COUNTY_LEVEL = ((8, 20), (8, 31))  # when the two counties after the laggards opened theirs; the laggards haven't, the others had

# The plan names the four counties and the work; progress per cent and the planned day are invented.
HOMES = (
    ("410212", "祥符区殡仪馆", "新建", 64, (11, 30)),
    ("410221", "杞县殡仪馆", "改造提升", 57, (11, 30)),
    ("410222", "通许县殡仪馆", "改造提升", 38, (11, 30)),
    ("410225", "兰考县殡仪馆", "投入使用", 95, (9, 28)),
)


def cemetery_rows(city: City) -> Iterator[tuple[object, ...]]:
    dice, last = city.dice("cemeteries"), city.last("cemeteries")
    due = date(city.year, 3, 31)
    for rank, county in enumerate(city.laggards):
        towns = [town for town in county.towns if town.rural]
        missing = MISSING[rank] if rank < len(MISSING) else 0
        for number, town in enumerate(dice.shuffled(towns), 1):
            opened = None if number <= missing else city.first if dice.chance(0.7) else dice.day(city.first, due)
            yield (
                f"DM-GM-{county.code}-{number:03d}",
                town.code,
                "乡镇",
                f"{town.region.name}公益性公墓",
                *city.positions.near(dice, town.code),
                *_steps(city, dice, opened, last),
            )
        yield (
            f"DM-GM-{county.code}-900",
            county.code,
            "县级",
            f"{county.region.name}公益性公墓",
            *city.positions.near(dice, county.code),
            *_steps(city, dice, _county_opened(city, rank), last),
        )


def _county_opened(city: City, rank: int) -> date | None:
    after = rank - len(MISSING)
    if after < 0:
        return None
    return date(city.year, *COUNTY_LEVEL[after]) if after < len(COUNTY_LEVEL) else city.first


def _steps(city: City, dice: Dice, opened: date | None, last: date) -> tuple[date | None, date | None, date | None]:
    """Papers done, accepted, opened. Without an opening the papers are all there is."""
    if opened is None:
        return dice.day(city.new_year, last), None, None
    accepted = max(city.first, opened - timedelta(days=dice.whole(0, 20)))
    return max(city.first, accepted - timedelta(days=dice.whole(10, 60))), accepted, opened


def funeral_home_rows(city: City) -> Iterator[tuple[object, ...]]:
    known = {county.code for county in city.counties}
    for code, name, work, progress, planned in HOMES:
        if code in known:
            yield f"DM-BYG-{code}", code, name, work, progress, date(city.year, *planned), None
