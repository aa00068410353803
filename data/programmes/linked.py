"""How far a task's linked indicators are by themselves: the way each has come towards its target."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from math import nextafter
from statistics import fmean

from access.scope import Scope
from data.indicators import INDICATORS
from data.indicators.figures import figures
from data.indicators.indicator import MONTHLY, Target
from data.indicators.moment import Moment
from data.indicators.week_end import at_week_end
from data.periods import Period, parse
from geo.regions import CITY, Level

Percents = dict[tuple[str, str], float]  # indicator and region → 0–100


def linked_percents(now: Moment, names: Sequence[str], *, scope: Scope, month: Period, week: Period | None = None) -> Percents:
    """How far each indicator has come towards its target of the month's year, in the city and every county; absent without value or target.

    week  one that ends in the month: how far at its end, not at the month's

    The way from the baseline (the value at the end of last December; 0 without one, for a year's count and for a monthly target) to the
    target; 100 exactly when it is reached. Where every county must hold the target, the city's percent is the mean over the counties
    that have one. A monthly target is read from the last whole month, any other from the year to date.
    """
    targets = now.targets.get(month.year, {})
    out: Percents = {}
    for monthly in (True, False):
        asked = [name for name in names if name in targets and (targets[name].by == MONTHLY) == monthly]
        if not asked:
            continue
        at = _last_whole(month, now.today) if monthly else Period(f"{month}/ytd")
        out.update(_ways(now, asked, targets, scope, at, "county", week))
        out.update(_ways(now, [name for name in asked if not targets[name].each_county], targets, scope, at, None, week))
        for name in (name for name in asked if targets[name].each_county):
            parts = [percent for (indicator, _), percent in out.items() if indicator == name]
            if parts:
                out[name, CITY] = fmean(parts)
    return out


def _last_whole(month: Period, today: date) -> Period:
    """The month itself once it is over, else the one before it in the same year; January while it runs."""
    return month.shift(-1) if month.ends >= today and month.starts.month > 1 else month


def _ways(
    now: Moment,
    names: Sequence[str],
    targets: dict[str, Target],
    scope: Scope,
    period: Period,
    level: Level | None,
    week: Period | None,
) -> Iterable[tuple[tuple[str, str], float]]:
    if not names:
        return
    before = parse(f"{period.year - 1}-12{period.text[7:]}")  # the same kind of period at the end of last December
    ago = figures(now, names, scope=scope, periods=(before,), level=level)
    baselines = {(figure.indicator, figure.region): figure.value for figure in ago}
    read = at_week_end(now, names, scope=scope, week=week, level=level) if week else ()
    for figure in read if week else figures(now, names, scope=scope, periods=(period,), level=level):
        if figure.value is not None and figure.target is not None:
            name = figure.indicator
            fresh = INDICATORS[name].resets or targets[name].by == MONTHLY
            baseline = None if fresh else baselines[name, figure.region]
            yield (name, figure.region), _way(figure.value, figure.target, baseline or 0, bool(targets[name].above))


def _way(value: float, target: float, baseline: float, above: bool) -> float:
    """The way from baseline to target, 0–100, 100 exactly when it is reached; from 0 where the year began at the target or past it."""
    if value > target or (value == target and not above):
        return 100.0
    start = baseline if baseline < target else 0
    way = 100 * (value - start) / (target - start) if target > start else 0.0
    return min(max(way, 0.0), nextafter(100, 0))
