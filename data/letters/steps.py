"""What is done with a letter, step by step: draft → signing → issued → replied → closed, or withdrawn before the issue.

Every step names the version it began from, is written into the letter's own history and into the audit log, in one transaction. The
content of a letter is changed while it is a draft and never after.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from access import audit
from access.scope import Scope
from data import facts
from data.letters.content import Content
from data.letters.letter import Actor, Letter, answers, code, owns, reads
from data.letters.reading import followers, letter_at
from data.letters.table import ACTS, KINDS, STATES, Kind, State, letter_steps, letters
from data.programmes.returns.content import ContentRefused, refuse_citizen_number

LONGEST = 2000  # characters of what a person writes with a step


class Refused(ValueError):
    """The step can't be taken; the message says why, in Chinese."""


class Conflict(Refused):
    """Somebody else has changed the letter since; `letter` is as it stands now."""

    def __init__(self, letter: Letter) -> None:
        super().__init__("这份函件刚刚被别人改动，没有保存。请对照现在的内容再做一次。")
        self.letter = letter


@dataclass(frozen=True)
class Move:
    """One step: from which states it leads where (None: it stays), who may take it, and whether it needs words."""

    states: tuple[State, ...]
    to: State | None
    who: Callable[[Scope, Letter], bool]
    words: str = ""  # what must be written with it; empty: nothing


def _owner(scope: Scope, letter: Letter) -> bool:
    return owns(scope, letter.owner)


def _leader(scope: Scope, letter: Letter) -> bool:
    return scope.role == "leader"


def _county(scope: Scope, letter: Letter) -> bool:
    return answers(scope, letter.region)


MOVES: dict[str, Move] = {
    "edited": Move(("draft",), None, _owner),
    "sent": Move(("draft",), "signing", _owner),
    "sent_back": Move(("signing",), "draft", _leader, "退回的理由"),
    "issued": Move(("signing",), "issued", _leader),
    "replied": Move(("issued",), "replied", _county, "整改措施"),
    "checked": Move(("issued", "replied"), "issued", _owner, "核查情况"),
    "closed": Move(("issued", "replied"), "closed", _owner, "核查情况"),
    "criticised": Move(("issued", "replied"), None, _owner, "通报的文号或期次"),
    "withdrawn": Move(("draft", "signing"), "withdrawn", _owner, "作废的理由"),
}


def may(act: str, scope: Scope, letter: Letter, today: date) -> bool:
    """Whether this person can take this step with the letter as it stands, today."""
    move = MOVES[act]
    if not move.who(scope, letter) or letter.state not in move.states:
        return False
    return act != "criticised" or (letter.kind == "supervision" and letter.late(today) and not letter.criticised)


def draft(connection: Connection, actor: Actor, kind: Kind, programme: str, owner: str, region: str, content: Content, due_on: date) -> int:
    """A new draft; returns its number. `owner` is the section the programme belongs to.

    Raises Refused where the draft is not this person's to make.
    """
    if not owns(actor.scope, owner):
        raise Refused("只有牵头科室的科长可以起草。")
    if kind == "supervision" or content.cited:
        raise Refused("《督办函》由过期未办结的《提醒函》引出。")
    return _insert(connection, actor, kind, programme, region, content, due_on, None)


def follow(
    connection: Connection, actor: Actor, cited: int, version: int, content: Content, due_on: date, still_open: Collection[str]
) -> int:
    """A 督办函 that rests on a 提醒函; returns its number.

    still_open  the topics of the 提醒函 that the ledger and the readings show open today
    Raises Refused before the day after the 提醒函 was due, where nothing is open, or where another one follows it already.
    """
    letter = _at(connection, cited, version, actor.scope)
    why = not_yet(letter, actor.scope, facts.today(connection), still_open, bool(followers(connection, cited)))
    if why:
        raise Refused(why)
    if content.cited is None or content.cited.code != letter.code:
        raise Refused("《督办函》须引用所依据的《提醒函》。")
    return _insert(connection, actor, "supervision", letter.programme, letter.region, content, due_on, cited)


def not_yet(letter: Letter, scope: Scope, today: date, still_open: Collection[str], followed: bool) -> str:
    """Why no 督办函 can follow a letter today; empty where one can."""
    if not owns(scope, letter.owner):
        return "只有牵头科室的科长可以起草。"
    if letter.kind != "reminder" or letter.state not in ("issued", "replied"):
        return "只有已印发、未办结的《提醒函》可以督办。"
    if not letter.late(today):
        return f"《提醒函》的期限是 {letter.due_on:%Y-%m-%d}，过了这一天才能督办。"
    if followed:
        return "已经有一份《督办函》引用它。"
    named = {item.topic for item in letter.content.items if item.lags}
    return "" if named & set(still_open) else "按今天的台账和读数，《提醒函》所列事项都已整改，不需要督办。"


def edit(connection: Connection, number: int, version: int, actor: Actor, content: Content, due_on: date) -> None:
    """Change a draft. Raises Refused or Conflict."""
    if not content.items:
        raise Refused("函件里至少要有一个事项。")
    for item in content.items:
        for name, text in (("补充说明", item.remark), ("整改要求", item.demand)):
            _no_citizen_number(name, text)
    if any(len(text) > LONGEST for item in content.items for text in (item.remark, item.demand)):
        raise Refused(f"补充说明和整改要求各不超过 {LONGEST} 字。")
    letter = _allowed(connection, number, version, actor, "edited")
    today = facts.today(connection)
    if not today < due_on <= today.replace(year=today.year + 1, day=min(today.day, 28)):
        raise Refused("整改期限应在今天之后、一年之内。")
    _write(connection, letter, actor, "edited", "", content=content, due_on=due_on)


def issue(connection: Connection, number: int, version: int, actor: Actor) -> str:
    """Sign a letter: it takes the next number of its kind and year, in this transaction. Returns its 文号.

    connection  Database.writing(): one writer at a time, so that numbers have no gaps
    Raises Refused where its day has passed meanwhile, or Conflict.
    """
    letter = _allowed(connection, number, version, actor, "issued")
    today = facts.today(connection)
    if letter.due_on <= today:
        raise Refused("整改期限已到，请退回修改期限后再签发。")
    query = sa.select(sa.func.max(letters.c.serial)).where(letters.c.kind == letter.kind, letters.c.year == today.year)
    serial = (connection.scalar(query) or 0) + 1
    given = code(letter.kind, today.year, serial)
    more = {"year": today.year, "serial": serial, "code": given, "issued_on": today, "signed_by": actor.name}
    _write(connection, letter, actor, "issued", given, **more)
    return given


def take(connection: Connection, number: int, version: int, actor: Actor, act: str, words: str = "") -> None:
    """Any other step: sent, sent_back, replied, checked, closed, criticised, withdrawn, with what is written to it.

    Raises Refused or Conflict; KeyError for an act there is not.
    """
    move = MOVES[act]
    if act in ("edited", "issued"):
        raise KeyError(act)
    written = words.strip()
    letter = _allowed(connection, number, version, actor, act)
    if move.words and not written:
        raise Refused(f"请写明{move.words}。")
    if len(written) > LONGEST:
        raise Refused(f"至多 {LONGEST} 字。")
    _no_citizen_number(move.words or "所写内容", written)
    _write(connection, letter, actor, act, written)


def _insert(
    connection: Connection, actor: Actor, kind: Kind, programme: str, region: str, content: Content, due_on: date, cites: int | None
) -> int:
    today = facts.today(connection)
    values = {"kind": kind, "year": today.year, "programme": programme, "region": region, "state": "draft", "version": 1}
    kept = content.kept()
    key = connection.execute(sa.insert(letters).values(**values, content=kept, due_on=due_on, cites=cites)).inserted_primary_key
    assert key is not None  # noqa: S101 - an autoincrement key comes back from both databases
    number: int = key[0]
    _note(connection, actor, number, "drafted", content.title, kept)
    _told(connection, actor, f"{KINDS[kind]}（草稿 {number}）{content.title}：{ACTS['drafted']}")
    return number


def _no_citizen_number(name: str, text: str) -> None:
    try:
        refuse_citizen_number(name, text)
    except ContentRefused as error:
        raise Refused(f"{error}。") from None


def _at(connection: Connection, number: int, version: int, scope: Scope) -> Letter:
    """The letter, for who may read it: one that may not be read is not told from one that is not there."""
    letter = letter_at(connection, number)
    if letter is None or not reads(scope, letter.state, letter.owner, letter.region):
        raise Refused("没有这份函件。")
    if letter.version != version:
        raise Conflict(letter)
    return letter


def _allowed(connection: Connection, number: int, version: int, actor: Actor, act: str) -> Letter:
    letter = _at(connection, number, version, actor.scope)
    if not may(act, actor.scope, letter, facts.today(connection)):
        raise Refused(f"“{STATES[letter.state]}”的函件，您的账号现在不能{ACTS[act]}。")
    return letter


def _write(connection: Connection, letter: Letter, actor: Actor, act: str, words: str, **more: Any) -> None:
    content: Content | None = more.pop("content", None)
    kept = {"content": content.kept()} if content else {}
    state = MOVES[act].to or letter.state
    changed = connection.execute(
        sa.update(letters)
        .where(letters.c.number == letter.number, letters.c.version == letter.version)
        .values(state=state, version=letter.version + 1, **kept, **more)
    )
    if not changed.rowcount:
        raise Conflict(letter)
    _note(connection, actor, letter.number, act, words, kept.get("content"))
    name = KINDS[letter.kind] + (f" {more.get('code') or letter.code}" if more.get("code") or letter.code else f"（草稿 {letter.number}）")
    _told(connection, actor, f"{name} {letter.region_name} {letter.programme_name}：{ACTS[act]}")


def _note(connection: Connection, actor: Actor, number: int, act: str, words: str, content: Any) -> None:
    at = facts.acting_at(connection)
    connection.execute(sa.insert(letter_steps).values(letter=number, act=act, at=at, who=actor.name, words=words, content=content))


def _told(connection: Connection, actor: Actor, what: str) -> None:
    audit.append(connection, "letter", who=actor.name, where=actor.where, what=what)
