"""Long work on papers, done beside the server: asked for by a row, claimed by one worker, followed by its row.

A worker that is killed leaves its row running; once it is not heard of for SILENT, the work counts as failed and may be asked for again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from access.scope import Scope
from data import clock
from data.briefing.paper import Actor
from data.briefing.table import JobKind, JobState, paper_jobs
from data.clock import as_utc
from data.database import Database

SILENT = timedelta(minutes=3)
BROKEN_OFF = "中断了：执行它的进程没有做完，请再试一次。"


@dataclass(frozen=True)
class Job:
    """One piece of work. `done` of `steps` steps; `doing` what is under way, `problem` why it failed, in words."""

    number: int
    kind: JobKind
    paper: int
    paper_version: int
    state: JobState
    done: int
    steps: int
    doing: str
    problem: str
    actor: Actor

    @property
    def over(self) -> bool:
        return self.state in ("done", "failed")


def ask(connection: Connection, kind: JobKind, paper: int, version: int, actor: Actor) -> int:
    """Write down work to be done on a version of a paper; work on the same paper that still waits or runs is not doubled."""
    now = clock.now()
    _bury(connection)
    query = sa.select(paper_jobs.c.number).where(
        paper_jobs.c.paper == paper, paper_jobs.c.kind == kind, paper_jobs.c.paper_version == version
    )
    standing: int | None = connection.scalar(query.where(paper_jobs.c.state.in_(("waiting", "running"))))
    if standing is not None:
        return standing
    scope = actor.scope
    row = {
        "kind": kind,
        "paper": paper,
        "paper_version": version,
        "state": "waiting",
        "done": 0,
        "steps": 1,
        "doing": "",
        "problem": "",
        "who": actor.name,
        "asker": {"role": scope.role, "region": scope.region, "section": scope.section, "where": actor.where},
        "asked_at": now,
        "seen_at": now,
    }
    key = connection.execute(sa.insert(paper_jobs).values(**row)).inserted_primary_key
    assert key is not None  # noqa: S101 - an autoincrement key comes back from both databases
    return int(key[0])


def claim(database: Database) -> Job | None:
    """The next waiting job, now running for the caller; None where none waits. Two workers never get the same."""
    with database.writing() as connection:
        _bury(connection)
        waiting = sa.select(sa.func.min(paper_jobs.c.number)).where(paper_jobs.c.state == "waiting")
        number = connection.scalar(waiting)
        if number is None:
            return None
        mine = sa.update(paper_jobs).where(paper_jobs.c.number == number, paper_jobs.c.state == "waiting")
        if not connection.execute(mine.values(state="running", seen_at=clock.now())).rowcount:
            return None
        return job_at(connection, number)


def report(database: Database, number: int, done: int, steps: int, doing: str) -> None:
    """How far a job has come. Where the database is busy with another writer, the report is left out."""
    values = {"done": done, "steps": steps, "doing": doing[:100], "seen_at": clock.now()}
    database.note(sa.update(paper_jobs).where(paper_jobs.c.number == number, paper_jobs.c.state == "running").values(**values))


def end(connection: Connection, number: int, problem: str = "") -> None:
    """A job is over: done, or failed with the reason."""
    state = "failed" if problem else "done"
    values = {"state": state, "problem": problem[:500], "doing": "", "seen_at": clock.now()}
    connection.execute(sa.update(paper_jobs).where(paper_jobs.c.number == number).values(**values))


def job_at(connection: Connection, number: int) -> Job | None:
    """A job as it stands; one not heard of for SILENT counts as failed."""
    row = connection.execute(sa.select(paper_jobs).where(paper_jobs.c.number == number)).first()
    if row is None:
        return None
    lost = row.state == "running" and clock.now() - as_utc(row.seen_at) > SILENT
    asker = row.asker
    return Job(
        number=row.number,
        kind=row.kind,
        paper=row.paper,
        paper_version=row.paper_version,
        state="failed" if lost else row.state,
        done=row.done,
        steps=row.steps,
        doing=row.doing,
        problem=BROKEN_OFF if lost else row.problem,
        actor=Actor(row.who, Scope(asker["role"], asker["region"], asker["section"]), asker["where"]),
    )


def last_job(connection: Connection, paper: int) -> Job | None:
    """The newest job of a paper."""
    number = connection.scalar(sa.select(sa.func.max(paper_jobs.c.number)).where(paper_jobs.c.paper == paper))
    return job_at(connection, number) if number is not None else None


def _bury(connection: Connection) -> None:
    silent = paper_jobs.c.seen_at < clock.now() - SILENT
    gone = sa.update(paper_jobs).where(paper_jobs.c.state == "running", silent)
    connection.execute(gone.values(state="failed", problem=BROKEN_OFF, doing=""))
