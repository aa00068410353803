"""Periods: a month `2023-06`, an ISO week `2023-W23` (Monday to Sunday) or a year-to-date `2023-06/ytd`."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

Grain = Literal["month", "week", "ytd"]
FIRST_YEAR, LAST_YEAR = 2000, 2099
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(/ytd)?", re.ASCII)
_WEEK = re.compile(r"(\d{4})-W(0[1-9]|[1-4]\d|5[0-3])", re.ASCII)


class PeriodError(ValueError):
    """A text that is no period; the message says what is allowed."""


@dataclass(frozen=True, order=True)
class Period:
    """One period. Periods of a grain sort by their text."""

    text: str

    @property
    def grain(self) -> Grain:
        return "ytd" if self.text.endswith("/ytd") else "week" if "W" in self.text else "month"

    @property
    def month(self) -> str:
        """The (last) month of a month or year-to-date, `2023-06`."""
        return self.text[:7]

    @property
    def starts(self) -> date:
        if self.grain == "week":
            return date.fromisocalendar(int(self.text[:4]), int(self.text[6:]), 1)
        return date(int(self.text[:4]), 1 if self.grain == "ytd" else int(self.text[5:7]), 1)

    @property
    def ends(self) -> date:
        if self.grain == "week":
            return self.starts + timedelta(days=6)
        year, month = int(self.text[:4]), int(self.text[5:7])
        return date(year, month, calendar.monthrange(year, month)[1])

    @property
    def year(self) -> int:
        """The calendar year the period ends in."""
        return self.ends.year

    def day(self, today: date) -> date:
        """d of the definitions: the last day, or today while the period runs."""
        return min(self.ends, today)

    def runs(self, today: date) -> bool:
        return self.starts <= today <= self.ends

    def begun(self, today: date) -> bool:
        return self.starts <= today

    def shift(self, by: int) -> Period:
        """The period `by` steps later (earlier if negative), of the same grain. A year-to-date shifts by months."""
        if self.grain == "week":
            return week_of(self.starts + timedelta(days=7 * by))
        months = int(self.text[:4]) * 12 + int(self.text[5:7]) - 1 + by
        return Period(f"{months // 12:04d}-{months % 12 + 1:02d}" + self.text[7:])

    def year_before(self) -> Period:
        """The same period one year earlier; week 53 falls back to week 52."""
        if self.grain != "week":
            return self.shift(-12)
        year, week = int(self.text[:4]) - 1, int(self.text[6:])
        return Period(f"{year}-W{min(week, _weeks(year)):02d}")

    def __str__(self) -> str:
        return self.text


def _weeks(year: int) -> int:
    return date(year, 12, 28).isocalendar().week


@lru_cache(maxsize=4096)
def parse(text: str) -> Period:
    """`text` as a Period.

    Raises PeriodError if it is none, or lies outside 2000–2099.
    """
    month, week = _MONTH.fullmatch(text), _WEEK.fullmatch(text)
    matched = month or week
    year = int(matched[1]) if matched else 0
    if not matched or not FIRST_YEAR <= year <= LAST_YEAR or (week and int(week[2]) > _weeks(year)):
        raise PeriodError(f"“{text[:40]}”不是周期；可写作 2023-06（月）、2023-W23（周）或 2023-06/ytd（年累计）。")
    return Period(text)


def parse_range(text: str) -> list[Period]:
    """One period, or `a..b`, both of one kind, at most 600 periods, in order.

    Raises PeriodError.
    """
    first, dots, last = text.partition("..")
    start = parse(first)
    if not dots:
        return [start]
    end = parse(last)
    if end.grain != start.grain:
        raise PeriodError("区间两端必须是同一种周期。")
    if end < start:
        raise PeriodError("区间的起点晚于终点。")
    out = [start]
    while out[-1] < end:
        out.append(out[-1].shift(1))
        if len(out) > 600:
            raise PeriodError("区间过长：最多 600 个周期。")
    return out


def month_of(day: date) -> Period:
    return Period(f"{day:%Y-%m}")


def week_of(day: date) -> Period:
    iso = day.isocalendar()
    return Period(f"{iso.year:04d}-W{iso.week:02d}")


def ytd_of(day: date) -> Period:
    return Period(f"{day:%Y-%m}/ytd")


def between(first: Period, last: Period) -> list[Period]:
    """All periods from first to last (inclusive) of their grain; empty if last is earlier."""
    out = []
    while first <= last:
        out.append(first)
        first = first.shift(1)
    return out
