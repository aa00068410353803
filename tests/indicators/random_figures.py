"""Random figures of one indicator, judged by the rules of status: a city with its counties, a year of months, categories."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from data.indicators import INDICATORS, Indicator
from data.indicators.figures import Figure
from data.indicators.indicator import Target
from data.indicators.status import NOT_JUDGED, Judgement, judge, unite
from data.periods import Period, parse
from geo.regions import CITY

from .made import COUNTIES

TODAYS = [date(2023, 9, 18), date(2023, 8, 31), date(2023, 10, 31), date(2023, 11, 1), date(2024, 1, 15), date(2023, 2, 1)]
PERIODS = ["2023-01", "2023-06", "2023-08", "2023-09", "2023-10", "2023-08/ytd", "2023-09/ytd", "2023-W35"]
HIDDEN = st.sampled_from(["shown"] * 8 + ["missing", "small", "paired"])


@dataclass(frozen=True)
class Cell:
    """A true value behind a figure, and whether it is shown."""

    numerator: int
    denominator: int
    state: str

    def value(self, indicator: Indicator) -> Fraction | None:
        if self.state == "missing":
            return None
        return Fraction(100 * self.numerator, self.denominator) if indicator.rate else Fraction(self.numerator)


@st.composite
def cells(draw: st.DrawFn, indicator: Indicator, count: int, hidden: bool = True) -> list[Cell]:
    top = 50_000_000 if indicator.unit == "元" else draw(st.sampled_from([3, 12, 2000, 40_000]))
    out = []
    for _ in range(count):
        denominator = draw(st.integers(1, 12)) if indicator.rate else 1
        numerator = draw(st.integers(0, denominator)) if indicator.rate else draw(st.integers(0, top))
        out.append(Cell(numerator, denominator, draw(HIDDEN) if hidden else "shown"))
    return out


def plain(number: Fraction | None) -> int | float | None:
    return None if number is None else int(number) if number.denominator == 1 else float(number)


def judged(
    indicator: Indicator, cell: Cell, period: Period, today: date, goal: Fraction | None, baseline: Fraction, state: str, **more: Any
) -> Figure:
    """The figure of a cell, as the door would give it."""
    value, target = cell.value(indicator), indicator.target
    verdict = NOT_JUDGED if target is None else judge(target, goal, value, baseline, period, today)
    if state in ("small", "paired"):
        value, verdict = None, Judgement(verdict.target)
    return Figure(
        **{
            "indicator": indicator.id,
            "period": period.text,
            "category": None,
            "numerator": plain(value),
            "denominator": cell.denominator if indicator.rate and value is not None else None,
            "value": plain(value),
            "suppressed": state in ("small", "paired"),
            "reason": state if state in ("small", "paired") else None,
            "target": plain(verdict.target),
            "expected": plain(verdict.expected),
            "status": verdict.status,
            "as_of": period.day(today),
            **more,
        }
    )


@dataclass(frozen=True)
class Picture:
    whole: Figure
    parts: tuple[Figure, ...]
    today: date


@st.composite
def pictures(draw: st.DrawFn, indicator: str = "") -> Picture:
    """A city and its counties (all nine, or a few), of one indicator and period."""
    one = INDICATORS[indicator or draw(st.sampled_from(sorted(INDICATORS)))]
    today = draw(st.sampled_from(TODAYS))
    period = parse(draw(st.sampled_from([text for text in PERIODS if parse(text).starts <= today])))
    codes = list(COUNTIES)[: draw(st.sampled_from([1, 2, 4, 9, 9, 9]))]
    inside = draw(cells(one, len(codes)))
    baseline = Fraction(0) if one.resets else Fraction(draw(st.integers(0, 40)))
    each = one.target is not None and one.target.each_county
    goal = None if one.target is None or one.target.value is None else Fraction(one.target.value)
    parts, verdicts = [], []
    for code, cell in zip(codes, inside, strict=True):
        own = goal if each else None
        if one.target is not None and one.target.share_by:
            own = draw(st.sampled_from([None, Fraction(3), Fraction(200)]))
        true = "missing" if cell.state == "missing" else "shown"
        verdicts.append(Judgement(status=judged(one, cell, period, today, own, baseline, true, region=code, region_name="").status))
        parts.append(judged(one, cell, period, today, own, baseline, cell.state, region=code, region_name=COUNTIES[code]))
    counted = [cell for cell in inside if cell.state != "missing"]
    total = Cell(
        min((c.numerator for c in counted), default=0) if one.rollup == "min" else sum(c.numerator for c in counted),
        sum(c.denominator for c in counted) or 1,
        "shown" if counted else "missing",
    )
    whole = judged(one, total, period, today, goal, baseline, "shown", region=CITY, region_name="开封市")
    if each and one.target is not None:
        city = Judgement(goal, whole.expected and Fraction(whole.expected))
        whole = replace(whole, status=unite(verdicts, city, one.target, period, today).status)
    if draw(st.sampled_from([False] * 9 + [True])):
        whole = replace(whole, value=None, numerator=None, denominator=None, suppressed=True, reason="paired", status="none", expected=None)
    return Picture(whole, tuple(parts), today)


@dataclass(frozen=True)
class Past:
    """A year's figures up to one of them, one month and one year earlier."""

    year: tuple[Figure, ...]
    before: Figure
    year_before: Figure
    target: Target | None
    today: date


@st.composite
def pasts(draw: st.DrawFn) -> Past:
    """A region's year, rising, falling or at random."""
    one = INDICATORS[draw(st.sampled_from(sorted(INDICATORS)))]
    today = draw(st.sampled_from(TODAYS[:-1]))
    ytd = draw(st.sampled_from(["", "", "/ytd"]))
    running = 12 if today.year == 2024 else today.month
    last = draw(st.sampled_from([running, running, max(running - 1, 1), *range(1, running + 1)]))
    top = 100 if one.unit == "%" else draw(st.sampled_from([5, 80, 3000, 60_000_000]))
    values = [Fraction(draw(st.integers(0, top * 10)), 10 if one.rate else 1) for _ in range(last)]
    way = draw(st.sampled_from(["", "rising", "falling"]))
    if way or one.cumulative:
        values.sort(reverse=way == "falling" and not one.cumulative)
    values = [min(value, Fraction(100)) if one.unit == "%" else value for value in values]
    goal = draw(st.sampled_from([Fraction(top), Fraction(top, 2)])) if one.target is not None else None
    region = draw(st.sampled_from([CITY, "410221"]))
    baseline = Fraction(0) if one.resets else values[0] / 2

    def made(value: Fraction | None, period: Period, state: str) -> Figure:
        verdict = NOT_JUDGED
        if one.target is not None and period.year == 2023:
            verdict = judge(one.target, goal, value, baseline, period, today)
        hidden = state in ("small", "paired")
        return Figure(
            **{
                **{"indicator": one.id, "region": region, "region_name": COUNTIES.get(region, "开封市"), "period": period.text},
                **{"category": None, "numerator": None, "denominator": None, "suppressed": hidden, "reason": state if hidden else None},
                "value": None if hidden or state == "missing" else plain(value),
                "target": plain(verdict.target),
                "expected": None if hidden else plain(verdict.expected),
                "status": "none" if hidden or state == "missing" else verdict.status,
                "as_of": period.day(today),
            }
        )

    states = [draw(st.sampled_from(["shown"] * 12 + ["missing", "small", "paired"])) for _ in values]
    year = [made(value, Period(f"2023-{n:02d}{ytd}"), state) for n, (value, state) in enumerate(zip(values, states, strict=True), 1)]
    earlier = [made(Fraction(draw(st.integers(0, top))), parse(year[-1].period).shift(-k), draw(HIDDEN)) for k in (1, 12)]
    before = year[-2] if last > 1 else earlier[0]
    target = one.target if goal is None or one.target is None else replace(one.target, value=Decimal(int(goal)))
    return Past(tuple(year), before, earlier[1], target, today)


@st.composite
def breakdowns(draw: st.DrawFn) -> tuple[Figure, tuple[Figure, ...]]:
    """A figure with its categories."""
    one = INDICATORS[draw(st.sampled_from(sorted(name for name, each in INDICATORS.items() if each.breakdown)))]
    today = draw(st.sampled_from(TODAYS))
    period = parse(draw(st.sampled_from([text for text in PERIODS if parse(text).starts <= today])))
    inside = draw(cells(one, len(one.categories)))
    bare = replace(one, target=None)
    parts = tuple(
        judged(bare, cell, period, today, None, Fraction(0), cell.state, region=CITY, region_name="开封市", category=name)
        for cell, name in zip(inside, one.categories, strict=True)
    )
    counted = [cell for cell in inside if cell.state != "missing"]
    total = Cell(sum(c.numerator for c in counted), sum(c.denominator for c in counted) or 1, "shown")
    return judged(bare, total, period, today, None, Fraction(0), "shown", region=CITY, region_name="开封市"), parts
