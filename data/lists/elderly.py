"""养老服务 · record lists: visits, facilities, homes for the aged, caregivers, adaptations."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from data.datasets.elderly import caregivers, elder_facilities, elder_visits, facility_residents, home_adaptations, special_elders
from data.indicators.elderly import CARE_WEIGHT, COMMUNITY, STREET, VILLAGE, running, township_home
from data.lists.field import Field, fields_of, places
from data.lists.record_list import Condition, RecordList, Span, isnt, on_register
from data.regions import regions
from geo.regions import DIGITS, Level

elders, visits, facilities = special_elders.table, elder_visits.table, elder_facilities.table
carers, lodgers, homes = caregivers.table, facility_residents.table, home_adaptations.table

CODE = Field("code", "区划代码", "id", regions.c.code)
_ELDER = (*places(elders.c.region, "county", "township", "village"), *fields_of(special_elders, ["key", "category", "registered_on"]))
_FACILITY = (
    *places(facilities.c.region, "county", "township", "village"),
    *fields_of(elder_facilities, ["key", "kind", "name", "status", "beds", "opened_on", "closed_on"]),
)
_HOME = (
    *places(facilities.c.region, "county", "township"),
    *fields_of(elder_facilities, ["key", "name", "status", "beds", "grade", "upgraded_on", "transformed_on"]),
)
_CARER = (
    *places(facilities.c.region, "county", "township", owned=True),
    *fields_of(caregivers, ["key", "facility", "hired_on", "certified_on"]),
)
_ADAPTED = (*places(homes.c.region, "county", "township", "village"), *fields_of(home_adaptations, ["key", "completed_on", "amount"]))


def _met(span: Span) -> Any:
    return sa.exists().where(visits.c.subject == elders.c.key, visits.c.visited_on.between(span.since, span.day))


def _registered(span: Span) -> list[Any]:
    return on_register(elders, "registered_on", "closed_on", span)


def without(kind: str, level: Level, kinds: tuple[str, ...]) -> Condition:
    """Regions of a level in which no facility of that kind runs at d."""

    def where(span: Span) -> list[Any]:
        area = sa.func.substr(facilities.c.region, 1, DIGITS[level])
        there = sa.exists().where(area == regions.c.code, running(kind)(span)).correlate(regions)
        return [regions.c.level == level, *([regions.c.kind.in_(kinds)] if kinds else []), ~there]

    return where


def _short_of_carers(span: Span) -> list[Any]:
    """Facilities with residents at d and fewer caregivers in post than they need: as the indicator counts, in 120ths of a carer."""
    here, there = lodgers.c.facility == facilities.c.key, carers.c.facility == facilities.c.key
    needed = sa.select(sa.func.sum(CARE_WEIGHT)).where(here, *on_register(lodgers, "moved_in_on", "moved_out_on", span))
    in_post = sa.select(sa.func.count()).select_from(carers).where(there, *on_register(carers, "hired_on", "left_on", span))
    return [needed.correlate(facilities).scalar_subquery() > 120 * in_post.correlate(facilities).scalar_subquery()]


LISTS = (
    RecordList(
        "elder_unvisited",
        "未探访的特殊困难老年人",
        special_elders,
        "elderly",
        "有 {n} 名特殊困难老年人未探访",
        "特殊困难老年人全部探访过",
        "月末（本月为今日）在册，当月没有一次探访记录。",
        "已销档的、月末以后建档的；探访日期在当月以外的不算探访过。",
        _ELDER,
        lambda span: [*_registered(span), ~_met(span)],
        indicator="elder_visit_rate",
        part="gap",
        whole="在册 {d} 名",
        monthly=True,
    ),
    RecordList(
        "elder_visited",
        "已探访的特殊困难老年人",
        special_elders,
        "elderly",
        "已探访 {n} 名特殊困难老年人",
        "没有特殊困难老年人的探访记录",
        "月末（本月为今日）在册，当月至少有一次探访记录，不论上门、电话或视频；一人只列一行。",
        "已销档的、月末以后建档的。",
        _ELDER,
        lambda span: [*_registered(span), _met(span)],
        indicator="elder_visit_rate",
        part="numerator",
        whole="在册 {d} 名",
        monthly=True,
    ),
    RecordList(
        "happiness_homes_idle",
        "未建成或未运营的农村幸福院",
        elder_facilities,
        "elderly",
        "有 {n} 家农村幸福院未建成或未运营",
        "登记的农村幸福院全部在运营",
        "类型为农村幸福院，期末没有运营日期、运营日期在期末以后，或已停用；以日期为准，“状态”一栏只供参考。",
        "没有登记过幸福院的村，见“没有在运营幸福院的行政村”。",
        _FACILITY,
        lambda span: [facilities.c.kind == "农村幸福院", isnt(running("农村幸福院")(span))],
        indicator="happiness_home_coverage",
    ),
    RecordList(
        "villages_without_happiness_home",
        "没有在运营幸福院的行政村",
        elder_facilities,
        "elderly",
        "有 {n} 个行政村没有在运营的农村幸福院",
        "行政村都有在运营的农村幸福院",
        "行政村，期末没有一家在运营、区划代码写到本村（12 位）的农村幸福院。",
        "社区；区划代码只写到乡镇的幸福院不算任何一个村的。",
        (*places(regions.c.code, "county", "township", "village"), CODE),
        without("农村幸福院", "village", VILLAGE),
        indicator="happiness_home_coverage",
        part="gap",
        whole="行政村 {d} 个",
        of_places=True,
    ),
    RecordList(
        "communities_without_elder_facility",
        "没有在运营养老服务设施的社区",
        elder_facilities,
        "elderly",
        "有 {n} 个社区没有在运营的社区养老服务设施",
        "社区都有在运营的养老服务设施",
        "社区，期末没有一家在运营、区划代码写到本社区（12 位）的社区养老服务设施。",
        "行政村。",
        (*places(regions.c.code, "county", "township", "village"), CODE),
        without("社区养老服务设施", "village", COMMUNITY),
        indicator="community_elder_facility_coverage",
        part="gap",
        whole="社区 {d} 个",
        of_places=True,
    ),
    RecordList(
        "streets_without_centre",
        "没有在运营综合养老服务中心的街道",
        elder_facilities,
        "elderly",
        "有 {n} 个街道没有在运营的综合养老服务中心",
        "街道都有在运营的综合养老服务中心",
        "街道，期末没有一家在运营的街道综合养老服务中心。",
        "乡和镇。",
        (*places(regions.c.code, "county", "township"), CODE),
        without("街道综合养老服务中心", "township", STREET),
        indicator="street_centre_coverage",
        part="gap",
        whole="街道 {d} 个",
        of_places=True,
    ),
    RecordList(
        "counties_without_support_home",
        "没有在运营县级特困供养机构的县区",
        elder_facilities,
        "elderly",
        "有 {n} 个县区没有在运营的县级特困供养机构",
        "县区都有在运营的县级特困供养机构",
        "县区，期末没有一家在运营的县级特困供养机构。",
        "乡镇敬老院不算县级供养机构。",
        (*places(regions.c.code, "county"), CODE),
        without("县级特困供养机构", "county", ()),
        indicator="county_support_home_coverage",
        part="gap",
        whole="县区 {d} 个",
        of_places=True,
    ),
    RecordList(
        "homes_not_upgraded",
        "未改造提升的乡镇敬老院",
        elder_facilities,
        "elderly",
        "有 {n} 家乡镇敬老院未改造提升",
        "乡镇敬老院全部改造提升",
        "乡镇敬老院，期末没有改造提升日期，或日期在期末以后；尚未开业的也列出。",
        "期末已停用的。",
        _HOME,
        lambda span: [township_home(span), isnt(facilities.c.upgraded_on <= span.day)],
        indicator="township_home_upgraded",
        part="gap",
        whole="乡镇敬老院 {d} 家",
    ),
    RecordList(
        "homes_not_transformed",
        "未转型的乡镇敬老院",
        elder_facilities,
        "elderly",
        "有 {n} 家乡镇敬老院未转型为区域养老服务中心",
        "乡镇敬老院全部转型",
        "乡镇敬老院，期末没有转型日期，或日期在期末以后。",
        "期末已停用的。全市目标 78 家，并不要求每家都转型。",
        _HOME,
        lambda span: [township_home(span), isnt(facilities.c.transformed_on <= span.day)],
        indicator="township_home_transformed",
    ),
    RecordList(
        "homes_transformed",
        "已转型的乡镇敬老院",
        elder_facilities,
        "elderly",
        "有 {n} 家乡镇敬老院已转型为区域养老服务中心",
        "没有乡镇敬老院转型",
        "乡镇敬老院，转型日期不晚于期末。",
        "期末已停用的。",
        _HOME,
        lambda span: [township_home(span), facilities.c.transformed_on <= span.day],
        indicator="township_home_transformed",
        part="numerator",
    ),
    RecordList(
        "home_adaptations_done",
        "年内完工的适老化改造",
        home_adaptations,
        "elderly",
        "年内完工 {n} 户适老化改造",
        "年内还没有完工的适老化改造",
        "完工日期在当年 1 月 1 日至期末之间。",
        "往年完工的、没有完工日期的。",
        _ADAPTED,
        lambda span: [homes.c.completed_on.between(span.year_starts, span.day)],
        indicator="home_adaptations",
        part="numerator",
    ),
    RecordList(
        "home_adaptations_open",
        "未完工的适老化改造",
        home_adaptations,
        "elderly",
        "有 {n} 户适老化改造未完工",
        "登记的适老化改造全部完工",
        "期末没有完工日期，或完工日期在期末以后。",
        "还没有登记的户。",
        _ADAPTED,
        lambda span: [isnt(homes.c.completed_on <= span.day)],
        indicator="home_adaptations",
    ),
    RecordList(
        "caregivers_uncertified",
        "未持证的在岗护理员",
        caregivers,
        "elderly",
        "有 {n} 名在岗护理员未持证",
        "在岗护理员全部持证",
        "期末在岗（已入职、未离职），没有持证日期，或日期在期末以后。",
        "期末已离职的。地区按所在机构。",
        _CARER,
        lambda span: [*on_register(carers, "hired_on", "left_on", span), isnt(carers.c.certified_on <= span.day)],
        indicator="caregiver_certified",
        part="gap",
        whole="在岗 {d} 名",
    ),
    RecordList(
        "facilities_short_of_carers",
        "护理配比未达标的养老机构",
        elder_facilities,
        "elderly",
        "有 {n} 家养老机构护理配比未达标",
        "有入住老人的养老机构护理配比全部达标",
        "期末有入住老人，在岗护理员少于 自理/15 + 部分自理/8 + 完全不能自理/3（向上取整）。",
        "期末没有入住老人的机构。",
        _FACILITY,
        _short_of_carers,
        indicator="care_ratio_met",
        part="gap",
        whole="有入住老人的机构 {d} 家",
    ),
)
