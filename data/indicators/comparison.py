"""Two figures of one indicator side by side: two periods or two regions, and how far they lie apart, where that may be said at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from access.scope import Scope
from data.indicators import DECLARED, Indicator
from data.indicators.figures import Figure, figures
from data.indicators.moment import Moment
from data.indicators.reach import lacks_days
from data.periods import Period, parse

Apart = Literal["", "withheld", "missing", "unfinished", "anew", "kinds", "forgotten"]


@dataclass(frozen=True)
class Pair:
    """A figure and the one beside it.

    difference  figure − other, in the indicator's unit, for percentages in points; None where `apart` says why there is none:
                one of the two withheld or missing; unfinished: half a period against a whole one; anew: a count that began again between
                the two; kinds: a week against a month; forgotten: a year of which the records tell no longer
    """

    indicator: Indicator
    figure: Figure
    other: Figure
    difference: int | float | None
    apart: Apart


def compare(
    now: Moment,
    indicators: Sequence[str],
    *,
    scope: Scope,
    period: Period,
    region: str,
    other_period: Period | None = None,
    other_region: str | None = None,
) -> tuple[Pair, ...]:
    """Each indicator at `region` and `period` beside another period, another region, or both, in the order asked for.

    Both sides come through the one door, and a difference stands only where both its values are shown: it tells nothing that they do not.
    Raises NotAllowed if the scope may not see one of the regions, KeyError for an unknown indicator or region.
    """
    first = figures(now, indicators, scope=scope, periods=[period], region=region)
    second = figures(now, indicators, scope=scope, periods=[other_period or period], region=other_region or region)
    return tuple(pair(one, other, now.today) for one, other in zip(first, second, strict=True))


def pair(figure: Figure, other: Figure, today: date) -> Pair:
    """Two figures of one indicator side by side."""
    indicator = DECLARED[figure.indicator]
    why = apart(figure, other, today)
    if why or figure.value is None or other.value is None:
        return Pair(indicator, figure, other, None, why)
    return Pair(indicator, figure, other, figure.value - other.value, why)


def apart(figure: Figure, other: Figure, today: date) -> Apart:
    """Why two figures may not be held against each other; empty where they may."""
    if figure.suppressed or other.suppressed:
        return "withheld"
    if figure.value is None or other.value is None:
        return "missing"
    indicator, period, beside = DECLARED[figure.indicator], parse(figure.period), parse(other.period)
    why = periods_apart(indicator, period, beside, today)
    if why or period == beside or not (lacks_days(figure) or lacks_days(other)):
        return why
    return "" if from_january(indicator, period) and period.text[:4] == beside.text[:4] else "unfinished"


def remembered(figure: Figure, beside: Period) -> Figure:
    """A figure as it may stand beside one of another period: without a value where the records tell of its year no longer."""
    if DECLARED[figure.indicator].remembers or parse(figure.period).year == beside.year:
        return figure
    return replace(figure, value=None, numerator=None, denominator=None, expected=None, status="none")


def periods_apart(indicator: Indicator, period: Period, other: Period, today: date) -> Apart:
    """Why two periods of an indicator may not be held against each other.

    What counts from 1 January is held against an earlier day of the same year, or against the same month of another year once both are
    over; a flow only against a whole period when it is one; a state always.
    """
    if period == other:
        return ""
    if period.grain != other.grain:
        return "kinds"
    if not indicator.remembers and period.year != other.year:
        return "forgotten"
    running = period.runs(today) or other.runs(today)
    if from_january(indicator, period):
        if began_again(indicator, period, other):
            return "anew"
        return "unfinished" if running and period.text[:4] != other.text[:4] else ""
    return "unfinished" if running and indicator.kind == "flow" else ""


def began_again(indicator: Indicator, period: Period, other: Period) -> bool:
    """Whether the count began anew between the two: January's is not held against the whole year before."""
    return from_january(indicator, period) and period.text[:4] != other.text[:4] and period.text[4:] != other.text[4:]


def from_january(indicator: Indicator, period: Period) -> bool:
    """Whether the value at a period is counted from 1 January on."""
    return indicator.cumulative or indicator.resets or (period.grain == "ytd" and indicator.kind == "flow")
