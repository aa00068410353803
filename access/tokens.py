"""API tokens: shown once, kept only as SHA-256, good until they expire or their person is disabled."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from access.people import PeopleError, Person, as_utc, find
from data.clock import now
from data.database import Database, metadata

LONGEST_DAYS = 3660
USE_KEPT_FOR = timedelta(hours=1)

tokens = sa.Table(
    "tokens",
    metadata,
    sa.Column("id", sa.String(8), primary_key=True),
    sa.Column("username", sa.String(64), sa.ForeignKey("people.username"), nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("last_used", sa.DateTime(timezone=True)),
    sa.Index("ix_tokens_username", "username"),
)


def create(connection: Connection, username: str, days: int) -> str:
    """A new token `id.secret` for an account, good for that many days. This is the only time it can be read.

    Raises PeopleError when there is no such account, it is disabled, or `days` is out of bounds.
    """
    person = find(connection, username)
    if person is None or person.disabled:
        raise PeopleError(f"用户 {username} 不存在或已停用。")
    if not 1 <= days <= LONGEST_DAYS:
        raise PeopleError(f"有效天数须为 1 至 {LONGEST_DAYS}。")
    token = f"{secrets.token_hex(4)}.{secrets.token_urlsafe(32)}"
    moment = now()
    connection.execute(
        sa.insert(tokens).values(
            id=token[:8], username=username, sha256=_digest(token), created_at=moment, expires_at=moment + timedelta(days=days)
        )
    )
    return token


def person_of(connection: Connection, token: str) -> Person | None:
    """Whose token it is; None when it is unknown or expired or its person is disabled."""
    row = connection.execute(sa.select(tokens).where(tokens.c.id == token.partition(".")[0])).one_or_none()
    if row is None or not hmac.compare_digest(row.sha256, _digest(token)) or as_utc(row.expires_at) <= now():
        return None
    person = find(connection, row.username)
    return None if person is None or person.disabled else person


def note_use(database: Database, token: str) -> None:
    """Remember that the token was used, to the hour; skipped rather than waiting while another writer is at work."""
    moment = now()
    stale = sa.or_(tokens.c.last_used.is_(None), tokens.c.last_used < moment - USE_KEPT_FOR)
    mine = tokens.c.id == token.partition(".")[0]
    with database.reading() as connection:
        if connection.scalar(sa.select(tokens.c.id).where(mine, stale)) is None:
            return
    with database.engine.connect() as connection:
        if database.sqlite:
            waits = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
            connection.exec_driver_sql("PRAGMA busy_timeout=0")
        try:
            connection.execute(sa.update(tokens).where(mine, stale).values(last_used=moment))
            connection.commit()
        except sa.exc.OperationalError:
            connection.rollback()
        finally:
            if database.sqlite:
                connection.exec_driver_sql(f"PRAGMA busy_timeout={waits}")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
