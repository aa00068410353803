"""How far a number departs from its own history, by median and MAD: one earlier outlier does not hide the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

SCALE = 1.4826  # MAD × this estimates the standard deviation of what varies normally


@dataclass(frozen=True)
class Departure:
    """`middle` the history's median; `times` the robust standard deviations the value lies away (inf: the history never varied)."""

    middle: float
    times: float


def departure(
    value: float, history: Sequence[float], *, least: int, times: float, share: float, base: float | None = None
) -> Departure | None:
    """The departure of a value that lies at least `times` robust deviations away, and by `share` (0–1) of `base` (the median, if None).

    The second condition keeps a quiet history from making a warning of a trifle. None: it does not, or the history has less than `least`.
    """
    if len(history) < max(least, 1):
        return None
    middle = median(history)
    spread = SCALE * median(abs(one - middle) for one in history)
    away = abs(value - middle)
    if away == 0 or away < share * abs(middle if base is None else base) or away < times * spread:
        return None
    return Departure(middle, away / spread if spread else float("inf"))
