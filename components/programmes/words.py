"""How the programmes' pages write what they all show: short names, percents, months, and the ways to a programme and its files."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from components.about import about_programme
from components.progress import short_name as short_name
from data.indicators.words import MISSING, percent
from data.periods import Period
from geo.regions import CITY


def programme_at(programme: str, month: Period, region: str = CITY, **more: str) -> str:
    """`/programmes/elderly?period=2023-07&region=410221&task=7`; the city is not written, nor what is empty."""
    rest = {name: value for name, value in more.items() if value}
    return about_programme(programme, month.text, region) + (f"&{urlencode(rest)}" if rest else "")


def points(value: float | None) -> str:
    """A percent as the page writes it: `64.3%`, `—`."""
    return MISSING if value is None else f"{percent(value)}%"


def apart(value: float, expected: float) -> str:
    """How a percent stands to what is expected: `低 4.5 个百分点`, `高 …`, `持平`."""
    gap = round(value - expected, 1)
    return "与应达持平" if not gap else f"{'低' if gap < 0 else '高'} {abs(gap):.1f} 个百分点"


def by_month(month: str) -> str:
    """`10月底` for `2023-10`; what is no month (空缺) as it stands."""
    return f"{int(month[5:])}月底" if re.fullmatch(r"\d{4}-\d{2}", month) else month


def of_month(month: str) -> str:
    """`7月` for `2023-07`."""
    return f"{int(month[5:7])}月"
