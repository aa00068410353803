"""未成年人 · record lists: children without a visit, homes not completed, staff not trained."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from data.datasets.children import child_places, child_staff, child_visits
from data.datasets.children import children as children_dataset
from data.indicators.children import centre_running, in_post
from data.lists.elderly import CODE
from data.lists.field import fields_of, places
from data.lists.record_list import RecordList, Span, isnt, on_register
from data.regions import regions

children, visits, sites, staff = children_dataset.table, child_visits.table, child_places.table, child_staff.table

_CHILD = (
    *places(children.c.region, "county", "township", "village"),
    *fields_of(children_dataset, ["key", "category", "risk", "registered_on"]),
)
_SITE = (
    *places(sites.c.region, "county", "township", "village"),
    *fields_of(child_places, ["key", "name", "sited_on", "started_on", "completed_on", "opened_on"]),
)


def _met(span: Span) -> Any:
    return sa.exists().where(visits.c.subject == children.c.key, visits.c.visited_on.between(span.since, span.day))


def _registered(span: Span) -> list[Any]:
    return on_register(children, "registered_on", "closed_on", span)


def _no_centre(span: Span) -> list[Any]:
    there = sa.exists().where(sa.func.substr(sites.c.region, 1, 6) == regions.c.code, centre_running(span)).correlate(regions)
    return [regions.c.level == "county", ~there]


LISTS = (
    RecordList(
        "children_unvisited",
        "未走访的关爱保护儿童",
        children_dataset,
        "children",
        "有 {n} 名在册儿童未走访",
        "在册儿童全部走访过",
        "月末（本月为今日）在册，当月没有一次走访记录。",
        "已销档的、月末以后建档的；走访日期在当月以外的不算走访过。",
        _CHILD,
        lambda span: [*_registered(span), ~_met(span)],
        indicator="child_visit_rate",
        part="gap",
        whole="在册 {d} 名",
        monthly=True,
    ),
    RecordList(
        "children_high_risk_unvisited",
        "未走访的高风险儿童",
        children_dataset,
        "children",
        "有 {n} 名高风险在册儿童未走访",
        "高风险在册儿童全部走访过",
        "月末（本月为今日）在册，风险等级为高，当月没有一次走访记录。",
        "风险等级为中、低或没有填写的，见“未走访的关爱保护儿童”。",
        _CHILD,
        lambda span: [*_registered(span), children.c.risk == "高", ~_met(span)],
        indicator="children_by_risk",
        monthly=True,
    ),
    RecordList(
        "children_unassessed",
        "未评估风险等级的儿童",
        children_dataset,
        "children",
        "有 {n} 名在册儿童未评估风险等级",
        "在册儿童都评估了风险等级",
        "建档日期不晚于期末，没有销档或销档日期在期末以后，风险等级为空。",
        "期末以前（含当日）销档的。",
        _CHILD,
        lambda span: [*_registered(span), children.c.risk.is_(None)],
        indicator="children_by_risk",
    ),
    RecordList(
        "children_visited",
        "已走访的关爱保护儿童",
        children_dataset,
        "children",
        "已走访 {n} 名在册儿童",
        "没有在册儿童的走访记录",
        "月末（本月为今日）在册，当月至少有一次走访记录；一人只列一行。",
        "已销档的、月末以后建档的。",
        _CHILD,
        lambda span: [*_registered(span), _met(span)],
        indicator="child_visit_rate",
        part="numerator",
        whole="在册 {d} 名",
        monthly=True,
    ),
    RecordList(
        "children_on_register",
        "在册的关爱保护儿童",
        children_dataset,
        "children",
        "在册 {n} 名关爱保护儿童",
        "没有在册的关爱保护儿童",
        "建档日期不晚于期末，没有销档或销档日期在期末以后。",
        "期末以前（含当日）销档的。",
        _CHILD,
        _registered,
        indicator="children_registered",
        part="numerator",
    ),
    RecordList(
        "children_homes_unfinished",
        "未完工的儿童之家",
        child_places,
        "children",
        "有 {n} 个儿童之家未完工",
        "登记的儿童之家全部完工",
        "类型为儿童之家，期末没有完工日期，或日期在期末以后。",
        "期末已停用的；还没有登记的。",
        _SITE,
        lambda span: [
            sites.c.kind == "儿童之家",
            isnt(sites.c.completed_on <= span.day),
            sa.or_(sites.c.closed_on.is_(None), sites.c.closed_on > span.day),
        ],
        indicator="children_homes",
    ),
    RecordList(
        "children_homes_finished",
        "年内完工的儿童之家",
        child_places,
        "children",
        "年内完工 {n} 个儿童之家",
        "年内还没有完工的儿童之家",
        "类型为儿童之家，完工日期在当年 1 月 1 日至期末之间。",
        "往年完工的。",
        _SITE,
        lambda span: [sites.c.kind == "儿童之家", sites.c.completed_on.between(span.year_starts, span.day)],
        indicator="children_homes",
        part="numerator",
    ),
    RecordList(
        "child_staff_untrained",
        "年内未受训的儿童督导员和儿童主任",
        child_staff,
        "children",
        "有 {n} 名在任儿童督导员和儿童主任年内未受训",
        "在任儿童督导员和儿童主任年内全部受训",
        "期末在任，最近培训日期不在当年 1 月 1 日至期末之间，或没有培训日期。",
        "期末已离任的。",
        (
            *places(staff.c.region, "county", "township", "village"),
            *fields_of(child_staff, ["key", "post", "appointed_on", "trained_on"]),
        ),
        lambda span: [in_post(span), isnt(staff.c.trained_on.between(span.year_starts, span.day))],
        indicator="child_staff_trained",
        part="gap",
        whole="在任 {d} 名",
    ),
    RecordList(
        "counties_without_protection_centre",
        "没有未成年人救助保护机构的县区",
        child_places,
        "children",
        "有 {n} 个县区没有在运营的未成年人救助保护机构",
        "县区都有在运营的未成年人救助保护机构",
        "县区，期末没有一家已转型（成立）并在运营的未成年人救助保护机构。",
        "乡镇的未保站。",
        (*places(regions.c.code, "county"), CODE),
        _no_centre,
        indicator="child_protection_centres",
        part="gap",
        whole="县区 {d} 个",
        of_places=True,
    ),
)
