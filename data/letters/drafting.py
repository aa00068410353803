"""A letter's draft, filled from what lags: grounds, findings, demands with dates, the day it is due.

Structure: 殡葬方案 附件 1 (提醒函) and 2 (督办函); the wording is the cockpit's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.calendar import calendar
from data.indicators.figures import NotAllowed
from data.indicators.indicator import MONTHLY, Target
from data.indicators.moment import Moment
from data.indicators.words import day
from data.letters.content import Cited, Content, Item
from data.letters.lagging import Stands, stands
from data.letters.letter import Letter
from data.letters.subject import subject_of
from data.letters.table import KINDS, Kind
from data.periods import month_of, parse
from data.programmes.form import Plan, Programme
from data.programmes.ledger import plan_at
from data.regions import Places
from geo.regions import level_of

TIME_TO_MEND = 15  # working days from the draft to the day a county is to have answered and mended


class NothingLags(ValueError):
    """There is nothing to remind of."""


def due_day(connection: Connection, drafted_on: date) -> date:
    """The fifteenth working day after; where the calendar does not reach, three weeks after."""
    following = (
        sa.select(calendar.c.day)
        .where(calendar.c.working.is_(True), calendar.c.day > drafted_on)
        .order_by(calendar.c.day)
        .offset(TIME_TO_MEND - 1)
        .limit(1)
    )
    return connection.scalar(following) or drafted_on + timedelta(weeks=3)


@dataclass(frozen=True)
class Basis:
    """What a letter to one region rests on: plan and programme, the targets of the year, the day and the state of the figures."""

    plan: Plan
    programme: Programme
    places: Places
    region: str
    targets: Mapping[str, Target]
    today: date
    refreshed_at: str


def compose(now: Moment, kind: Kind, programme: str, region: str, due_on: date, *, cites: Letter | None = None) -> Content:
    """What the letter says today.

    cites  the 提醒函 that a 督办函 rests on
    Raises NothingLags where no topic lags, NotAllowed for a region letters are not sent to, KeyError for an unknown one.
    """
    now.places[region]
    if level_of(region) not in ("county", "township"):
        raise NotAllowed(region)
    plan = plan_at(now, month_of(now.today))
    found = next((one for one in plan.programmes if one.id == programme), None) if plan else None
    if plan is None or found is None:
        raise NothingLags("年度计划里没有这项工程。")
    refreshed = now.refreshed_at.isoformat() if now.refreshed_at else ""
    basis = Basis(plan, found, now.places, region, now.targets.get(plan.plan.year, {}), now.today, refreshed)
    return worded(kind, basis, stands(now, programme, region), due_on, cites)


def worded(kind: Kind, basis: Basis, standing: Sequence[Stands], due_on: date, cites: Letter | None = None) -> Content:
    """The letter on how the topics stand. Raises NothingLags where none lags."""
    if not any(one.lags for one in standing):
        raise NothingLags("现有读数和台账中没有滞后、逾期或未报的事项。")
    cited = _cited(cites) if cites else None
    return Content(
        title=f"关于{basis.places.name(basis.region)}{basis.programme.name}有关问题的{KINDS[kind]}",
        addressee=addressee(basis.places, basis.region),
        opening=_opening(basis, cited),
        items=tuple(_item(basis, one, due_on) for one in standing),
        closing=_closing(kind, due_on, basis.today),
        office=basis.plan.plan.bureau,
        as_of=basis.today.isoformat(),
        refreshed_at=basis.refreshed_at,
        cited=cited,
    )


def addressee(places: Places, region: str) -> str:
    """Whom a letter to a region is written to: `通许县民政局`, `玉皇庙镇人民政府`, `文治街道办事处`."""
    place = places[region]
    if level_of(region) == "county":
        return f"{place.name}民政局"
    return f"{place.name}{'办事处' if place.name.endswith('街道') else '人民政府'}"


def closing_for(content: Content, kind: Kind, due_on: date) -> str:
    """The letter's end for another day."""
    return _closing(kind, due_on, date.fromisoformat(content.as_of))


def _opening(basis: Basis, cited: Cited | None) -> str:
    subject, today = subject_of(basis.programme, basis.places), basis.today
    grounds = "和".join(one.format(name=basis.programme.name, document=basis.plan.plan.document) for one in subject.grounds)
    asked = f"根据{grounds}，各县区、各乡镇（街道）须{subject.aim}。"
    if cited is None:
        return f"{asked}对照今年的目标和台账，你单位尚有下列事项没有达到进度，现提醒如下。"
    issued, due = (date.fromisoformat(text) for text in (cited.issued_on, cited.due_on))
    answered = f"你单位已于{day(date.fromisoformat(cited.replied_on), today.year)}回复" if cited.replied_on else "至今没有收到你单位的回复"
    return (
        f"{asked}{day(issued, today.year)}市民政局印发《提醒函》（{cited.code}），要求于{day(due, today.year)}前完成整改，{answered}。"
        "现已超过规定时间，下列事项仍未整改到位，现予督办。"
    )


def _cited(letter: Letter) -> Cited:
    issued, replied = letter.issued_on, letter.replied_on
    return Cited(letter.code, issued.isoformat() if issued else "", letter.due_on.isoformat(), replied.isoformat() if replied else "")


def _item(basis: Basis, one: Stands, due_on: date) -> Item:
    topic = one.topic
    demand = topic.demand.format(by=_by(basis, one, due_on), name=topic.name) if one.lags else ""
    quotes = tuple(dict.fromkeys(figure for said in one.said for figure in said.figures))
    return Item(topic.id, topic.name, one.words, one.lags, "", demand, quotes)


def _by(basis: Basis, one: Stands, due_on: date) -> str:
    """By when: the first end of the topic's own times that is later than the letter's day, else the letter's day."""
    targets = basis.targets
    ends = [parse(targets[name].by).ends for name in one.topic.indicators if name in targets and targets[name].by != MONTHLY]
    ends += [task.due_on for task in basis.programme.tasks if task.no in one.topic.tasks]
    first = min((found for found in ends if found > due_on), default=None)
    return f"{first.month}月底" if first and first.year == basis.today.year else day(due_on, basis.today.year)


def _closing(kind: Kind, due_on: date, today: date) -> str:
    by = day(due_on, today.year)
    if kind == "reminder":
        return f"请于{by}前将整改措施和完成情况书面报市民政局。届时市民政局将逐项核查，没有按时完成的，将印发《督办函》。"
    return (
        f"请于{by}前整改完毕，将整改情况报告和整改台账报市民政局。市民政局将组织“回头看”，"
        "对整改迟缓、效果不好的予以通报批评；情节严重的，依规移交有关部门处理。"
    )


def refilled(content: Content, fresh: Content) -> Content:
    """The sentences of today with what a person had added to the topics that are still there."""
    known: dict[str, Item] = {item.topic: item for item in content.items}
    kept: Sequence[Item] = [item for item in fresh.items if item.topic in known or item.lags]
    remarks = {item.topic: known[item.topic].remark for item in kept if item.topic in known}
    return fresh.edited(remarks, {}, frozenset(item.topic for item in fresh.items if item not in kept))
