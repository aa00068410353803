"""社会救助 · the dead still on relief, relief twice over, surveys not begun, money not arrived or jumping."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from data.calendar import calendar
from data.datasets.relief import relief_applications, relief_payments, relief_recipients
from data.indicators.moment import Moment
from data.indicators.words import period
from data.lists.record_list import Span, on_register
from data.periods import Period, month_of
from data.warnings.days import DayOf, DaysLater
from data.warnings.deceased import still_registered
from data.warnings.finding import answer
from data.warnings.robust import departure
from data.warnings.rule import Asked, Found, Parameter, Rule
from data.warnings.rules.jump import LEAST_MONTHS, SHARE, TIMES, jumping
from data.warnings.rules.planned import planned

SECTION = "社会救助科"
recipients, applications, payments = relief_recipients.table, relief_applications.table, relief_payments.table
LEAST_PERSONS = 5  # an amount per person of fewer would tell of one
HISTORY = 24  # months an amount is held against

_COUNTY = sa.func.substr(recipients.c.region, 1, 6)
_DOCUMENT = "“智慧民政”提升工程实施方案 N个应用1（智慧大救助）：避免多头救助、遗漏救助、重复救助，异常数据预警管理"


def _on_relief(asked: Asked) -> list[Any]:
    return [recipients.c.citizen.is_not(None), *on_register(recipients, "started_on", "ended_on", Span(month_of(asked.today), asked.today))]


def _twice(asked: Asked) -> sa.Select[Any]:
    """The later one of two records of a person within one county: what spans counties is the next rule's.

    Every category excludes the others (低保边缘 and 支出型困难 are who is not in 低保 or 特困); so does a second of one.
    """
    here = _on_relief(asked)
    more = sa.select(recipients.c.citizen).where(*here).group_by(recipients.c.citizen).having(sa.func.count() > 1)
    own: dict[str, Any] = {"partition_by": (recipients.c.citizen, _COUNTY)}
    ranked = (
        sa.select(
            recipients.c.key,
            recipients.c.region,
            recipients.c.started_on,
            sa.func.row_number().over(order_by=(recipients.c.started_on.desc(), recipients.c.key.desc()), **own).label("place"),
            sa.func.count().over(**own).label("n"),
        )
        .where(*here, recipients.c.citizen.in_(more))
        .subquery("ranked")
    )
    return answer(ranked.c.key, ranked.c.region, ranked.c.started_on).where(ranked.c.place == 1, ranked.c.n > 1)


def _two_counties(asked: Asked) -> sa.Select[Any]:
    """In each of the counties, the person's latest record there; since the day the last of the counties took the person in."""
    here = _on_relief(asked)
    more = sa.select(recipients.c.citizen).where(*here).group_by(recipients.c.citizen).having(sa.func.min(_COUNTY) < sa.func.max(_COUNTY))
    own: dict[str, Any] = {"partition_by": (recipients.c.citizen, _COUNTY)}
    ranked = (
        sa.select(
            recipients.c.key,
            recipients.c.region,
            recipients.c.citizen,
            sa.func.min(recipients.c.started_on).over(**own).label("came"),
            sa.func.row_number().over(order_by=(recipients.c.started_on.desc(), recipients.c.key.desc()), **own).label("place"),
        )
        .where(*here, recipients.c.citizen.in_(more))
        .subquery("ranked")
    )
    return answer(ranked.c.key, ranked.c.region, ranked.c.came).where(ranked.c.place == 1)


def _not_taken_up(asked: Asked) -> sa.Select[Any]:
    """Neither begun nor decided, and the third working day (and the days of grace) over."""
    third = calendar.c.third_working_day
    return (
        answer(applications.c.key, applications.c.region, DaysLater(third, 1))
        .select_from(applications.join(calendar, calendar.c.day == applications.c.accepted_on))
        .where(
            sa.or_(applications.c.started_on.is_(None), applications.c.started_on > asked.today),
            sa.or_(applications.c.decided_on.is_(None), applications.c.decided_on > asked.today),
            third < asked.today - timedelta(days=asked.set["grace"]),
        )
    )


def _unpaid(asked: Asked) -> sa.Select[Any]:
    """Batches of this month once its day is over, and of earlier months, that have not arrived."""
    day = asked.set["day"]
    last = month_of(asked.today) if asked.today.day > day else month_of(asked.today).shift(-1)
    number = sa.cast(sa.cast(sa.func.substr(payments.c.month, 6, 2), sa.Integer), sa.String)
    words = sa.func.substr(payments.c.month, 1, 4) + sa.literal("年") + number + sa.literal("月") + payments.c.category
    since = DaysLater(DayOf(payments.c.month, sa.literal(f"{day:02d}")), 1)
    return answer(payments.c.key, payments.c.region, since, detail=words).where(
        payments.c.month <= last.text, sa.or_(payments.c.paid_on.is_(None), payments.c.paid_on > asked.today)
    )


def _amounts(now: Moment, asked: Asked) -> Iterable[Found]:
    """The newest month of each county and category against the months before it; months of less than five persons are left out.

    Aggregated by the database to a row for each county, category and month of the last two years.
    """
    last = month_of(asked.today)
    county = sa.func.substr(payments.c.region, 1, 6)
    persons, amount = sa.func.sum(payments.c.persons), sa.func.sum(sa.type_coerce(payments.c.amount, sa.BigInteger))
    rows = now.connection.execute(
        sa.select(county.label("county"), payments.c.category, payments.c.month, persons.label("persons"), amount.label("fen"))
        .where(payments.c.month.between(last.shift(-HISTORY).text, last.text))
        .group_by(county, payments.c.category, payments.c.month)
        .having(persons >= LEAST_PERSONS)
        .order_by(county, payments.c.category, payments.c.month)
    )
    for (code, category), found in groupby(rows, key=lambda row: (row.county, row.category)):
        *before, newest = [(row.month, float(row.fen) / float(row.persons)) for row in found]
        if newest[0] < last.shift(-1).text:
            continue
        yield from _jump(code, category, before, newest, asked)


def _jump(code: str, category: str, before: Sequence[tuple[str, float]], newest: tuple[str, float], asked: Asked) -> Iterable[Found]:
    month, value = newest
    way = departure(
        value, [each for _, each in before], least=asked.set["months"], times=asked.set["times"], share=asked.set["share"] / 100
    )
    if way is not None and way.middle:
        percent = 100 * (value - way.middle) / way.middle
        words = f"{period(Period(month))}{category}人均金额比往月中位数{'高' if percent > 0 else '低'} {abs(percent):.0f}%"
        yield Found(f"{code}:{category}:{month}", code, _first(month), detail=words)


def _first(month: str) -> date:
    return Period(month).starts


RULES = (
    Rule(
        "relief_deceased",
        "死亡人员仍在保",
        SECTION,
        "relief",
        "severe",
        "record",
        "{region} 1 名已死亡人员仍在享受救助，自{since}起涉及资金 {amount}",
        "救助对象死亡后应退出保障并停发资金。城乡社会救助提升工程实施方案 二（五）5：加强救助对象动态管理，提升社会救助精准度",
        "核实死亡日期，办理退出并停发；已发的，按程序追回，在记录里填写退出日期",
        ("relief_recipients", "deaths"),
        select=still_registered(relief_recipients, "started_on", "ended_on", "monthly_amount"),
        dataset=relief_recipients,
        people=True,
    ),
    Rule(
        "relief_twice",
        "同一人重复享受救助",
        SECTION,
        "relief",
        "severe",
        "record",
        "{region} 1 人同时有两份救助记录（城市低保、农村低保、特困、低保边缘、支出型困难只能居其一）",
        f"城市低保、农村低保、特困供养、低保边缘、支出型困难不能同时认定。{_DOCUMENT}",
        "核对两份记录，保留应享受的一份，另一份办理退出",
        ("relief_recipients",),
        select=_twice,
        dataset=relief_recipients,
        people=True,
    ),
    Rule(
        "relief_two_counties",
        "同一人在两个县区享受救助",
        SECTION,
        "relief",
        "severe",
        "record",
        "{region} 1 名救助对象同时在另一县区在保",
        f"由户籍地（或居住地）一地保障。{_DOCUMENT}",
        "与市局社会救助科核对户籍和居住地，由一个县区保障，另一县区办理退出",
        ("relief_recipients",),
        select=_two_counties,
        dataset=relief_recipients,
        people=True,
    ),
    Rule(
        "relief_survey_late",
        "三个工作日未启动调查",
        SECTION,
        "relief",
        "serious",
        "record",
        "{region} 1 件救助申请受理满三个工作日仍未启动调查，自{since}起逾期",
        "自受理之日起 3 个工作日内启动家庭经济状况调查。城乡社会救助提升工程实施方案 二（五）4 三是规范审核确认工作",
        "督促乡镇（街道）当天启动调查，并填写启动日期",
        ("relief_applications",),
        select=_not_taken_up,
        dataset=relief_applications,
        people=True,
        parameters=(Parameter("grace", "满三个工作日后的宽限", "天", 0, 0, 30),),
        days=3,
    ),
    Rule(
        "relief_unpaid",
        "救助资金未按时到账",
        SECTION,
        "relief",
        "severe",
        "record",
        "{region}{detail}资金到期未到账，自{since}起逾期",
        "城乡低保资金、特困人员救助供养资金每月 10 日前发放到位。城乡社会救助提升工程实施方案 二（五）1",
        "与财政部门核对支付进度，尽快发放，并填写到账日期",
        ("relief_payments",),
        select=_unpaid,
        dataset=relief_payments,
        parameters=(Parameter("day", "每月应到账的日子", "日", 10, 1, 28),),
        days=3,
    ),
    Rule(
        "relief_amount_jump",
        "人均救助金额突变",
        SECTION,
        "relief",
        "notice",
        "place",
        "{region}{detail}",
        f"与本县区同一类别往月的中位数相比，偏离远超往月的波动。{_DOCUMENT}",
        "核对当月发放人数和金额；有提标、补发的说明原因，录入有误的更正",
        ("relief_payments",),
        gather=_amounts,
        parameters=(TIMES, SHARE, LEAST_MONTHS),
        days=14,
    ),
    jumping("relief", SECTION, ("relief_recipients", "relief_applications"), ("relief_recipients", "relief_applications")),
    *planned("relief", SECTION),
)
