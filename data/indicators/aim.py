"""Whether a figure may be held against the target beside it."""

from __future__ import annotations

from data.indicators import DECLARED
from data.indicators.figures import Figure
from data.indicators.indicator import Indicator
from geo.regions import CITY


def adds_up(indicator: Indicator) -> bool:
    """Whether the larger region's value is the sum of its parts' values: a count, not a rate and not the lowest of them."""
    return not indicator.rate and indicator.rollup == "sum"


def own_target(figure: Figure) -> bool:
    """Whether the figure has a target of its own to be held against.

    A count that every county must reach (示范养老服务网络: one a county) stands beside the city's sum as well: there it is one county's
    target, and the sum of nine counties is neither above nor below it. The status of such a city is told by its counties alone.
    """
    if figure.target is None:
        return False
    indicator = DECLARED[figure.indicator]
    each = indicator.target is not None and indicator.target.each_county
    return not (figure.region == CITY and each and adds_up(indicator))
