"""Whose a task is: the regions that do it, who files its return, who reviews it, who may read the words in it."""

from __future__ import annotations

from access.scope import Scope
from data.programmes.form import Programme, Task
from data.regions import Places
from geo.regions import CITY

BUREAU = "民政局"
EVERY_COUNTY = "各县区"
SHORT = {"慈善社工科": "慈善事业促进和社会工作科"}  # sections as the plan also writes them


def sections_of(task: Task) -> tuple[str, ...]:
    """The sections among a task's units, by their full names, in the plan's order; county bureaus are no sections."""
    return tuple(dict.fromkeys(SHORT.get(unit, unit) for unit in task.units if not unit.endswith(BUREAU)))


def regions_of(task: Task, places: Places) -> tuple[str, ...]:
    """The counties that do a task, in official order: all where 各县区 is among its units, else those named.

    A task that only sections do has the city's own code.
    """
    if any(unit.startswith(EVERY_COUNTY) for unit in task.units):
        return tuple(place.code for place in places.counties)
    named = tuple(place.code for place in places.counties if f"{place.name}{BUREAU}" in task.units or place.name in task.units)
    return named or (CITY,)


def reviews(scope: Scope, programme: Programme) -> bool:
    """Whether this person accepts the programme's returns or sends them back: the chief of the section it belongs to."""
    return scope.role == "chief" and bool(scope.section) and scope.section == programme.owner


def files(scope: Scope, programme: Programme, task: Task, region: str) -> bool:
    """Whether this person fills the return of a task and region: a county its own, a section the city's."""
    if scope.role == "county":
        return region == scope.region
    return region == CITY and scope.role == "chief" and bool(scope.section) and scope.section in (programme.owner, *sections_of(task))


def reads_words(scope: Scope, region: str) -> bool:
    """Whether the text and the files of a region's returns are shown: to leader and chiefs all, to a county its own."""
    return scope.role in ("leader", "chief") or (scope.role == "county" and bool(scope.region) and region == scope.region)
