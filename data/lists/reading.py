"""The one door to record lists: whoever may not read them gets none, whatever way leads here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from access.scope import Scope
from data.indicators.figures import NotAllowed
from data.indicators.moment import Moment
from data.lists import composed
from data.lists.asked import Filter, Sort
from data.lists.field import Cell, Field, code_at
from data.lists.record_list import RecordList, Span
from data.periods import Period, month_of

FETCHED = 1000  # rows held at a time


@dataclass(frozen=True)
class Page:
    """Some rows of a list, one cell a field, and how many rows there are in all."""

    rows: tuple[tuple[Cell, ...], ...]
    total: int


def list_page(
    now: Moment,
    listed: RecordList,
    *,
    scope: Scope,
    region: str,
    period: Period,
    start: int = 0,
    count: int = 100,
    sort: Sequence[Sort] = (),
    filters: Sequence[Filter] = (),
) -> Page:
    """`count` rows from number `start` on, with the number of all that the filters leave.

    Raises NotAllowed without record access to the list's dataset in the region, KeyError for an unknown region, ValueError for a period
    that has not begun.
    """
    total = list_count(now, listed, scope=scope, region=region, period=period, filters=filters)
    span = span_of(now, listed, period)
    if start >= total:
        return Page((), total)
    statement = composed.rows(listed, span, now.places, region, filters, sort, max(0, start), count)
    return Page(tuple(_cells(now, listed.fields, span, row) for row in now.connection.execute(statement)), total)


def list_count(now: Moment, listed: RecordList, *, scope: Scope, region: str, period: Period, filters: Sequence[Filter] = ()) -> int:
    """How many rows; raises as `list_page` does."""
    _admit(now, listed, scope, region)
    span = span_of(now, listed, period)
    return int(now.connection.execute(composed.counted(listed, span, now.places, region, filters)).scalar_one())


def list_rows(
    now: Moment,
    listed: RecordList,
    *,
    scope: Scope,
    region: str,
    period: Period,
    sort: Sequence[Sort] = (),
    filters: Sequence[Filter] = (),
) -> Iterator[tuple[Cell, ...]]:
    """Every row, streamed; raises as `list_page` does, before the first row."""
    _admit(now, listed, scope, region)
    span = span_of(now, listed, period)
    return _streamed(now, listed, span, composed.rows(listed, span, now.places, region, filters, sort, 0, None))


def fitted(listed: RecordList, period: Period, today: date) -> Period:
    """The period the list can show: a month where only months make sense, the one in which a week or a year-to-date ends."""
    return month_of(period.day(today)) if listed.monthly and period.grain != "month" else period


def span_of(now: Moment, listed: RecordList, period: Period) -> Span:
    """The period as the list's conditions see it.

    Raises ValueError for one that has not begun.
    """
    if not listed.timeless and not period.begun(now.today):
        raise ValueError(f"{period} has not begun")
    return Span(fitted(listed, period, now.today), now.today)


def _admit(now: Moment, listed: RecordList, scope: Scope, region: str) -> None:
    now.places[region]
    if not scope.reads_records(listed.section, region):
        raise NotAllowed(f"{listed.id} {region}")


def _streamed(now: Moment, listed: RecordList, span: Span, statement: Any) -> Iterator[tuple[Cell, ...]]:
    for row in now.connection.execute(statement, execution_options={"yield_per": FETCHED}):
        yield _cells(now, listed.fields, span, row)


def _cells(now: Moment, fields: Sequence[Field], span: Span, row: Any) -> tuple[Cell, ...]:
    return tuple(_cell(now, field, span, value) for field, value in zip(fields, row, strict=True))


def _cell(now: Moment, field: Field, span: Span, value: Any) -> Cell:
    if value is None:
        return None
    if field.kind == "place":
        code = code_at(field.level, value)
        return now.places.name(code) if code else None
    if field.kind == "age":
        return int((span.day - value).days)
    found: Cell = value
    return found
