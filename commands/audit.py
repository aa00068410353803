"""`flask audit …`: check the log, acknowledge a break in it, end its oldest entries, take it away as a file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy.engine import Connection

from access import audit, audit_list
from access.audit_list import HEADERS, TITLE, Wanted
from access.session import database
from commands.exchange import operator
from data.exchange.export import MOST_ROWS, Origin, csv_text, write_xlsx
from data.facts import is_demonstration

REFUSED = 2
_Day = click.DateTime(["%Y-%m-%d"])


@click.group("audit", help="审计日志：核对、确认断点、清理、导出。")
def audit_group() -> None:
    """The audit log."""


@audit_group.command("verify", help="逐条核对签名链、触发器和上次核对的末尾；完好时退出码为 0，否则为 1 并逐处指出。")
@click.option("--noted", metavar="NUMBER:HASH", help="以前记下的末尾，核对日志没有被整个换掉或退回。")
@with_appcontext
def verify_command(noted: str | None) -> None:
    wrong: list[str] = []
    try:
        seen = audit.recall(database())
    except audit.Unreadable as unreadable:
        seen = None
        wrong.append(str(unreadable))
    with database().reading() as connection:
        verdict = audit.verify(connection, noted=_noted(noted), seen=seen)
        wrong += missing_triggers(connection)
    if verdict.sound:
        click.echo(verdict.words)
        if verdict.head:
            click.echo(f"末尾 {verdict.head.number}:{verdict.head.hash}（请记在库外，以后用 --noted 核对）")
            if not wrong:
                wrong += _remember(verdict.head)
    else:
        wrong += [fault.words for fault in verdict.faults]
        if verdict.count > len(verdict.faults):
            wrong.append(f"另有 {verdict.count - len(verdict.faults)} 处。")
        if any(fault.kind == "seen" for fault in verdict.faults):
            wrong.append(f"如果是有意恢复备份或重建数据库，删去 {audit.remembered_in()} 后再核对。")
    for words in wrong:
        click.echo(words, err=True)
    if wrong:
        raise SystemExit(1)


def missing_triggers(connection: Connection) -> list[str]:
    """What to say where the triggers that keep the log do not all stand."""
    missing = audit.unprotected(connection)
    return [f"审计表的触发器缺失或被改动：{'、'.join(missing)}；查明原因后运行 flask audit protect 恢复。"] if missing else []


def _remember(head: Any) -> list[str]:
    try:
        audit.remember(database(), head)
    except audit.Unreadable as unreadable:
        return [str(unreadable)]
    return []


@audit_group.command("acknowledge", help="查明一个日志断点后确认它（本身也记入日志）；此后的核对和清理自这个断点起。")
@click.argument("number", type=click.IntRange(min=1, max=2**62))
@with_appcontext
def acknowledge_command(number: int) -> None:
    try:
        with database().writing() as connection:
            audit.acknowledge(connection, number, who=operator())
    except audit.NotAcknowledged as refused:
        click.echo(str(refused), err=True)
        raise SystemExit(REFUSED) from None
    click.echo(f"已确认第 {number} 号断点；此后的核对自它起，之前的记录不再核对。")


@audit_group.command("protect", help="恢复审计表的触发器；本身也记入日志。")
@with_appcontext
def protect_command() -> None:
    with database().writing() as connection:
        missing = audit.unprotected(connection)
        audit.protect(connection)
        if missing:
            audit.append(connection, "setting", who=operator(), where=audit.COMMAND_LINE, what=f"恢复审计表的触发器：{'、'.join(missing)}")
    click.echo(f"已恢复：{'、'.join(missing)}。" if missing else "触发器都在，没有改动。")


def _noted(text: str | None) -> tuple[int, str] | None:
    if text is None:
        return None
    number, colon, hash = text.partition(":")
    if not (colon and number.isascii() and number.isdigit() and len(hash) >= 16):
        raise click.BadParameter("应如 123:0f3a…，冒号后至少 16 个字符。", param_hint="--noted")
    return int(number), hash


@audit_group.command("prune", help=f"清理某日之前的记录；至少保存 {audit.KEPT_DAYS} 天，更近的不清理（退出码 2）。")
@click.option("--before", required=True, type=_Day, metavar="2023-01-01", help="清理这一天之前的记录。")
@with_appcontext
def prune_command(before: datetime) -> None:
    if before.date() < audit_list.FIRST_DAY:
        raise click.BadParameter(f"日期须不早于 {audit_list.FIRST_DAY}。", param_hint="--before")
    try:
        with database().writing() as connection:
            gone = audit.prune(connection, before.date(), who=operator())
    except audit.PruneRefused as refused:
        click.echo(str(refused), err=True)
        raise SystemExit(REFUSED) from None
    click.echo(f"已清理 {before:%Y-%m-%d} 之前的审计日志 {gone} 条。")


@audit_group.command("export", help="把审计日志写成 .csv 或 .xlsx；导出本身也记入日志。")
@click.option("--out", "path", required=True, metavar="FILE.csv|.xlsx", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--since", type=_Day, metavar="2023-01-01", help="自这一天起。")
@click.option("--until", type=_Day, metavar="2023-06-30", help="至这一天止。")
@click.option("--act", type=click.Choice(list(audit.ACTS)), help="、".join(f"{act} {words}" for act, words in audit.ACTS.items()))
@click.option("--who", metavar="NAME", help="只要这个账号的。")
@with_appcontext
def export_command(path: Path, since: datetime | None, until: datetime | None, act: str | None, who: str | None) -> None:
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise click.BadParameter("扩展名应为 .csv 或 .xlsx。", param_hint="--out")
    if who and "\0" in who:
        raise click.BadParameter("账号里不能有控制字符（NUL）。", param_hint="--who")
    wanted = Wanted(act, who, _day(since), _day(until))
    try:
        audit_list.check(wanted.since, wanted.until)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--since/--until") from None
    if path.is_dir() or not os.access(path.absolute().parent, os.W_OK | os.X_OK):
        raise click.BadParameter(f"写不到 {path}：文件夹不存在或不可写。", param_hint="--out")
    with database().reading() as connection:
        count = audit_list.size(connection, wanted)
        if path.suffix.lower() == ".xlsx" and count > MOST_ROWS:
            raise click.BadParameter(f"共 {count} 条，.xlsx 至多 {MOST_ROWS} 条；请缩小范围或用 .csv。", param_hint="--out")
        origin = Origin.of(operator(), is_demonstration(connection))
        with database().noting() as writer:
            what = f"{TITLE}，{wanted.words}，{path.suffix[1:].lower()}"
            audit.append(writer, "export", who=operator(), where=audit.COMMAND_LINE, what=what, rows=count)
        rows = audit_list.rows(connection, wanted)
        if path.suffix.lower() == ".csv":
            _whole(path, lambda file: file.writelines(part.encode() for part in csv_text(HEADERS, map(audit_list.texts, rows), origin)))
        else:
            _whole(path, lambda file: write_xlsx(file, TITLE, HEADERS, rows, origin))
    click.echo(f"已写出 {path}（{count} 条）。")


def _whole(path: Path, write: Callable[[Any], None]) -> None:
    """Write a file that is there whole or not at all."""
    with tempfile.NamedTemporaryFile(dir=path.absolute().parent, prefix=".", delete=False) as file:
        try:
            write(file)
        except BaseException:
            Path(file.name).unlink()
            raise
    Path(file.name).replace(path)


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None
