"""How one figure stands: to its expected path, and whether its period is over."""

from __future__ import annotations

from data.indicators import INDICATORS
from data.indicators.aim import own_target
from data.indicators.comparison import lacks_days
from data.indicators.figures import Figure
from data.indicators.words import day, gap, spaced
from data.periods import parse


def still_runs(figure: Figure) -> bool:
    """Whether a flow's figure does not hold its whole period: half a month of events is held against nothing."""
    indicator, span = INDICATORS[figure.indicator], parse(figure.period)
    return lacks_days(figure) and not indicator.cumulative and span.grain != "ytd"


def until(figure: Figure) -> str:
    """How far a figure that still runs reaches: `截至9月8日`; where its first day has not been delivered, `数据到9月8日，本期未到`."""
    if figure.as_of is None:
        return ""
    return f"截至{day(figure.as_of)}" if figure.as_of >= parse(figure.period).starts else f"数据到{day(figure.as_of)}，本期未到"


def stand(figure: Figure) -> str | None:
    """`比应达低 89 户`, `与目标持平`; None where there is nothing of its own to be held against."""
    if figure.value is None or figure.expected is None or not own_target(figure):
        return None
    aim = "目标" if figure.expected == figure.target else "应达"
    beyond = figure.value - figure.expected
    if beyond == 0:
        return f"与{aim}持平"
    return f"比{aim}{'高' if beyond > 0 else '低'}{spaced(gap(INDICATORS[figure.indicator], beyond, figure.target))}"
