"""docs/indicators.md, the bureau's 指标口径 handbook, made from the declarations. A test fails when it is stale; `flask docs` writes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from data.indicators import BESIDE, INDICATORS, PROGRAMMES, Indicator
from data.indicators.definition import OWNERS, definition, expected_words, owner, related, reported_by, share_words, target_words
from data.indicators.passages import PASSAGES

PATH = Path(__file__).resolve().parents[2] / "docs" / "indicators.md"

_RULES = """\
# 指标口径手册 · The bureau's indicators

由 `data/indicators/` 的声明生成（`flask docs`），请勿手改。Generated from the declarations; do not edit.
每个指标在驾驶舱里另有一页（`/indicator/编号`），写着同样的口径，并有数据批次、各地数值和历年走势；打印出来即是一页手册。

共 {number} 个指标，{aimed} 个有目标。文件指汴民文〔2023〕20号；目标按 2023 年写，其他年份以当年装入的计划为准。

## 通则
- **周期**：月、ISO 周（周一至周日）、年累计（1月1日至该月底）。期末是周期的最后一天；周期未结束时是当天。
- **比率**：上级地区、更长周期的比率是分子之和 ÷ 分母之和，从不取比率的平均。分母为 0 或缺失时没有值，记为“—”，既不是 0% 也不是 100%。
- **应达**：基数 +（目标 − 基数）× 已过天数 ÷ 总天数，都从上年12月31日数起；基数是上年12月底的值，没有则为 0；年内累计数从 0 起。
  到期后应达即目标。每月考核的目标没有应达进度。
- **状态**：完成（达到目标）、正常（未到期且不低于应达）、滞后（未到期而低于应达）、逾期（到期未达到）。每个县区都要达到的目标，
  全市在所有有值的县区都达到时才算完成。周、分类没有目标；乡镇只有“每个县区”的百分比目标。
- **数据起点**：数据从最早一条记录所在年份的1月起（不早于2019年）；此前没有值，记为“—”，不是 0，也不与之比较。跨起点的那一周，时期数没有值。
- **数据截止**：时期数只到台账最近一次上报的那天。一期的末几天还没有报来，照常显示已有的数，注明“数据到某日，本期未完”，不作比较。
- **在册、在营**：开始日期不晚于期末，且结束日期为空或晚于期末。状态一栏只作显示，以日期为准。
- **上报**：县区月报的数取当年不晚于该月的最近一次上报；要求分母而分母为空的，没有值。
- **小数目**：涉及个人的数，县以下和各分类中 1–4 的数记为 `<5`，可由相减推出它的另一格记为“隐”；对所属科室和本县区有明细权限的人照常显示。
"""

_BESIDE = """\
## 补充统计

文件“领导驾驶舱”一节要展示、但不在上面指标之列的统计。口径、刷新、权限和小数目的规则与指标相同；没有目标，不作卡片，数据接口不提供。
走访工单没有规定办结时限，天数的分段按本局自己的节奏：台账每周报送，超过 7 天即错过一次；15 天为半月；超过 30 天即错过一次月报。
"""


def markdown() -> str:
    """The whole handbook."""
    aimed = sum(indicator.target is not None for indicator in INDICATORS.values())
    parts = [_RULES.format(number=len(INDICATORS), aimed=aimed), "\n".join(_contents()) + "\n"]
    for programme, name in PROGRAMMES.items():
        parts.append(f"## {name}\n\n主管科室：{OWNERS[programme]}\n")
        parts += ["\n".join(_section(one)) + "\n" for one in INDICATORS.values() if one.programme == programme]
    parts.append(_BESIDE)
    parts += ["\n".join(_section(one)) + "\n" for one in BESIDE.values()]
    return "\n".join(parts)


def write() -> Path:
    """Write the handbook to its place and say where."""
    PATH.write_text(markdown(), encoding="utf-8")
    return PATH


def _contents() -> Iterator[str]:
    yield "## 目录"
    yield ""
    yield "| 业务 | 指标 | 编号 | 单位 | 目标 |"
    yield "|---|---|---|---|---|"
    for one in INDICATORS.values():
        target = target_words(one, one.target) if one.target else ""
        yield f"| {PROGRAMMES[one.programme]} | {one.name} | `{one.id}` | {one.unit} | {target} |"


def _section(indicator: Indicator) -> Iterator[str]:
    yield f"### {indicator.name} · `{indicator.id}`"
    yield ""
    for term, words in definition(indicator):
        yield f"- **{term}**：{words}"
    yield f"- **目标**：{target_words(indicator, indicator.target)}"
    if indicator.target:
        yield f"- **应达**：{expected_words(indicator, indicator.target)}"
    if share_words(indicator.target):
        yield f"- **分配**：{share_words(indicator.target)}"
    if indicator.source:
        yield f"- **出处**：{indicator.source}。{PASSAGES[indicator.id]}"
    else:
        yield "- **出处**：文件没有列出，由驾驶舱按业务需要设置"
    yield f"- **数据来源**：{reported_by(indicator)}"
    yield f"- **主管科室**：{owner(indicator)}"
    kin = related(indicator)
    if kin:
        yield f"- **同一批人的指标**：{'、'.join(one.name for one in kin)}"
