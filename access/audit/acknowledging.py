"""Acknowledging a break: an administrator has looked into it, and says so in the log; checks then begin at the break.

Without that one break, as after a change of SECRET_KEY, would stand before every later check and pruning for good.
"""

from __future__ import annotations

import re

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from access.audit.chain import signed
from access.audit.entry import ACKNOWLEDGED, BREAK, COMMAND_LINE, Entry
from access.audit.log import entry_of, take_turn, written
from access.audit.table import entries, put_head

_NAMED = re.compile(r"第 (\d{1,18}) 号断点")


class NotAcknowledged(ValueError):
    """There is nothing to acknowledge under that number; the message says what is, in Chinese."""


def acknowledge(connection: Connection, number: int, *, who: str, where: str = COMMAND_LINE) -> None:
    """Write the entry that a break was looked into.

    Raises NotAcknowledged where the entry is no break that this server wrote, or was acknowledged already.
    """
    ends = take_turn(connection)
    if _break(connection, number) is None:
        known = connection.execute(sa.select(entries.c.number).where(entries.c.act == BREAK).order_by(entries.c.number.desc()).limit(5))
        listed = "、".join(str(one) for one in known.scalars())
        raise NotAcknowledged(f"第 {number} 号不是本服务器写下的断点。" + (f"日志里的断点：{listed}。" if listed else "日志里没有断点。"))
    floor = acknowledged(connection)
    if floor is not None and number <= floor:
        raise NotAcknowledged(f"第 {number} 号断点已经确认过了（核对自第 {floor} 号断点起）。")
    put_head(connection, written(connection, ends, ACKNOWLEDGED, who, where, f"第 {number} 号断点", None))


def acknowledged(connection: Connection) -> int | None:
    """The newest break that was acknowledged and stands still. What names it carries this server's signature, and so does the break."""
    query = sa.select(entries).where(entries.c.act == ACKNOWLEDGED).order_by(entries.c.number.desc())
    found: list[int] = []
    for entry in map(entry_of, connection.execute(query)):
        named = _NAMED.fullmatch(entry.what)
        if named and signed(entry) == entry.hash and int(named[1]) < entry.number and _break(connection, int(named[1])):
            found.append(int(named[1]))
    return max(found, default=None)


def _break(connection: Connection, number: int) -> Entry | None:
    row = connection.execute(sa.select(entries).where(entries.c.number == number, entries.c.act == BREAK)).first()
    entry = entry_of(row) if row else None
    return entry if entry and signed(entry) == entry.hash else None
