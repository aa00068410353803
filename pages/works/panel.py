"""The panel of one task: what the components draw of it, read at the ledger's day and by what this person may see."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from components.programmes.conflict import conflict_chip
from components.programmes.course import course_grid, history, last_words
from components.programmes.side import counties, indicators, side_head, terms, values_beside, ways
from data.clock import as_utc, end_of
from data.programmes.assigned import files, reads_words, reviews
from data.programmes.choosing import dates_of
from data.programmes.deadline import deadlines, return_months
from data.programmes.evidence import evidence
from data.programmes.form import Programme
from data.programmes.ledger import Ledger
from data.programmes.line import Line
from data.programmes.marks import date_choices
from data.programmes.returns.course import Change, Course, read_course
from geo.regions import CITY
from pages.works.frame import Seen


def task_panel(one: Seen, programme: Programme, line: Line, whole: Line) -> list[Any]:
    """line: of the region that is on; whole: of the city, with every county."""
    ledger = one.ledger
    assert ledger  # noqa: S101 - the line is of it
    now, who, region = one.now, one.scope, one.asked.region
    place = "" if region == CITY else now.places.name(region)
    course = read_course(now.connection, ledger.plan.plan.year, programme.id, line.task.no, ledger.day)
    due = deadlines(now.connection, return_months(ledger.plan), programme.return_day)
    speaks = reviews(who, programme) and one.runs
    figures = evidence(now, line.task.indicators, scope=who, region=region, month=ledger.month)
    sent = _words(one, line, course)
    parts: list[Any] = [
        *side_head(programme, line, place),
        conflict_chip(line, dates_of(line.task), speaks=speaks),
        terms(line),
        *indicators(line, figures, region),
        *counties(whole, region),
        *course_grid(course, whole.cells, due, ledger.day, region),
    ]
    if sent:
        parts.append(last_words(now.places.name(sent.region), sent))
        parts += values_beside(sent, evidence(now, line.task.indicators, scope=who, region=sent.region, month=ledger.month))
    parts += ways(_ways(one, programme, line, course))
    reads = {code: reads_words(who, code) for code in {change.region for change in course.changes}}
    names = {code: now.places.name(code) for code in reads}
    parts += history(course, _choices(one, ledger, programme, line), names, reads, ledger.plan.plan.year)
    return [part for part in parts if part is not None]


def _words(one: Seen, line: Line, course: Course) -> Change | None:
    """The words to show: of the county that is on, or of the person's own; else the last sent in that still wait, or the last at all."""
    who = one.scope
    region = one.asked.region if one.asked.region != CITY else who.region
    if region:
        return course.last_sent(region) if reads_words(who, region) else None
    if not reads_words(who, CITY):
        return None
    last = [sent for cell in line.cells if (sent := course.last_sent(cell.region))]
    return max(last, key=lambda sent: (sent.act == "submitted", sent.month, sent.at), default=None)


def _ways(one: Seen, programme: Programme, line: Line, course: Course) -> list[tuple[str, str, bool]]:
    """Where to go on with the returns: to review, to fill in, or to read."""
    if not one.returns:
        return []
    waiting = [change for change in _last(course) if change.act == "submitted" and one.asked.region in (CITY, change.region)]
    month, region = (waiting[0].month, waiting[0].region) if waiting else (one.asked.month.text, one.asked.region)
    if not waiting and region == CITY:
        region = one.scope.region or line.cells[0].region
    at = f"{one.returns}?month={month}&programme={programme.id}&task={line.task.no}&region={region}"
    if reviews(one.scope, programme):
        return [(f"去审核 {len(waiting)} 份" if waiting else "看月报", at, bool(waiting))]
    if any(files(one.scope, programme, line.task, cell.region) for cell in line.cells):
        return [("填报月报", at, True)]
    return [("看月报", at, False)]


def _last(course: Course) -> list[Change]:
    """The last word on each return, the earliest month first."""
    last = {(change.month, change.region): change for change in course.changes if change.act != "saved"}
    return sorted(last.values(), key=lambda change: (change.month, change.region))


def _choices(one: Seen, ledger: Ledger, programme: Programme, line: Line) -> list[tuple[datetime, str, str]]:
    """What the section has said of the task's date up to the day."""
    column = date_choices.c
    rows = one.now.connection.execute(
        sa.select(column.at, column.who, column.due)
        .where(
            column.year == ledger.plan.plan.year,
            column.programme == programme.id,
            column.task == line.task.no,
            column.at < end_of(ledger.day),
        )
        .order_by(column.number)
    )
    return [(as_utc(row.at), row.who, row.due) for row in rows]
