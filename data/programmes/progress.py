"""How far the plan has come: percent, expected percent and light of tasks and programmes, as one person may see them.

Until the counties' monthly returns exist, a task is as far as its linked indicators; tasks without any are not guessed at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import nextafter
from statistics import fmean
from typing import Literal

from access.scope import Scope
from data.indicators import INDICATORS
from data.indicators.figures import figures
from data.indicators.indicator import MONTHLY, Target
from data.indicators.moment import Moment
from data.periods import Period, month_of, parse
from data.programmes.form import Plan, Programme, Task
from data.programmes.plan import plan_years, read_plan
from geo.regions import CITY

Light = Literal["met", "on_track", "due_soon", "behind", "overdue", "none"]
TOLERANCE = 10  # percentage points under the expected percent before a task counts as behind
SOON = timedelta(days=14)


@dataclass(frozen=True)
class TaskProgress:
    """One task of a ledger in one region. Percents are 0–100; None: nothing it could be judged by."""

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


@dataclass(frozen=True)
class ProgrammeProgress:
    """One programme in one region.

    percent, expected  means over the `counted` tasks (those that have a percent); None without any
    overdue            how many tasks are overdue; they are counted beside the programme's light, not mixed into it
    basis              what the percents rest on: the linked indicators, or none
    """

    id: str
    name: str
    owner: str
    percent: float | None
    expected: float | None
    light: Light
    overdue: int
    counted: int
    total: int
    basis: Literal["indicators", "none"]
    tasks: tuple[TaskProgress, ...]

    @property
    def basis_words(self) -> str:
        """What the percent rests on, in a few words to stand beside it."""
        if not any(task.indicators for task in self.tasks):
            return "无关联指标，待月报"
        if self.basis == "none":
            return "关联指标暂无数值或目标，待月报"
        return f"按关联指标计（{self.counted} / {self.total} 项任务），待月报"


def programme_progress(now: Moment, *, scope: Scope, region: str = CITY, month: Period | None = None) -> tuple[ProgrammeProgress, ...]:
    """Every programme of the plan, in its order, for the city or one county, at the month's last day (today while it runs).

    Without a month: today's. The plan is that of the month's year, else the latest before, then with its December's figures; () where
    there is none.

    Counting rule. A linked indicator's percent is its way from the baseline (the value at the end of last December; 0 without one,
    for a year's count and for a monthly target) to its target, 0–100; 100 exactly when it is reached. Where every county must hold the
    target, the city's percent is the mean over the counties that have a value. A monthly target is read from the last whole month, any
    other from the year to date. A task's percent is the mean of its linked indicators that have a value and a target, a programme's the
    mean of its tasks that have a percent. Expected: linear from the plan's day of issue to the end of the task's due month.
    Raises NotAllowed if the scope may not see the region, KeyError for an unknown region.
    """
    month = month or month_of(now.today)
    key = ("programmes", now.refresh, now.today, scope.key, region, month)
    return now.shelf.keep(key, lambda: _programmes(now, scope, region, month))


def plan_at(now: Moment, month: Period) -> Plan | None:
    """The plan of the month's year, else the latest before it."""
    years = [year for year in plan_years(now.connection) if year <= month.year]
    return read_plan(now.connection, years[-1]) if years else None


def _programmes(now: Moment, scope: Scope, region: str, month: Period) -> tuple[ProgrammeProgress, ...]:
    plan = plan_at(now, month)
    if plan is None:
        return ()
    linked = {name: None for programme in plan.programmes for task in programme.tasks for name in task.indicators}
    last = parse(f"{plan.plan.year}-12")
    percents = indicator_percents(now, list(linked), scope=scope, region=region, month=min(month, last))
    day = month.day(now.today)
    return tuple(_programme(now, plan, programme, percents, region, day) for programme in plan.programmes)


def _programme(now: Moment, plan: Plan, programme: Programme, percents: dict[str, float], region: str, day: date) -> ProgrammeProgress:
    done = tuple(_task(now, plan, programme, task, percents, region, day) for task in programme.tasks)
    counted = [(task, one.percent, one.expected) for task, one in zip(programme.tasks, done, strict=True) if one.percent is not None]
    percent = fmean(percent for _, percent, _ in counted) if counted else None
    expected = fmean(expected for _, _, expected in counted) if counted else None
    verdict: Light = "none"
    if percent is not None and expected is not None:
        verdict = light(percent, expected, max(task.due_on for task, _, _ in counted), day)
        if verdict == "met" and len(counted) < len(done):
            verdict = "on_track"  # what is known is done; the other tasks are not known
    return ProgrammeProgress(
        programme.id,
        programme.name,
        programme.owner,
        percent,
        expected,
        verdict,
        sum(task.light == "overdue" for task in done),
        len(counted),
        len(done),
        "indicators" if counted else "none",
        done,
    )


def _task(now: Moment, plan: Plan, programme: Programme, task: Task, percents: dict[str, float], region: str, day: date) -> TaskProgress:
    found = [percents[name] for name in task.indicators if name in percents]
    percent = fmean(found) if found else None
    expected = expected_percent(plan.plan.issued_on, task.due_on, day)
    return TaskProgress(
        programme.id,
        programme.name,
        task.no,
        task.group,
        task.title,
        task.due,
        task.units,
        task.source,
        task.note,
        task.indicators,
        region,
        now.places.name(region),
        percent,
        expected,
        "none" if percent is None else light(percent, expected, task.due_on, day),
    )


def expected_percent(issued_on: date, due_on: date, day: date) -> float:
    """How far a task should be at `day`: linear from the day of issue (0) to the due day (100)."""
    if day >= due_on:
        return 100.0
    return max(0.0, 100 * (day - issued_on).days / (due_on - issued_on).days)


def light(percent: float, expected: float, due_on: date, day: date) -> Light:
    """完成 at 100 % · 逾期 past the due day · 临期 due within 14 days · 滞后 more than 10 points under expected · else 正常."""
    if percent >= 100:
        return "met"
    if day > due_on:
        return "overdue"
    if due_on - day <= SOON:
        return "due_soon"
    return "behind" if percent < expected - TOLERANCE else "on_track"


# --- linked indicators --------------------------------------------------------------------------------------------------------------


def indicator_percents(now: Moment, names: Sequence[str], *, scope: Scope, region: str, month: Period) -> dict[str, float]:
    """How far each indicator has come towards its target of the month's year; absent without a value or a target."""
    targets = now.targets.get(month.year, {})
    out: dict[str, float] = {}
    for monthly in (True, False):
        asked = [name for name in names if name in targets and (targets[name].by == MONTHLY) == monthly]
        at = _last_whole(month, now.today) if monthly else Period(f"{month}/ytd")
        everywhere = [name for name in asked if region == CITY and targets[name].each_county]
        here = [name for name in asked if name not in everywhere]
        found = [
            *_ways(now, here, targets, scope, region, at),
            *_ways(now, everywhere, targets, scope, region, at, counties=True),
        ]
        for name in asked:
            parts = [percent for indicator, percent in found if indicator == name]
            if parts:
                out[name] = fmean(parts)
    return out


def _last_whole(month: Period, today: date) -> Period:
    """The month itself once it is over, else the one before it in the same year; January while it runs."""
    return month.shift(-1) if month.ends >= today and month.starts.month > 1 else month


def _ways(
    now: Moment,
    names: Sequence[str],
    targets: dict[str, Target],
    scope: Scope,
    region: str,
    period: Period,
    counties: bool = False,
) -> Iterable[tuple[str, float]]:
    if not names:
        return
    before = parse(f"{period.year - 1}-12{period.text[7:]}")  # the same kind of period at the end of last December
    read = figures(now, names, scope=scope, periods=(before, period), region=region, level="county" if counties else None)
    baselines = {(figure.indicator, figure.region): figure.value for figure in read if figure.period == before.text}
    for figure in read:
        if figure.period == period.text and figure.value is not None and figure.target is not None:
            name = figure.indicator
            fresh = INDICATORS[name].resets or targets[name].by == MONTHLY
            baseline = None if fresh else baselines[name, figure.region]
            yield name, _way(figure.value, figure.target, baseline or 0, bool(targets[name].above))


def _way(value: float, target: float, baseline: float, above: bool) -> float:
    """The way from baseline to target, 0–100, 100 exactly when it is reached; from 0 where the year began at the target or past it."""
    if value > target or (value == target and not above):
        return 100.0
    start = baseline if baseline < target else 0
    way = 100 * (value - start) / (target - start) if target > start else 0.0
    return min(max(way, 0.0), nextafter(100, 0))
