"""Changing 年度计划 by hand: a task, a milestone, the returns' day, the counties' weights. Whole, and never over another's change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import dash
from dash import ALL, Input, Output, State, ctx

from access import audit, session
from access.session import database
from components.form import refused, said
from components.plain import plain
from data.facts import today
from data.programmes import editing
from data.programmes.changes import Change, changes_of
from data.programmes.form import Plan
from data.programmes.marks import choices_at
from data.programmes.plan_file import PlanError
from data.programmes.taking import Overtaken, take_plan
from pages.administration.desk import mark, told
from pages.administration.plan import FORM, plan_of
from pages.administration.plan_form import STONE, TASK, stone_given, task_given

STAYS = dash.no_update
Edit = Callable[[Plan], Plan]


def change(year: Any, base: Any, edit: Edit) -> tuple[Change, ...]:
    """Store one edit of the plan that the base was read from, with an entry for each row it changes.

    Raises PlanError; nothing is written then.
    """
    who = session.person()
    assert who  # noqa: S101 - the guard lets no stranger in here
    with database().writing() as connection:
        found = plan_of(connection, year)
        if found is None or not isinstance(base, dict) or base.get("year") != found.plan.year:
            raise PlanError(["请先选年度，等列表读出后再改。"])
        wanted = edit(found)
        changes = changes_of(connection, wanted)
        take_plan(connection, wanted, began_from=str(base.get("print", "")))
        for one in changes:
            audit.append(connection, "setting", who=who.username, where=session.address(), what=_words(found.plan.year, one))
    return changes


def _words(year: int, one: Change) -> str:
    act = {"added": "新增", "updated": "改", "removed": "删除"}[one.act]
    return f"{year} 年计划 {act}{one.kind} {one.programme} {one.what}" + (f"：{one.words}" if one.words else "")


@dash.callback(
    Output("admin-plan-said", "children"),
    Output("admin-plan-changed", "data"),
    Output("admin-plan-rows", "selectedRows"),
    Input("admin-plan-save", "n_clicks"),
    Input("admin-plan-remove", "n_clicks"),
    Input("admin-plan-reload", "n_clicks"),
    State("admin-plan-mode", "data"),
    State("admin-plan-base", "data"),
    State("admin-plan-year", "value"),
    State("admin-plan-programme", "value"),
    *(State(f"admin-plan-{name}", "value") for name in FORM),
    prevent_initial_call=True,
    on_error=told(3),
)
def saved(_: Any, __: Any, ___: Any, mode: Any, base: Any, year: Any, programme: Any, *fields: Any) -> tuple[Any, ...]:
    """Save or remove what the form shows, or look at the plan anew."""
    if ctx.triggered_id == "admin-plan-reload":
        return "", mark(), []
    kind, key = (str(mode.get("kind")), str(mode.get("key"))) if isinstance(mode, dict) else ("", "")
    remove = ctx.triggered_id == "admin-plan-remove"
    if kind not in (TASK, STONE) or (remove and not key):
        return plain(refused("请先在左边选一行。")), STAYS, STAYS
    try:
        done = change(year, base, _edit(kind, key, remove, str(programme), fields))
    except PlanError as error:
        return plain(_refused(error)), STAYS, STAYS
    if not done:
        return plain(said("没有改动。")), STAYS, STAYS
    words = "已删除。" if remove else "已保存。" + (_other_date(base, str(programme), key, fields) if kind == TASK else "")
    return plain(said(words)), mark(), STAYS if key and not remove else []


def _other_date(base: Any, programme: str, no: str, fields: tuple[Any, ...]) -> str:
    """That a section has confirmed another month for the task, which is the one that counts."""
    with database().reading() as connection:
        choice = choices_at(connection, int(base["year"]), today(connection)).get((programme, no))
    given = task_given(*fields[:8])["due"]
    return f"科室已确认时限以 {choice.due} 为准，灯仍按该月判断。" if choice and choice.due != given else ""


def _edit(kind: str, key: str, remove: bool, programme: str, fields: tuple[Any, ...]) -> Edit:
    stone = (key.partition(" ")[0], key.partition(" ")[2])
    if remove:
        return lambda plan: (
            editing.without_task(plan, programme, key) if kind == TASK else editing.without_milestone(plan, programme, stone)
        )
    if kind == TASK:
        given = task_given(*fields[:8])
        return lambda plan: editing.with_task(plan, programme, {**given, "no": key or given["no"]}, key)
    return lambda plan: editing.with_milestone(plan, programme, stone_given(*fields[8:]), stone if key else None)


def _refused(error: PlanError) -> Any:
    words = "；".join(error.problems)
    return refused(words if isinstance(error, Overtaken) else f"没有保存：{words}")


@dash.callback(
    Output("admin-plan-settings-said", "children"),
    Output("admin-plan-changed", "data", allow_duplicate=True),
    Input("admin-plan-settings-save", "n_clicks"),
    State("admin-plan-return-day", "value"),
    State({"type": "admin-plan-county", "region": ALL}, "value"),
    State("admin-plan-base", "data"),
    State("admin-plan-year", "value"),
    State("admin-plan-programme", "value"),
    prevent_initial_call=True,
    on_error=told(2),
)
def set_up(_: Any, day: Any, weights: Any, base: Any, year: Any, programme: Any) -> tuple[Any, ...]:
    """Save the programme's day and the counties' weights together."""
    given = {str(one["id"]["region"]): value for one, value in zip(ctx.states_list[1], weights, strict=True)}

    def edit(plan: Plan) -> Plan:
        return editing.with_county_weights(editing.with_return_day(plan, str(programme), day), given)

    try:
        done = change(year, base, edit)
    except PlanError as error:
        return plain(_refused(error)), STAYS
    return plain(said(f"已保存 {len(done)} 处改动。" if done else "没有改动。")), mark() if done else STAYS
