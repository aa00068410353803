"""The `flask …` commands. `create` is the light server they run in: settings and database, neither pages nor sign-in."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import click
import flask
import sqlalchemy as sa

from access.people import PeopleError
from access.session import Cockpit
from data.database import Busy, Database
from data.settings import ROOT, SettingsError, settings


def create() -> flask.Flask:
    """The server behind `flask …`."""
    server = flask.Flask("cockpit", root_path=str(ROOT), static_folder=None)
    try:
        server.extensions["cockpit"] = open_cockpit()
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    register(server)
    return server


def open_cockpit() -> Cockpit:
    """Settings and database of this process.

    Raises SettingsError when a setting is wrong.
    """
    chosen = settings()
    try:
        return Cockpit(Database(chosen.database_url), chosen)
    except (sa.exc.ArgumentError, ImportError, OSError):
        raise SettingsError("设置 DATABASE_URL 的值不对：应为 sqlite:///路径 或 postgresql+psycopg://用户:密码@主机/库名。") from None


def register(server: flask.Flask) -> None:
    """Add every command to a server."""
    from commands.demo import demo_command
    from commands.doctor import doctor_command
    from commands.people import token_group, user_group
    from commands.plan import plan_group
    from commands.start import init_command, prepare_command, refresh_command

    for command in (init_command, demo_command, doctor_command, refresh_command, prepare_command, plan_group, user_group, token_group):
        server.cli.add_command(in_words(command))


def in_words(command: click.Command) -> click.Command:
    """The command, with the failures anyone may meet told in words and exit code 1 instead of a stack trace."""
    if isinstance(command, click.Group):
        for member in command.commands.values():
            in_words(member)
    if command.callback is not None:
        command.callback = _worded(command.callback)
    return command


def _worded(run: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(run)
    def worded(*args: Any, **options: Any) -> Any:
        try:
            return run(*args, **options)
        except (SettingsError, PeopleError, Busy) as error:
            raise click.ClickException(str(error)) from None
        except sa.exc.DatabaseError as error:
            raise click.ClickException(f"数据库出错，没有写入任何内容：{error.orig}") from None
        except OSError as error:
            raise click.ClickException(f"{error.strerror or error}：{error.filename or ''}") from None

    return worded
