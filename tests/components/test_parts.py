"""The parts of a page say what their figures say: cards, table twin, map, ranking, programmes, ruler, footer, frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from dash import html

from components import shell
from components.bullet import bullet
from components.comparison import change, three, unfinished
from components.countymap import legend, map_data, map_head, map_title
from components.footer import footer
from components.headline import brief, headline
from components.light import WORDS, light
from components.plain import plain
from components.progress import progress
from components.ranking import ranking
from components.ruler import deadlines, ruler
from components.table import table
from data.exchange.freshness import Freshness
from data.indicators import INDICATORS
from data.indicators.figures import Figure
from data.indicators.findings import Finding, region_finding
from data.indicators.indicator import MONTHLY, Target
from data.indicators.study import Inside, Study
from data.periods import Period
from data.programmes.form import Programme, Task
from data.programmes.light import Light
from data.programmes.line import Book, Cell, Line

Make = Callable[..., Figure]
Text = Callable[[Any], str]
Kinds = Callable[..., list[Any]]
TODAY = date(2023, 9, 18)
HOMES = INDICATORS["home_adaptations"]
BY_OCTOBER = Target(Decimal(2000), "2023-10", share_by="elderly_population")
EACH_MONTH = Target(Decimal(100), MONTHLY, each_county=True)


# --- cards --------------------------------------------------------------------------------------------------------------------------


def test_a_card_carries_its_hooks_and_its_numbers(figure: Make, text: Text) -> None:
    box = headline(
        HOMES, figure(value=1286, target=2000, expected=1375, status="behind"), figure(value=1051), target=BY_OCTOBER, selected=True
    )
    card, about = box.children
    shown = plain(card)["props"]
    assert [shown[f"data-{name}"] for name in ("indicator", "period", "status", "region")] == [
        "home_adaptations",
        "2023-07",
        "behind",
        "410200",
    ]
    assert shown["aria-pressed"] == "true" and shown["data-go"] == "indicator=home_adaptations" and shown["type"] == "button"
    assert text(card) == "适老化改造 滞后 1,286 户 目标 2,000 ▲ 增 235 户"
    assert about.href == "/indicator/home_adaptations?period=2023-07" and text(about) == "适老化改造户数的指标说明"


def test_a_card_without_a_value_says_why(figure: Make, text: Text) -> None:
    rate = INDICATORS["elder_visit_rate"]

    def card(**changes: Any) -> str:
        return text(headline(rate, figure("elder_visit_rate", None, **changes), figure("elder_visit_rate", 99), target=EACH_MONTH))

    assert "— " in card(denominator=0) and "分母为 0" in card(denominator=0)
    assert "还没有数据" in card()
    assert "没有周数据" in card(period="2023-W30")
    assert "<5" in card(suppressed=True, reason="small") and "按规定不显示" in card(suppressed=True, reason="small")


def test_a_card_says_why_it_has_no_target(figure: Make, text: Text) -> None:
    def card(indicator: str, target: Target, **changes: Any) -> str:
        one = figure(indicator, 5, **changes)
        return text(headline(INDICATORS[indicator], one, figure(indicator, None, **changes), target=target))

    assert "周不评目标" in card("happiness_home_coverage", Target(Decimal(50), "2023-12"), period="2023-W36")
    assert "按月考核" in card("elder_visit_rate", EACH_MONTH, period="2023-W36")
    assert "按月考核" in card("elder_visit_rate", EACH_MONTH, period="2023-08/ytd")
    assert "没有分到目标" in card("home_adaptations", BY_OCTOBER, period="2023-08/ytd", region="410221")


def test_a_card_at_a_township_of_what_is_counted_by_county_says_so(figure: Make, text: Text) -> None:
    town = {"region": "410221101", "region_name": "五里河镇"}
    one = figure("relief_spend", None, **town)
    for made in (
        headline(INDICATORS["relief_spend"], one, one, target=BY_OCTOBER),
        brief(INDICATORS["relief_spend"], one, target=BY_OCTOBER, today=TODAY),
    ):
        said = text(made) + str(made)
        assert "只统计到县区" in said and "还没有数据" not in said and "没有分到目标" not in said


def test_a_card_of_a_late_dataset_says_since_when(figure: Make, text: Text) -> None:
    late = [Freshness("home_adaptations", "适老化改造", date(2023, 8, 1), 12)]
    card = headline(HOMES, figure(value=5, target=10), figure(value=4), target=BY_OCTOBER, late=late)
    assert "适老化改造截至 8月1日" in text(card) and "stale" in plain(card.children[0])["props"]["className"]
    fresh = headline(INDICATORS["deaths"], figure("deaths", 5), figure("deaths", 4), target=None, late=late)
    assert "stale" not in plain(fresh.children[0])["props"]["className"]


def test_a_running_month_of_events_is_not_held_against_a_whole_one(figure: Make) -> None:
    def said(indicator: str, period: str, **more: Any) -> str:
        return unfinished(figure(indicator, 5, period=period, **more), TODAY)

    assert said("deaths", "2023-09") == "截至9月18日"
    assert said("deaths", "2023-08") == ""
    assert said("relief_recipients", "2023-09") == ""
    assert said("home_adaptations", "2023-09") == ""


def test_a_finished_period_whose_delivery_has_not_come_is_not_whole(figure: Make, text: Text) -> None:
    """A week after the newest delivery holds nothing yet: its nought is no fall."""
    delivered = date(2023, 9, 8)

    def week(number: int, value: float) -> Figure:
        return figure("deaths", value, period=f"2023-W{number}", as_of=min(delivered, Period(f"2023-W{number}").ends))

    assert [unfinished(week(number, 1), TODAY) for number in (35, 36, 37, 38)] == [
        "",
        "数据到9月8日，本期未完",
        "数据到9月8日，本期未到",
        "数据到9月8日，本期未到",
    ]
    assert unfinished(figure("deaths", 1, period="2023-09", as_of=delivered), TODAY) == "截至9月8日"
    assert change(week(37, 0), week(36, 73), TODAY) == "本期未完，数据到9月8日"
    assert change(week(36, 73), week(35, 140), TODAY) == "本期未完，截至9月8日"
    assert change(week(35, 140), week(34, 139), TODAY) == "▲ 增 1 人"
    assert change(week(35, 140), week(36, 73), TODAY) == "对比的一期未完"
    rate = figure("cremation_rate", None, period="2023-W37", as_of=delivered, numerator=0, denominator=0)
    assert "数据到9月8日，本期未到" in text(headline(INDICATORS["cremation_rate"], rate, rate, target=None)), "not 分母为 0"
    card = headline(INDICATORS["deaths"], week(37, 0), week(36, 73), target=None, unfinished=unfinished(week(37, 0), TODAY))
    assert "0 人" in text(card) and "数据到9月8日，本期未到" in text(card) and "减" not in text(card)


def test_half_a_period_is_a_dash_in_every_cell_and_one_note_below(study: Callable[..., Study], figure: Make, text: Text) -> None:
    one = study("deaths", period="2023-09", city_before=figure("deaths", 700, period="2023-08"))
    before = tuple(figure("deaths", 8, region=code, period="2023-08") for code in (county.region for county in one.counties))
    told = text(table(replace(one, counties_before=before), TODAY))
    assert told.count("9月18日") == 1 and "本期未完，截至9月18日，不与整期比较，记为“—”。" in told


@pytest.mark.parametrize(
    ("value", "expected", "widths"),
    [(1286, 1375, ["64.3%", "68.8%"]), (2500, 2000, ["100.0%"]), (1999.9, None, ["99.5%"]), (None, 1375, ["68.8%"]), (-1, None, ["0.0%"])],
)
def test_a_bullet_ends_at_the_target(value: float | None, expected: float | None, widths: list[str]) -> None:
    marks = bullet(value, expected, 2000).children
    assert [mark.style.get("width") or mark.style.get("left") for mark in marks] == widths


def test_a_light_is_a_shape_and_a_word(text: Text, parts: Kinds) -> None:
    for status, word in WORDS.items():
        assert text(light(status)) == word and parts(light(status), "I")[0].className == f"ic {status}"
    assert light("none") is None
    assert text(light("overdue", count=3)) == "逾期 3"


# --- map and its twin ---------------------------------------------------------------------------------------------------------------


def mixed(code: str) -> dict[str, Any]:
    return {
        "410203": {"suppressed": True, "reason": "small"},
        "410204": {"suppressed": True, "reason": "paired"},
    }.get(code, {})


VALUES: dict[str, float | None] = {"410202": 12, "410205": None, "410212": 22_418, "410221": 38_264, "410222": 0, "410223": 9, "410225": 7}


def test_map_and_table_show_the_same_figures(study: Callable[..., Study], text: Text, parts: Kinds) -> None:
    one = study("relief_recipients", VALUES, county_changes=mixed, region="410221")
    shown = map_data(one, (5, 10, 20, 1000), "标题")["counties"]
    rows = [text(row) for row in parts(table(one, TODAY), "Tr")[1:-1]]
    assert len(rows) == len(shown) == 9
    for row, figure in zip(rows, one.counties, strict=True):
        assert row.startswith(f"{figure.region_name} {shown[figure.region]['label']} ")
    assert [shown[code]["label"] for code in ("410203", "410204", "410205", "410221", "410222")] == ["<5", "隐", "—", "38,264", "0"]
    assert [shown[code]["class"] for code in ("410203", "410205", "410222", "410202", "410221")] == [0, 0, 1, 3, 5]


def test_a_withheld_cell_is_nowhere_in_map_or_table(study: Callable[..., Study], text: Text) -> None:
    one = study("relief_recipients", VALUES, county_changes=mixed)
    assert "按规定不显示" in map_data(one, (), "")["counties"]["410203"]["hover"]
    assert "防止相减推出" in text(table(one, TODAY))
    assert text(legend(one, (5, 10))) == "人 5 10 — 无值，<5 不显示，隐 防止相减推出"


def test_the_table_of_a_rate_has_both_its_halves(study: Callable[..., Study], text: Text, parts: Kinds) -> None:
    one = study(
        "happiness_home_coverage",
        {"410202": 200 / 3},
        county_changes=lambda code: {"numerator": 2, "denominator": 3, "target": 50, "expected": 44.5, "status": "met"},
    )
    made = table(one, TODAY)
    assert [text(head) for head in parts(made, "Th")[:8]] == ["县区", "幸福院覆盖率", "分子", "分母", "目标", "应达", "较上月", "状态"]
    assert text(parts(made, "Tr")[1]) == "龙亭区 66.7% 2 3 50.0 44.5 — 完成"
    assert map_data(one, (40, 45, 50, 55), "")["counties"]["410202"]["label"] == "2/3 村"
    assert text(parts(made, "Tr")[-1]).startswith("开封市")


def test_people_have_a_twin_per_ten_thousand(study: Callable[..., Study], text: Text, parts: Kinds) -> None:
    twin = parts(map_head(study("relief_per_10k"), Finding("每万人")), "Button")
    assert [text(button) for button in twin[-3:]] == ["人数", "每万人", "表格"]
    plain_one = parts(map_head(study("deaths"), Finding("死亡")), "Button")
    assert [text(button) for button in plain_one[-2:]] == ["地图", "表格"]


def test_every_indicator_stands_in_the_menu_under_its_programme(study: Callable[..., Study], parts: Kinds) -> None:
    choices = [plain(button)["props"]["data-go"] for button in parts(parts(map_head(study(), Finding("")), "Details"), "Button")]
    assert sorted(choices) == sorted(f"indicator={name}" for name in INDICATORS)


def test_under_the_map(study: Callable[..., Study], figure: Make, text: Text) -> None:
    people = study(
        "relief_recipients",
        figure=figure("relief_recipients", 160_083),
        before=figure("relief_recipients", 159_771),
        year_before=figure("relief_recipients", 162_029),
    )
    per_head = figure("relief_per_10k", 331.84)
    assert text(three(people, per_head, TODAY)) == "较上月 ▲ 增 312 人 较去年同期 ▼ 减 1,946 人 每万人 331.8 人"
    behind = study(figure=figure(value=1286, target=2000, expected=1375, status="behind"))
    assert "与应达相比 ▼ 低 89 户" in text(three(behind, None, TODAY))
    county = study("deaths", region="410221", figure=figure("deaths", 25, region="410221"), city=figure("deaths", 100))
    assert "占全市 25.0%" in text(three(county, None, TODAY))


# --- ranking, programmes ------------------------------------------------------------------------------------------------------------


def test_the_ranking_is_sorted_and_leaves_the_missing_last(study: Callable[..., Study], text: Text, parts: Kinds) -> None:
    one = study(
        "happiness_home_coverage",
        {"410221": 41.1, "410225": 53.9, "410222": 0, "410223": 50.0},
        county_changes=lambda code: {"target": 50, "status": "met" if code in ("410225", "410223") else "behind"},
    )
    made = ranking(one, TODAY)
    names = [text(button) for button in parts(made, "Button")]
    assert names[:4] == ["兰考县", "尉氏县", "杞县", "通许县"] and len(names) == 9
    assert "目标 50%" in text(made) and text(made).startswith("2 个县区完成，2 个未完成")


def test_counties_with_targets_of_their_own_are_ranked_by_what_is_done(study: Callable[..., Study], text: Text, parts: Kinds) -> None:
    aims = {"410221": 387, "410204": 68}
    one = study(
        counties={"410221": 147, "410204": 58},
        county_changes=lambda code: {"target": aims.get(code), "status": "behind" if code in aims else "none"},
    )
    made = ranking(one, TODAY)
    assert [text(button) for button in parts(made, "Button")][:2] == ["鼓楼区", "杞县"]
    assert "58/68" in text(made) and "147/387" in text(made)


def line(no: int, percent: float | None = 50, light: Light = "behind", reported: int | None = None) -> Line:
    cell = Cell("410221", "杞县", percent, 60, light, reported, "2023-07", percent, False, "", None, False, False)
    task = Task.model_validate({"no": no, "title": "任务", "due": "2023-10"}, context={"year": 2023})
    return Line("elderly", task, date(2023, 10, 31), None, percent, 60, light, percent, False, (cell,))


def book(*lines: Line, **changes: Any) -> Book:
    one = Programme.model_validate({"id": "elderly", "name": "养老服务提升工程", "owner": "养老服务科"}, context={"year": 2023})
    base: dict[str, Any] = {
        "programme": one,
        "percent": 63.2,
        "expected": 68.8,
        "light": "behind",
        "counted": 5,
        "lines": lines,
        "stones": (),
    }
    return Book(**{**base, **changes})


def test_programmes_say_what_they_rest_on_and_lead_on(text: Text, parts: Kinds) -> None:
    named = Programme.model_validate({"id": "smart", "name": "“智慧民政”提升工程", "owner": "办公室"}, context={"year": 2023})
    smart = book(line(1, None, "none"), programme=named, percent=None, expected=None, light="none", counted=0)
    made = progress([book(line(1, light="overdue"), line(2, reported=60)), smart], "2023-07", "410221")
    said = text(made)
    assert [link.href for link in parts(made, "Link")] == [
        "/programmes/elderly?period=2023-07&region=410221",
        "/programmes/smart?period=2023-07&region=410221",
    ]
    assert "养老服务 63.2% 滞后 逾期 1" in said and "智慧民政 尚无月报" in said
    assert "3 项任务：1 项按审核通过的月报，1 项按关联指标，1 项尚无进度。" in said
    assert "还没有装入工程计划" in text(progress([], "2023-07"))


# --- ruler, footer, frame -----------------------------------------------------------------------------------------------------------


def test_the_ruler_knows_today_and_the_next_four_deadlines() -> None:
    targets = {name: one.target for name, one in INDICATORS.items() if one.target}
    assert deadlines(targets, TODAY) == [
        (date(2023, 9, 30), "殡葬"),
        (date(2023, 10, 31), "养老 未保"),
        (date(2023, 11, 30), "殡葬"),
        (date(2023, 12, 31), "养老 治理"),
    ]
    assert len(deadlines(targets, date(2023, 1, 1))) == 4
    made = plain(ruler(Period("2023-07"), TODAY, targets))["props"]
    assert made["aria-label"].startswith("2023年已过 71.5%；期限：9月底 殡葬")


def test_the_rulers_words_keep_away_from_today_and_from_the_joint_of_two_screens() -> None:
    def marks(today: date, due: str) -> list[str]:
        target = {"home_adaptations": Target(Decimal(1), due)}
        made = plain(ruler(Period(f"{today:%Y-%m}"), today, target))["props"]["children"]["props"]["children"]
        return [one["props"]["className"] for one in made if one["props"]["className"].split()[0] in ("mk", "td")]

    assert marks(date(2023, 9, 18), "2023-12") == ["mk", "td"]
    assert marks(date(2023, 9, 28), "2023-09") == ["mk near", "td"]  # two days on there is no room before it
    assert marks(date(2023, 7, 15), "2023-10") == ["mk", "td joint"]  # a little right of the middle its words would lie across it
    assert marks(date(2023, 2, 1), "2023-06") == ["mk joint", "td right"]


def test_the_ruler_of_another_year_has_no_today(text: Text) -> None:
    assert "今日 9月18日" in text(ruler(Period("2023-07"), TODAY, {}))
    assert "今日" not in text(ruler(Period("2022-07"), TODAY, {}))
    assert "今日 12月31日 全年已过 100.0%" in " ".join(text(ruler(Period("2023-12"), date(2023, 12, 31), {})).split())


def test_the_footer_names_what_is_late(text: Text) -> None:
    late = [Freshness(str(i), f"台账{i}", date(2023, 7, 24), i) for i in range(1, 5)]
    made = footer(
        data_to=date(2023, 7, 27),
        refreshed_at=datetime(2023, 7, 27, 22, 0, tzinfo=UTC),
        batch=22,
        late=late,
        approval="",
        year=2023,
    )
    said = text(made)
    assert said.startswith("数据截至 7月27日，7月28日 06:00 刷新，第 22 批")
    assert "台账4" in said and "7月24日，超期 4 天" in said and "另有 2 种台账过期" in said and said.endswith("审图号：待填")
    empty = footer(data_to=None, refreshed_at=None, batch=None, late=[], approval="豫S(2023)1", year=2023)
    assert text(empty) == "还没有计算过数据 审图号：豫S(2023)1"


def test_the_navigation_links_only_what_exists_and_is_open(text: Text, parts: Kinds) -> None:
    pages: list[dict[str, Any]] = [
        {"nav": "预警", "path": "/warnings", "nav_group": "", "order": 1},
        {"nav": "总览", "path": "/", "nav_group": "", "order": 0},
        {"nav": "系统管理", "path": "/admin", "nav_group": "数据", "order": 9},
        {"path": "/hidden"},
    ]
    links = shell.links(pages, ["/", "/admin"])
    assert [(link.name, link.path) for link in links] == [("总览", "/"), ("系统管理", "/admin")]
    made = shell.frame(links, shell.Account("leader", "局领导"), html.Div())
    assert [link.href for link in parts(made, "Link")] == ["/", "/admin"] * 2  # at the side, and as a phone's tabs
    leave = plain(parts(made, "Form")[0])["props"]
    assert (leave["action"], leave["method"]) == ("/logout", "post")
    assert parts(shell.frame([], None, html.Div()), "Form") == []


def test_a_phone_has_five_tabs_and_the_rest_behind_one_more(text: Text, parts: Kinds) -> None:
    pages: list[dict[str, Any]] = [
        {"nav": "每周简报", "path": "/briefings", "order": 2},
        {"nav": "预警", "path": "/warnings", "order": 1},
        {"nav": "总览", "path": "/", "order": 0},
        {"nav": "养老服务", "path": "/elderly", "nav_group": "业务", "order": 2},
        {"nav": "社会救助", "path": "/relief", "nav_group": "业务", "order": 1},
        {"nav": "六大工程", "path": "/programmes", "nav_group": "工程", "nav_tab": "工程"},
        {"nav": "县区月报", "path": "/returns", "nav_group": "工程", "order": 2, "nav_tab": "月报"},
    ]

    def bar(*paths: str) -> list[str]:
        made = shell.frame(shell.links(pages, paths), None, html.Div())
        (found,) = (one for one in parts(made, "Div") if getattr(one, "className", "") == "tabs-of")
        aside = [text(one) for one in parts(made, "Details") if "aside" in one.className]
        return [text(one) for one in found.children] + aside

    every = [page["path"] for page in pages]
    assert bar(*every) == ["总览", "业务 社会救助 养老服务", "工程", "预警", "月报", "更多 每周简报"]
    assert bar("/", "/elderly", "/briefings") == ["总览", "养老服务", "每周简报"]


def test_a_number_in_a_title_stays_with_its_unit() -> None:
    title = plain(html.H1("比应达低 4.8 个百分点；32,312 人，截至9月18日", className="lead"))["props"]["children"]
    kept = [one["props"]["children"] for one in title if isinstance(one, dict)]
    assert kept == ["4.8 个百分点；", "32,312 人，", "9月", "18日"]
    assert (
        "".join(one if isinstance(one, str) else one["props"]["children"] for one in title)
        == "比应达低 4.8 个百分点；32,312 人，截至9月18日"
    )
    assert plain(html.H2("历年走势"))["props"]["children"] == "历年走势" and plain(html.P("4 人"))["props"]["children"] == "4 人"


# --- what may be held against what ----------------------------------------------------------------------------------------------------


def test_january_of_a_years_count_is_not_held_against_the_whole_year_before(study: Callable[..., Study], figure: Make, text: Text) -> None:
    january, december = figure(value=40, period="2023-01"), figure(value=1990, period="2022-12")
    one = study(figure=january, before=december, year_before=figure(value=30, period="2022-01"), period="2023-01")
    assert text(three(one, None, TODAY)).startswith("较上月 年初起重计 较去年同期 ▲ 增 10 户")
    assert "年初起重计" in text(headline(HOMES, january, december, target=BY_OCTOBER))
    counties = {"counties_before": tuple(figure(value=9, period="2022-12", region=code) for code in ("410221",))}
    rows = text(table(study(period="2023-01", counties={"410221": 3}, **counties), TODAY))
    assert "年初起重计" in rows and "减" not in rows


def test_a_running_count_of_the_year_is_held_against_last_month_but_not_against_last_years_whole_month(
    study: Callable[..., Study], figure: Make, text: Text
) -> None:
    one = study(
        figure=figure(value=1525, period="2023-09"),
        before=figure(value=1500, period="2023-08"),
        year_before=figure(value=1200, period="2022-09"),
        period="2023-09",
    )
    assert text(three(one, None, TODAY)).startswith("较上月 ▲ 增 25 户 较去年同期 本期未完，截至9月18日")


def test_the_citys_sum_is_not_held_against_one_countys_target(study: Callable[..., Study], figure: Make, text: Text, parts: Kinds) -> None:
    one_each = Target(Decimal(1), "2023-10", each_county=True)
    whole = figure("demo_home_care_networks", 7, target=1, expected=0.7, status="behind")
    one = study(
        "demo_home_care_networks",
        {"410221": 1, "410222": 0},
        target=one_each,
        figure=whole,
        city=whole,
        year=(whole,),
        county_changes=lambda code: {"target": 1, "expected": 0.7, "status": "met" if code == "410221" else "behind"},
    )
    assert "与应达相比" not in text(three(one, None, TODAY)) and "县区最低至最高 0 – 1 个" in text(three(one, None, TODAY))
    card = headline(one.indicator, whole, figure("demo_home_care_networks", 6), target=one_each)
    assert "各县区目标 1" in text(card) and "blank" in str(plain(card))
    rows = [text(row) for row in parts(table(one, TODAY), "Tr")]
    assert rows[6].startswith("杞县 1 1 0.7 ") and rows[-1].startswith("开封市 7 — — ")


def test_a_chosen_county_is_named_under_the_citys_map(study: Callable[..., Study], figure: Make, text: Text) -> None:
    chosen = figure("relief_recipients", 38_264, region="410221")
    one = study("relief_recipients", VALUES, region="410221", figure=chosen, city=figure("relief_recipients", 60_710))
    assert text(three(one, None, TODAY)).startswith("杞县 38,264 人 较上月")
    finding = region_finding(one.whole, one.parts)
    assert text(map_head(one, finding)).startswith("开封市救助保障人数 60,710 人，")
    assert map_title(one, Finding("救助保障人数")) == "救助保障人数", "a bare name needs no owner"
    whole = study("relief_recipients", VALUES, city=figure("relief_recipients", 60_710))
    assert text(map_head(whole, finding)).startswith("救助保障人数 60,710 人，") and text(three(whole, None, TODAY)).startswith("较上月")
    hidden = study("deaths", region="410221", figure=figure("deaths", None, region="410221", suppressed=True, reason="small"))
    assert text(three(hidden, None, TODAY)).startswith("杞县 <5 较上月 —")


def test_map_ranking_and_table_show_townships_of_a_county_from_within(study: Callable[..., Study], figure: Make, text: Text) -> None:
    town = {"region": "410221", "indicator": "deaths"}
    parts = tuple(replace(figure(**{**town, "value": n}), region=f"41022110{n}", region_name=f"第{n}镇") for n in (3, 9))
    whole = figure("deaths", 12, region="410221")
    one = study("deaths", region="410221", figure=whole, inside=Inside(whole, whole, parts, (), ()))
    rows = text(table(one, TODAY))
    assert rows.startswith("死亡人数，各乡镇街道 乡镇街道 死亡人数") and "第3镇 3" in rows and "杞县 12" in rows and "龙亭区" not in rows
    assert text(ranking(one, TODAY)).startswith("第9镇最多，第3镇最少")
    assert list(map_data(one, (5,), "")["counties"]) == ["410221103", "410221109"]
