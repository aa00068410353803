"""`/tasks`: the ledgers of the plan with percent, expected percent and light."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from access.doors import EVERYONE
from access.session import database, scope
from api.operation import Parameter, operation
from api.problems import bad_parameter
from api.reading import MONTH, REGION, place, refreshed_at
from data.indicators.moment import moment
from data.periods import Period, month_of
from data.programmes.ledger import Book, Line, read_ledger
from data.programmes.light import Light
from geo.regions import CITY


@dataclass(frozen=True)
class Task:
    """One task of a ledger in the city or one county. Percents are 0–100; null: nothing it could be judged by.

    basis             what `percent` rests on: accepted returns, the linked indicators, or none
    returns_due       how many counties' returns were due last; returns_accepted  how many of them are accepted
    disagrees         a return and the linked indicators are more than 10 points apart
    """

    programme: str
    programme_name: str
    no: str
    group: str
    title: str
    due: str
    units: tuple[str, ...]
    source: str
    note: str
    indicators: tuple[str, ...]
    region: str
    region_name: str
    percent: float | None
    expected: float
    light: Light
    basis: Literal["returns", "indicators", "none"]
    linked: float | None
    disagrees: bool
    returns_due: int
    returns_accepted: int


@dataclass(frozen=True)
class Tasks:
    """Tasks in the document's order, at a month's last day (today while it runs)."""

    tasks: tuple[Task, ...]
    month: str
    refreshed_at: datetime | None


@operation(
    "GET",
    "/v1/tasks",
    "工作台账：任务、进度、应达、状态",
    answer=Tasks,
    roles=EVERYONE,
    parameters=(Parameter("programme", "工程编号，如 elderly；不写则为全部", str, example="elderly"), REGION, MONTH),
)
def tasks(*, programme: str | None, region: str | None, month: Period | None) -> Tasks:
    with moment(database()) as now:
        at = place(now, region or CITY, scope())
        if at.level not in ("city", "county"):
            raise bad_parameter("region", f"的值 {at.code} 是{at.name}", f"任务只到县区：{CITY} 或 6 位县区代码")
        month = month or month_of(now.today)
        found = read_ledger(now, scope=scope(), region=at.code, month=month)
        books = found.books if found else ()
        if programme is not None:
            known = [book.programme.id for book in books]
            if programme not in known:
                raise bad_parameter(
                    "programme", f"的值 {programme[:40]} 不是 {month.year} 年的工程", f"可用：{'、'.join(known) or '（没有计划）'}"
                )
            books = tuple(book for book in books if book.programme.id == programme)
        rows = tuple(_task(book, line, at.code, at.name) for book in books for line in book.lines)
        return Tasks(rows, month.text, refreshed_at(now))


def _task(book: Book, line: Line, region: str, region_name: str) -> Task:
    task = line.task
    return Task(
        book.programme.id,
        book.programme.name,
        task.no,
        task.group,
        task.title,
        f"{line.due_on:%Y-%m}",
        task.units,
        task.source,
        task.note,
        task.indicators,
        region,
        region_name,
        line.percent,
        line.expected,
        line.light,
        line.basis,
        line.linked,
        line.disagrees,
        line.asked,
        line.accepted,
    )
