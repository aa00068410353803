"""One change of a stored plan by hand: a plan in, the changed plan out, checked whole. Storing it is `taking`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from data.programmes.changes import FIELDS
from data.programmes.form import Plan
from data.programmes.plan_file import PlanError, problems_of

_PLACES = {
    **FIELDS,
    "programmes": "",
    "plan": "计划",
    "tasks": "任务",
    "milestones": "节点",
    "phases": "阶段",
    "no": "序号",
    "targets": "目标",
}
Rows = list[dict[str, Any]]


def with_task(plan: Plan, programme: str, given: Mapping[str, Any], no: str = "") -> Plan:
    """The plan with the task `no` changed, or without `no` a new one at the end of its programme.

    Raises PlanError naming the place of everything wrong.
    """

    def change(rows: Rows) -> None:
        if not no:
            rows.append(dict(given))
            return
        _found(rows, lambda row: row["no"] == no, f"任务 {no}").update(given)

    return _changed(plan, programme, "tasks", change)


def without_task(plan: Plan, programme: str, no: str) -> Plan:
    """The plan without a task. Raises PlanError where there is none, or a milestone belongs to it."""
    return _changed(plan, programme, "tasks", lambda rows: rows.remove(_found(rows, lambda row: row["no"] == no, f"任务 {no}")))


def with_milestone(plan: Plan, programme: str, given: Mapping[str, Any], key: tuple[str, str] | None = None) -> Plan:
    """The plan with the milestone of this due month and title changed, or without `key` a new one at the end."""

    def change(rows: Rows) -> None:
        if key is None:
            rows.append(dict(given))
            return
        _found(rows, lambda row: (row["due"], row["title"]) == key, f"节点 {' '.join(key)}").update(given)

    return _changed(plan, programme, "milestones", change)


def without_milestone(plan: Plan, programme: str, key: tuple[str, str]) -> Plan:
    """The plan without a milestone."""
    name = f"节点 {' '.join(key)}"
    return _changed(
        plan, programme, "milestones", lambda rows: rows.remove(_found(rows, lambda row: (row["due"], row["title"]) == key, name))
    )


def with_return_day(plan: Plan, programme: str, day: int) -> Plan:
    """The plan with another day by which a programme's counties return."""
    return _remade(plan, lambda given: _programme(given, programme).update(return_day=day))


def with_county_weights(plan: Plan, weights: Mapping[str, int]) -> Plan:
    """The plan with these weights of counties in the city's mean; one of 1 is not written down."""
    kept = {code: weight for code, weight in weights.items() if weight != 1}
    return _remade(plan, lambda given: given["plan"].update(county_weights=kept))


def _changed(plan: Plan, programme: str, part: str, change: Callable[[Rows], None]) -> Plan:
    def remake(given: dict[str, Any]) -> None:
        found = _programme(given, programme)
        rows = list(found[part])
        change(rows)
        found[part] = rows

    return _remade(plan, remake)


def _remade(plan: Plan, change: Callable[[dict[str, Any]], None]) -> Plan:
    given = plan.model_dump()
    change(given)
    return checked(given)


def checked(given: dict[str, Any]) -> Plan:
    """A plan from plain values, also those of JSON, as a browser sends one back: a day may be a text.

    Raises PlanError with the places in the screen's words.
    """
    head = given.get("plan")
    if isinstance(head, dict) and isinstance(head.get("issued_on"), str):
        try:
            given = {**given, "plan": {**head, "issued_on": date.fromisoformat(head["issued_on"])}}
        except ValueError:
            raise PlanError(["计划，印发日期：应为日期，如 2024-02-10"]) from None
    year = head.get("year") if isinstance(head, dict) else None
    if not isinstance(year, int) or isinstance(year, bool):
        raise PlanError(["计划没有年份"])
    try:
        return Plan.model_validate(given, context={"year": year})
    except ValidationError as error:
        listed = given.get("programmes")
        rows = listed if isinstance(listed, list | tuple) else []
        names = {one["id"]: str(one.get("name", "")) for one in rows if isinstance(one, dict) and isinstance(one.get("id"), str)}
        raise PlanError([_in_words(problem, names) for problem in problems_of(error, given)]) from None


def _in_words(problem: str, names: Mapping[str, str]) -> str:
    place, sign, words = problem.partition("：")
    steps = [names.get(step, _PLACES.get(step, step)) for step in place.split(" → ")]
    return "，".join(step for step in steps if step) + sign + words


def _programme(given: dict[str, Any], programme: str) -> dict[str, Any]:
    return _found(list(given["programmes"]), lambda one: one["id"] == programme, f"工程 {programme}")


def _found(rows: Rows, wanted: Callable[[dict[str, Any]], bool], name: str) -> dict[str, Any]:
    for row in rows:
        if wanted(row):
            return row
    raise PlanError([f"没有{name}；可能已被别人改动，请重新载入"])
