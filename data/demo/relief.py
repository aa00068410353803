"""社会救助 of the demonstration: recipients with their seasons and exits, applications, and the monthly payments that follow from both."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from data.demo import shape
from data.demo.citizens import Citizens
from data.demo.city import City, County
from data.demo.dice import Dice, Odds
from data.periods import month_of

PAID = ("城市低保", "农村低保", "集中供养特困", "分散供养特困")
CATEGORIES = {"城市低保": 9, "农村低保": 57, "集中供养特困": 5, "分散供养特困": 14, "低保边缘": 11, "支出型困难": 4}
CITY_CATEGORIES = {"城市低保": 72, "集中供养特困": 4, "分散供养特困": 6, "低保边缘": 13, "支出型困难": 5}  # where no village is rural
CARE = Odds({"全护理": 16, "半护理": 27, "全自理": 57})
AGES = {(2, 17): 9, (18, 44): 15, (45, 59): 26, (60, 69): 23, (70, 79): 18, (80, 92): 9}
AMOUNTS = {
    "城市低保": 372,
    "农村低保": 232,
    "集中供养特困": 946,
    "分散供养特困": 688,
}  # yuan a month on average; rural relief ≥ 220 by the plan
INHERITED = 0.775  # on the register when the ledgers open
LEAVING = 0.0126  # of those on the register, in a month of average season
STRAINED = 2.2  # how much sooner 支出型困难 ends: it is granted for months, not years

CHANNELS = (
    Odds({"窗口受理": 41, "村社区代办": 25, "网上申请": 10, "热线电话": 9, "主动发现": 9, "部门转办": 6}),
    Odds({"窗口受理": 33, "村社区代办": 23, "网上申请": 14, "热线电话": 8, "主动发现": 16, "部门转办": 6}),
)
KINDS = Odds({"最低生活保障": 46, "特困供养": 8, "临时救助": 29, "专项救助": 12, "其他": 5})
OUTCOMES = Odds({"确认": 82, "不予确认": 14, "终止": 4})
STARTED_AFTER = Odds({0: 14, 1: 38, 2: 31, 3: 17})  # working days after acceptance
RAISED = {0: 4}  # by rank of slowness: the month of the plan's year from which the new rates are paid; January elsewhere
OLD_RATES = 93  # per cent of the new

# Payments after the 10th, by (rank of slowness, months before today's): the day, and the categories concerned.
LATE = {
    (0, 0): (12, ("农村低保",)),
    (0, 2): (13, PAID),
    (0, 6): (12, ("集中供养特困", "分散供养特困")),
    (0, 9): (15, PAID),
    (1, 4): (11, ("城市低保",)),
    (1, 10): (14, PAID),
}
UNPAID = (1, 0, "分散供养特困")  # a batch still under way


@dataclass(slots=True)
class Recipient:
    """One row of relief_recipients, in the order of its columns."""

    key: str
    region: str
    category: str
    care_level: str | None
    monthly_amount: int | None
    started_on: date
    ended_on: date | None
    citizen: str | None


def recipients(city: City) -> list[Recipient]:
    """Everybody who was on relief in these months."""
    return city.once("relief_recipients", _recipients)


def _recipients(city: City) -> list[Recipient]:
    dice, last = city.dice("relief_recipients"), city.last("relief_recipients")
    citizens = Citizens("relief", AGES, city.today)
    entries = city.season(shape.RELIEF_ENTRIES, last)
    # the share that has left by the end of each month, season by season
    left = list(accumulate(LEAVING * shape.RELIEF_EXITS[month.month - 1] * city.days_in(month, last) / 30 for month in city.months))
    out = []
    for county, count in city.by_residents(city.count("relief_recipients"), shape.RELIEF_PER_10K):
        categories = Odds(CATEGORIES if county.rural_villages else CITY_CATEGORIES)
        for number in range(1, count + 1):
            category = dice.draw(categories)
            started = city.first
            if not dice.chance(INHERITED):
                month = dice.draw(entries)
                started = dice.day(month, min(month_of(month).ends, last))
            villages = county.urban_villages if category == "城市低保" else county.rural_villages or county.villages
            out.append(
                Recipient(
                    f"DM-JZ-{county.code}-{number:06d}",
                    dice.pick(villages).code,
                    category,
                    dice.draw(CARE) if "特困" in category else None,
                    _amount(dice, county, category),
                    started,
                    _exit(city, dice, started, left, STRAINED if category == "支出型困难" else 1.0, last),
                    citizens.maybe(dice, county.code),
                )
            )
    _make_dirty(city, out)
    return out


def _amount(dice: Dice, county: County, category: str) -> int | None:
    """Whole yuan a month, in steps of 4 round the county's average."""
    usual = AMOUNTS.get(category)
    return usual and int(usual * (0.985 + county.pace * 0.06)) + 4 * dice.whole(-9, 9)


def _exit(city: City, dice: Dice, started: date, left: list[float], haste: float, last: date) -> date | None:
    begun = bisect_right(city.months, started) - 1
    at = bisect_right(left, left[begun] + dice.roll() / haste)
    return dice.day(city.months[at], min(month_of(city.months[at]).ends, last)) if at < len(left) else None


def _make_dirty(city: City, people: list[Recipient]) -> None:
    """The same person twice on the register: in two categories of one county, and in two counties."""
    dice = city.dice("relief_recipients twice")
    standing = [person for person in people if person.ended_on is None and person.citizen]
    by_county: dict[str, list[Recipient]] = defaultdict(list)
    for person in dice.shuffled(standing):
        by_county[person.region[:6]].append(person)
    crowds = sorted(by_county.values(), key=len, reverse=True)
    for number in range(shape.IN_TWO_CATEGORIES):
        crowd = crowds[number % len(crowds)]
        one = crowd.pop()
        other = next((person for person in reversed(crowd) if person.category != one.category), None)
        if other:
            crowd.remove(other)
            other.citizen = one.citizen
    for number in range(shape.IN_TWO_COUNTIES):
        here, there = crowds[number % len(crowds)], crowds[(number + 1) % len(crowds)]
        if here and there:
            there.pop().citizen = here.pop().citizen


def dead_on_relief(city: City) -> list[Recipient]:
    """People of 60 and over still on relief whose death will stand in the ledger of deaths all the same; nobody who is there twice."""
    return city.once("dead_on_relief", _dead_on_relief)


def _dead_on_relief(city: City) -> list[Recipient]:
    people = recipients(city)
    seen: dict[str, int] = defaultdict(int)
    for person in people:
        seen[person.citizen or ""] += 1
    old = [
        person
        for person in people
        if person.ended_on is None
        and person.citizen
        and seen[person.citizen] == 1
        and int(person.citizen[6:10]) < city.year - 60
        and person.started_on < date(city.year, 2, 1)
    ]
    return city.dice("dead_on_relief").shuffled(old)[: shape.DEAD_ON_RELIEF]


def recipient_rows(city: City) -> Iterator[tuple[object, ...]]:
    for one in recipients(city):
        yield (
            one.key,
            one.region,
            one.category,
            one.care_level,
            one.monthly_amount,
            one.started_on,
            one.ended_on,
            one.citizen,
        )


def application_rows(city: City) -> Iterator[tuple[object, ...]]:
    dice, last, working = city.dice("relief_applications"), city.last("relief_applications"), city.working
    opened = Odds(
        {at: shape.APPLICATIONS[day.month - 1] * (1.08 if day >= city.new_year else 1.0) for at, day in enumerate(working) if day <= last}
    )
    for county, count in city.by_residents(city.count("relief_applications"), shape.RELIEF_PER_10K):
        for number, at in enumerate(sorted(dice.draw(opened) for _ in range(count)), 1):
            accepted = working[at]
            late = dice.chance(_late_share(city, accepted) * (1.6 - 1.2 * county.pace))
            begun = at + (dice.whole(4, 9) if late else dice.draw(STARTED_AFTER))
            started, decided = working[begun], working[begun + dice.whole(5, 22)]
            village = dice.pick(county.villages)
            yield (
                f"DM-SQ-{county.code}-{number:06d}",
                village.code if dice.chance(0.8) else village.parent,
                dice.draw(KINDS),
                dice.draw(CHANNELS[accepted >= city.new_year]),
                accepted,
                started if started <= last else None,
                decided if decided <= last else None,
                dice.draw(OUTCOMES) if decided <= last else None,
            )


def _late_share(city: City, accepted: date) -> float:
    """Inquiries that start after the third working day: a habit of the year before, rare since summer."""
    if accepted < city.new_year:
        return 0.045
    return 0.020 if accepted.month < 7 else 0.004


def payment_rows(city: City) -> Iterator[tuple[object, ...]]:
    """Month by month: those on the register on the first of the month, with what they get. Rates rose with the plan's year."""
    dice, last = city.dice("relief_payments"), city.last("relief_payments")
    persons: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * (len(city.months) + 1))
    amounts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * (len(city.months) + 1))
    for one in recipients(city):
        if one.monthly_amount is None:
            continue
        place = one.region[:6], one.category
        for day, sign in ((one.started_on, 1), (one.ended_on, -1)):
            if day is not None:
                at = bisect_left(city.months, day)
                persons[place][at] += sign
                amounts[place][at] += sign * one.monthly_amount
    slowness = {county.code: rank for rank, county in enumerate(city.laggards)}
    in_time = {month: _days_in_time(city, month) for month in city.months}
    for (county, category), moves in sorted(persons.items()):
        rank = slowness[county]
        raised = date(city.year, RAISED.get(rank, 1), 1)
        for month, heads, yuan in zip(city.months, accumulate(moves), accumulate(amounts[county, category]), strict=False):
            if not heads:
                continue
            ago = (city.today.year - month.year) * 12 + city.today.month - month.month
            late_on, concerned = LATE.get((rank, ago), (10, ()))
            paid = _next_working(city, month.replace(day=late_on)) if category in concerned else dice.pick(in_time[month])
            yield (
                f"DM-FF-{county}-{PAID.index(category) + 1}-{month:%Y%m}",
                county,
                category,
                month_of(month).text,
                heads,
                yuan if month >= raised else yuan * OLD_RATES // 100,
                None if (rank, ago, category) == UNPAID or paid > last else paid,
            )


def _days_in_time(city: City, month: date) -> list[date]:
    """The working days from the 4th to the 10th; the 10th where holidays leave none."""
    return [day for day in city.working if month.replace(day=4) <= day <= month.replace(day=10)] or [month.replace(day=10)]


def _next_working(city: City, day: date) -> date:
    return next(one for one in city.working if one >= day)
