"""Readings of a county that change all at once: the last whole month's step against the steps of the months before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from access.scope import Scope
from data.indicators import DECLARED
from data.indicators.figures import figures
from data.indicators.indicator import PROGRAMMES, Programme
from data.indicators.moment import Moment
from data.indicators.words import gap, period, spaced
from data.periods import between, month_of
from data.warnings.robust import departure
from data.warnings.rule import Asked, Found, Parameter, Rule

TIMES = Parameter("times", "偏离往月的稳健标准差", "倍", 6, 3, 50)
SHARE = Parameter("share", "变动至少占往月水平", "%", 25, 1, 500)
LEAST_MONTHS = Parameter("months", "至少要有的往月", "个月", 6, 6, 24)
HISTORY = 18  # months looked at
LEAST_LEVEL = 20  # counts that small leap by themselves
# Read as a leader reads them: what is withheld from him takes no part, so that no finding tells of it.
READER = Scope("leader")


def jumping(programme: Programme, section: str, indicators: Sequence[str], needs: tuple[str, ...]) -> Rule:
    """The rule of a section's own indicators."""
    return Rule(
        f"{programme}_reading_jump",
        f"{PROGRAMMES[programme]}指标突变",
        section,
        programme,
        "notice",
        "place",
        "{region}{detail}",
        "“智慧民政”提升工程实施方案 一（三）一脑聪算：建立数据质量评估和快速校核机制，动态监测评估预警相关风险",
        "核对上月数据：漏报、重报、错报的更正；属实的说明原因",
        needs,
        gather=_gather(tuple(indicators)),
        parameters=(TIMES, SHARE, LEAST_MONTHS),
        days=14,
    )


def _gather(indicators: tuple[str, ...]) -> Callable[[Moment, Asked], Iterable[Found]]:
    def gather(now: Moment, asked: Asked) -> Iterable[Found]:
        if now.begins is None:
            return
        last = month_of(asked.today).shift(-1)
        first = max(last.shift(-HISTORY), month_of(now.begins), key=lambda month: month.starts)
        if first.starts > last.starts:
            return
        months = between(first, last)
        values: dict[tuple[str, str], dict[str, float | None]] = {}
        whole: dict[tuple[str, str], float] = {}  # what a percentage is of, in the newest month
        for figure in figures(now, indicators, scope=READER, periods=months, level="county"):
            values.setdefault((figure.indicator, figure.region), {})[figure.period] = None if figure.suppressed else figure.value
            if figure.period == last.text:
                whole[figure.indicator, figure.region] = figure.denominator or 0
        for (indicator, region), known in values.items():
            steps = _steps([known.get(month.text) for month in months])
            if steps is None:
                continue
            level, *changes, newest = steps
            declared = DECLARED[indicator]
            percent = declared.unit == "%"
            if (whole[indicator, region] if percent else level) < LEAST_LEVEL:
                continue
            base = 100.0 if percent else level
            asked_for = {"least": asked.set["months"], "times": asked.set["times"]}
            if departure(newest, changes, share=asked.set["share"] / 100, base=base, **asked_for):
                words = f"{period(last)}{declared.title}比上月{'升' if newest > 0 else '降'} {spaced(gap(declared, abs(newest)))}".replace(
                    "  ", " "
                )
                yield Found(f"{indicator}:{region}:{last.text}", region, last.starts, detail=words)

    return gather


def _steps(values: Sequence[float | None]) -> list[float] | None:
    """The value before the newest, then the changes up to the newest; None where one of the last two is not known."""
    if len(values) < 3 or values[-1] is None or values[-2] is None:
        return None
    return [float(values[-2]), *(float(b - a) for a, b in pairwise(values) if a is not None and b is not None)]
