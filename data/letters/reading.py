"""The one door to letters: what one person may read of them, and how many wait for that person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from access.scope import Scope
from data.clock import as_utc
from data.indicators.moment import Moment
from data.letters.content import Content
from data.letters.letter import Letter, Step, answers, owns, reads
from data.letters.table import letter_steps, letters
from data.programmes.plan import programmes
from data.regions import regions


def letters_of(connection: Connection, scope: Scope) -> tuple[Letter, ...]:
    """Every letter the person may read, the newest first, with its steps as far as they may be known."""
    found = [_letter(row) for row in connection.execute(_query().order_by(letters.c.number.desc()))]
    mine = [one for one in found if reads(scope, one.state, one.owner, one.region)]
    done = _steps(connection, [one.number for one in mine])
    return tuple(replace(one, steps=_known(scope, done.get(one.number, ()))) for one in mine)


def read_letter(connection: Connection, number: int, scope: Scope) -> Letter | None:
    """One letter with its steps; None where there is none or it may not be read: the two are not told apart."""
    found = letter_at(connection, number)
    if found is None or not reads(scope, found.state, found.owner, found.region):
        return None
    return replace(found, steps=_known(scope, found.steps))


def letter_at(connection: Connection, number: int) -> Letter | None:
    """One letter, whoever asks; what is shown of it goes through `read_letter`."""
    row = connection.execute(_query().where(letters.c.number == number)).first()
    return replace(_letter(row), steps=_steps(connection, [number]).get(number, ())) if row else None


def followers(connection: Connection, number: int) -> tuple[Letter, ...]:
    """The letters that cite one, withdrawn ones aside."""
    query = _query().where(letters.c.cites == number, letters.c.state != "withdrawn").order_by(letters.c.number)
    return tuple(_letter(row) for row in connection.execute(query))


def waiting(now: Moment, scope: Scope) -> int:
    """How many letters wait for this person.

    A leader: to be signed. The owner's chief: sent back, replied to, or past their day. A county: issued to it and not answered.
    """
    return sum(bool(waits_for(scope, one)) or _past_for_chief(now, scope, one) for one in letters_of(now.connection, scope))


def waits_for(scope: Scope, one: Letter) -> str:
    """What a letter waits for from this person, in a word; empty where it does not."""
    if scope.role == "leader":
        return "待签发" if one.state == "signing" else ""
    if scope.role == "county":
        return "待回复" if one.state == "issued" and answers(scope, one.region) else ""
    if scope.role != "chief" or not owns(scope, one.owner):
        return ""
    if one.state == "draft" and any(step.act == "sent_back" for step in one.steps):
        return "退回修改"
    return "待核查" if one.state == "replied" else ""


def _past_for_chief(now: Moment, scope: Scope, one: Letter) -> bool:
    return scope.role == "chief" and owns(scope, one.owner) and one.late(now.today)


def _query() -> sa.Select[Any]:
    """Letters with the names of their programme and region; the programme as the plan of the letter's year, or the last before, has it."""
    later = programmes.alias()
    year = sa.select(sa.func.max(later.c.year)).where(later.c.id == letters.c.programme, later.c.year <= letters.c.year).scalar_subquery()
    return (
        sa.select(letters, programmes.c.name.label("programme_name"), programmes.c.owner, regions.c.name.label("region_name"))
        .join(regions, regions.c.code == letters.c.region, isouter=True)
        .join(programmes, sa.and_(programmes.c.id == letters.c.programme, programmes.c.year == year), isouter=True)
    )


def _letter(row: Any) -> Letter:
    return Letter(
        number=row.number,
        kind=row.kind,
        year=row.year,
        programme=row.programme,
        programme_name=row.programme_name or row.programme,
        owner=row.owner or "",
        region=row.region,
        region_name=row.region_name or row.region,
        state=row.state,
        version=row.version,
        code=row.code or "",
        content=Content.read(row.content),
        due_on=row.due_on,
        cites=row.cites,
        issued_on=row.issued_on,
        signed_by=row.signed_by or "",
    )


def _steps(connection: Connection, numbers: list[int]) -> dict[int, tuple[Step, ...]]:
    out: dict[int, list[Step]] = {}
    query = sa.select(letter_steps).where(letter_steps.c.letter.in_(numbers)).order_by(letter_steps.c.id)
    for row in connection.execute(query):
        content = Content.read(row.content) if row.content else None
        out.setdefault(row.letter, []).append(Step(row.act, as_utc(row.at), row.who, row.words, content))
    return {number: tuple(found) for number, found in out.items()}


def _known(scope: Scope, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """A county knows a letter from its issue on; how it was drafted is the bureau's."""
    if scope.role != "county":
        return steps
    begins = next((place for place, step in enumerate(steps) if step.act == "issued"), len(steps))
    return tuple(replace(step, content=None) for step in steps[begins:])
