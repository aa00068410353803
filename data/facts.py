"""Single facts about this database: whether it holds demonstration data, and the day it takes for today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.clock import SHANGHAI, calendar_today
from data.database import metadata
from data.settings import settings

facts = sa.Table(
    "facts",
    metadata,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("value", sa.String(500), nullable=False),
)


EVERY_FACT = sa.select(facts.c.name, facts.c.value)  # asked with every request, so built once


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
    return today_of({"today": fact(connection, "today") or ""})


def today_of(known: Mapping[str, str]) -> date:
    """`today`, from facts already read."""
    kept = known.get("today")
    return settings().cockpit_today or (date.fromisoformat(kept) if kept else calendar_today())


def acting_at(connection: Connection) -> datetime:
    """The moment that what a person does now is written down with (UTC): the cockpit's today at the present time of day.

    With a fixed today, what is done then stands in that year, beside the months it is about.
    """
    present = datetime.now(SHANGHAI)
    return datetime.combine(today(connection), present.time(), SHANGHAI).astimezone(UTC)


def is_demonstration(connection: Connection) -> bool:
    """Whether this database was filled by `flask demo`: every page and paper then says 演示数据."""
    return fact(connection, "demonstration") == "1"


def bump(connection: Connection) -> None:
    """Say that figures may have changed: every cached answer from before is then out of date. Safe for several writers at a time."""
    more = sa.cast(sa.cast(facts.c.value, sa.Integer) + 1, sa.String)
    if not connection.execute(sa.update(facts).where(facts.c.name == "version").values(value=more)).rowcount:
        set_fact(connection, "version", "1")


def version(connection: Connection) -> int:
    """How often figures may have changed: grows with each refresh and each change of plan or targets."""
    return version_of({"version": fact(connection, "version") or "0"})


def version_of(known: Mapping[str, str]) -> int:
    """`version`, from facts already read."""
    return int(known.get("version", 0))


def read_facts(connection: Connection) -> dict[str, str]:
    """All facts, by name."""
    return dict(connection.execute(EVERY_FACT).tuples().all())
