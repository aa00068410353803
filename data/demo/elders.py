"""养老服务 of the demonstration, its people: special elders, the visits to them, and the homes adapted for old age."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from data.demo import shape
from data.demo.citizens import Citizens
from data.demo.city import City, County
from data.demo.dice import Dice, Odds
from data.demo.visits import Subject, visit_rows
from data.periods import month_of

AGES = {(60, 69): 27, (70, 79): 41, (80, 89): 27, (90, 98): 5}
CATEGORIES = Odds({"独居": 33, "空巢": 31, "孤寡": 8, "失能": 11, "半失能": 12, "失智": 5})
INHERITED, LEAVING = 0.79, 0.13
AMOUNTS = (1_800, 5_200)  # yuan a home


def elders(city: City) -> list[Subject]:
    """Every special elder on the register in these months."""
    return city.once("special_elders", _elders)


def _elders(city: City) -> list[Subject]:
    dice, last = city.dice("special_elders"), city.last("special_elders")
    citizens = Citizens("elders", AGES, city.today)
    months = city.season(shape.EVEN, last)
    out = []
    for county, count in city.split(city.count("special_elders"), {county.code: county.aged_60 for county in city.counties}):
        for number in range(1, count + 1):
            registered = city.first
            if not dice.chance(INHERITED):
                month = dice.draw(months)
                registered = dice.day(month, min(month_of(month).ends, last))
            closed = dice.day(registered, last) if dice.chance(LEAVING) else None
            out.append(
                Subject(
                    f"DM-LR-{county.code}-{number:06d}",
                    dice.pick(county.villages).code,
                    dice.draw(CATEGORIES),
                    None,
                    registered,
                    closed,
                    citizens.maybe(dice, county.code),
                )
            )
    return out


def elder_rows(city: City) -> Iterator[tuple[object, ...]]:
    for one in elders(city):
        yield one.key, one.region, one.category, one.registered_on, one.closed_on, one.citizen


def elder_visit_rows(city: City) -> Iterator[tuple[object, ...]]:
    return visit_rows(city, "elder_visits", "TF", elders(city), shape.ELDERS_VISITED, unvisited(city))


def unvisited(city: City) -> set[str]:
    """The keys of elders whom nobody has visited since two months before today's, in the two slowest counties."""
    slow = tuple(county.code for county in city.laggards[:2])
    old = [one.key for one in elders(city) if one.closed_on is None and one.registered_on < city.months[-3] and one.region.startswith(slow)]
    return set(city.dice("unvisited").shuffled(old)[: shape.UNVISITED_TWO_MONTHS])


def adaptation_rows(city: City) -> Iterator[tuple[object, ...]]:
    """The homes of the plan's year, those still to do without a day, and the smaller programme of the year before."""
    dice, last = city.dice("home_adaptations"), city.last("home_adaptations")
    old = {county.code: county.aged_60 for county in city.counties}
    slow, fast = shape.ADAPTED
    for year, total in ((city.year - 1, shape.ADAPTATIONS_YEAR_BEFORE), (city.year, shape.ADAPTATIONS)):
        months = {month: shape.WORKS[month.month - 1] * city.days_in(month, last) for month in city.months if month.year == year}
        for county, share in city.split(total, old):
            done = share if year < city.year else int(share * (slow + (fast - slow) * county.pace) + 0.5)
            days = sorted(_works_day(dice, Odds(months), last) for _ in range(done))
            for number in range(1, max(share, done) + 1):
                completed = days[number - 1] if number <= done else None
                yield (
                    f"DM-SL-{county.code}-{year}-{number:05d}",
                    _home(dice, county),
                    completed,
                    10 * dice.whole(AMOUNTS[0] // 10, AMOUNTS[1] // 10) if completed else None,
                )


def _works_day(dice: Dice, months: Odds[date], last: date) -> date:
    month = dice.draw(months)
    return dice.day(month, min(month_of(month).ends, last))


def _home(dice: Dice, county: County) -> str:
    village = dice.pick(county.villages)
    return village.code if dice.chance(0.9) else village.parent
