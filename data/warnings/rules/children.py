"""未成年人 · the dead on the register, children not visited, urgent visits not followed up, homes on no map."""

from __future__ import annotations

from data.datasets.children import child_visits
from data.datasets.children import children as children_dataset
from data.lists.record_list import isnt
from data.warnings.deceased import still_registered
from data.warnings.rule import Rule
from data.warnings.rules.jump import jumping
from data.warnings.rules.placed import unplaced
from data.warnings.rules.planned import planned
from data.warnings.rules.visited import LOOK_BACK, WITHIN, from_day, unvisited, urgent

SECTION = "慈善事业促进和社会工作科"
children = children_dataset.table
_VISITS = "关爱保护在册儿童每月走访。“智慧民政”提升工程实施方案 N个应用7：帮扶儿童走访展示；未成年人关爱保护工作提升工程实施方案 二（三）"

RULES = (
    Rule(
        "child_deceased",
        "死亡人员仍在关爱保护儿童名册",
        SECTION,
        "children",
        "serious",
        "record",
        "{region} 1 名已死亡儿童仍在关爱保护儿童名册，应自{since}起销档",
        "死亡的应销档并停发基本生活费。未成年人关爱保护工作提升工程实施方案 二（二）：精准化服务保障",
        "核实死亡日期，办理销档，在记录里填写销档日期",
        ("children", "deaths"),
        select=still_registered(children_dataset, "registered_on", "closed_on"),
        dataset=children_dataset,
        people=True,
    ),
    Rule(
        "child_unvisited",
        "关爱保护儿童本月未走访",
        SECTION,
        "children",
        "notice",
        "group",
        "{region}临近月末还有 {many} 名在册儿童（高风险的另计）{detail}未走访",
        _VISITS,
        "按名单逐户走访，月底前完成",
        ("children", "child_visits"),
        select=unvisited("children_unvisited", isnt(children.c.risk == "高")),
        dataset=children_dataset,
        people=True,
        records="children_unvisited",
        parameters=(from_day(25),),
        days=5,
    ),
    Rule(
        "child_high_risk_unvisited",
        "高风险儿童本月未走访",
        SECTION,
        "children",
        "serious",
        "group",
        "{region}有 {many} 名高风险儿童 {detail}未走访",
        f"{_VISITS}；风险等级为高的不等到月末",
        "三天内上门走访",
        ("children", "child_visits"),
        select=unvisited("children_high_risk_unvisited", children.c.risk == "高"),
        dataset=children_dataset,
        people=True,
        records="children_high_risk_unvisited",
        parameters=(from_day(15),),
        days=3,
    ),
    Rule(
        "child_urgent",
        "儿童走访发现紧急情况未跟进",
        SECTION,
        "children",
        "severe",
        "record",
        "{region} 1 次儿童走访发现紧急情况，期限已过（自{since}起逾期），仍没有工单或再次走访",
        "健全部门间工作协调机制和联动响应机制。未成年人关爱保护工作提升工程实施方案 二（六）；未成年人保护法强制报告制度",
        "当天上门核实处置，登记工单或再次走访",
        ("child_visits", "children", "work_orders"),
        select=urgent(child_visits, children_dataset, "儿童"),
        dataset=child_visits,
        people=True,
        parameters=(WITHIN, LOOK_BACK),
        days=1,
    ),
    unplaced("children", SECTION, ("children_homes", "book_rooms")),
    jumping("children", SECTION, ("children_registered", "child_visit_rate"), ("children", "child_visits")),
    *planned("children", SECTION),
)
