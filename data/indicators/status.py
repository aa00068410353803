"""Target, expected value and status of one reading: how far it should be at day d, and whether it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from data.indicators.indicator import MONTHLY, Target
from data.periods import Period, parse

Status = Literal["met", "on_track", "behind", "overdue", "none"]


@dataclass(frozen=True)
class Judgement:
    """Target and expected value in the indicator's unit, and the status."""

    target: Fraction | None = None
    expected: Fraction | None = None
    status: Status = "none"


NOT_JUDGED = Judgement()


def due_day(target: Target, period: Period) -> date:
    """The last day on which the target may be reached: its due month's end; a monthly one: the end of the period's month."""
    return parse(period.month if target.by == MONTHLY else target.by).ends


def judge(
    target: Target, goal: Fraction | None, value: Fraction | None, baseline: Fraction | None, period: Period, today: date
) -> Judgement:
    """One region's reading against its goal (the target's value or the region's share of it).

    baseline  value at the end of last December; None counts as 0
    Weeks and the year-to-date of a monthly target are not judged. Source: contracts, “status”.
    """
    if goal is None or period.grain == "week" or (target.by == MONTHLY and period.grain == "ytd"):
        return NOT_JUDGED
    day, due = period.day(today), due_day(target, period)
    if target.by == MONTHLY:
        expected = goal
    else:
        start, new_year = baseline or Fraction(0), date(due.year - 1, 12, 31)
        expected = goal if day >= due else start + (goal - start) * Fraction((day - new_year).days, (due - new_year).days)
    if value is None:
        return Judgement(goal, expected)
    reached = value > goal if target.above else value >= goal
    if target.by == MONTHLY and today <= due:  # the month still runs
        return Judgement(goal, expected, "on_track" if reached else "behind")
    if reached:
        return Judgement(goal, expected, "met")
    if day > due or (target.by == MONTHLY and today > due):
        return Judgement(goal, expected, "overdue")
    return Judgement(goal, expected, "on_track" if value >= expected and day < due else "behind")


def unite(counties: Sequence[Judgement], city: Judgement, target: Target, period: Period, today: date) -> Judgement:
    """The city's status where every county must hold the target: met if all counties with a value do; overdue if past due; behind if
    any is behind; else on track. Target and expected value stay the city's own.
    """
    valued = [county.status for county in counties if county.status != "none"]
    status: Status
    if city.target is None or not valued:
        status = "none"
    elif all(one == "met" for one in valued):
        status = "met"
    elif "overdue" in valued or period.day(today) > due_day(target, period):
        status = "overdue"
    else:
        status = "behind" if "behind" in valued else "on_track"
    return Judgement(city.target, city.expected, status)
