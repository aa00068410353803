"""The work behind a weekly paper that no request waits for: composing a draft, printing and issuing what was signed. Done job by job.

A job leaves either all it was to make or nothing, and its row says why it failed.
"""

from __future__ import annotations

import logging
import secrets

from briefings.edition import PRINTERS, NothingToSay, changed, compose, composed, dressed, printed
from data import facts
from data.briefing.jobs import Job, claim, end, report
from data.briefing.paper import Paper
from data.briefing.reading import editions, paper_at
from data.briefing.steps import Composed, Conflict, NumberTaken, Refused, issue, keep, next_serial
from data.database import Busy, Database
from data.exchange.export import Origin
from data.indicators.moment import moment

TRIES = 5  # at a number that another paper takes meanwhile
MOVED = "这份周报在此期间被改动，没有执行；请对照现在的内容再做一次。"
log = logging.getLogger(__name__)


def work(database: Database) -> int:
    """Do all that waits, one after the other. Returns how many failed."""
    failed = 0
    while (job := claim(database)) is not None:
        failed += not done(database, job)
    return failed


def done(database: Database, job: Job) -> bool:
    """Do one claimed job; False where it failed, which its row tells of."""
    try:
        {"compose": _compose, "issue": _issue}[job.kind](database, job)
    except Conflict:
        problem = MOVED
    except (Refused, NothingToSay, Busy) as error:
        problem = str(error)
    except Exception as error:  # whatever it was: the row must not go on saying that the work runs
        number = secrets.token_hex(2).upper()
        log.exception("work %s on paper %s failed, %s", job.kind, job.paper, number)
        problem = f"没有做完（{type(error).__name__}），已记下，编号 {number}。"
    else:
        return True
    with database.writing() as connection:
        end(connection, job.number, problem)
    return False


def _compose(database: Database, job: Job) -> None:
    report(database, job.number, 0, 3, "取数成文")
    with moment(database) as now:
        paper = _paper(now.connection, job)
        document = compose(now, paper.week, paper.region, Origin.of(job.actor.name, now.demonstration))
        made = composed(now, document)
        report(database, job.number, 1, 3, "比对上一版")
        before = [one for one in editions(now.connection, paper.week, paper.region) if one.edition < paper.edition]
        changes = changed(before[-1] if before else None, document)
    report(database, job.number, 2, 3, "入库")
    with database.writing() as connection:
        keep(connection, job.paper, job.paper_version, job.actor, made, changes)
        end(connection, job.number)


def _issue(database: Database, job: Job) -> None:
    for _ in range(TRIES):
        with database.reading() as connection:
            paper = _paper(connection, job)
            serial = next_serial(connection, paper)
            today, origin = facts.today(connection), Origin.of(job.actor.name, facts.is_demonstration(connection))
        document = dressed(paper, serial=serial, mark=f"签发：{origin.words.partition('：')[2]}", today=today)
        files: dict[str, bytes] = {}
        for place, kind in enumerate(PRINTERS):
            report(database, job.number, place, len(PRINTERS) + 1, f"制作 {kind}")
            files[kind] = printed(document, kind)
        report(database, job.number, len(PRINTERS), len(PRINTERS) + 1, "编号归档")
        frozen = Composed(paper.content or {}, "\n".join(document.texts()), paper.rules, paper.refresh or 0)
        try:
            with database.writing() as connection:
                issue(connection, job.paper, job.paper_version, job.actor, serial, frozen, files)
                end(connection, job.number)
        except NumberTaken:
            continue
        return
    raise NumberTaken


def _paper(connection: object, job: Job) -> Paper:
    paper = paper_at(connection, job.paper)  # type: ignore[arg-type]
    if paper is None or paper.version != job.paper_version:
        raise Refused(MOVED)
    return paper
