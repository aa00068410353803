"""How one figure stands to its expected path."""

from __future__ import annotations

from data.indicators import DECLARED
from data.indicators.aim import own_target
from data.indicators.figures import Figure
from data.indicators.words import gap, spaced


def stand(figure: Figure) -> str | None:
    """`比应达低 89 户`, `与目标持平`; None where there is nothing of its own to be held against."""
    if figure.value is None or figure.expected is None or not own_target(figure):
        return None
    aim = "目标" if figure.expected == figure.target else "应达"
    beyond = figure.value - figure.expected
    if beyond == 0:
        return f"与{aim}持平"
    return f"比{aim}{'高' if beyond > 0 else '低'}{spaced(gap(DECLARED[figure.indicator], beyond, figure.target))}"
