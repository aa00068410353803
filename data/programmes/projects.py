"""The funeral homes that are built, rebuilt or taken into use, one by one, against the day the plan sets.

The one door to them: who may see which is decided here. Leader and chiefs see every project with its name, a county user its own
county's; everybody else who sees counties sees how far each county's is, without its name. The register holds one progress a project,
the latest delivered, so that of a past period only the completed day is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from access.scope import Scope
from data.datasets.affairs import funeral_homes
from data.indicators.moment import Moment
from data.periods import Period, month_of
from data.programmes.ledger import plan_at
from data.programmes.light import Light, expected_percent, light
from geo.regions import DIGITS, prefix

PROGRAMME, TASK = "funeral", "殡仪馆"  # the plan's task whose title begins so; it sets the day for all of them


@dataclass(frozen=True)
class Project:
    """One project as one person may see it.

    key, name  empty for who may not know it
    progress   0–100, as delivered last; 100 exactly when it was completed at the period's last day
    expected   0–100: from the plan's day of issue to the day it sets; None without a plan
    due        the day the plan sets; planned_on  the project's own
    light      against `due`, or without a plan against `planned_on`; `behind` too where the own day has passed
    """

    key: str
    name: str
    region: str
    region_name: str
    work: str
    progress: int
    expected: float | None
    planned_on: date | None
    completed_on: date | None
    due: date | None
    light: Light

    @property
    def too_late(self) -> bool:
        """Whether the project's own day is after the plan's."""
        return self.due is not None and self.planned_on is not None and self.planned_on > self.due


def projects(now: Moment, *, scope: Scope, region: str, period: Period) -> tuple[Project, ...]:
    """The projects inside `region` (of a township or village: its county), by code and key, at the period's last day or today."""
    inside = _inside(scope, region)
    if inside is None:
        return ()
    key = ("projects", now.refresh, now.today, period)
    every: tuple[Project, ...] = now.shelf.keep(key, lambda: _read(now, period))
    found = tuple(project for project in every if project.region.startswith(inside))
    return found if scope.role in ("leader", "chief", "county") else tuple(replace(project, key="", name="") for project in found)


def _inside(scope: Scope, region: str) -> str | None:
    """The digits the projects' codes begin with; None where there are none to be shown."""
    asked = prefix(region)[: DIGITS["county"]]
    if scope.role is None:
        return None
    if scope.role != "county":
        return asked
    if not scope.region:
        return None
    return scope.region if scope.region.startswith(asked) else None


def _read(now: Moment, period: Period) -> tuple[Project, ...]:
    day, table = period.day(now.today), funeral_homes.table
    plan = plan_at(now, month_of(day))
    tasks = [task for one in plan.programmes if one.id == PROGRAMME for task in one.tasks if task.title.startswith(TASK)] if plan else []
    due = tasks[0].due_on if tasks else None
    issued = plan.plan.issued_on if plan else None
    rows = now.connection.execute(sa.select(table).order_by(table.c.region, table.c.key)).mappings()
    return tuple(_project(now, row, issued, due, day) for row in rows)


def _project(now: Moment, row: Mapping[Any, Any], issued: date | None, due: date | None, day: date) -> Project:
    county = row["region"][: DIGITS["county"]]
    done = row["completed_on"] is not None and row["completed_on"] <= day
    progress = 100 if done else min(row["progress"], 99)
    expected = expected_percent(issued, due, day) if issued and due else None
    return Project(
        key=row["key"],
        name=row["name"],
        region=county,
        region_name=now.places.name(county),
        work=row["work"],
        progress=progress,
        expected=expected,
        planned_on=row["planned_on"],
        completed_on=row["completed_on"] if done else None,
        due=due,
        light=_light(progress, expected, due, row["planned_on"], day),
    )


def _light(progress: int, expected: float | None, due: date | None, planned_on: date | None, day: date) -> Light:
    last = due or planned_on
    if last is None:
        return "met" if progress == 100 else "none"
    found = light(progress, expected or 0, last, day)
    slipped = planned_on is not None and day > planned_on
    return "behind" if slipped and found in ("on_track", "due_soon") else found
