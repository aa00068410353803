"""Numbers, days and lists in prose, as the bureau writes them: `1,286 户`, `99.7%`, `5.6 个百分点`, `1.2 亿元`, `7月28日`.

The rules of rounding stand here once; the screen's own short forms in `components.format` are built on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from data.indicators.indicator import Indicator
from data.periods import Period

MISSING = "—"
NUMERALS = "一二三四五六七八九十"
WAN, YI = 10_000, 100_000_000
ONE, TENTH = Decimal(1), Decimal("0.1")
FEW_WANTED = 10  # below this target a path runs through parts of one

Number = int | float


def quantity(indicator: Indicator, value: Number | None) -> str:
    """A value with its unit: percents with one decimal, whole numbers with commas, large money in 万元 or 亿元, other rates with one
    decimal."""
    if value is None:
        return MISSING
    if indicator.unit == "%":
        return f"{percent(value)}%"
    if indicator.unit == "元":
        shown, unit = scaled(value)
        return f"{shown} {unit}元" if unit else f"{value:,.0f} 元"
    return f"{number(indicator, value)} {indicator.unit}"


def number(indicator: Indicator, value: Number) -> str:
    """A value without its unit."""
    if indicator.unit == "%":
        return percent(value)
    decimals = 1 if indicator.rate and value != int(value) else 0
    return f"{rounded(value, decimals):,f}"


def rounded(value: Number, places: int) -> Decimal:
    """四舍五入 to 0 or 1 decimals, of the number as written: as a spreadsheet rounds, so that paper, screen and file agree."""
    return Decimal(str(value)).quantize(TENTH if places else ONE, ROUND_HALF_UP)


def percent(value: Number) -> str:
    """One decimal, always (77/80 is 96.3); what is not yet 100 is never written 100.0."""
    text = f"{rounded(value, 1):f}"
    return "99.9" if text == "100.0" and value < 100 else text


def scaled(value: Number) -> tuple[str, str]:
    """A number from 10,000 on in 万, from 100,000,000 on in 亿, one decimal: `16.0` and `万`. Below, nothing and no unit."""
    size = abs(value)
    if round(size / WAN, 1) >= WAN:
        return f"{value / YI:,.1f}", "亿"
    if round(size) >= WAN:
        return f"{value / WAN:,.1f}", "万"
    return "", ""


def decimals(indicator: Indicator, goal: Number | None = None) -> int:
    """How many decimals a difference of two values is told with; goal: of a count that is held against its path to this target."""
    few = goal is not None and abs(goal) < FEW_WANTED
    return 1 if indicator.rate or indicator.unit == "%" or few else 0


def expected(indicator: Indicator, value: Number, goal: Number | None) -> str:
    """An expected value, without its unit: on the way to a few things one decimal, so that `应达 0.4` is not read as nothing to be done."""
    if indicator.rate or indicator.unit == "%":
        return number(indicator, value)
    return f"{value:,.{0 if value == int(value) else decimals(indicator, goal)}f}"


def gap(indicator: Indicator, value: Number, goal: Number | None = None) -> str:
    """The size of a difference of two values: percents differ by 个百分点; what rounds to nothing is `不足 0.1 个百分点`."""
    size, places = abs(value), decimals(indicator, goal)
    unit = "个百分点" if indicator.unit == "%" else indicator.unit
    if round(size, places) == 0:
        return f"不足 {'0.1' if places else '1'} {unit}"
    if places and not indicator.rate and indicator.unit != "%":
        return f"{expected(indicator, round(size, places), goal)} {unit}"
    return f"{size:.1f} {unit}" if indicator.unit == "%" else quantity(indicator, round(size, places))


def spaced(text: str) -> str:
    """A number after a Chinese word stands off by a blank: `高 89 户`, but `高不足 1 户`."""
    return f" {text}" if text[:1].isdigit() else text


def listed(names: Sequence[str], noun: str = "县区", most: int = 3) -> str:
    """`杞县、兰考县等 5 个县区`: at most `most` names."""
    if len(names) <= most:
        return "、".join(names)
    return f"{'、'.join(names[:most])}等 {len(names)} 个{noun}"


def day(value: date, beside: int | None = None) -> str:
    """`7月28日`; with its year where that differs from the year `beside`."""
    year = "" if beside is None or beside == value.year else f"{value.year}年"
    return f"{year}{value.month}月{value.day}日"


def period(value: Period) -> str:
    """`2023年7月`, `2023年第23周`, `2023年1–7月`."""
    year, last = value.text[:4], int(value.text[6:] if value.grain == "week" else value.text[5:7])
    if value.grain == "week":
        return f"{year}年第{last}周"
    if value.grain == "ytd" and last > 1:
        return f"{year}年1–{last}月"
    return f"{year}年{last}月"


def numeral(value: int) -> str:
    """`一`, `十`, `十二`, `二十`; for 1–99."""
    tens, ones = divmod(value, 10)
    digit = NUMERALS[ones - 1] if ones else ""
    return digit if not tens else f"{NUMERALS[tens - 1] if tens > 1 else ''}十{digit}"
