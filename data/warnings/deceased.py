"""The dead who are still on a register, and what has been paid for them since: the four rules of one kind.

**Money after death.** A person is entitled up to and including the day of death. What is at risk is the monthly amount for every day from
the day after it (from the day of entry, where that is later) up to and including today, pro rata by the days of each month: a whole month
counts one monthly amount, a part of a month its days in that month's days. With m the monthly amount in fen and
P(d) = months before d's month + day of d / days of d's month, the sum is m · (P(today) − P(last day paid for rightly)), rounded half up to
whole fen, once, at the end. Without a monthly amount there is no sum. Once the record shows 退出, the finding is gone, and so is the sum.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from data.datasets import Dataset
from data.datasets.affairs import deaths as deaths_dataset
from data.lists.record_list import Span, on_register
from data.periods import month_of
from data.warnings.days import DaysLater, month_days, part
from data.warnings.finding import answer
from data.warnings.rule import Asked

deaths = deaths_dataset.table


def still_registered(dataset: Dataset, start: str, end: str, money: str = "") -> Callable[[Asked], sa.Select[Any]]:
    """Records on the register today whose person died before today, by hashed citizen number."""
    table = dataset.table

    def select(asked: Asked) -> sa.Select[Any]:
        died = (
            sa.select(deaths.c.citizen, sa.func.min(deaths.c.died_on).label("on"))
            .where(deaths.c.citizen.is_not(None), deaths.c.died_on < asked.today)
            .group_by(deaths.c.citizen)
            .subquery("died")
        )
        later = table.c[start] > died.c.on
        since = sa.case((later, table.c[start]), else_=DaysLater(died.c.on, 1))
        amount = paid_since(table.c[money], table.c[start], died.c.on, asked) if money else None
        return (
            answer(table.c.key, table.c.region, since, amount=amount)
            .select_from(table.join(died, died.c.citizen == table.c.citizen))
            .where(*on_register(table, start, end, Span(month_of(asked.today), asked.today)))
        )

    return select


def paid_since(monthly: Any, started: Any, died: Any, asked: Asked) -> sa.ColumnElement[int]:
    """Fen for the days from the day after death (or entry, if later) to today, as this module's definition says.

    Divided once, over a common denominator; the months are counted apart, so that no amount that may be entered overflows.
    """
    today = sa.literal(asked.today, sa.Date)
    later = started > died
    base = sa.case((later, started), else_=died)
    rightly = part("day", base) - sa.case((later, 1), else_=0)  # days of that month rightly paid
    months = 12 * (part("year", today) - part("year", base)) + part("month", today) - part("month", base)
    fen = sa.type_coerce(monthly, sa.BigInteger)
    here, there = month_days(today), month_days(base)
    over = here * there  # a month is borrowed, so that what is divided is never negative
    share = fen * (over + part("day", today) * there - rightly * here)
    return fen * (months - 1) + sa.cast(2 * share + over, sa.BigInteger) // sa.cast(2 * over, sa.BigInteger)
