"""The county returns of the demonstration: from the plan's month of issue to today's, most of them accepted, some not yet, one missing.

Percents rise along the expected path as briskly as the county works; where a task has linked indicators, roughly as those do. The values
they report are the ones 县区上报指标 holds already. Without a plan of the year there is nothing to return.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.clock import SHANGHAI
from data.demo import office
from data.demo.city import City
from data.demo.dice import Dice
from data.demo.return_words import OTHER, REASONS, SLOW, WORDS
from data.periods import Period, month_of
from data.programmes.assigned import regions_of
from data.programmes.deadline import deadlines, return_months
from data.programmes.form import Plan, Programme, Task
from data.programmes.light import expected_percent
from data.programmes.plan import read_plan
from data.programmes.returns.content import indicators_of
from data.programmes.returns.table import attachments, return_changes, returns
from data.regions import Places
from geo.regions import CITY

PACES = (0.0, 0.15, 0.6, 1.0)  # of the counties at which the next are given
# How far linked indicators are, by pace: in the first month, in September, and from which to which month the way is walked.
LINKED: dict[tuple[str, str], tuple[Sequence[int], Sequence[int], int, int]] = {
    ("relief", "1"): ((60, 88, 92, 94), (99, 99, 99, 99), 2, 9),
    ("elderly", "4"): ((4, 28, 24, 30), (11, 46, 77, 98), 2, 9),
    ("elderly", "7"): ((12, 8, 20, 50), (32, 39, 67, 99), 2, 9),
    ("elderly", "14"): ((96, 97, 98, 99), (96, 97, 99, 99), 2, 9),
    ("elderly", "15"): ((16, 8, 15, 10), (50, 54, 82, 99), 2, 9),
    ("governance", "3"): ((25, 17, 20, 22), (75, 83, 88, 99), 2, 9),
    ("governance", "5"): ((17, 18, 22, 24), (74, 78, 90, 99), 2, 9),
    ("governance", "6"): ((18, 18, 22, 27), (73, 77, 91, 99), 2, 9),
    ("funeral", "2"): ((17, 3, 50, 100), (17, 3, 100, 100), 2, 9),
    ("funeral", "5"): ((11, 10, 10, 20), (22, 36, 36, 62), 2, 9),
    ("children", "3"): ((0, 0, 0, 0), (94, 96, 100, 100), 2, 5),
    ("children", "5"): ((0, 0, 0, 0), (46, 54, 74, 94), 5, 9),
    ("children", "6"): ((0, 0, 0, 0), (46, 54, 74, 94), 5, 9),
}
SLOWEST, BRISKEST = 0.80, 1.06  # of the expected percent, where a task has no linked indicators
CATCHING_UP = 9  # points a month past the due month
MISSING, HALF_DONE, WAITING = "410222", "410221", "410223"  # 通许县, 杞县, 尉氏县 in the running month
MISSED = ("funeral", 8)  # what 通许县 has not returned of the month before either
SENT_BACK = ("elderly", "5")  # 杞县's
RESUBMITTED = 0.04  # of all returns, once sent back on their way


@dataclass(frozen=True)
class Place:
    """One return to be: of a month, a task and a region, with how briskly that one works."""

    month: Period
    programme: Programme
    task: Task
    region: str
    name: str
    pace: float
    towns: int


def return_rows(
    city: City, plan: Plan, due: Mapping[str, Mapping[Period, date]], places: Places
) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each return as its row and the rows of its changes, in the plan's order by month."""
    dice, values = city.dice("returns"), _reported(city)
    finished: set[tuple[str, str, str]] = set()
    last: dict[tuple[str, str, str], int] = {}
    months = [month for month in return_months(plan) if month.begun(city.today)]
    towns = {county.code: (county.pace, len(county.towns)) for county in city.counties}
    for month in months:
        for programme in plan.programmes:
            for task in programme.tasks:
                for region in regions_of(task, places):
                    key = (programme.id, task.no, region)
                    pace, count = towns.get(region, (0.9, 9))
                    one = Place(month, programme, task, region, places.name(region), pace, count)
                    acts = [] if key in finished else _acts(one, city, dice)
                    if not acts:
                        continue
                    last[key] = percent = max(last.get(key, 0), _percent(one, plan, city, dice))
                    content = _content(one, percent, values, dice)
                    yield _rows(one, content, acts, _moments(one, acts, due[programme.id][month], city, dice), dice)
                    if acts[-1] == "accepted" and percent == 100:
                        finished.add(key)


def _acts(one: Place, city: City, dice: Dice) -> list[str]:
    """What has been done about it by today."""
    now = month_of(city.today)
    whole = (
        ["saved", "submitted", "returned", "saved", "submitted", "accepted"]
        if dice.chance(RESUBMITTED)
        else ["saved", "submitted", "accepted"]
    )
    if one.month < now:
        late = one.region == MISSING and (one.programme.id, one.month.starts.month) == MISSED
        return [] if late else whole
    if one.region == MISSING:
        return []
    if one.region == WAITING:
        return ["saved", "submitted"]
    if one.region == HALF_DONE:
        if one.programme.id == "relief":
            return ["saved", "submitted", "accepted"]
        if (one.programme.id, one.task.no) == SENT_BACK:
            return ["saved", "submitted", "returned"]
        if one.programme.id == "elderly" and one.task.no in ("1", "2", "3", "4"):
            return ["saved", "submitted"]
        return ["saved"] if one.programme.id == "elderly" and one.task.no in ("6", "7") else []
    return whole if dice.chance(0.85) else ["saved", "submitted"]


def _percent(one: Place, plan: Plan, city: City, dice: Dice) -> int:
    month = one.month.starts.month
    if (one.programme.id, one.task.no) in LINKED:
        start, end, begins, ends = LINKED[one.programme.id, one.task.no]
        walked = min(1.0, max(0.0, (month - begins) / (ends - begins)))
        low, high = _between(start, one.pace), _between(end, one.pace)
        return min(100, max(0, int(low + (high - low) * walked + dice.whole(-2, 2))))
    if (one.programme.id, one.task.no) == ("elderly", "8"):
        since = office.NETWORK_MONTHS[min(_rank(city, one.region), len(office.NETWORK_MONTHS) - 1)]
        return 100 if since is not None and month >= since else min(60, 6 * month)
    due = one.task.due_on
    expected = expected_percent(plan.plan.issued_on, due, one.month.ends)
    past = max(0, (one.month.starts.year - due.year) * 12 + month - due.month)
    brisk = SLOWEST + (BRISKEST - SLOWEST) * one.pace
    percent = int(expected * brisk + CATCHING_UP * past + dice.whole(-3, 2))
    return min(100 if expected >= 100 else 97, max(1, percent))


def _between(points: Sequence[int], pace: float) -> float:
    at = min(max(bisect_right(PACES, pace), 1), len(PACES) - 1)
    low, high = PACES[at - 1], PACES[at]
    return points[at - 1] + (points[at] - points[at - 1]) * (pace - low) / (high - low)


def _rank(city: City, region: str) -> int:
    return next((rank for rank, county in enumerate(city.laggards) if county.code == region), len(city.laggards))


def _reported(city: City) -> dict[tuple[str, str, str], tuple[str, str]]:
    """What 县区上报指标 holds, as it would have been written; a rate without 分母 was not written in a return."""
    out = {}
    for indicator, region, month, numerator, denominator in office.reported_rows(city):
        out[str(indicator), str(region), str(month)] = (_written(numerator), _written(denominator))
    return out


def _written(number: object) -> str:
    return "" if number is None else f"{Decimal(str(number)).normalize():f}"


def _content(one: Place, percent: int, values: Mapping[tuple[str, str, str], tuple[str, str]], dice: Dice) -> dict[str, Any]:
    done, measures = WORDS.get((one.programme.id, one.task.no), OTHER)
    said = {"p": percent, "n": f"{max(1, one.towns * percent // 100)}", "title": one.task.title}
    slow = f"\n{dice.pick(SLOW)}" if one.pace < 0.2 and dice.chance(0.4) and percent < 100 else ""
    kept = {}
    for indicator in indicators_of(one.task, one.region):
        pair = values.get((indicator.id, one.region, one.month.text))
        if pair and bool(pair[1]) == indicator.rate:
            kept[indicator.id] = list(pair)
    return {"percent": percent, "done": done.format(**said) + slow, "measures": measures.format(**said), "values": kept}


def _moments(one: Place, acts: Sequence[str], deadline: date, city: City, dice: Dice) -> list[datetime]:
    """When each act was done, in order, before today; the slowest is late now and then."""
    late = one.region == MISSING and one.month.starts.month in (6, 7) and dice.chance(0.5)
    running = one.month == month_of(city.today)
    begun = (
        deadline + timedelta(days=dice.whole(1, 4))
        if late
        else deadline - timedelta(days=dice.whole(5, 8) if running else dice.whole(1, 6))
    )
    days = [begun + timedelta(days=at // 2) for at in range(len(acts))]
    first = datetime.combine(days[0], time(8, dice.whole(0, 59)), SHANGHAI)
    return [
        min(
            datetime.combine(day, first.time(), SHANGHAI) + timedelta(minutes=43 * at), datetime.combine(city.today, time(7), SHANGHAI)
        ).astimezone(UTC)
        for at, day in enumerate(days)
    ]


def _rows(
    one: Place, content: dict[str, Any], acts: Sequence[str], moments: Sequence[datetime], dice: Dice
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    item = {"month": one.month.text, "programme": one.programme.id, "task": one.task.no, "region": one.region}
    filer = one.programme.owner if one.region == CITY else f"{one.name}民政局"
    reason = dice.pick(REASONS)
    changes, submitted, saved = [], None, moments[0]
    for at, (act, moment) in enumerate(zip(acts, moments, strict=True)):
        submitted = submitted or (moment if act == "submitted" else None)
        saved = moment if act == "saved" else saved
        changes.append(
            {
                **item,
                **content,
                "version": at + 1,
                "act": act,
                "at": moment,
                "who": filer if act in ("saved", "submitted") else one.programme.owner,
                "attachments": [],
                "reason": reason if act == "returned" else "",
                "batch": None,
            }
        )
    state = next((act for act in reversed(acts) if act != "saved"), "draft")
    row = {
        **item,
        **content,
        "state": state,
        "version": len(acts),
        "edited_by": filer,
        "edited_at": saved,
        "submitted_at": submitted,
        "reason": reason if "returned" in acts and state != "accepted" else "",
    }
    return row, changes


def put_returns(connection: Connection, city: City, places: Places) -> int:
    """The returns into their tables; how many there are. None where the year has no plan, or returns stand there already."""
    plan = read_plan(connection, city.year)
    if plan is None or filed_returns(connection):
        return 0
    months = return_months(plan)
    due = {programme.id: deadlines(connection, months, programme.return_day) for programme in plan.programmes}
    made = list(return_rows(city, plan, due, places))
    if made:
        connection.execute(sa.insert(returns), [row for row, _ in made])
        connection.execute(sa.insert(return_changes), [change for _, changes in made for change in changes])
    return len(made)


def filed_returns(connection: Connection) -> int:
    """How many returns there are."""
    return connection.scalar(sa.select(sa.func.count()).select_from(returns)) or 0


def clear_returns(connection: Connection) -> None:
    """Take the returns of a demonstration out, with all that was done to them since."""
    for table in (returns, return_changes, attachments):
        connection.execute(sa.delete(table))
