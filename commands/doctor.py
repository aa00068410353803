"""`flask doctor`: what is wrong with this installation, in words.

Settings, single sign-on, database, audit log, freshness, attachments, fonts, disk.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import click
import sqlalchemy as sa
from flask.cli import with_appcontext
from sqlalchemy.engine import Connection

from access import audit
from access.passwords import PROFILES
from access.provider import Provider, Refused
from access.registration import registered
from access.session import cockpit, database
from commands.audit import missing_triggers
from commands.reminders import webhook_of
from data.briefing.mail import mailer_of, unsent
from data.clock import as_utc, local
from data.datasets import DATASETS
from data.exchange.batches import batches, touched
from data.facts import is_demonstration, today
from data.notices.sending import waiting
from data.programmes.returns.attachments import where_kept
from data.programmes.returns.table import attachments as files
from data.settings import ROOT, VAR, SettingsError
from data.warnings.rules import RULES
from data.warnings.run import problems
from migrations import schema

NEWEST = 1000  # entries of the audit log that are looked at in passing
LONGEST_IDLE = 30  # minutes
LEAST_FREE = 1024**3  # bytes; an import needs room for the file, its rows and the journal

Finding = tuple[str, str]  # one of 好, 提示, 错误; and what was found


@click.command("doctor", help="检查设置、单点登录、数据库、结构版本、审计日志、数据时效、附件、字体和磁盘；有错误时退出码为 1。")
@with_appcontext
def doctor_command() -> None:
    found = [*settings(), *single_sign_on(), *notices(), *mail(), *records(), *attachments(), *fonts(), *disk()]
    for mark, words in found:
        click.echo(f"{mark}\t{words}")
    if any(mark == "错误" for mark, _ in found):
        raise SystemExit(1)


def settings() -> Iterator[Finding]:
    """Whether both secrets are there and long enough, what passwords must be like, how long a browser may lie idle."""
    chosen = cockpit().settings
    yield "好", f"数据库：{'内置 SQLite' if chosen.embedded else 'PostgreSQL'}；监听 {chosen.host}:{chosen.port}"
    for name in ("secret_key", "citizen_key"):
        try:
            if len(chosen.secret(name)) < 32:
                yield "错误", f"设置 {name.upper()} 太短：至少 32 个字符。"
        except SettingsError as error:
            yield "错误", str(error)
    rules = PROFILES[chosen.password_profile]
    yield "好", f"密码按{rules.title}（PASSWORD_PROFILE={chosen.password_profile}）：{rules.rule}"
    if chosen.session_idle_minutes > LONGEST_IDLE:
        yield "提示", f"会话闲置 {chosen.session_idle_minutes} 分钟才结束（SESSION_IDLE_MINUTES），建议不超过 {LONGEST_IDLE} 分钟。"
    if chosen.cockpit_today:
        yield "提示", f"“今天”固定为 {chosen.cockpit_today}（COCKPIT_TODAY）。"


def single_sign_on() -> Iterator[Finding]:
    """Whether single sign-on is set up, and whether the provider answers with keys."""
    try:
        registration = registered(cockpit().settings)
    except SettingsError as error:
        yield "错误", str(error)
        return
    if registration is None:
        yield "好", "单点登录：未启用。"
        return
    try:
        Provider(registration).check()
    except Refused as refused:
        why = "连不上" if refused.code == "unreachable" else f"的答复不被接受。{refused.detail}"
        yield "错误", f"单点登录：身份平台 {registration.issuer} {why.rstrip('。')}。"
        return
    yield "好", f"单点登录：身份平台 {registration.issuer} 可用，对应 {len(registration.groups)} 个组。"


def notices() -> Iterator[Finding]:
    """Whether notices are sent anywhere, and what waits for it."""
    try:
        webhook = webhook_of(cockpit().settings)
    except SettingsError as error:
        yield "错误", str(error)
        return
    if webhook is None:
        yield "好", "通知：未启用（WEBHOOK_URL）。"
        return
    form = "钉钉机器人" if webhook.form == "dingtalk" else " JSON "
    yield "好", f"通知：以{form}格式发送{'' if webhook.secret else '，没有加签（WEBHOOK_SECRET）'}。"
    try:
        with database().reading() as connection:
            left, problem = waiting(connection)
    except sa.exc.DatabaseError:
        return  # `records` says what is wrong with the database
    if left:
        yield "错误", f"通知：{left} 条没有送出。{problem}"


def mail() -> Iterator[Finding]:
    """Whether issued papers go out by mail, to how many, and what did not go out."""
    try:
        mailer = mailer_of(cockpit().settings)
    except SettingsError as error:
        yield "错误", str(error)
        return
    if mailer is None:
        yield "好", "周报邮件：未启用（SMTP_URL、BRIEFING_TO）。"
        return
    yield "好", f"周报邮件：经 {mailer.host}，{sum(map(len, mailer.lists.values()))} 个收件人。"
    try:
        left, problem = unsent(database())
    except sa.exc.DatabaseError:
        return  # `records` says what is wrong with the database
    if left:
        yield "错误", f"周报邮件：{left} 份没有送出。{problem}"


def records() -> Iterator[Finding]:
    """The database from the outside in: readable, whole, at the head, fresh."""
    try:
        with database().reading() as connection:
            if database().sqlite:
                whole = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
                if whole != "ok":
                    yield "错误", f"数据库文件已损坏：{whole}。请从备份恢复。"
                    return
            wrong = schema.unready(connection)
            yield ("错误", wrong) if wrong else ("好", "数据库可读，结构为最新，行政区划已装入。")
            if not wrong:
                yield from log(connection)
                yield from freshness(connection)
                yield from rules(connection)
    except sa.exc.DatabaseError as error:
        yield "错误", f"数据库无法读取：{str(error.orig).splitlines()[0]}。"


def log(connection: Connection) -> Iterator[Finding]:
    """The newest entries of the audit log, its head, how many there are, what was seen last and the triggers that keep it.

    The whole of it is `flask audit verify`. What is found sound is remembered outside the database.
    """
    try:
        verdict = audit.verify(connection, last=NEWEST, seen=audit.recall(database()))
        if verdict.sound and verdict.head:
            audit.remember(database(), verdict.head)
    except audit.Unreadable as unreadable:
        yield "错误", str(unreadable)
        verdict = audit.verify(connection, last=NEWEST)
    if verdict.sound:
        yield "好", f"审计日志末尾 {verdict.checked} 条核对无误。"
    else:
        yield "错误", f"{verdict.words}运行 flask audit verify 逐条核对。"
    for words in missing_triggers(connection):
        yield "错误", words


def freshness(connection: Connection) -> Iterator[Finding]:
    """Datasets whose next delivery is late by their rhythm, those that never came, and records not yet refreshed."""
    if connection.scalar(sa.select(touched.c.dataset).limit(1)):
        yield "错误", "有新记录尚未汇总：运行 flask refresh。"
    if is_demonstration(connection):
        yield "提示", "这是演示数据，不查时效。"
        return
    newest = {
        name: as_utc(moment)
        for name, moment in connection.execute(
            sa.select(batches.c.dataset, sa.func.max(batches.c.at)).where(batches.c.withdrawn_at.is_(None)).group_by(batches.c.dataset)
        )
    }
    day = today(connection)
    never = [dataset.title for dataset in DATASETS.values() if dataset.name not in newest]
    if never:
        yield "提示", f"尚无数据：{'、'.join(never)}。"
    for name, moment in newest.items():
        came = local(moment).date()
        dataset = DATASETS[name]
        if came + timedelta(days=dataset.rhythm) < day:
            yield "错误", f"{dataset.title}（{name}）最近一批为 {came}，应每 {dataset.rhythm} 天更新一次。"


def rules(connection: Connection) -> Iterator[Finding]:
    """Rules of the warnings that could not look the last time."""
    for name, problem in problems(connection).items():
        yield "错误", f"预警规则“{RULES[name].name}”（{name}）没有查成：{problem}。运行 flask warn --all。"


def attachments() -> Iterator[Finding]:
    """Where the files of the returns lie: out of reach of the web, private, writable, and all that are named are there."""
    folder = cockpit().settings.attachments_dir.resolve()
    if folder.is_relative_to(ROOT / "assets"):
        yield "错误", f"附件目录 {folder} 在网站目录里，谁都能取走：请改设置 ATTACHMENTS_DIR。"
    if folder.is_dir() and (folder.stat().st_mode & 0o077 or not os.access(folder, os.W_OK)):
        yield "错误", f"附件目录 {folder} 应只有运行服务的用户可读写：chmod 700。"
    try:
        with database().reading() as connection:
            named = set(connection.scalars(sa.select(files.c.sha256))) if not schema.unready(connection) else set()
    except sa.exc.DatabaseError:
        return  # said already
    lost = sum(not where_kept(folder, sha256).is_file() for sha256 in named)
    if lost:
        yield "错误", f"附件目录 {folder} 里少了 {lost} 个月报附件，共应有 {len(named)} 个：请从备份恢复。"
    else:
        yield "好", f"月报附件 {len(named)} 个，都在 {folder}。"


def fonts() -> Iterator[Finding]:
    """Browsers get their fonts from the server; only what draws on this machine needs one here."""
    program = shutil.which("fc-list")
    listed = subprocess.run([program, ":lang=zh", "family"], capture_output=True, text=True, check=False).stdout if program else ""  # noqa: S603
    yield ("好", "系统有中文字体。") if listed.strip() else ("提示", "系统没有中文字体，本机浏览器将缺字：apt-get install fonts-noto-cjk。")


def disk() -> Iterator[Finding]:
    """Room where the database file lies; a PostgreSQL server's disk is its own affair."""
    place = Path(database().url.database or "").resolve().parent if database().sqlite else VAR
    free = shutil.disk_usage(next(p for p in (place, *place.parents) if p.exists())).free
    words = f"磁盘剩余 {free / 1024**3:.1f} GiB（{place}）"
    yield ("好", words) if free >= LEAST_FREE else ("错误", f"{words}，至少应有 1 GiB。")
