"""The outbox: a notice is written down with what it is about, sent afterwards, and kept until the other side has taken it."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data import clock
from data.citizens import mask
from data.database import Database
from data.notices.robot import Undelivered, Webhook
from data.notices.table import notices

MOST_TRIES = 20  # rounds of sending; then it is left lying, and doctor says so
AT_ONCE = 20
LONGEST = 2000  # characters; a robot takes 20,000 bytes


@dataclass(frozen=True)
class Sent:
    """What one round of sending did."""

    sent: int
    failed: int
    problem: str


def write_notice(connection: Connection, kind: str, key: str, title: str, text: str) -> bool:
    """Put a notice into the outbox, unless one of the same key is there. A citizen number would be starred out."""
    if connection.scalar(sa.select(notices.c.number).where(notices.c.key == key)):
        return False
    row = {"kind": kind, "key": key, "title": mask(title)[:200], "text": mask(text)[:LONGEST]}
    connection.execute(sa.insert(notices).values(**row, written_at=clock.now(), tries=0, problem=""))
    return True


def send_notices(database: Database, webhook: Webhook) -> Sent:
    """Send what waits in the outbox, the oldest first; after a failure the rest waits for the next round."""
    with database.reading() as connection:
        waiting = connection.execute(
            sa.select(notices).where(notices.c.sent_at.is_(None), notices.c.tries < MOST_TRIES).order_by(notices.c.number).limit(AT_ONCE)
        ).all()
    sent = 0
    for row in waiting:
        try:
            webhook.deliver(row.title, row.text, row.kind)
        except Undelivered as undelivered:
            _mark(database, row.number, tries=row.tries + 1, problem=str(undelivered)[:500])
            return Sent(sent, len(waiting) - sent, str(undelivered))
        _mark(database, row.number, tries=row.tries + 1, problem="", sent_at=clock.now())
        sent += 1
    return Sent(sent, 0, "")


def waiting(connection: Connection) -> tuple[int, str]:
    """How many notices have failed at least once and are not sent yet, and what the last failure was."""
    left = (notices.c.sent_at.is_(None), notices.c.tries > 0)
    many = connection.scalar(sa.select(sa.func.count()).select_from(notices).where(*left)) or 0
    return many, connection.scalar(sa.select(notices.c.problem).where(*left).order_by(notices.c.number.desc()).limit(1)) or ""


def _mark(database: Database, number: int, **values: object) -> None:
    with database.noting() as connection:
        connection.execute(sa.update(notices).where(notices.c.number == number).values(**values))
