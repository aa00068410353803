"""基层治理 · the indicators of communities and work orders."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement, Select

from data.datasets.governance import communities as communities_dataset
from data.datasets.governance import work_orders as work_orders_dataset
from data.indicators.indicator import Indicator, Target
from data.indicators.measure import NONE, ZERO, Part, Window, constant, events, first, register
from data.indicators.open_records import oldest_open, open_by_age
from data.indicators.readings import periods
from data.indicators.reported import reported
from data.regions import regions

communities = communities_dataset.table
orders = work_orders_dataset.table

VILLAGES_AND_COMMUNITIES = ("村", "社区")  # villages of kind 其他 count in neither half
# The document sets no limit for an order, so the bands are the bureau's own rounds: orders are delivered every week, so what is older than
# one has missed a delivery; half a month; and a month, after which it has missed a monthly return.
OPEN_FOR = ((7, "7天以内"), (15, "8–15天"), (30, "16–30天"), (None, "30天以上"))
ALL_BY_DECEMBER = Target(Decimal(100), "2023-12", each_county=True)


def counted_kind() -> ColumnElement[bool]:
    """The kind that counts is that of `regions`, not the column 类型."""
    return communities.c.region.in_(
        sa.select(regions.c.code).where(regions.c.level == "village", regions.c.kind.in_(VILLAGES_AND_COMMUNITIES))
    )


def _standard_communities() -> Part:
    """Denominator: every row with 省级规范化社区 = 是, in every period."""

    def select(window: Window) -> Select[Any]:
        leaf = window.leaf(communities.c.region)
        counted = (
            sa.select(leaf.label("leaf"), sa.func.count().label("n"))
            .where(communities.c.standard.is_(True), *window.inside(communities.c.region))
            .group_by(*first(1))
            .subquery("counted")
        )
        return (
            sa.select(
                counted.c.leaf.label("region"),
                periods.c.period,
                sa.literal("").label("category"),
                ZERO.label("numerator"),
                counted.c.n.label("denominator"),
                NONE.label("people"),
            )
            .select_from(counted.join(periods, sa.true()))
            .where(*window.holds())
        )

    return Part(select, {"communities": "always"})


INDICATORS = (
    Indicator(
        "five_star_communities",
        "五星社区数",
        "个",
        "governance",
        "stock",
        (register(communities_dataset, "five_star_on", None),),
        "已评定五星社区",
        source="任务（二）",
        better="higher",
    ),
    Indicator(
        "standard_communities_rechecked",
        "规范化社区复查达标率",
        "%",
        "governance",
        "stock",
        (
            register(
                communities_dataset,
                "rechecked_on",
                None,
                where=sa.and_(communities.c.standard.is_(True), communities.c.recheck_passed.is_(True)),
            ),
            _standard_communities(),
        ),
        "复查达标的省级规范化社区",
        "省级规范化社区",
        short="规范化社区复查",
        source="任务（三）",
        better="higher",
        target=ALL_BY_DECEMBER,
    ),
    Indicator(
        "community_workers_per_10k",
        "每万城镇常住人口社区工作者",
        "人/万人",
        "governance",
        "stock",
        (reported("community_workers_per_10k", denominator=True),),
        "社区工作者人数",
        "城镇常住人口（万人）",
        short="每万人社区工作者",
        source="任务（三）",
        better="higher",
        reported=True,
        level="county",
        scale=10000,
        denominator_scale=10000,
    ),
    Indicator(
        "village_rules_revised",
        "村规民约（居民公约）修订率",
        "%",
        "governance",
        "stock",
        (
            events(communities_dataset, "rules_revised_on", where=lambda p: counted_kind(), inside_year=True),
            constant("village", VILLAGES_AND_COMMUNITIES),
        ),
        "年内已修订的村（社区）",
        "村（社区）",
        short="村规民约修订率",
        source="任务（五）",
        better="higher",
        target=ALL_BY_DECEMBER,
        resets=True,
    ),
    Indicator(
        "committee_codes_assigned",
        "基层自治组织赋码率",
        "%",
        "governance",
        "stock",
        (
            register(communities_dataset, "code_assigned_on", None, where=counted_kind()),
            constant("village", VILLAGES_AND_COMMUNITIES),
        ),
        "已赋统一社会信用代码的村（居）委会",
        "村（居）委会",
        short="自治组织赋码率",
        source="任务（六）",
        better="higher",
        target=ALL_BY_DECEMBER,
    ),
    Indicator(
        "work_orders",
        "走访工单量",
        "件",
        "governance",
        "flow",
        (events(work_orders_dataset, "accepted_on", category=orders.c.category),),
        "期内受理的走访工单",
        source="驾驶舱（走访工单）",
        breakdown="类型",
        categories=work_orders_dataset.column("category").values,
    ),
    Indicator(
        "work_orders_closed",
        "走访工单办结率",
        "%",
        "governance",
        "flow",
        (events(work_orders_dataset, "accepted_on", numerator=lambda p: orders.c.closed_on <= p.c.day, rate=True),),
        "期内受理且期末前已办结",
        "期内受理",
        short="工单办结率",
        source="驾驶舱",
        better="higher",
        span=True,
    ),
)

BESIDE = (
    Indicator(
        "work_orders_open",
        "未办结走访工单",
        "件",
        "governance",
        "stock",
        (open_by_age(work_orders_dataset, "accepted_on", "closed_on", OPEN_FOR),),
        "期末以前受理、期末还没有办结的走访工单",
        short="未办结工单",
        source="驾驶舱（走访工单）",
        breakdown="受理到期末的天数",
        categories=tuple(words for _, words in OPEN_FOR),
    ),
    Indicator(
        "work_orders_oldest",
        "未办结走访工单最长天数",
        "天",
        "governance",
        "stock",
        (oldest_open(work_orders_dataset, "accepted_on", "closed_on"),),
        "未办结的走访工单中受理最早的一件，从受理到期末的天数",
        short="最久未办结天数",
        source="驾驶舱（走访工单）",
        rollup="max",
    ),
)
