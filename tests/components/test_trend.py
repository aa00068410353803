"""The trend: where points stand, what the paths are, that axes are round, and that no chart names a colour."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from components.trend import trend, trend_head
from data.indicators.figures import Figure
from data.indicators.indicator import MONTHLY, Target
from data.indicators.study import Study
from data.periods import parse

Make = Callable[..., Figure]
Studied = Callable[..., Study]
TODAY = date(2023, 9, 18)
BY_OCTOBER = Target(Decimal(2000), "2023-10")


def months(figure: Make, indicator: str, values: Sequence[float | None], year: int = 2023, **more: Any) -> tuple[Figure, ...]:
    return tuple(figure(indicator, value, period=f"{year}-{i + 1:02d}", **more) for i, value in enumerate(values))


def lines(made: dict[str, Any], color: str) -> list[dict[str, Any]]:
    return [trace for trace in made["data"] if trace.get("line", {}).get("color") == f"var(--{color})"]


def test_a_running_count_stands_at_the_ends_of_its_months_and_today(study: Studied, figure: Make) -> None:
    year = months(figure, "home_adaptations", [40, 118, 265], target=2000, expected=500)
    made = trend(study(target=BY_OCTOBER, year=year, period="2023-03"), TODAY)
    assert lines(made, "series")[0]["x"] == [1, 2, 3]
    running = (*months(figure, "home_adaptations", [None] * 8), figure(value=1525, period="2023-09"))
    dot = trend(study(target=BY_OCTOBER, year=running, period="2023-09"), TODAY)["data"][-1]
    assert dot["x"] == [8 + 18 / 30] and dot["text"] == ["<b>1,525</b>"]


def test_the_expected_path_runs_from_december_to_the_due_month(study: Studied, figure: Make) -> None:
    rate = Target(Decimal(50), "2023-12", each_county=True)
    year = months(figure, "happiness_home_coverage", [37, 38], target=50, expected=38)
    path = lines(trend(study("happiness_home_coverage", target=rate, year=year, figure=year[-1], baseline=36.2), TODAY), "expected")
    assert (path[0]["x"], path[0]["y"]) == ([0, 12], [36.2, 50])
    count = months(figure, "home_adaptations", [40], target=2000)
    path = lines(trend(study(target=BY_OCTOBER, year=count, figure=count[-1], baseline=999), TODAY), "expected")
    assert (path[0]["x"], path[0]["y"]) == ([0, 10], [0, 2000]), "a year's count begins at 0"


def test_no_path_starts_from_a_withheld_december(study: Studied, figure: Make) -> None:
    rate = Target(Decimal(50), "2023-12", each_county=True)
    year = months(figure, "happiness_home_coverage", [37, 38], target=50, expected=None)
    december = figure("happiness_home_coverage", None, period="2022-12", suppressed=True, reason="small")
    made = trend(study("happiness_home_coverage", target=rate, year=year, figure=year[-1], last_year=(december,)), TODAY)
    assert lines(made, "expected") == [] and lines(made, "target")[0]["y"] == [50, 50]


def test_a_monthly_target_has_no_path(study: Studied, figure: Make) -> None:
    year = months(figure, "elder_visit_rate", [98, 99], target=100, expected=100)
    made = trend(study("elder_visit_rate", target=Target(Decimal(100), MONTHLY), year=year, figure=year[-1], period="2023-02"), TODAY)
    assert lines(made, "expected") == [] and lines(made, "target")[0]["y"] == [100, 100]
    assert lines(made, "series")[0]["x"] == [0.5, 1.5]


def test_a_running_month_of_events_stands_apart_from_the_line(study: Studied, figure: Make) -> None:
    year = months(figure, "deaths", [700] * 8 + [400])
    made = trend(study("deaths", year=year, period="2023-09"), TODAY)
    assert len(lines(made, "series")[0]["x"]) == 8
    assert made["data"][-1]["marker"]["color"] == "var(--surface)" and "400 人" in made["data"][-1]["hovertext"][0]


def test_the_line_has_a_gap_where_there_is_no_value(study: Studied, figure: Make) -> None:
    """Joined over a withheld month it would draw a value for it."""
    year = months(figure, "deaths", [None, 700, None, 650, 640, None])
    hidden = replace(year[2], suppressed=True, reason="small")
    one = study("deaths", year=(*year[:2], hidden, *year[3:]), last_year=months(figure, "deaths", [600, None, 620], 2022), period="2023-06")
    line, past = (lines(trend(one, TODAY), color)[0] for color in ("series", "context"))
    assert line["y"] == [700, None, 650, 640] and line["x"] == [1.5, 2.5, 3.5, 4.5] and line["connectgaps"] is False
    assert line["customdata"] == ["2023-02", "2023-03", "2023-04", "2023-05"] and line["text"][1] == ""
    assert past["y"] == [600, None, 620]


def test_weeks_past_the_newest_delivery_stand_apart(study: Studied, figure: Make) -> None:
    delivered = date(2023, 9, 8)
    year = tuple(
        figure("deaths", value, period=f"2023-W{number}", as_of=min(delivered, parse(f"2023-W{number}").ends))
        for number, value in ((34, 139), (35, 140), (36, 73), (37, 0))
    )
    made = trend(study("deaths", year=year, period="2023-W37"), TODAY)
    assert lines(made, "series")[0]["y"] == [139, 140]
    assert made["data"][-1]["y"] == [73, 0] and made["data"][-1]["marker"]["color"] == "var(--surface)"


def test_a_row_of_months_is_not_cut_off_at_new_year(study: Studied, figure: Make) -> None:
    last_year = months(figure, "disability_subsidy_recipients", [9, 8, 7, 6, 5, 6, 7, 8, 9, 10, 11, 12], 2022)
    year = months(figure, "disability_subsidy_recipients", [13, 14, 15, 16, 17, 18, 19])
    one = study("disability_subsidy_recipients", year=year, last_year=last_year, figure=year[-1], before=year[-2], period="2023-07")
    assert trend_head(one, TODAY).children[0].children == "连续 14 个月上升至 19 人"


def test_last_year_is_a_line_of_its_own_and_in_the_words(study: Studied, figure: Make) -> None:
    one = study("deaths", year=months(figure, "deaths", [700, 650]), last_year=months(figure, "deaths", [600] * 12, 2022), period="2023-02")
    made = trend(one, TODAY)
    assert len(lines(made, "context")[0]["x"]) == 12
    assert "去年同期　600 人" in lines(made, "series")[0]["text"][0]
    assert "灰线去年" in str(trend_head(one, TODAY))


def test_three_whole_months_are_carried_on_to_the_due_month(study: Studied, figure: Make) -> None:
    year = tuple(
        figure("home_adaptations", value, period=f"2023-{n:02d}", target=2000, expected=900, status="behind", as_of=date(2023, 9, 18))
        for n, value in enumerate([40, 100, 300, 500, 700, 1000, 1210, 1400, 1450], start=1)
    )
    one = study(target=BY_OCTOBER, year=year, figure=year[-1], period="2023-09")
    made = trend(one, TODAY)
    solid, dashed = lines(made, "series")
    assert solid["x"][:8] == [1, 2, 3, 4, 5, 6, 7, 8] and solid["x"][8] == pytest.approx(8.6)
    assert (
        dashed["line"]["dash"] == "dash"
        and dashed["x"] == [8, 9, 10]
        and dashed["y"] == pytest.approx([1400, 1603.333, 1803.333], abs=0.01)
    )
    low, high = made["data"][:2]
    assert high["fill"] == "tonexty" and high["fillcolor"] == "var(--accent-soft)" and "fill" not in low
    assert low["y"][0] == high["y"][0] == 1400 and all(
        a < b < c for a, b, c in zip(low["y"][1:], dashed["y"][1:], high["y"][1:], strict=True)
    )
    assert "约 1,803 户" in dashed["text"][2] and "95% 区间" in dashed["text"][2]
    head = str(trend_head(one, TODAY))
    assert "虚线按近三月推算" in head and "按近三月进度，10月底约 1,803 户，" in head
    bottom, top = made["layout"]["yaxis"]["range"]
    assert bottom <= 1803 <= top <= 2500, "a wide band does not press the lines flat"


def test_a_year_that_is_over_and_an_earlier_month_have_no_forecast(study: Studied, figure: Make) -> None:
    year = tuple(figure("home_adaptations", 100 * n, period=f"2023-{n:02d}", target=2000, as_of=date(2024, 1, 5)) for n in range(1, 10))
    for period, shown, today in (("2023-05", year[:5], TODAY), ("2023-09", year, date(2024, 1, 5))):
        one = study(target=BY_OCTOBER, year=shown, figure=shown[-1], period=period)
        assert len(lines(trend(one, today), "series")) == 1 and "虚线" not in str(trend_head(one, today))


def test_the_citys_sum_is_drawn_without_one_countys_target(study: Studied, figure: Make) -> None:
    year = months(figure, "demo_home_care_networks", [3, 5, 7], target=1, expected=0.5)
    one = study("demo_home_care_networks", target=Target(Decimal(1), "2023-10", each_county=True), year=year, figure=year[-1])
    made = trend(one, TODAY)
    assert lines(made, "target") == [] and lines(made, "expected") == [] and "应达" not in str(trend_head(one, TODAY))


@pytest.mark.parametrize(
    ("value", "expected", "status", "words"),
    [
        (1286, 1375, "behind", "比应达低 89 户"),
        (1400, 1375, "on_track", "比应达高 25 户"),
        (1375, 1375, "on_track", "与应达持平"),
        (2000, 2000, "met", "已达目标"),
        (1990, 2000, "overdue", "比目标低 10 户"),
        (None, 1375, "none", "适老化改造走势"),
    ],
)
def test_its_title_says_how_it_stands(study: Studied, figure: Make, value: float | None, expected: float, status: str, words: str) -> None:
    one = study(target=BY_OCTOBER, figure=figure(value=value, target=2000, expected=expected, status=status))
    assert trend_head(one, TODAY).children[0].children == words


@pytest.mark.parametrize("values", [[0, 0, 0], [100, 100], [99.98, 100], [None, None], [0.2], [32_312, 32_364], [123_456_789]])
@pytest.mark.parametrize("indicator", ["home_adaptations", "elder_visit_rate", "relief_per_10k"])
def test_axes_are_round_and_hold_every_value(study: Studied, figure: Make, indicator: str, values: list[float | None]) -> None:
    shown = [None if value is None else min(value, 100) for value in values] if indicator == "elder_visit_rate" else values
    layout = trend(study(indicator, year=months(figure, indicator, shown)), TODAY)["layout"]
    (low, high), ticks = layout["yaxis"]["range"], layout["yaxis"]["tickvals"]
    assert low < high and 2 <= len(ticks) <= 6 and ticks == sorted(set(ticks))
    assert all(low <= value <= high for value in shown if value is not None)
    assert indicator != "elder_visit_rate" or ticks[-1] <= 100
    assert indicator != "home_adaptations" or low == 0


def test_a_chart_names_tokens_and_no_colours(study: Studied, figure: Make) -> None:
    year = months(figure, "home_adaptations", [40, 118], target=2000, expected=500)
    made = json.dumps(trend(study(target=BY_OCTOBER, year=year, figure=year[-1]), TODAY))
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgb\(", made) and "var(--series)" in made
