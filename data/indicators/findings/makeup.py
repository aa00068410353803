"""What a figure is made of: its categories, and the five coverages of the elderly programme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.indicators import DECLARED, Indicator
from data.indicators.aim import adds_up
from data.indicators.figures import Figure
from data.indicators.findings.finding import Finding, Rule, Told, first
from data.indicators.reach import still_runs, until
from data.indicators.words import listed, percent, quantity

# “五个全覆盖”：台账4，任务 4
FIVE = (
    "county_support_home_coverage",
    "street_centre_coverage",
    "community_elder_facility_coverage",
    "township_home_upgraded",
    "happiness_home_coverage",
)
FULL = 100
MOST_TIED = 3


@dataclass(frozen=True)
class Makeup:
    """A figure and its categories."""

    indicator: Indicator
    whole: Figure
    parts: tuple[Figure, ...]

    @property
    def shown(self) -> list[Figure]:
        return [figure for figure in self.parts if figure.value is not None and not figure.suppressed]

    @property
    def aside(self) -> str:
        return "除隐去的外，" if any(figure.suppressed for figure in self.parts) else ""

    @property
    def head(self) -> str:
        """A running month is told with its day."""
        return f"{until(self.whole)}，" if still_runs(self.whole) else ""

    @property
    def hidden(self) -> int | float:
        """How many there may be in one withheld category: at most what the shown ones leave of the whole."""
        withheld = any(figure.suppressed for figure in self.parts)
        return (self.whole.value or 0) - sum(figure.value or 0 for figure in self.shown) if withheld else 0

    def extreme(self, largest: bool) -> list[Figure]:
        edge = (max if largest else min)(figure.value or 0 for figure in self.shown)
        return [figure for figure in self.shown if figure.value == edge]


def breakdown_finding(whole: Figure, parts: Sequence[Figure]) -> Finding:
    """The title of a breakdown: `parts` are the categories of `whole`'s region and period."""
    one = Makeup(DECLARED[whole.indicator], whole, tuple(parts))
    return first(BREAKDOWN_RULES, one, f"{one.indicator.title}按{one.indicator.breakdown or '类别'}")


def _names(figures: Sequence[Figure]) -> str:
    return "、".join(figure.category or "" for figure in figures)


def _one_only(one: Makeup) -> Told | None:
    """Everything lies in one category."""
    if one.aside or not adds_up(one.indicator) or not one.whole.value or len(one.shown) < max(len(one.parts), 2):
        return None
    above = [figure for figure in one.shown if figure.value]
    if len(above) != 1 or above[0].value != one.whole.value:
        return None
    return Told([one.whole, *one.shown], {"head": one.head, "name": _names(above)})


def _largest(one: Makeup) -> Told | None:
    """The category with the most, and its share; several where they tie."""
    if not adds_up(one.indicator) or not one.whole.value or len(one.shown) < 2:
        return None
    top = one.extreme(True)
    value = top[0].value
    if one.hidden > (value or 0):
        return None  # a category that is not shown may be larger
    if not value or len(top) > MOST_TIED or value * len(top) > one.whole.value:
        return None
    words = {"head": one.head, "aside": one.aside, "names": _names(top), "share": percent(100 * value / one.whole.value)}
    tied = len(top) > 1
    return Told([one.whole, *top], {**words, "most": "并列最多，各占" if tied else "最多，占"})


def _highest_and_lowest(one: Makeup) -> Told | None:
    if adds_up(one.indicator) or len(one.shown) < 2:
        return None
    high, low = one.extreme(True), one.extreme(False)
    top, bottom = quantity(one.indicator, high[0].value), quantity(one.indicator, low[0].value)
    if max(len(high), len(low)) > MOST_TIED or top == bottom:
        return None
    words = {
        **{"head": one.head, "aside": one.aside, "high": _names(high), "highest": "并列最高" if len(high) > 1 else "最高", "top": top},
        **{"low": _names(low), "lowest": "并列最低" if len(low) > 1 else "最低", "bottom": bottom},
    }
    return Told([*high, *low], words)


BREAKDOWN_RULES: tuple[Rule[Makeup], ...] = (
    Rule("one_only", "{head}全部为{name}", _one_only),
    Rule("category_largest", "{head}{aside}{names}{most} {share}%", _largest),
    Rule("category_range", "{head}{aside}{high}{highest} {top}，{low}{lowest} {bottom}", _highest_and_lowest),
)


# --- 五个全覆盖 -------------------------------------------------------------------------------------------------------------------------

FIVE_MEANING = "到位：达到本年目标；没有分到目标的，达到 100%。"


def coverage_finding(figures: Sequence[Figure]) -> Finding:
    """How many of the five coverages are in place; `figures` those of one region and period, others take no part."""
    five = tuple(figure for figure in figures if figure.indicator in FIVE and figure.value is not None and not figure.suppressed)
    return first(COVERAGE_RULES, five, "五个全覆盖", FIVE_MEANING)


def _in_place(figure: Figure) -> bool:
    return figure.status == "met" or (figure.status == "none" and figure.value is not None and figure.value >= FULL)


def _five_all(five: tuple[Figure, ...]) -> Told | None:
    return Told(five) if len(five) == len(FIVE) and all(map(_in_place, five)) else None


def _five_none(five: tuple[Figure, ...]) -> Told | None:
    return Told(five) if len(five) == len(FIVE) and not any(map(_in_place, five)) else None


def _five_some(five: tuple[Figure, ...]) -> Told | None:
    done, open_ = [f for f in five if _in_place(f)], [f for f in five if not _in_place(f)]
    if not done or not open_:
        return None
    among = "" if len(five) == len(FIVE) else f"有数据的 {len(five)} 项中"
    names = listed([DECLARED[figure.indicator].title for figure in open_])
    return Told(five, {"among": among, "many": len(done), "names": names if len(open_) <= MOST_TIED else f"其余 {len(open_)} 项"})


def _five_part(five: tuple[Figure, ...]) -> Told | None:
    """Not all five have a value, and those that have are all alike."""
    if not five:
        return None
    return Told(five, {"many": len(five), "state": "均已到位" if _in_place(five[0]) else "均未到位"})


COVERAGE_RULES: tuple[Rule[tuple[Figure, ...]], ...] = (
    Rule("five_all", "五个全覆盖全部到位", _five_all),
    Rule("five_none", "五个全覆盖均未到位", _five_none),
    Rule("five_some", "五个全覆盖{among}已到位 {many} 项，{names}未到位", _five_some),
    Rule("five_part", "五个全覆盖有数据的 {many} 项{state}", _five_part),
)
