"""`flask plan …`: load or update a year's plan from a file."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.engine import Connection

from access import audit
from access.session import database
from commands.exchange import operator
from data.programmes.form import Plan
from data.programmes.plan import PlanLoaded, store_plan
from data.programmes.plan_file import PlanError, read_plan_file


@click.group("plan", help="年度计划：装入或更新。")
def plan_group() -> None:
    """The year's plan."""


@plan_group.command("import", help="装入或更新一年的计划；有任何一处不对，整份不收（退出码 2）。")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def import_plan(file: Path) -> None:
    try:
        plan = read_plan_file(file)
    except PlanError as error:
        click.echo("计划没有装入：", err=True)
        for problem in error.problems:
            click.echo(f"  {problem}", err=True)
        raise click.exceptions.Exit(2) from None
    with database().writing() as connection:
        click.echo(bring(connection, plan))


def bring(connection: Connection, plan: Plan) -> str:
    """Load a plan, with its entry in the audit log; returns what that did, in a sentence."""
    done = told(store_plan(connection, plan))
    audit.append(connection, "import", who=operator(), where=audit.COMMAND_LINE, what=done)
    return done


def told(done: PlanLoaded) -> str:
    """What loading a plan did, in a sentence."""
    size = f"{done.programmes} 个工程、{done.tasks} 项任务、{done.milestones} 个节点"
    changed = f"新增 {done.added} 条，更新 {done.updated} 条，删除 {done.removed} 条，未变 {done.unchanged} 条；目标变动 {done.targets} 项"
    return f"{done.year} 年计划（{done.document}）：{size}。{changed}。"
