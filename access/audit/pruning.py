"""Ending the oldest entries: those older than they must be kept, from the front, so that the rest still verifies."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from access.audit.chain import sealed
from access.audit.entry import COMMAND_LINE
from access.audit.log import append, moment_of, take_turn
from access.audit.table import KEPT_DAYS, entries, put_head
from access.audit.verdict import verify
from data.clock import calendar_today


class PruneRefused(ValueError):
    """The entries must stay; the message says why and what is allowed, in Chinese."""


def prune(connection: Connection, before: date, *, who: str, where: str = COMMAND_LINE) -> int:
    """Delete the entries from before a day (Kaifeng) and write an entry that says so. Returns how many went.

    The head keeps the hash of the last one gone, so that the chain still begins where it must.
    Raises PruneRefused where younger entries than KEPT_DAYS would go, or the log is not whole: what is broken is evidence.
    """
    latest = calendar_today() - timedelta(days=KEPT_DAYS)
    if before > latest:
        raise PruneRefused(f"审计日志至少保存 {KEPT_DAYS} 天：最晚只能清理 {latest} 之前的记录。")
    take_turn(connection)
    verdict = verify(connection)
    if not verdict.sound or verdict.head is None:
        raise PruneRefused(f"日志核对有误，不能清理：{verdict.words}")
    head = verdict.head
    # From the front up to the first one that stays, even where the clock was once set back in between.
    stays = connection.scalar(sa.select(sa.func.min(entries.c.number)).where(entries.c.at >= moment_of(before)))
    first = head.number + 1 if stays is None else stays
    if first > head.first:
        # What the first one kept follows; before an acknowledged break the entry itself may be gone.
        anchor = (
            head.hash if stays is None else connection.execute(sa.select(entries.c.previous).where(entries.c.number == stays)).scalar_one()
        )
        connection.execute(sa.delete(entries).where(entries.c.number < first))
        put_head(connection, sealed(first, anchor, head.number, head.hash))
    gone = first - head.first
    span = f"第 {head.first} 至 {first - 1} 号" if gone else "无可清理的记录"
    append(connection, "prune", who=who, where=where, what=f"清理 {before} 之前：{span}", rows=gone)
    return gone
