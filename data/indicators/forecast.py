"""The forecast: where one figure would stand at its due day if it went on as in the last three whole months.

A straight line by least squares through the last three monthly values, and the 95 % prediction interval of a single new month around it:
value(h) = mean + slope · (h + 1), half-width t · s · √(1 + 1/3 + (h + 1)²/2), h months after the last one, s² = SSE / (n − 2).
Source: NIST/SEMATECH e-Handbook of Statistical Methods, 4.5.1.2 (prediction interval of a response by least squares). Three points leave
one degree of freedom, t = 12.71: the band is wide, and is meant to be; it is 0 only where the three lie on one line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import pi, sqrt, tan

from data.indicators.aim import own_target
from data.indicators.figures import Figure
from data.indicators.indicator import MONTHLY, Indicator, Target
from data.periods import Period, between, parse

MONTHS = 3  # through which the line goes
FEW = 5  # a straight line through the yes and no of fewer than these says nothing
T95 = tan(0.475 * pi)  # Student's t with one degree of freedom at 97.5 %: 12.706


@dataclass(frozen=True)
class Ahead:
    """One month to come: the line at its end and the band around it, clipped to what is possible."""

    period: Period
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Forecast:
    """Three months carried on.

    ahead       the months from the one after the last whole one to the due month
    slope       what a month adds, in the indicator's unit
    goal        the target of the region
    reached     the first month, to December, at whose end the line is at the target; None where it is not in this year
    built_from  the three figures
    """

    indicator: str
    ahead: tuple[Ahead, ...]
    slope: float
    goal: float
    reached: Period | None
    built_from: tuple[Figure, ...]

    @property
    def due(self) -> Ahead:
        """The due month: its end is the due day."""
        return self.ahead[-1]

    @property
    def in_time(self) -> bool:
        """Whether the line is at the target by the due month's end."""
        return self.reached is not None and self.reached.month <= self.due.period.month

    @property
    def certain(self) -> bool:
        """Whether the whole band lies on one side of the target."""
        return self.due.low >= self.goal or self.due.high < self.goal


def forecast(figures: Sequence[Figure], indicator: Indicator, target: Target | None, today: date) -> Forecast | None:
    """The forecast of one region's figures, in order of time, to the target's due month.

    What the line means:
    - a count since 1 January (`cumulative`): the count at a month's end; it never falls below the last one;
    - a stock: the state at a month's end;
    - a flow of months: the value of that month alone, a rate of the due month, not of the year.

    None: fewer than three consecutive whole months up to the running one, which never counts, or one of them without a value, withheld or
    last computed before its end; a look at an earlier month or a year that is over; no target, one judged every month, or one that is
    not the region's own (`own_target`); the target is reached already, or is of fewer than five things (a county's one cemetery); the
    due month is over; weeks and categories; a flow's year-to-dates, which are no line; a count that starts anew in January with a month
    of last year among the three.
    """
    if target is None or target.by == MONTHLY or not figures or any(figure.category is not None for figure in figures):
        return None
    spans = [parse(figure.period) for figure in figures]
    grain = spans[-1].grain
    if grain == "week" or (grain == "ytd" and indicator.kind == "flow" and not indicator.cumulative):
        return None
    whole = [(span, figure) for span, figure in zip(spans, figures, strict=True) if _is_whole(span, figure, today)][-MONTHS:]
    if len(whole) < MONTHS or [span for span, _ in whole] != between(whole[0][0], whole[-1][0]):
        return None
    built_from = tuple(figure for _, figure in whole)
    due = Period(target.by + spans[-1].text[7:])
    last = whole[-1][0]
    aim = figures[-1].target
    if due <= last or not last.shift(1).runs(today) or spans[-1].year != due.year or aim is None or not own_target(figures[-1]):
        return None
    if (indicator.cumulative or indicator.resets) and whole[0][0].year != due.year:
        return None
    values = [Fraction(figure.value) for figure in built_from if figure.value is not None and not figure.suppressed]
    latest = figures[-1].value
    goal = Fraction(aim)
    many = built_from[-1].denominator if indicator.rate else aim
    if many is not None and many < FEW:
        return None
    if len(values) < MONTHS or any(_holds(target, Fraction(one), goal) for one in (values[-1], latest) if one is not None):
        return None
    line = _Line(values, indicator)
    ahead = tuple(line.at(span, step) for step, span in enumerate(between(last.shift(1), due), start=1))
    year = between(last.shift(1), Period(f"{due.text[:4]}-12{due.text[7:]}"))
    reached = next((span for step, span in enumerate(year, start=1) if _holds(target, line.exact(step), goal)), None)
    return Forecast(indicator.id, ahead, float(line.slope), float(goal), reached if line.slope > 0 else None, built_from)


def _is_whole(span: Period, figure: Figure, today: date) -> bool:
    """Whether the month is over and was computed at its end."""
    return today > span.ends and figure.as_of is not None and figure.as_of >= span.ends


def _holds(target: Target, value: Fraction, goal: Fraction) -> bool:
    return value > goal if target.above else value >= goal


class _Line:
    """The line through three values one month apart, and its band."""

    def __init__(self, values: Sequence[Fraction], indicator: Indicator) -> None:
        first, middle, last = values
        self.mean = (first + middle + last) / 3
        self.slope = (last - first) / 2
        self.spread = float(abs(first - 2 * middle + last)) / sqrt(6)  # s: the three residuals are (1, −2, 1) · this / √6
        self.floor = float(last) if indicator.cumulative else 0.0
        self.ceiling = 100.0 if indicator.unit == "%" else float("inf")

    def exact(self, step: int) -> Fraction:
        """The line `step` months after the last, unclipped."""
        return self.mean + self.slope * (step + 1)

    def at(self, span: Period, step: int) -> Ahead:
        value = float(self.exact(step))
        half = T95 * self.spread * sqrt(1 + 1 / 3 + (step + 1) ** 2 / 2)
        return Ahead(span, self._clip(value), self._clip(value - half), self._clip(value + half))

    def _clip(self, value: float) -> float:
        return min(max(value, self.floor), self.ceiling)
