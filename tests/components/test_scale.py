"""The five classes of the map: breaks are round, rise, hold the target, and do not move with the month."""

from __future__ import annotations

from decimal import Decimal

import pytest

from components.scale import breaks, class_of
from data.indicators import INDICATORS
from data.indicators.indicator import Target

PAST = [3_587, 3_942, 4_216, 5_873, 18_935, 22_418, 29_746, 33_102, 38_264]


def target(value: int, by: str = "2023-12") -> Target:
    return Target(Decimal(value), by, each_county=True)


def test_a_rate_is_classed_around_its_target() -> None:
    rate = INDICATORS["happiness_home_coverage"]
    assert breaks(rate, target(50), [], []) == (40, 45, 50, 55)
    assert breaks(rate, target(100), [], []) == (85, 90, 95, 100)
    assert class_of(100, (85, 90, 95, 100)) == 5
    assert class_of(99.99, (85, 90, 95, 100)) == 4


def test_a_target_in_yuan_is_one_of_the_breaks() -> None:
    found = breaks(INDICATORS["rural_dibao_standard"], target(440, "2023-01"), [], [])
    assert 440 in found and list(found) == sorted(set(found)) and len(found) == 4


def test_a_shared_city_target_is_classed_by_the_largest_share() -> None:
    city = Target(Decimal(2000), "2023-10", share_by="elderly_population")
    assert breaks(INDICATORS["home_adaptations"], city, PAST, [61, 114, 387]) == (100, 200, 300, 400)


def test_a_count_is_classed_by_last_year() -> None:
    found = breaks(INDICATORS["relief_recipients"], None, PAST, [])
    assert found == (4000, 6000, 20000, 30000)
    assert {class_of(value, found) for value in PAST} == {1, 2, 3, 4, 5}


@pytest.mark.parametrize("past", [[], [0, 0], [4], [7, 7, 7], [1, 2], [0.3, 0.31, 0.32]])
def test_breaks_rise_whatever_last_year_was(past: list[float]) -> None:
    found = breaks(INDICATORS["marriages"], None, past, [])
    assert list(found) == sorted(set(found)) and len(found) <= 4 and all(one > 0 for one in found)


def test_no_value_has_no_class() -> None:
    assert class_of(None, (1, 2)) == 0
    assert class_of(0, (1, 2)) == 1
    assert class_of(5, ()) == 1
