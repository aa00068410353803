"""未成年人 · the indicators of child care and protection."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement

from data.datasets.children import child_places, child_staff, child_visits
from data.datasets.children import children as children_dataset
from data.indicators.indicator import EVERY, SAME, Indicator, Target
from data.indicators.measure import Part, at_day, constant, events, register, visited

children = children_dataset.table
places = child_places.table
staff = child_staff.table


UNASSESSED = "未评估"  # 风险等级 is empty


def _homes(on: str) -> Part:
    return events(child_places, on, where=lambda p: places.c.kind == "儿童之家", inside_year=True)


def in_post(p: Any) -> ColumnElement[bool]:
    return sa.and_(staff.c.appointed_on <= p.c.day, sa.or_(staff.c.left_on.is_(None), staff.c.left_on > p.c.day))


def centre_running(p: Any) -> ColumnElement[bool]:
    return sa.and_(
        places.c.kind == "未成年人救助保护机构",
        places.c.opened_on <= p.c.day,
        sa.or_(places.c.closed_on.is_(None), places.c.closed_on > p.c.day),
    )


INDICATORS = (
    Indicator(
        "children_registered",
        "在册关爱保护儿童",
        "人",
        "children",
        "stock",
        (register(children_dataset, "registered_on", "closed_on", category=children.c.category),),
        "期末在册的关爱保护儿童",
        source="驾驶舱",
        people=True,
        minors=(EVERY,),
        breakdown="类别",
        categories=children_dataset.column("category").values,
    ),
    Indicator(
        "child_visit_rate",
        "在册儿童月走访率",
        "%",
        "children",
        "flow",
        (
            visited(children_dataset, child_visits, category=False),
            register(children_dataset, "registered_on", "closed_on", role="denominator"),
        ),
        "当月被走访至少一次的在册儿童",
        "月末在册儿童",
        short="儿童月走访率",
        source="驾驶舱（走访展示）",
        better="higher",
        monthly_only=True,
        people=True,
        tells=(("children_registered", ""),),
    ),
    Indicator(
        "children_homes",
        "新建儿童之家",
        "个",
        "children",
        "flow",
        (_homes("completed_on"),),
        "年内完工的儿童之家",
        source="任务（三）",
        better="higher",
        target=Target(Decimal(100), "2023-10", share_by="villages"),
        cumulative=True,
        resets=True,
        level="county",
    ),
    Indicator(
        "children_homes_started",
        "儿童之家开工",
        "个",
        "children",
        "flow",
        (_homes("started_on"),),
        "年内开工的儿童之家",
        source="进度安排5月",
        better="higher",
        target=Target(Decimal(100), "2023-05", share_by="villages"),
        cumulative=True,
        resets=True,
        level="county",
    ),
    Indicator(
        "children_homes_sited",
        "儿童之家选址",
        "个",
        "children",
        "flow",
        (_homes("sited_on"),),
        "年内完成选址的儿童之家",
        source="进度安排4月",
        better="higher",
        target=Target(Decimal(100), "2023-04", share_by="villages"),
        cumulative=True,
        resets=True,
        level="county",
    ),
    Indicator(
        "book_rooms",
        "爱心书屋",
        "个",
        "children",
        "flow",
        (events(child_places, "opened_on", where=lambda p: places.c.kind == "爱心书屋", inside_year=True),),
        "年内揭牌的爱心书屋",
        source="任务（三）",
        better="higher",
        target=Target(Decimal(20), "2023-06"),
        cumulative=True,
        resets=True,
        level="county",
    ),
    Indicator(
        "child_staff_trained",
        "儿童督导员和儿童主任培训率",
        "%",
        "children",
        "stock",
        (
            at_day(
                child_staff,
                where=in_post,
                numerator=lambda p: sa.and_(staff.c.trained_on >= p.c.year_starts, staff.c.trained_on <= p.c.day),
            ),
        ),
        "在任且年内受训",
        "在任",
        short="儿童主任培训率",
        source="任务（三）、5月",
        better="higher",
        target=Target(Decimal(100), "2023-05", each_county=True),
        resets=True,
        remembers=False,  # 最近培训日期: who is trained again this year was not, as the records have it, last year
    ),
    Indicator(
        "child_protection_centres",
        "县级未保机构覆盖率",
        "%",
        "children",
        "stock",
        (at_day(child_places, where=centre_running, within="county"), constant("county")),
        "有已转型（成立）未成年人救助保护机构的县区",
        "县区",
        short="未保机构覆盖率",
        source="任务（五）、6月",
        better="higher",
        target=Target(Decimal(100), "2023-06"),
        level="county",
    ),
)

BESIDE = (
    # The children of children_registered by another trait. No township is shown: an alternative to a withheld cell here then changes
    # nobody's county or category, one there nobody's risk, and what the two hide is hidden from whoever sees both (decision 3).
    Indicator(
        "children_by_risk",
        "在册儿童（按风险等级）",
        "人",
        "children",
        "stock",
        (register(children_dataset, "registered_on", "closed_on", category=sa.func.coalesce(children.c.risk, UNASSESSED)),),
        "期末在册的关爱保护儿童",
        source="驾驶舱",
        level="county",
        people=True,
        tells=(("children_by_risk", SAME), ("children_registered", "")),
        minors=(EVERY,),
        breakdown="风险等级",
        categories=(*reversed(children_dataset.column("risk").values), UNASSESSED),
    ),
)
