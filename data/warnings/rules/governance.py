"""基层治理 · work orders open too long."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from data.datasets.governance import work_orders
from data.lists import LISTS
from data.lists.record_list import Span
from data.periods import month_of
from data.warnings.days import DaysLater
from data.warnings.finding import answer
from data.warnings.rule import Asked, Parameter, Rule
from data.warnings.rules.jump import jumping
from data.warnings.rules.planned import planned

SECTION = "基层政权建设和社区治理科"
orders = work_orders.table


def _open_long(asked: Asked) -> sa.Select[Any]:
    """By township, with how many; since the day the oldest had been open for so long."""
    days = asked.set["days"]
    township = sa.func.substr(orders.c.region, 1, 9)
    found = (
        sa.select(township.label("township"), sa.func.count().label("n"), sa.func.min(orders.c.accepted_on).label("oldest"))
        .where(*LISTS["work_orders_open"].where(Span(month_of(asked.today), asked.today)))
        .where(orders.c.accepted_on <= asked.today - timedelta(days=days))
        .group_by(township)
        .subquery("found")
    )
    return answer(found.c.township, found.c.township, DaysLater(found.c.oldest, days), many=found.c.n).select_from(found)


RULES = (
    Rule(
        "work_order_open",
        "走访工单久未办结",
        SECTION,
        "governance",
        "notice",
        "group",
        "{region}有 {many} 件走访工单久未办结，最早的一件自{since}起超期",
        "“智慧民政”提升工程实施方案 N个应用7：走访工单，快速反应、精准指挥；期限为本系统所定，文件未规定",
        "逐件督办，已办结的补录办结日期",
        ("work_orders",),
        select=_open_long,
        dataset=work_orders,
        records="work_orders_open",
        filter="age.between.{days}..",
        parameters=(Parameter("days", "受理满多少天仍未办结", "天", 30, 3, 366),),
        days=7,
    ),
    jumping("governance", SECTION, ("work_orders", "work_orders_closed"), ("work_orders",)),
    *planned("governance", SECTION),
)
