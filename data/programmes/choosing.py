"""What a section says of its plan, written down: which of two dates of a task counts, and on which day a milestone was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from access import audit
from access.scope import Scope
from data import facts
from data.programmes.assigned import reviews
from data.programmes.form import BLANK, Programme, Task
from data.programmes.marks import date_choices, marks_at, milestone_marks
from data.programmes.plan import read_plan


class ChoiceRefused(ValueError):
    """What was to be written down can't be; the message says why."""


class NotTheirs(PermissionError):
    """Only the chief of the section a programme belongs to may speak for it."""


@dataclass(frozen=True)
class Speaker:
    """Who speaks: account, what it may, and the address it asks from."""

    username: str
    scope: Scope
    where: str


def dates_of(task: Task) -> tuple[str, ...]:
    """The months a section may choose between; empty where the document says one thing only."""
    if not task.other_due:
        return ()
    return tuple(dict.fromkeys(month for month in (task.due, task.other_due) if month != BLANK))


def choose_date(connection: Connection, speaker: Speaker, *, year: int, programme: str, task: str, due: str) -> None:
    """Let the month `due` count for a task from now on. The choices before stay written.

    Raises NotTheirs for another section, ChoiceRefused for a month the document does not name.
    """
    one = _own(connection, speaker, year, programme)
    found = next((line for line in one.tasks if line.no == task), None)
    if found is None:
        raise ChoiceRefused(f"{one.name}没有序号为 {task[:12]} 的任务。")
    if due not in dates_of(found):
        raise ChoiceRefused("只能在原文写的两个时限中选一个。")
    connection.execute(
        sa.insert(date_choices).values(
            year=year, programme=programme, task=task, due=due, who=speaker.username, at=facts.acting_at(connection)
        )
    )
    what = f"{year} 年 {one.name} 台账 {task} {found.title}：时限按 {due}"
    audit.append(connection, "setting", who=speaker.username, where=speaker.where, what=what)
    facts.bump(connection)


def mark_milestone(
    connection: Connection, speaker: Speaker, *, year: int, programme: str, due: str, title: str, done_on: date | None
) -> None:
    """Say on which day a milestone was done; None: that it is open again.

    Raises NotTheirs for another section, ChoiceRefused for an unknown milestone or a day outside the plan's year up to today.
    """
    one = _own(connection, speaker, year, programme)
    if not any(milestone.due == due and milestone.title == title for milestone in one.milestones):
        raise ChoiceRefused(f"{one.name}没有这个节点。")
    if done_on is not None and not date(year, 1, 1) <= done_on <= facts.today(connection):
        raise ChoiceRefused(f"完成日期应在 {year} 年内、不晚于今天。")
    said = marks_at(connection, year, facts.today(connection)).get((programme, due, title))
    if (said.done_on if said else None) == done_on:
        return  # said already
    connection.execute(
        sa.insert(milestone_marks).values(
            year=year,
            programme=programme,
            due=due,
            title=title,
            done_on=done_on,
            who=speaker.username,
            at=facts.acting_at(connection),
        )
    )
    state = f"{done_on} 完成" if done_on else "未完成"
    audit.append(connection, "setting", who=speaker.username, where=speaker.where, what=f"{year} 年 {one.name} 节点 {due} {title}：{state}")
    facts.bump(connection)


def _own(connection: Connection, speaker: Speaker, year: int, programme: str) -> Programme:
    plan = read_plan(connection, year)
    found = next((one for one in plan.programmes if one.id == programme), None) if plan else None
    if found is None:
        raise ChoiceRefused(f"{year} 年没有这项工程。")
    if not reviews(speaker.scope, found):
        raise NotTheirs(f"只有{found.owner}的科长可以确认。")
    return found
