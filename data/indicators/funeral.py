"""殡葬 · the indicators of deaths, cremation and cemeteries. Deaths and the cremation rate go by 死亡日期, the others by 火化日期."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement

from data.datasets.affairs import cemeteries as cemeteries_dataset
from data.datasets.affairs import deaths as deaths_dataset
from data.indicators.indicator import Indicator, Target
from data.indicators.measure import at_day, events

deaths = deaths_dataset.table
cemeteries = cemeteries_dataset.table

AGE_BANDS = ("0-17", "18-44", "45-59", "60-69", "70-79", "80-89", "90+", "未知")
ECO_BURIAL = ("骨灰格位存放", "树葬", "花葬", "草坪葬")
SUBSIDY_YUAN = Decimal(1200)

AGE_BAND = sa.case(
    (deaths.c.age.is_(None), "未知"),
    (deaths.c.age < 18, "0-17"),
    (deaths.c.age < 45, "18-44"),
    (deaths.c.age < 60, "45-59"),
    (deaths.c.age < 70, "60-69"),
    (deaths.c.age < 80, "70-79"),
    (deaths.c.age < 90, "80-89"),
    else_="90+",
)


def cremated(p: Any) -> ColumnElement[bool]:
    return deaths.c.disposal == "火化"


def subsidy_paid(p: Any) -> ColumnElement[bool]:
    return sa.and_(deaths.c.subsidy >= SUBSIDY_YUAN, deaths.c.subsidy_paid_on <= p.c.day)


def _operating(level: str) -> Any:
    return at_day(
        cemeteries_dataset,
        where=lambda p: cemeteries.c.level == level,
        numerator=lambda p: sa.and_(cemeteries.c.accepted_on <= p.c.day, cemeteries.c.opened_on <= p.c.day),
        reach="always",  # every row of the level is in the denominator of every period
    )


INDICATORS = (
    Indicator(
        "deaths",
        "死亡人数",
        "人",
        "funeral",
        "flow",
        (events(deaths_dataset, "died_on", category=AGE_BAND),),
        "期内死亡",
        source="驾驶舱（年龄段、近几年、各街道死亡统计）",
        people=True,
        minors=("0-17",),
        breakdown="年龄段",
        categories=AGE_BANDS,
    ),
    Indicator(
        "cremation_rate",
        "火化率",
        "%",
        "funeral",
        "flow",
        (events(deaths_dataset, "died_on", numerator=cremated, rate=True),),
        "期内死亡且处置方式为火化",
        "期内死亡",
        source="任务（一）、时间安排（二）",
        better="higher",
        target=Target(None, "2023-11", each_county=True, above="全省平均（管理员按年录入）"),
        people=True,
        tells=(("deaths", ""),),
    ),
    Indicator(
        "eco_burial_rate",
        "节地生态安葬率",
        "%",
        "funeral",
        "flow",
        (events(deaths_dataset, "cremated_on", where=cremated, numerator=lambda p: deaths.c.ashes.in_(ECO_BURIAL), rate=True),),
        "骨灰格位存放、树葬、花葬、草坪葬",
        "期内火化",
        source="任务（一）2",
        better="higher",
        people=True,
    ),
    Indicator(
        "township_cemeteries_operating",
        "乡镇公益性公墓投用率",
        "%",
        "funeral",
        "stock",
        (_operating("乡镇"),),
        "达标并投用的乡镇公益性公墓",
        "乡镇公益性公墓",
        short="乡镇公墓投用",
        source="时间安排（二）",
        better="higher",
        target=Target(Decimal(100), "2023-03", each_county=True),
        level="county",
    ),
    Indicator(
        "county_cemeteries_operating",
        "县级公益性公墓投用率",
        "%",
        "funeral",
        "stock",
        (_operating("县级"),),
        "达标并投用的县级公益性公墓",
        "县级公益性公墓",
        short="县级公墓投用",
        source="时间安排（二）",
        better="higher",
        target=Target(Decimal(100), "2023-09", each_county=True),
        level="county",
    ),
    Indicator(
        "funeral_subsidy_paid",
        "惠民殡葬补贴落实率",
        "%",
        "funeral",
        "flow",
        (events(deaths_dataset, "cremated_on", where=cremated, numerator=subsidy_paid, rate=True),),
        "补贴金额≥1200元且已发放的火化",
        "期内火化",
        short="殡葬补贴落实率",
        source="时间安排（二）",
        better="higher",
        target=Target(Decimal(100), "2023-11", each_county=True),
        span=True,
        people=True,
        tells=(("eco_burial_rate", ""),),
    ),
)
