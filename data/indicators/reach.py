"""How far a figure reaches: whether a count of events holds its whole period, and up to which day it is known."""

from __future__ import annotations

from data.indicators import DECLARED
from data.indicators.figures import Figure
from data.indicators.words import day
from data.periods import parse


def lacks_days(figure: Figure) -> bool:
    """Whether a count of events holds only a part of its period: it still runs, or its last days have not been delivered yet."""
    return DECLARED[figure.indicator].kind == "flow" and figure.as_of is not None and figure.as_of < parse(figure.period).ends


def still_runs(figure: Figure) -> bool:
    """Whether a flow's figure does not hold its whole period: half a month of events is held against nothing."""
    indicator, span = DECLARED[figure.indicator], parse(figure.period)
    return lacks_days(figure) and not indicator.cumulative and span.grain != "ytd"


def until(figure: Figure) -> str:
    """How far a figure that still runs reaches: `截至9月8日`; where its first day has not been delivered, `数据到9月8日，本期未到`."""
    if figure.as_of is None:
        return ""
    return f"截至{day(figure.as_of)}" if figure.as_of >= parse(figure.period).starts else f"数据到{day(figure.as_of)}，本期未到"
