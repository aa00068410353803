"""What a person does with a warning, step by step: see, assign, explain, act, set aside, close, reopen.

Every step names the version it began from, is written into the warning's own history and into the audit log, in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from access import audit
from access.scope import Scope
from data import facts
from data.letters.letter import Actor
from data.programmes.returns.content import ContentRefused, refuse_citizen_number
from data.regions import read_places
from data.warnings.reading import warning_at
from data.warnings.table import ACTS, OPEN, STATES, State, warning_steps, warnings
from data.warnings.warning import Warning, handles, reads

LONGEST = 2000  # characters of what a person writes with a step
LONGEST_ASIDE = 365  # days
__all__ = ["MOVES", "Actor", "Conflict", "Refused", "assign", "may", "set_aside", "take"]


class Refused(ValueError):
    """The step can't be taken; the message says why, in Chinese."""


class Conflict(Refused):
    """Somebody else has changed the warning since; `warning` is as it stands now."""

    def __init__(self, warning: Warning) -> None:
        super().__init__("这条预警刚刚被别人改动，没有保存。请对照现在的情况再做一次。")
        self.warning = warning


@dataclass(frozen=True)
class Move:
    """One step: from which states it leads where, who may take it, and what must be written with it (empty: nothing)."""

    states: tuple[State, ...]
    to: State
    who: Callable[[Scope, Warning], bool]
    words: str = ""


def _reader(scope: Scope, one: Warning) -> bool:
    return reads(scope, one.rule, one.region) and (scope.role == "leader" or handles(scope, one.rule, one.region))


def _handler(scope: Scope, one: Warning) -> bool:
    return handles(scope, one.rule, one.region)


MOVES: dict[str, Move] = {
    "seen": Move(("found",), "seen", _reader),
    "assigned": Move(("found", "seen", "assigned"), "assigned", _reader),
    "explained": Move(("found", "seen", "assigned", "explained"), "explained", _handler, "情况说明"),
    "acted": Move(OPEN, "acted", _handler, "处置情况"),
    "set_aside": Move(OPEN, "set_aside", _handler, "误报的理由"),
    "closed": Move(("explained", "acted"), "closed", _handler),
    "reopened": Move(("explained", "acted", "closed", "set_aside"), "found", _reader, "重新打开的理由"),
}


def may(act: str, scope: Scope, one: Warning) -> bool:
    """Whether this person can take this step with the warning as it stands."""
    move = MOVES[act]
    if act == "reopened" and one.state == "closed" and not one.standing:
        return False  # nothing is wrong any more
    return one.state in move.states and move.who(scope, one)


def take(connection: Connection, number: int, version: int, actor: Actor, act: str, words: str = "") -> None:
    """One of seen, explained, acted, closed, reopened, with what is written to it.

    Raises Refused or Conflict; KeyError for another act.
    """
    if act in ("assigned", "set_aside"):
        raise KeyError(act)
    one, written = _allowed(connection, number, version, actor, act, words)
    today = facts.today(connection)
    more: dict[str, Any] = {}
    if act in ("explained", "acted", "closed"):  # from then on it is looked for whether the finding goes
        ahead = today + timedelta(days=one.rule.days)  # however far ahead it was given out, and not put off by saying it again
        more["due_on"] = min(one.due_on, ahead) if one.due_on and one.state in ("explained", "acted") else ahead
    if act == "closed":
        more |= {"closed_on": today}
    if act == "reopened":
        more |= {"due_on": None, "closed_on": None, "set_aside_until": None, "found_on": today, "reopened": one.reopened + 1, "told": False}
    _write(connection, one, actor, act, written, today, more)


def assign(connection: Connection, number: int, version: int, actor: Actor, to: str, due_on: date, words: str = "") -> None:
    """Give it to an account or a county, to be seen to by a day.

    to  a county's code, or an account's name that the caller has found to be one
    Raises Refused or Conflict.
    """
    one, written = _allowed(connection, number, version, actor, "assigned", words)
    today = facts.today(connection)
    if not to.strip() or len(to) > 64:
        raise Refused("请写明交办给谁。")
    if actor.scope.role == "county" and to.isdecimal() and not actor.scope.region.startswith(to):
        raise Refused("县区只能交办给本县区的人。")
    if to.isdecimal() and one.region[:6] != to[:6]:
        raise Refused("只能交办给预警所在的县区；全市的预警请交办给账号。")
    if not today <= due_on <= today + timedelta(days=LONGEST_ASIDE):
        raise Refused("办理期限应在今天至一年之内。")
    _write(connection, one, actor, "assigned", written, today, {"assigned_to": to.strip(), "due_on": due_on})


def set_aside(connection: Connection, number: int, version: int, actor: Actor, words: str, until: date) -> None:
    """Set a false alarm aside with its reason, until a day within a year. Raises Refused or Conflict."""
    one, written = _allowed(connection, number, version, actor, "set_aside", words)
    today = facts.today(connection)
    if not today < until <= today + timedelta(days=LONGEST_ASIDE):
        raise Refused("搁置的期限应在今天之后、一年之内。")
    _write(connection, one, actor, "set_aside", written, today, {"set_aside_until": until, "due_on": None})


def _allowed(connection: Connection, number: int, version: int, actor: Actor, act: str, words: str) -> tuple[Warning, str]:
    """The warning, and the words as they are kept. One that may not be read is not told from one that is not there."""
    one = warning_at(connection, read_places(connection), number, facts.today(connection))
    if one is None or not reads(actor.scope, one.rule, one.region):
        raise Refused("没有这条预警。")
    if one.version != version:
        raise Conflict(one)
    if not may(act, actor.scope, one):
        raise Refused(f"“{STATES[one.state]}”的预警，您的账号现在不能{ACTS[act]}。")
    written = words.strip()
    if MOVES[act].words and not written:
        raise Refused(f"请写明{MOVES[act].words}。")
    if len(written) > LONGEST:
        raise Refused(f"至多 {LONGEST} 字。")
    try:
        refuse_citizen_number(MOVES[act].words or "所写内容", written)
    except ContentRefused as error:
        raise Refused(f"{error}。") from None
    return one, written


def _write(connection: Connection, one: Warning, actor: Actor, act: str, words: str, today: date, more: dict[str, Any]) -> None:
    changed = connection.execute(
        sa.update(warnings)
        .where(warnings.c.number == one.number, warnings.c.version == one.version)
        .values(state=MOVES[act].to, version=one.version + 1, **more)
    )
    if not changed.rowcount:
        raise Conflict(one)
    due_on = more.get("set_aside_until") or more.get("due_on")
    connection.execute(
        sa.insert(warning_steps).values(
            warning=one.number,
            act=act,
            at=facts.acting_at(connection),
            day=today,
            who=actor.name,
            words=words,
            many=one.many,
            assigned_to=more.get("assigned_to", ""),
            due_on=due_on,
            found_on=more.get("found_on", one.found_on),
        )
    )
    to = f"，交 {more['assigned_to']}" if "assigned_to" in more and not one.rule.people else ""
    of = "" if one.rule.people else f"（{one.rule.name}，{one.region_name}）"  # who reads the log may not know of a person
    what = f"预警 {one.number}{of}：{ACTS[act]}{to}"
    audit.append(connection, "warning", who=actor.name, where=actor.where, what=what)
