"""The SQL of a record list: which rows, in what order, which of them. Nothing here decides who may read it; `reading` does."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement, Select

from data.lists.asked import CONTAINS, EMPTY, FILLED, IN, Bound, Filter, Sort
from data.lists.field import Field
from data.lists.record_list import RecordList, Span
from data.regions import Places
from geo.regions import CITY, DIGITS

_DECIMALS = {"money": 2, "number": 4}
EPOCH_DAYS = 400_000  # no day of the records is further from another


def counted(listed: RecordList, span: Span, places: Places, region: str, filters: Sequence[Filter]) -> Select[Any]:
    """How many rows."""
    return sa.select(sa.func.count()).select_from(_source(listed, region, filters)).where(*_where(listed, span, places, region, filters))


def rows(
    listed: RecordList,
    span: Span,
    places: Places,
    region: str,
    filters: Sequence[Filter],
    sort: Sequence[Sort],
    start: int,
    count: int | None,
) -> Select[Any]:
    """The cells of rows start … start + count (None: to the end), one column a field."""
    columns = [field.column.label(f"c{at}") for at, field in enumerate(listed.fields)]
    everything = _source(listed, CITY, (), with_owner=True)
    order = _order(sort, listed)
    conditions = _where(listed, span, places, region, filters)
    if count is None or len(listed.keys) > 1:
        found = sa.select(*columns).select_from(everything).where(*conditions).order_by(*order)
        return found if count is None else found.offset(start).limit(count)
    # Which rows is found out on keys alone, from an index where there is one; only the rows shown are looked up whole.
    key = listed.keys[0]
    chosen = sa.select(key.label("key")).select_from(_source(listed, region, filters, sort)).where(*conditions).order_by(*order)
    page = chosen.offset(start).limit(count).subquery("page")
    return sa.select(*columns).select_from(everything.join(page, page.c.key == key)).order_by(*order)


def _source(listed: RecordList, region: str, filters: Sequence[Filter], sort: Sequence[Sort] = (), *, with_owner: bool = False) -> Any:
    """The table, with the one that has its region only where something is asked of that."""
    if listed.owner is None or listed.dataset.reference is None:
        return listed.table
    asked = with_owner or region != CITY or any(field.owned for field in [*(one.field for one in filters), *(one.field for one in sort)])
    reference = listed.table.c[listed.dataset.reference.name]
    return listed.table.join(listed.owner, listed.owner.c.key == reference) if asked else listed.table


def _where(listed: RecordList, span: Span, places: Places, region: str, filters: Sequence[Filter]) -> list[ColumnElement[bool]]:
    found = list(listed.where(span))
    if region != CITY:
        after = str(int(region) + 1)  # a range of codes can be answered from an index, unlike a beginning
        found += [listed.region >= region, listed.region < after]
    return found + [_condition(one, span, places, region) for one in filters]


def _condition(asked: Filter, span: Span, places: Places, region: str) -> ColumnElement[bool]:
    field, column = asked.field, asked.field.column
    if asked.operator in (EMPTY, FILLED):
        there = sa.func.length(column) >= DIGITS[field.level] if field.kind == "place" else column.is_not(None)
        return there if asked.operator == FILLED else sa.not_(there)
    if asked.operator == CONTAINS and field.kind == "place":
        codes = [one.code for one in places.by_level[field.level] if str(asked.values[0]) in one.name]
        return sa.func.substr(column, 1, DIGITS[field.level]).in_(codes)
    if asked.operator == CONTAINS:
        found: ColumnElement[bool] = sa.func.lower(column).contains(str(asked.values[0]).lower(), autoescape=True)
        return found
    if asked.operator == IN:
        values: list[Any] = [one == "是" for one in asked.values] if field.kind == "yesno" else list(asked.values)
        return sa.or_(*(column.is_(one) for one in values)) if field.kind == "yesno" else column.in_(values)
    low, high = (
        _days(asked, span)
        if field.kind == "age"
        else (_fitted(field, one, up) for one, up in zip(asked.values, (True, False), strict=True))
    )
    return sa.and_(*([column >= low] if low is not None else []), *([column <= high] if high is not None else []))


def _fitted(field: Field, bound: Bound, up: bool) -> Any:
    """A bound in the column's own precision: a low one rounded up, a high one down."""
    if not isinstance(bound, Decimal):
        return bound
    if field.kind == "int":
        whole = math.ceil(bound) if up else math.floor(bound)
        return max(-(2**31), min(whole, 2**31 - 1))
    if field.name in ("lon", "lat"):
        return float(bound)
    return bound.quantize(Decimal(1).scaleb(-_DECIMALS[field.kind]), ROUND_CEILING if up else ROUND_FLOOR)


def _days(asked: Filter, span: Span) -> tuple[Any, Any]:
    """An age of a … b days at d is a day between d − b and d − a."""
    youngest, oldest = asked.values
    first = None if oldest is None else span.day - timedelta(days=_near(math.floor(oldest)))  # type: ignore[arg-type]
    last = None if youngest is None else span.day - timedelta(days=_near(math.ceil(youngest)))  # type: ignore[arg-type]
    return first, last


def _near(days: int) -> int:
    return max(-EPOCH_DAYS, min(days, EPOCH_DAYS))


def _order(sort: Sequence[Sort], listed: RecordList) -> list[Any]:
    """The order asked for; empty cells last either way; rows that are alike by their keys, so that pages never overlap."""
    found = []
    for one in sort:
        field = one.field
        by: Any = field.column
        if field.kind == "place":
            code = sa.func.substr(by, 1, DIGITS[field.level])
            by = sa.case((sa.func.length(by) >= DIGITS[field.level], code)) if field.optional else code
        elif field.kind == "enum":
            by = sa.case({value: at for at, value in enumerate(field.values)}, value=by)
        down = one.down != (field.kind == "age")
        by = by.desc() if down else by.asc()
        found.append(by.nulls_last() if field.optional else by)
    return [*found, *listed.keys]
