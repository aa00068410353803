"""One indicator over the parts of a region, as the title of a ranking: how many hold the target, how far apart the parts lie."""

from __future__ import annotations

from collections.abc import Sequence

from data.indicators import DECLARED
from data.indicators.aim import adds_up
from data.indicators.figures import Figure
from data.indicators.findings.finding import Finding, Rule, Told, first
from data.indicators.findings.regions import MOST_TIED, Regions, tied
from data.indicators.reach import still_runs
from data.indicators.words import gap, spaced


def ranking_finding(whole: Figure, parts: Sequence[Figure]) -> Finding:
    """The title of a ranking."""
    one = Regions(DECLARED[whole.indicator], whole, tuple(parts))
    return first(() if still_runs(whole) else RANKING_RULES, one, f"各{one.noun}排序")


def _rank_met(one: Regions, met: bool) -> Told | None:
    judged = one.judged
    if len(judged) < 2 or any((figure.status == "met") != met for figure in judged):
        return None
    return Told(judged, {"aside": one.aside, "some": one.some(judged)})


def _rank_all(one: Regions) -> Told | None:
    return _rank_met(one, True)


def _rank_none(one: Regions) -> Told | None:
    return _rank_met(one, False)


def _rank_split(one: Regions) -> Told | None:
    judged = one.judged
    met = sum(figure.status == "met" for figure in judged)
    if not 0 < met < len(judged):
        return None
    words: dict[str, str | int] = {"aside": one.aside, "met": f"{met} 个{one.noun}", "rest": f"{len(judged) - met} 个"}
    return Told(judged, words)


def _rank_yes_no(one: Regions) -> Told | None:
    """Of a rate over one thing a part: who has it and who has not; a distance of 100 points would say nothing."""
    shown = one.shown
    if one.indicator.unit != "%" or one.indicator.denominator != "县区" or any(figure.denominator != 1 for figure in shown):
        return None
    have, lack = ([figure for figure in shown if bool(figure.value) == has] for has in (True, False))
    if not have or not lack:
        return None
    return Told(shown, {"aside": one.aside, "have": _few(one, have), "lack": _few(one, lack)})


def _few(one: Regions, figures: Sequence[Figure]) -> str:
    return one.names(figures) if len(figures) <= MOST_TIED else f"{len(figures)} 个{one.noun}"


def _rank_span(one: Regions) -> Told | None:
    """Of what does not add up: how far the parts lie apart."""
    if adds_up(one.indicator) or len(one.shown) < 2:
        return None
    high, low = one.extreme(True)[0], one.extreme(False)[0]
    if high.value is None or low.value is None or high.value == low.value:
        return None
    return Told([high, low], {"aside": one.aside, "gap": spaced(gap(one.indicator, high.value - low.value))})


def _rank_most(one: Regions) -> Told | None:
    """Of a count: who has the most, who the fewest."""
    if not adds_up(one.indicator) or len(one.shown) < 2:
        return None
    most, fewest = one.extreme(True), one.extreme(False)
    if most == fewest or max(len(most), len(fewest)) > MOST_TIED:
        return None
    words = {
        **{"aside": one.aside, "top": one.names(most), "most": tied(most, "最多")},
        **{"bottom": one.names(fewest), "fewest": tied(fewest, "最少")},
    }
    return Told([*most, *fewest], words)


RANKING_RULES: tuple[Rule[Regions], ...] = (
    Rule("rank_all", "{aside}{some}全部完成", _rank_all),
    Rule("rank_none", "{aside}{some}均未完成", _rank_none),
    Rule("rank_split", "{aside}{met}完成，{rest}未完成", _rank_split),
    Rule("rank_yes_no", "{aside}{have}已有，{lack}没有", _rank_yes_no),
    Rule("rank_span", "{aside}最高与最低相差{gap}", _rank_span),
    Rule("rank_most", "{aside}{top}{most}，{bottom}{fewest}", _rank_most),
)
