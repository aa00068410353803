"""Two periods or two regions side by side, as a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from data.indicators.comparison import Apart, Pair
from data.indicators.figures import Figure
from data.indicators.findings.finding import Finding, Rule, Told, first
from data.indicators.words import gap, period, quantity, spaced
from data.periods import parse

WHY: dict[Apart, str] = {
    "withheld": "有一方按规定不显示，不作比较。",
    "missing": "有一方没有数据，不作比较。",
    "unfinished": "有一期未完，不与整期比较。",
    "anew": "按年累计，年初起重计，不跨年比较。",
    "forgotten": "台账只留最近一次，往年的数已无从得知，不作比较。",
    "kinds": "周期种类不同，不作比较。",
}


def pair_finding(two: Pair) -> Finding:
    """The title of one comparison: which is higher, and by how much."""
    one, other = _sides(two)
    return first(PAIR_RULES, two, f"{two.indicator.title}：{one}与{other}", WHY.get(two.apart, ""))


def pairs_finding(pairs: Sequence[Pair]) -> Finding:
    """The title of several comparisons of the same two sides: how many are higher, how many lower."""
    lede = "" if all(two.difference is not None for two in pairs) else "其余不可比：有一方没有数据或不显示，或两期起止不同。"
    return first(PAIRS_RULES, tuple(pairs), "对比", lede)


def _sides(two: Pair) -> tuple[str, str]:
    """How the two are called: by what differs."""

    def called(figure: Figure) -> str:
        place = figure.region_name if two.figure.region != two.other.region else ""
        time = period(parse(figure.period)) if two.figure.period != two.other.period or not place else ""
        return place + time

    return called(two.figure), called(two.other)


def _higher_or_lower(two: Pair) -> Told | None:
    if two.difference is None:
        return None
    one, other = _sides(two)
    way = "高" if two.difference > 0 else "低"
    words = "与{other}持平" if two.difference == 0 else f"比{{other}}{way}{spaced(gap(two.indicator, two.difference))}"
    value = quantity(two.indicator, two.figure.value)
    return Told([two.figure, two.other], {"title": two.indicator.title, "one": one, "value": value, "words": words.format(other=other)})


def _how_many(pairs: tuple[Pair, ...]) -> Told | None:
    held = [two for two in pairs if two.difference is not None]
    if not held:
        return None
    one, other = _sides(held[0])
    up, down = (sum((two.difference or 0) * sign > 0 for two in held) for sign in (1, -1))
    parts = [f"{many} 项{word}" for many, word in ((up, "较高"), (down, "较低"), (len(held) - up - down, "持平")) if many]
    quotes = [figure for two in held for figure in (two.figure, two.other)]
    return Told(quotes, {"one": one, "other": other, "many": len(held), "parts": "，".join(parts)})


PAIR_RULES: tuple[Rule[Pair], ...] = (Rule("pair", "{title}：{one} {value}，{words}", _higher_or_lower),)
PAIRS_RULES: tuple[Rule[tuple[Pair, ...]], ...] = (Rule("pairs", "{one}与{other}相比，{many} 项可比，{parts}", _how_many),)
