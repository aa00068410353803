"""An indicator's definition in words, derived from its declaration: formula, kind, roll-up, weeks, target, owner, kin.

The indicator's page and the handbook (`docs/indicators.md`) both say it with these words.
"""

from __future__ import annotations

from collections.abc import Iterator

from data.datasets import DATASETS, affairs, children, elderly, governance, office, relief
from data.indicators import BESIDE, DECLARED, Indicator, Target
from data.indicators.indicator import MONTHLY, Programme
from data.indicators.words import quantity

OWNERS: dict[Programme, str] = {
    "relief": relief.SECTION,
    "elderly": elderly.SECTION,
    "governance": governance.SECTION,
    "funeral": affairs.SECTION,
    "children": children.SECTION,
    "affairs": affairs.SECTION,
}
BASES = {"elderly_population": "60岁及以上人口", "township_homes": "乡镇敬老院数", "villages": "村（社区）数"}
BETTER = {"higher": "越高越好", "lower": "越低越好", "none": "只作计数，不评好坏"}
NO_TARGET = "没有目标"


def owner(indicator: Indicator) -> str:
    """The section that answers for the indicator."""
    return OWNERS[indicator.programme]


def datasets_behind(indicator: Indicator) -> tuple[str, ...]:
    """The datasets its records come from, in the bureau's order."""
    names = {name for part in indicator.parts for name in part.reach}
    return tuple(name for name in DATASETS if name in names)


def related(indicator: Indicator) -> tuple[Indicator, ...]:
    """The other indicators that count the same people."""
    own = _told(indicator)
    return tuple(one for one in DECLARED.values() if one.id != indicator.id and one.people and indicator.people and own & _told(one))


def _told(indicator: Indicator) -> set[str]:
    return {indicator.id, *(name for name, _ in indicator.tells)}


def formula(indicator: Indicator) -> str:
    """Numerator, denominator and factor: `甲 ÷ 乙 × 100%`."""
    if not indicator.rate:
        return indicator.numerator or f"县区上报的{indicator.name}"
    return f"{indicator.numerator} ÷ {indicator.denominator}{' × 100%' if indicator.unit == '%' else ''}"


def definition(indicator: Indicator) -> Iterator[tuple[str, str]]:
    """What is counted and how, as terms and sentences; without target and source."""
    if indicator.id in BESIDE:
        yield "性质", "补充统计：在业务页面上列出，没有目标和卡片，数据接口不提供"
    yield "公式", formula(indicator)
    yield "单位", indicator.unit
    yield "类型", _kind(indicator)
    yield "周与年累计", _longer(indicator)
    yield "汇总", _rollup(indicator)
    if not indicator.remembers:
        yield "往年", "台账只留最近一次的日期，往年的数已无从得知：不与往年比较，也不画往年走势"
    yield "级别", "全市、县区、乡镇街道" if indicator.level == "township" else "全市、县区（没有乡镇数据）"
    yield "方向", BETTER[indicator.better]
    if indicator.breakdown:
        yield "分类", f"按{indicator.breakdown}：{'、'.join(indicator.categories)}"
    if indicator.check:
        yield "校验", indicator.check
    if indicator.people:
        yield "小数目", "涉及个人：县以下和各分类中过小的数，没有明细权限的人看不到，也推不出。"


def _kind(indicator: Indicator) -> str:
    if indicator.kind == "stock":
        return "时点数：期末的状态；周期未结束时为当天的状态"
    if indicator.cumulative:
        return "年内累计数：1月1日至期末，每年从 0 起"
    return "时期数：期内发生"


def _longer(indicator: Indicator) -> str:
    if indicator.reported:
        return "没有周数据；月和年累计取当年不晚于该月的最近一次上报"
    if indicator.span:
        return "年累计把1月1日至期末作为一个整体判断一次，不是各月相加"
    sums = "各月分子之和 ÷ 各月分母之和" if indicator.rate else "各月相加"
    if indicator.monthly_only:
        return f"没有周数据；年累计为{sums}"
    if indicator.kind == "stock":
        return "周为周日的状态，年累计即期末的状态"
    if indicator.cumulative:
        return "周、月、年累计都从1月1日算起"
    return f"周为周一至周日，按 ISO 周编号；年累计为{sums}"


def _rollup(indicator: Indicator) -> str:
    if indicator.rollup == "min":
        return "全市取各县区中最低的值，不相加"
    if indicator.rollup == "max":
        return "上级地区取所属各地中最高的值，不相加；一件也没有时没有值，记为“—”"
    if not indicator.rate:
        return "所属各地相加"
    none = "缺一个县区的分母，全市就没有值" if indicator.rollup == "strict" else "分母为 0 或缺失时没有值，记为“—”"
    return f"所属各地分子之和 ÷ 分母之和，不是各地比率的平均；{none}"


def target_words(indicator: Indicator, target: Target | None) -> str:
    """`每个县区 100.0%，每月底考核`; `全市 2,000 户，2023年10月底到期，按60岁及以上人口分到县区`."""
    if target is None:
        return NO_TARGET
    whom = "每个县区" if target.each_county else "全市"
    if target.value is None:
        aim = f"{whom}高于{target.above}，未录入时不考核"
    else:
        aim = f"{whom}{'高于' if target.above else ''} {quantity(indicator, float(target.value))}"
        aim += f"（{target.above}）" if target.above else ""
    due = "每月底考核" if target.by == MONTHLY else f"{target.by[:4]}年{int(target.by[5:])}月底到期"
    return f"{aim}，{due}" + (f"，按{BASES[target.share_by]}分到县区" if target.share_by else "")


def share_words(target: Target | None) -> str:
    """How a city's number becomes the counties'; empty where it does not."""
    if target is None or not target.share_by:
        return ""
    return f"按{BASES[target.share_by]}取整（最大余额法，余数相同的代码小的在前），各县区之和等于全市目标"


def expected_words(indicator: Indicator, target: Target | None) -> str:
    """How the expected value is counted; empty without a target."""
    if target is None:
        return ""
    if target.by == MONTHLY:
        return "每月都应达到目标，没有应达进度"
    start = "0" if indicator.resets else "去年12月底的值（没有则为 0）"
    return f"从{start}起，按天匀速到到期日的目标；到期后应达即目标"


def reported_by(indicator: Indicator) -> str:
    """Where the values come from, in words."""
    names = "、".join(DATASETS[name].title for name in datasets_behind(indicator))
    if indicator.reported:
        return f"县区每月上报（{office.reported_values.title}）"
    return f"由台账计算：{names}" if names else "由行政区划计算"
