"""The handbook says of every indicator what its declaration says, and is not stale; every source place is carried over."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
import yaml

from data.indicators import BESIDE, DECLARED, INDICATORS, Target, handbook
from data.indicators.definition import (
    OWNERS,
    datasets_behind,
    definition,
    expected_words,
    formula,
    owner,
    related,
    share_words,
    target_words,
)
from data.indicators.indicator import MONTHLY
from data.indicators.passages import PASSAGES
from data.settings import ROOT


def test_the_handbook_is_not_stale() -> None:
    kept = (ROOT / "docs" / "indicators.md").read_text(encoding="utf-8")
    assert kept == handbook.markdown(), "run `flask docs`"
    listed, beside = kept.split("\n## 补充统计\n")
    assert listed.count("\n### ") == len(INDICATORS) == 47
    assert beside.count("\n### ") == beside.count("**性质**") == len(BESIDE)


@pytest.mark.parametrize("name", DECLARED)
def test_every_indicator_is_whole(name: str) -> None:
    one = DECLARED[name]
    section = handbook.markdown().split(f"### {one.name} · `{name}`")[1].split("\n###")[0]
    assert formula(one) in section and owner(one) in section and f"**单位**：{one.unit}\n" in section
    for term in ("公式", "类型", "周与年累计", "汇总", "级别", "方向", "目标", "出处", "数据来源", "主管科室"):
        assert f"- **{term}**：" in section
    assert (one.denominator in section) and all(category in section for category in one.categories)
    assert bool(one.source) == (name in PASSAGES), "what the document says at that place is carried over"
    assert one.target is None or f"{one.target.by[:4]}年" in section or "每月底考核" in section
    assert not re.search(r"：\s*$|None|：。", section, re.MULTILINE)


def test_the_words_of_every_kind() -> None:
    def said(name: str) -> dict[str, str]:
        return dict(definition(INDICATORS[name]))

    assert "没有周数据" in said("elder_visit_rate")["周与年累计"] and "各月分子之和" in said("elder_visit_rate")["周与年累计"]
    assert "各月相加" in said("relief_spend")["周与年累计"] and "整体判断一次" in said("work_orders_closed")["周与年累计"]
    assert "最低" in said("tekun_standard")["汇总"] and "最近一次上报" in said("tekun_standard")["周与年累计"]
    assert "全市就没有值" in said("relief_per_10k")["汇总"] and said("home_adaptations")["汇总"] == "所属各地相加"
    assert said("home_adaptations")["类型"].startswith("年内累计数") and said("deaths")["类型"].startswith("时期数")
    assert formula(INDICATORS["cremation_rate"]) == "期内死亡且处置方式为火化 ÷ 期内死亡 × 100%"


def test_targets_in_words() -> None:
    homes, rate = INDICATORS["home_adaptations"], INDICATORS["elder_visit_rate"]
    assert target_words(homes, homes.target) == "全市 2,000 户，2023年10月底到期，按60岁及以上人口分到县区"
    assert "各县区之和等于全市目标" in share_words(homes.target) and share_words(rate.target) == ""
    assert target_words(rate, rate.target) == "每个县区 100.0%，每月底考核" and "没有应达进度" in expected_words(rate, rate.target)
    cremation = INDICATORS["cremation_rate"]
    assert target_words(cremation, cremation.target).startswith("每个县区高于全省平均（管理员按年录入），未录入时不考核")
    set_now = Target(Decimal("85.5"), "2023-11", each_county=True, above="全省平均")
    assert target_words(cremation, set_now) == "每个县区高于 85.5%（全省平均），2023年11月底到期"
    assert target_words(homes, None) == "没有目标" and expected_words(homes, None) == ""
    assert expected_words(homes, homes.target).startswith("从0起") and MONTHLY == "monthly"


def test_those_who_count_the_same_people_know_each_other() -> None:
    def kin(name: str) -> set[str]:
        return {one.id for one in related(DECLARED[name])}

    assert kin("cremation_rate") == {"deaths"} and "cremation_rate" in kin("deaths")
    assert kin("relief_applications") == {"relief_started_in_3_days", "relief_proactive_share"}
    assert kin("home_adaptations") == set()
    assert kin("children_by_risk") == {"children_registered", "child_visit_rate"}
    for name in DECLARED:
        assert all(name in kin(other) for other in kin(name)) and name not in kin(name)


def test_the_owners_are_those_of_the_plan() -> None:
    plan = yaml.safe_load((ROOT / "plan" / "2023.yaml").read_text(encoding="utf-8"))
    assert {one["id"]: one["owner"] for one in plan["programmes"] if one["id"] in OWNERS}.items() <= OWNERS.items()
    assert all(datasets_behind(one) for one in INDICATORS.values())
