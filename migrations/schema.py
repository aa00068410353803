"""Brings a database to the schema's head and says whether it stands there. Alembic, configured here instead of in an ini file.

`python -m migrations.schema "what changes"` writes the next version from the difference between the tables and the head.
"""

from __future__ import annotations

import sys
import tempfile
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from data.database import Database
from data.regions import regions

HERE = Path(__file__).parent


def upgrade(database: Database, revision: str = "head") -> None:
    """Create the schema or bring it up to a revision: all or nothing."""
    with database.writing() as connection:
        command.upgrade(_config(connection), revision)


def downgrade(database: Database, revision: str) -> None:
    """Take the schema back to a revision; `base` leaves nothing."""
    with database.writing() as connection:
        command.downgrade(_config(connection), revision)


def current(connection: Connection) -> str | None:
    """The revision a database stands at; None when it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def head() -> str:
    """The newest revision."""
    found = ScriptDirectory.from_config(_config(None)).get_current_head()
    if found is None:
        raise LookupError("migrations/versions holds no version")
    return found


def unready(connection: Connection) -> str:
    """What keeps the server from working on this database, in words; empty when nothing does."""
    at = current(connection)
    if at != head():
        return f"数据库结构为 {at or '空'}，应为 {head()}：运行 flask init。"
    if connection.scalar(sa.select(sa.func.count()).select_from(regions)) == 0:
        return "行政区划尚未装入：运行 flask init。"
    return ""


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = connection
    return config


def _write_next(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/scratch.db")
        if any((HERE / "versions").glob("*.py")):
            upgrade(database)
        number = len(list((HERE / "versions").glob("*.py"))) + 1
        with database.writing() as connection:
            command.revision(_config(connection), message, autogenerate=True, rev_id=f"{number:04d}")
        database.dispose()


if __name__ == "__main__":
    _write_next(sys.argv[1])
