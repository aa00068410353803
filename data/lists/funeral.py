"""殡葬与社会事务 · record lists: deaths not cremated, cremations without the subsidy, cemeteries not in use, subsidies."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from data.datasets.affairs import cemeteries as cemeteries_dataset
from data.datasets.affairs import deaths as deaths_dataset
from data.datasets.affairs import disability_subsidies
from data.indicators.funeral import ECO_BURIAL, cremated, subsidy_paid
from data.lists.field import fields_of, places
from data.lists.record_list import Condition, RecordList, Span, inside, isnt, on_register

deaths, cemeteries, subsidies = deaths_dataset.table, cemeteries_dataset.table, disability_subsidies.table

_DEATH = places(deaths.c.region, "county", "township", "village")
_CREMATION = (*_DEATH, *fields_of(deaths_dataset, ["key", "died_on", "cremated_on", "ashes", "subsidy", "subsidy_paid_on"]))
_CEMETERY = (
    *places(cemeteries.c.region, "county", "township"),
    *fields_of(cemeteries_dataset, ["key", "level", "name", "licensed_on", "accepted_on", "opened_on"]),
)


def _idle(level: str) -> Condition:
    def where(span: Span) -> list[Any]:
        operating = sa.and_(cemeteries.c.accepted_on <= span.day, cemeteries.c.opened_on <= span.day)
        return [cemeteries.c.level == level, isnt(operating)]

    return where


def _cremations(span: Span) -> list[Any]:
    return [inside(deaths.c.cremated_on, span), cremated(span)]


def _cemeteries(name: str, level: str, indicator: str) -> RecordList:
    return RecordList(
        name,
        f"未投用的{level}公益性公墓",
        cemeteries_dataset,
        "funeral",
        f"有 {{n}} 处{level}公益性公墓未达标投用",
        f"{level}公益性公墓全部投用",
        f"级别为{level}，期末验收日期和投用日期没有齐全，或有一个在期末以后。",
        "没有登记的公墓。",
        _CEMETERY,
        _idle(level),
        indicator=indicator,
        part="gap",
        whole=f"{level}公益性公墓 {{d}} 处",
    )


LISTS = (
    RecordList(
        "deaths_not_cremated",
        "未火化的死亡",
        deaths_dataset,
        "funeral",
        "死亡人员中有 {n} 名未火化",
        "死亡人员全部火化",
        "期内死亡，处置方式不是火化。",
        "死亡日期在期外的。",
        (*_DEATH, *fields_of(deaths_dataset, ["key", "died_on", "age", "sex", "disposal"])),
        lambda span: [inside(deaths.c.died_on, span), isnt(cremated(span))],
        indicator="cremation_rate",
        part="gap",
        whole="死亡 {d} 名",
        order=("died_on",),
    ),
    RecordList(
        "cremations_without_subsidy",
        "未落实惠民补贴的火化",
        deaths_dataset,
        "funeral",
        "火化中有 {n} 例未落实惠民殡葬补贴",
        "火化全部落实了惠民殡葬补贴",
        "期内火化，补贴不足 1200 元、没有补贴金额，或期末还没有发放。",
        "火化日期在期外的。",
        _CREMATION,
        lambda span: [*_cremations(span), isnt(subsidy_paid(span))],
        indicator="funeral_subsidy_paid",
        part="gap",
        whole="火化 {d} 例",
        order=("cremated_on",),
    ),
    RecordList(
        "cremations_not_eco",
        "未节地生态安葬的火化",
        deaths_dataset,
        "funeral",
        "火化中有 {n} 例没有节地生态安葬",
        "火化全部节地生态安葬",
        "期内火化，骨灰安置不是骨灰格位存放、树葬、花葬或草坪葬；未填写的也列出。",
        "火化日期在期外的。",
        _CREMATION,
        lambda span: [*_cremations(span), isnt(deaths.c.ashes.in_(ECO_BURIAL))],
        indicator="eco_burial_rate",
        part="gap",
        whole="火化 {d} 例",
        order=("cremated_on",),
    ),
    _cemeteries("township_cemeteries_idle", "乡镇", "township_cemeteries_operating"),
    _cemeteries("county_cemeteries_idle", "县级", "county_cemeteries_operating"),
    RecordList(
        "disability_subsidies_running",
        "在享的残疾人两项补贴",
        disability_subsidies,
        "affairs",
        "在享残疾人两项补贴 {n} 份",
        "没有在享的残疾人两项补贴",
        "享受日期不晚于期末，没有停发或停发日期在期末以后；同时享受两项的列两行。",
        "期末以前（含当日）停发的。",
        (
            *places(subsidies.c.region, "county", "township", "village"),
            *fields_of(disability_subsidies, ["key", "category", "monthly_amount", "started_on"]),
        ),
        lambda span: on_register(subsidies, "started_on", "ended_on", span),
        indicator="disability_subsidy_recipients",
        part="numerator",
    ),
)
