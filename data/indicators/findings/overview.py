"""How all targets of one region stand, and which is furthest behind its expected path: the title of the overview and of a section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.indicators import DECLARED, PROGRAMMES
from data.indicators.aim import own_target
from data.indicators.figures import Figure
from data.indicators.findings.finding import Finding, Rule, Told, first
from data.indicators.indicator import MONTHLY
from data.indicators.status import Status
from data.indicators.words import expected, gap, quantity, spaced
from data.periods import parse
from geo.regions import CITY

WORDS: dict[Status, str] = {"met": "完成", "on_track": "正常", "behind": "滞后"}
NOTHING = "本期没有可考核的指标"


@dataclass(frozen=True)
class Standing:
    """The judged figures of one region and period, and those of a monthly target whose month still runs: not due, so no finding."""

    judged: tuple[Figure, ...]
    running: tuple[Figure, ...]


def overview_finding(figures: Sequence[Figure]) -> Finding:
    """figures: one region, one period, every indicator; those without a target take no part."""
    judged = [figure for figure in figures if figure.status != "none" and figure.value is not None]
    running = tuple(figure for figure in judged if _month_still_runs(figure))
    one = Standing(tuple(figure for figure in judged if figure not in running), running)
    found = first(RULES, one, NOTHING)
    parts = [_furthest(one) if one.judged else "" if running else "本期没有目标，或还没有读数。", _left_out(running)]
    return Finding(found.title, "".join(parts), found.built_from, found.rule)


def _month_still_runs(figure: Figure) -> bool:
    target = DECLARED[figure.indicator].target
    return target is not None and target.by == MONTHLY and figure.as_of is not None and figure.as_of < parse(figure.period).ends


def _left_out(running: Sequence[Figure]) -> str:
    return f"另有 {len(running)} 项按月考核，当月未完，不计在内。" if running else ""


def _counts(one: Standing) -> Told | None:
    if not one.judged:
        return None
    counts = [f"{many} 项{word}" for status, word in WORDS.items() if (many := sum(f.status == status for f in one.judged))]
    late = [figure for figure in one.judged if figure.status == "overdue"]
    if late:
        counts.append(f"{len(late)} 项逾期{_where(late)}")
    return Told(one.judged, {"all": len(one.judged), "counts": "，".join(counts)})


def _where(late: Sequence[Figure]) -> str:
    """In which programmes the overdue lie."""
    counts: dict[str, int] = {}
    for figure in late:
        name = PROGRAMMES[DECLARED[figure.indicator].programme]
        counts[name] = counts.get(name, 0) + 1
    names = sorted(counts, key=lambda name: -counts[name])
    if len(names) == 1:
        return f"，都在{names[0]}" if len(late) > 1 else f"，在{names[0]}"
    if len(names) == 2:
        return f"，在{names[0]}和{names[1]}"
    if counts[names[0]] > counts[names[1]]:
        return f"，最多在{names[0]}（{counts[names[0]]} 项）"
    return f"，分布在 {len(names)} 项业务"


def _furthest(one: Standing) -> str:
    """The sentence on the figure with the largest share of its target missing against the expected path; several where they tie."""
    short = [
        ((figure.expected - figure.value) / figure.target, figure)
        for figure in one.judged
        if figure.value is not None and figure.expected is not None and figure.target and figure.value < figure.expected
        if own_target(figure)
    ]
    if not short:
        open_ = any(figure.status in ("behind", "overdue") for figure in one.judged)
        if not open_:
            return "有目标的各项均不低于应达进度。"
        return "滞后或逾期的，差在部分县区。" if one.judged[0].region == CITY else ""
    most = max(share for share, _ in short)
    worst = [figure for share, figure in short if share == most]
    names = "、".join(DECLARED[figure.indicator].name for figure in worst)
    if len(worst) > 1:
        return f"按占目标的比例，差距并列最大的是{names}。"
    return f"按占目标的比例，差距最大的是{names}：{_distance(worst[0])}。"


def _distance(figure: Figure) -> str:
    indicator = DECLARED[figure.indicator]
    aim = "目标" if figure.expected == figure.target else "应达"
    missing = gap(indicator, (figure.expected or 0) - (figure.value or 0), figure.target)
    unit = "" if indicator.unit == "%" else " "
    path = f"{expected(indicator, figure.expected or 0, figure.target)}{unit}{indicator.unit}"
    return f"{quantity(indicator, figure.value)}，{aim} {path}，差{spaced(missing)}"


RULES: tuple[Rule[Standing], ...] = (Rule("standing", "{all} 项目标中，{counts}", _counts),)
