"""What the parts of the administration share: who changes, how a moment is written, what happens when something can't be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import dash

from access import session
from access.accounts import Administrator
from components.plain import plain
from components.states import failed
from data.clock import local, now


def administrator() -> Administrator:
    """The one who asks, as the one who changes; the guard lets no other role in here."""
    who = session.person()
    assert who  # noqa: S101 - the guard lets no stranger in here
    return Administrator(session.database(), who.username, session.address())


def told(outputs: int) -> Callable[[Exception], tuple[Any, ...]]:
    """What a callback of so many outputs answers where it failed: nothing changes, the page says so."""

    def instead(error: Exception) -> tuple[Any, ...]:
        dash.set_props("admin-trouble", {"children": plain(failed(error))})
        return (dash.no_update,) * outputs

    return instead


def mark() -> float:
    """A value that a store has not held before: whoever listens looks again."""
    return now().timestamp()


def day(moment: datetime) -> str:
    """A stored moment's day in Kaifeng."""
    return f"{local(moment):%Y-%m-%d}"


def minute(moment: datetime | None) -> str:
    """A stored moment in Kaifeng, to the minute."""
    return f"{local(moment):%Y-%m-%d %H:%M}" if moment else "—"
