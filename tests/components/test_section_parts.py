"""The parts of a section page say what their figures say: breakdown, sparkline, matrix, steps, years, and what stands beside a card."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from components import format as form
from components.breakdown import breakdown
from components.comparison import against, change
from components.headline import Longer, brief, headline
from components.matrix import Column, matrix
from components.plain import plain
from components.sparkline import sparkline
from components.steps import steps
from components.years import years
from data.indicators import INDICATORS
from data.indicators.figures import Figure
from data.indicators.findings.stand import stand
from data.indicators.indicator import Target

Make = Callable[..., Figure]
Text = Callable[[Any], str]
Kinds = Callable[..., list[Any]]
TODAY = date(2023, 9, 18)
BANDS = INDICATORS["deaths"].categories


def bands(figure: Make, values: dict[str, float | None]) -> list[Figure]:
    """One figure an age band; None: withheld."""
    out = []
    for band in BANDS:
        value = values.get(band, 0)
        hidden = {"suppressed": True, "reason": "small"} if value is None else {}
        out.append(figure("deaths", value, category=band, **hidden))
    return out


def test_a_breakdown_shows_five_and_the_rest_as_parts_of_the_whole(figure: Make, parts: Kinds, text: Text) -> None:
    given = bands(figure, {"0-17": 1, "45-59": 10, "60-69": 20, "70-79": 40, "80-89": 25, "90+": 4})
    bar, rows = breakdown(figure("deaths", 100), given, given, selected="70-79")
    segments = {one.className: one.style["width"] for one in bar.children}
    assert segments == {
        "cat-1": "10.0%",
        "cat-2": "20.0%",
        "cat-3": "40.0%",
        "cat-4": "25.0%",
        "cat-5": "4.0%",
        "cat-6": "1.0%",  # 0-17, 18-44 and 未知: each with its number beneath
    }
    assert [text(one) for one in rows.children][4] == "70-79 40 40.0%"
    assert [plain(one)["props"]["data-category"] for one in parts(rows, "Button") if plain(one)["props"]["aria-pressed"] == "true"] == [
        "70-79"
    ]


def test_what_is_withheld_is_named_and_no_part_of_the_bar(figure: Make, text: Text) -> None:
    given = bands(figure, {"0-17": None, "70-79": 60, "80-89": 36})
    bar, rows = breakdown(figure("deaths", 100), given, given, selected="")
    assert text(rows.children[0]) == "0-17 <5 —"
    assert sum(float(one.style["width"].rstrip("%")) for one in bar.children) == 96


def test_a_breakdown_of_a_rate_is_a_bar_each_with_both_counts(figure: Make, text: Text) -> None:
    kinds = INDICATORS["elder_visit_rate"].categories
    given = [figure("elder_visit_rate", 95.0, category=kind, numerator=19, denominator=20) for kind in kinds]
    (rows,) = breakdown(figure("elder_visit_rate", 95.0), given, given, selected="")
    assert {text(one).partition(" ")[2] for one in rows.children} == {"95.0% 19/20"}
    assert text(breakdown(figure("deaths", None), bands(figure, {}), [], selected="")) == "本期没有数字。"


def test_a_sparkline_needs_three_values_and_leaves_gaps(parts: Kinds) -> None:
    assert sparkline([1, None, 2]) is None
    line = sparkline([1, 2, None, 3, 4])
    drawn = [one.style["clipPath"] for one in parts(line, "I")]
    assert len(drawn) == 2 and drawn[0].startswith("polygon(0.0% calc(100.0% - 1.50px),25.0%") and "100.0% calc(0.0%" in drawn[1]


def test_a_card_says_last_month_last_year_and_what_stands_beside(figure: Make, text: Text) -> None:
    coverage, now = INDICATORS["happiness_home_coverage"], figure("happiness_home_coverage", 46.4)
    before, year_before = replace(now, value=45.3, period="2023-06"), replace(now, value=33.6, period="2022-07")
    longer = Longer([year_before, before, now], year_before, "较上月", TODAY, ("2022年7月", year_before))
    card, _ = headline(coverage, now, before, target=None, longer=longer).children
    assert "较上月 ▲ 增 1.1 点 较去年 ▲ 增 12.8 点 2022年7月 33.6% ▲ 高 12.8 点" in text(card)
    assert plain(card)["props"]["data-go"] == "indicator=happiness_home_coverage&category="
    short, _ = brief(coverage, now, target=None, today=TODAY, beside=("2022年7月", year_before)).children
    assert text(short) == "幸福院覆盖率 46.4 % 2022年7月 33.6% ▲ 高 12.8 点"


def test_a_card_compares_in_its_own_unit_and_scale(figure: Make, text: Text) -> None:
    spend = INDICATORS["relief_spend"]
    now, then = figure("relief_spend", 10_306_540), figure("relief_spend", 9_661_610, period="2022-07")
    short, _ = brief(spend, now, target=None, today=TODAY, beside=("2022年7月", then)).children
    assert text(short) == "救助资金发放额 1,030.7 万元 2022年7月 966.2 万元 ▲ 高 64.5 万元"
    hidden = figure("deaths", None, suppressed=True, reason="small", period="2022-07")
    short, _ = brief(INDICATORS["deaths"], figure("deaths", 12), target=None, today=TODAY, beside=("2022年7月", hidden)).children
    assert text(short) == "死亡人数 12 人 2022年7月 <5 —"


def test_the_way_to_a_few_things_is_told_in_parts_of_one(figure: Make, text: Text) -> None:
    """0 of 1 with 应达 0 would be behind nothing."""
    networks = figure("demo_home_care_networks", 0, region="410222", target=1, expected=0.4, status="behind")
    longer = Longer([], replace(networks, value=None), "较上月", TODAY)
    card, _ = headline(INDICATORS["demo_home_care_networks"], networks, networks, target=None, longer=longer).children
    assert "应达 0.4个" in text(card)
    assert form.from_path(INDICATORS["demo_home_care_networks"], networks) == "▼ 低 0.4 个" and stand(networks) == "比应达低 0.4 个"
    assert form.path(INDICATORS["demo_home_care_networks"], replace(networks, expected=1)) == "1"
    homes = figure("home_adaptations", 1286, target=2000, expected=1374.6)
    assert form.path(INDICATORS["home_adaptations"], homes) == "1,375" and stand(homes) == "比应达低 89 户"
    rate = figure("happiness_home_coverage", 41.2, target=50, expected=45.24)
    assert (
        form.path(INDICATORS["happiness_home_coverage"], rate) == "45.2"
        and form.expected_with_unit(INDICATORS["happiness_home_coverage"], rate) == "45.2%"
    )


def test_half_a_month_is_not_held_against_a_whole_one(figure: Make) -> None:
    running, whole = (figure("relief_applications", value, period=period) for value, period in ((361, "2023-09"), (700, "2023-08")))
    assert against(running, whole, TODAY) == change(running, whole, TODAY, short=True) == "—"
    assert change(running, whole, TODAY) == "本期未完，截至9月18日"
    assert against(running, None, TODAY) == "—"


def test_the_provinces_average_is_asked_for_where_it_is_not_set(figure: Make, text: Text) -> None:
    target = INDICATORS["cremation_rate"].target
    rate = figure("cremation_rate", 61.2)
    assert "未设省均值" in text(headline(INDICATORS["cremation_rate"], rate, rate, target=target))
    entered = replace(rate, target=60, expected=60, status="on_track")
    assert target is not None
    assert "目标 60%" in text(headline(INDICATORS["cremation_rate"], entered, rate, target=replace(target, value=Decimal(60))))


def test_a_matrix_shows_values_counts_lights_and_what_is_withheld(figure: Make, parts: Kinds, text: Text) -> None:
    rate = Column("happiness_home_coverage")
    below = Column("happiness_home_coverage", "行政村", "denominator")
    shown = {
        (rate, "410221"): figure("happiness_home_coverage", 41.1, region="410221", numerator=234, denominator=569, status="behind"),
        (below, "410221"): figure("happiness_home_coverage", 41.1, region="410221", numerator=234, denominator=569),
        (rate, "410200"): figure("happiness_home_coverage", None, suppressed=True, reason="paired"),
        (below, "410200"): figure("happiness_home_coverage", None, suppressed=True, reason="paired"),
    }
    box, note = matrix("幸福院", [rate, below], shown, region="410221")
    head, county, city = parts(box, "Tr")
    assert [text(one) for one in parts(head, "Button")] == ["幸福院覆盖率", "行政村"]
    assert {one.href for one in parts(head, "Link")} == {"/indicator/happiness_home_coverage?period=2023-07"}
    assert [text(one) for one in (county, city)] == ["杞县 41.1% 滞后 569", "开封市 隐 隐"]
    assert county.className == "on" and city.className == "tot" and "隐" in text(note)


def test_steps_hold_what_is_done_against_what_must_be_and_when(figure: Make, text: Text) -> None:
    by_october = Target(Decimal(2000), "2023-10", share_by="elderly_population")
    done = figure("home_adaptations", 1385, target=2000, expected=1599, status="behind")
    each = figure("demo_home_care_networks", 6, target=1, expected=1, status="behind")
    (rows,) = steps([done, each], {"home_adaptations": by_october})
    assert text(rows.children[0].children[1:]) == "1,385/2,000 10月底前 滞后"
    assert text(rows.children[0].children[0]) == "适老化改造 适老化改造户数的指标说明"
    assert text(rows.children[1].children[1:]).startswith("6 "), "the city's sum is not held against one county's target"


def test_steps_name_the_counties_that_are_late(figure: Make, text: Text) -> None:
    def county(code: str, numerator: int, denominator: int, status: str) -> Figure:
        value = 100 * numerator / denominator
        return figure("township_cemeteries_operating", value, region=code, numerator=numerator, denominator=denominator, status=status)

    city = figure("township_cemeteries_operating", 95, target=100, expected=100, status="overdue")
    parts = [county("410221", 19, 21, "overdue"), county("410222", 8, 9, "overdue"), county("410223", 16, 16, "met")]
    by_march = Target(Decimal(100), "2023-03", each_county=True)
    (rows,) = steps([city], {"township_cemeteries_operating": by_march}, (), [*parts, figure("deaths", 1, status="overdue")])
    assert text(rows.children[0]).endswith("3月底前 逾期 逾期 2 杞县 19/21、通许县 8/9")
    (rows,) = steps([city], {"township_cemeteries_operating": by_march}, (), parts[2:])
    assert text(rows.children[0]).endswith("3月底前 逾期")


def test_a_column_of_a_category_leads_nowhere_and_one_beside_the_indicators_to_its_page(figure: Make, text: Text) -> None:
    columns = (
        Column("work_orders_open"),
        Column("work_orders_open", category="30天以上"),
        Column("children_by_risk", "高风险", category="高"),
    )
    cells = {
        (columns[0], "410200"): figure("work_orders_open", 12),
        (columns[1], "410200"): figure("work_orders_open", 3, category="30天以上"),
        (columns[2], "410200"): figure("children_by_risk", None, category="高", suppressed=True, reason="small"),
    }
    (box,) = matrix("未办结", columns, cells, region="410221")
    _, head, body = box.children.children
    first, *others = head.children.children[1:]
    assert text(first) == "未办结工单（件） 未办结走访工单的指标说明" and [one.children for one in others] == ["30天以上", "高风险"]
    assert text(body) == "开封市 12 3 <5"
    with pytest.raises(ValueError, match="no category"):
        Column("work_orders_open", category="60天以上")


def test_years_end_with_the_running_one(figure: Make, text: Text) -> None:
    rows = years([figure("deaths", 8889, period="2022-12/ytd"), figure("deaths", 5965, period="2023-08/ytd")])
    assert [text(one) for one in rows] == ["2022年 8,889 人", "2023年1–8月 5,965 人"]
