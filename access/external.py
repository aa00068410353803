"""Accounts whose person is proved elsewhere: which identity (issuer and subject) each belongs to; and what was used up signing on.

An account found by its name would let whoever may choose a name at the provider walk in as somebody else: it is never looked for by name.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.clock import now
from data.database import metadata

LONGEST_SUBJECT = 255  # OpenID Connect Core, section 2

external_people = sa.Table(
    "external_people",
    metadata,
    sa.Column("issuer", sa.String(255), primary_key=True),
    sa.Column("subject", sa.String(LONGEST_SUBJECT), primary_key=True),
    sa.Column("username", sa.String(64), sa.ForeignKey("people.username"), nullable=False, unique=True),
)

spent = sa.Table(  # nonces and token ids seen once, until they would be refused for their age anyway
    "sign_ons",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
)


def username_of(connection: Connection, issuer: str, subject: str) -> str | None:
    """The name of the account that belongs to an identity."""
    mine = (external_people.c.issuer == issuer, external_people.c.subject == subject)
    return connection.scalar(sa.select(external_people.c.username).where(*mine))


def usernames(connection: Connection) -> frozenset[str]:
    """The names of all accounts that sign on elsewhere."""
    return frozenset(connection.scalars(sa.select(external_people.c.username)))


def is_external(connection: Connection, username: str) -> bool:
    """Whether the account signs on elsewhere and so has no password here."""
    return connection.scalar(sa.select(external_people.c.username).where(external_people.c.username == username)) is not None


def bind(connection: Connection, issuer: str, subject: str, username: str) -> None:
    """Say that an account belongs to an identity, for good."""
    connection.execute(sa.insert(external_people).values(issuer=issuer, subject=subject, username=username))


def spend(connection: Connection, kind: str, value: str, until: datetime) -> bool:
    """Use something up that is good once. False where it had been used before. Called by the one writer, so two can't both be first."""
    digest = hashlib.sha256(f"{kind} {value}".encode()).hexdigest()
    connection.execute(sa.delete(spent).where(spent.c.expires_at < now()))
    if connection.scalar(sa.select(spent.c.sha256).where(spent.c.sha256 == digest)) is not None:
        return False
    connection.execute(sa.insert(spent).values(sha256=digest, expires_at=until))
    return True
