"""What a button of the weekly paper does: a step in one transaction; long work is written down as a job and a worker started for it."""

from __future__ import annotations

from briefings.spawning import start_worker
from data.briefing.jobs import ask
from data.briefing.paper import Actor
from data.briefing.reading import read_paper
from data.briefing.steps import Conflict, Refused, draft, edit, may, take
from data.briefing.table import JobKind
from data.database import Database
from data.periods import Period

SAID = {"sent": "已送局领导签发。", "sent_back": "已退回修改。", "withdrawn": "已作废。", "edited": "已保存。"}
JOBS: dict[str, JobKind] = {"composed": "compose", "issued": "issue"}
Outcome = tuple[str, str]  # in words; the address to go on to, empty to stay


def begin(database: Database, actor: Actor, week: Period, region: str, reason: str = "") -> int:
    """A new draft, its composing under way. Raises Refused."""
    with database.writing() as connection:
        number = draft(connection, actor, week, region, reason)
        ask(connection, "compose", number, 1, actor)
    start_worker(database)
    return number


def do(database: Database, actor: Actor, number: int, version: int, act: str, words: str) -> Outcome:
    """Take the step. Raises Refused or Conflict."""
    if act in JOBS:
        return _long(database, actor, number, version, act)
    if act == "corrected":
        with database.reading() as connection:
            paper = read_paper(connection, number, actor.scope)
        if paper is None or paper.state != "issued":
            raise Refused("只有已印发的周报可以做更正版。")
        return "", f"/briefings/{begin(database, actor, paper.week, paper.region, words)}"
    if act not in SAID:
        raise Refused("没有这一步。")
    with database.writing() as connection:
        if act == "edited":
            edit(connection, number, version, actor, words)
        else:
            take(connection, number, version, actor, act, words)
    return SAID[act], ""


def _long(database: Database, actor: Actor, number: int, version: int, act: str) -> Outcome:
    with database.writing() as connection:
        paper = read_paper(connection, number, actor.scope)
        if paper is None:
            raise Refused("没有这份周报。")
        if paper.version != version:
            raise Conflict(paper)
        if not may(act, actor.scope, paper):
            raise Refused("您的账号现在不能这样做。")
        ask(connection, JOBS[act], number, version, actor)
    start_worker(database)
    return "", ""
