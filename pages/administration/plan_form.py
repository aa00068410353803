"""What the forms of 年度计划 hold, as the plan's form takes it."""

from __future__ import annotations

from typing import Any

from data.indicators.indicator import MONTHLY
from data.programmes.form import Milestone
from data.programmes.word.wording import one_line, units_of

TASK, STONE = "task", "stone"
EVERY_MONTH = "每月"


def stone_key(stone: Milestone) -> str:
    """How a milestone is known in the list: by its month and title."""
    return f"{stone.due} {stone.title}"


def task_given(no: Any, title: Any, group: Any, due: Any, units: Any, indicators: Any, weight: Any, note: Any) -> dict[str, Any]:
    """A task of a plan from the fields; what is wrong in them the plan's form says."""
    return {
        "no": _text(no),
        "title": _text(title),
        "group": _text(group),
        "due": _text(due),
        "units": list(units_of(str(units or ""))),
        "indicators": indicators if isinstance(indicators, list) else [],
        "weight": weight,
        "note": _text(note),
    }


def stone_given(due: Any, day: Any, title: Any, scope: Any, task: Any, percent: Any, indicators: Any, note: Any) -> dict[str, Any]:
    """A milestone of a plan from the fields."""
    month = _text(due)
    return {
        "due": MONTHLY if month == EVERY_MONTH else month,
        "day": day,
        "title": _text(title),
        "scope": scope or "",
        "task": _text(task),
        "percent": percent,
        "indicators": indicators if isinstance(indicators, list) else [],
        "note": _text(note),
    }


def _text(value: Any) -> str:
    """A field's text; what is typed over several lines is one."""
    return one_line(str(value if value is not None else ""))
