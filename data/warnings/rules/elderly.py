"""养老服务 · the dead on the register, elders not visited, urgent visits not followed up, facilities without date, place or carers."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from data.datasets.elderly import caregivers, elder_facilities, elder_visits, facility_residents, special_elders
from data.exchange.batches import batches
from data.lists import LISTS
from data.lists.record_list import Span
from data.periods import month_of
from data.warnings.days import LocalDay
from data.warnings.deceased import still_registered
from data.warnings.finding import answer
from data.warnings.rule import Asked, Rule
from data.warnings.rules.jump import jumping
from data.warnings.rules.placed import unplaced
from data.warnings.rules.planned import planned
from data.warnings.rules.visited import LOOK_BACK, WITHIN, from_day, unvisited, urgent

SECTION = "养老服务科"
elders, facilities = special_elders.table, elder_facilities.table
lodgers, carers = facility_residents.table, caregivers.table
DEPENDENT = ("失能", "失智")
OTHERS = tuple(one for one in special_elders.column("category").values if one not in DEPENDENT)
_VISITS = "养老服务提升工程实施方案 二（三）14：特殊困难老年人月探访率达到100%"


def _without_opening(asked: Asked) -> sa.Select[Any]:
    """The register says 运营 and no day; since the delivery that said so."""
    delivered = LocalDay(batches.c.at)
    today = sa.literal(asked.today, sa.Date)
    since = sa.case((delivered < today, delivered), else_=today)
    return (
        answer(facilities.c.key, facilities.c.region, since, detail=facilities.c.name)
        .select_from(facilities.outerjoin(batches, batches.c.id == facilities.c.changed_by))
        .where(facilities.c.status == "运营", facilities.c.opened_on.is_(None))
    )


def _short_of_carers(asked: Asked) -> sa.Select[Any]:
    """As the record list has it; since the last day on which somebody moved in, or a carer left."""
    came = _last(lodgers, lodgers.c.moved_in_on, asked)
    left = _last(carers, carers.c.left_on, asked)
    since = sa.case((left > came, left), else_=came)
    short = LISTS["facilities_short_of_carers"].where(Span(month_of(asked.today), asked.today))
    return answer(facilities.c.key, facilities.c.region, since, detail=facilities.c.name).where(*short)


def _last(table: sa.Table, day: Any, asked: Asked) -> Any:
    found = sa.select(sa.func.max(day)).where(table.c.facility == facilities.c.key, day <= asked.today)
    return found.correlate(facilities).scalar_subquery()


RULES = (
    Rule(
        "elder_deceased",
        "死亡人员仍在特殊困难老年人名册",
        SECTION,
        "elderly",
        "serious",
        "record",
        "{region} 1 名已死亡老年人仍在特殊困难老年人名册，应自{since}起销档",
        "建档立卡、清单化管理，死亡的应销档。养老服务提升工程实施方案 二（三）14",
        "核实死亡日期，办理销档，在记录里填写销档日期",
        ("special_elders", "deaths"),
        select=still_registered(special_elders, "registered_on", "closed_on"),
        dataset=special_elders,
        people=True,
    ),
    Rule(
        "elder_unvisited",
        "特殊困难老年人本月未探访",
        SECTION,
        "elderly",
        "notice",
        "group",
        "{region}临近月末还有 {many} 名特殊困难老年人（失能、失智的另计）{detail}未探访",
        _VISITS,
        "按名单逐户探访，月底前完成",
        ("special_elders", "elder_visits"),
        select=unvisited("elder_unvisited", elders.c.category.in_(OTHERS)),
        dataset=special_elders,
        people=True,
        records="elder_unvisited",
        filter=f"category.in.{'|'.join(OTHERS)}",
        parameters=(from_day(25),),
        days=5,
    ),
    Rule(
        "elder_dependent_unvisited",
        "失能、失智老年人本月未探访",
        SECTION,
        "elderly",
        "serious",
        "group",
        "{region}有 {many} 名失能、失智老年人 {detail}未探访",
        f"{_VISITS}；失能、失智的不等到月末",
        "三天内上门探访",
        ("special_elders", "elder_visits"),
        select=unvisited("elder_unvisited", elders.c.category.in_(DEPENDENT)),
        dataset=special_elders,
        people=True,
        records="elder_unvisited",
        filter=f"category.in.{'|'.join(DEPENDENT)}",
        parameters=(from_day(15),),
        days=3,
    ),
    Rule(
        "elder_urgent",
        "老年人探访发现紧急情况未跟进",
        SECTION,
        "elderly",
        "severe",
        "record",
        "{region} 1 次老年人探访发现紧急情况，期限已过（自{since}起逾期），仍没有工单或再次探访",
        "着力解决老年人居家养老困难或者帮助化解安全风险。养老服务提升工程实施方案 二（三）14",
        "当天上门核实处置，登记工单或再次探访",
        ("elder_visits", "special_elders", "work_orders"),
        select=urgent(elder_visits, special_elders, "养老"),
        dataset=elder_visits,
        people=True,
        parameters=(WITHIN, LOOK_BACK),
        days=1,
    ),
    Rule(
        "facility_without_opening",
        "运营的养老设施没有运营日期",
        SECTION,
        "elderly",
        "notice",
        "record",
        "{region} {detail}登记为运营，没有运营日期，不计入覆盖率",
        "“五个全覆盖”按在运营设施计算。养老服务提升工程实施方案 二（一）4；以日期为准",
        "补录运营日期；没有运营的更正状态",
        ("elder_facilities",),
        select=_without_opening,
        dataset=elder_facilities,
        days=14,
    ),
    Rule(
        "carers_short",
        "养老机构护理员配比不足",
        SECTION,
        "elderly",
        "serious",
        "record",
        "{region} {detail}在岗护理员少于按入住老人应配的人数",
        "护理员配比：自理 1:15、部分自理 1:8、完全不能自理 1:3。养老服务提升工程实施方案 二（三）15",
        "补足护理员，或核对入住和在岗记录",
        ("facility_residents", "caregivers", "elder_facilities"),
        select=_short_of_carers,
        dataset=elder_facilities,
        days=30,
    ),
    unplaced("elderly", SECTION, ("happiness_homes", "elder_facilities")),
    jumping(
        "elderly",
        SECTION,
        ("elder_visit_rate", "caregiver_certified", "care_ratio_met"),
        ("special_elders", "elder_visits", "caregivers", "facility_residents"),
    ),
    *planned("elderly", SECTION),
)
