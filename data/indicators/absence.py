"""Why there is no figure, in a few words to stand beside the `—`, or after the name in a title."""

from __future__ import annotations

from data.indicators import DECLARED
from data.indicators.figures import Figure
from data.indicators.reach import still_runs, until
from data.periods import parse
from geo.regions import level_of


def absence(figure: Figure) -> str:
    """Empty where there is a value."""
    indicator = DECLARED[figure.indicator]
    if figure.suppressed:
        return "按规定不显示"
    if figure.value is not None:
        return ""
    if not goes_down(figure):
        return "只统计到县区"
    if parse(figure.period).grain == "week" and (indicator.monthly_only or indicator.reported):
        return "没有周数据"
    if still_runs(figure) and figure.as_of is not None and figure.as_of < parse(figure.period).starts:
        return until(figure)
    return "分母为 0" if figure.denominator == 0 else "还没有数据"


def goes_down(figure: Figure) -> bool:
    """Whether the indicator is counted at the region's level: some go down to counties only."""
    return not (DECLARED[figure.indicator].level == "county" and level_of(figure.region) in ("township", "village"))
