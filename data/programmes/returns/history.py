"""All changes of one return, in order: who, when, what it then said, with which files, and why it was sent back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.clock import as_utc
from data.programmes.returns.content import Content, content_of
from data.programmes.returns.item import Item
from data.programmes.returns.table import return_changes


@dataclass(frozen=True)
class Change:
    """One change. act: of ACTS; at: UTC; attachments: the numbers of the files that went with it; batch: that brought its values."""

    version: int
    act: str
    at: datetime
    who: str
    content: Content
    attachments: tuple[int, ...]
    reason: str
    batch: int | None
    times: int = 1


def read_changes(connection: Connection, item: Item, *, drafts: bool) -> tuple[Change, ...]:
    """Every change of a return, the first one first. drafts: also what was saved on the way, for those who file it."""
    wanted = sa.select(return_changes).where(item.of(return_changes)).order_by(return_changes.c.number)
    if not drafts:
        wanted = wanted.where(return_changes.c.act != "saved")
    return tuple(
        Change(row.version, row.act, as_utc(row.at), row.who, content_of(row), tuple(row.attachments), row.reason, row.batch)
        for row in connection.execute(wanted)
    )


def gathered(changes: Sequence[Change]) -> tuple[Change, ...]:
    """The same with each run of one person's savings as its last one; `times` says how many it were."""
    out = []
    for (act, _), run in groupby(changes, key=lambda one: (one.act, one.who)):
        together = list(run)
        if act != "saved":
            out += together
            continue
        last = together[-1]
        out.append(Change(last.version, last.act, last.at, last.who, last.content, last.attachments, "", None, len(together)))
    return tuple(out)
