"""未成年人 of the demonstration, its people: children in care, the visits to them, and the staff of townships and villages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from data.demo import shape
from data.demo.citizens import Citizens
from data.demo.city import City, County
from data.demo.dice import Dice, Odds
from data.demo.visits import Subject, visit_rows
from data.periods import month_of

AGES = {(2, 5): 16, (6, 11): 42, (12, 17): 42}
CATEGORIES = Odds({"孤儿": 6, "事实无人抚养儿童": 13, "农村留守儿童": 46, "困境儿童": 35})
TOWN_CATEGORIES = Odds({"孤儿": 10, "事实无人抚养儿童": 22, "困境儿童": 68})  # nobody is left behind in the countryside where there is none
RISKS = Odds({"低": 74, "中": 21, "高": 5})
INHERITED, LEAVING = 0.80, 0.13

REPLACED = 0.06  # posts whose holder changed
TRAINING = ((3, 6), (5, 28))  # first and last day of the plan's training
UNTRAINED = (0.055, 0.035)  # in the slowest county and the next: not trained yet
ONE_LATE = 2  # in the county after these, so many villages are missing


def children(city: City) -> list[Subject]:
    """Every child on the register in these months."""
    return city.once("children", _children)


def _children(city: City) -> list[Subject]:
    dice, last = city.dice("children"), city.last("children")
    citizens = Citizens("children", AGES, city.today)
    months = city.season(shape.EVEN, last)
    out = []
    for county, count in city.by_residents(city.count("children"), shape.RELIEF_PER_10K):
        categories = CATEGORIES if county.rural_villages else TOWN_CATEGORIES
        for number in range(1, count + 1):
            registered = city.first
            if not dice.chance(INHERITED):
                month = dice.draw(months)
                registered = dice.day(month, min(month_of(month).ends, last))
            closed = dice.day(registered, last) if dice.chance(LEAVING) else None
            out.append(
                Subject(
                    f"DM-ET-{county.code}-{number:06d}",
                    dice.pick(county.villages).code,
                    dice.draw(categories),
                    dice.draw(RISKS),
                    registered,
                    closed,
                    citizens.maybe(dice, county.code),
                )
            )
    return out


def child_rows(city: City) -> Iterator[tuple[object, ...]]:
    for one in children(city):
        yield one.key, one.region, one.category, one.risk, one.registered_on, one.closed_on, one.citizen


def child_visit_rows(city: City) -> Iterator[tuple[object, ...]]:
    return visit_rows(city, "child_visits", "ZF", children(city), shape.CHILDREN_VISITED)


def staff_rows(city: City) -> Iterator[tuple[object, ...]]:
    """A 督导员 in every township and a 主任 in every village. The ledger keeps the latest training only."""
    dice, last = city.dice("child_staff"), city.last("child_staff")
    for rank, county in enumerate(city.laggards):
        posts = [(town.code, "儿童督导员") for town in county.towns] + [(village.code, "儿童主任") for village in county.villages]
        untrained = _untrained(dice, rank, posts)
        number = 0
        for place, post in posts:
            left = dice.day(city.first, last) if dice.chance(REPLACED) else None
            for appointed, until in ((city.first, left), (left, None)) if left else ((city.first, None),):
                number += 1
                trained = None if place in untrained else _trained(city, dice, county, appointed or city.first, last)
                if trained and until and trained > until:
                    trained = None
                yield f"DM-RY-{county.code}-{number:05d}", place, post, appointed, until, trained


def _untrained(dice: Dice, rank: int, posts: list[tuple[str, str]]) -> set[str]:
    missing = int(len(posts) * UNTRAINED[rank] + 0.5) if rank < len(UNTRAINED) else ONE_LATE if rank == len(UNTRAINED) else 0
    villages = [place for place, post in posts if post == "儿童主任"]
    return set(dice.shuffled(villages)[:missing])


def _trained(city: City, dice: Dice, county: County, appointed: date, last: date) -> date | None:
    """At the plan's training in spring; whoever came later within two weeks, the slow counties' people a little after the day."""
    (first_month, first_day), (last_month, last_day) = TRAINING
    begins, ends = date(city.year, first_month, first_day), date(city.year, last_month, last_day)
    if appointed > ends:
        return min(appointed + timedelta(days=dice.whole(0, 14)), last)
    day = dice.day(max(begins, appointed), ends)
    slow = dice.chance(0.12 * (1 - county.pace))
    return day + timedelta(days=dice.whole(5, 40)) if slow else day
