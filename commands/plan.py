"""`flask plan …`: load or update a year's plan from a file, after a look at what it would change."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy.engine import Connection

from access import audit
from access.session import database
from commands.exchange import operator
from data.programmes.changes import ACTS, changes_of
from data.programmes.form import Plan
from data.programmes.plan import PlanLoaded, store_plan
from data.programmes.plan_file import PlanError, read_plan_file
from data.programmes.taking import at_odds, refusals, take_plan
from data.programmes.word.doubt import gathered
from data.programmes.word_plan import Candidate, head_of, read_word_plan, standing_of

WORD = ".docx"


@click.group("plan", help="年度计划：装入或更新。")
def plan_group() -> None:
    """The year's plan."""


@plan_group.command(
    "import",
    help="装入或更新一年的计划；有任何一处不对，整份不收（退出码 2）。.yaml 直接装入，--dry-run 只预览；"
    ".docx 读其中的台账表格，先列出存疑之处和变动，加 --take 才装入。",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--year", type=int, help="计划年度（.docx 用）。")
@click.option("--document", help="文号（.docx 用），库中已有这一年的计划时可省略。")
@click.option("--issued-on", type=click.DateTime(["%Y-%m-%d"]), help="印发日期（.docx 用），库中已有这一年的计划时可省略。")
@click.option("--table", "tables", multiple=True, metavar="N=工程", help="第 N 个表格属于哪个工程，如 2=elderly；标题看不出时用，可重复。")
@click.option("--take", is_flag=True, help="装入预览过的 .docx。")
@click.option("--dry-run", is_flag=True, help="只预览，不写入。")
@with_appcontext
def import_plan(
    file: Path, year: int | None, document: str | None, issued_on: datetime | None, tables: tuple[str, ...], take: bool, dry_run: bool
) -> None:
    word = file.suffix.lower() == WORD
    try:
        if word:
            done = _word(
                file, {"year": year, "document": document, "issued_on": issued_on and issued_on.date()}, tables, take and not dry_run
            )
        else:
            done = _yaml(file, dry_run)
    except PlanError as error:
        click.echo("计划没有装入：", err=True)
        for problem in error.problems:
            click.echo(f"  {problem}", err=True)
        raise click.exceptions.Exit(2) from None
    click.echo(done)


def _yaml(file: Path, dry_run: bool) -> str:
    plan = read_plan_file(file)
    if dry_run:
        with database().reading() as connection:
            _preview(connection, Candidate(plan), at_odds(connection, plan))
        return "只是预览，没有写入。"
    with database().writing() as connection:
        problems = at_odds(connection, plan)
        if problems:
            raise PlanError(problems)
        return bring(connection, plan)


def _word(file: Path, given: dict[str, Any], tables: tuple[str, ...], take: bool) -> str:
    if given["year"] is None:
        raise PlanError(["Word 文件没有写明计划年度的固定位置，请给出 --year"])
    with database().writing() if take else database().reading() as connection:
        standing = standing_of(connection, given["year"])
        candidate = read_word_plan(file, head_of(given, standing), standing, _tables(tables))
        problems = refusals(connection, candidate.plan)
        _preview(connection, candidate, problems)
        if not take:
            return "只是预览，没有写入；核对后加 --take 装入。"
        done = told(take_plan(connection, candidate.plan))
        audit.append(
            connection, "import", who=operator(), where=audit.COMMAND_LINE, what=f"{done}出自 {file.name}，存疑 {len(candidate.doubts)} 处"
        )
    return done


def _tables(given: tuple[str, ...]) -> dict[int, str]:
    out = {}
    for words in given:
        number, sign, name = words.partition("=")
        if not (sign and number.isascii() and number.isdigit()):
            raise PlanError([f"--table {words} 应写成 2=elderly 的样子"])
        out[int(number)] = name
    return out


def _preview(connection: Connection, candidate: Candidate, problems: list[str]) -> None:
    plan = candidate.plan
    click.echo(f"{plan.plan.year} 年计划（{plan.plan.document}，{plan.plan.issued_on} 印发）：{len(plan.programmes)} 个工程")
    for programme in plan.programmes:
        click.echo(f"  {programme.name}（{programme.id}，{programme.owner}）：{len(programme.tasks)} 项任务")
        for task in programme.tasks:
            click.echo(f"    {task.no}  {task.due}  {task.title}（{'、'.join(task.units)}）")
    if candidate.doubts:
        click.echo(f"存疑 {len(candidate.doubts)} 处，请核对：")
        for places, doubt in gathered(candidate.doubts):
            where = places[0] if len(places) == 1 else f"{places[0]}等 {len(places)} 处"
            click.echo(f"  {where}：“{doubt.says}” → {doubt.taken}（{doubt.why}）")
    changes = changes_of(connection, plan)
    for act, word in ACTS.items():
        found = [change for change in changes if change.act == act]
        click.echo(f"{word} {len(found)} 条" + ("：" if found else ""))
        for change in found:
            click.echo(f"  {change.kind} {change.programme} {change.what}" + (f"：{change.words}" if change.words else ""))
    for problem in problems:
        click.echo(f"不能装入：{problem}")


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
