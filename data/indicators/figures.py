"""The one door: every number that anybody sees comes through `figures`, with scope, withholding, target and status applied."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from access.scope import Scope
from data.indicators import DECLARED, Indicator
from data.indicators.crowd import hidden
from data.indicators.indicator import Target
from data.indicators.moment import Moment
from data.indicators.status import NOT_JUDGED, Judgement, Status, judge, unite
from data.indicators.sums import Sum, Sums, Wanted, read_sums
from data.indicators.suppression import Reason
from data.periods import Period
from geo.regions import CITY, Level, level_of


class NotAllowed(PermissionError):
    """The scope may not see the region asked for."""


@dataclass(frozen=True)
class Figure:
    """One reading as one person may see it.

    numerator, denominator, value  int or float in the indicator's unit; None: no value, or withheld
    category   None for the total
    reason     why it is withheld: small or paired
    status     met, on_track, behind, overdue or none
    as_of      the day it stands for: d, or for events the day of the newest delivery before it; None where nothing has been computed
    """

    indicator: str
    region: str
    region_name: str
    period: str
    category: str | None
    numerator: int | float | None
    denominator: int | float | None
    value: int | float | None
    suppressed: bool
    reason: Reason | None
    target: int | float | None
    expected: int | float | None
    status: Status
    as_of: date | None


def figures(
    now: Moment,
    indicators: Sequence[str],
    *,
    scope: Scope,
    periods: Sequence[Period],
    region: str = CITY,
    level: Level | None = None,
    by_category: bool = False,
) -> tuple[Figure, ...]:
    """The readings of `region`, or of all its descendants of `level` (without itself), in order of indicator, region, period, category.

    Descendants the scope may not see are absent. by_category gives every listed category, also at 0, without the total; indicators
    without a breakdown then give nothing. Raises NotAllowed if the region itself may not be seen, KeyError for an unknown indicator
    or region.
    """
    asked = [DECLARED[name] for name in indicators]
    now.places[region]
    if not scope.sees(region):
        raise NotAllowed(region)
    codes = _codes(now, scope, region, level)
    key = ("figures", now.refresh, now.today, scope.key, tuple(indicators), region, level, tuple(periods), by_category)
    return now.shelf.keep(key, lambda: tuple(_figures(now, asked, scope, periods, region, codes, by_category)))


def _codes(now: Moment, scope: Scope, region: str, level: Level | None) -> list[str]:
    codes = [region] if level is None else [r.code for r in now.places.under(region, level)]
    return [code for code in codes if scope.sees(code)]


def _figures(
    now: Moment,
    asked: list[Indicator],
    scope: Scope,
    periods: Sequence[Period],
    region: str,
    codes: list[str],
    by_category: bool,
) -> Iterable[Figure]:
    if by_category:
        asked = [indicator for indicator in asked if indicator.breakdown]
    read = read_sums(now, [Wanted(i, _periods_needed(now, i, periods, by_category), _levels(i, codes), by_category, region) for i in asked])
    for indicator in asked:
        sums = read[indicator.id]
        categories: Sequence[str] = indicator.categories if by_category else ("",)
        looked_at = {*periods, *(() if by_category else _baselines(now, indicator, periods))}
        withheld = {p: hidden(now, indicator, scope=scope, period=p, codes=codes, by_category=by_category) for p in looked_at}
        for code in codes:
            for period in periods:
                judged = NOT_JUDGED if by_category else _judgement(now, indicator, sums, code, period)
                if (code, "") in withheld.get(_baseline_period(period), {}):
                    judged = Judgement(judged.target)  # what is expected by now would tell the value it starts from
                for category in categories:
                    reason = withheld[period].get((code, category))
                    yield _figure(now, indicator, sums, code, period, category, reason, judged)


def _levels(indicator: Indicator, codes: Iterable[str]) -> frozenset[Level]:
    """The levels to sum to: those asked for, and the counties behind a city's status."""
    levels = {level_of(code) for code in codes}
    if "city" in levels:
        levels.add("county")
    return frozenset(level for level in levels if level in ("city", "county") or level == indicator.level)


def _figure(
    now: Moment,
    indicator: Indicator,
    sums: Sums,
    code: str,
    period: Period,
    category: str,
    reason: Reason | None,
    judged: Judgement,
) -> Figure:
    found = sums.get(code, period, category)
    if reason:
        found, judged = Sum(None, None, None, found.as_of), Judgement(judged.target)
    return Figure(
        indicator.id,
        code,
        now.places.name(code),
        period.text,
        category or None,
        _plain(found.shown_numerator(indicator)),
        _plain(found.shown_denominator(indicator)),
        _plain(found.value(indicator)),
        reason is not None,
        reason,
        _plain(judged.target),
        _plain(judged.expected),
        judged.status,
        found.as_of,
    )


def _plain(number: Fraction | None) -> int | float | None:
    """An int where the number is whole, else the nearest float: nothing is rounded on purpose."""
    if number is None:
        return None
    return number.numerator if number.denominator == 1 else number.numerator / number.denominator


# --- targets ------------------------------------------------------------------------------------------------------------------------


def _target(now: Moment, indicator: Indicator, period: Period) -> Target | None:
    return None if period.grain == "week" else now.targets.get(period.year, {}).get(indicator.id)


def _baseline_period(period: Period) -> Period:
    """The same kind of period at the end of last December."""
    return Period(f"{period.year - 1}-12" + ("/ytd" if period.grain == "ytd" else ""))


def _periods_needed(now: Moment, indicator: Indicator, periods: Sequence[Period], by_category: bool) -> tuple[Period, ...]:
    return tuple(sorted({*periods, *(() if by_category else _baselines(now, indicator, periods))}))


def _baselines(now: Moment, indicator: Indicator, periods: Sequence[Period]) -> set[Period]:
    """The periods whose values the expected paths start from."""
    return set() if indicator.resets else {_baseline_period(p) for p in periods if _target(now, indicator, p) is not None}


def _judgement(now: Moment, indicator: Indicator, sums: Sums, code: str, period: Period) -> Judgement:
    target = _target(now, indicator, period)
    if target is None:
        return NOT_JUDGED
    level = level_of(code)
    if level == "city":
        city = _judge_one(now, indicator, sums, code, period, target, _goal(target))
        if not target.each_county:
            return city
        counties = [_judge_one(now, indicator, sums, county.code, period, target, _goal(target)) for county in now.places.counties]
        return unite(counties, city, target, period, now.today)
    if level == "county" and target.share_by:
        share = now.shares.get((period.year, indicator.id), {}).get(code)
        return _judge_one(now, indicator, sums, code, period, target, None if share is None else Fraction(share))
    if target.each_county and (level == "county" or indicator.unit == "%"):
        return _judge_one(now, indicator, sums, code, period, target, _goal(target))
    return NOT_JUDGED


def _goal(target: Target) -> Fraction | None:
    return None if target.value is None else Fraction(target.value)


def _judge_one(
    now: Moment, indicator: Indicator, sums: Sums, code: str, period: Period, target: Target, goal: Fraction | None
) -> Judgement:
    if goal is None:
        return NOT_JUDGED
    baseline = None if indicator.resets else sums.get(code, _baseline_period(period), "").value(indicator)
    return judge(target, goal, sums.get(code, period, "").value(indicator), baseline, period, now.today)
