"""One indicator, as the title of a page: how the region stands to its path, and which of its parts are lowest or late."""

from __future__ import annotations

from collections.abc import Sequence

from data.indicators import DECLARED
from data.indicators.absence import absence
from data.indicators.aim import adds_up, own_target
from data.indicators.figures import Figure
from data.indicators.findings.finding import Finding, Rule, Told, first
from data.indicators.findings.regions import MAP_RULES, MOST_TIED, Regions, tied
from data.indicators.findings.stand import stand
from data.indicators.words import quantity


def lead_finding(whole: Figure, parts: Sequence[Figure]) -> Finding:
    """The title of a page on one indicator: how the region stands to its path, and who is lowest; without a figure why there is none."""
    one = Regions(DECLARED[whole.indicator], whole, tuple(parts))
    meaning = one.indicator.numerator + (f" ÷ {one.indicator.denominator}" if one.indicator.rate else "")
    return first(LEAD_RULES, one, f"{one.indicator.title}{absence(whole)}", f"口径：{meaning}。")


def _lead_met(one: Regions) -> Told | None:
    if one.whole.value is None or one.whole.status != "met" or not own_target(one.whole):
        return None
    return _led(one, "已达目标")


def _lead_stand(one: Regions) -> Told | None:
    words = stand(one.whole)
    return None if words is None else _led(one, words)


def _led(one: Regions, words: str) -> Told:
    weak, tail = _weakest(one)
    head = f"{one.indicator.name} {quantity(one.indicator, one.whole.value)}"
    return Told([one.whole, *weak], {"head": head, "stand": words, "tail": tail})


def _weakest(one: Regions) -> tuple[list[Figure], str]:
    """The parts a page should name: the lowest of what does not add up; of a count those past their day or behind."""
    if adds_up(one.indicator):
        for status, words in (("overdue", "逾期未达目标"), ("behind", "进度滞后")):
            named = [figure for figure in one.judged if figure.status == status]
            if named:
                return named, f"；{one.aside}{one.names(named)}{words}"
        return [], ""
    low = one.extreme(False) if len(one.shown) > 1 else []
    if not low or len(low) > MOST_TIED or low[0].value == one.extreme(True)[0].value:
        return [], ""
    return low, f"；{one.aside}{one.names(low)}{tied(low, '最低')}"


LEAD_RULES: tuple[Rule[Regions], ...] = (
    MAP_RULES[0],
    Rule("lead_met", "{head}，{stand}{tail}", _lead_met),
    Rule("lead_stand", "{head}，{stand}{tail}", _lead_stand),
    *MAP_RULES[1:],
)
