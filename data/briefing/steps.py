"""What is done with a paper, step by step: draft → signing → issued, or withdrawn before; an issued one is corrected by a new edition.

Every step names the version it began from and is written into the paper's own history and into the audit log, in one transaction. What
is issued never changes again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from access import audit
from access.scope import Scope
from data import facts
from data.briefing.paper import TITLE, Actor, Paper, drafts, numbered, reads, signs
from data.briefing.reading import editions, paper_at
from data.briefing.table import ACTS, STATES, State, paper_files, paper_steps, papers
from data.periods import Period
from data.programmes.returns.content import ContentRefused, refuse_citizen_number
from data.regions import regions
from geo.regions import level_of

LONGEST = 2000  # characters of the lead text, and of what a person writes with a step


class Refused(ValueError):
    """The step can't be taken; the message says why, in Chinese."""


class Conflict(Refused):
    """Somebody else has changed the paper since; `paper` is as it stands now."""

    def __init__(self, paper: Paper) -> None:
        super().__init__("这份周报刚刚被别人改动，没有保存。请对照现在的内容再做一次。")
        self.paper = paper


@dataclass(frozen=True)
class Move:
    """One step: from which state it leads where (None: it stays), whether only who signs takes it, what is to be written with it."""

    states: tuple[State, ...]
    to: State | None
    signer: bool = False
    words: str = ""


MOVES: dict[str, Move] = {
    "edited": Move(("draft",), None),
    "composed": Move(("draft",), None),
    "sent": Move(("draft",), "signing"),
    "sent_back": Move(("signing",), "draft", signer=True, words="退回的理由"),
    "issued": Move(("signing",), "issued", signer=True),
    "withdrawn": Move(("draft", "signing"), "withdrawn", words="作废的理由"),
}


@dataclass(frozen=True)
class Composed:
    """A document on its way into its paper: its parts, its texts, the rules' versions and the refresh it was read from."""

    content: dict[str, Any]
    words: str
    rules: dict[str, Any]
    refresh: int


def may(act: str, scope: Scope, paper: Paper) -> bool:
    """Whether this person can take this step with the paper as it stands."""
    move = MOVES[act]
    if paper.state not in move.states or (act in ("sent", "issued") and paper.content is None):
        return False
    return signs(scope) if move.signer else drafts(scope)


def draft(connection: Connection, actor: Actor, week: Period, region: str, reason: str = "") -> int:
    """A new paper of a week for the city or a county, to be composed next; a corrected edition where one is issued already.

    reason  why it is corrected; asked for then
    Raises Refused where it is not this person's to make, the week has not begun, or one is under way.
    """
    if not drafts(actor.scope):
        raise Refused("只有办公室科长和局领导可以起草周报。")
    if week.grain != "week":
        raise Refused("周报按周编写，周期应如 2023-W30。")
    if not week.begun(facts.today(connection)):
        raise Refused(f"{week} 还没有开始。")
    if level_of(region) not in ("city", "county") or not connection.scalar(sa.select(regions.c.code).where(regions.c.code == region)):
        raise Refused("周报只有全市版和县区版，没有这个地区的。")
    before = editions(connection, week, region)
    if before and before[-1].state != "issued":
        raise Refused(f"这一周的周报已在{STATES[before[-1].state]}。")
    written = reason.strip()
    if before and not written:
        raise Refused("更正版请写明更正的理由。")
    _plain("更正的理由", written)
    last = before[-1] if before else None
    values = {
        "week": week.text,
        "region": region,
        "edition": last.edition + 1 if last else 1,
        "year": int(week.text[:4]),
        "serial": None,
        "state": "draft",
        "version": 1,
        "lead": last.lead if last else "",
        "reason": written if last else "",
        "changes": [],
        "words": "",
        "rules": {},
        "mail_tries": 0,
        "mail_problem": "",
    }
    key = connection.execute(sa.insert(papers).values(**values)).inserted_primary_key
    assert key is not None  # noqa: S101 - an autoincrement key comes back from both databases
    number: int = key[0]
    made = paper_at(connection, number)
    assert made  # noqa: S101 - written a line above
    _note(connection, actor, made, "drafted", written)
    return number


def edit(connection: Connection, number: int, version: int, actor: Actor, lead: str) -> None:
    """Change the lead text of a draft. Raises Refused or Conflict."""
    text = lead.strip()
    _plain("编者按", text)
    paper = _allowed(connection, number, version, actor, "edited")
    _write(connection, paper, actor, "edited", "", lead=text)


def keep(connection: Connection, number: int, version: int, actor: Actor, composed: Composed, changes: Sequence[str]) -> None:
    """Lay a freshly composed document into its draft. Raises Refused or Conflict."""
    paper = _allowed(connection, number, version, actor, "composed")
    more = {"content": composed.content, "words": composed.words, "rules": composed.rules, "refresh": composed.refresh}
    _write(connection, paper, actor, "composed", "", **more, changes=list(changes), composed_at=facts.acting_at(connection))


def next_serial(connection: Connection, paper: Paper) -> int:
    """第…期: the next of the region and the week's year, without gaps; a corrected edition has that of the one it corrects."""
    first = [one for one in editions(connection, paper.week, paper.region) if one.serial and one.edition < paper.edition]
    if first:
        return int(first[-1].serial or 0)
    year = int(paper.week.text[:4])
    query = sa.select(sa.func.max(papers.c.serial)).where(papers.c.region == paper.region, papers.c.year == year)
    return (connection.scalar(query) or 0) + 1


def issue(
    connection: Connection, number: int, version: int, actor: Actor, serial: int, composed: Composed, files: Mapping[str, bytes]
) -> str:
    """Sign a paper: number, content and files are laid down for good, in this transaction. Returns its number as printed.

    connection  Database.writing(): one writer at a time, so that numbers have no gaps
    serial      the number the files were printed with
    Raises Refused where another paper has taken the number meanwhile (print again), or Conflict.
    """
    paper = _allowed(connection, number, version, actor, "issued")
    if next_serial(connection, paper) != serial:
        raise NumberTaken
    printed = numbered(paper.week, serial, paper.edition)
    for kind, body in files.items():
        row = {"paper": number, "kind": kind, "sha256": hashlib.sha256(body).hexdigest(), "size": len(body), "body": body}
        connection.execute(sa.insert(paper_files).values(**row))
    more = {"serial": serial, "issued_on": facts.today(connection), "signed_by": actor.name}
    _write(connection, paper, actor, "issued", printed, **more, content=composed.content, words=composed.words)
    return printed


class NumberTaken(Refused):
    """Another paper was issued while this one was printed: its number is no longer the next."""

    def __init__(self) -> None:
        super().__init__("期号刚被另一份周报取走。")


def take(connection: Connection, number: int, version: int, actor: Actor, act: str, words: str = "") -> None:
    """Any other step: sent, sent_back, withdrawn. Raises Refused or Conflict; KeyError for an act there is not."""
    if act not in ("sent", "sent_back", "withdrawn"):
        raise KeyError(act)
    move, written = MOVES[act], words.strip()
    paper = _allowed(connection, number, version, actor, act)
    if move.words and not written:
        raise Refused(f"请写明{move.words}。")
    _plain(move.words or "所写内容", written)
    _write(connection, paper, actor, act, written)


def _plain(name: str, text: str) -> None:
    if len(text) > LONGEST:
        raise Refused(f"{name}至多 {LONGEST} 字。")
    try:
        refuse_citizen_number(name, text)
    except ContentRefused as error:
        raise Refused(f"{error}。") from None


def _allowed(connection: Connection, number: int, version: int, actor: Actor, act: str) -> Paper:
    """The paper, for who may read it: one that may not be read is not told from one that is not there."""
    paper = paper_at(connection, number)
    if paper is None or not reads(actor.scope, paper.state, paper.region):
        raise Refused("没有这份周报。")
    if paper.version != version:
        raise Conflict(paper)
    if not may(act, actor.scope, paper):
        why = "还没有取数成稿，" if act in ("sent", "issued") and paper.content is None else ""
        raise Refused(f"{why}“{STATES[paper.state]}”的周报，您的账号现在不能{ACTS[act]}。")
    return paper


def _write(connection: Connection, paper: Paper, actor: Actor, act: str, said: str, **more: Any) -> None:
    state = MOVES[act].to or paper.state
    changed = connection.execute(
        sa.update(papers)
        .where(papers.c.number == paper.number, papers.c.version == paper.version)
        .values(state=state, version=paper.version + 1, **more)
    )
    if not changed.rowcount:
        raise Conflict(paper)
    _note(connection, actor, paper, act, said)


def _note(connection: Connection, actor: Actor, paper: Paper, act: str, words: str) -> None:
    at = facts.acting_at(connection)
    connection.execute(sa.insert(paper_steps).values(paper=paper.number, act=act, at=at, who=actor.name, words=words))
    what = f"{TITLE} {paper.name}：{ACTS[act]}{f'，{words}' if act == 'issued' else ''}"
    audit.append(connection, "briefing", who=actor.name, where=actor.where, what=what)
