"""The day's digest of what is due: counts by programme and county, nothing about any person."""

from __future__ import annotations

from collections import Counter

from access.scope import Scope
from data.indicators.moment import Moment
from data.periods import parse
from data.programmes.deadline import deadline
from data.programmes.ledger import Book, Ledger, read_ledger

KIND = "digest"


def digest(now: Moment) -> tuple[str, str, str] | None:
    """Key, title and text of today's digest; None where nothing is due, overdue or missing."""
    ledger = read_ledger(now, scope=Scope("leader"))
    if ledger is None or ledger.plan.plan.year != now.today.year:
        return None
    lines = [words for book in ledger.books if (words := _programme(now, ledger, book))]
    if not lines:
        return None
    title = f"领导驾驶舱 {now.today.month}月{now.today.day}日提醒{'（演示数据）' if now.demonstration else ''}"
    return f"{KIND}:{now.today.isoformat()}", title, "\n".join(f"- {line}" for line in lines)


def _programme(now: Moment, ledger: Ledger, book: Book) -> str:
    parts = []
    for days, words in ((0, "今日到期"), (3, "3 天后到期"), (14, "14 天后到期")):
        due = [line.task.no for line in book.lines if line.light != "met" and (line.due_on - now.today).days == days]
        if due:
            parts.append(f"{words} {len(due)} 项（{'、'.join(due)}）")
    overdue = book.count("overdue")
    if overdue:
        parts.append(f"逾期 {overdue} 项")
    missing = Counter(cell.region_name for line in book.lines for cell in line.cells if cell.missing)
    if missing:
        parts.append(f"未报 {'、'.join(f'{name} {many}' for name, many in missing.items())} 项")
    at = deadline(now.connection, parse(f"{now.today:%Y-%m}"), book.programme)
    left = (at - now.today).days
    if left in (0, 3) and any(cell.region != ledger.region for line in book.lines for cell in line.cells):
        parts.append("月报今日截止" if left == 0 else "月报 3 天后截止")
    return f"{book.programme.name}：{'；'.join(parts)}" if parts else ""
