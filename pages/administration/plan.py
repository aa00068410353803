"""年度计划: the years, a programme's tasks and milestones, the chosen one in its form, the days and weights beside it."""

from __future__ import annotations

from typing import Any

import dash
from dash import Input, Output, State, ctx
from flask_wtf.csrf import generate_csrf
from sqlalchemy.engine import Connection

from access.session import database
from components.admin_plan import NOTHING, county_weights
from components.plain import plain
from data.indicators import INDICATORS
from data.indicators.indicator import MONTHLY
from data.programmes.changes import closed, current_year, fingerprint
from data.programmes.form import Milestone, Plan, Programme, Task
from data.programmes.plan import plan_years, read_plan
from data.regions import read_places
from pages.administration.desk import told
from pages.administration.plan_form import EVERY_MONTH, STONE, TASK, stone_key

CLOSED = "这一年已经结束，只供查看。"

dash.clientside_callback(
    dash.ClientsideFunction("admin_plan", "picker"), Output("admin-plan-picker", "title"), Input("admin-address", "data")
)


@dash.callback(
    Output("admin-plan-year", "options"),
    Output("admin-plan-year", "value"),
    Output("admin-plan-upload", "data-token"),
    Input("admin-plan-changed", "data"),
    State("admin-plan-year", "value"),
    on_error=told(3),
)
def years(_: Any, chosen: Any) -> tuple[Any, ...]:
    """The years that have a plan, the latest first; the token that a file is sent with."""
    with database().reading() as connection:
        found, current = plan_years(connection), current_year(connection)
    words = {year: "（已结束）" if current and year < current else "（施行中）" if year == current else "（未开始）" for year in found}
    options = [{"value": str(year), "label": f"{year} 年{words[year]}"} for year in reversed(found)]
    kept = chosen if chosen in [one["value"] for one in options] else str(current or (found[-1] if found else ""))
    return options, kept, generate_csrf()


@dash.callback(
    Output("admin-plan-programme", "options"),
    Output("admin-plan-programme", "value"),
    Output("admin-plan-rows", "rowData"),
    Output("admin-plan-state", "children"),
    Output("admin-plan-return-day", "value"),
    Output("admin-plan-counties", "children"),
    Output("admin-plan-base", "data"),
    *(Output(f"admin-plan-{name}", "disabled") for name in ("add-task", "add-stone", "save", "remove-ask", "settings-save")),
    Input("admin-plan-year", "value"),
    Input("admin-plan-programme", "value"),
    Input("admin-plan-changed", "data"),
    on_error=told(12),
)
def listed(year: Any, programme: Any, _: Any) -> tuple[Any, ...]:
    """A programme's tasks and milestones in the document's order."""
    with database().reading() as connection:
        found = plan_of(connection, year)
        if found is None:
            return [], "", [], "还没有计划：由文件装入。", None, "", None, *[True] * 5
        shut = closed(connection, found.plan.year)
        base = {"year": found.plan.year, "print": fingerprint(connection, found.plan.year)}
        counties = {place.code: place.name for place in read_places(connection).counties}
    one = programme_of(found, programme) or found.programmes[0]
    rows = [*(_task_row(task) for task in one.tasks), *(_stone_row(stone) for stone in one.milestones)]
    head = found.plan
    state = f"{head.document}，{head.issued_on} 印发；{one.owner}，{len(one.tasks)} 项任务、{len(one.milestones)} 个节点。"
    return (
        [{"value": each.id, "label": each.name} for each in found.programmes],
        one.id,
        rows,
        state + (CLOSED if shut else ""),
        one.return_day,
        plain(county_weights(counties, head.county_weights, shut)),
        base,
        *[shut] * 5,
    )


def plan_of(connection: Connection, year: Any) -> Plan | None:
    """The stored plan of the year that a field names."""
    text = str(year or "")
    return read_plan(connection, int(text)) if text.isascii() and text.isdigit() and len(text) == 4 else None


def programme_of(plan: Plan, name: Any) -> Programme | None:
    """A plan's programme by its id."""
    return next((one for one in plan.programmes if one.id == name), None)


def _task_row(task: Task) -> dict[str, Any]:
    return {
        "id": f"{TASK}:{task.no}",
        "kind": "任务",
        "no": task.no,
        "due": task.due,
        "title": task.title,
        "group": task.group,
        "units": "、".join(task.units),
        "indicators": _names(task.indicators),
        "weight": task.weight,
    }


def _stone_row(stone: Milestone) -> dict[str, Any]:
    due = EVERY_MONTH if stone.due == MONTHLY else stone.due
    return {
        "id": f"{STONE}:{stone.due} {stone.title}",
        "kind": "节点",
        "no": stone.task,
        "due": due + (f" {stone.day} 日" if stone.day else ""),
        "title": stone.title,
        "group": "",
        "units": "各县区" if stone.scope else "",
        "indicators": _names(stone.indicators),
        "weight": None,
    }


def _names(indicators: tuple[str, ...]) -> str:
    return "、".join(INDICATORS[name].name for name in indicators)


FORM = (
    *(f"task-{name}" for name in ("no", "title", "group", "due", "units", "indicators", "weight", "note")),
    *(f"stone-{name}" for name in ("due", "day", "title", "scope", "task", "percent", "indicators", "note")),
)


@dash.callback(
    Output("admin-plan-name", "children"),
    Output("admin-plan-task", "hidden"),
    Output("admin-plan-stone", "hidden"),
    Output("admin-plan-acts", "hidden"),
    Output("admin-plan-task-no", "disabled"),
    Output("admin-plan-mode", "data"),
    *(Output(f"admin-plan-{name}", "value") for name in FORM),
    Input("admin-plan-rows", "selectedRows"),
    Input("admin-plan-base", "data"),
    Input("admin-plan-add-task", "n_clicks"),
    Input("admin-plan-add-stone", "n_clicks"),
    State("admin-plan-year", "value"),
    State("admin-plan-programme", "value"),
    prevent_initial_call=True,
    on_error=told(6 + len(FORM)),
)
def chosen(rows: Any, _: Any, __: Any, ___: Any, year: Any, programme: Any) -> tuple[Any, ...]:
    """The chosen task or milestone as it is stored now, or an empty form for a new one."""
    if ctx.triggered_id == "admin-plan-add-task":
        return "新增任务", False, True, False, False, {"kind": TASK, "key": ""}, *_filled(None, None)
    if ctx.triggered_id == "admin-plan-add-stone":
        return "新增节点", True, False, False, False, {"kind": STONE, "key": ""}, *_filled(None, None)
    kind, _, key = _row_id(rows).partition(":")
    with database().reading() as connection:
        found = plan_of(connection, year)
    one = programme_of(found, programme) if found else None
    task = next((task for task in one.tasks if kind == TASK and task.no == key), None) if one else None
    stone = next((stone for stone in one.milestones if kind == STONE and stone_key(stone) == key), None) if one else None
    if task is None and stone is None:
        return NOTHING, True, True, True, True, None, *_filled(None, None)
    name = f"任务 {task.no}" if task else "节点"
    return name, task is None, stone is None, False, True, {"kind": kind, "key": key}, *_filled(task, stone)


def _row_id(rows: Any) -> str:
    row = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], dict) else {}
    return str(row.get("id", ""))


def _filled(task: Task | None, stone: Milestone | None) -> tuple[Any, ...]:
    """The values of both forms, the one that is not shown empty."""
    of_task = (
        (task.no, task.title, task.group, task.due, "\n".join(task.units), list(task.indicators), task.weight, task.note)
        if task
        else ("", "", "", "", "", [], 1, "")
    )
    if stone is None:
        return (*of_task, "", None, "", "", "", None, [], "")
    due = EVERY_MONTH if stone.due == MONTHLY else stone.due
    return (*of_task, due, stone.day, stone.title, stone.scope, stone.task, stone.percent, list(stone.indicators), stone.note)
