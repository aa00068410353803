"""年度计划 from a file: what it holds is shown with every doubt and change, and taken when the administrator says so."""

from __future__ import annotations

from typing import Any

import dash
from dash import Input, Output, State
from sqlalchemy.engine import Connection

from access import audit, session
from access.session import database
from components.admin_plan_preview import preview, problems
from components.form import refused, said
from components.plain import plain
from data.programmes.changes import ACTS, changes_of
from data.programmes.editing import checked
from data.programmes.form import Plan
from data.programmes.plan_file import PlanError
from data.programmes.taking import refusals, take_plan
from data.programmes.word.doubt import Doubt, gathered
from pages.administration.desk import mark, told

STAYS = dash.no_update


@dash.callback(
    Output("admin-plan-preview", "hidden"),
    Output("admin-plan-preview-title", "children"),
    Output("admin-plan-preview-body", "children"),
    Output("admin-plan-take", "disabled"),
    Output("admin-plan-taken", "children"),
    Input("admin-plan-read", "data"),
    prevent_initial_call=True,
    on_error=told(5),
)
def shown(read: Any) -> tuple[Any, ...]:
    """The problems of the file that was read, or its doubts and changes."""
    if not isinstance(read, dict) or not (isinstance(read.get("plan"), dict) or isinstance(read.get("problems"), list)):
        return True, "预览", "", True, ""
    title = f"预览：{str(read.get('name', ''))[:80]}" if read.get("name") else "预览"
    if isinstance(read.get("problems"), list) and read["problems"]:
        return False, title, plain(problems([str(one)[:500] for one in read["problems"]][:200])), True, ""
    if not isinstance(read.get("plan"), dict):
        return True, "预览", "", True, ""
    try:
        plan = checked(read["plan"])
    except PlanError as error:
        return False, title, plain(problems(error.problems)), True, ""
    with database().reading() as connection:
        body, stopped = _body(connection, plan, _doubts(read))
    return False, title, plain(body), stopped, ""


def _body(connection: Connection, plan: Plan, doubts: list[Doubt]) -> tuple[Any, bool]:
    names = {one.id: one.name for one in plan.programmes}
    found = changes_of(connection, plan)
    stopped = refusals(connection, plan)
    changes = {
        word: [(one.kind, names.get(one.programme, one.programme), one.what, one.words) for one in found if one.act == act]
        for act, word in ACTS.items()
    }
    tasks = sum(len(one.tasks) for one in plan.programmes)
    size = f"{plan.plan.year} 年计划（{plan.plan.document}），{len(plan.programmes)} 个工程、{tasks} 项任务" + (
        f"，另设目标 {len(plan.targets)} 项" if plan.targets else ""
    )
    return preview(size, [(places, one.says, one.taken, one.why) for places, one in gathered(doubts)], changes, stopped), bool(stopped)


def _doubts(read: dict[str, Any]) -> list[Doubt]:
    rows = read.get("doubts")
    return [Doubt(*map(str, row)) for row in rows if isinstance(row, list) and len(row) == 4] if isinstance(rows, list) else []


@dash.callback(
    Output("admin-plan-taken", "children", allow_duplicate=True),
    Output("admin-plan-read", "data"),
    Output("admin-plan-changed", "data", allow_duplicate=True),
    Output("admin-plan-year", "value", allow_duplicate=True),
    Output("admin-plan-said", "children", allow_duplicate=True),
    Input("admin-plan-take", "n_clicks"),
    Input("admin-plan-drop", "n_clicks"),
    State("admin-plan-read", "data"),
    prevent_initial_call=True,
    on_error=told(5),
)
def taken(_: Any, __: Any, read: Any) -> tuple[Any, ...]:
    """Make the stored plan the one that was looked at, unless somebody changed it meanwhile; or put it aside."""
    if dash.ctx.triggered_id == "admin-plan-drop":
        return "", None, STAYS, STAYS, STAYS
    who = session.person()
    assert who  # noqa: S101 - the guard lets no stranger in here
    if not isinstance(read, dict) or "plan" not in read:
        return plain(refused("请先预览一个文件。")), STAYS, STAYS, STAYS, STAYS
    name = str(read.get("name", ""))[:80]
    try:
        plan = checked(read["plan"])
        with database().writing() as connection:
            done = take_plan(connection, plan, began_from=str(read.get("base", "")), targets=not name.lower().endswith(".docx"))
            counts = f"新增 {done.added} 条，更新 {done.updated} 条，删除 {done.removed} 条"
            what = f"{done.year} 年计划（{done.document}）由 {name} 装入：{counts}，存疑 {len(_doubts(read))} 处"
            audit.append(connection, "import", who=who.username, where=session.address(), what=what)
    except PlanError as error:
        return plain(refused("没有采用：" + "；".join(error.problems))), STAYS, STAYS, STAYS, STAYS
    return "", None, mark(), str(done.year), plain(said(f"已采用 {name}：{counts}。"))
