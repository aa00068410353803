"""`flask user …` and `flask token …`: accounts and API tokens."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext

from access import external, people, tokens
from access.scope import ROLES
from access.session import database
from data.clock import local

_password_stdin = click.option("--password-stdin", is_flag=True, help="从标准输入读取密码（第一行），不提示。")


@click.group("user", help="账号：新增、列出、停用、启用、重置密码。")
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
    click.echo(f"已新增 {name}（{ROLES[role]}{region or section}）。")  # type: ignore[index]


@user_group.command("list", help="列出全部账号。")
@with_appcontext
def list_all() -> None:
    with database().reading() as connection:
        found, elsewhere = people.everyone(connection), external.usernames(connection)
    for person in found:
        state = ["已停用"] * person.disabled + ["须改密码"] * person.must_change + ["演示"] * person.demonstration
        state += ["单点登录"] * (person.username in elsewhere)
        place, created = person.region or person.section or "-", f"{local(person.created_at):%Y-%m-%d}"
        click.echo("\t".join((person.username, ROLES[person.role], place, created, "，".join(state) or "-")))


@user_group.command("disable", help="停用账号：其会话和令牌立即失效。")
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
    click.echo(f"已重置 {name} 的密码。")


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
    click.echo(token)


def _set_disabled(name: str, disabled: bool) -> None:
    with database().writing() as connection:
        people.set_disabled(connection, name, disabled)
    click.echo(f"已{'停用' if disabled else '启用'} {name}。")


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    typed: str = click.prompt("密码", hide_input=True, confirmation_prompt="再输一遍")
    return typed
