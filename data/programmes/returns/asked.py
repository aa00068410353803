"""Which returns a month asks for, of whom, and how each stands: the list that a county files from and a section reviews."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from access.scope import Scope
from data.clock import local
from data.indicators.moment import Moment
from data.periods import Period, month_of, parse
from data.programmes.assigned import files, reads_words, regions_of, reviews
from data.programmes.deadline import deadlines, return_months
from data.programmes.form import Plan, Programme, Task
from data.programmes.plan import read_plan
from data.programmes.returns.content import Content, content_of, flaws
from data.programmes.returns.item import Item
from data.programmes.returns.present import Return, blank, read_returns
from data.programmes.returns.table import return_changes, returns

SEEN = ("submitted", "accepted")  # what somebody else than the one who files may read


@dataclass(frozen=True)
class Asked:
    """One return of a month, as one person may see it.

    present   as it stands; its content is empty for who may not read it (yet)
    deadline  the last day in time        late  it came after that day, or has not come and the day is over
    done      what the last accepted return of an earlier month said, None: none yet       fell  this one says less
    files     whether this person fills it in       reviews  whether this person accepts it
    complete  open, and nothing keeps it from being submitted
    """

    programme: Programme
    task: Task
    region_name: str
    present: Return
    deadline: date
    late: bool
    done: int | None
    fell: bool
    files: bool
    reviews: bool
    complete: bool

    @property
    def item(self) -> Item:
        return self.present.item


def plan_of(now: Moment, year: int) -> Plan | None:
    """The plan of this very year: returns are of its tasks."""
    return now.shelf.keep(("plan of returns", now.refresh, year), lambda: read_plan(now.connection, year))


def months_of(now: Moment) -> tuple[Period, ...]:
    """The months that returns can be of at this day, the latest last; () where no plan asks for any."""
    plan = plan_of(now, now.today.year)
    running = month_of(now.today)
    return tuple(month for month in return_months(plan) if month <= running) if plan else ()


def asked(now: Moment, month: Period, *, scope: Scope, regions: Sequence[str] = (), programme: str = "") -> tuple[Asked, ...]:
    """The returns of a month in the plan's order, each region's in official order, that this person files, reviews or may read.

    regions    only these; programme  only its; empty: all
    A task is asked for until an accepted return of an earlier month has said 100 %; one that was begun stays in the list.
    """
    plan = plan_of(now, month.year)
    if plan is None or month not in return_months(plan) or not month.begun(now.today):
        return ()
    present = read_returns(now.connection, returns.c.month == month.text)
    earlier = accepted_before(now.connection, month)
    due = {day: deadlines(now.connection, [month], day)[month] for day in {one.return_day for one in plan.programmes}}
    return tuple(
        _asked(now, one, task, present.get(item) or blank(item), earlier.get((one.id, task.no, item.region)), due[one.return_day], scope)
        for one, task, item in _items(now, plan, month)
        if (not programme or one.id == programme)
        and (not regions or item.region in regions)
        and reads_words(scope, item.region)
        and (item in present or earlier.get((one.id, task.no, item.region), 0) < 100)
    )


def accepted_before(connection: Connection, month: Period) -> dict[tuple[str, str, str], int]:
    """What the last accepted return of the year before this month said, by programme, task and region."""
    rows = connection.execute(
        sa.select(returns.c.programme, returns.c.task, returns.c.region, returns.c.percent)
        .where(returns.c.state == "accepted", returns.c.month < month.text, returns.c.month >= f"{month.year}-01")
        .order_by(returns.c.month)
    )
    return {(row.programme, row.task, row.region): row.percent for row in rows}


def _items(now: Moment, plan: Plan, month: Period) -> Iterator[tuple[Programme, Task, Item]]:
    for programme in plan.programmes:
        for task in programme.tasks:
            for region in regions_of(task, now.places):
                yield programme, task, Item(month.text, programme.id, task.no, region)


def _asked(now: Moment, programme: Programme, task: Task, present: Return, done: int | None, deadline: date, scope: Scope) -> Asked:
    region = present.item.region
    mine = files(scope, programme, task, region)
    shown = present if mine or present.state in SEEN else without_words(present)
    percent = shown.content.percent
    return Asked(
        programme,
        task,
        now.places.name(region),
        shown,
        deadline,
        is_late(present, deadline, now.today),
        done,
        percent is not None and done is not None and percent < done,
        mine,
        reviews(scope, programme),
        mine and present.open and not flaws(present.content, task, region),
    )


def is_late(present: Return, deadline: date, today: date) -> bool:
    """Whether a return came after its deadline, or has not come though the day is over."""
    came = local(present.submitted_at).date() if present.submitted_at else today
    return came > deadline


def without_words(present: Return) -> Return:
    """A return as it is seen by who may not read what is being written."""
    return Return(present.item, present.state, present.version, Content(), "", None, present.submitted_at, present.reason)


def last_submitted(connection: Connection, item: Item) -> Content | None:
    """What stood in the return when it was last submitted; None: it never was."""
    row = connection.execute(
        sa.select(return_changes)
        .where(item.of(return_changes), return_changes.c.act == "submitted")
        .order_by(return_changes.c.number.desc())
    ).first()
    return content_of(row) if row else None


def month_before(connection: Connection, item: Item) -> Return | None:
    """The return of the same task and region of the latest earlier month of the year that says something; None where there is none."""
    same = {name: value for name, value in item.columns.items() if name != "month"}
    found = read_returns(
        connection,
        *(returns.c[name] == value for name, value in same.items()),
        returns.c.month < item.month,
        returns.c.month >= f"{parse(item.month).year}-01",
    )
    said = sorted(one for one in found if not found[one].content.empty)
    return found[said[-1]] if said else None
