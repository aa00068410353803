"""Monthly visits to the people on a register, the elders' and the children's: nearly everybody, nearly every month."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from data.demo.city import City
from data.demo.dice import Odds
from data.periods import month_of

METHODS = Odds({"上门": 74, "电话": 22, "视频": 4})
FINDINGS = Odds({"正常": 93.5, "需帮助": 6, "紧急": 0.5})
SECOND_VISIT = 0.06
VISITED_BY = 26  # the day by which a month's round is done
Chances = tuple[tuple[float, float], tuple[float, float]]


@dataclass(slots=True)
class Subject:
    """Somebody on a register who is visited."""

    key: str
    region: str
    category: str
    risk: str | None
    registered_on: date
    closed_on: date | None
    citizen: str | None


def visit_rows(
    city: City, dataset: str, mark: str, subjects: Sequence[Subject], chances: Chances, missed: Collection[str] = ()
) -> Iterator[tuple[object, ...]]:
    """Visits to the subjects. Nobody is missed two months running by chance; those in `missed` are, from two months before today's."""
    dice, last = city.dice(dataset), city.last(dataset)
    pace = {county.code: county.pace for county in city.counties}
    rounds = [(month, min(month_of(month).ends, last), at / (len(city.months) - 1)) for at, month in enumerate(city.months)]
    skipped = city.months[-3]
    number = 0
    for one in subjects:
        begin, end = (low + (high - low) * pace[one.region[:6]] for low, high in chances)
        met = True
        for month, until, share in rounds:
            if one.registered_on > until or (one.closed_on is not None and one.closed_on <= month):
                continue
            if one.key in missed and month >= skipped:
                break
            met = not met or dice.chance(begin + (end - begin) * share)
            if not met:
                continue
            for _ in range(1 + dice.chance(SECOND_VISIT)):
                visited = max(month.replace(day=dice.whole(1, VISITED_BY)), one.registered_on)
                if visited > until or (one.closed_on is not None and visited >= one.closed_on):
                    continue
                number += 1
                yield f"DM-{mark}-{number:07d}", one.key, visited, dice.draw(METHODS), dice.draw(FINDINGS)
