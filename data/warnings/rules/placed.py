"""Public places that run and stand on no map: without coordinates, or with coordinates outside their county. One rule for each section."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from access.scope import Scope
from data.indicators.moment import Moment
from data.indicators.sites import KINDS, sites
from data.periods import month_of
from data.warnings.rule import Asked, Found, Rule
from geo.regions import CITY

READER = Scope("leader")
WORDS = {"none": "没有坐标", "elsewhere": "坐标不在本县区"}


def unplaced(programme: str, section: str, kinds: Sequence[str]) -> Rule:
    """The rule of a section's kinds of places (data.indicators.sites), all of one dataset."""
    (dataset,) = {KINDS[kind].dataset for kind in kinds}

    def gather(now: Moment, asked: Asked) -> Iterable[Found]:
        for kind in kinds:
            for site in sites(now, kind, scope=READER, region=CITY, period=month_of(asked.today)):
                if site.state == "running" and site.placed != "good":
                    yield Found(site.key, site.region, site.opened_on or asked.today, detail=f"{site.name}{WORDS[site.placed]}")

    return Rule(
        f"{programme}_unplaced",
        f"{dataset.title}坐标缺失或有误",
        section,
        programme,
        "notice",
        "record",
        "{region} {detail}，地图上无法显示",
        "“智慧民政”提升工程实施方案 N个应用7（领导驾驶舱）：GIS 地图信息展示；一（三）：建立数据质量评估和快速校核机制",
        "补录或更正经度、纬度（先经度后纬度，十进制度）",
        (dataset.name,),
        gather=gather,
        dataset=dataset,
        days=30,
    )
