"""The forecast on a trend: the last three whole months carried on as a dashed line with its band, and the words that name them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from components import format as form
from components import theme
from data.indicators import Indicator
from data.indicators.forecast import Ahead, Forecast
from data.periods import Period, parse

NAMED = "虚线按近三月推算，浅带为 95% 区间"


def dashed(ahead: Forecast, indicator: Indicator) -> list[dict[str, Any]]:
    """Three traces: the band between two lines, which lies below all others; the line itself, from the last whole month on."""
    last = ahead.built_from[-1]
    start = (at_end(indicator, parse(last.period)), float(last.value or 0))
    places = [at_end(indicator, one.period) for one in ahead.ahead]
    edge = {"type": "scatter", "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}

    def through(values: Sequence[float]) -> dict[str, Any]:
        return {"x": [start[0], *places], "y": [start[1], *values]}

    return [
        {**edge, **through([one.low for one in ahead.ahead])},
        {**edge, **through([one.high for one in ahead.ahead]), "fill": "tonexty", "fillcolor": theme.BAND},
        {
            **{"type": "scatter", "mode": "lines", "line": theme.FORECAST, **through([one.value for one in ahead.ahead])},
            **{"text": ["", *(_hover(indicator, one) for one in ahead.ahead)], "hovertemplate": "%{text}<extra></extra>"},
        },
    ]


def _hover(indicator: Indicator, one: Ahead) -> str:
    band = f"{form.plain(indicator, one.low)} – {form.with_unit(indicator, one.high)}"
    return f"{form.period(one.period)}底推算　<b>约 {form.with_unit(indicator, one.value)}</b><br>95% 区间　{band}"


def at_end(indicator: Indicator, period: Period) -> float:
    """Where a whole month stands on the axis: a state or running count at its end, a flow in its middle."""
    month = int(period.month[5:])
    return month - 0.5 if indicator.kind == "flow" and not indicator.cumulative and period.grain == "month" else float(month)
