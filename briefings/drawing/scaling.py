"""Round steps for an axis."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10

MOST = 5  # lines of a grid


def ticks(values: Sequence[float], *, from_zero: bool) -> tuple[float, ...]:
    """Rising round values that hold all of these, at most `MOST` and one. Rates may start above zero, bars never."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if from_zero or low < 0 < high:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = (low - 1, high + 1) if low and not from_zero else (min(low, 0.0), max(high, 1.0))
    rough = (high - low) / (MOST - 1)
    unit = 10.0 ** floor(log10(rough))
    step = next(times * unit for times in (1, 2, 5, 10) if times * unit >= rough * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return tuple(round(step * place, 10) for place in range(first, last + 1))


def tick(value: float) -> str:
    """An axis label: `0`, `1,000`, `2万`, `97.5`."""
    if abs(value) >= 10_000:
        return f"{value / 10_000:,g}万"
    return f"{value:,g}"
