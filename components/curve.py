"""Where a figure stands in a picture of a year: months across, values up. A page's trend and the wall's both draw from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil, floor, log10

from components import format as form
from components.forecast import at_end
from data.indicators import Indicator
from data.indicators.aim import own_target
from data.indicators.figures import Figure
from data.indicators.indicator import MONTHLY
from data.indicators.study import Study
from data.indicators.words import percent
from data.periods import Period, parse

Point = tuple[float, float]


def position(indicator: Indicator, period: Period, today: date) -> float:
    """Where a period stands on the axis: a state or a running count at its end (today while it runs), a flow in its middle."""
    if period.grain == "week":
        return int(period.text[6:]) - 0.5
    end = at_end(indicator, period)
    if period.runs(today) and end == int(end):
        return end - 1 + period.day(today).day / period.ends.day
    return end


def points(indicator: Indicator, figures: Sequence[Figure], today: date) -> list[Point]:
    """The figures that have a value."""
    return [(position(indicator, parse(figure.period), today), float(figure.value)) for figure in figures if figure.value is not None]


def path(one: Study) -> list[Point]:
    """From the value at the end of last December (a year's count: 0) to the target at the end of its due month."""
    goal, target = one.figure.target, one.target
    if not own_target(one.figure) or target is None or target.by == MONTHLY or goal is None or one.period.grain == "week":
        return []
    if not one.indicator.resets and one.last_year[-1].suppressed:
        return []  # a path from nought would be a wrong one, the right one would tell what is withheld
    start = 0.0 if one.indicator.resets else float(one.baseline or 0)
    return [(0.0, start), (float(target.by[5:]), float(goal))]


def axis(indicator: Indicator, values: Sequence[float]) -> tuple[float, float, list[float]]:
    """Range and two to four round ticks; a rate's axis may begin above 0, a count's never does."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if not indicator.rate:
        low = min(low, 0.0)
    if high == low:
        low, high = (max(low - 1, 0.0), high + 1) if indicator.rate else (0.0, high + 1)
    if indicator.unit == "%":
        high = min(high, 100.0)
    step = _round_up((high - low) / 3)
    first = floor(low / step) * step
    if indicator.unit == "%" and high <= 100:
        ticks = [first + i * step for i in range(5) if first + i * step <= 100]
        return first, max(high, ticks[-1]) + 0.04 * (high - first), ticks
    count = ceil((high - first) / step)
    ticks = [first + i * step for i in range(count + 1)]
    return first, ticks[-1] + 0.04 * (ticks[-1] - first), ticks


def _round_up(step: float) -> float:
    unit = 10.0 ** floor(log10(step))
    return next(one for one in (unit, 2 * unit, 5 * unit, 10 * unit) if one >= step * 0.999)


def tick_words(indicator: Indicator, value: float, top: bool) -> str:
    """A round number at the axis; the topmost with its unit."""
    if indicator.unit == "%":
        return f"{percent(value).removesuffix('.0')}{'%' if top else ''}"
    shown = form.big(indicator, value)
    return f"{shown.text.removesuffix('.0')}{shown.unit if top else shown.unit.removesuffix(indicator.unit)}"
