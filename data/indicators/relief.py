"""社会救助 · the indicators of relief."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import Select

from data.calendar import calendar
from data.datasets.office import population
from data.datasets.relief import relief_applications, relief_payments, relief_recipients
from data.indicators.indicator import MONTHLY, Indicator, Target
from data.indicators.measure import NONE, ZERO, Part, Window, events, first, register
from data.indicators.readings import periods
from data.indicators.reported import reported
from data.regions import regions

applications = relief_applications.table
payments = relief_payments.table
recipients = relief_recipients.table
residents = population.table


def _months(numerator: Any, denominator: Any = None, people: Any = None, where: Any = None, category: bool = False) -> Part:
    """Sums over the payment batches by 所属月份; a month counts once it has begun."""

    def select(window: Window) -> Select[Any]:
        leaf = window.leaf(payments.c.region)
        kind = payments.c.category if category else sa.literal("")
        statement = (
            sa.select(
                leaf.label("region"),
                periods.c.period,
                kind.label("category"),
                numerator.label("numerator"),
                (NONE if denominator is None else denominator).label("denominator"),
                (NONE if people is None else people).label("people"),
            )
            .select_from(payments.join(periods, periods.c.period == payments.c.month))
            .where(*window.holds(), *window.inside(payments.c.region))
            .group_by(*first(3))
        )
        return statement if where is None else statement.where(where)

    return Part(select, {"relief_payments": "period"})


def _residents() -> Part:
    """常住人口: a county's own latest row not after the year of d; missing ones stay missing."""

    def select(window: Window) -> Select[Any]:
        other = residents.alias("other")
        latest = (
            sa.select(sa.func.max(other.c.year))
            .where(other.c.region == regions.c.code, other.c.year <= sa.extract("year", periods.c.day))
            .correlate(regions, periods)
            .scalar_subquery()
        )
        return (
            sa.select(
                regions.c.code.label("region"),
                periods.c.period,
                sa.literal("").label("category"),
                ZERO.label("numerator"),
                residents.c.residents.label("denominator"),
                NONE.label("people"),
            )
            .select_from(
                regions.join(periods, sa.true()).outerjoin(
                    residents, sa.and_(residents.c.region == regions.c.code, residents.c.year == latest)
                )
            )
            .where(regions.c.level == "county", *window.holds(), *window.inside(regions.c.code))
        )

    return Part(select, {"population": "onward"})


def _started_in_time() -> Part:
    """Both halves in one pass: third working day after acceptance ≤ d; started by then."""

    def select(window: Window) -> Select[Any]:
        leaf = window.leaf(applications.c.region)
        accepted = applications.c.accepted_on
        third = calendar.c.third_working_day
        source = applications.join(calendar, calendar.c.day == accepted)
        if window.grain == "ytd":
            source = source.join(periods, sa.and_(accepted >= periods.c.year_starts, accepted <= periods.c.day))
            conditions = window.holds()
        else:
            source = source.join(periods, periods.c.period == window.label(accepted))
            conditions = window.dated(accepted)
        return (
            sa.select(
                leaf.label("region"),
                periods.c.period,
                sa.literal("").label("category"),
                sa.func.sum(sa.case((applications.c.started_on <= third, 1), else_=0)).label("numerator"),
                sa.func.count().label("denominator"),
                NONE.label("people"),
            )
            .select_from(source)
            .where(*conditions, *window.inside(applications.c.region), third <= periods.c.day)
            .group_by(*first(3))
        )

    return Part(select, {"relief_applications": "period"})


_RECIPIENTS = register(relief_recipients, "started_on", "ended_on", category=recipients.c.category)

INDICATORS = (
    Indicator(
        "relief_recipients",
        "救助保障人数",
        "人",
        "relief",
        "stock",
        (_RECIPIENTS,),
        "期末在保的救助对象",
        source="驾驶舱（GIS展示各区救助人员数量）",
        people=True,
        breakdown="类别",
        categories=relief_recipients.column("category").values,
    ),
    Indicator(
        "relief_per_10k",
        "每万人救助人数",
        "人/万人",
        "relief",
        "stock",
        (register(relief_recipients, "started_on", "ended_on"), _residents()),
        "期末在保的救助对象 × 10000",
        "常住人口",
        level="county",
        rollup="strict",
        multiplier=10000,
        people=True,
    ),
    Indicator(
        "relief_spend",
        "救助资金发放额",
        "元",
        "relief",
        "flow",
        (_months(sa.func.sum(payments.c.amount), people=sa.func.sum(payments.c.persons), category=True),),
        "发放金额（按所属月份）",
        monthly_only=True,
        level="county",
        scale=100,
        amount=True,
        people=True,
        breakdown="类别",
        categories=relief_payments.column("category").values,
    ),
    Indicator(
        "relief_paid_on_time",
        "按时发放率",
        "%",
        "relief",
        "flow",
        (
            _months(
                sa.func.sum(sa.case((payments.c.paid_on <= periods.c.tenth, 1), else_=0)),
                sa.func.count(),
                where=periods.c.day > periods.c.tenth,
            ),
        ),
        "所属月份10日（含）前到账的发放批次",
        "当月批次",
        short="按时发放",
        source="任务（五）1",
        better="higher",
        target=Target(Decimal(100), MONTHLY, each_county=True),
        monthly_only=True,
        level="county",
    ),
    Indicator(
        "rural_dibao_standard",
        "农村低保月标准",
        "元/人·月",
        "relief",
        "stock",
        (reported("rural_dibao_standard", lowest=True),),
        "县区上报的农村低保月标准；全市为各县区最低",
        source="任务（五）1",
        better="higher",
        target=Target(Decimal(440), "2023-01", each_county=True),
        reported=True,
        level="county",
        rollup="min",
        scale=10000,
    ),
    Indicator(
        "rural_dibao_subsidy",
        "农村低保月人均财政补助",
        "元/人·月",
        "relief",
        "flow",
        (
            _months(
                sa.func.sum(payments.c.amount),
                sa.func.sum(payments.c.persons),
                where=payments.c.category == "农村低保",
            ),
        ),
        "农村低保发放金额",
        "农村低保发放人数",
        short="农村低保人均补助",
        source="任务（五）1",
        better="higher",
        target=Target(Decimal(220), "2023-01", each_county=True),
        monthly_only=True,
        level="county",
        scale=100,
        people=True,
        tells=(("relief_spend", "农村低保"),),
    ),
    Indicator(
        "tekun_standard",
        "农村特困基本生活月标准",
        "元/人·月",
        "relief",
        "stock",
        (reported("tekun_standard", lowest=True),),
        "县区上报的农村特困人员基本生活月标准；全市为各县区最低",
        source="任务（五）1",
        better="higher",
        target=Target(Decimal(572), "2023-01", each_county=True),
        reported=True,
        level="county",
        rollup="min",
        scale=10000,
        check="不低于本县农村低保标准的1.3倍",
    ),
    Indicator(
        "relief_applications",
        "救助申请受理量",
        "件",
        "relief",
        "flow",
        (events(relief_applications, "accepted_on", category=applications.c.channel),),
        "期内受理的救助申请",
        source="驾驶舱（受理情况、受理途径）",
        people=True,
        breakdown="受理途径",
        categories=relief_applications.column("channel").values,
    ),
    Indicator(
        "relief_started_in_3_days",
        "三个工作日内启动调查率",
        "%",
        "relief",
        "flow",
        (_started_in_time(),),
        "受理后3个工作日（含，按国务院放假安排）内启动调查",
        "期内受理且已满3个工作日的申请",
        short="三日启动调查率",
        source="任务（五）4三",
        better="higher",
        target=Target(Decimal(100), MONTHLY),
        span=True,
        people=True,
        tells=(("relief_applications", ""),),
        partial=True,  # the last days' applications are not judged yet
    ),
    Indicator(
        "relief_proactive_share",
        "主动发现占比",
        "%",
        "relief",
        "flow",
        (events(relief_applications, "accepted_on", numerator=lambda p: applications.c.channel == "主动发现", rate=True),),
        "受理途径为主动发现",
        "期内受理",
        source="任务（五）4二",
        people=True,
        tells=(("relief_applications", ""), ("relief_applications", "主动发现")),
    ),
)
