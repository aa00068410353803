"""The `flask …` commands. `create` is the light server they run in: settings and database, neither pages nor sign-in."""

from __future__ import annotations

import functools
from collections.abc import Callable
from importlib import import_module
from typing import Any

import click
import flask
import sqlalchemy as sa
from flask.cli import AppGroup

from access.people import PeopleError
from access.session import Cockpit
from data.database import Busy, Database
from data.screen.playlists import PlaylistError
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


COMMANDS = {
    "init": "commands.start:init_command",
    "demo": "commands.demo:demo_command",
    "refresh": "commands.start:refresh_command",
    "prepare": "commands.start:prepare_command",
    "doctor": "commands.doctor:doctor_command",
    "import": "commands.exchange:import_command",
    "template": "commands.exchange:template_command",
    "docs": "commands.exchange:docs_command",
    "plan": "commands.plan:plan_group",
    "briefing": "commands.briefing:briefing_group",
    "warn": "commands.warnings:warn_command",
    "remind": "commands.reminders:remind_command",
    "geo": "commands.geography:geo_group",
    "audit": "commands.audit:audit_group",
    "user": "commands.people:user_group",
    "token": "commands.people:token_group",
    "screen": "commands.screen:screen_group",
}


class Commands(AppGroup):
    """The commands by name; a module is loaded when its command is called, not before."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            module, _, name = COMMANDS[cmd_name].partition(":")
            self.add_command(in_words(getattr(import_module(module), name)))
        return self.commands.get(cmd_name)


def register(server: flask.Flask) -> None:
    """Give a server the commands."""
    server.cli = Commands(server.name)


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
        except (SettingsError, PeopleError, PlaylistError, Busy) as error:
            raise click.ClickException(str(error)) from None
        except sa.exc.DatabaseError as error:
            raise click.ClickException(f"数据库出错，没有写入任何内容：{error.orig}") from None
        except OSError as error:
            raise click.ClickException(f"{error.strerror or error}：{error.filename or ''}") from None

    return worded
