"""Numbers as the screen shows them: cards, tables, map labels, changes, dates. Prose has its own forms in `data.indicators.words`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from data.clock import local
from data.indicators import Indicator
from data.indicators.figures import Figure
from data.indicators.suppression import Reason
from data.indicators.words import MISSING, Number, day, decimals, expected, gap, percent, rounded, scaled
from data.indicators.words import WAN as WAN
from data.indicators.words import period as period
from data.settings import settings

FEW = 10  # a percentage of fewer than these says less than its two counts
NOUNS = ("行政村", "社区", "街道", "县区", "公墓", "敬老院", "机构")


@dataclass(frozen=True)
class Shown:
    """A figure and the unit that stands beside it; the unit is empty where there is no figure."""

    text: str
    unit: str = ""


def headline(indicator: Indicator, figure: Figure) -> Shown:
    """A card's figure: `99.7` `%`, `1,286` `户`, `16.0` `万人`, `1.2` `亿元`; withheld `<5`, none `—`."""
    if figure.suppressed:
        return Shown(withheld(figure.reason), indicator.unit)
    return big(indicator, figure.value)


def big(indicator: Indicator, value: Number | None) -> Shown:
    """A number in headline form: from 10,000 on in 万, from 100,000,000 on in 亿, one decimal."""
    if value is None:
        return Shown(MISSING)
    if indicator.unit == "%":
        return Shown(percent(value), "%")
    text, many = scaled(value)
    if many:
        return Shown(text, f"{many}{indicator.unit}")
    return Shown(plain(indicator, value), indicator.unit)


def plain(indicator: Indicator, value: Number | None) -> str:
    """A table's number, without its unit: whole with commas; percents and other rates with one decimal."""
    if value is None:
        return MISSING
    if indicator.unit == "%":
        return percent(value)
    return f"{rounded(value, 1):,f}" if indicator.rate else whole(value)


def whole(value: Number | None) -> str:
    """A count: `1,286`; half a fen is no count, so money is rounded to whole yuan."""
    return MISSING if value is None else f"{rounded(value, 0):,f}"


def cell(indicator: Indicator, figure: Figure) -> str:
    """A table's cell, percents with their sign; withheld `<5` or `隐`."""
    if figure.suppressed:
        return withheld(figure.reason)
    return with_unit(indicator, figure.value) if indicator.unit == "%" else plain(indicator, figure.value)


def cell_with_unit(indicator: Indicator, figure: Figure) -> str:
    """A table's cell with its unit, where there is a value."""
    shown = cell(indicator, figure)
    return shown if figure.value is None or indicator.unit == "%" else f"{shown} {indicator.unit}"


def short(indicator: Indicator, figure: Figure) -> str:
    """A figure in a card's line, in the form of the card's own: `966.2 万元`, `33.6%`, `1,286 户`, `<5`."""
    shown = headline(indicator, figure)
    return shown.text if figure.value is None else f"{shown.text}{'' if shown.unit == '%' else ' '}{shown.unit}"


def with_unit(indicator: Indicator, value: Number | None) -> str:
    """`99.7%`, `1,286 户`."""
    if value is None:
        return MISSING
    return f"{percent(value)}%" if indicator.unit == "%" else f"{plain(indicator, value)} {indicator.unit}"


def on_map(indicator: Indicator, figure: Figure) -> str:
    """A map label: the table's form; a percentage of fewer than 10 is its two counts, `1/1 村`."""
    few = indicator.unit == "%" and figure.denominator is not None and 0 < figure.denominator < FEW
    if figure.suppressed or not few:
        return cell(indicator, figure)
    noun = next((noun for noun in NOUNS if indicator.denominator.endswith(noun)), "").removeprefix("行政")
    return f"{whole(figure.numerator)}/{whole(figure.denominator)} {noun}".strip()


def withheld(reason: Reason | None) -> str:
    """`<5` for a small cell; `隐` for one hidden only against subtraction, which may well be larger."""
    return f"<{settings().suppress_below}" if reason == "small" else "隐"


def change(indicator: Indicator, now: Number | None, before: Number | None, short: bool = False) -> str:
    """`▲ 增 312 人`, `▼ 减 0.4 个百分点` (short: 点), `▲ 略增` (too small to show), `— 持平`; `—` without one of the two."""
    if now is None or before is None:
        return MISSING
    if now == before:
        return "— 持平"
    if round(abs(now - before), decimals(indicator)) == 0:
        return "▲ 略增" if now > before else "▼ 略减"
    return f"{'▲ 增' if now > before else '▼ 减'} {difference(indicator, now - before, short)}"


def difference(indicator: Indicator, value: Number, short: bool = False, goal: Number | None = None) -> str:
    """The size of a difference: `312 人`, `0.4 个百分点`; what rounds to nothing is `不足 0.1`. goal: a path's target."""
    places, size = decimals(indicator, goal), abs(value)
    unit = ("点" if short else "个百分点") if indicator.unit == "%" else indicator.unit
    if round(size, places) == 0:
        return f"不足 {'0.1' if places else '1'} {unit}"
    if places and not indicator.rate and indicator.unit != "%":
        return gap(indicator, size, goal)
    if indicator.unit != "%":
        shown = big(indicator, size)
        return f"{shown.text} {shown.unit}"
    return f"{size:.1f} {unit}"


def from_path(indicator: Indicator, figure: Figure) -> str:
    """How a figure stands to what is expected by its day: `▼ 低 0.4 个`."""
    return apart(indicator, figure.value, figure.expected, figure.target)


def path(indicator: Indicator, figure: Figure) -> str:
    """What is expected by the figure's day, without its unit."""
    rated = indicator.rate or indicator.unit == "%" or figure.expected is None
    return plain(indicator, figure.expected) if rated else expected(indicator, figure.expected or 0, figure.target)


def expected_with_unit(indicator: Indicator, figure: Figure) -> str:
    """What is expected by the figure's day: `1,375 户`, `0.4 个`, `45.2%`."""
    if figure.expected is None:
        return MISSING
    shown = path(indicator, figure)
    return f"{shown}%" if indicator.unit == "%" else f"{shown} {indicator.unit}"


def apart(indicator: Indicator, value: Number | None, other: Number | None, goal: Number | None = None) -> str:
    """How a value stands to another one beside it: `▲ 高 2.0 个百分点`, `▼ 低 312 人`, `— 持平`; `—` without one of the two."""
    if value is None or other is None:
        return MISSING
    if value == other:
        return "— 持平"
    return f"{'▲ 高' if value > other else '▼ 低'} {difference(indicator, value - other, short=True, goal=goal)}"


def clock(value: datetime, beside: int | None = None) -> str:
    """`7月28日 06:00`, in Kaifeng."""
    here = local(value)
    return f"{day(here.date(), beside)} {here:%H:%M}"
