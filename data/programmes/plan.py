"""The plan in the database: tables by year, loading a checked plan in one transaction, reading it back. Its form is in `form`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data import facts
from data.database import metadata
from data.indicators.targets import store_targets
from data.programmes.form import Milestone, Phase, Plan, Task
from data.programmes.plan_file import read_plan_file


def _year() -> sa.Column[int]:
    return sa.Column("year", sa.Integer, primary_key=True, autoincrement=False)


def _programme() -> sa.Column[str]:
    return sa.Column("programme", sa.String(40), primary_key=True)


def _position() -> sa.Column[int]:
    return sa.Column("position", sa.Integer, nullable=False)


plans = sa.Table(
    "plans",
    metadata,
    _year(),
    sa.Column("document", sa.String(200), nullable=False),
    sa.Column("issued_on", sa.Date, nullable=False),
    sa.Column("bureau", sa.String(200), nullable=False),
    sa.Column("county_weights", sa.JSON, nullable=False, server_default="{}"),
)

programmes = sa.Table(
    "programmes",
    metadata,
    _year(),
    sa.Column("id", sa.String(40), primary_key=True),
    _position(),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("owner", sa.String(200), nullable=False),
    sa.Column("approach", sa.String(500), nullable=False),
    sa.Column("cadence", sa.JSON, nullable=False),
    sa.Column("return_day", sa.Integer, nullable=False, server_default="20"),
    sa.Column("note", sa.String(500), nullable=False),
)

phases = sa.Table(
    "phases",
    metadata,
    _year(),
    _programme(),
    sa.Column("name", sa.String(200), primary_key=True),
    _position(),
    sa.Column("starts", sa.String(7), nullable=False),
    sa.Column("ends", sa.String(7), nullable=False),
    sa.Column("note", sa.String(500), nullable=False),
)

tasks = sa.Table(
    "tasks",
    metadata,
    _year(),
    _programme(),
    sa.Column("no", sa.String(12), primary_key=True),
    _position(),
    sa.Column("group", sa.String(500), nullable=False),
    sa.Column("title", sa.String(200), nullable=False),
    sa.Column("due", sa.String(7), nullable=False),
    sa.Column("units", sa.JSON, nullable=False),
    sa.Column("source", sa.String(500), nullable=False),
    sa.Column("indicators", sa.JSON, nullable=False),
    sa.Column("note", sa.String(500), nullable=False),
    sa.Column("weight", sa.Integer, nullable=False, server_default="1"),
    sa.Column("due_from", sa.String(10), nullable=False, server_default="台账"),
    sa.Column("other_due", sa.String(10), nullable=False, server_default=""),
)

milestones = sa.Table(
    "milestones",
    metadata,
    _year(),
    _programme(),
    sa.Column("due", sa.String(7), primary_key=True),  # a month, or `monthly`
    sa.Column("title", sa.String(200), primary_key=True),
    _position(),
    sa.Column("day", sa.Integer),
    sa.Column("scope", sa.String(10), nullable=False),
    sa.Column("note", sa.String(500), nullable=False),
    sa.Column("task", sa.String(12), nullable=False, server_default=""),
    sa.Column("percent", sa.Integer),
    sa.Column("indicators", sa.JSON, nullable=False, server_default="[]"),
)

PARTS = (phases, tasks, milestones)
TABLES = (plans, programmes, *PARTS)


@dataclass(frozen=True)
class PlanLoaded:
    """What loading a plan did: rows (a programme, phase, task or milestone each) added, updated, removed and unchanged; targets changed."""

    year: int
    document: str
    programmes: int
    tasks: int
    milestones: int
    added: int
    updated: int
    removed: int
    unchanged: int
    targets: int


def load_plan(connection: Connection, path: Path) -> PlanLoaded:
    """Make a year's plan, and its targets, those of a file. What the file no longer has is removed; the same file again changes nothing.

    Raises PlanError before anything is written.
    """
    return store_plan(connection, read_plan_file(path))


def store_plan(connection: Connection, plan: Plan, *, targets: bool = True) -> PlanLoaded:
    """Make a year's plan those given, and its targets too unless `targets` is False: a plan that was read back carries none."""
    year = plan.plan.year
    counts = dict.fromkeys(("added", "updated", "removed", "unchanged"), 0)
    for table, rows in rows_of(plan).items():
        for name, count in _bring(connection, table, year, rows).items():
            counts[name] += count
    if counts["added"] or counts["updated"] or counts["removed"]:
        facts.bump(connection)
    return PlanLoaded(
        year,
        plan.plan.document,
        len(plan.programmes),
        sum(len(programme.tasks) for programme in plan.programmes),
        sum(len(programme.milestones) for programme in plan.programmes),
        **counts,
        targets=store_targets(connection, year, {target.indicator: target.target for target in plan.targets}) if targets else 0,
    )


def rows_of(plan: Plan) -> dict[sa.Table, list[dict[str, Any]]]:
    """A plan as the rows of its tables."""
    year = plan.plan.year
    out: dict[sa.Table, list[dict[str, Any]]] = {table: [] for table in TABLES}
    out[plans].append(plan.plan.model_dump())
    for place, programme in enumerate(plan.programmes):
        own = programme.model_dump(exclude={"phases", "task_defaults", "tasks", "milestones"})
        out[programmes].append({"year": year, "position": place, **own, "cadence": list(programme.cadence)})
        parts: dict[sa.Table, Sequence[Phase | Task | Milestone]] = {
            phases: programme.phases,
            tasks: programme.tasks,
            milestones: programme.milestones,
        }
        for table, items in parts.items():
            for position, item in enumerate(items):
                values = {name: list(value) if isinstance(value, tuple) else value for name, value in item.model_dump().items()}
                out[table].append({"year": year, "programme": programme.id, "position": position, **values})
    return out


def _bring(connection: Connection, table: sa.Table, year: int, rows: list[dict[str, Any]]) -> dict[str, int]:
    """Make the table's rows of a year those given. A row that only moved within its list counts as unchanged."""
    names = [column.name for column in table.primary_key]

    def key(row: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(row[name] for name in names)

    def here(row: dict[str, Any]) -> sa.ColumnElement[bool]:
        return sa.and_(*(table.c[name] == row[name] for name in names))

    known = {key(row): row for row in stored_rows(connection, table, year)}
    wanted = {key(row) for row in rows}
    added = [row for row in rows if key(row) not in known]
    moved = [row for row in rows if key(row) in known and row != known[key(row)]]
    updated = [row for row in moved if {**row, "position": 0} != {**known[key(row)], "position": 0}]
    removed = [row for name, row in known.items() if name not in wanted]
    for row in removed:
        connection.execute(sa.delete(table).where(here(row)))
    for row in moved:
        connection.execute(sa.update(table).where(here(row)).values(**row))
    if added:
        connection.execute(sa.insert(table), added)
    unchanged = len(rows) - len(added) - len(updated)
    return {"added": len(added), "updated": len(updated), "removed": len(removed), "unchanged": unchanged}


def stored_rows(connection: Connection, table: sa.Table, year: int) -> list[dict[str, Any]]:
    """A table's rows of a year, in the document's order."""
    order = [column for column in table.c if column.name == "position"]
    statement = sa.select(table).where(table.c.year == year).order_by(*order)
    return [dict(row._mapping) for row in connection.execute(statement)]


def plan_years(connection: Connection) -> list[int]:
    """The years that have a plan, the latest last."""
    return list(connection.scalars(sa.select(plans.c.year).order_by(plans.c.year)))


def read_plan(connection: Connection, year: int) -> Plan | None:
    """The plan of a year in the document's order; None where there is none. Its targets are with the indicators."""
    head = stored_rows(connection, plans, year)
    if not head:
        return None
    found = {row["id"]: _own(row) for row in stored_rows(connection, programmes, year)}
    for table in PARTS:
        for row in stored_rows(connection, table, year):
            found[row["programme"]].setdefault(table.name, []).append(_own(row))
    return Plan.model_validate({"plan": head[0], "programmes": list(found.values())}, context={"year": year})


def _own(row: dict[str, Any]) -> dict[str, Any]:
    """A row without the columns that say where it belongs."""
    return {name: value for name, value in row.items() if name not in ("year", "programme", "position")}
