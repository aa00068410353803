"""The SQL that turns records into numerators and denominators: a few measures from which every indicator is composed.

A measure yields rows (region, period, category, numerator, denominator, people) for the periods of one window. Each is one set-based
SELECT; the words “on the register”, “in operation”, “inside the year” are written here once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement, FromClause, Select

from data.datasets import Dataset
from data.indicators.label import MonthLabel, WeekLabel
from data.indicators.readings import periods
from data.periods import Grain, Period
from data.regions import regions

# How far a changed record reaches: its own periods; those to the end of its year; all later ones; every one.
Reach = Literal["period", "year", "onward", "always"]
REACHES: tuple[Reach, ...] = ("period", "year", "onward", "always")
Condition = Callable[[Any], ColumnElement[bool]]


@dataclass(frozen=True)
class Window:
    """What one statement computes: a grain, the digits of its leaf regions, the periods, and the leaf regions (None: all)."""

    grain: Grain
    digits: int
    periods: tuple[str, ...]
    regions: tuple[str, ...] | None = None

    def label(self, day: Any) -> ColumnElement[str]:
        """The text of the month or week that a day lies in."""
        return WeekLabel(day) if self.grain == "week" else MonthLabel(day)

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of the window."""
        asked = [Period(text) for text in self.periods]
        return min(p.starts for p in asked), max(p.ends for p in asked)

    @property
    def latest(self) -> Any:
        """d of the window's last period: later records do not count yet."""
        return sa.select(sa.func.max(periods.c.day)).where(*self.holds()).scalar_subquery()

    def dated(self, day: Any) -> list[ColumnElement[bool]]:
        """Conditions on a day that is counted in the month or week it lies in.

        The days' own range is given only where the window is narrow: over the whole time an index on the day costs more than a scan.
        """
        out = [self.label(day).in_(self.periods), sa.func.coalesce(day, day) <= self.latest]
        first_day, last_day = self.days
        if (last_day - first_day).days <= NARROW_DAYS:
            out.append(day.between(first_day, last_day))
        return out

    def holds(self) -> list[ColumnElement[bool]]:
        """Conditions on the periods table."""
        return [periods.c.grain == self.grain, periods.c.period.in_(self.periods)]

    def leaf(self, region: Any) -> ColumnElement[str]:
        """The leaf region a code lies in."""
        return sa.func.substr(region, 1, self.digits)

    def inside(self, region: Any) -> list[ColumnElement[bool]]:
        """Conditions on a region column; coarser codes than the leaf count nowhere."""
        out = [sa.func.length(region) >= self.digits]
        if self.regions is not None:
            out.append(self.leaf(region).in_(self.regions))
        return out


@dataclass(frozen=True)
class Part:
    """One SELECT of an indicator and how far changes of its datasets reach."""

    select: Callable[[Window], Select[Any]]
    reach: Mapping[str, Reach] = field(hash=False)


def first(count: int) -> list[Any]:
    """GROUP BY the first `count` columns: by position, since bound parameters make equal expressions differ on PostgreSQL."""
    return [sa.literal_column(str(position)) for position in range(1, count + 1)]


NARROW_DAYS = 100
BEFORE: ColumnElement[str] = sa.literal_column("'0'")  # stands before every period's text
ZERO: ColumnElement[int] = sa.literal_column("0")
NONE = sa.cast(sa.null(), sa.BigInteger)


def _row(region: Any, period: Any, category: Any, numerator: Any, denominator: Any = None, people: Any = None) -> Select[Any]:
    return sa.select(
        region.label("region"),
        period.label("period"),
        (sa.literal("") if category is None else category).label("category"),
        (ZERO if numerator is None else numerator).label("numerator"),
        (NONE if denominator is None else denominator).label("denominator"),
        (NONE if people is None else people).label("people"),
    )


def tally(condition: Any = None) -> Any:
    """How many rows fulfil the condition (all without one)."""
    return sa.func.count() if condition is None else sa.func.sum(sa.case((condition, 1), else_=0))


def place_of(dataset: Dataset) -> tuple[FromClause, ColumnElement[str]]:
    """The table to select from and the region column of a dataset; through its reference where it has no region of its own."""
    if dataset.reference is None:
        return dataset.table, dataset.table.c.region
    from data.datasets import DATASETS

    owner = DATASETS[dataset.reference.refers].table
    return dataset.table.join(owner, owner.c.key == dataset.table.c[dataset.reference.name]), owner.c.region


def _reaches(dataset: Dataset, reach: Reach) -> dict[str, Reach]:
    """The reach of a dataset; where its place is another's (a facility's), a change there moves all its rows."""
    owner = dataset.reference
    return {dataset.name: reach} | ({owner.refers: "always"} if owner else {})


def events(
    dataset: Dataset,
    on: str,
    *,
    where: Condition | None = None,
    numerator: Condition | None = None,
    denominator: Condition | None = None,
    rate: bool = False,
    category: ColumnElement[str] | None = None,
    inside_year: bool = False,
) -> Part:
    """Records dated `on` inside the period (`inside_year`: from 1 January to its end), counted.

    where        which records count at all
    numerator    condition of the numerator (of the periods table p); all without one
    denominator  condition of the denominator; all when `rate` and none is given
    A year-to-date window takes the days from its 1 January to d.
    """
    table = dataset.table
    day = table.c[on]

    def select(window: Window) -> Select[Any]:
        source, region = place_of(dataset)
        conditions = window.inside(region)
        label: Any = periods.c.period
        if inside_year or window.grain == "ytd":
            source = source.join(periods, sa.and_(day >= periods.c.year_starts, day <= periods.c.day))
            conditions += window.holds()
        elif where or numerator or denominator:  # conditions may speak of the period's day d
            source = source.join(periods, periods.c.period == window.label(day))
            conditions += window.dated(day)
        else:
            label = window.label(day)
            conditions += window.dated(day)
        if where is not None:
            conditions.append(where(periods))
        return (
            _row(
                window.leaf(region),
                label,
                category,
                tally(numerator(periods) if numerator else None),
                tally(denominator(periods) if denominator else None) if rate else None,
            )
            .select_from(source)
            .where(*conditions)
            .group_by(*first(3))
        )

    return Part(select, _reaches(dataset, "year" if inside_year else "period"))


def standing(
    window: Window,
    source: FromClause,
    start: Any,
    end: Any,
    keys: Sequence[Any],
    amounts: Mapping[str, Any],
    where: Sequence[Any] = (),
    name: str = "standing",
) -> Any:
    """How much stands on a register at each period's day d, by `keys`: start ≤ d and (end empty or end > d).

    Every record is read once as an entry and once as an exit; a running sum over the periods does the rest, so the cost does not grow
    with records × periods. `amounts` are summed. Returns a subquery (k0, k1 …, period, amounts…).
    """
    opens = sa.select(sa.func.min(periods.c.period)).where(periods.c.grain == window.grain).scalar_subquery()
    moves = []
    for on, sign in ((start, 1), (end, -1)):
        if on is None:
            continue
        label = window.label(on)
        moves.append(
            sa.select(
                *(key.label(f"k{n}") for n, key in enumerate(keys)),
                sa.case((label < opens, BEFORE), else_=label).label("since"),
                *(sa.func.sum(amount if sign > 0 else -amount).label(what) for what, amount in amounts.items()),
            )
            .select_from(source)
            .where(on <= window.latest, *([start.is_not(None)] if sign < 0 else []), *where)
            .group_by(*first(len(keys) + 1))
        )
    moved = sa.union_all(*moves).subquery("moved")
    ks = [moved.c[f"k{n}"] for n in range(len(keys))]
    net = sa.select(*ks, moved.c.since, *(sa.func.sum(moved.c[what]).label(what) for what in amounts)).group_by(*ks, moved.c.since).cte()
    who = sa.select(*(net.c[f"k{n}"] for n in range(len(keys)))).distinct().subquery("who")
    when = sa.union_all(sa.select(BEFORE.label("period")), sa.select(periods.c.period).where(periods.c.grain == window.grain)).subquery(
        "at"
    )
    same = [who.c[f"k{n}"] == net.c[f"k{n}"] for n in range(len(keys))]
    over: dict[str, Any] = {"partition_by": list(who.c), "order_by": when.c.period}
    runs = (
        sa.select(
            *who.c,
            when.c.period,
            *(sa.func.sum(sa.func.coalesce(net.c[what], 0)).over(**over).label(what) for what in amounts),
        )
        .select_from(who.join(when, sa.true()).outerjoin(net, sa.and_(net.c.since == when.c.period, *same)))
        .subquery("runs")
    )
    return sa.select(runs).where(runs.c.period.in_(window.periods), runs.c[next(iter(amounts))] != 0).subquery(name)


def register(
    dataset: Dataset,
    start: str,
    end: str | None,
    *,
    where: ColumnElement[bool] | None = None,
    category: ColumnElement[str] | None = None,
    amount: ColumnElement[Any] | None = None,
    certified: str | None = None,
    role: Literal["numerator", "denominator"] = "numerator",
) -> Part:
    """Rows on the register at d: counted, or their `amount` summed with the people behind it."""
    table = dataset.table

    def select(window: Window) -> Select[Any]:
        source, region = place_of(dataset)
        keys = [window.leaf(region)] + ([] if category is None else [category])
        amounts: dict[str, Any] = {"n": sa.literal_column("1")}
        if amount is not None:
            amounts["amount"] = amount
        conditions = window.inside(region) + ([] if where is None else [where])
        at = standing(window, source, table.c[start], table.c[end] if end else None, keys, amounts, conditions)
        people = None if amount is None else at.c.n
        value = at.c.n if amount is None else at.c.amount
        return _row(
            at.c.k0,
            at.c.period,
            None if category is None else at.c.k1,
            value if role == "numerator" else None,
            value if role == "denominator" else None,
            people,
        )

    return Part(select, _reaches(dataset, "onward"))


def at_day(
    dataset: Dataset,
    *,
    where: Condition | None = None,
    numerator: Condition | None = None,
    rate: bool = True,
    within: Literal["village", "street", "county"] | None = None,
    kinds: Sequence[str] = (),
    reach: Reach = "onward",
) -> Part:
    """Records judged one by one at each period's day d: for small tables whose state has more than a start and an end.

    where      which records count at d (the denominator when `rate`)
    numerator  condition of the numerator at d; all that count without one
    within     count instead the distinct villages, streets or counties in which such a record lies; villages need a 12-digit code,
               and `kinds` names the kinds of region that count
    """

    def select(window: Window) -> Select[Any]:
        source, region = place_of(dataset)
        conditions = [*window.holds(), *window.inside(region)]
        if where is not None:
            conditions.append(where(periods))
        leaf = window.leaf(region)
        if within is None:
            counted: Any = tally(numerator(periods) if numerator else None)
        else:
            digits = {"village": 12, "street": 9, "county": 6}[within]
            area = sa.func.substr(region, 1, digits)
            where_it_lies = regions.alias("area")
            source = source.join(where_it_lies, where_it_lies.c.code == area)
            conditions.append(sa.func.length(region) == 12 if within == "village" else sa.func.length(region) >= digits)
            if kinds:
                conditions.append(where_it_lies.c.kind.in_(kinds))
            counted = sa.func.count(sa.distinct(area))
        return (
            _row(leaf, periods.c.period, None, counted, tally() if rate and within is None else None)
            .select_from(source.join(periods, sa.true()))
            .where(*conditions)
            .group_by(*first(3))
        )

    return Part(select, _reaches(dataset, reach))


def constant(level: Literal["county", "township", "village"], kinds: Sequence[str] = ()) -> Part:
    """Denominator: how many regions of a level (and kind) lie in the leaf; the same in every period."""

    def select(window: Window) -> Select[Any]:
        leaf = window.leaf(regions.c.code)
        conditions = [regions.c.level == level, *window.inside(regions.c.code)]
        if kinds:
            conditions.append(regions.c.kind.in_(kinds))
        counted = sa.select(leaf.label("leaf"), sa.func.count().label("n")).where(*conditions).group_by(*first(1)).subquery("counted")
        return (
            _row(counted.c.leaf, periods.c.period, None, None, counted.c.n)
            .select_from(counted.join(periods, sa.true()))
            .where(*window.holds())
        )

    return Part(select, {})


def visited(register_of: Dataset, visits: Dataset, *, category: bool) -> Part:
    """Numerator: subjects on the register at the month's end with at least one visit dated in the month."""
    subject, visit = register_of.table, visits.table

    def select(window: Window) -> Select[Any]:
        label = window.label(visit.c.visited_on)
        met = sa.select(visit.c.subject, label.label("month")).where(*window.dated(visit.c.visited_on)).distinct().subquery("met")
        kind = subject.c.category if category else None
        leaf = window.leaf(subject.c.region)
        source = met.join(subject, subject.c.key == met.c.subject).join(periods, periods.c.period == met.c.month)
        return (
            _row(leaf, periods.c.period, kind, sa.func.count())
            .select_from(source)
            .where(
                *window.inside(subject.c.region),
                subject.c.registered_on <= periods.c.day,
                sa.or_(subject.c.closed_on.is_(None), subject.c.closed_on > periods.c.day),
            )
            .group_by(*first(3))
        )

    return Part(select, {register_of.name: "onward", visits.name: "period"})
