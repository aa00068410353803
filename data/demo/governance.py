"""基层治理 of the demonstration: every village and community with its marks, and the work orders of the rounds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from data.demo import shape
from data.demo.city import City
from data.demo.dice import Odds
from data.periods import month_of

STANDARD = 0.45  # of the communities: 省级规范化社区
RECHECK_FAILED = 0.03  # outside the leading counties
FIVE_STARS = 0.14  # of the communities

CATEGORIES = Odds({"救助": 27, "养老": 24, "儿童": 9, "残疾人": 12, "物业": 17, "其他": 11})
RATINGS = Odds({5: 62, 4: 25, 3: 9, 2: 3, 1: 1})
RATED = 0.72
QUICK, SLOW = (0, 3), (4, 18)  # days to closing
SLOWLY = 0.35  # of the orders


def community_rows(city: City) -> Iterator[tuple[object, ...]]:
    """All of the register, those of kind 其他 too: the ledger knows only 村 and 社区."""
    dice, last = city.dice("communities"), city.last("communities")
    before = date(city.year - 1, 12, 31)
    for county in city.counties:
        villages = dice.shuffled(county.villages)
        standard = {village.code for village in villages if village.kind == "社区" and dice.chance(STANDARD)}
        checks = iter(city.reached(shape.STANDARD_RECHECKED, county, len(standard), dice, last))
        coded = city.reached(shape.CODES_ASSIGNED, county, len(villages), dice, last)
        revised = city.reached(shape.RULES_REVISED, county, len(villages), dice, last)
        rows = []
        for village, code_assigned, rules in zip(villages, coded, dice.shuffled(revised), strict=True):
            is_community = village.kind == "社区" or village.name.endswith("社区")
            checked = next(checks) if village.code in standard else None
            rows.append(
                (
                    village.code,
                    "社区" if is_community else "村",
                    village.code in standard if is_community else None,
                    checked,
                    (county.pace >= 1 or not dice.chance(RECHECK_FAILED)) if checked else None,
                    dice.day(city.first, last) if is_community and dice.chance(FIVE_STARS) else None,
                    rules or dice.day(city.first, before),
                    code_assigned,
                )
            )
        yield from sorted(rows, key=lambda row: str(row[0]))


def order_rows(city: City) -> Iterator[tuple[object, ...]]:
    """Work orders. The forgotten ones, open for more than two months, lie in the two slowest counties."""
    dice, last = city.dice("work_orders"), city.last("work_orders")
    months = city.season(shape.ORDERS, last, growth=1.06)
    total = city.count("work_orders")
    forgotten = min(shape.ORDERS_OPEN_LONG, total // 4)
    sure = date.fromordinal(last.toordinal() - SLOW[1])
    for county, count in city.by_residents(total - forgotten):
        days = []
        for _ in range(count):
            month = dice.draw(months)
            days.append(dice.day(month, min(month_of(month).ends, last)))
        for number, accepted in enumerate(sorted(days), 1):
            closed = date.fromordinal(accepted.toordinal() + dice.whole(*(SLOW if dice.chance(SLOWLY) else QUICK)))
            open_still = closed > last or (accepted > sure and dice.chance(0.15))
            yield (
                f"DM-GD-{county.code}-{number:06d}",
                dice.pick(county.villages).code,
                dice.draw(CATEGORIES),
                accepted,
                None if open_still else closed,
                dice.draw(RATINGS) if not open_still and dice.chance(RATED) else None,
            )
    for number in range(1, forgotten + 1):
        county = city.laggards[number % 2]
        accepted = date.fromordinal(last.toordinal() - dice.whole(61, 240))
        yield f"DM-GD-{county.code}-9{number:05d}", dice.pick(county.villages).code, dice.draw(CATEGORIES), accepted, None, None
