"""`flask briefing`: the weekly paper of a week as files; drafts, mail and long work for timers and the server."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import click
import sqlalchemy as sa
from flask.cli import with_appcontext
from sqlalchemy.engine import Connection

from access import audit
from access.scope import Scope
from access.session import cockpit, database
from briefings.edition import PRINTERS, NothingToSay, compose, printed
from briefings.rebuilding import CannotRebuild, as_stood
from briefings.work import work
from commands.exchange import operator
from commands.reminders import webhook_of
from data.briefing.jobs import ask, job_at
from data.briefing.mail import LATEST, mailer_of, send_papers
from data.briefing.paper import OFFICE, TITLE, Actor
from data.briefing.reading import Altered, editions, file_of, papers_of
from data.briefing.steps import Refused, draft
from data.briefing.table import FORMATS, Format
from data.database import Database
from data.exchange.export import Origin
from data.facts import is_demonstration, today
from data.indicators.moment import moment
from data.notices.sending import send_notices, write_notice
from data.periods import Period, PeriodError, parse, week_of
from data.regions import regions
from geo.regions import CITY, level_of

KIND = "briefing"  # of the notices that tell of papers
SCHEDULE = "定时任务"  # whose name stands in a paper's history for what a timer did


@click.group(
    "briefing",
    invoke_without_command=True,
    help="编写一周的民政工作周报，按 --format 写入 --out；或 draft 起草、send 发送、work 执行排队的制作。"
    "退出码：0 全部写出，2 参数不对或这一周没有周报，1 没有做成（什么也不留下）。",
)
@click.option("--week", metavar="2023-W30", help="ISO 周，周一至周日。")
@click.option("--out", "folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path), help="写到哪个目录；没有则建立。")
@click.option("--region", metavar="CODE", default=CITY, show_default=True, help="全市或一个县区的代码。")
@click.option("--format", "kinds", metavar="docx,pdf,xlsx,pptx", default=",".join(FORMATS), show_default=True, help="要哪几种文件。")
@click.option("--issued", is_flag=True, help="取已印发的最新一版原件，不重新编写。")
@click.option("--as-of", "day", metavar="2023-08-01", help="按这一天结束时已有的记录重编（内置 SQLite）：其后到的批次不算。")
@click.pass_context
@with_appcontext
def briefing_group(
    context: click.Context, week: str | None, folder: Path | None, region: str, kinds: str, issued: bool, day: str | None
) -> None:
    """Exit 0 all written, 2 a wrong parameter or a week without a paper, 1 it could not be made: then nothing is left in the folder."""
    if context.invoked_subcommand:
        return
    if not week or not folder:
        raise click.UsageError("请给出 --week 和 --out，例如 flask briefing --week 2023-W30 --out out。")
    if issued and day:
        raise click.UsageError("--issued 和 --as-of 不能一起用。")
    asked, wanted = week_asked(week), formats_asked(kinds)
    with database().reading() as connection:
        name = _region_name(connection, region)
    files = (
        _issued(asked, region, wanted)
        if issued
        else _stood(asked, region, wanted, day)
        if day
        else _made(database(), asked, region, wanted)
    )
    title = f"{TITLE}-{asked}-{region}"
    for path in write_all(folder, {f"{title}.{kind}": body for kind, body in files.items()}):
        click.echo(f"已写出 {path}（{path.stat().st_size:,} 字节）")
    with database().noting() as connection:
        what = f"{TITLE} {name} {asked}，{'、'.join(files)}{'，已印发原件' if issued else ''}"
        audit.append(connection, "export", who=operator(), where=audit.COMMAND_LINE, what=what)


def week_asked(text: str) -> Period:
    """A week as an option gives it; click tells the rest."""
    try:
        found = parse(text)
    except PeriodError as error:
        raise click.BadParameter(str(error), param_hint="--week") from None
    if found.grain != "week":
        raise click.BadParameter(f"{text} 不是周，应如 2023-W30。", param_hint="--week")
    return found


def formats_asked(text: str) -> tuple[Format, ...]:
    wanted = [one.strip().lower() for one in text.split(",") if one.strip()]
    unknown = [one for one in wanted if one not in FORMATS]
    if unknown or not wanted:
        raise click.BadParameter(f"“{'、'.join(unknown)}”不在 {'、'.join(FORMATS)} 之中。", param_hint="--format")
    return tuple(kind for kind in PRINTERS if kind in wanted)


def _region_name(connection: Connection, region: str) -> str:
    name: str | None = connection.scalar(sa.select(regions.c.name).where(regions.c.code == region))
    if name is None or level_of(region) not in ("city", "county"):
        raise click.BadParameter(f"“{region[:20]}”不是全市或县区的代码。", param_hint="--region")
    return name


def _stood(week: Period, region: str, wanted: tuple[Format, ...], day: str) -> dict[str, bytes]:
    """The week from the records as they stood on a day."""
    try:
        until = date.fromisoformat(day)
    except ValueError:
        raise click.BadParameter(f"“{day[:20]}”不是日期，应如 2023-08-01。", param_hint="--as-of") from None
    try:
        with as_stood(database(), until) as stood:
            click.echo(f"按 {day} 结束时的记录重编：其后到的 {stood.later} 个批次不算。")
            if stood.gone:
                click.echo(f"另有 {stood.gone} 个批次在此之后撤回，记录已不在库中，未能还原。")
            return _made(stood.database, week, region, wanted, f"按{day}的记录重编")
    except CannotRebuild as error:
        raise click.UsageError(str(error)) from None


def _made(of: Database, week: Period, region: str, wanted: tuple[Format, ...], note: str = "") -> dict[str, bytes]:
    with moment(of) as now:
        try:
            document = compose(now, week, region, Origin.of(operator(), now.demonstration))
            document = replace(document, issue=note) if note else document
        except NothingToSay as error:
            raise click.UsageError(str(error)) from None
    try:
        return {kind: printed(document, kind) for kind in wanted}
    except OSError:
        raise
    except Exception as error:  # of whatever a printer is made
        raise click.ClickException(f"没有做成，什么也没写出（{type(error).__name__}：{str(error)[:200]}）。") from error


def _issued(week: Period, region: str, wanted: tuple[Format, ...]) -> dict[str, bytes]:
    with database().reading() as connection:
        out = [one for one in editions(connection, week, region) if one.state == "issued"]
        if not out:
            raise click.UsageError(f"{week} 的周报还没有印发。")
        try:
            found = {kind: file_of(connection, out[-1].number, kind) for kind in wanted}
        except Altered as altered:
            raise click.ClickException(str(altered)) from None
    lacking = [kind for kind, one in found.items() if one is None]
    if lacking:
        raise click.UsageError(f"印发的周报没有 {'、'.join(lacking)}。")
    return {kind: one[1] for kind, one in found.items() if one}


def write_all(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write all files or none: first beside their names, then put in place.

    Raises OSError; what was written by then is taken away.
    """
    existed = folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    beside: list[tuple[Path, Path]] = []
    placed: list[Path] = []
    try:
        for name, body in files.items():
            handle, written = tempfile.mkstemp(prefix=".briefing-", dir=folder)
            beside.append((Path(written), folder / name))
            with os.fdopen(handle, "wb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
        for written_to, path in beside:
            written_to.chmod(0o640)
            new = not path.exists()
            written_to.replace(path)
            placed += [path] if new else []
    except BaseException:
        for path in (*(written_to for written_to, _ in beside), *placed):
            path.unlink(missing_ok=True)
        if not existed:
            with suppress(OSError):
                folder.rmdir()
        raise
    return [path for _, path in beside]


@briefing_group.command("work", help="执行排队的取数和制作，做完即退出；服务自己会起它。有没做成的，退出码 1。")
@with_appcontext
def work_command() -> None:
    failed = work(database())
    go_out(database(), quietly=True)
    if failed:
        raise click.ClickException(f"{failed} 项没有做成，原因见周报页。")


@briefing_group.command(
    "draft", help="定时任务用：为一周起草周报并取数成稿，等办公室修改送签；已有的不再起草。没有做成时退出码 1，并说明原因。"
)
@click.option("--week", metavar="2023-W30", help="哪一周；不写为上一周。")
@click.option("--region", "given", metavar="CODE", multiple=True, help="全市或县区的代码，可写多次；不写为全市。")
@with_appcontext
def draft_command(week: str | None, given: tuple[str, ...]) -> None:
    with database().reading() as connection:
        asked = week_asked(week) if week else week_of(today(connection)).shift(-1)
        names = {region: _region_name(connection, region) for region in given or (CITY,)}
    problems = [problem for region, name in names.items() if (problem := _draft(asked, region, name))]
    if problems:
        raise click.ClickException("；".join(problems))


def _draft(week: Period, region: str, name: str) -> str:
    """Draft and compose one; what went wrong in words, empty where nothing did."""
    with database().writing() as connection:
        if editions(connection, week, region):
            click.echo(f"{name} {week} 已有周报，不再起草。")
            return ""
        try:
            number = draft(connection, timer(), week, region)
        except Refused as error:
            return f"{name} {week}：{error}"
        job = ask(connection, "compose", number, 1, timer())
    work(database())
    with database().writing() as connection:
        found = job_at(connection, job)
        if found is None or found.state != "done":
            return f"{name} {week}：{found.problem if found else '没有做成'}"
        mark = "（演示数据）" if is_demonstration(connection) else ""
        write_notice(connection, KIND, f"{KIND}:draft:{number}", f"{TITLE}：{name} {week} 的草稿已备{mark}", "请办公室修改编者按后送签。")
    click.echo(f"{name} {week} 已起草，待办公室送签。")
    return ""


@briefing_group.command(
    "send", help="把已印发、还没送出的周报发邮件（SMTP_URL、BRIEFING_TO），并通知（WEBHOOK_URL）。有没送出的，退出码 1，下次再发。"
)
@with_appcontext
def send_command() -> None:
    problems = go_out(database())
    if problems:
        raise click.ClickException("；".join(problems))


def go_out(into: Database, quietly: bool = False) -> list[str]:
    """Send what is issued; what did not go out, in words. quietly: says nothing where nothing is set up."""
    mailer, webhook = mailer_of(cockpit().settings), webhook_of(cockpit().settings)
    problems = []
    if mailer:
        done = send_papers(into, mailer)
        click.echo(f"邮件送出 {done.sent} 份。")
        problems += [f"{done.failed} 份邮件没有送出：{done.problem}"] if done.failed else []
    if webhook:
        with into.writing() as connection:
            for paper in papers_of(connection, Scope("leader"), {"state": "issued"}):
                if paper.region == CITY and paper.issued_on and paper.issued_on >= today(connection) - LATEST:
                    mark = "（演示数据）" if is_demonstration(connection) else ""
                    write_notice(connection, KIND, f"{KIND}:{paper.number}", f"{TITLE} {paper.code}已印发{mark}", paper.lead or paper.name)
        told = send_notices(into, webhook)
        click.echo(f"通知送出 {told.sent} 条。")
        problems += [f"{told.failed} 条通知没有送出：{told.problem}"] if told.failed else []
    if not mailer and not webhook and not quietly:
        click.echo("没有设置 SMTP_URL 和 BRIEFING_TO，也没有 WEBHOOK_URL：不发送。")
    return problems


def timer() -> Actor:
    """Who drafts when a timer does."""
    return Actor(SCHEDULE, Scope("chief", section=OFFICE), audit.COMMAND_LINE)
