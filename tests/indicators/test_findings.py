"""Each rule at its edges: ties, withheld and missing figures, zeros, running months, and what must fall silent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from data.indicators import INDICATORS
from data.indicators.comparison import pair
from data.indicators.figures import Figure
from data.indicators.findings import (
    FIVE,
    breakdown_finding,
    course_finding,
    coverage_finding,
    lead_finding,
    overview_finding,
    pair_finding,
    pairs_finding,
    ranking_finding,
    region_finding,
)
from data.indicators.forecast import forecast
from data.indicators.indicator import Target
from data.indicators.words import gap, listed, quantity, scaled, spaced

from .made import COUNTIES, TODAY, figure, months, withheld

LONGTING, SHUNHE, GULOU, YUWANGTAI, XIANGFU, QI, TONGXU, WEISHI, LANKAO = COUNTIES
RATE, COUNT = "work_orders_closed", "work_orders"
Values = Mapping[str, float | str | None]


def counties(indicator: str, values: Values, **more: Any) -> list[Figure]:
    """Figures of counties; a text as value is the reason it is withheld for."""
    return [
        withheld(indicator, value, region=code) if isinstance(value, str) else figure(indicator, value, region=code, **more)
        for code, value in values.items()
    ]


def judged(indicator: str, states: Mapping[str, str], value: float = 40, **more: Any) -> list[Figure]:
    return [figure(indicator, value, region=code, target=50, expected=45, status=state, **more) for code, state in states.items()]


def on_map(indicator: str, whole: float | None, values: Values) -> str:
    return region_finding(figure(indicator, whole), counties(indicator, values)).title


# --- maps -----------------------------------------------------------------------------------------------------------------------------

EVEN: Values = dict.fromkeys(COUNTIES, 10.0)


def test_three_that_hold_more_than_their_share_are_named() -> None:
    values = {**EVEN, QI: 60, LANKAO: 50, WEISHI: 40}
    assert on_map(COUNT, 210, values) == "走访工单量 210 件，杞县、兰考县、尉氏县占 71.4%"
    assert on_map(COUNT, 90, EVEN) == "走访工单量 90 件，9 个县区均为 10 件"
    assert on_map(COUNT, 93, {**EVEN, QI: 12, LANKAO: 11}) == "走访工单量 93 件，杞县最多，为 12 件", "no concentration"
    tied = {**EVEN, QI: 60, LANKAO: 50, WEISHI: 40, XIANGFU: 40}
    assert "占" not in on_map(COUNT, 240, tied), "the third and the fourth are the same"


def test_a_withheld_figure_that_could_be_larger_is_set_aside_in_words() -> None:
    values: Values = {**EVEN, QI: 60, LANKAO: 50, WEISHI: 40, GULOU: "paired"}
    assert on_map(COUNT, 210, values) == "走访工单量 210 件，除隐去的外，杞县、兰考县、尉氏县最多，合计占 71.4%"
    assert on_map(COUNT, 30, {QI: 9, LANKAO: 8, GULOU: "paired"}) == "走访工单量 30 件，除隐去的外，杞县最多，为 9 件"
    found = region_finding(figure(COUNT, 30), counties(COUNT, {QI: 9, LANKAO: 8, GULOU: "small"}))
    assert "鼓楼" not in found.title and all(one.value is not None for one in found.built_from)


def test_ties_are_told_as_ties() -> None:
    assert on_map(RATE, 50, {QI: 60, LANKAO: 60, WEISHI: 40}) == "工单办结率 50.0%，杞县、兰考县并列最高 60.0%，尉氏县最低 40.0%"
    assert on_map(COUNT, 30, {QI: 9, LANKAO: 9, WEISHI: 4}) == "走访工单量 30 件，杞县、兰考县并列最多，为 9 件"
    many = {**dict.fromkeys([LONGTING, SHUNHE, GULOU, QI], 100.0), LANKAO: 40.0}
    assert on_map(RATE, 80, many) == "工单办结率 80.0%，兰考县最低 40.0%", "four at the top are no leader"
    assert on_map(RATE, 80, {**dict.fromkeys([LONGTING, SHUNHE, GULOU, QI], 0.0), LANKAO: 40.0}) == "工单办结率 80.0%，兰考县最高 40.0%"
    assert on_map(RATE, 80, {**dict.fromkeys(list(COUNTIES)[:4], 0.0), **dict.fromkeys(list(COUNTIES)[4:], 9.0)}) == "工单办结率 80.0%"


def test_what_reads_the_same_is_not_called_higher() -> None:
    assert on_map(RATE, 50.02, {QI: 50.01, LANKAO: 50.03}) == "工单办结率 50.0%"


def test_zeros_and_missing_values() -> None:
    assert on_map(COUNT, 0, dict.fromkeys(COUNTIES, 0.0)) == "走访工单量 0 件，9 个县区均为 0 件"
    assert on_map(RATE, None, dict.fromkeys(COUNTIES)) == "工单办结率"
    assert on_map(RATE, 50, {QI: 50, LANKAO: None, WEISHI: None}) == "工单办结率 50.0%", "one county with a value leads nobody"
    assert on_map(RATE, 50, {QI: 50, LANKAO: 50, WEISHI: None}) == "工单办结率 50.0%，有数据的 2 个县区均为 50.0%"
    assert region_finding(withheld(RATE), counties(RATE, {QI: 50, LANKAO: 60})).title == "工单办结率", "a withheld whole says nothing"


@pytest.mark.parametrize(
    ("states", "words"),
    [
        ({QI: "met", LANKAO: "met"}, "2 个县区全部达到目标"),
        ({QI: "met", LANKAO: "on_track"}, "1 个县区已达目标，其余 1 个进度正常"),
        ({QI: "on_track", LANKAO: "on_track"}, "2 个县区进度均正常"),
        ({QI: "met", LANKAO: "behind", WEISHI: "behind"}, "尉氏县、兰考县进度滞后"),
        ({QI: "overdue", LANKAO: "met"}, "杞县逾期未达目标"),
        (dict.fromkeys(COUNTIES, "behind"), "龙亭区、顺河回族区、鼓楼区等 9 个县区进度滞后"),
    ],
)
def test_counties_against_their_targets(states: dict[str, str], words: str) -> None:
    parts = sorted(judged("happiness_home_coverage", states), key=lambda one: one.region)
    assert region_finding(figure("happiness_home_coverage", 40), parts).title == f"幸福院覆盖率 40.0%，{words}"


def test_counties_without_a_figure_or_a_target_do_not_swell_the_count() -> None:
    met = judged("happiness_home_coverage", {QI: "met", LANKAO: "met"}, value=60)
    whole = figure("happiness_home_coverage", 60)
    none, no_target = figure("happiness_home_coverage", None, region=GULOU), figure("happiness_home_coverage", 60, region=WEISHI)
    assert "有数据的 2 个县区全部达到目标" in region_finding(whole, [*met, none]).title
    assert "有目标的 2 个县区全部达到目标" in region_finding(whole, [*met, no_target]).title
    hidden = withheld("happiness_home_coverage", region=GULOU)
    assert "除隐去的外，2 个县区全部达到目标" in region_finding(whole, [*met, hidden]).title
    assert region_finding(whole, met[:1]).title == "幸福院覆盖率 60.0%", "of one alone nobody says all"


def test_townships_are_called_townships() -> None:
    towns = [figure(COUNT, 5, region=f"41022110{n}", region_name=f"第{n}镇") for n in range(4)]
    assert region_finding(figure(COUNT, 20, region=QI), towns).title == "走访工单量 20 件，4 个乡镇街道均为 5 件"
    assert ranking_finding(figure(COUNT, None), towns[:1]).title == "各乡镇街道排序"


def test_a_running_month_is_told_with_its_day_and_judged_by_nothing() -> None:
    whole = figure("elder_visit_rate", 66.8, period="2023-09", target=100, expected=100, status="behind")
    parts = [replace(whole, region=code, region_name=COUNTIES[code]) for code in (QI, LANKAO)]
    assert region_finding(whole, parts).title == "月探访率 66.8%，截至9月18日"
    assert lead_finding(whole, parts).title == "月探访率 66.8%，截至9月18日"
    assert ranking_finding(whole, parts).title == "各县区排序"
    assert course_finding(whole, whole, whole, [whole], None, TODAY).title == "月探访率走势"
    state = figure("relief_recipients", 100, period="2023-09")
    assert "截至" not in region_finding(state, counties("relief_recipients", {QI: 60, LANKAO: 40})).title, "a state is no half month"


# --- rankings and pages -----------------------------------------------------------------------------------------------------------------


def test_rankings_say_how_many_hold_the_target() -> None:
    whole = figure("happiness_home_coverage", 40)

    def title(states: dict[str, str]) -> str:
        return ranking_finding(whole, judged("happiness_home_coverage", states)).title

    assert title({QI: "met", LANKAO: "met"}) == "2 个县区全部完成"
    assert title({QI: "behind", LANKAO: "on_track"}) == "2 个县区均未完成"
    assert title({QI: "met", LANKAO: "behind", WEISHI: "overdue"}) == "1 个县区完成，2 个未完成"


def test_rankings_without_a_target_say_how_far_apart_they_lie() -> None:
    assert ranking_finding(figure(RATE, 50), counties(RATE, {QI: 60, LANKAO: 48.5})).title == "最高与最低相差 11.5 个百分点"
    assert ranking_finding(figure(RATE, 50), counties(RATE, {QI: 60, LANKAO: 59.98})).title == "最高与最低相差不足 0.1 个百分点"
    assert ranking_finding(figure(RATE, 50), counties(RATE, {QI: 60, LANKAO: 60})).title == "各县区排序"
    assert ranking_finding(figure(COUNT, 9), counties(COUNT, {QI: 6, LANKAO: 1, WEISHI: 1})).title == "杞县最多，兰考县、尉氏县并列最少"
    hidden = ranking_finding(figure(COUNT, 9), counties(COUNT, {QI: 6, LANKAO: 1, WEISHI: "small"})).title
    assert hidden == "除隐去的外，杞县最多，兰考县最少"


def test_a_ranking_of_yes_and_no_names_who_has_it() -> None:
    def title(values: dict[str, float], indicator: str = "child_protection_centres") -> str:
        parts = [figure(indicator, value, region=code, numerator=value / 100, denominator=1) for code, value in values.items()]
        return ranking_finding(figure(indicator, 50), parts).title

    all_but_one = dict.fromkeys(COUNTIES, 100.0) | {TONGXU: 0.0}
    assert title(all_but_one) == "8 个县区已有，通许县没有"
    assert title({QI: 100, LANKAO: 0}) == "杞县已有，兰考县没有"
    assert title(dict.fromkeys(COUNTIES, 100.0)) == "各县区排序"
    assert title({QI: 100, LANKAO: 0}, "township_home_upgraded") == "最高与最低相差 100.0 个百分点", "of homes, not of counties"


def test_a_page_without_a_figure_says_why() -> None:
    assert lead_finding(withheld("deaths"), []).title == "死亡人数按规定不显示"
    assert lead_finding(figure("relief_spend", None, region="410221101"), []).title == "救助资金发放额只统计到县区"
    assert lead_finding(figure("deaths", None), []).title == "死亡人数还没有数据"
    assert lead_finding(figure("relief_spend", None, period="2023-W30"), []).title == "救助资金发放额没有周数据"


def test_nothing_is_the_largest_where_a_hidden_category_may_be_larger() -> None:
    children, many = "children_registered", len(INDICATORS["children_registered"].categories)
    rest: list[float | str | None] = [0] * (many - 3)
    assert kinds(children, [40, 20, "paired", *rest], 90) == "除隐去的外，" + f"{INDICATORS[children].categories[0]}最多，占 44.4%"
    assert "最多" not in kinds(children, [40, 20, "paired", *rest], 101)
    assert "最多" not in kinds(children, [6, 1, "small", *rest], 20)


def test_a_pages_title_says_how_it_stands_and_who_is_lowest() -> None:
    whole = figure("happiness_home_coverage", 44.9, target=50, expected=44.1, status="on_track")
    parts = counties("happiness_home_coverage", {QI: 39.7, TONGXU: 38.4, GULOU: None, LANKAO: 52.5})
    found = lead_finding(whole, parts)
    assert found.title == "农村幸福院覆盖率 44.9%，比应达高 0.8 个百分点；通许县最低"
    assert found.lede == "口径：有在运营农村幸福院的行政村 ÷ 行政村。"
    assert lead_finding(replace(whole, value=44.1), parts).title.startswith("农村幸福院覆盖率 44.1%，与应达持平")
    assert lead_finding(replace(whole, value=55, status="met"), parts[:1]).title == "农村幸福院覆盖率 55.0%，已达目标"
    lately = replace(whole, value=44.08)
    assert lead_finding(lately, []).title == "农村幸福院覆盖率 44.1%，比应达低不足 0.1 个百分点"
    hidden = [*parts, withheld("happiness_home_coverage", region=WEISHI)]
    assert lead_finding(whole, hidden).title.endswith("；除隐去的外，通许县最低")


def test_a_citys_sum_is_not_held_against_one_countys_target() -> None:
    whole = figure("demo_home_care_networks", 7, target=1, expected=0.7, status="behind")
    parts = [figure("demo_home_care_networks", 0, region=QI, target=1, expected=0.7, status="behind")]
    assert lead_finding(whole, parts).title == "示范养老服务网络 7 个，杞县进度滞后"
    assert course_finding(whole, whole, whole, [whole], None, TODAY).rule == ""
    met = replace(whole, status="met", value=9)
    assert course_finding(met, met, met, [met], None, TODAY).title == "有数据的县区均已达目标"


# --- trends -----------------------------------------------------------------------------------------------------------------------------

OCTOBER = Target(Decimal(2000), "2023-10", share_by="elderly_population")


def course(values: list[float | None], indicator: str = "home_adaptations", goal: float | None = 2000, **more: Any) -> str:
    year = months(indicator, values, target=goal, expected=goal, status="behind" if goal else "none", **more)
    ahead = forecast(year, INDICATORS[indicator], OCTOBER, TODAY)
    return course_finding(year[-1], year[-2], figure(indicator, None, period="2022-08"), year, ahead, TODAY).title


@pytest.mark.parametrize(
    ("last", "words"),
    [
        ([1600, 1750, 1900], "按近三月进度，10月底约 2,200 户，可达目标"),
        ([1400, 1500, 1900], "按近三月进度，10月底约 2,350 户，有望达到目标"),
        ([1400, 1500, 1600], "按近三月进度，10月底约 1,800 户，12月才到目标"),
        ([1000, 1100, 1200], "按近三月进度，10月底约 1,400 户，达不到目标"),
        ([1000, 1150, 1200], "按近三月进度，10月底约 1,417 户，恐达不到目标"),
        ([1999.4, 1999.5, 1999.6], "比目标低不足 1 户"),
    ],
)
def test_a_trend_says_where_it_is_heading(last: list[float], words: str) -> None:
    assert course([None] * 5 + last) == words


def test_without_three_months_it_says_how_it_stands() -> None:
    assert course([None] * 6 + [1500, 1600]) == "比目标低 400 户"


def stock(values: list[float | None], today: date = TODAY) -> str:
    year = months("relief_recipients", values)
    nothing = figure("relief_recipients", None, period="2022-08")
    return course_finding(year[-1], year[-2], nothing, year, None, today).title


def test_three_months_in_a_row() -> None:
    assert stock([9, 10, 12, 15, 20, 21, 30, 40]) == "连续 7 个月上升至 40 人"
    assert stock([9, 10, 12, 15, 20, 40, 30, 20]) == "比上月减 10 人", "two falls are no row"
    assert stock([9, 10, 12, 15, 50, 40, 30, 20]) == "连续 3 个月下降至 20 人"
    assert stock([9, 10, 12, 15, 50, 40, 40, 20]) == "比上月减 20 人", "standing still breaks a row"
    assert stock([9, 10, 12, 15, None, 40, 50, 60]) == "比上月增 10 人", "a hole breaks it"
    assert stock([9, 10, 12, 15, 20, 21, 30, 40, 50]) == "比上月增 10 人", "the running month makes no row"
    assert stock([9, 10, 12, 15, 20, 21, 30, 30]) == "与上月持平"


def test_a_years_count_can_only_rise_and_makes_no_row() -> None:
    year = months("book_rooms", [1, 2, 3, 4, 5, 6, 7, 8], region=QI)
    nothing = figure("book_rooms", None, period="2022-08")
    assert course_finding(year[-1], year[-2], nothing, year, None, TODAY).title == "比上月增 1 个"


def test_a_trend_against_last_month_and_last_year() -> None:
    now = figure("deaths", 681)
    before, last_year = figure("deaths", 667, period="2023-07"), figure("deaths", 700, period="2022-08")
    assert course_finding(now, before, last_year, [now], None, TODAY).title == "比上月增 14 人，比去年同期减 19 人"
    hidden = withheld("deaths", period="2023-07")
    assert course_finding(now, hidden, last_year, [now], None, TODAY).title == "比去年同期减 19 人"
    assert course_finding(now, hidden, hidden, [now], None, TODAY).title == "死亡人数走势"
    rate = figure("cremation_rate", 61.2)
    other = figure("cremation_rate", 63.1, period="2023-07")
    assert course_finding(rate, other, hidden, [rate], None, TODAY).title == "比上月降 1.9 个百分点"
    january, december = figure("book_rooms", 1, period="2023-01"), figure("book_rooms", 20, period="2022-12")
    silent = figure("book_rooms", None, period="2022-01")
    assert course_finding(january, december, silent, [january], None, TODAY).title == "爱心书屋走势", "not against the whole year before"


# --- categories and the five --------------------------------------------------------------------------------------------------------------


def kinds(indicator: str, values: list[float | str | None], whole: float | None) -> str:
    names = INDICATORS[indicator].categories
    parts = [
        withheld(indicator, value, category=name) if isinstance(value, str) else figure(indicator, value, category=name)
        for name, value in zip(names, values, strict=False)
    ]
    return breakdown_finding(figure(indicator, whole), parts).title


def test_a_breakdown_names_the_largest_category_with_its_share() -> None:
    two = "disability_subsidy_recipients"
    assert kinds(two, [70, 30], 100) == "困难残疾人生活补贴最多，占 70.0%"
    assert kinds(two, [50, 50], 100) == "困难残疾人生活补贴、重度残疾人护理补贴并列最多，各占 50.0%"
    assert kinds(two, [100, 0], 100) == "全部为困难残疾人生活补贴"
    assert kinds(two, [0, 0], 0) == "两项补贴人数按补贴类型"
    assert kinds(two, ["small", "paired"], 60) == "两项补贴人数按补贴类型"
    assert kinds("work_orders", [10] * 6, 60) == "走访工单量按类型", "six alike are no largest"
    assert kinds("work_orders", [20, 10, 10, "paired", "small", 1], 60) == "除隐去的外，救助最多，占 33.3%"
    assert kinds("work_orders", [60, 0, 0, 0, 0, "small"], 60) == "除隐去的外，救助最多，占 100.0%", "never 全部 beside a withheld one"


def test_rates_by_category() -> None:
    assert kinds("elder_visit_rate", [99, 98, 97, 99, None, 96], 98) == "独居、失能并列最高 99.0%，失智最低 96.0%"
    assert kinds("elder_visit_rate", [99] * 6, 99) == "月探访率按类别"


def five(states: str) -> list[Figure]:
    """m met, b behind, f full without a target, - missing."""
    made = {
        "m": {"value": 100, "status": "met"},
        "b": {"value": 60, "status": "behind"},
        "f": {"value": 100, "status": "none"},
        "-": {"value": None},
    }
    return [figure(name, **made[state]) for name, state in zip(FIVE, states, strict=True)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("states", "title"),
    [
        ("mmmmm", "五个全覆盖全部到位"),
        ("fmmmm", "五个全覆盖全部到位"),
        ("bbbbb", "五个全覆盖均未到位"),
        ("mmbbb", "五个全覆盖已到位 2 项，社区养老设施覆盖、敬老院改造提升、幸福院覆盖率未到位"),
        ("mbbbb", "五个全覆盖已到位 1 项，其余 4 项未到位"),
        ("-mbbb", "五个全覆盖有数据的 4 项中已到位 1 项，社区养老设施覆盖、敬老院改造提升、幸福院覆盖率未到位"),
        ("-mmmm", "五个全覆盖有数据的 4 项均已到位"),
        ("----b", "五个全覆盖有数据的 1 项均未到位"),
        ("-----", "五个全覆盖"),
    ],
)
def test_the_five_coverages(states: str, title: str) -> None:
    assert coverage_finding(five(states)).title == title


# --- the overview -------------------------------------------------------------------------------------------------------------------------


def test_the_overview_says_that_running_months_are_left_out() -> None:
    running = figure("elder_visit_rate", 60, period="2023-09", target=100, expected=100, status="behind")
    homes = figure("home_adaptations", 1500, period="2023-09", target=2000, expected=1700, status="behind")
    found = overview_finding([running, homes])
    assert found.title == "1 项目标中，1 项滞后"
    assert found.lede == (
        "按占目标的比例，差距最大的是适老化改造户数：1,500 户，应达 1,700 户，差 200 户。另有 1 项按月考核，当月未完，不计在内。"
    )
    alone = overview_finding([running])
    assert (alone.title, alone.lede) == ("本期没有可考核的指标", "另有 1 项按月考核，当月未完，不计在内。")
    assert overview_finding([]).lede == "本期没有目标，或还没有读数。"


def test_the_overview_tells_ties_and_does_not_call_all_well_what_is_not() -> None:
    coverage = figure("street_centre_coverage", 80, target=100, expected=90, status="behind")
    other = figure("caregiver_certified", 80, target=100, expected=90, status="behind")
    assert "差距并列最大的是街道综合养老服务中心覆盖率、养老护理员持证率。" in overview_finding([coverage, other]).lede
    ahead = replace(coverage, value=95)
    assert overview_finding([ahead]).lede == "滞后或逾期的，差在部分县区。", "the city is above its path, a county is not"
    assert overview_finding([replace(ahead, status="on_track")]).lede == "有目标的各项均不低于应达进度。"
    networks = figure("demo_home_care_networks", 0, target=1, expected=0.7, status="behind")
    assert overview_finding([networks]).lede == "滞后或逾期的，差在部分县区。"


@pytest.mark.parametrize(
    ("late", "words"),
    [
        (["book_rooms"], "1 项逾期，在未成年人"),
        (["book_rooms", "children_homes"], "2 项逾期，都在未成年人"),
        (["book_rooms", "home_adaptations"], "2 项逾期，在未成年人和养老服务"),
        (["book_rooms", "children_homes", "home_adaptations", "cremation_rate"], "4 项逾期，最多在未成年人（2 项）"),
        (["book_rooms", "cremation_rate", "home_adaptations"], "3 项逾期，分布在 3 项业务"),
    ],
)
def test_where_the_overdue_lie(late: list[str], words: str) -> None:
    figures = [figure(name, 5, target=20, expected=20, status="overdue") for name in late]
    assert overview_finding(figures).title.endswith(words)


# --- two sides ----------------------------------------------------------------------------------------------------------------------------


def test_two_sides() -> None:
    august, july = figure("happiness_home_coverage", 46.4), figure("happiness_home_coverage", 45.8, period="2023-07")
    qi, tongxu = figure("deaths", 136, region=QI), figure("deaths", 136, region=TONGXU)
    assert pair_finding(pair(august, july, TODAY)).title == "幸福院覆盖率：2023年8月 46.4%，比2023年7月高 0.6 个百分点"
    assert pair_finding(pair(qi, tongxu, TODAY)).title == "死亡人数：杞县 136 人，与通许县持平"
    running = pair(figure("deaths", 146, period="2023-09"), figure("deaths", 681), TODAY)
    assert pair_finding(running).title == "死亡人数：2023年9月与2023年8月"
    assert pair_finding(running).lede == "有一期未完，不与整期比较。"
    several = pairs_finding([pair(august, july, TODAY), running])
    assert several.title == "2023年8月与2023年7月相比，1 项可比，1 项较高" and several.lede
    assert pairs_finding([running]).title == "对比"


# --- words --------------------------------------------------------------------------------------------------------------------------------


def test_numbers_in_prose() -> None:
    spend, homes, visits = (INDICATORS[name] for name in ("relief_spend", "home_adaptations", "elder_visit_rate"))
    assert [quantity(spend, one) for one in (9999, 10_307_000, 123_456_789.5)] == ["9,999 元", "1,030.7 万元", "1.2 亿元"]
    assert quantity(homes, 16_083) == "16,083 户" and quantity(visits, 99.97) == "99.9%" and quantity(visits, None) == "—"
    assert [gap(homes, one) for one in (-89, 0.4)] == ["89 户", "不足 1 户"] and gap(visits, 0.04) == "不足 0.1 个百分点"
    assert scaled(99_999_999) == ("1.0", "亿") and scaled(9_999.4) == ("", "")
    assert spaced("89 户") == " 89 户" and spaced("不足 1 户") == "不足 1 户"
    assert listed(["甲", "乙", "丙", "丁"], "项") == "甲、乙、丙等 4 个项"
