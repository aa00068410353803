"""One indicator and region over all years the readings cover, month by month."""

from __future__ import annotations

from access.scope import Scope
from data.indicators.comparison import remembered
from data.indicators.figures import Figure, figures
from data.indicators.moment import Moment
from data.periods import Period, between, month_of, parse

Years = dict[int, tuple[Figure, ...]]


def history(now: Moment, indicator: str, *, scope: Scope, period: Period, region: str) -> Years:
    """The months (of a year-to-date: the year-to-dates) up to the period's last month, by year, the oldest year first.

    Raises NotAllowed if the scope may not see the region, KeyError for an unknown indicator or region.
    """
    tail = "/ytd" if period.grain == "ytd" else ""
    last = month_of(period.day(now.today))
    first = month_of(now.begins) if now.begins else parse(f"{last.year}-01")
    spans = [parse(month.text + tail) for month in between(first, last)]
    out: dict[int, list[Figure]] = {}
    for figure in figures(now, [indicator], scope=scope, periods=spans, region=region):
        out.setdefault(int(figure.period[:4]), []).append(remembered(figure, month_of(now.today)))
    return {year: tuple(found) for year, found in out.items()}
