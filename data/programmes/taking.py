"""Taking a plan that was looked at: whole or not at all, only on top of what was looked at, never over what counties have filed."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from data.facts import today
from data.programmes.assigned import regions_of
from data.programmes.changes import closed, filed_in, fingerprint, kept_by_returns, tasks_gone
from data.programmes.form import Plan
from data.programmes.marks import marks_at
from data.programmes.plan import PlanLoaded, store_plan
from data.programmes.plan_file import PlanError
from data.regions import read_counties


class Overtaken(PlanError):
    """Somebody changed the plan since it was looked at; nothing was written."""

    def __init__(self, year: int) -> None:
        super().__init__([f"{year} 年计划在您查看之后已被别人改动；没有保存，也没有覆盖对方的改动。请重新载入后再改"])


def refusals(connection: Connection, plan: Plan) -> list[str]:
    """Why a plan that is correct in itself may not take the stored one's place: its year is closed, or filed tasks would go."""
    year = plan.plan.year
    return [
        *([f"{year} 年已经结束，计划只供查看"] if closed(connection, year) else []),
        *at_odds(connection, plan),
        *lost_marks(connection, plan),
    ]


def at_odds(connection: Connection, plan: Plan) -> list[str]:
    """What of a plan is at odds with the returns that were filed or with the regions, from whatever file it comes."""
    return [*lost_returns(connection, plan), *lost_regions(connection, plan), *unknown_counties(connection, plan)]


def lost_returns(connection: Connection, plan: Plan) -> list[str]:
    """The tasks that the counties have filed for and this plan no longer has, in words."""
    found = kept_by_returns(connection, plan.plan.year, tasks_gone(connection, plan))
    return [f"{programme} 任务 {number}：已有月报，不能删除；请保留这一任务和它的序号" for programme, number in found]


def lost_regions(connection: Connection, plan: Plan) -> list[str]:
    """The counties that have filed for a task and are no longer among its units, in words: their returns would be seen by nobody."""
    places = read_counties(connection)
    if not places.counties:
        return []  # regions are not loaded yet
    tasks = {(programme.id, task.no): task for programme in plan.programmes for task in programme.tasks}
    lost: dict[tuple[str, str], list[str]] = {}
    for programme, number, region in filed_in(connection, plan.plan.year):
        task = tasks.get((programme, number))
        if task and region not in regions_of(task, places):
            lost.setdefault((programme, number), []).append(places.name(region))
    return [f"{programme} 任务 {number}：{'、'.join(names)}已有月报，不能移出责任单位" for (programme, number), names in lost.items()]


def unknown_counties(connection: Connection, plan: Plan) -> list[str]:
    """Weights of what is no county, in words."""
    known = {place.code for place in read_counties(connection).counties}
    return [f"县区权重：没有代码为 {code[:12]} 的县区" for code in plan.plan.county_weights if known and code not in known]


def lost_marks(connection: Connection, plan: Plan) -> list[str]:
    """The milestones that a section has marked as done and this plan no longer has under their month and name, in words."""
    stones = {(programme.id, one.due, one.title) for programme in plan.programmes for one in programme.milestones}
    found = marks_at(connection, plan.plan.year, today(connection))
    lost = (key for key, mark in found.items() if mark.done_on and key not in stones)
    return [f"{programme} 节点 {due} {title}：科室已标记完成，不能删除、改名或改期" for programme, due, title in lost]


def take_plan(connection: Connection, plan: Plan, *, began_from: str | None = None, targets: bool = False) -> PlanLoaded:
    """Make the year's plan this one, in the caller's transaction. `began_from`: the fingerprint of the plan that was looked at.

    Raises Overtaken where the stored plan is another by now, PlanError for what may not be.
    """
    year = plan.plan.year
    if began_from is not None and fingerprint(connection, year) != began_from:
        raise Overtaken(year)
    problems = refusals(connection, plan)
    if problems:
        raise PlanError(problems)
    return store_plan(connection, plan, targets=targets)
