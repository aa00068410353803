"""工作台账: every task of a year's programmes, by county where the counties do it, as it stood at a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from access.scope import Scope
from data.indicators.figures import NotAllowed
from data.indicators.indicator import MONTHLY
from data.indicators.moment import Moment
from data.periods import Period, month_of, parse
from data.programmes.assigned import regions_of
from data.programmes.deadline import deadlines, return_months
from data.programmes.form import Milestone, Plan, Programme, Task
from data.programmes.light import TOLERANCE, Light, expected_percent, light
from data.programmes.line import Book, Cell, Conflict, Ledger, Line, Stone
from data.programmes.linked import Percents, linked_percents
from data.programmes.marks import Choice, Mark, choices_at, marks_at
from data.programmes.plan import plan_years, read_plan
from data.programmes.returns.standing import Place, Standing, returns_at
from data.regions import Places
from geo.regions import CITY

__all__ = ["Book", "Cell", "Conflict", "Ledger", "Line", "Stone", "plan_at", "read_ledger"]


def read_ledger(now: Moment, *, scope: Scope, region: str = CITY, month: Period | None = None, week: Period | None = None) -> Ledger | None:
    """The ledger at the end of a month, or of a week (today while it runs), as it stood then; None where no plan is of its year or before.

    After a plan's year it is that of its December. Returns, confirmed dates and marks count up to the day's end; the linked indicators
    are read as the records have them now. For a county: the tasks it does.
    Raises NotAllowed if the scope may not see the region, KeyError for an unknown region.
    """
    now.places[region]
    if not scope.sees(region):
        raise NotAllowed(region)
    month = month_of(week.day(now.today)) if week else month or month_of(now.today)
    key = ("ledger", now.refresh, now.today, scope.key, region, month, week)
    return now.shelf.keep(key, lambda: _read(now, scope, region, month, week))


def plan_at(now: Moment, month: Period) -> Plan | None:
    """The plan of the month's year, else the latest before it."""
    years = [year for year in plan_years(now.connection) if year <= month.year]
    return read_plan(now.connection, years[-1]) if years else None


def _read(now: Moment, scope: Scope, region: str, month: Period, week: Period | None) -> Ledger | None:
    plan = plan_at(now, month)
    if plan is None:
        return None
    day = (week or month).day(now.today)
    month = min(month, parse(f"{plan.plan.year}-12"))
    linked = {name: None for programme in plan.programmes for name in programme.indicators}
    known = Known(
        plan,
        region,
        day,
        now.places,
        returns_at(now.connection, plan.plan.year, day),
        linked_percents(now, list(linked), scope=scope, month=month, week=week if day.year == plan.plan.year else None),
        choices_at(now.connection, plan.plan.year, day),
        marks_at(now.connection, plan.plan.year, day),
    )
    days = {programme.return_day: None for programme in plan.programmes}
    due = {one: deadlines(now.connection, return_months(plan), one) for one in days}
    return Ledger(plan, month, day, region, tuple(_book(known, programme, due[programme.return_day]) for programme in plan.programmes))


@dataclass(frozen=True)
class Known:
    """All that a ledger rests on: plan, day, returns, readings, and what the sections have said."""

    plan: Plan
    region: str
    day: date
    places: Places
    returns: Mapping[Place, tuple[Standing, ...]]
    linked: Percents
    choices: Mapping[tuple[str, str], Choice]
    marks: Mapping[tuple[str, str, str], Mark]

    def weight(self, region: str) -> int:
        """A county's share in the city's mean."""
        return self.plan.plan.county_weights.get(region, 1)


def _book(known: Known, programme: Programme, due: Mapping[Period, date]) -> Book:
    lines = tuple(line for task in programme.tasks if (line := _line(known, programme, task, due)))
    counted = [line for line in lines if line.percent is not None]
    percent = _mean((line.percent, line.task.weight) for line in counted)
    expected = _mean((line.expected, line.task.weight) for line in counted)
    verdict: Light = "none"
    if expected is not None:
        verdict = light(percent, expected, max(line.due_on for line in counted), known.day)
        if verdict == "met" and len(counted) < len(lines):
            verdict = "on_track"  # what is known is done; the other tasks are not known
    elif any(line.light == "missing" for line in lines):
        verdict = "missing"
    stones = tuple(_stone(known, programme, milestone, lines) for milestone in programme.milestones if milestone.due != MONTHLY)
    return Book(programme, percent, expected, verdict, len(counted), lines, stones)


def _line(known: Known, programme: Programme, task: Task, due: Mapping[Period, date]) -> Line | None:
    doing = regions_of(task, known.places)
    regions = doing if known.region == CITY else tuple(code for code in doing if code == known.region)
    if not regions:
        return None
    choice = known.choices.get((programme.id, task.no))
    taken = choice.due if choice else task.due
    due_on = parse(taken).ends
    expected = expected_percent(known.plan.plan.issued_on, due_on, known.day, _points(programme, task, known.plan.plan.year))
    cells = tuple(_cell(known, programme, task, code, due_on, expected, due) for code in regions)
    linked = _linked(known, task.indicators, known.region)
    reported = [cell for cell in cells if cell.reported is not None]
    percent = _mean((cell.percent, known.weight(cell.region)) for cell in cells) if reported else linked
    unknown = percent is None and any(cell.missing for cell in cells)  # one county's missing return does not hide what the others say
    return Line(
        programme.id,
        task,
        due_on,
        _conflict(task, taken, choice),
        percent,
        expected,
        cells[0].light if len(doing) == 1 or known.region != CITY else light(percent, expected, due_on, known.day, missing=unknown),
        linked,
        any(cell.disagrees for cell in cells),
        cells,
    )


def _cell(known: Known, programme: Programme, task: Task, region: str, due_on: date, expected: float, due: Mapping[Period, date]) -> Cell:
    standing = known.returns.get((programme.id, task.no, region), ())
    accepted = [one for one in standing if one.state == "accepted"]
    last = accepted[-1] if accepted else None
    month = asked_month(due, known.day, accepted) if region != CITY else None
    of_month = next((one for one in standing if month and one.month == month.text), None)
    linked = _linked(known, task.indicators, region)
    reported = last.percent if last else None
    percent = reported if reported is not None else linked
    missing = month is not None and (of_month is None or of_month.state != "accepted")
    return Cell(
        region,
        known.places.name(region),
        percent,
        expected,
        light(percent, expected, due_on, known.day, missing=missing),
        reported,
        last.month if last else "",
        linked,
        reported is not None and linked is not None and abs(reported - linked) > TOLERANCE,
        month.text if month else "",
        of_month.state if of_month else None,
        bool(month and of_month and of_month.submitted_on and of_month.submitted_on > due[month]),
        missing,
    )


def asked_month(due: Mapping[Period, date], day: date, accepted: Sequence[Standing]) -> Period | None:
    """The month whose return was due last before `day`; None before the first deadline, and once an earlier month's return said 100 %."""
    month = max((month for month, at in due.items() if at < day), default=None)
    if month and any(one.percent == 100 and one.month < month.text for one in accepted):
        return None
    return month


def _linked(known: Known, indicators: Sequence[str], region: str) -> float | None:
    found = [known.linked[name, region] for name in indicators if (name, region) in known.linked]
    return fmean(found) if found else None


def _conflict(task: Task, taken: str, choice: Choice | None) -> Conflict | None:
    if not task.other_due:
        return None
    ledger, text = (task.due, task.other_due) if task.due_from == "台账" else (task.other_due, task.due)
    return Conflict(ledger, text, taken, choice.who if choice else "", choice.on if choice else None)


def _points(programme: Programme, task: Task, year: int) -> list[tuple[date, float]]:
    """The task's milestones as days and percents: their own, else equal shares."""
    own = sorted((one for one in programme.milestones if one.task == task.no and one.due != MONTHLY), key=lambda one: one.days(year))
    return [(one.days(year)[0], one.percent or 100 * (place + 1) / len(own)) for place, one in enumerate(own)]


def _stone(known: Known, programme: Programme, milestone: Milestone, lines: Sequence[Line]) -> Stone:
    (due_on,) = milestone.days(known.plan.plan.year)
    mark = known.marks.get((programme.id, milestone.due, milestone.title))
    done, why, done_on = False, "", None
    if mark:
        done, why, done_on = mark.done_on is not None and mark.done_on <= known.day, f"{mark.who} 确认", mark.done_on
    elif milestone.indicators:
        done = all(known.linked.get((name, known.region), 0) >= 100 for name in milestone.indicators)
        why = "关联指标达标" if done else "关联指标未达标"
    elif milestone.task:
        line = next((line for line in lines if line.task.no == milestone.task), None)
        at = dict(_points(programme, line.task, known.plan.plan.year)).get(due_on, 100.0) if line else 100.0
        done = line is not None and line.percent is not None and line.percent >= at
        why = f"任务 {milestone.task} 的进度"
    else:
        why = "待科室确认"
    return Stone(milestone, due_on, "done" if done else "overdue" if known.day > due_on else "ahead", done_on if done else None, why)


def _mean(parts: Iterable[tuple[float | None, int]]) -> float | None:
    """The weighted mean of the percents that are there."""
    found = [(percent, weight) for percent, weight in parts if percent is not None]
    return sum(percent * weight for percent, weight in found) / sum(weight for _, weight in found) if found else None
