"""Sessions of browsers, kept on the server: each can be ended there at once. The cookie carries a secret of which only the hash is kept.

Who a session belongs to is looked up by `access.people.signed_in`, in one statement with the account.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data import clock
from data.database import Database, metadata
from data.settings import settings

LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)  # activity is noted no more often, so that reading stays reading
AGENT_KEPT = 300

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("id", sa.String(12), primary_key=True),
    sa.Column("username", sa.String(64), sa.ForeignKey("people.username"), nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("address", sa.String(64), nullable=False),
    sa.Column("agent", sa.String(AGENT_KEPT), nullable=False),
    sa.Index("ix_sessions_username", "username"),
)


@dataclass(frozen=True)
class Session:
    """One browser that has signed in. `id` is public: it names the session and does not open it. Moments are UTC."""

    id: str
    username: str
    began_at: datetime
    seen_at: datetime
    address: str
    agent: str


def open_session(connection: Connection, username: str, *, address: str, agent: str) -> str:
    """A fresh session; returns the secret `id.…` for the cookie, which can't be read again. Dead sessions of anyone are cleared away."""
    moment = clock.now()
    connection.execute(sa.delete(sessions).where(sessions.c.began_at <= moment - LONGEST))
    secret = f"{secrets.token_hex(6)}.{secrets.token_urlsafe(32)}"
    connection.execute(
        sa.insert(sessions).values(
            id=id_of(secret),
            username=username,
            sha256=_digest(secret),
            began_at=moment,
            seen_at=moment,
            address=address[:64],
            agent="".join(filter(str.isprintable, agent))[:AGENT_KEPT],
        )
    )
    return secret


def opened(row: sa.Row[tuple[object, ...]], secret: str) -> Session | None:
    """The session in a row with all columns of the table, where the secret opens it and it is neither idle nor too old."""
    found = _session(row)
    moment = clock.now()
    over = moment - found.seen_at >= idle() or moment - found.began_at >= LONGEST
    return found if hmac.compare_digest(row.sha256, _digest(secret)) and not over else None


def standing(connection: Connection, username: str | None = None) -> list[Session]:
    """The sessions still valid, of one account or of all, the one last used first."""
    moment = clock.now()
    query = sa.select(sessions).where(sessions.c.seen_at > moment - idle(), sessions.c.began_at > moment - LONGEST)
    if username is not None:
        query = query.where(sessions.c.username == username)
    return [_session(row) for row in connection.execute(query.order_by(sessions.c.seen_at.desc(), sessions.c.id))]


def end_session(connection: Connection, id: str, username: str | None = None) -> bool:
    """End one session at once; with `username` only if it is that account's. False where there was none."""
    mine = sa.true() if username is None else sessions.c.username == username
    return bool(connection.execute(sa.delete(sessions).where(sessions.c.id == id, mine)).rowcount)


def end_all(connection: Connection, username: str, *, but: str | None = None) -> int:
    """End every session of an account at once, except the one with the id `but`. Returns how many there were."""
    others = sa.true() if but is None else sessions.c.id != but
    return connection.execute(sa.delete(sessions).where(sessions.c.username == username, others)).rowcount


def note_seen(database: Database, session: Session) -> None:
    """Remember activity, to the minute; skipped rather than waiting while another writer is at work."""
    moment = clock.now()
    if moment - session.seen_at >= SEEN_EVERY:
        database.note(sa.update(sessions).where(sessions.c.id == session.id, sessions.c.seen_at < moment).values(seen_at=moment))


def id_of(secret: str) -> str:
    """The public id of the session a secret opens."""
    return secret.partition(".")[0]


def idle() -> timedelta:
    """How long a session lives without activity."""
    return timedelta(minutes=settings().session_idle_minutes)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _session(row: sa.Row[tuple[object, ...]]) -> Session:
    return Session(row.id, row.username, clock.as_utc(row.began_at), clock.as_utc(row.seen_at), row.address, row.agent)
