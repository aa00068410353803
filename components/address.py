"""A page's state in its address: period, region, indicator; on section pages a category and what it is compared with (`with=`).

What cannot be read falls back, with one sentence saying so.

Whatever carries `data-go` changes these parts of the address when clicked; `assets/address.js` does it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from data.periods import Grain, Period, PeriodError, month_of, parse, week_of, ytd_of
from geo.regions import CITY, DIGITS

CURRENT = {"month": month_of, "week": week_of, "ytd": ytd_of}
MOST_PARTS, LONGEST = 20, 1000


@dataclass(frozen=True)
class Address:
    """Where a page stands. `notice` says in one sentence what of the address could not be followed.

    category                  one of the indicator's, '' for the total
    with_period, with_region  what it is compared with: one of them at most
    village                   the one of the township `region` that is looked at; '' for none
    places                    which kind of public places is on the point map; '' for the page's first
    """

    period: Period
    region: str
    indicator: str
    notice: str = ""
    category: str = ""
    with_period: Period | None = None
    with_region: str = ""
    village: str = ""
    places: str = ""


def read(
    search: object,
    *,
    today: date,
    begins: date | None,
    regions: Mapping[str, str],
    indicators: Collection[str],
    default: str,
    categories: Mapping[str, Collection[str]] | None = None,
) -> Address:
    """The state that `?period=…&region=…&indicator=…` asks for, and where a page gives `categories` also `&category=…&with=…`.

    regions  the codes this page can show, with their names; begins  the first day the readings cover
    categories  by indicator; None: this page filters by none and compares with nothing
    """
    troubles: list[str] = []
    given = _given(search, troubles)
    period = _period(given.get("period"), today, begins, troubles)
    region = given.get("region", CITY)
    below = any(len(code) > DIGITS["county"] for code in regions)
    if region not in regions:
        troubles.append(
            f"没有代码为“{region[:12]}”的{'地区' if below else '县区'}，{'或不在本账号可看的范围内，' if below else ''}显示全市"
        )
        region = CITY
    indicator = given.get("indicator", default)
    if indicator not in indicators:
        troubles.append(f"没有名为“{indicator[:40]}”的指标")
        indicator = default
    category, beside = given.get("category", ""), given.get("with", "")
    if categories is None:
        category = beside = ""
    elif category and category not in categories.get(indicator, ()):
        troubles.append(f"所选指标没有“{category[:20]}”这一类别")
        category = ""
    with_region = beside if beside in regions and beside != region else ""
    with_period = None if with_region or not beside else _with(beside, period, region, today, begins, troubles)
    notice = f"{'；'.join(troubles)}。" if troubles else ""
    return Address(period, region, indicator, notice, category, with_period, with_region, places=given.get("places", "")[:40])


def _given(search: object, troubles: list[str]) -> dict[str, str]:
    """The parts of the address; none of what no page writes: too long, too many, no text at all."""
    if not isinstance(search, str):
        return {}
    try:
        if len(search) <= LONGEST:
            return dict(parse_qsl(search.removeprefix("?"), max_num_fields=MOST_PARTS))
    except ValueError:
        pass
    troubles.append("地址里的内容太多，没有采用")
    return {}


def _with(text: str, period: Period, region: str, today: date, begins: date | None, troubles: list[str]) -> Period | None:
    """The other period, of the same grain; None, and why, where it can't be held against this one."""
    if text == region or text == period.text:
        troubles.append("不能与自身对比")
        return None
    try:
        other = parse(text)
    except PeriodError:
        troubles.append(f"“{text[:20]}”不能用来对比")
        return None
    if other.grain != period.grain:
        troubles.append("只能与同一种周期对比")
    elif not other.begun(today) or (begins is not None and other.ends < begins):
        troubles.append("对比周期没有数据")
    else:
        return other
    return None


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
