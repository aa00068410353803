"""Single facts about this database: whether it holds demonstration data, and the day it takes for today."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.clock import calendar_today
from data.database import metadata
from data.settings import settings

facts = sa.Table(
    "facts",
    metadata,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("value", sa.String(500), nullable=False),
)


def fact(connection: Connection, name: str) -> str | None:
    """The fact's value; None where it was never set."""
    return connection.scalar(sa.select(facts.c.value).where(facts.c.name == name))


def set_fact(connection: Connection, name: str, value: str | None) -> None:
    """Set, or with None remove, a fact."""
    connection.execute(sa.delete(facts).where(facts.c.name == name))
    if value is not None:
        connection.execute(sa.insert(facts).values(name=name, value=value))


def today(connection: Connection) -> date:
    """The cockpit's today: the setting COCKPIT_TODAY, else the day fixed with the demonstration data, else the real date in Kaifeng."""
    fixed = settings().cockpit_today
    if fixed:
        return fixed
    kept = fact(connection, "today")
    return date.fromisoformat(kept) if kept else calendar_today()


def is_demonstration(connection: Connection) -> bool:
    """Whether this database was filled by `flask demo`: every page and paper then says 演示数据."""
    return fact(connection, "demonstration") == "1"
