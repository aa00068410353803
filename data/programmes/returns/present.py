"""The returns as they stand now, and the one way a return changes: against the version it was begun from, with its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from access import audit
from data import facts
from data.clock import as_utc
from data.facts import acting_at
from data.programmes.returns.content import Content, content_of
from data.programmes.returns.item import Item
from data.programmes.returns.table import ACTS, State, attachments, return_changes, returns

OPEN: tuple[State, ...] = ("draft", "returned")  # states in which whoever files may write


@dataclass(frozen=True)
class Return:
    """One return. version 0: not begun yet. Moments are UTC; submitted_at: when it first came in; reason: why it was sent back last."""

    item: Item
    state: State
    version: int
    content: Content
    edited_by: str
    edited_at: datetime | None
    submitted_at: datetime | None
    reason: str

    @property
    def open(self) -> bool:
        """Whether it may be written in."""
        return self.state in OPEN


class Conflict(RuntimeError):
    """Somebody has changed the return meanwhile; nothing was written. `mine` is what was to be written, `theirs` what stands."""

    def __init__(self, mine: Content, theirs: Return) -> None:
        super().__init__(f"{theirs.edited_by} 已改过这项月报，没有覆盖。")
        self.mine, self.theirs = mine, theirs


class ReturnRefused(ValueError):
    """A return can't be changed so; the message says why in Chinese."""


def blank(item: Item) -> Return:
    """The return that nobody has begun."""
    return Return(item, "draft", 0, Content(), "", None, None, "")


def read_return(connection: Connection, item: Item) -> Return:
    """The return as it stands."""
    row = connection.execute(sa.select(returns).where(item.of(returns))).one_or_none()
    return _return(row) if row else blank(item)


def read_returns(connection: Connection, *where: sa.ColumnElement[bool]) -> dict[Item, Return]:
    """The returns for which all of this holds (of the table `returns`), by item."""
    found = (_return(row) for row in connection.execute(sa.select(returns).where(*where)))
    return {one.item: one for one in found}


def change(
    connection: Connection,
    before: Return,
    act: State | str,
    *,
    who: str,
    where: str,
    words: str,
    content: Content | None = None,
    state: State | None = None,
    reason: str | None = None,
    batch: int | None = None,
    tell: bool = True,
) -> Return:
    """Write one change of a return: the row as it then stands, the change in its history, the entry of the audit log.

    before  the return as it was read; act  of ACTS; words  which return it is, for the log; None: as it was
    tell    whether the log is told: not of each pause in typing
    What is only saved is safe against anybody writing at the same time, also without the writer's turn. Raises Conflict.
    """
    item, at = before.item, acting_at(connection)
    wanted = before.content if content is None else content
    row: dict[str, Any] = {
        "state": before.state if state is None else state,
        "version": before.version + 1,
        **wanted.columns,
        "edited_by": who if content is not None or not before.edited_by else before.edited_by,
        "edited_at": at if content is not None or before.edited_at is None else before.edited_at,
        "submitted_at": before.submitted_at or (at if act == "submitted" else None),
        "reason": before.reason if reason is None else reason,
    }
    if not _set(connection, before, row):
        raise Conflict(wanted, read_return(connection, item))
    if act != "saved":
        facts.bump(connection)  # the ledger shows how far each return is
    connection.execute(
        sa.insert(return_changes).values(
            **item.columns,
            version=row["version"],
            act=act,
            at=at,
            who=who,
            **wanted.columns,
            attachments=list(attached(connection, item)),
            reason=reason or "",
            batch=batch,
        )
    )
    if tell:
        audit.append(connection, "return", who=who, where=where, what=f"{ACTS[act]}：{words}" + (f"，理由：{reason}" if reason else ""))
    return read_return(connection, item)


def attached(connection: Connection, item: Item) -> Sequence[int]:
    """The numbers of the files that go with a return now."""
    mine = sa.select(attachments.c.number).where(item.of(attachments), attachments.c.removed_at.is_(None))
    return connection.scalars(mine.order_by(attachments.c.number)).all()


def _set(connection: Connection, before: Return, row: dict[str, Any]) -> bool:
    """Whether the row could be put in the place of the version that was read."""
    if before.version:
        same = sa.and_(before.item.of(returns), returns.c.version == before.version)
        return connection.execute(sa.update(returns).where(same).values(**row)).rowcount == 1
    try:
        with connection.begin_nested():
            connection.execute(sa.insert(returns).values(**before.item.columns, **row))
    except sa.exc.IntegrityError:
        return False
    return True


def _return(row: Any) -> Return:
    return Return(
        Item(row.month, row.programme, row.task, row.region),
        row.state,
        row.version,
        content_of(row),
        row.edited_by,
        as_utc(row.edited_at),
        as_utc(row.submitted_at) if row.submitted_at else None,
        row.reason,
    )
