"""Visits: who has not been visited while the month draws to its end, and what was found urgent and left at that. For elders and children.

**Followed up.** A work order names no person. So an urgent visit counts as followed up where, within so many days from its day on, a work
order of the same kind (养老, 儿童) was accepted in the person's township; or where the same person was visited again on any later day, late
or not: somebody was there. Who has left the register is out.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from data.datasets import Dataset
from data.datasets.governance import work_orders
from data.indicators.words import period
from data.lists import LISTS
from data.lists.record_list import Span, on_register
from data.periods import month_of
from data.warnings.days import DaysLater
from data.warnings.finding import answer
from data.warnings.rule import Asked, Parameter

orders = work_orders.table
WITHIN = Parameter("within", "应跟进的期限", "天", 3, 1, 30)
LOOK_BACK = Parameter("back", "只看最近", "天", 60, 7, 366)


def from_day(default: int) -> Parameter:
    """From which day of the month on an unvisited person is a warning."""
    return Parameter("day", "每月从哪一天起预警", "日", default, 1, 31)


def unvisited(listed: str, only: Any) -> Callable[[Asked], sa.Select[Any]]:
    """Those on a list of the unvisited of this month who are `only` these, by township; nobody before the day set."""
    found = LISTS[listed]

    def select(asked: Asked) -> sa.Select[Any]:
        month = month_of(asked.today)
        day = min(asked.set["day"], monthrange(asked.today.year, asked.today.month)[1])
        township = sa.func.substr(found.region, 1, 9)
        counted = (
            sa.select(township.label("township"), sa.func.count().label("n"))
            .where(*found.where(Span(month, asked.today)), only, sa.true() if asked.today.day >= day else sa.false())
            .group_by(township)
            .subquery("counted")
        )
        key = counted.c.township + sa.literal(f":{month.text}")
        return answer(key, counted.c.township, month.starts.replace(day=day), many=counted.c.n, detail=period(month)).select_from(counted)

    return select


def urgent(visits: Dataset, persons: Dataset, category: str) -> Callable[[Asked], sa.Select[Any]]:
    """Visits that found 紧急 and were not followed up, as this module says; `category` of work orders."""
    visit, person = visits.table, persons.table

    def select(asked: Asked) -> sa.Select[Any]:
        within = asked.set["within"]
        again = visit.alias("again")
        seen = sa.exists().where(
            again.c.subject == visit.c.subject, again.c.visited_on > visit.c.visited_on, again.c.visited_on <= asked.today
        )
        ordered = sa.exists().where(
            orders.c.category == category,
            orders.c.accepted_on >= visit.c.visited_on,
            orders.c.accepted_on <= DaysLater(visit.c.visited_on, within),
            sa.func.substr(orders.c.region, 1, 9) == sa.func.substr(person.c.region, 1, 9),
        )
        looked_at = visit.c.visited_on.between(asked.today - timedelta(days=asked.set["back"]), asked.today - timedelta(days=within + 1))
        return (
            answer(visit.c.key, person.c.region, DaysLater(visit.c.visited_on, within + 1))
            .select_from(visit.join(person, person.c.key == visit.c.subject))
            .where(
                visit.c.finding == "紧急",
                looked_at,
                *on_register(person, "registered_on", "closed_on", Span(month_of(asked.today), asked.today)),
                ~seen.correlate(visit),
                ~ordered.correlate(visit, person),
            )
        )

    return select
