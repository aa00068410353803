"""The one door to warnings, for pages, files and notices: what one person may read of them, and nothing else.

Beside the single warnings: `counts` and `at_risk` with their margins, `course` and `median_days` over the weeks, `sentences`. What a
step by hand changes is not announced as a refresh is: a callback that shows warnings does not keep its answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from access.scope import Scope
from data.clock import as_utc
from data.indicators.figures import NotAllowed
from data.indicators.moment import Moment
from data.lists import LISTS
from data.lists.asked import read_filters
from data.lists.field import Cell, Field
from data.lists.reading import list_page
from data.lists.record_list import RecordList
from data.periods import Period, PeriodError, month_of, parse
from data.regions import Places
from data.warnings.chosen import pressing, readable, wanted_by
from data.warnings.counts import Amount, Counts, at_risk, counts
from data.warnings.course import Week, course, median_days
from data.warnings.rule import Rule
from data.warnings.rules import RULES
from data.warnings.sentences import Sentence, sentences
from data.warnings.settings import read_settings
from data.warnings.table import warning_steps, warnings
from data.warnings.warning import Step, Wanted, Warning, reads
from data.warnings.worded import worded
from geo.regions import CITY

__all__ = [
    "Amount",
    "Counts",
    "Records",
    "RecordsLink",
    "Sentence",
    "Step",
    "Wanted",
    "Warning",
    "WarningsPage",
    "Week",
    "at_risk",
    "counts",
    "course",
    "history",
    "median_days",
    "read_warning",
    "records_link",
    "records_of",
    "sentences",
    "warning_at",
    "warnings_page",
]
MOST_RECORDS = 100


@dataclass(frozen=True)
class WarningsPage:
    """Some warnings, and how many there are in all."""

    rows: tuple[Warning, ...]
    total: int


@dataclass(frozen=True)
class Records:
    """The records behind a warning: the columns, one cell a column in each row, and how many there are in all."""

    fields: tuple[Field, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int


@dataclass(frozen=True)
class RecordsLink:
    """Where the records of a group stand: the list, its region and month, and the filter as an address holds it."""

    listed: RecordList
    region: str
    period: Period
    filter: str


def warnings_page(now: Moment, *, scope: Scope, wanted: Wanted, start: int = 0, count: int = 50) -> WarningsPage:
    """`count` warnings from number `start` on, the most severe first, then the oldest; those the person may see one by one."""
    where = [*readable(scope), *wanted_by(wanted, now.places, now.today)]
    total = now.connection.scalar(sa.select(sa.func.count()).select_from(warnings).where(*where)) or 0
    query = sa.select(warnings).where(*where).order_by(*pressing()).offset(max(0, start)).limit(max(0, count))
    rows = now.connection.execute(query).all() if start < total else []
    return WarningsPage(tuple(_shown(now, row, scope) for row in rows), total)


def read_warning(now: Moment, number: int, *, scope: Scope) -> Warning | None:
    """One warning; None where there is none or it may not be read: the two are not told apart."""
    row = now.connection.execute(sa.select(warnings).where(warnings.c.number == number)).first()
    if row is None or row.rule not in RULES or not reads(scope, RULES[row.rule], row.region):
        return None
    return _shown(now, row, scope)


def history(now: Moment, number: int, *, scope: Scope) -> tuple[Step, ...]:
    """What was done with a warning, the first step first; () where it may not be read."""
    if read_warning(now, number, scope=scope) is None:
        return ()
    rows = now.connection.execute(sa.select(warning_steps).where(warning_steps.c.warning == number).order_by(warning_steps.c.id))
    return tuple(Step(r.act, as_utc(r.at), r.day, r.who, r.words, r.many, r.assigned_to, r.due_on) for r in rows)


def records_link(now: Moment, one: Warning) -> RecordsLink | None:
    """The record list that names the records of a group; None where there is none."""
    listed = LISTS.get(one.rule.records) if one.rule.records else None
    if listed is None:
        return None
    held = read_settings(now.connection)[one.rule.id].values
    return RecordsLink(listed, one.region, _month(one, now), one.rule.filter.format(**held))


def records_of(now: Moment, number: int, *, scope: Scope) -> Records:
    """The records behind a warning, at most 100; none behind a place. Who shows them notes it in the audit log.

    Raises NotAllowed without record access to the rule's dataset in the warning's region.
    """
    one = read_warning(now, number, scope=scope)
    if one is None or (one.rule.dataset and not scope.reads_records(one.rule.dataset.section, one.region)):
        raise NotAllowed(f"warning {number}")
    if one.rule.dataset is None:
        return Records((), (), 0)
    link = records_link(now, one)
    if link is not None:
        filters = read_filters(link.listed, link.filter)
        page = list_page(now, link.listed, scope=scope, region=link.region, period=link.period, count=MOST_RECORDS, filters=filters)
        return Records(link.listed.fields, page.rows, page.total)
    dataset, keys = one.rule.dataset, one.key.split("|")
    listed = replace(LISTS[dataset.name], where=lambda span: [dataset.table.c[dataset.key[0]].in_(keys)])
    region = one.region if scope.role == "county" else CITY
    page = list_page(now, listed, scope=scope, region=region, period=month_of(now.today), count=MOST_RECORDS)
    return Records(listed.fields, page.rows, page.total)


def warning_at(connection: Connection, places: Places, number: int, today: date) -> Warning | None:
    """One warning, whoever asks; what is shown of it goes through `read_warning`."""
    row = connection.execute(sa.select(warnings).where(warnings.c.number == number)).first()
    return _warning(places, row, RULES[row.rule], today) if row and row.rule in RULES else None


def _shown(now: Moment, row: Any, scope: Scope) -> Warning:
    rule = RULES[row.rule]
    found = _warning(now.places, row, rule, now.today)
    opens = rule.dataset is None or scope.reads_records(rule.dataset.section, row.region)
    return found if opens else replace(found, key="")


def _warning(places: Places, row: Any, rule: Rule, today: date) -> Warning:
    kept = {name: value for name, value in row._mapping.items() if name in Warning.__dataclass_fields__}
    assigned = row.assigned_to
    return Warning(
        **{
            **kept,
            "rule": rule,
            "region_name": places.name(row.region),
            "days": max(0, (today - row.since).days),
            "sentence": worded(rule, places, row, today),
            "assigned_name": places.name(assigned) if assigned else "",
        }
    )


def _month(one: Warning, now: Moment) -> Period:
    """The month a group is of: the one its key ends in, else the running one."""
    try:
        found = parse(one.key.rpartition(":")[2])
    except PeriodError:
        return month_of(now.today)
    return found if found.grain == "month" else month_of(now.today)
