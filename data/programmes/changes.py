"""What a plan would change against the stored one: rows added, updated and removed, in words; and what may not go."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data import facts
from data.programmes.form import Plan
from data.programmes.plan import TABLES, milestones, phases, plan_years, plans, programmes, rows_of, stored_rows, tasks
from data.programmes.returns.table import return_changes

Act = Literal["added", "updated", "removed"]
ACTS: dict[Act, str] = {"added": "新增", "updated": "更新", "removed": "删除"}
_KINDS = {plans.name: "计划", programmes.name: "工程", phases.name: "阶段", tasks.name: "任务", milestones.name: "节点"}
FIELDS = {
    "document": "文号",
    "issued_on": "印发日期", "bureau": "印发机关", "county_weights": "县区权重", "name": "名称", "owner": "责任科室",
    "approach": "工作思路", "cadence": "调度节奏", "return_day": "报送日", "note": "备注", "starts": "起", "ends": "止", 
    "group": "工作目标",
    "title": "任务", "due": "时限", "units": "责任单位", "source": "出处", "indicators": "关联指标", "weight": "权重",
    "due_from": "时限出处", "other_due": "另一处时限", "day": "日", "scope": "范围", "task": "所属任务", "percent": "应达",
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One row that would change. programme: its id, empty for the plan itself; what: which row; words: what of it, before and after."""

    act: Act
    kind: str
    programme: str
    what: str
    words: str = ""


def changes_of(connection: Connection, plan: Plan) -> tuple[Change, ...]:
    """How the stored plan of the year differs from this one, in the order of the document. Only moved within its list: no change."""
    out: list[Change] = []
    for table, rows in rows_of(plan).items():
        known = {_key(table, row): row for row in stored_rows(connection, table, plan.plan.year)}
        wanted = {_key(table, row) for row in rows}
        for row in rows:
            before = known.get(_key(table, row))
            words = _words(table, before, row) if before else ""
            if before is None or words:
                out.append(_change("updated" if before else "added", table, row, words))
        out += [_change("removed", table, row) for key, row in known.items() if key not in wanted]
    return tuple(out)


def fingerprint(connection: Connection, year: int) -> str:
    """What the stored plan of a year is recognised by: any change of it by anyone makes another."""
    rows = [
        [table.name, sorted(json.dumps(row, default=str, sort_keys=True) for row in stored_rows(connection, table, year))]
        for table in TABLES
    ]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:32]


def current_year(connection: Connection) -> int | None:
    """The year of the plan that is in force today: the latest that has begun; None where none has."""
    today = facts.today(connection)
    return max((year for year in plan_years(connection) if year <= today.year), default=None)


def closed(connection: Connection, year: int) -> bool:
    """Whether a year's plan is only read: a later one is in force."""
    current = current_year(connection)
    return current is not None and year < current


def kept_by_returns(connection: Connection, year: int, gone: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of tasks (programme, number) those that have returns in the year, which would be left without a task."""
    filed = {(programme, task) for programme, task, _ in filed_in(connection, year)}
    return [one for one in gone if one in filed]


def filed_in(connection: Connection, year: int) -> list[tuple[str, str, str]]:
    """Programme, task and region of every return of a year, in order."""
    change = return_changes.c
    rows = connection.execute(
        sa.select(change.programme, change.task, change.region)
        .distinct()
        .where(change.month >= f"{year}-01", change.month <= f"{year}-12")
        .order_by(change.programme, change.task, change.region)
    )
    return list(rows.tuples())


def tasks_gone(connection: Connection, plan: Plan) -> list[tuple[str, str]]:
    """The stored tasks (programme, number) that this plan no longer has."""
    wanted = {(programme.id, task.no) for programme in plan.programmes for task in programme.tasks}
    stored = ((row["programme"], row["no"]) for row in stored_rows(connection, tasks, plan.plan.year))
    return [one for one in stored if one not in wanted]


def _key(table: sa.Table, row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in table.primary_key)


def _change(act: Act, table: sa.Table, row: dict[str, Any], words: str = "") -> Change:
    kind = _KINDS[table.name]
    what = {
        plans.name: f"{row['year']} 年",
        tasks.name: f"{row.get('no')} {row.get('title', '')}",
        milestones.name: f"{row.get('due')} {row.get('title', '')}",
    }.get(table.name, str(row.get("name", "")))
    return Change(act, kind, row.get("programme") or (row["id"] if table is programmes else ""), what, words)


def _words(table: sa.Table, before: dict[str, Any], after: dict[str, Any]) -> str:
    return "；".join(
        f"{FIELDS[name]} {_shown(before[name])} 改为 {_shown(after[name])}"
        for name in FIELDS
        if name in before and name in after and before[name] != after[name]
    )


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        value = "、".join(map(str, value))
    if isinstance(value, dict):
        value = "、".join(f"{key} {one}" for key, one in value.items())
    text = "空" if value in ("", None) else str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
