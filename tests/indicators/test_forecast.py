"""The forecast against arithmetic done by hand, a textbook's regression in numpy, and all the cases in which there must be none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from math import sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.indicators import INDICATORS
from data.indicators.figures import Figure
from data.indicators.forecast import Forecast, forecast
from data.indicators.indicator import MONTHLY, Target

from .made import TODAY, figure, months, withheld

HOMES, COVERAGE, CREMATION = (INDICATORS[name] for name in ("home_adaptations", "happiness_home_coverage", "cremation_rate"))
OCTOBER, DECEMBER = Target(Decimal(2000), "2023-10"), Target(Decimal(50), "2023-12", each_county=True)


def homes(values: list[float | None], goal: float = 2000, today: date = TODAY, **more: Any) -> Forecast | None:
    return forecast(months("home_adaptations", values, target=goal, **more), HOMES, OCTOBER, today)


def test_three_months_on_a_line_go_on_without_a_band() -> None:
    made = homes([0, 0, 0, 0, 0, 1200, 1400, 1600, 1650])
    assert made is not None
    assert [one.period.text for one in made.ahead] == ["2023-09", "2023-10"], "the running month is not among the three, but is ahead"
    assert (made.due.value, made.due.low, made.due.high, made.slope) == (2000, 2000, 2000, 200)
    assert made.reached is not None and made.reached.text == "2023-10" and made.in_time and made.certain
    assert [one.period for one in made.built_from] == ["2023-06", "2023-07", "2023-08"]


def test_the_band_is_that_of_one_degree_of_freedom() -> None:
    made = forecast(months("happiness_home_coverage", [None] * 5 + [44.0, 44.9, 45.2], target=50), COVERAGE, DECEMBER, TODAY)
    assert made is not None
    # mean 44.7, slope 0.6, d = 44 − 89.8 + 45.2 = −0.6, s = 0.6/√6, four months on: x − mean(x) = 5
    assert made.due.value == pytest.approx(44.7 + 0.6 * 5)
    half = 12.7062 * 0.6 / sqrt(6) * sqrt(1 + 1 / 3 + 25 / 2)
    assert made.due.low == pytest.approx(47.7 - half, abs=1e-4) and made.due.high == pytest.approx(47.7 + half, abs=1e-4)
    assert made.reached is None and not made.in_time and not made.certain


def test_reached_late_is_told_with_its_month() -> None:
    made = homes([None] * 5 + [1400, 1500, 1600])
    assert made is not None and made.due.value == 1800
    assert made.reached is not None and made.reached.text == "2023-12" and not made.in_time and made.certain


@pytest.mark.parametrize("values", [[1600, 1600, 1600], [0, 0, 0]])
def test_what_stands_still_is_never_reached(values: list[float]) -> None:
    made = homes([None] * 5 + values)
    assert made is not None and made.slope == 0 and made.reached is None and made.due.value == values[0]


def test_a_band_ends_where_the_possible_ends() -> None:
    made = forecast(months("happiness_home_coverage", [None] * 5 + [40, 30, 45], target=50), COVERAGE, DECEMBER, TODAY)
    assert made is not None and (made.due.low, made.due.high) == (0, 100)
    count = homes([None] * 5 + [500, 900, 1000])
    assert count is not None and count.due.low == 1000, "a year's count does not fall"


def test_a_falling_line_is_clipped_at_nought_and_never_reaches() -> None:
    values: list[float | None] = [None] * 5 + [9, 5, 1]
    made = forecast(months("township_home_transformed", values, target=78), INDICATORS["township_home_transformed"], OCTOBER, TODAY)
    assert made is not None and made.due.value == 0 and made.due.low == 0 and made.reached is None


def test_year_to_dates_of_counts_and_states_are_their_months() -> None:
    values: list[float | None] = [None] * 5 + [1200, 1400, 1600]
    form = "{year}-{month:02d}/ytd"
    made = forecast(months("home_adaptations", values, form=form, target=2000), HOMES, OCTOBER, TODAY)
    assert made is not None and made.due.period.text == "2023-10/ytd" and made.due.value == 2000
    rates = months("cremation_rate", [*values[:5], 60, 61, 62], form=form, target=90)
    assert forecast(rates, CREMATION, Target(Decimal(90), "2023-11", each_county=True), TODAY) is None
    months_of_it = months("cremation_rate", [*values[:5], 60, 61, 62], target=90)
    assert forecast(months_of_it, CREMATION, Target(Decimal(90), "2023-11", each_county=True), TODAY) is not None


GOOD: list[float | None] = [None] * 5 + [1200, 1400, 1600]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ([], "nothing"),
        ([None] * 6 + [1400, 1600], "two months"),
        ([None] * 5 + [1200, None, 1600], "a hole"),
        ([None] * 5 + [1200, 1400, None], "the last whole month has not come"),
        ([None] * 6 + [1200, 1400, 1600], "the third is the running month"),
        ([None] * 5 + [1600, 1900, 2000], "reached"),
        ([*GOOD, 2004], "reached in the running month"),
    ],
)
def test_there_is_none(values: list[float | None], why: str) -> None:
    assert homes(values) is None, why


def test_there_is_none_from_withheld_unfinished_or_foreign_figures() -> None:
    good = months("home_adaptations", GOOD, target=2000)
    assert forecast(good, HOMES, OCTOBER, TODAY) is not None
    hidden = withheld("home_adaptations", period="2023-07", target=2000)
    assert forecast([*good[:6], hidden, good[7]], HOMES, OCTOBER, TODAY) is None
    computed_early = [*good[:7], replace(good[7], as_of=date(2023, 8, 30))]
    assert forecast(computed_early, HOMES, OCTOBER, TODAY) is None, "August was last computed before its end; May is missing"
    assert forecast([replace(one, category="x") for one in good], HOMES, OCTOBER, TODAY) is None
    assert forecast([replace(one, target=None) for one in good], HOMES, OCTOBER, TODAY) is None
    assert forecast([good[5], good[7]], HOMES, OCTOBER, TODAY) is None


def test_there_is_none_without_a_due_day_to_come() -> None:
    good = months("home_adaptations", GOOD, target=2000)
    for target in (None, Target(Decimal(2000), MONTHLY), Target(Decimal(2000), "2023-08"), Target(Decimal(2000), "2024-10")):
        assert forecast(good, HOMES, target, TODAY) is None
    assert forecast(good, HOMES, OCTOBER, date(2023, 9, 30)) is not None
    assert forecast(good, HOMES, OCTOBER, date(2023, 10, 1)) is None, "September is missing"
    assert forecast(good[:7], HOMES, OCTOBER, TODAY) is None, "a look at July"
    due = months("home_adaptations", [*GOOD, 1700, 1750], target=2000)
    ended = [replace(one, as_of=date(2023, 12, 1)) for one in due]
    assert forecast(ended[:9], HOMES, OCTOBER, date(2023, 10, 31)) is not None
    assert forecast(ended, HOMES, OCTOBER, date(2023, 11, 1)) is None
    weeks = [figure("home_adaptations", 100 * n, period=f"2023-W{n}", target=2000) for n in range(30, 36)]
    assert forecast(weeks, HOMES, OCTOBER, TODAY) is None


def test_a_day_that_is_the_months_last_is_not_yet_over() -> None:
    assert homes(GOOD, today=date(2023, 8, 31)) is None
    assert homes(GOOD, today=date(2023, 9, 1)) is not None


def test_the_citys_sum_has_no_forecast_against_one_countys_target() -> None:
    networks = INDICATORS["demo_home_care_networks"]
    target = Target(Decimal(1), "2023-10", each_county=True)
    assert forecast(months("demo_home_care_networks", [None] * 5 + [0, 0.2, 0.4], target=1), networks, target, TODAY) is None


def test_a_few_things_have_no_forecast() -> None:
    networks = INDICATORS["demo_home_care_networks"]
    one_each = Target(Decimal(1), "2023-10", each_county=True)
    county = months("demo_home_care_networks", [None] * 5 + [0, 0, 0], target=1, region="410221")
    assert forecast(county, networks, one_each, TODAY) is None
    for denominator, there in ((4, False), (5, True)):
        rates = months("happiness_home_coverage", [None] * 5 + [20, 20, 40], target=50, denominator=denominator)
        assert (forecast(rates, COVERAGE, DECEMBER, TODAY) is not None) == there


def test_a_target_to_be_exceeded_is_not_reached_by_equalling_it() -> None:
    above = Target(Decimal(64), "2023-11", each_county=True, above="全省平均")
    made = forecast(months("cremation_rate", [None] * 5 + [61, 62, 63], target=64), CREMATION, above, TODAY)
    assert made is not None and made.reached is not None and made.reached.text == "2023-10"


def test_a_years_count_does_not_go_on_over_new_year() -> None:
    late = months("home_adaptations", [1800, 1900, 2000], year=2022)
    spans = ("2022-11", "2022-12", "2023-01")
    figures = [replace(one, period=span, target=3000, as_of=date(2023, 2, 1)) for one, span in zip(late, spans, strict=True)]
    assert forecast(figures, HOMES, OCTOBER, date(2023, 2, 18)) is None
    states = [replace(one, indicator="township_home_transformed") for one in figures]
    assert forecast(states, INDICATORS["township_home_transformed"], OCTOBER, date(2023, 2, 18)) is not None


@given(st.lists(st.integers(0, 1999), min_size=3, max_size=3))
def test_the_line_is_numpys_and_the_band_holds_it(values: list[int]) -> None:
    figures: list[Figure] = months("township_home_transformed", [None] * 5 + values, target=2000)  # type: ignore[operator]
    made = forecast(figures, INDICATORS["township_home_transformed"], OCTOBER, TODAY)
    assert made is not None
    slope, at_zero = np.polyfit([6, 7, 8], values, 1)
    residuals = np.array(values) - (slope * np.array([6, 7, 8]) + at_zero)
    for one, x in zip(made.ahead, (9, 10), strict=True):
        line = slope * x + at_zero
        half = 12.706204736 * sqrt(float(residuals @ residuals)) * sqrt(1 + 1 / 3 + (x - 7) ** 2 / 2)
        assert one.value == pytest.approx(max(line, 0), abs=1e-6)
        assert one.low == pytest.approx(max(line - half, 0), abs=1e-6) and one.high == pytest.approx(max(line + half, 0), abs=1e-6)
        assert one.low <= one.value <= one.high
    if made.reached is not None:
        assert made.slope > 0
