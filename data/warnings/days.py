"""Days as SQL, each database in its own words: so many days later, a day of a month's text, the day in Kaifeng of a stored moment."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from data.clock import SHANGHAI


class DaysLater(FunctionElement[date]):
    """The date so many (whole) days after a date."""

    type = sa.Date()
    inherit_cache = True


class DayOf(FunctionElement[date]):
    """Of a month's text `2023-06` and two digits `11`: that day."""

    type = sa.Date()
    inherit_cache = True


class LocalDay(FunctionElement[date]):
    """The day in Kaifeng of a stored moment."""

    type = sa.Date()
    inherit_cache = True


def part(name: str, day: Any) -> sa.ColumnElement[int]:
    """`year`, `month` or `day` of a date, as a whole number on either database."""
    return sa.cast(sa.extract(name, day), sa.BigInteger)


def month_days(day: Any) -> sa.ColumnElement[int]:
    """How many days the month of a date has."""
    year, month = part("year", day), part("month", day)
    leap = sa.and_(year % 4 == 0, sa.or_(year % 100 != 0, year % 400 == 0))
    return sa.case((month.in_((4, 6, 9, 11)), 30), (sa.and_(month == 2, leap), 29), (month == 2, 28), else_=31)


@compiles(DaysLater, "sqlite")
def _(element: DaysLater, compiler: Any, **words: Any) -> str:
    day, days = (compiler.process(one, **words) for one in element.clauses)
    return f"date({day}, {days} || ' days')"


@compiles(DaysLater, "postgresql")
def _(element: DaysLater, compiler: Any, **words: Any) -> str:
    day, days = (compiler.process(one, **words) for one in element.clauses)
    return f"({day} + {days})"


@compiles(DayOf, "sqlite")
def _(element: DayOf, compiler: Any, **words: Any) -> str:
    month, day = (compiler.process(one, **words) for one in element.clauses)
    return f"({month} || '-' || {day})"


@compiles(DayOf, "postgresql")
def _(element: DayOf, compiler: Any, **words: Any) -> str:
    month, day = (compiler.process(one, **words) for one in element.clauses)
    return f"to_date({month} || '-' || {day}, 'YYYY-MM-DD')"


@compiles(LocalDay, "sqlite")
def _(element: LocalDay, compiler: Any, **words: Any) -> str:
    return f"date({compiler.process(element.clauses, **words)}, '+8 hours')"


@compiles(LocalDay, "postgresql")
def _(element: LocalDay, compiler: Any, **words: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **words)} AT TIME ZONE '{SHANGHAI.key}' AS date)"
