"""Filing a return: saved as it is written, submitted when it is whole. Late is marked, never refused; figures change only on acceptance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from access.scope import Scope
from data.clock import as_utc
from data.facts import acting_at, today
from data.indicators.figures import NotAllowed
from data.periods import parse
from data.programmes.assigned import files, regions_of
from data.programmes.deadline import return_months
from data.programmes.form import Programme, Task
from data.programmes.plan import read_plan
from data.programmes.returns.content import draft, flaws
from data.programmes.returns.item import Item
from data.programmes.returns.present import Conflict, Return, ReturnRefused, change, read_return
from data.programmes.returns.table import STATES, return_changes
from data.regions import read_counties

TOLD_AGAIN = timedelta(hours=1)  # a person who goes on writing is told of in the log no more often


@dataclass(frozen=True)
class Place:
    """A return's place in the plan, looked up. `words` name it: `2023-09 养老服务提升工程 7，杞县（410221）`."""

    programme: Programme
    task: Task
    words: str


def placed(connection: Connection, item: Item) -> Place:
    """Where an item belongs.

    Raises ReturnRefused where the plan asks for no such return in this month.
    """
    month = parse(item.month)
    plan = read_plan(connection, month.year)
    if plan is None or month not in return_months(plan) or not month.begun(today(connection)):
        raise ReturnRefused(f"{item.month} 没有要报送的月报。")
    places = read_counties(connection)
    for programme in plan.programmes:
        for task in programme.tasks:
            if (programme.id, task.no) == (item.programme, item.task) and item.region in regions_of(task, places):
                return Place(programme, task, f"{item.month} {programme.name} {task.no}，{places.name(item.region)}（{item.region}）")
    raise ReturnRefused("计划里没有这项任务，或不由这个地区报送。")


def save(
    connection: Connection, item: Item, given: Mapping[str, Any], *, version: int, scope: Scope, who: str, where: str, always: bool = False
) -> Return:
    """Keep a draft as it is now: `given` has percent, done, measures and values (see `content.draft`).

    version  the one that was being written in; 0: none.  always  tell the log of it, also of one pause in typing among many
    The same content again changes nothing, nor does a repeated save whose answer was lost.
    Raises NotAllowed, ReturnRefused, content.ContentRefused, and Conflict with both texts.
    """
    place = mine(connection, item, scope)
    content = draft(given, place.task, item.region)
    before = read_return(connection, item)
    if before.content == content and (before.version == version or before.edited_by == who):
        return before
    if before.version != version:
        raise Conflict(content, before)
    if not before.open:
        raise ReturnRefused(f"这项月报{STATES[before.state]}，不能再改。")
    return change(
        connection,
        before,
        "saved",
        who=who,
        where=where,
        words=place.words,
        content=content,
        tell=always or not _told(connection, item, who),
    )


def submit(connection: Connection, item: Item, *, version: int, scope: Scope, who: str, where: str) -> Return:
    """Hand a return in for review.

    Raises NotAllowed, Conflict, and ReturnRefused saying what is missing.
    """
    place = mine(connection, item, scope)
    before = read_return(connection, item)
    if before.version != version:
        raise Conflict(before.content, before)
    if not before.open:
        raise ReturnRefused(f"这项月报已经报送（{STATES[before.state]}）。")
    wrong = flaws(before.content, place.task, item.region)
    if wrong:
        raise ReturnRefused("；".join(flaw.words for flaw in wrong) + "。")
    return change(connection, before, "submitted", who=who, where=where, words=place.words, state="submitted")


def mine(connection: Connection, item: Item, scope: Scope) -> Place:
    """The place of an item that this person files.

    Raises NotAllowed for anyone else, ReturnRefused for what is not asked.
    """
    if scope.role == "county" and item.region != scope.region:  # before the plan is looked at: it tells a stranger nothing
        raise NotAllowed(item.region)
    place = placed(connection, item)
    if not files(scope, place.programme, place.task, item.region):
        raise NotAllowed(item.region)
    return place


def _told(connection: Connection, item: Item, who: str) -> bool:
    """Whether the last change is this person's writing too, and not long ago."""
    last = connection.execute(
        sa.select(return_changes.c.act, return_changes.c.who, return_changes.c.at)
        .where(item.of(return_changes))
        .order_by(return_changes.c.number.desc())
        .limit(1)
    ).first()
    if last is None or (last.act, last.who) != ("saved", who):
        return False
    at: datetime = as_utc(last.at)
    return abs(acting_at(connection) - at) < TOLD_AGAIN
