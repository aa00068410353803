"""基层治理 · record lists: work orders, village rules, codes, rechecks."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from data.datasets.governance import communities as communities_dataset
from data.datasets.governance import work_orders as work_orders_dataset
from data.indicators.governance import VILLAGES_AND_COMMUNITIES
from data.lists.elderly import CODE
from data.lists.field import Field, field_of, fields_of, places
from data.lists.record_list import Condition, RecordList, Span, inside, isnt
from data.regions import regions

orders, communities = work_orders_dataset.table, communities_dataset.table

_ORDER = (
    *places(orders.c.region, "county", "township", "village"),
    *fields_of(work_orders_dataset, ["key", "category", "accepted_on"]),
    Field("age", "已过天数", "age", orders.c.accepted_on),
)
_VILLAGE = (
    *places(regions.c.code, "county", "township", "village"),
    CODE,
    Field("kind", "类型", "enum", regions.c.kind, False, ("村", "社区")),
)


def _without(done: Any) -> Condition:
    """Villages and communities (by the kind in `regions`) with no row that has it done."""

    def where(span: Span) -> list[Any]:
        there = sa.exists().where(communities.c.region == regions.c.code, done(span)).correlate(regions)
        return [regions.c.level == "village", regions.c.kind.in_(VILLAGES_AND_COMMUNITIES), ~there]

    return where


LISTS = (
    RecordList(
        "work_orders_open",
        "未办结的走访工单",
        work_orders_dataset,
        "governance",
        "有 {n} 件走访工单未办结",
        "走访工单全部办结",
        "期末以前受理，期末没有办结；不论哪个月受理的。天数从受理日期算到期末（本月为今日）。",
        "期末以后受理的。",
        _ORDER,
        lambda span: [orders.c.accepted_on <= span.day, isnt(orders.c.closed_on <= span.day)],
        indicator="work_orders_open",
        part="numerator",
        order=("-age",),
    ),
    RecordList(
        "work_orders_unclosed",
        "期内受理而未办结的走访工单",
        work_orders_dataset,
        "governance",
        "受理的走访工单有 {n} 件未办结",
        "受理的走访工单全部办结",
        "期内受理，期末没有办结日期，或办结日期在期末以后。",
        "期前受理的，见“未办结的走访工单”。",
        _ORDER,
        lambda span: [inside(orders.c.accepted_on, span), isnt(orders.c.closed_on <= span.day)],
        indicator="work_orders_closed",
        part="gap",
        whole="受理 {d} 件",
        order=("-age",),
    ),
    RecordList(
        "village_rules_unrevised",
        "年内未修订规约的村（社区）",
        communities_dataset,
        "governance",
        "有 {n} 个村（社区）年内未修订规约",
        "村（社区）年内全部修订了规约",
        "村和社区，当年 1 月 1 日至期末没有规约修订日期；没有登记的村（社区）也列出。",
        "往年修订的不算；类型为“其他”的区划不列。",
        _VILLAGE,
        _without(lambda span: communities.c.rules_revised_on.between(span.year_starts, span.day)),
        indicator="village_rules_revised",
        part="gap",
        whole="村（社区）{d} 个",
        of_places=True,
    ),
    RecordList(
        "committees_without_code",
        "未赋码的村（居）委会",
        communities_dataset,
        "governance",
        "有 {n} 个村（居）委会未赋统一社会信用代码",
        "村（居）委会全部赋码",
        "村和社区，期末没有赋码日期，或日期在期末以后；没有登记的也列出。",
        "类型为“其他”的区划不列。",
        _VILLAGE,
        _without(lambda span: communities.c.code_assigned_on <= span.day),
        indicator="committee_codes_assigned",
        part="gap",
        whole="村（居）委会 {d} 个",
        of_places=True,
    ),
    RecordList(
        "standard_communities_unchecked",
        "复查未达标的规范化社区",
        communities_dataset,
        "governance",
        "有 {n} 个省级规范化社区未复查或复查未达标",
        "省级规范化社区全部复查达标",
        "省级规范化社区，期末没有复查日期，或复查没有达标。",
        "不是省级规范化社区的。",
        (
            *places(communities.c.region, "county", "township", "village"),
            *fields_of(communities_dataset, ["kind", "rechecked_on"]),
            field_of(communities_dataset, "recheck_passed"),
        ),
        lambda span: [
            communities.c.standard.is_(True),
            isnt(sa.and_(communities.c.recheck_passed.is_(True), communities.c.rechecked_on <= span.day)),
        ],
        indicator="standard_communities_rechecked",
        part="gap",
        whole="省级规范化社区 {d} 个",
    ),
)
