"""The light of a task at a day, and how far it should be by then: pure rules on percents, days and whether a return has come.

完成 100 % reached · 逾期 past the due day · 未报 no accepted return by the deadline · 临期 due within 14 days · 滞后 more than 10 points
under expected · else 正常. The first that holds counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

Light = Literal["met", "on_track", "due_soon", "behind", "overdue", "missing", "none"]
WORDS: dict[str, str] = {
    "met": "完成",
    "on_track": "正常",
    "due_soon": "临期",
    "behind": "滞后",
    "overdue": "逾期",
    "missing": "未报",
}
SOON = timedelta(days=14)
TOLERANCE = 10.0  # points
WORST: tuple[Light, ...] = ("overdue", "missing", "behind", "due_soon", "on_track", "met", "none")
RULE = (
    "完成：进度到 100%；逾期：过时限未完成；未报：到报送截止日没有审核通过的月报；"
    "临期：14 天内到期未完成；滞后：比应达低 10 个百分点以上；其余正常。"
)


def expected_percent(issued_on: date, due_on: date, day: date, points: Sequence[tuple[date, float]] = ()) -> float:
    """How far a task should be at `day`, 0–100.

    Linear from the plan's day of issue (0) over the task's milestones `points` (day, percent) to its due day (100).
    """
    if day >= due_on:
        return 100.0
    path = [(issued_on, 0.0), *sorted(point for point in points if issued_on < point[0] < due_on), (due_on, 100.0)]
    for (start, low), (end, high) in pairwise(path):
        if start <= day < end:
            return low + (high - low) * (day - start).days / (end - start).days
    return 0.0


def light(percent: float | None, expected: float, due_on: date, day: date, *, missing: bool = False) -> Light:
    """The light of a task; `percent` None: nothing it could be judged by. `missing`: a return that is due has not been accepted."""
    if percent is not None and percent >= 100:
        return "met"
    if day > due_on and (percent is not None or missing):
        return "overdue"
    if missing:
        return "missing"
    if percent is None:
        return "none"
    if due_on - day <= SOON:
        return "due_soon"
    return "behind" if percent < expected - TOLERANCE else "on_track"


def worst(lights: Sequence[Light]) -> Light:
    """The one that speaks for several; `none` for none."""
    return min(lights, key=WORST.index, default="none")
