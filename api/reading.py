"""Parameters that several calls share, and the moment an answer is of."""

from __future__ import annotations

import re
from datetime import date, datetime

from access.scope import Scope
from api.operation import Parameter
from api.problems import Problem, bad_parameter
from data.clock import local
from data.indicators.moment import Moment
from data.periods import Period, PeriodError, parse, parse_range
from geo.regions import CITY, Region

REGION_WORDS = f"行政区划代码：{CITY}（全市）、6 位（县区）、9 位（乡镇街道）或 12 位（村社区）"


def refreshed_at(now: Moment) -> datetime | None:
    """When the readings were computed, by Kaifeng's clock."""
    return None if now.refreshed_at is None else local(now.refreshed_at)


def place(now: Moment, code: str, scope: Scope) -> Region:
    """The region of a parameter `region`.

    Raises Problem: 400 for an unknown one, 403 for one the scope may not see.
    """
    if code not in now.places:
        raise bad_parameter("region", f"的值 {code} 不是现有的区划", REGION_WORDS)
    if not scope.sees(code):
        raise Problem(403, "您的账号不能看这里的数据：县级以下只有局领导、科长和本县区可看。")
    return now.places[code]


def _code(text: str) -> str:
    if not re.fullmatch(r"\d{6}|\d{9}|\d{12}", text, re.ASCII):
        raise ValueError(f"的值 {text[:20]} 不是区划代码")
    return text


def _periods(text: str) -> list[Period]:
    try:
        return parse_range(text)
    except PeriodError as error:
        raise ValueError(f"：{str(error).rstrip('。')}") from None


def _month(text: str) -> Period:
    try:
        found = parse(text)
    except PeriodError:
        found = None
    if found is None or found.grain != "month":
        raise ValueError(f"的值 {text[:20]} 不是月份")
    return found


def _day(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise ValueError(f"的值 {text[:20]} 不是日期")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"的值 {text} 不是日历上的一天") from None


REGION = Parameter("region", REGION_WORDS, _code, example="410221")
PERIOD = Parameter(
    "period",
    "周期：2023-06（月）、2023-W23（周）、2023-06/ytd（年累计），或同一种周期的区间 2023-01..2023-06",
    _periods,
    True,
    "2023-01..2023-06",
)
MONTH = Parameter("month", "月份，如 2023-06", _month, example="2023-06")
SINCE = Parameter("since", "日期，如 2023-01-01", _day, example="2023-01-01")
UNTIL = Parameter("until", "日期，如 2023-06-30", _day, example="2023-06-30")
