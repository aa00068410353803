"""API tokens: shown once, kept only as SHA-256, good until they expire or their person is disabled."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from access.people import PeopleError, Person, find
from data import clock
from data.clock import as_utc
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


@dataclass(frozen=True)
class Token:
    """One token that still opens something. `id` names it; moments are UTC."""

    id: str
    username: str
    created_at: datetime
    expires_at: datetime
    last_used: datetime | None


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
    moment = clock.now()
    connection.execute(
        sa.insert(tokens).values(
            id=token[:8], username=username, sha256=_digest(token), created_at=moment, expires_at=moment + timedelta(days=days)
        )
    )
    return token


def standing(connection: Connection, username: str | None = None) -> list[Token]:
    """The tokens not yet expired, of one account or of all, the newest first."""
    query = sa.select(tokens).where(tokens.c.expires_at > clock.now())
    if username is not None:
        query = query.where(tokens.c.username == username)
    return [
        Token(row.id, row.username, as_utc(row.created_at), as_utc(row.expires_at), as_utc(row.last_used) if row.last_used else None)
        for row in connection.execute(query.order_by(tokens.c.created_at.desc(), tokens.c.id))
    ]


def revoke(connection: Connection, id: str) -> str:
    """End one token at once. Returns whose it was.

    Raises PeopleError when there is none of that id.
    """
    owner = connection.scalar(sa.select(tokens.c.username).where(tokens.c.id == id))
    if owner is None:
        raise PeopleError(f"没有编号为 {id[:8]} 的令牌。")
    connection.execute(sa.delete(tokens).where(tokens.c.id == id))
    return owner


def revoke_all(connection: Connection, username: str) -> list[str]:
    """End every token of an account at once. Returns their ids; those of tokens long expired are not among them."""
    ended = [token.id for token in standing(connection, username)]
    connection.execute(sa.delete(tokens).where(tokens.c.username == username))
    return ended


def person_of(connection: Connection, token: str) -> Person | None:
    """Whose token it is; None when it is unknown or expired or its person is disabled."""
    row = connection.execute(sa.select(tokens).where(tokens.c.id == token.partition(".")[0])).one_or_none()
    if row is None or not hmac.compare_digest(row.sha256, _digest(token)) or as_utc(row.expires_at) <= clock.now():
        return None
    person = find(connection, row.username)
    return None if person is None or person.disabled else person


def note_use(database: Database, token: str) -> None:
    """Remember that the token was used, to the hour; skipped rather than waiting while another writer is at work."""
    moment = clock.now()
    stale = sa.or_(tokens.c.last_used.is_(None), tokens.c.last_used < moment - USE_KEPT_FOR)
    mine = tokens.c.id == token.partition(".")[0]
    with database.reading() as connection:
        if connection.scalar(sa.select(tokens.c.id).where(mine, stale)) is None:
            return
    database.note(sa.update(tokens).where(mine, stale).values(last_used=moment))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
