"""The log's two tables and what keeps them append-only in the database itself: triggers, made with the tables.

An entry is never updated, and deleted only when it is older than it must be kept; the chain finds what goes around the triggers.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection

from access.audit.chain import START, Head, sealed
from access.audit.entry import LONGEST
from data.database import metadata

KEPT_DAYS = 180
KEPT = timedelta(days=KEPT_DAYS)

entries = sa.Table(
    "audit",
    metadata,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("act", sa.String(20), nullable=False),
    sa.Column("who", sa.String(LONGEST["who"]), nullable=False),
    sa.Column("where", sa.String(LONGEST["where"]), nullable=False),
    sa.Column("what", sa.String(LONGEST["what"]), nullable=False),
    sa.Column("rows", sa.BigInteger),
    sa.Column("previous", sa.String(64), nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
    sa.Index("ix_audit_at", "at"),
    sa.Index("ix_audit_act", "act", "number"),
    sa.Index("ix_audit_who", "who", "number"),
)

head = sa.Table(
    "audit_head",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("first", sa.BigInteger, nullable=False),
    sa.Column("anchor", sa.String(64), nullable=False),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
    sa.Column("seal", sa.String(64), nullable=False),
)
ONE = 1  # the id of its one row

_HOURS = KEPT_DAYS * 24
SQLITE_PROTECTION = {
    "audit_never_changed": "BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END",
    # INSERT OR REPLACE takes the row it replaces away without asking the trigger on deletes; it may name it by number or by rowid.
    "audit_never_replaced": "BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE number = NEW.number OR rowid = NEW.rowid)"
    " BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END",
    "audit_kept": "BEFORE DELETE ON audit"
    f" WHEN julianday(OLD.at) IS NULL OR julianday(OLD.at) > julianday('now', '-{_HOURS} hours')"
    f" BEGIN SELECT RAISE(ABORT, 'audit entries are kept for {KEPT_DAYS} days'); END",
    "audit_head_kept": "BEFORE DELETE ON audit_head BEGIN SELECT RAISE(ABORT, 'audit_head stays'); END",
}
_STAYS = f"""
    BEGIN
      IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'audit' THEN
        IF OLD.at < now() - interval '{_HOURS} hours' THEN RETURN OLD; END IF;
      END IF;
      RAISE EXCEPTION 'audit is append-only; entries are kept for {KEPT_DAYS} days';
    END """
POSTGRESQL_FUNCTION = f"CREATE OR REPLACE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $${_STAYS}$$"
POSTGRESQL_PROTECTION = {
    "audit_stays": "BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_stays()",
    "audit_never_emptied": "BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_stays()",
    "audit_head_stays": "BEFORE DELETE ON audit_head FOR EACH ROW EXECUTE FUNCTION audit_stays()",
    "audit_head_never_emptied": "BEFORE TRUNCATE ON audit_head FOR EACH STATEMENT EXECUTE FUNCTION audit_stays()",
}
POSTGRESQL_RELEASE = "DROP FUNCTION IF EXISTS audit_stays() CASCADE"  # what outlives the tables


def protect(connection: Connection) -> None:
    """Put the triggers on the two tables, and the head of an empty log where there is none yet. Again: they stand as they do here."""
    if connection.dialect.name == "sqlite":
        for name, does in SQLITE_PROTECTION.items():
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
            connection.exec_driver_sql(f"CREATE TRIGGER {name} {does}")
    else:
        connection.exec_driver_sql(POSTGRESQL_FUNCTION)
        for name, does in POSTGRESQL_PROTECTION.items():
            connection.exec_driver_sql(f"CREATE OR REPLACE TRIGGER {name} {does}")
    if read_head(connection) is None and connection.scalar(sa.select(entries.c.number).limit(1)) is None:
        put_head(connection, sealed(1, START, 0, START))


def release(connection: Connection) -> None:
    """Take away what would outlive the two tables, after they were dropped."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(POSTGRESQL_RELEASE)


def unprotected(connection: Connection) -> list[str]:
    """The triggers that are missing, switched off, or no longer do what `protect` had them do."""
    if connection.dialect.name == "sqlite":
        kept = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
        found = {str(row.name): str(row.sql) for row in kept}
        return [name for name, does in SQLITE_PROTECTION.items() if found.get(name) != f"CREATE TRIGGER {name} {does}"]
    standing = sa.text(
        "SELECT tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE tgenabled IN ('O', 'A') AND prosrc = :does"
        " AND tgqual IS NULL AND tgrelid IN (to_regclass('audit'), to_regclass('audit_head'))"
    )
    enabled = set(connection.execute(standing, {"does": _STAYS}).scalars())
    return [name for name in POSTGRESQL_PROTECTION if name not in enabled]


def read_head(connection: Connection) -> Head | None:
    """The head as it stands, genuine or not; None where it is gone."""
    row = connection.execute(
        sa.select(head.c.first, head.c.anchor, head.c.number, head.c.hash, head.c.seal).where(head.c.id == ONE)
    ).first()
    return Head(*row) if row else None


def put_head(connection: Connection, made: Head) -> None:
    """Write the head in place of the one that stands."""
    values = vars(made)
    if not connection.execute(sa.update(head).where(head.c.id == ONE).values(**values)).rowcount:
        connection.execute(sa.insert(head).values(id=ONE, **values))


def _with_the_tables(_: Any, connection: Connection, **__: Any) -> None:
    found = sa.inspect(connection)
    if found.has_table(entries.name) and found.has_table(head.name):
        protect(connection)


def _after_the_tables(_: Any, connection: Connection, **__: Any) -> None:
    release(connection)


for _table in (entries, head):
    event.listen(_table, "after_create", _with_the_tables)
event.listen(entries, "after_drop", _after_the_tables)
