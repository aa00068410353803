"""A page's state in its address: period, region, indicator. What cannot be read falls back, with one sentence saying so.

Whatever carries `data-go` changes these parts of the address when clicked; `assets/address.js` does it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from data.periods import Grain, Period, PeriodError, month_of, parse, week_of, ytd_of
from geo.regions import CITY

CURRENT = {"month": month_of, "week": week_of, "ytd": ytd_of}


@dataclass(frozen=True)
class Address:
    """Where a page stands. `notice` says in one sentence what of the address could not be followed."""

    period: Period
    region: str
    indicator: str
    notice: str = ""


def read(
    search: object,
    *,
    today: date,
    begins: date | None,
    regions: Mapping[str, str],
    indicators: Collection[str],
    default: str,
) -> Address:
    """The state that `?period=…&region=…&indicator=…` asks for.

    regions  the codes this page can show, with their names; begins  the first day the readings cover
    """
    given = _given(search)
    troubles: list[str] = []
    period = _period(given.get("period"), today, begins, troubles)
    region = given.get("region", CITY)
    if region not in regions:
        troubles.append(f"没有代码为“{region[:12]}”的县区，显示全市")
        region = CITY
    indicator = given.get("indicator", default)
    if indicator not in indicators:
        troubles.append(f"没有名为“{indicator[:40]}”的指标")
        indicator = default
    return Address(period, region, indicator, f"{'；'.join(troubles)}。" if troubles else "")


def _given(search: object) -> dict[str, str]:
    """The parts of the address; none of what no page writes: too long, too many, no text at all."""
    if not isinstance(search, str) or len(search) > 1000:
        return {}
    try:
        return dict(parse_qsl(search.removeprefix("?"), max_num_fields=20))
    except ValueError:
        return {}


def _period(text: str | None, today: date, begins: date | None, troubles: list[str]) -> Period:
    current = month_of(today)
    if text is None:
        return current
    try:
        asked = parse(text)
    except PeriodError:
        troubles.append(f"“{text[:20]}”不是周期，显示本月")
        return current
    if not asked.begun(today):
        troubles.append("所选周期还没有开始，显示本月")
        return current
    if begins is not None and asked.ends < begins:
        troubles.append(f"数据从 {begins.year}年{begins.month}月 开始，显示本月")
        return current
    return asked


def of_grain(period: Period, grain: Grain, today: date) -> Period:
    """The period of another grain that ends where this one does, or today while it runs."""
    return CURRENT[grain](period.day(today))


def go(**changes: str | None) -> dict[str, Any]:
    """The attribute that makes a link or button change the address; None takes a part out."""
    return {"data-go": urlencode({name: value or "" for name, value in changes.items()}, safe="/")}
