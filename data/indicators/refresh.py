"""The refresh: records → readings, set-based, in one transaction. Only what changed records and the passing of days affect is recomputed.

A reader sees the old readings or the new ones, never half; a killed refresh leaves the old ones.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data import facts
from data.clock import now
from data.database import Database
from data.datasets import DATASETS
from data.exchange.batches import ALWAYS, batches, touched
from data.indicators import DECLARED, Indicator
from data.indicators.measure import REACHES, Reach, Window
from data.indicators.readings import periods, readings, refreshes
from data.indicators.shares import store_shares
from data.indicators.targets import read_targets
from data.periods import Grain, Period, between, month_of, parse, week_of, ytd_of
from geo.regions import DIGITS

EARLIEST = date(2019, 1, 1)
GRAINS: tuple[Grain, ...] = ("month", "week", "ytd")
MANY_REGIONS = 60  # past this many changed townships a filter costs more than it saves


@dataclass(frozen=True)
class Refreshed:
    """What a refresh did: its number, the readings written, the periods and indicators recomputed, and the time it took."""

    number: int
    readings: int
    periods: int
    indicators: int
    seconds: float


@dataclass(frozen=True)
class Mark:
    """Records of a dataset changed in this leaf region and month (`ALWAYS`: in no particular month)."""

    dataset: str
    region: str
    month: str


def refresh(
    database: Database,
    *,
    first: Period | None = None,
    last: Period | None = None,
    everything: bool = False,
    notice: Callable[[str], None] | None = None,
) -> Refreshed:
    """Recompute the readings that changed records and moved days affect.

    first, last  months: recompute the periods inside them, whether anything changed or not, and those whose day d has moved; the marks
                 of changed records stay
    everything   every period from January of the earliest record's year (2019 at the earliest) to the running one
    notice       is told the name of each indicator that is recomputed
    Raises data.database.Busy when another writer keeps the database.
    """
    begun = time.monotonic()
    with database.writing() as connection:
        today = facts.today(connection)
        marks = [Mark(*row) for row in connection.execute(sa.select(touched.c.dataset, touched.c.region, touched.c.month))]
        moved = _lay_periods(connection, today, first, last, everything)
        chosen = [p for p in _stored(connection) if _inside(p, first, last)] if (first or last) else None
        written, done = 0, 0
        seen: set[str] = set()
        for indicator in DECLARED.values():
            due = list(_jobs(indicator, moved.union(chosen or ()), marks if chosen is None else (), connection))
            if not due:
                continue
            done += 1
            if notice:
                notice(indicator.name)
            for window in due:
                written += _recompute(connection, indicator, window)
                seen.update(window.periods)
        if chosen is None:
            connection.execute(sa.delete(touched))
        store_shares(connection, read_targets(connection))
        newest = connection.scalar(sa.select(sa.func.max(batches.c.id)))
        seconds = time.monotonic() - begun
        key = connection.execute(
            sa.insert(refreshes).values(at=now(), today=today, batch=newest, readings=written, seconds=seconds)
        ).inserted_primary_key
        facts.bump(connection)
        if not database.sqlite and written:
            connection.exec_driver_sql("ANALYZE readings")
    return Refreshed(key[0] if key else 0, written, len(seen), done, seconds)


def _lay_periods(connection: Connection, today: date, first: Period | None, last: Period | None, everything: bool) -> set[Period]:
    """Bring the periods table to today. Returns the periods that are new or whose day d has moved: they are stale for everybody."""
    stored = {Period(row.period): row.day for row in connection.execute(sa.select(periods.c.period, periods.c.day))}
    begins = _earliest(connection, today)
    if first:
        begins = min(begins, max(first.starts.replace(month=1), EARLIEST))
    wanted = [
        *between(month_of(begins), month_of(today)),
        *between(week_of(begins), week_of(today)),
        *between(ytd_of(begins), ytd_of(today)),
    ]
    gone = set(stored) - set(wanted)
    moved = {p for p in wanted if everything or stored.get(p) != p.day(today)}
    if gone or moved:
        texts = [p.text for p in gone | (moved & set(stored))]
        connection.execute(sa.delete(periods).where(periods.c.period.in_(texts)))
        connection.execute(sa.delete(readings).where(readings.c.period.in_([p.text for p in gone])))
    if moved:
        connection.execute(sa.insert(periods), [_period_row(p, today) for p in sorted(moved)])
    return moved


def _period_row(period: Period, today: date) -> dict[str, object]:
    day = period.day(today)
    return {
        "period": period.text,
        "grain": period.grain,
        "starts": period.starts,
        "ends": period.ends,
        "day": day,
        "year_starts": day.replace(month=1, day=1),
        "tenth": period.starts.replace(day=10),
    }


def _earliest(connection: Connection, today: date) -> date:
    """1 January of the earliest record's year, 2019 at the earliest; of this year where there is no record."""
    oldest = []
    for dataset in DATASETS.values():
        for name in dataset.dates:
            found = connection.scalar(sa.select(sa.func.min(dataset.table.c[name])))
            if found is not None:
                oldest.append(Period(found).starts if isinstance(found, str) else found)
    return max(min([*oldest, today]).replace(month=1, day=1), EARLIEST)


def _stored(connection: Connection) -> list[Period]:
    return [Period(text) for text in connection.scalars(sa.select(periods.c.period).order_by(periods.c.period))]


def _inside(period: Period, first: Period | None, last: Period | None) -> bool:
    """Whether a period overlaps the months first … last."""
    starts = period.starts if period.grain != "ytd" else parse(period.month).starts
    return (first is None or period.ends >= first.starts) and (last is None or starts <= last.ends)


def _jobs(indicator: Indicator, moved: set[Period], marks: Iterable[Mark], connection: Connection) -> Iterator[Window]:
    """The windows to recompute: all regions of the moved periods, then the marked regions of the periods their marks reach."""
    digits = DIGITS[indicator.level]
    reach: dict[str, Reach] = {}
    for name, how in (pair for part in indicator.parts for pair in part.reach.items()):
        reach[name] = max(how, reach.get(name, how), key=REACHES.index)
    concerned = [mark for mark in marks if mark.dataset in reach]
    regions = {mark.region[:digits] for mark in concerned}
    for grain in grains(indicator):
        stale = {p for p in moved if p.grain == grain}
        if stale:
            yield Window(grain, digits, tuple(sorted(p.text for p in stale)))
        if concerned:
            rest = [p for p in _stored(connection) if p.grain == grain and p not in stale]
            hit = {p.text for p in rest if any(_reaches(reach[m.dataset], m.month, p) for m in _by_month(concerned))}
            if hit:
                yield Window(grain, digits, tuple(sorted(hit)), tuple(sorted(regions)) if len(regions) <= MANY_REGIONS else None)


def _by_month(marks: Iterable[Mark]) -> set[Mark]:
    """The marks without their regions."""
    return {Mark(mark.dataset, "", mark.month) for mark in marks}


def _reaches(reach: Reach, month: str, period: Period) -> bool:
    """Whether a change dated in `month` can change the period's reading."""
    if month == ALWAYS or reach == "always":
        return True
    changed = Period(month)  # records may be older than what `parse` takes
    if period.ends < changed.starts:
        return False
    if reach == "onward":
        return True
    if reach == "year" or period.grain == "ytd":
        return changed.starts.year in (period.starts.year, period.ends.year)
    return period.starts <= changed.ends


def grains(indicator: Indicator) -> tuple[Grain, ...]:
    """The grains that are stored for an indicator; other year-to-dates are sums of its months."""
    weekly = not (indicator.monthly_only or indicator.reported)
    return ("month", *(("week",) if weekly else ()), *(("ytd",) if indicator.span else ()))


def _recompute(connection: Connection, indicator: Indicator, window: Window) -> int:
    """Replace the readings of one window; returns how many were written."""
    old = [readings.c.indicator == indicator.id, readings.c.period.in_(window.periods)]
    if window.regions is not None:
        old.append(readings.c.region.in_(window.regions))
    connection.execute(sa.delete(readings).where(*old))
    parts = [part.select(window) for part in indicator.parts]
    if len(parts) == 1:
        rows = parts[0].subquery("rows")
        amounts: list[Any] = [rows.c.numerator, rows.c.denominator, rows.c.people]
        source = sa.select(sa.literal(indicator.id), rows.c.period, rows.c.region, rows.c.category, *amounts)
    else:
        rows = sa.union_all(*parts).subquery("rows")
        keys = [rows.c.period, rows.c.region, rows.c.category]
        amounts = [sa.func.sum(rows.c.numerator), sa.func.sum(rows.c.denominator), sa.func.sum(rows.c.people)]
        source = sa.select(sa.literal(indicator.id), *keys, *amounts).group_by(*keys)
    columns = ["indicator", "period", "region", "category", "numerator", "denominator", "people"]
    connection.execute(sa.insert(readings).from_select(columns, source))
    return connection.scalar(sa.select(sa.func.count()).select_from(readings).where(*old)) or 0
