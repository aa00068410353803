"""Today and now in Kaifeng (Asia/Shanghai). Asked for at each request, so lights change at midnight without a restart."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present moment in UTC, aware; what is stored."""
    return datetime.now(UTC)


def calendar_today() -> date:
    """The real date in Kaifeng. The cockpit's own “today” may be fixed: see `data.facts.today`."""
    return datetime.now(SHANGHAI).date()


def as_utc(moment: datetime) -> datetime:
    """A stored moment, aware: SQLite gives it back naive, PostgreSQL in the server's zone."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def local(moment: datetime) -> datetime:
    """A stored moment as Kaifeng's clock shows it."""
    return as_utc(moment).astimezone(SHANGHAI)


def end_of(day: date) -> datetime:
    """The moment a day ends in Kaifeng (UTC)."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI).astimezone(UTC)
