"""One indicator over the parts of a region, row by row, as a table or a file holds it: now, before, a year before, and beside another.

The city's parts are its counties; a county's (and a township's) are the county's townships, as far as the person may see them.
"""

from __future__ import annotations

from dataclasses import dataclass

from access.scope import Scope
from data.indicators import DECLARED, Indicator
from data.indicators.comparison import remembered
from data.indicators.figures import Figure, figures
from data.indicators.moment import Moment
from data.periods import Period
from geo.regions import CITY, Level


@dataclass(frozen=True)
class Line:
    """One region. `beside` is the figure it is compared with; None where nothing is compared."""

    figure: Figure
    before: Figure
    year_before: Figure
    beside: Figure | None = None


@dataclass(frozen=True)
class Ledger:
    """The parts in official order and the whole they belong to.

    level   of the parts: county or township
    beside  in words what stands beside: a period or a region; '' for nothing
    absent  why there are no parts, where there are none
    """

    indicator: Indicator
    period: Period
    category: str
    level: Level
    parts: tuple[Line, ...]
    whole: Line
    beside: str = ""
    absent: str = ""


def read_ledger(
    now: Moment,
    indicator: str,
    *,
    scope: Scope,
    period: Period,
    region: str,
    category: str = "",
    with_period: Period | None = None,
    with_region: str = "",
) -> Ledger:
    """All rows, of one moment.

    with_period, with_region  each row is held against itself at another period; those of the other region's level and above against it:
                              a township is not held against a county
    Raises NotAllowed if the scope may not see the region, KeyError for an unknown indicator or region.
    """
    whole = CITY if region == CITY else region[:6]
    level: Level = "county" if region == CITY else "township"
    periods = {period, period.shift(-1), period.year_before()} | ({with_period} if with_period else set())

    def read(place: str, parts: bool) -> dict[tuple[str, str], Figure]:
        found = figures(
            now,
            [indicator],
            scope=scope,
            periods=sorted(periods),
            region=place,
            level=level if parts else None,
            by_category=bool(category),
        )
        return {(one.region, one.period): remembered(one, period) for one in found if (one.category or "") == category}

    here = read(whole, False)
    other = read(with_region, False).get((with_region, period.text)) if with_region else None

    def line(code: str, read_: dict[tuple[str, str], Figure]) -> Line:
        held = with_region and len(code) <= len(with_region)
        beside = read_[code, with_period.text] if with_period else other if held else None
        return Line(read_[code, period.text], read_[code, period.shift(-1).text], read_[code, period.year_before().text], beside)

    declared = DECLARED[indicator]
    absent = _absent(declared, scope, whole, level)
    inside = {} if absent else read(whole, True)
    return Ledger(
        declared,
        period,
        category,
        level,
        tuple(line(code, inside) for code in dict.fromkeys(code for code, _ in inside)),
        line(whole, here),
        with_period.text if with_period else now.places.name(with_region) if with_region else "",
        absent,
    )


def _absent(indicator: Indicator, scope: Scope, whole: str, level: Level) -> str:
    if level == "county":
        return ""
    if indicator.level == "county":
        return "这项指标只统计到县区，没有乡镇数字。"
    return "" if scope.sees_level_in(whole) else "本账号可看县区数字，看不到乡镇。"
