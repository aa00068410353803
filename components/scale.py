"""The five classes of a map: round breaks, fixed per indicator for the year, so that months compare."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10

from data.indicators import Indicator
from data.indicators.indicator import Target

CLASSES = 5
QUANTILES = (0.2, 0.4, 0.6, 0.8)


def breaks(indicator: Indicator, target: Target | None, past: Sequence[float], shares: Sequence[float]) -> tuple[float, ...]:
    """At most four rising breaks; a value belongs to the class above the breaks it reaches.

    target  that of the year: classes of what every county must hold lie around it
    past    last year's values of the counties; without a target of their own they say what is much and what is little
    shares  the counties' shares of a city target
    """
    if target and target.value is not None and (target.each_county or indicator.unit == "%"):
        return _around(float(target.value), indicator.unit == "%")
    if shares and max(shares) > 0:
        step = _round(max(shares) / CLASSES)
        return tuple(step * (i + 1) for i in range(CLASSES - 1))
    return _quantiles([value for value in past if value > 0])


def class_of(value: float | None, at: Sequence[float]) -> int:
    """1–5; 0 where there is no value."""
    return 0 if value is None else 1 + sum(value >= one for one in at)


def _around(target: float, percentage: bool) -> tuple[float, ...]:
    step = 5.0 if percentage else _round(target / 20)
    first = target - (3 if percentage and target + step > 100 else 2) * step
    return tuple(first + i * step for i in range(CLASSES - 1) if first + i * step > 0)


def _quantiles(values: list[float]) -> tuple[float, ...]:
    """The fifths, each rounded to one figure, to two where they would fall together."""
    if not values:
        return ()
    ranked = sorted(values)
    fifths = [ranked[floor(part * (len(ranked) - 1))] for part in QUANTILES]
    for figures in (1, 2):
        rounded = sorted({_figures(value, figures) for value in fifths})
        if len(rounded) == len(QUANTILES):
            break
    return tuple(rounded)


def _figures(value: float, count: int) -> float:
    return round(value, count - 1 - floor(log10(value)))


def _round(step: float) -> float:
    """The nearest of 1, 2, 5 × 10ⁿ."""
    unit = 10.0 ** floor(log10(step))
    return min((unit, 2 * unit, 5 * unit, 10 * unit), key=lambda one: abs(one - step))
