"""One indicator over the parts of a region: who leads, who lags, how many hold the target, where it is concentrated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.indicators import DECLARED, Indicator
from data.indicators.aim import adds_up
from data.indicators.figures import Figure
from data.indicators.findings.finding import Finding, Rule, Told, first
from data.indicators.reach import still_runs, until
from data.indicators.words import listed, percent, quantity
from geo.regions import WORDS, level_of

MOST_TIED = 3  # more names than these side by side say nothing


@dataclass(frozen=True)
class Regions:
    """A region and its parts, one indicator, one period."""

    indicator: Indicator
    whole: Figure
    parts: tuple[Figure, ...]

    @property
    def shown(self) -> list[Figure]:
        """The parts with a value."""
        return [figure for figure in self.parts if figure.value is not None and not figure.suppressed]

    @property
    def judged(self) -> list[Figure]:
        return [figure for figure in self.shown if figure.status != "none"]

    @property
    def noun(self) -> str:
        return WORDS[level_of(self.parts[0].region)] if self.parts else "县区"

    @property
    def aside(self) -> str:
        """What must be said before anything is said of all parts."""
        return "除隐去的外，" if any(figure.suppressed for figure in self.parts) else ""

    @property
    def head(self) -> str:
        return f"{self.indicator.title} {quantity(self.indicator, self.whole.value)}"

    def some(self, figures: Sequence[Figure]) -> str:
        """`9 个县区`; `有数据的 6 个县区` where others have none, `有目标的…` where others have no target."""
        whose = "有目标的 " if len(figures) < len(self.shown) else ""
        if not whose and len(figures) < sum(not figure.suppressed for figure in self.parts):
            whose = "有数据的 "
        return f"{whose}{len(figures)} 个{self.noun}"

    def names(self, figures: Sequence[Figure]) -> str:
        return listed([figure.region_name for figure in figures], self.noun)

    def extreme(self, largest: bool) -> list[Figure]:
        """The parts with the largest (smallest) value: several where they tie."""
        pick = max if largest else min
        edge = pick(figure.value or 0 for figure in self.shown)
        return [figure for figure in self.shown if figure.value == edge]


def region_finding(whole: Figure, parts: Sequence[Figure]) -> Finding:
    """The title of a map."""
    one = Regions(DECLARED[whole.indicator], whole, tuple(parts))
    return first(MAP_RULES, one, one.indicator.title)


def _running(one: Regions) -> Told | None:
    if one.whole.value is None or one.whole.as_of is None or not still_runs(one.whole):
        return None
    return Told([one.whole], {"head": one.head, "until": until(one.whole)})


def _all_met(one: Regions) -> Told | None:
    judged = one.judged
    if one.whole.value is None or len(judged) < 2 or any(figure.status != "met" for figure in judged):
        return None
    return Told([one.whole, *judged], {"head": one.head, "aside": one.aside, "some": one.some(judged)})


def _with_status(one: Regions, status: str) -> Told | None:
    named = [figure for figure in one.judged if figure.status == status]
    if one.whole.value is None or not named:
        return None
    return Told([one.whole, *named], {"head": one.head, "aside": one.aside, "names": one.names(named)})


def _overdue(one: Regions) -> Told | None:
    return _with_status(one, "overdue")


def _behind(one: Regions) -> Told | None:
    return _with_status(one, "behind")


def _some_met(one: Regions) -> Told | None:
    judged = one.judged
    met = sum(figure.status == "met" for figure in judged)
    if one.whole.value is None or not 0 < met < len(judged) or any(figure.status not in ("met", "on_track") for figure in judged):
        return None
    words: dict[str, str | int] = {"head": one.head, "aside": one.aside, "met": f"{met} 个{one.noun}", "rest": f"{len(judged) - met} 个"}
    return Told([one.whole, *judged], words)


def _all_on_track(one: Regions) -> Told | None:
    judged = one.judged
    if one.whole.value is None or len(judged) < 2 or any(figure.status != "on_track" for figure in judged):
        return None
    return Told([one.whole, *judged], {"head": one.head, "aside": one.aside, "some": one.some(judged)})


def _concentrated(one: Regions) -> Told | None:
    """Three that hold half as much again as an even share, and are the three largest."""
    shown = one.shown
    if not adds_up(one.indicator) or not one.whole.value or len(shown) < 5:
        return None
    ranked = sorted(shown, key=lambda figure: (-(figure.value or 0), figure.region))
    share = 100 * sum(figure.value or 0 for figure in ranked[:3]) / one.whole.value
    if ranked[2].value == ranked[3].value or not 450 / len(shown) <= share <= 100:
        return None
    words = {"head": one.head, "aside": one.aside, "names": one.names(ranked[:3]), "share": percent(share)}
    words["hold"] = "最多，合计占" if one.aside else "占"
    return Told([one.whole, *ranked[:3]], words)


def _largest(one: Regions) -> Told | None:
    """Of a count: the part with the most."""
    shown = one.shown
    if not adds_up(one.indicator) or one.whole.value is None or len(shown) < 2:
        return None
    top = one.extreme(largest=True)
    if not top[0].value or len(top) > MOST_TIED:
        return None
    words = {"head": one.head, "aside": one.aside, "names": one.names(top), "most": tied(top, "最多"), "value": value_of(top[0])}
    return Told([one.whole, *top], words)


def _alike(one: Regions) -> Told | None:
    shown = one.shown
    if one.whole.value is None or len(shown) < 2 or one.extreme(True) != shown:
        return None
    return Told([one.whole, *shown], {"head": one.head, "aside": one.aside, "some": one.some(shown), "value": value_of(shown[0])})


def _highest_and_lowest(one: Regions) -> Told | None:
    """Of what does not add up: who is highest, who lowest."""
    if adds_up(one.indicator) or one.whole.value is None or len(one.shown) < 2:
        return None
    high, low = one.extreme(True), one.extreme(False)
    if max(len(high), len(low)) > MOST_TIED or value_of(high[0]) == value_of(low[0]):
        return None
    words = {
        **{"head": one.head, "aside": one.aside, "high": one.names(high), "highest": tied(high, "最高"), "top": value_of(high[0])},
        **{"low": one.names(low), "lowest": tied(low, "最低"), "bottom": value_of(low[0])},
    }
    return Told([one.whole, *high, *low], words)


def _edge(one: Regions, largest: bool) -> Told | None:
    """Of what does not add up: the one edge at which few stand, where many stand at the other."""
    if adds_up(one.indicator) or one.whole.value is None or len(one.shown) < 2:
        return None
    edge = one.extreme(largest)
    if len(edge) > MOST_TIED or value_of(edge[0]) == value_of(one.extreme(not largest)[0]):
        return None
    word = tied(edge, "最高" if largest else "最低")
    return Told(
        [one.whole, *edge], {"head": one.head, "aside": one.aside, "names": one.names(edge), "word": word, "value": value_of(edge[0])}
    )


def _lowest(one: Regions) -> Told | None:
    return _edge(one, largest=False)


def _highest(one: Regions) -> Told | None:
    return _edge(one, largest=True)


def _plain(one: Regions) -> Told | None:
    return None if one.whole.value is None else Told([one.whole], {"head": one.head})


def tied(figures: Sequence[Figure], word: str) -> str:
    return f"并列{word}" if len(figures) > 1 else word


def value_of(figure: Figure) -> str:
    return quantity(DECLARED[figure.indicator], figure.value)


MAP_RULES: tuple[Rule[Regions], ...] = (
    Rule("running", "{head}，{until}", _running),
    Rule("all_met", "{head}，{aside}{some}全部达到目标", _all_met),
    Rule("overdue", "{head}，{aside}{names}逾期未达目标", _overdue),
    Rule("behind", "{head}，{aside}{names}进度滞后", _behind),
    Rule("some_met", "{head}，{aside}{met}已达目标，其余 {rest}进度正常", _some_met),
    Rule("all_on_track", "{head}，{aside}{some}进度均正常", _all_on_track),
    Rule("concentrated", "{head}，{aside}{names}{hold} {share}%", _concentrated),
    Rule("largest", "{head}，{aside}{names}{most}，为 {value}", _largest),
    Rule("alike", "{head}，{aside}{some}均为 {value}", _alike),
    Rule("highest_and_lowest", "{head}，{aside}{high}{highest} {top}，{low}{lowest} {bottom}", _highest_and_lowest),
    Rule("lowest", "{head}，{aside}{names}{word} {value}", _lowest),
    Rule("highest", "{head}，{aside}{names}{word} {value}", _highest),
    Rule("plain", "{head}", _plain),
)
