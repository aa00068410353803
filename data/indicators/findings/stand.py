"""How one figure stands: to its expected path, and whether its period is over."""

from __future__ import annotations

from data.indicators import DECLARED
from data.indicators.aim import own_target
from data.indicators.figures import Figure
from data.indicators.words import gap, spaced
from data.periods import parse


def still_runs(figure: Figure) -> bool:
    """Whether a flow's period was not over when the figure was computed: half a month of events is held against nothing."""
    indicator, span = DECLARED[figure.indicator], parse(figure.period)
    flows = indicator.kind == "flow" and not indicator.cumulative and span.grain != "ytd"
    return flows and figure.as_of is not None and figure.as_of < span.ends


def stand(figure: Figure) -> str | None:
    """`比应达低 89 户`, `与目标持平`; None where there is nothing of its own to be held against."""
    if figure.value is None or figure.expected is None or not own_target(figure):
        return None
    aim = "目标" if figure.expected == figure.target else "应达"
    beyond = figure.value - figure.expected
    if beyond == 0:
        return f"与{aim}持平"
    return f"比{aim}{'高' if beyond > 0 else '低'}{spaced(gap(DECLARED[figure.indicator], beyond))}"
