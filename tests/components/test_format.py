"""Every form a number takes on the screen, at its edges: 万 and 亿, percents, few denominators, changes, withheld and missing values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from components import format as form
from data.indicators import INDICATORS
from data.indicators.figures import Figure
from data.periods import Period

PERCENT, PEOPLE, MONEY = INDICATORS["elder_visit_rate"], INDICATORS["relief_recipients"], INDICATORS["relief_spend"]
PER_HEAD, HOMES = INDICATORS["relief_per_10k"], INDICATORS["happiness_home_coverage"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, ("0", "人")),
        (9_999, ("9,999", "人")),
        (10_000, ("1.0", "万人")),
        (160_083, ("16.0", "万人")),
        (99_999_499, ("9,999.9", "万人")),
        (99_999_999, ("1.0", "亿人")),
        (123_456_789, ("1.2", "亿人")),
        (None, ("—", "")),
    ],
)
def test_a_headline_turns_to_wan_and_yi(value: int | None, shown: tuple[str, str]) -> None:
    found = form.big(PEOPLE, value)
    assert (found.text, found.unit) == shown


def test_a_headline_just_under_ten_thousand_yuan_rounds_into_wan() -> None:
    assert form.big(MONEY, 9_999.4) == form.Shown("9,999", "元")
    assert form.big(MONEY, 9_999.6) == form.Shown("1.0", "万元")


@pytest.mark.parametrize(
    ("value", "shown"), [(100, "100.0%"), (99.96, "99.9%"), (0, "0.0%"), (5.05, "5.1%"), (96.25, "96.3%"), (None, "—")]
)
def test_percents_have_one_decimal_and_only_the_whole_is_100(value: float | None, shown: str) -> None:
    assert form.with_unit(PERCENT, value) == shown


def test_tables_write_counts_whole_and_rates_with_one_decimal() -> None:
    assert form.plain(PEOPLE, 1234567) == "1,234,567"
    assert form.plain(PER_HEAD, 67) == "67.0"
    assert form.plain(MONEY, 1234.5) == "1,235"
    assert form.plain(MONEY, None) == "—"


def test_few_denominators_are_shown_as_their_counts(figure: Callable[..., Figure]) -> None:
    assert form.on_map(HOMES, figure("happiness_home_coverage", 100, numerator=1, denominator=1)) == "1/1 村"
    assert form.on_map(HOMES, figure("happiness_home_coverage", 50, numerator=5, denominator=10)) == "50.0%"
    assert form.on_map(HOMES, figure("happiness_home_coverage", None, denominator=0)) == "—"
    assert form.on_map(PEOPLE, figure("relief_recipients", 3)) == "3"


def test_withheld_cells_never_say_more_than_they_may(figure: Callable[..., Figure]) -> None:
    small = figure("relief_recipients", None, suppressed=True, reason="small")
    paired = figure("relief_recipients", None, suppressed=True, reason="paired")
    assert form.cell(PEOPLE, small) == form.on_map(PEOPLE, small) == "<5"
    assert form.cell(PEOPLE, paired) == form.on_map(PEOPLE, paired) == "隐"
    assert form.headline(PEOPLE, small) == form.Shown("<5", "人")


@pytest.mark.parametrize(
    ("now", "before", "shown"),
    [
        (312, 0, "▲ 增 312 人"),
        (0, 1_946, "▼ 减 1,946 人"),
        (7, 7, "— 持平"),
        (None, 7, "—"),
        (7, None, "—"),
        (0, 0, "— 持平"),
    ],
)
def test_changes_of_counts(now: int | None, before: int | None, shown: str) -> None:
    assert form.change(PEOPLE, now, before) == shown


def test_changes_of_percents_are_points_and_never_vanish() -> None:
    assert form.change(PERCENT, 99.7, 99.3) == "▲ 增 0.4 个百分点"
    assert form.change(PERCENT, 99.3, 99.7, short=True) == "▼ 减 0.4 点"
    assert form.change(PERCENT, 99.98, 100, short=True) == "▼ 略减"


def test_a_difference_too_small_to_show_says_so() -> None:
    assert form.difference(PERCENT, -0.02) == "不足 0.1 个百分点"
    assert form.difference(PEOPLE, 12_345) == "1.2 万人"


def test_days_and_periods() -> None:
    assert form.day(date(2023, 7, 8)) == "7月8日"
    assert form.day(date(2023, 7, 8), 2023) == "7月8日"
    assert form.day(date(2022, 7, 8), 2023) == "2022年7月8日"
    assert form.clock(datetime(2023, 7, 7, 22, 0, tzinfo=UTC), 2023) == "7月8日 06:00"
    shown = {"2023-07": "2023年7月", "2023-W05": "2023年第5周", "2023-07/ytd": "2023年1–7月", "2023-01/ytd": "2023年1月"}
    assert {text: form.period(Period(text)) for text in shown} == shown
