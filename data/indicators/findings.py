"""Findings: titles as sentences built by declared rules from the readings shown. Where no rule fires, the indicator's name.

A finding states only what its figures say; withheld and missing values take no part. The briefing's prose comes from here as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from data.indicators import INDICATORS, PROGRAMMES, Indicator
from data.indicators.figures import Figure
from data.indicators.indicator import MONTHLY
from data.indicators.words import gap, listed, quantity
from data.periods import parse


@dataclass(frozen=True)
class Finding:
    """A title with its number, the line below it, and the figures both are built from."""

    title: str
    lede: str = ""
    built_from: tuple[Figure, ...] = ()


# --- the overview: how all targets of one region stand -------------------------------------------------------------------------------


def overview_finding(figures: Sequence[Figure]) -> Finding:
    """How the targets of one region and period stand, and which is furthest behind its expected path.

    figures  one region, one period, every indicator; those without a target take no part.
    """
    judged = [figure for figure in figures if figure.status != "none" and not _month_still_runs(figure)]
    if not judged:
        return Finding("本期没有可考核的指标", "本期没有目标，或还没有读数。")
    by_status = {status: [f for f in judged if f.status == status] for status in ("met", "on_track", "behind", "overdue")}
    words = {"met": "完成", "on_track": "正常", "behind": "滞后"}
    counts = [f"{len(by_status[status])} 项{words[status]}" for status in words if by_status[status]]
    late = by_status["overdue"]
    if late:
        counts.append(f"{len(late)} 项逾期{_where(late)}")
    worst = _furthest(by_status["behind"] + late)
    title = f"{len(judged)} 项目标中，{'，'.join(counts)}"
    return Finding(title, worst[0] if worst else "各项均不低于应达进度。", tuple(judged))


def _month_still_runs(figure: Figure) -> bool:
    """A monthly target whose month is not over yet is no finding: it is not due."""
    target = INDICATORS[figure.indicator].target
    return target is not None and target.by == MONTHLY and figure.as_of is not None and figure.as_of < parse(figure.period).ends


def _where(late: Sequence[Figure]) -> str:
    """In which programmes the overdue lie."""
    counts: dict[str, int] = {}
    for figure in late:
        name = PROGRAMMES[INDICATORS[figure.indicator].programme]
        counts[name] = counts.get(name, 0) + 1
    names = sorted(counts, key=lambda name: -counts[name])
    if len(names) == 1:
        return f"都在{names[0]}" if len(late) > 1 else f"在{names[0]}"
    if len(names) == 2:
        return f"集中在{names[0]}和{names[1]}"
    if counts[names[0]] > counts[names[1]]:
        return f"，最多在{names[0]}（{counts[names[0]]} 项）"
    return f"，分布在 {len(names)} 项业务"


def _furthest(figures: Sequence[Figure]) -> tuple[str, Figure] | None:
    """The sentence on the figure with the largest share of its target missing against the expected path."""
    short = [
        (float(f.expected - f.value) / float(f.target), f)
        for f in figures
        if f.value is not None and f.expected is not None and f.target and f.value < f.expected
    ]
    if not short:
        return None
    _, figure = max(short, key=lambda pair: (pair[0], pair[1].indicator))
    indicator = INDICATORS[figure.indicator]
    missing = float(figure.expected or 0) - float(figure.value or 0)
    aim = "目标" if figure.expected == figure.target else "应达"
    return (
        f"差距最大的是{indicator.name}：{quantity(indicator, figure.value)}，"
        f"{aim} {quantity(indicator, figure.expected)}，差 {gap(indicator, missing)}。",
        figure,
    )


# --- a map or ranking: one indicator over the counties --------------------------------------------------------------------------------

Rule = Callable[[Indicator, Figure, list[Figure]], str | None]


def region_finding(whole: Figure, parts: Sequence[Figure]) -> Finding:
    """One indicator and period over the parts of a region: who leads, who lags, how many hold the target."""
    indicator = INDICATORS[whole.indicator]
    shown = [figure for figure in parts if figure.value is not None]
    for rule in RULES:
        title = rule(indicator, whole, shown)
        if title:
            return Finding(title, built_from=(whole, *shown))
    return Finding(indicator.name)


def _target_held(indicator: Indicator, whole: Figure, shown: list[Figure]) -> str | None:
    """Counties against their targets."""
    judged = [figure for figure in shown if figure.status != "none"]
    if not judged or whole.value is None:
        return None
    head = f"{indicator.title} {quantity(indicator, whole.value)}"
    if all(figure.status == "met" for figure in judged):
        return f"{head}，{len(judged)} 个县区全部达到目标"
    overdue = [figure.region_name for figure in judged if figure.status == "overdue"]
    behind = [figure.region_name for figure in judged if figure.status == "behind"]
    if overdue:
        return f"{head}，{listed(overdue)}逾期未达目标"
    if behind:
        return f"{head}，{listed(behind)}低于应达进度"
    return f"{head}，{len(judged)} 个县区均不低于应达进度"


def _three_largest(indicator: Indicator, whole: Figure, shown: list[Figure]) -> str | None:
    """A count that adds up: the share of the three largest."""
    if indicator.rate or indicator.rollup == "min" or not whole.value or len(shown) < 5:
        return None
    largest = sorted(shown, key=lambda figure: (-float(figure.value or 0), figure.region))
    if len(largest) > 3 and largest[2].value == largest[3].value:
        return None
    share = 100 * sum(float(figure.value or 0) for figure in largest[:3]) / float(whole.value)
    names = "、".join(figure.region_name for figure in largest[:3])
    return f"{indicator.title} {quantity(indicator, whole.value)}，{names}占 {share:.1f}%"


def _highest_and_lowest(indicator: Indicator, whole: Figure, shown: list[Figure]) -> str | None:
    """A rate: who is highest, who lowest, where both are single."""
    if not indicator.rate or whole.value is None or len(shown) < 2:
        return None
    ranked = sorted(shown, key=lambda figure: float(figure.value or 0))
    low, high = ranked[0], ranked[-1]
    if low.value == ranked[1].value or high.value == ranked[-2].value:
        return None
    return (
        f"{indicator.title} {quantity(indicator, whole.value)}，"
        f"{high.region_name}最高 {quantity(indicator, high.value)}，{low.region_name}最低 {quantity(indicator, low.value)}"
    )


def _plain(indicator: Indicator, whole: Figure, shown: list[Figure]) -> str | None:
    return None if whole.value is None else f"{indicator.title} {quantity(indicator, whole.value)}"


RULES: tuple[Rule, ...] = (_target_held, _three_largest, _highest_and_lowest, _plain)
