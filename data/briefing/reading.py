"""The one door to the weekly papers: what one person may read of them, found by words, week, year, region and state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from access.scope import Scope
from data.briefing.paper import Frozen, Paper, Step, drafts, reads, signs
from data.briefing.table import paper_files, paper_steps, papers
from data.clock import as_utc
from data.periods import Period
from data.regions import regions
from geo.regions import CITY

MOST = 200  # papers of one answer


def papers_of(connection: Connection, scope: Scope, wanted: Mapping[str, str] | None = None) -> tuple[Paper, ...]:
    """The papers the person may read, the newest week first, without their contents; at most MOST.

    wanted  any of text (every word in it must occur), year (`2023`), week, region, state
    """
    query = _listed().order_by(papers.c.week.desc(), papers.c.region, papers.c.edition.desc(), papers.c.number.desc())
    query = query.where(_readable(scope))
    asked = wanted or {}
    for name in ("week", "region", "state"):
        if asked.get(name):
            query = query.where(papers.c[name] == asked[name])
    if asked.get("year"):
        query = query.where(papers.c.week.startswith(f"{asked['year']}-", autoescape=True))
    for word in asked.get("text", "").split()[:8]:
        query = query.where(papers.c.words.contains(word, autoescape=True))
    found = [_paper(row) for row in connection.execute(query.limit(MOST))]
    files = _files(connection, [one.number for one in found])
    return tuple(replace(one, files=files.get(one.number, ())) for one in found if reads(scope, one.state, one.region))


def read_paper(connection: Connection, number: int, scope: Scope) -> Paper | None:
    """One paper with its steps and files; None where there is none or it may not be read: the two are not told apart."""
    found = paper_at(connection, number)
    if found is None or not reads(scope, found.state, found.region):
        return None
    return found if drafts(scope) else replace(found, steps=tuple(step for step in found.steps if step.act == "issued"))


def paper_at(connection: Connection, number: int) -> Paper | None:
    """One paper, whoever asks; what is shown of it goes through `read_paper`."""
    row = connection.execute(_query().where(papers.c.number == number)).first()
    if row is None:
        return None
    steps = connection.execute(sa.select(paper_steps).where(paper_steps.c.paper == number).order_by(paper_steps.c.id))
    done = tuple(Step(one.act, as_utc(one.at), one.who, one.words) for one in steps)
    return replace(_paper(row), steps=done, files=_files(connection, [number]).get(number, ()))


def editions(connection: Connection, week: Period, region: str) -> tuple[Paper, ...]:
    """The editions of a week that are not withdrawn, the oldest first, whoever asks."""
    query = _query().where(papers.c.week == week.text, papers.c.region == region, papers.c.state != "withdrawn")
    return tuple(_paper(row) for row in connection.execute(query.order_by(papers.c.edition)))


class Altered(RuntimeError):
    """A frozen file is not the one that was signed any more; the message says so, in Chinese."""


def file_of(connection: Connection, number: int, kind: str) -> tuple[Frozen, bytes] | None:
    """A frozen file; None where there is none. Whether it may be read is asked of its paper.

    Raises Altered where its bytes are not those that were signed: what is kept is never taken for the original unlooked.
    """
    row = connection.execute(sa.select(paper_files).where(paper_files.c.paper == number, paper_files.c.kind == kind)).first()
    if row is None:
        return None
    body = bytes(row.body)
    if sha256(body).hexdigest() != row.sha256:
        raise Altered(f"周报的 {kind} 与签发时的 SHA-256 不符，不能作为原件提供；请联系管理员。")
    return Frozen(row.kind, row.sha256, row.size), body


def waiting(connection: Connection, scope: Scope) -> int:
    """How many papers wait for this person: to be signed, or sent back to the office."""
    if signs(scope):
        return connection.scalar(sa.select(sa.func.count()).select_from(papers).where(papers.c.state == "signing")) or 0
    if not drafts(scope):
        return 0
    newest = sa.select(sa.func.max(paper_steps.c.id)).where(paper_steps.c.act != "composed").group_by(paper_steps.c.paper)
    back = sa.select(paper_steps.c.paper).where(paper_steps.c.id.in_(newest), paper_steps.c.act == "sent_back")
    query = sa.select(sa.func.count()).select_from(papers).where(papers.c.state == "draft", papers.c.number.in_(back))
    return connection.scalar(query) or 0


def _readable(scope: Scope) -> sa.ColumnElement[bool]:
    """`paper.reads` as a condition, so that a page of the archive is full."""
    if drafts(scope):
        return sa.true()
    issued = papers.c.state == "issued"
    if scope.role == "chief":
        return issued
    return issued & papers.c.region.in_([CITY, scope.region]) if scope.role == "county" and scope.region else sa.false()


def _query() -> sa.Select[Any]:
    named = regions.c.name.label("region_name")
    return sa.select(papers, named).join(regions, regions.c.code == papers.c.region, isouter=True)


def _listed() -> sa.Select[Any]:
    """Without what is long."""
    short = [column for column in papers.c if column.name not in ("content", "words")]
    named = regions.c.name.label("region_name")
    return sa.select(*short, named).join(regions, regions.c.code == papers.c.region, isouter=True)


def _files(connection: Connection, numbers: list[int]) -> dict[int, tuple[Frozen, ...]]:
    out: dict[int, list[Frozen]] = {}
    query = sa.select(paper_files.c.paper, paper_files.c.kind, paper_files.c.sha256, paper_files.c.size)
    for row in connection.execute(query.where(paper_files.c.paper.in_(numbers)).order_by(paper_files.c.kind)):
        out.setdefault(row.paper, []).append(Frozen(row.kind, row.sha256, row.size))
    return {number: tuple(found) for number, found in out.items()}


def _paper(row: Any) -> Paper:
    return Paper(
        number=row.number,
        week=Period(row.week),
        region=row.region,
        region_name=row.region_name or row.region,
        edition=row.edition,
        serial=row.serial,
        state=row.state,
        version=row.version,
        lead=row.lead,
        reason=row.reason,
        content=getattr(row, "content", None),
        changes=tuple(row.changes),
        rules=row.rules,
        refresh=row.refresh,
        composed_at=as_utc(row.composed_at) if row.composed_at else None,
        issued_on=row.issued_on,
        signed_by=row.signed_by or "",
        mailed_at=as_utc(row.mailed_at) if row.mailed_at else None,
        mail_problem=row.mail_problem,
    )
