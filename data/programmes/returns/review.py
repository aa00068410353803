"""Reviewing returns: accepted, sent back with a reason, or reopened. Only an acceptance, and its reopening, change figures.

An acceptance and the reported values it brings are one transaction; the readings are computed anew right after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from access.scope import Scope
from data import facts
from data.database import Busy, Database
from data.exchange.importing import import_within
from data.exchange.sheets import SheetError
from data.exchange.undoing import UndoRefused, undo_within
from data.indicators import REPORTED
from data.indicators.figures import NotAllowed
from data.indicators.refresh import refresh
from data.programmes.assigned import reviews
from data.programmes.returns.content import ContentRefused, flaws, refuse_citizen_number, reported_rows
from data.programmes.returns.filing import Place, placed
from data.programmes.returns.item import Item
from data.programmes.returns.present import Conflict, Return, ReturnRefused, change, read_return
from data.programmes.returns.table import STATES, State, return_changes

LONGEST_REASON = 500


@dataclass(frozen=True)
class Reviewed:
    """What a review led to. `refreshed`: the readings follow already; else the next refresh brings them."""

    returns: tuple[Return, ...]
    refreshed: bool = True


def accept(database: Database, picked: Sequence[tuple[Item, int]], *, scope: Scope, who: str, where: str) -> Reviewed:
    """Accept submitted returns, each in the version that was looked at: all of them or none.

    Raises NotAllowed, ReturnRefused, Conflict, Busy.
    """
    brought = False
    with database.writing() as connection:
        done = []
        facts.bump(connection)  # before anything is told to the log, as in `change`: two writers never wait for each other in a ring
        for item, version in picked:
            accepted, batch = _accept(connection, item, version, scope, who, where)
            done.append(accepted)
            brought = brought or batch is not None
    return Reviewed(tuple(done), _refreshed(database, brought))


def send_back(connection: Connection, item: Item, reason: str, *, version: int, scope: Scope, who: str, where: str) -> Return:
    """Return a submitted one to whoever filed it, saying why.

    Raises NotAllowed, ReturnRefused, Conflict.
    """
    reason = _reason(reason)
    place, before = _looked_at(connection, item, version, scope, "submitted")
    return change(connection, before, "returned", who=who, where=where, words=place.words, state="returned", reason=reason)


def reopen(database: Database, item: Item, reason: str, *, version: int, scope: Scope, who: str, where: str) -> Reviewed:
    """Take an acceptance back, saying why: the return is open again, the values it brought are withdrawn with it.

    Values that a later batch has changed since stay as that batch has them.
    Raises NotAllowed, ReturnRefused, Conflict, Busy.
    """
    reason = _reason(reason)
    with database.writing() as connection:
        place, before = _looked_at(connection, item, version, scope, "accepted")
        facts.bump(connection)  # as in accept
        withdrawn = _withdraw(connection, item, who, where)
        done = change(
            connection, before, "returned", who=who, where=where, words=f"已审核的 {place.words}", state="returned", reason=reason
        )
    return Reviewed((done,), _refreshed(database, withdrawn))


def _accept(connection: Connection, item: Item, version: int, scope: Scope, who: str, where: str) -> tuple[Return, int | None]:
    place, before = _looked_at(connection, item, version, scope, "submitted")
    wrong = flaws(before.content, place.task, item.region)  # the plan may have changed since it was submitted
    if wrong:
        raise ReturnRefused(f"{place.words}：{'；'.join(flaw.words for flaw in wrong)}。请退回。")
    batch = _bring(connection, place, before, who, where)
    accepted = change(connection, before, "accepted", who=who, where=where, words=place.words, state="accepted", reason="", batch=batch)
    return accepted, batch


def _looked_at(connection: Connection, item: Item, version: int, scope: Scope, state: State) -> tuple[Place, Return]:
    """The return as the reviewer saw it, in the state that the act begins from."""
    place = placed(connection, item)
    if not reviews(scope, place.programme):
        raise NotAllowed(item.region)
    before = read_return(connection, item)
    if before.version != version:
        raise Conflict(before.content, before)
    if before.state != state:
        raise ReturnRefused(f"{place.words}：现为“{STATES[before.state]}”，不能这样做。")
    return place, before


def _bring(connection: Connection, place: Place, one: Return, who: str, where: str) -> int | None:
    """The reported values of a return as a batch of 县区上报指标; None where it has none, or they stand there already."""
    rows = reported_rows(one.content, one.item.month, one.item.region)
    if not rows:
        return None
    try:
        return import_within(
            connection,
            rows,
            "reported_values",
            who=who,
            source="demo" if facts.is_demonstration(connection) else "page",
            reported=REPORTED,
            file_name=f"月报 {place.words}",
            where=where,
        ).batch
    except SheetError as error:
        raise ReturnRefused(f"{place.words}：上报的数没有收下，{error}。") from error


def _withdraw(connection: Connection, item: Item, who: str, where: str) -> bool:
    last = (
        sa.select(return_changes.c.batch)
        .where(item.of(return_changes), return_changes.c.act == "accepted")
        .order_by(return_changes.c.number.desc())
        .limit(1)
    )
    batch = connection.scalar(last)
    if batch is None:
        return False
    try:
        undo_within(connection, batch, who=who, where=where)
    except UndoRefused:  # a later batch stands on it, or an administrator has withdrawn it already
        return False
    return True


def _refreshed(database: Database, needed: bool) -> bool:
    if not needed:
        return True
    try:
        refresh(database)
    except Busy:
        return False
    return True


def _reason(given: str) -> str:
    reason = " ".join(given.split())
    if not reason:
        raise ReturnRefused("请写明退回的理由。")
    if len(reason) > LONGEST_REASON:
        raise ReturnRefused(f"理由有 {len(reason)} 个字，至多 {LONGEST_REASON} 个。")
    try:
        refuse_citizen_number("理由", reason)
    except ContentRefused as error:
        raise ReturnRefused(f"{error}。") from None
    return reason
