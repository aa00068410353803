"""One figure over the year, as the title of a trend: where it is heading, how it stands to its path, what has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from data.indicators import DECLARED, Indicator
from data.indicators.aim import own_target
from data.indicators.comparison import from_january, pair
from data.indicators.figures import Figure
from data.indicators.findings.finding import Finding, Rule, Told, first
from data.indicators.findings.stand import stand
from data.indicators.forecast import Forecast
from data.indicators.reach import still_runs
from data.indicators.words import gap, quantity, spaced
from data.periods import Period, parse

EARLIER = {"week": "上周", "month": "上月", "ytd": "上月末"}
IN_A_ROW = 3


@dataclass(frozen=True)
class Course:
    """A figure with the ones it is held against. `year` are the periods up to it, of its year and the one before."""

    indicator: Indicator
    figure: Figure
    before: Figure
    year_before: Figure
    year: tuple[Figure, ...]
    ahead: Forecast | None
    today: date

    @property
    def span(self) -> Period:
        return parse(self.figure.period)


def course_finding(
    figure: Figure, before: Figure, year_before: Figure, year: Sequence[Figure], ahead: Forecast | None, today: date
) -> Finding:
    """The title of a trend.

    before, year_before  one period and one year earlier
    year                 the periods up to it: of its year, and of the year before, so that a row of months is not cut off at New Year
    ahead                the forecast of the same figures, where there is one
    """
    one = Course(DECLARED[figure.indicator], figure, before, year_before, tuple(year), ahead, today)
    rules = () if still_runs(figure) or (one.span.runs(today) and _is_flow(one)) else RULES
    return first(rules, one, f"{one.indicator.title}走势")


def _is_flow(one: Course) -> bool:
    return one.indicator.kind == "flow" and not one.indicator.cumulative and one.span.grain != "ytd"


def _met(one: Course) -> Told | None:
    return Told([one.figure]) if one.figure.value is not None and one.figure.status == "met" and own_target(one.figure) else None


def _each_met(one: Course) -> Told | None:
    return Told([one.figure]) if one.figure.value is not None and one.figure.status == "met" and not own_target(one.figure) else None


def _heading(one: Course) -> Told | None:
    """What the forecast says of the due day; nothing where its number would read like the target it misses."""
    ahead = one.ahead
    if ahead is None or one.figure.value is None:
        return None
    value, goal = quantity(one.indicator, ahead.due.value), quantity(one.indicator, ahead.goal)
    if not ahead.in_time and value == goal:
        return None
    if ahead.in_time:
        outlook = "可达目标" if ahead.certain else "有望达到目标"
    elif ahead.reached is not None:
        outlook = f"{int(ahead.reached.month[5:])}月才到目标"
    else:
        outlook = "达不到目标" if ahead.certain else "恐达不到目标"
    return Told(ahead.built_from, {"month": int(ahead.due.period.month[5:]), "value": value, "outlook": outlook})


def _stands(one: Course) -> Told | None:
    words = stand(one.figure)
    return None if words is None else Told([one.figure], {"stand": words})


def _in_a_row(one: Course) -> Told | None:
    """Whole months that rose or fell one after the other, up to the figure's; what is counted from January can only rise."""
    if one.span.grain != "month" or from_january(one.indicator, one.span) or one.span.runs(one.today) or one.year[-1:] != (one.figure,):
        return None
    run = [one.figure]
    for later, earlier in pairwise(reversed(one.year)):
        if later.value is None or earlier.value is None or not _follows(earlier, later):
            break
        step = later.value - earlier.value
        if step == 0 or (len(run) > 1 and (step > 0) != ((run[-2].value or 0) - (run[-1].value or 0) > 0)):
            break
        run.append(earlier)
    if len(run) <= IN_A_ROW or one.figure.value is None:
        return None
    rising = one.figure.value > (run[1].value or 0)
    words = {"many": len(run) - 1, "way": "上升" if rising else "下降", "value": quantity(one.indicator, one.figure.value)}
    return Told(run, words)


def _follows(earlier: Figure, later: Figure) -> bool:
    """Whether the earlier is the month before, and was computed at its end."""
    span = parse(earlier.period)
    return span == parse(later.period).shift(-1) and earlier.as_of is not None and earlier.as_of >= span.ends


def _changed(one: Course) -> Told | None:
    """Against the period before and the year before, each where it may be held against."""
    changes = [
        (words, other)
        for name, other in ((EARLIER[one.span.grain], one.before), ("去年同期", one.year_before))
        if (words := _change(one, name, other)) is not None
    ]
    if not changes:
        return None
    return Told([one.figure, *(other for _, other in changes)], {"changes": "，".join(words for words, _ in changes)})


def _change(one: Course, name: str, other: Figure) -> str | None:
    difference = pair(one.figure, other, one.today).difference
    if difference is None or other.period == one.figure.period:
        return None
    if difference == 0:
        return f"与{name}持平"
    up, down = ("升", "降") if one.indicator.unit == "%" else ("增", "减")
    return f"比{name}{up if difference > 0 else down}{spaced(gap(one.indicator, difference))}"


RULES: tuple[Rule[Course], ...] = (
    Rule("met", "已达目标", _met),
    Rule("each_met", "有数据的县区均已达目标", _each_met),
    Rule("heading", "按近三月进度，{month}月底约 {value}，{outlook}", _heading),
    Rule("stands", "{stand}", _stands),
    Rule("in_a_row", "连续 {many} 个月{way}至 {value}", _in_a_row),
    Rule("changed", "{changes}", _changed),
)
