"""Writing an entry, within the transaction of what it tells of; and finding entries again."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from access.audit.chain import START, Head, sealed, signed
from access.audit.entry import ACTS, BREAK, OWN, Entry, shown
from access.audit.table import entries, put_head, read_head
from data import clock
from data.clock import SHANGHAI, as_utc

TURN = 4102001  # PostgreSQL advisory lock: entries are numbered one after the other; held from an entry to its transaction's end


def append(connection: Connection, act: str, *, who: str, where: str, what: str = "", rows: int | None = None) -> None:
    """Write an entry; it stands exactly if the transaction of `connection` commits.

    connection  one of Database.writing() or Database.noting(); a long act writes its entry at its end, as other entries wait for it
    who, where  the account's name (empty: a stranger); the address, or COMMAND_LINE
    """
    if act not in ACTS or act in OWN:
        raise ValueError(f"no act {act}")
    ends = take_turn(connection)
    put_head(connection, written(connection, ends, act, who, where, what, rows))


def take_turn(connection: Connection) -> Head:
    """Wait for the turn to write, and return the head to write after.

    Where the head is missing or was not sealed by this server, the log goes on all the same, or whoever breaks it would lock everybody
    out; but an entry 日志断点 stands in the chain from then on, and every later check names it.
    """
    if not connection.get_execution_options().get("writer"):
        raise ValueError("an entry needs a connection of Database.writing() or noting()")
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(TURN)))
    found = read_head(connection)
    if found is not None and found.genuine:
        return found
    return _mended(connection, found)


def _mended(connection: Connection, found: Head | None) -> Head:
    first = connection.execute(sa.select(entries).order_by(entries.c.number).limit(1)).first()
    last = connection.execute(sa.select(entries).order_by(entries.c.number.desc()).limit(1)).first()
    ends = Head(1, START, 0, START) if first is None or last is None else Head(first.number, first.previous, last.number, last.hash)
    words = "日志首尾记录不见了，从此处续写" if found is None else "日志首尾记录的签名不符（被改动，或 SECRET_KEY 已更换），从此处续写"
    return written(connection, ends, BREAK, "", "", words, None)


def written(connection: Connection, ends: Head, act: str, who: str, where: str, what: str, rows: int | None) -> Head:
    """Write an entry after the head `ends`, whatever its act; returns the head to put in its place."""
    bare = Entry(ends.number + 1, clock.now(), act, shown("who", who), shown("where", where), shown("what", what), rows, ends.hash, "")
    values = {**vars(bare), "hash": signed(bare)}
    connection.execute(sa.insert(entries).values(**values))
    return sealed(ends.first, ends.anchor, bare.number, str(values["hash"]))


def search(
    connection: Connection,
    *,
    act: str | None = None,
    who: str | None = None,
    since: date | None = None,
    until: date | None = None,
    text: str | None = None,
    before: int | None = None,
    limit: int = 100,
    skip: int = 0,
) -> list[Entry]:
    """The newest entries first.

    since, until  days in Kaifeng, both included; or moments
    text          stands somewhere in who, where or what
    before        only entries with a smaller number; skip: leave out so many of those found
    """
    wanted = sa.select(entries).where(*_matching(act, who, since, until, text, before))
    wanted = wanted.order_by(entries.c.number.desc()).limit(limit).offset(skip)
    return [entry_of(row) for row in connection.execute(wanted)]


def count(
    connection: Connection,
    *,
    act: str | None = None,
    who: str | None = None,
    since: date | None = None,
    until: date | None = None,
    text: str | None = None,
    before: int | None = None,
) -> int:
    """How many entries `search` would find without a limit."""
    found = sa.select(sa.func.count()).select_from(entries).where(*_matching(act, who, since, until, text, before))
    return connection.execute(found).scalar_one()


def entry_of(row: sa.Row[tuple[object, ...]]) -> Entry:
    """A row of the table as an entry."""
    values = dict(row._mapping)
    values["at"] = as_utc(values["at"])
    return Entry(**values)


def _matching(
    act: str | None, who: str | None, since: date | None, until: date | None, text: str | None, before: int | None
) -> list[sa.ColumnElement[bool]]:
    wanted: list[sa.ColumnElement[bool]] = []
    if act:
        wanted.append(entries.c.act == act)
    if who:
        wanted.append(entries.c.who == who)
    if since:
        wanted.append(entries.c.at >= moment_of(since))
    if until:
        end = moment_of(until)
        wanted.append(entries.c.at <= end if isinstance(until, datetime) else entries.c.at < end + timedelta(days=1))
    if text:
        columns = (entries.c.who, entries.c.where, entries.c.what)
        wanted.append(sa.or_(*(column.icontains(text, autoescape=True) for column in columns)))
    if before is not None:
        wanted.append(entries.c.number < before)
    return wanted


def moment_of(day: date) -> datetime:
    """A moment as it is; of a day its beginning in Kaifeng."""
    return as_utc(day) if isinstance(day, datetime) else datetime.combine(day, time.min, SHANGHAI).astimezone(UTC)
