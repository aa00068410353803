"""养老服务 · the indicators of elderly care."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement, Select

from data.datasets.elderly import (
    caregivers,
    elder_facilities,
    elder_visits,
    facility_residents,
    home_adaptations,
    special_elders,
)
from data.indicators.indicator import MONTHLY, Indicator, Target
from data.indicators.measure import NONE, Part, Window, at_day, constant, events, first, place_of, register, standing, visited
from data.indicators.reported import reported

facilities = elder_facilities.table
elders = special_elders.table
carers = caregivers.table
lodgers = facility_residents.table

VILLAGE, COMMUNITY, STREET = ("村",), ("社区",), ("街道",)
CARE_WEIGHT = sa.case({"自理": 8, "部分自理": 15}, value=lodgers.c.ability, else_=40)  # of a caregiver, in 120ths
FULL_BY_OCTOBER = Target(Decimal(100), "2023-10", each_county=True)


def running(kind: str) -> Any:
    """In operation at d: the dates decide, 状态 is only shown."""

    def condition(p: Any) -> ColumnElement[bool]:
        return sa.and_(
            facilities.c.kind == kind,
            facilities.c.opened_on <= p.c.day,
            sa.or_(facilities.c.closed_on.is_(None), facilities.c.closed_on > p.c.day),
        )

    return condition


def township_home(p: Any) -> ColumnElement[bool]:
    """乡镇敬老院 not closed at d; one that has not opened yet counts."""
    return sa.and_(facilities.c.kind == "乡镇敬老院", sa.or_(facilities.c.closed_on.is_(None), facilities.c.closed_on > p.c.day))


def _care_ratio() -> Part:
    """Facilities with residents at d (denominator) and those whose caregivers in post suffice (numerator).

    Needed: ceil(自理/15 + 部分自理/8 + 完全不能自理/3), in whole numbers (8·a + 15·b + 40·c + 119) // 120.
    """

    def select(window: Window) -> Select[Any]:
        lodging, region = place_of(facility_residents)
        housed = standing(
            window,
            lodging,
            lodgers.c.moved_in_on,
            lodgers.c.moved_out_on,
            [lodgers.c.facility, window.leaf(region)],
            {"n": sa.literal_column("1"), "weight": CARE_WEIGHT},
            window.inside(region),
        )
        caring, place = place_of(caregivers)
        in_post = standing(
            window,
            caring,
            carers.c.hired_on,
            carers.c.left_on,
            [carers.c.facility],
            {"n": sa.literal_column("1")},
            window.inside(place),
            name="in_post",
        )
        needed = sa.cast(housed.c.weight + 119, sa.BigInteger) // 120
        enough = sa.func.coalesce(in_post.c.n, 0) >= needed
        return (
            sa.select(
                housed.c.k1.label("region"),
                housed.c.period,
                sa.literal("").label("category"),
                sa.func.sum(sa.case((enough, 1), else_=0)).label("numerator"),
                sa.func.count().label("denominator"),
                NONE.label("people"),
            )
            .select_from(housed.outerjoin(in_post, sa.and_(in_post.c.k0 == housed.c.k0, in_post.c.period == housed.c.period)))
            .group_by(*first(3))
        )

    return Part(select, {"facility_residents": "onward", "caregivers": "onward", "elder_facilities": "always"})


_CAREGIVERS_IN_POST = register(caregivers, "hired_on", "left_on", role="denominator")


def _certified() -> Part:
    """In post and certified at d: on a register that begins with the later of the two days."""

    def select(window: Window) -> Select[Any]:
        source, region = place_of(caregivers)
        begins = sa.case((carers.c.certified_on > carers.c.hired_on, carers.c.certified_on), else_=carers.c.hired_on)
        at = standing(
            window,
            source,
            begins,
            carers.c.left_on,
            [window.leaf(region)],
            {"n": sa.literal_column("1")},
            [
                *window.inside(region),
                carers.c.certified_on.is_not(None),
                # certified on or after leaving: never certified while in post
                sa.or_(carers.c.left_on.is_(None), carers.c.left_on > carers.c.certified_on),
            ],
        )
        return sa.select(
            at.c.k0.label("region"),
            at.c.period,
            sa.literal("").label("category"),
            at.c.n.label("numerator"),
            NONE.label("denominator"),
            NONE.label("people"),
        )

    return Part(select, {"caregivers": "onward", "elder_facilities": "always"})


INDICATORS = (
    Indicator(
        "happiness_home_coverage",
        "农村幸福院覆盖率",
        "%",
        "elderly",
        "stock",
        (at_day(elder_facilities, where=running("农村幸福院"), within="village", kinds=VILLAGE), constant("village", VILLAGE)),
        "有在运营农村幸福院的行政村",
        "行政村",
        short="幸福院覆盖率",
        source="任务7",
        better="higher",
        target=Target(Decimal(50), "2023-12", each_county=True),
    ),
    Indicator(
        "elder_visit_rate",
        "特殊困难老年人月探访率",
        "%",
        "elderly",
        "flow",
        (
            visited(special_elders, elder_visits, category=True),
            register(special_elders, "registered_on", "closed_on", category=elders.c.category, role="denominator"),
        ),
        "当月被探访至少一次的在册特殊困难老年人",
        "月末在册的特殊困难老年人",
        short="月探访率",
        source="任务14",
        better="higher",
        target=Target(Decimal(100), MONTHLY, each_county=True),
        monthly_only=True,
        people=True,
        breakdown="类别",
        categories=special_elders.column("category").values,
    ),
    Indicator(
        "home_adaptations",
        "适老化改造户数",
        "户",
        "elderly",
        "flow",
        (events(home_adaptations, "completed_on", inside_year=True),),
        "年内完工的适老化改造",
        short="适老化改造",
        source="任务7",
        better="higher",
        target=Target(Decimal(2000), "2023-10", share_by="elderly_population"),
        cumulative=True,
        resets=True,
    ),
    Indicator(
        "township_home_transformed",
        "敬老院转型区域养老服务中心",
        "家",
        "elderly",
        "stock",
        (
            at_day(
                elder_facilities,
                where=lambda p: sa.and_(township_home(p), facilities.c.transformed_on <= p.c.day),
                rate=False,
            ),
        ),
        "已转型的乡镇敬老院",
        short="敬老院转型",
        source="任务7",
        better="higher",
        target=Target(Decimal(78), "2023-10", share_by="township_homes"),
    ),
    Indicator(
        "township_home_upgraded",
        "敬老院改造提升覆盖率",
        "%",
        "elderly",
        "stock",
        (
            at_day(
                elder_facilities,
                where=township_home,
                numerator=lambda p: facilities.c.upgraded_on <= p.c.day,
                reach="always",  # a home counts in the denominator before it has any date
            ),
        ),
        "已改造提升的乡镇敬老院",
        "乡镇敬老院",
        short="敬老院改造提升",
        source="任务4",
        better="higher",
        target=FULL_BY_OCTOBER,
    ),
    Indicator(
        "county_support_home_coverage",
        "县级特困供养机构覆盖率",
        "%",
        "elderly",
        "stock",
        (at_day(elder_facilities, where=running("县级特困供养机构"), within="county"), constant("county")),
        "有在运营县级特困供养机构的县区",
        "县区",
        short="县级供养机构覆盖",
        source="任务4",
        better="higher",
        target=Target(Decimal(100), "2023-10"),
        level="county",
    ),
    Indicator(
        "street_centre_coverage",
        "街道综合养老服务中心覆盖率",
        "%",
        "elderly",
        "stock",
        (at_day(elder_facilities, where=running("街道综合养老服务中心"), within="street", kinds=STREET), constant("township", STREET)),
        "有在运营街道综合养老服务中心的街道",
        "街道",
        short="街道养老中心覆盖",
        source="任务4",
        better="higher",
        target=FULL_BY_OCTOBER,
    ),
    Indicator(
        "community_elder_facility_coverage",
        "社区养老服务设施覆盖率",
        "%",
        "elderly",
        "stock",
        (
            at_day(elder_facilities, where=running("社区养老服务设施"), within="village", kinds=COMMUNITY),
            constant("village", COMMUNITY),
        ),
        "有在运营社区养老服务设施的社区",
        "社区",
        short="社区养老设施覆盖",
        source="任务4",
        better="higher",
        target=FULL_BY_OCTOBER,
    ),
    Indicator(
        "demo_home_care_networks",
        "示范性居家社区养老服务网络",
        "个",
        "elderly",
        "stock",
        (reported("demo_home_care_networks"),),
        "县区上报的示范性居家社区养老服务网络",
        short="示范养老服务网络",
        source="任务8",
        better="higher",
        target=Target(Decimal(1), "2023-10", each_county=True),
        reported=True,
        level="county",
        scale=10000,
    ),
    Indicator(
        "new_estate_facilities",
        "新建小区养老设施配建率",
        "%",
        "elderly",
        "stock",
        (reported("new_estate_facilities", denominator=True),),
        "按标准配建的新建住宅小区",
        "新建住宅小区",
        short="新建小区配建率",
        source="任务7",
        better="higher",
        target=Target(Decimal(100), "2023-12", each_county=True),
        reported=True,
        level="county",
        scale=10000,
        denominator_scale=10000,
    ),
    Indicator(
        "caregiver_certified",
        "养老护理员持证率",
        "%",
        "elderly",
        "stock",
        (_certified(), _CAREGIVERS_IN_POST),
        "在岗持证护理员",
        "在岗护理员",
        short="护理员持证率",
        source="任务15",
        better="higher",
        target=FULL_BY_OCTOBER,
    ),
    Indicator(
        "care_ratio_met",
        "护理配比达标机构率",
        "%",
        "elderly",
        "stock",
        (_care_ratio(),),
        "在岗护理员数 ≥ 自理/15 + 部分自理/8 + 完全不能自理/3（向上取整）的养老机构",
        "有入住老人的养老机构",
        short="护理配比达标率",
        source="任务15",
        better="higher",
        target=FULL_BY_OCTOBER,
    ),
)
