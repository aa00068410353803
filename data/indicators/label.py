"""The month or ISO week a day lies in, and the days between two, as SQL: `2023-06`, `2023-W23`, 12. Each database has its own words."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class MonthLabel(FunctionElement[str]):
    """`2023-06` of a date column."""

    type = sa.String()
    inherit_cache = True


class WeekLabel(FunctionElement[str]):
    """`2023-W23` of a date column: the ISO week, Monday to Sunday, named by the year its Thursday lies in."""

    type = sa.String()
    inherit_cache = True


class DaysBetween(FunctionElement[int]):
    """How many days the second of two dates is after the first."""

    type = sa.Integer()
    inherit_cache = True


@compiles(MonthLabel, "sqlite")
def _(element: MonthLabel, compiler: Any, **words: Any) -> str:
    return f"substr({compiler.process(element.clauses, **words)}, 1, 7)"


@compiles(MonthLabel, "postgresql")
def _(element: MonthLabel, compiler: Any, **words: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **words)}, 'YYYY-MM')"


@compiles(WeekLabel, "sqlite")
def _(element: WeekLabel, compiler: Any, **words: Any) -> str:
    thursday = f"date({compiler.process(element.clauses, **words)}, '-3 days', 'weekday 4')"
    return f"strftime('%Y', {thursday}) || '-W' || printf('%02d', (strftime('%j', {thursday}) + 6) / 7)"


@compiles(WeekLabel, "postgresql")
def _(element: WeekLabel, compiler: Any, **words: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **words)}, 'IYYY-\"W\"IW')"


@compiles(DaysBetween, "sqlite")
def _(element: DaysBetween, compiler: Any, **words: Any) -> str:
    earlier, later = (compiler.process(one, **words) for one in element.clauses)
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"


@compiles(DaysBetween, "postgresql")
def _(element: DaysBetween, compiler: Any, **words: Any) -> str:
    earlier, later = (compiler.process(one, **words) for one in element.clauses)
    return f"({later} - {earlier})"
