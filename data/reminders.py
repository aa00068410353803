"""待办: what one person has to see to, by its day: due within 14 days, within 3, today, or overdue. Each person's own and nobody else's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import sqlalchemy as sa

from access.scope import Scope
from data.indicators.moment import Moment
from data.letters.reading import letters_of, waits_for
from data.periods import parse
from data.programmes.assigned import reviews
from data.programmes.deadline import deadlines, return_months
from data.programmes.form import Programme
from data.programmes.ledger import Book, Ledger, read_ledger
from data.programmes.returns.table import returns
from geo.regions import CITY

Kind = Literal["return", "returned", "review", "task", "milestone", "letter"]
KINDS: dict[Kind, str] = {
    "return": "月报",
    "returned": "退回的月报",
    "review": "待审核",
    "task": "任务",
    "milestone": "节点",
    "letter": "函件",
}
Urgency = Literal["overdue", "today", "soon", "ahead", "later"]
URGENCIES: dict[Urgency, str] = {"overdue": "已逾期", "today": "今日到期", "soon": "3 天内", "ahead": "14 天内", "later": "以后"}
DAYS: tuple[tuple[int, Urgency], ...] = ((-1, "overdue"), (0, "today"), (3, "soon"), (14, "ahead"))


@dataclass(frozen=True)
class Reminder:
    """One thing to see to.

    title   what, in words        programme  its id
    month   of a return; task  its number; letter  its number; empty where they do not apply
    region  whose it is: a county's code or the city's     due_on  its day       days  from today to it, negative once it is over
    """

    kind: Kind
    title: str
    programme: str
    programme_name: str
    region: str
    region_name: str
    due_on: date
    days: int
    month: str = ""
    task: str = ""
    letter: int | None = None

    @property
    def urgency(self) -> Urgency:
        return urgency(self.days) or "later"


def urgency(days: int) -> Urgency | None:
    """How pressing a day is that lies so many days ahead; None beyond 14."""
    return next((word for most, word in DAYS if days <= most), None)


def reminders(now: Moment, *, scope: Scope) -> tuple[Reminder, ...]:
    """What this person has to see to, the most pressing first; () for who has no part in the programmes.

    A county: its returns and tasks. A chief: the returns waiting for the own section, its tasks and milestones. A leader: the tasks and
    milestones of all programmes. Each: the letters that wait for an answer, a check or a signature.
    """
    if scope.role not in ("leader", "chief", "county"):
        return ()
    region = scope.region if scope.role == "county" else CITY
    ledger = read_ledger(now, scope=scope, region=region)
    if ledger is None or ledger.plan.plan.year != now.today.year:
        return ()
    books = [book for book in ledger.books if scope.role != "chief" or reviews(scope, book.programme)]
    found = [*_tasks(now, ledger, books, region), *_letters(now, scope)]
    if scope.role == "county":
        found += [*_returns(now, ledger, books, region), *_sent_back(now, books, region)]
    else:
        found += _milestones(now, books)
    if scope.role == "chief":
        found += _reviews(now, ledger, books)
    return tuple(sorted(found, key=lambda one: (one.days, one.kind, one.programme, one.task, one.region)))


def _reminder(
    now: Moment, kind: Kind, title: str, programme: Programme, region: str, due_on: date, month: str = "", task: str = ""
) -> Reminder:
    days = (due_on - now.today).days
    return Reminder(kind, title, programme.id, programme.name, region, now.places.name(region), due_on, days, month, task)


def _tasks(now: Moment, ledger: Ledger, books: Iterable[Book], region: str) -> Iterable[Reminder]:
    for book in books:
        for line in book.lines:
            open_ = [cell for cell in line.cells if cell.light != "met"]
            if open_ and urgency((line.due_on - now.today).days):
                where = f"（{len(open_)} 个县区未完成）" if region == CITY and len(line.cells) > 1 else ""
                yield _reminder(now, "task", f"{line.task.title}{where}", book.programme, region, line.due_on, task=line.task.no)


def _returns(now: Moment, ledger: Ledger, books: Iterable[Book], region: str) -> Iterable[Reminder]:
    """The county's returns that are due or will be within 14 days, one reminder a programme and month."""
    months = return_months(ledger.plan)
    for book in books:
        due = deadlines(now.connection, months, book.programme.return_day)
        asked = {line.cells[0].asked: 0 for line in book.lines if line.cells[0].missing}
        for line in book.lines:
            cell = line.cells[0]
            if cell.missing and cell.state != "submitted":
                asked[cell.asked] += 1
        for month, open_ in asked.items():
            if open_:
                title = f"{parse(month).ends.month}月月报：{open_} 项未报"
                yield _reminder(now, "return", title, book.programme, region, due[parse(month)], month=month)
        ahead = next((month for month in months if due[month] >= now.today), None)
        if ahead is None or not urgency((due[ahead] - now.today).days):
            continue
        sent = set(
            _in_state(now, ahead.text, book.programme.id, region, ("submitted", "accepted", "returned"))
        )  # sent back: a reminder of its own
        left = [line for line in book.lines if line.task.no not in sent and line.light != "met"]
        if left and ahead.starts <= now.today:
            title = f"{ahead.ends.month}月月报：{len(left)} 项待报"
            yield _reminder(now, "return", title, book.programme, region, due[ahead], month=ahead.text)


def _sent_back(now: Moment, books: Iterable[Book], region: str) -> Iterable[Reminder]:
    due = {book.programme.id: book.programme for book in books}
    for row in now.connection.execute(
        sa.select(returns.c.month, returns.c.programme, returns.c.task, returns.c.edited_at)
        .where(returns.c.region == region, returns.c.state == "returned", returns.c.month >= f"{now.today.year}-01")
        .order_by(returns.c.month, returns.c.programme, returns.c.task)
    ):
        programme = due.get(row.programme)
        if programme:
            month = parse(row.month)
            at = deadlines(now.connection, [month], programme.return_day)[month]
            title = f"{month.ends.month}月月报任务 {row.task} 被退回，待修改重报"
            yield _reminder(now, "returned", title, programme, region, at, month=row.month, task=row.task)


def _reviews(now: Moment, ledger: Ledger, books: Iterable[Book]) -> Iterable[Reminder]:
    """The returns that wait for the section, one reminder a programme and month."""
    for book in books:
        rows = now.connection.execute(
            sa.select(returns.c.month, sa.func.count().label("n"))
            .where(
                returns.c.programme == book.programme.id, returns.c.state == "submitted", returns.c.month >= f"{ledger.plan.plan.year}-01"
            )
            .group_by(returns.c.month)
            .order_by(returns.c.month)
        ).all()
        due = deadlines(now.connection, [parse(row.month) for row in rows], book.programme.return_day)
        for row in rows:
            month = parse(row.month)
            title = f"{month.ends.month}月月报：{row.n} 份待审核"
            yield _reminder(now, "review", title, book.programme, CITY, due[month], month=row.month)


def _milestones(now: Moment, books: Iterable[Book]) -> Iterable[Reminder]:
    for book in books:
        for stone in book.stones:
            if stone.state != "done" and urgency((stone.due_on - now.today).days):
                yield _reminder(now, "milestone", stone.milestone.title, book.programme, CITY, stone.due_on)


def _letters(now: Moment, scope: Scope) -> Iterable[Reminder]:
    """What waits for this person among the letters, and of the open ones those whose day comes or is past."""
    for one in letters_of(now.connection, scope):
        days = (one.due_on - now.today).days
        words = waits_for(scope, one)
        if words or (one.open and urgency(days)):
            title = f"{one.name}：{words or '整改期限'}（{one.region_name}）"
            yield Reminder(
                "letter", title, one.programme, one.programme_name, one.region, one.region_name, one.due_on, days, letter=one.number
            )


def _in_state(now: Moment, month: str, programme: str, region: str, states: Iterable[str]) -> Iterable[str]:
    """The tasks of a county's programme whose return of a month is in one of these states."""
    asked = (returns.c.month == month, returns.c.programme == programme, returns.c.region == region, returns.c.state.in_(list(states)))
    return now.connection.scalars(sa.select(returns.c.task).where(*asked))
