"""社会事务 · the dead still on disability subsidy, figures that jump."""

from __future__ import annotations

from data.datasets.affairs import disability_subsidies
from data.warnings.deceased import still_registered
from data.warnings.rule import Rule
from data.warnings.rules.jump import jumping

SECTION = "社会事务科"

RULES = (
    Rule(
        "disability_deceased",
        "死亡人员仍享受残疾人两项补贴",
        SECTION,
        "affairs",
        "severe",
        "record",
        "{region} 1 名已死亡人员仍在享受残疾人两项补贴，自{since}起涉及资金 {amount}",
        "对两项补贴死亡人员信息进行注销处理，提醒工作人员。“智慧民政”提升工程实施方案 N个应用3（智慧事务）",
        "核实死亡日期，注销并停发；已发的，按程序追回，在记录里填写停发日期",
        ("disability_subsidies", "deaths"),
        select=still_registered(disability_subsidies, "started_on", "ended_on", "monthly_amount"),
        dataset=disability_subsidies,
        people=True,
    ),
    jumping("affairs", SECTION, ("disability_subsidy_recipients", "marriages"), ("disability_subsidies", "marriages")),
)
