"""The weeks behind: how many warnings were found and closed in each, and how many days they were open before they were closed.

Whoever may not see the warnings about people one by one gets the city's; of a county then only what is not about people.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement

from access.scope import Scope
from data.indicators.moment import Moment
from data.warnings.chosen import inside, rule_in, rules_of
from data.warnings.table import warning_steps, warnings
from data.warnings.warning import counted as openly
from geo.regions import CITY

WEEKS = 12
FOUND, CLOSED = ("found", "reopened"), ("closed",)


@dataclass(frozen=True)
class Week:
    """One week, Monday to Sunday: how many were found or reopened, and how many closed."""

    starts: date
    found: int
    closed: int


def course(now: Moment, *, scope: Scope, programme: str = "", section: str = "", region: str = "", weeks: int = WEEKS) -> tuple[Week, ...]:
    """The last weeks, the running one included, the oldest first."""
    monday = now.today - timedelta(days=now.today.weekday())
    starts = [monday - timedelta(weeks=back) for back in range(weeks - 1, -1, -1)]
    step = warning_steps.c
    query = (
        sa.select(step.day, step.act, sa.func.count())
        .select_from(warning_steps.join(warnings))
        .where(step.day >= starts[0], step.day <= now.today, step.act.in_([*FOUND, *CLOSED]), *_seen(scope, programme, section, region))
        .group_by(step.day, step.act)
    )
    found = dict.fromkeys(starts, 0)
    closed = dict.fromkeys(starts, 0)
    for day, act, number in now.connection.execute(query):
        into = closed if act in CLOSED else found
        into[day - timedelta(days=day.weekday())] += number
    return tuple(Week(one, found[one], closed[one]) for one in starts)


def median_days(now: Moment, *, scope: Scope, programme: str = "", section: str = "", region: str = "", weeks: int = WEEKS) -> float | None:
    """The median of the days from being found to being closed, of what was closed in the last weeks; None where nothing was."""
    since = now.today - timedelta(days=now.today.weekday(), weeks=weeks - 1)
    step = warning_steps.c
    query = (
        sa.select(step.found_on, step.day, sa.func.count())
        .select_from(warning_steps.join(warnings))
        .where(step.day >= since, step.day <= now.today, step.act.in_(CLOSED), *_seen(scope, programme, section, region))
        .group_by(step.found_on, step.day)
    )
    counted = sorted(((day - begun).days, number) for begun, day, number in now.connection.execute(query))
    total = sum(number for _, number in counted)
    if not total:
        return None
    return (_at(counted, (total - 1) // 2) + _at(counted, total // 2)) / 2


def _at(counted: list[tuple[int, int]], place: int) -> int:
    for days, number in counted:
        place -= number
        if place < 0:
            return days
    raise IndexError(place)


def recorded_since(now: Moment) -> date | None:
    """The day of the first step that is written down: of what was before, nothing is known. None where nothing is."""
    return now.connection.scalar(sa.select(sa.func.min(warning_steps.c.day)))


def left_out(scope: Scope, programme: str = "", section: str = "", region: str = "") -> bool:
    """Whether warnings about people are not counted in a course: who may not see them one by one has them in the city's sums alone."""
    narrow = programme or section or region not in ("", CITY)
    return bool(narrow) and any(not openly(scope, one) for one in rules_of(programme, section))


def _seen(scope: Scope, programme: str, section: str, region: str) -> list[ColumnElement[bool]]:
    here = "" if region == CITY else region
    rules = rules_of(programme, section) if scope.role is not None else []
    own = [one for one in rules if openly(scope, one) or not (here or programme or section)]
    return [rule_in(own), *inside(here), *(inside(scope.region) if scope.role == "county" else ())]
