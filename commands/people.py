"""`flask user …` and `flask token …`: accounts and API tokens. Each change is written down with the system's user who made it."""

from __future__ import annotations

import getpass
import os
import sys

import click
from flask.cli import with_appcontext
from sqlalchemy.engine import Connection

from access import accounts, audit, external, people, tokens
from access.scope import ROLES
from access.session import database
from data.clock import local

_password_stdin = click.option("--password-stdin", is_flag=True, help="从标准输入读取密码（第一行），不提示。")


@click.group("user", help="账号：新增、列出、改角色、停用、启用、解锁、重置密码。")
def user_group() -> None:
    """Accounts."""


@user_group.command("add", help="新增账号。首次在浏览器登录时须修改密码。")
@click.argument("name")
@click.option("--role", required=True, type=click.Choice(list(ROLES)), help="、".join(f"{role} {title}" for role, title in ROLES.items()))
@click.option("--region", default="", metavar="CODE", help="县区账号的区划代码，如 410221。")
@click.option("--section", default="", help=f"科长账号的科室：{'、'.join(people.SECTIONS)}。")
@_password_stdin
@with_appcontext
def add(name: str, role: str, region: str, section: str, password_stdin: bool) -> None:
    password = _password(password_stdin)
    with database().writing() as connection:
        people.add(connection, name, password, role, region=region, section=section)
        as_what = f"{ROLES[role]}{region or section}"  # type: ignore[index]
        _write_down(connection, "account", f"新增 {name}（{as_what}）")
    click.echo(f"已新增 {name}（{as_what}）。")


@user_group.command("list", help="列出全部账号。")
@with_appcontext
def list_all() -> None:
    with database().reading() as connection:
        found, elsewhere = people.everyone(connection), external.usernames(connection)
    for person in found:
        state = (
            ["已停用"] * person.disabled
            + ["已锁定"] * person.locked
            + ["须改密码"] * person.must_change
            + ["演示"] * person.demonstration
            + ["单点登录"] * (person.username in elsewhere)
        )
        place, created = person.region or person.section or "-", f"{local(person.created_at):%Y-%m-%d}"
        click.echo("\t".join((person.username, ROLES[person.role], place, created, "，".join(state) or "-")))


@user_group.command("role", help="改账号的角色、区划或科室；下一次操作起生效。")
@click.argument("name")
@click.option("--role", required=True, type=click.Choice(list(ROLES)), help="、".join(f"{role} {title}" for role, title in ROLES.items()))
@click.option("--region", default="", metavar="CODE", help="县区账号的区划代码，如 410221。")
@click.option("--section", default="", help=f"科长账号的科室：{'、'.join(people.SECTIONS)}。")
@with_appcontext
def set_role(name: str, role: str, region: str, section: str) -> None:
    as_what = f"{ROLES[role]} {region or section}".strip()  # type: ignore[index]
    with database().writing() as connection:
        accounts.set_role(connection, name, role, region, section)
        _write_down(connection, "account", f"{name} 改为{as_what}")
    click.echo(f"{name} 已改为{as_what}。")


@user_group.command("disable", help="停用账号：其会话结束、令牌作废，再启用也不恢复。")
@click.argument("name")
@with_appcontext
def disable(name: str) -> None:
    _set_disabled(name, True)


@user_group.command("enable", help="重新启用账号。")
@click.argument("name")
@with_appcontext
def enable(name: str) -> None:
    _set_disabled(name, False)


@user_group.command("reset", help="重置密码；下次在浏览器登录时须修改。")
@click.argument("name")
@_password_stdin
@with_appcontext
def reset(name: str, password_stdin: bool) -> None:
    password = _password(password_stdin)
    with database().writing() as connection:
        people.reset(connection, name, password)
        _write_down(connection, "account", f"重置 {name} 的密码")
    click.echo(f"已重置 {name} 的密码。")


@user_group.command("unlock", help="解除锁定：连续输错密码的账号可立即再登录。")
@click.argument("name")
@with_appcontext
def unlock(name: str) -> None:
    with database().writing() as connection:
        people.unlock(connection, name)
        _write_down(connection, "account", f"解锁 {name}")
    click.echo(f"已解锁 {name}。")


@click.group("token", help="API 令牌。")
def token_group() -> None:
    """API tokens."""


@token_group.command("create", help="为账号生成 API 令牌；只显示这一次。")
@click.argument("user")
@click.option("--days", default=90, show_default=True, help="有效天数。")
@with_appcontext
def create(user: str, days: int) -> None:
    with database().writing() as connection:
        token = tokens.create(connection, user, days)
        _write_down(connection, "token", f"生成 {user} 的令牌 {token[:8]}，{days} 天")
    click.echo(token)


@token_group.command("list", help="列出有效的令牌：编号、账号、到期日、最近使用。")
@with_appcontext
def list_tokens() -> None:
    with database().reading() as connection:
        found = tokens.standing(connection)
    for token in found:
        used = f"{local(token.last_used):%Y-%m-%d}" if token.last_used else "-"
        click.echo("\t".join((token.id, token.username, f"{local(token.expires_at):%Y-%m-%d}", used)))


@token_group.command("revoke", help="作废一个令牌，立即失效。ID 见 flask token list。")
@click.argument("id")
@with_appcontext
def revoke(id: str) -> None:
    with database().writing() as connection:
        owner = tokens.revoke(connection, id)
        _write_down(connection, "token", f"作废 {owner} 的令牌 {id}")
    click.echo(f"已作废 {owner} 的令牌 {id}。")


def _set_disabled(name: str, disabled: bool) -> None:
    with database().writing() as connection:
        if disabled:
            what = accounts.disabled(connection, name)
        else:
            people.set_disabled(connection, name, False)
            what = f"启用 {name}"
        _write_down(connection, "account", what)
    click.echo(f"已{'停用' if disabled else '启用'} {name}。")


def _write_down(connection: Connection, act: str, what: str) -> None:
    audit.append(connection, act, who=system_user(), where="命令行", what=what)


def system_user() -> str:
    """The system's user; its number where it has no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    typed: str = click.prompt("密码", hide_input=True, confirmation_prompt="再输一遍")
    return typed
