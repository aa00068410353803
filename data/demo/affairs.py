"""社会事务 of the demonstration: deaths with what follows them, disability subsidies, marriages and divorces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from data.demo import shape
from data.demo.citizens import NUMBER_MISSING, Citizens
from data.demo.city import City, County
from data.demo.dice import Dice, Odds
from data.demo.relief import dead_on_relief
from data.periods import month_of

AGES_AT_DEATH = {(0, 17): 1.0, (18, 44): 4.0, (45, 59): 11.0, (60, 69): 18.0, (70, 79): 28.0, (80, 89): 28.5, (90, 101): 9.5}
MEN = 0.53
CREMATED = (0.55, 0.67)  # in the slowest and the fastest county, the year before the plan's
CREMATED_MORE = 0.025  # in the plan's year
OTHER_WAYS = 0.004
CREMATED_AFTER = Odds({1: 12, 2: 34, 3: 38, 4: 12, 5: 4})  # days
ASHES = (
    Odds({"公墓安葬": 56, "骨灰格位存放": 10, "树葬": 2.5, "花葬": 1, "草坪葬": 1, "散葬": 0.5, "未安置": 29}),
    Odds({"公墓安葬": 55, "骨灰格位存放": 14, "树葬": 4, "花葬": 2, "草坪葬": 1.5, "散葬": 0.5, "未安置": 23}),
)
SUBSIDY = 1_200  # yuan: 惠民殡葬补贴 of the plan
LOWER_SUBSIDY = (800, 0.10, 0.02)  # an older rate, and the share paid by it in the year before and in the plan's
UNPAID = (0.14, 0.005)  # in the slowest and the fastest county
AT_ONCE = 0.75  # taken off the bill; the others are paid later
PAID_AFTER = (5, 35)  # days

SUBSIDIES = {"困难残疾人生活补贴": 56, "重度残疾人护理补贴": 44}
RATES = {"困难残疾人生活补贴": 75, "重度残疾人护理补贴": 80}  # yuan a month
BETTER_RATE = 5  # where a leading county adds to it
DISABLED_AGES = {(6, 17): 8, (18, 44): 25, (45, 59): 31, (60, 74): 26, (75, 92): 10}
INHERITED, LEAVING = 0.80, 0.16

DIVORCED = 0.26  # of all registrations: a divorce to about three marriages
SATURDAY = 0.25  # of a working day's registrations; registries are open in the morning
SOUGHT_DAYS = {(2, 14): 6.0, (5, 20): 9.0, (5, 21): 3.0, (6, 6): 2.0, (8, 8): 2.0, (9, 9): 3.0, (10, 10): 2.0, (12, 12): 1.5}


@dataclass(frozen=True)
class Death:
    """Who died, when and where."""

    village: str
    died_on: date
    age: int
    male: bool
    citizen: str | None


def death_rows(city: City) -> Iterator[tuple[object, ...]]:
    yield from city.once("deaths", lambda it: list(_death_rows(it)))


def _death_rows(city: City) -> Iterator[tuple[object, ...]]:
    dice, last = city.dice("deaths"), city.last("deaths")
    still_on_relief = _found_dead(city)
    citizens = Citizens("deaths", AGES_AT_DEATH, city.today)
    months = city.season(shape.DEATHS, last, growth=1.01)
    total = max(0, city.count("deaths") - len(still_on_relief))
    for county, count in city.by_residents(total):
        found = [_death(dice, county, citizens, months, last) for _ in range(count)]
        found += [death for death in still_on_relief if death.village.startswith(county.code)]
        found.sort(key=lambda death: death.died_on)
        for number, death in enumerate(found, 1):
            yield f"DM-SW-{county.code}-{number:06d}", *_funeral(city, dice, county, death, last)


def _death(dice: Dice, county: County, citizens: Citizens, months: Odds[date], last: date) -> Death:
    month = dice.draw(months)
    died = dice.day(month, min(month_of(month).ends, last))
    youngest, oldest = dice.draw(citizens.ages)
    born = date.fromordinal(died.toordinal() - int((youngest + dice.roll() * (oldest + 1 - youngest)) * 365.25))
    male = dice.chance(MEN)
    number = None if dice.chance(NUMBER_MISSING) else citizens.number(county.code, born, male)
    return Death(dice.pick(county.villages).code, died, _age(born, died), male, number)


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _found_dead(city: City) -> list[Death]:
    """The deaths of people whom the relief register still has."""
    dice = city.dice("deaths still on relief")
    out = []
    for one in dead_on_relief(city):
        number = one.citizen or ""
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
        died = dice.day(date(city.year, 2, 1), date(city.year, 8, 15))
        out.append(Death(one.region, died, _age(born, died), int(number[16]) % 2 == 1, number))
    return out


def _funeral(city: City, dice: Dice, county: County, death: Death, last: date) -> tuple[object, ...]:
    """Everything of a row after its key."""
    this_year = death.died_on >= city.new_year
    slow, fast = CREMATED
    share = slow + (fast - slow) * county.pace + CREMATED_MORE * this_year
    disposal = "火化" if dice.chance(share) else "其他" if dice.chance(OTHER_WAYS) else "土葬"
    who = (death.village, death.died_on, death.age, "男" if death.male else "女", disposal)
    if disposal != "火化":
        return *who, None, None, None, None, death.citizen
    cremated = death.died_on + timedelta(days=dice.draw(CREMATED_AFTER))
    ashes = dice.draw(ASHES[this_year])
    lower, before, since = LOWER_SUBSIDY
    subsidy = lower if dice.chance(since if this_year else before) else SUBSIDY
    late, prompt = UNPAID
    unpaid = dice.chance(late + (prompt - late) * county.pace)
    paid = cremated if dice.chance(AT_ONCE) else cremated + timedelta(days=dice.whole(*PAID_AFTER))
    if cremated > last:
        return *who, None, None, None, None, death.citizen
    return *who, cremated, ashes, subsidy, None if unpaid or paid > last else paid, death.citizen


def subsidy_rows(city: City) -> Iterator[tuple[object, ...]]:
    rows = list(_subsidy_rows(city))
    dead = dict(_dead_on_subsidy(city, rows))
    for place, row in enumerate(rows):
        yield (*row[:-1], dead.get(place, row[-1]))


def _dead_on_subsidy(city: City, rows: Sequence[tuple[object, ...]]) -> Iterator[tuple[int, object]]:
    """The places of running subsidies that go on to people whose death the ledger has: whose number stands there instead."""
    dice, first, last = city.dice("dead_on_subsidy"), date(city.year, 2, 1), date(city.year, 8, 15)
    on_relief = {one.citizen for one in dead_on_relief(city)}
    died: dict[str, list[object]] = defaultdict(list)  # numbers, by county
    for row in dice.shuffled(list(death_rows(city))):
        if row[-1] and row[-1] not in on_relief and first <= _day(row[2]) <= last:
            died[str(row[1])[:6]].append(row[-1])
    running = [place for place, row in enumerate(rows) if row[5] is None and _day(row[4]) < first and died[str(row[1])[:6]]]
    for place in dice.shuffled(running)[: shape.DEAD_ON_SUBSIDY]:
        if numbers := died[str(rows[place][1])[:6]]:
            yield place, numbers.pop()


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.max


def _subsidy_rows(city: City) -> Iterator[tuple[object, ...]]:
    dice, last = city.dice("disability_subsidies"), city.last("disability_subsidies")
    citizens = Citizens("subsidies", DISABLED_AGES, city.today)
    kinds, months = Odds(SUBSIDIES), city.season(shape.EVEN, last)
    for county, count in city.by_residents(city.count("disability_subsidies"), shape.RELIEF_PER_10K):
        better = BETTER_RATE if county.pace >= 1 else 0
        for number in range(1, count + 1):
            kind = dice.draw(kinds)
            started = city.first if dice.chance(INHERITED) else dice.draw(months)
            ended = dice.draw(months) if dice.chance(LEAVING) else None
            yield (
                f"DM-CJ-{county.code}-{number:06d}",
                dice.pick(county.villages).code,
                kind,
                RATES[kind] + better,
                started,
                ended if ended and ended > started else None,
                citizens.maybe(dice, county.code),
            )


def marriage_rows(city: City) -> Iterator[tuple[object, ...]]:
    dice, last = city.dice("marriages"), city.last("marriages")
    working = set(city.working)
    days: dict[str, dict[date, float]] = {"结婚": {}, "离婚": {}}
    for ordinal in range(city.first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        openness = 1.0 if day in working else SATURDAY if day.weekday() == 5 else 0.0
        sought = SOUGHT_DAYS.get((day.month, day.day), 1.0)
        days["结婚"][day] = max(openness, SATURDAY * (sought > 1)) * sought * shape.MARRIAGES[day.month - 1]
        days["离婚"][day] = openness * shape.DIVORCES[day.month - 1]
    odds = {kind: Odds(weights) for kind, weights in days.items()}
    for county, count in city.by_residents(city.count("marriages")):
        found = []
        for _ in range(count):
            kind = "离婚" if dice.chance(DIVORCED) else "结婚"
            found.append((dice.draw(odds[kind]), kind))
        for number, (day, kind) in enumerate(sorted(found), 1):
            yield f"DM-HY-{county.code}-{number:06d}", county.code, kind, day
