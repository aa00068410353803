"""养老服务 of the demonstration, inside the homes: residents, and the caregivers that the ratio of 1:15, 1:8 and 1:3 asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from data.demo import shape
from data.demo.city import City, County
from data.demo.dice import Dice, Odds
from data.demo.facilities import Facility, facilities
from data.indicators.shares import largest_remainder

KINDS = ("乡镇敬老院", "县级特困供养机构", "养老机构")
ABILITIES = Odds({"自理": 54, "部分自理": 29, "完全不能自理": 17})
WEIGHTS = {"自理": 8, "部分自理": 15, "完全不能自理": 40}  # of 120: the ratio in whole numbers, as the indicator has it
INHERITED, LEAVING = 0.62, 0.26
REPLACED = 0.15  # posts whose holder changed, the next one starting the day the last one left


@dataclass(slots=True)
class Resident:
    """One row of facility_residents."""

    key: str
    facility: str
    ability: str
    moved_in_on: date
    moved_out_on: date | None


def _hosts(city: City) -> list[Facility]:
    return [f for f in facilities(city) if f.kind in KINDS and f.opened_on and not f.closed_on]


def _residents(city: City) -> dict[str, list[Resident]]:
    """By facility."""
    dice, last = city.dice("facility_residents"), city.last("facility_residents")
    hosts = _hosts(city)
    shares = largest_remainder(city.count("facility_residents"), {host.key: host.beds or 0 for host in hosts})
    out: dict[str, list[Resident]] = {}
    for host in hosts:
        opened = host.opened_on or city.first
        out[host.key] = []
        for number in range(1, shares[host.key] + 1):
            came = opened if dice.chance(INHERITED) else dice.day(opened, last)
            left = dice.day(came, last) if dice.chance(LEAVING) else None
            out[host.key].append(Resident(f"DM-RZ-{host.key[6:]}-{number:05d}", host.key, dice.draw(ABILITIES), came, left))
    return out


def resident_rows(city: City) -> Iterator[tuple[object, ...]]:
    for residents in city.once("facility_residents", _residents).values():
        for one in residents:
            yield one.key, one.facility, one.ability, one.moved_in_on, one.moved_out_on


def _needed(residents: Sequence[Resident]) -> tuple[int, int, int]:
    """How many caregivers the residents need: on the first day, at most on any day, and at the end."""
    moves: dict[date, int] = {}
    for one in residents:
        moves[one.moved_in_on] = moves.get(one.moved_in_on, 0) + WEIGHTS[one.ability]
        if one.moved_out_on:
            moves[one.moved_out_on] = moves.get(one.moved_out_on, 0) - WEIGHTS[one.ability]
    loads = list(accumulate(moves[day] for day in sorted(moves)))
    first, most, now = ((load + 119) // 120 for load in (loads[0], max(loads), loads[-1]))
    return first, most, now


def caregiver_rows(city: City) -> Iterator[tuple[object, ...]]:
    """Enough for the ratio from the day the curve says; before it, or where that day has not come, too few."""
    dice, last = city.dice("caregivers"), city.last("caregivers")
    homes = city.once("facility_residents", _residents)
    by_county: dict[str, list[Facility]] = {county.code: [] for county in city.counties}
    for host in _hosts(city):
        by_county[host.region[:6]].append(host)
    for county in city.counties:
        posts: list[tuple[str, date, date | None]] = []
        hosts = dice.shuffled([host for host in by_county[county.code] if homes[host.key]])
        for host, enough_from in zip(hosts, city.reached(shape.CARE_RATIO, county, len(hosts), dice, last), strict=True):
            posts += _posts(city, dice, host, enough_from, homes[host.key], last)
        yield from _certified(city, county, dice, posts, last)


def _posts(
    city: City, dice: Dice, host: Facility, enough_from: date | None, residents: Sequence[Resident], last: date
) -> Iterator[tuple[str, date, date | None]]:
    opened = host.opened_on or city.first
    first, most, now = _needed(residents)
    few = max((now if enough_from is None else first) - 1, 0)
    starts = [opened] * few + ([max(enough_from, opened)] * (most - few) if enough_from else [])
    for start in starts:
        left = dice.day(start, last) if dice.chance(REPLACED) else None
        yield host.key, start, left
        if left:
            yield host.key, left, None


def _certified(
    city: City, county: County, dice: Dice, posts: list[tuple[str, date, date | None]], last: date
) -> Iterator[tuple[object, ...]]:
    days = dice.shuffled(city.reached(shape.CERTIFIED, county, len(posts), dice, last))
    for number, ((facility, hired, left), certified) in enumerate(zip(posts, days, strict=True), 1):
        too_late = certified is not None and left is not None and certified >= left
        yield f"DM-HL-{county.code}-{number:05d}", facility, hired, left, None if too_late else certified
