"""A task's linked indicators with their own values, to stand beside what the counties report of it."""

from __future__ import annotations

from collections.abc import Sequence

from access.scope import Scope
from data.indicators.figures import Figure, figures
from data.indicators.indicator import MONTHLY
from data.indicators.moment import Moment
from data.periods import Period


def evidence(now: Moment, indicators: Sequence[str], *, scope: Scope, region: str, month: Period) -> tuple[Figure, ...]:
    """One figure an indicator, in the order given: a monthly target's of the last whole month, any other of the year to date.

    Raises NotAllowed if the scope may not see the region.
    """
    out: list[Figure] = []
    for name in indicators:
        target = now.targets.get(month.year, {}).get(name)
        if target is not None and target.by == MONTHLY:
            whole = month.shift(-1) if month.ends >= now.today and month.starts.month > 1 else month
            period = whole
        else:
            period = Period(f"{month}/ytd")
        out += figures(now, [name], scope=scope, periods=[period], region=region)
    return tuple(out)
