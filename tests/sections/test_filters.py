"""The address filters the whole page: region, month, category, and what it is compared with; what it can't follow it says in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import parse_qs

import pytest
from flask import Flask

from components import format as form
from data.indicators import INDICATORS
from tests.api.caller import join
from tests.sections.conftest import Reader, text, walk

CATEGORY = "农村低保"


def go(part: dict[str, object]) -> dict[str, list[str]]:
    return parse_qs(str(part["props"]["data-go"]), keep_blank_values=True)  # type: ignore[index]


def test_a_category_filters_card_map_tables_and_trend(demo_server: Flask, reader: Callable[..., Reader]) -> None:
    person, search = reader("leader"), f"?period=2023-08&category={CATEGORY}"
    api = join(demo_server, "leader").values(indicator="relief_recipients", region="410200", period="2023-08", by="category")
    value = next(row["value"] for row in api if row["category"] == CATEGORY)
    shown = form.whole(value)
    relief = INDICATORS["relief_recipients"]
    card = next(one for one in walk(person.ask("relief", "cards", search)) if one["props"].get("data-indicator") == relief.id)
    assert CATEGORY in text(card) and form.big(relief, value).text in text(card)
    answer = person.ask("relief", "map-head", search)
    assert CATEGORY in text(answer["relief-map-head"]["children"]) and shown in text(answer["relief-table"]["children"])
    assert shown in text(person.children("relief", "ledger", search)) and CATEGORY in text(person.children("relief", "ranking", search))
    trend = person.ask("relief", "trend-head", search)
    assert f"<b>{shown}</b>" in json.dumps(trend["relief-trend-data"]["data"], ensure_ascii=False)
    on = [one for one in walk(person.children("relief", "kinds", search)) if one["props"].get("aria-pressed") == "true"]
    assert [one["props"]["data-category"] for one in on] == [CATEGORY]
    assert go(on[0]) == {"indicator": ["relief_recipients"], "category": [""]}  # once more: no filter


def test_the_points_of_the_trend_carry_their_months(demo_server: Flask, reader: Callable[..., Reader]) -> None:
    figure = reader("leader").ask("elderly", "trend-head", "?period=2023-08")["elderly-trend-data"]["data"]
    months = next(trace["customdata"] for trace in figure["data"] if "customdata" in trace)
    assert months == [f"2023-{month:02d}" for month in range(1, 9)]


def test_every_filter_has_a_way_out_and_one_clears_all(demo_server: Flask, reader: Callable[..., Reader]) -> None:
    lead = reader("leader").children("relief", "lead", f"?period=2023-08&region=410221&category={CATEGORY}&with=410222")
    chips = {one["props"]["data-chip"]: one for one in walk(lead) if "data-chip" in one["props"]}
    assert {kind: text(chip) for kind, chip in chips.items()} == {
        "地区": "地区 杞县 ×",
        "周期": "周期 2023年8月 ×",
        "类别": f"类别 {CATEGORY} ×",
        "对比": "对比 通许县 ×",
    }
    assert go(chips["地区"]) == {"region": [""]} and go(chips["对比"]) == {"with": [""]}
    clear = next(one for one in walk(lead) if text(one) == "清除筛选" and one["type"] == "Button")
    assert set(go(clear)) == {"region", "period", "category", "with"}
    bare = reader("leader").children("relief", "lead", "?")
    assert "清除筛选" not in text(bare)


@pytest.mark.parametrize(
    ("search", "words"),
    [
        ("?category=x", "所选指标没有“x”这一类别"),
        ("?with=2023-W30", "只能与同一种周期对比"),
        ("?with=2031-01", "对比周期没有数据"),
        ("?with=410200", "不能与自身对比"),
        ("?with=nowhere", "“nowhere”不能用来对比"),
        ("?indicator=deaths", "没有名为“deaths”的指标"),
        ("?" + "&".join(f"p{n}=1" for n in range(30)), "地址里的内容太多"),
        ("?region=410221999", "没有代码为“410221999”"),
    ],
)
def test_what_cannot_be_followed_is_said_in_words(demo_server: Flask, reader: Callable[..., Reader], search: str, words: str) -> None:
    assert words in text(reader("leader").children("relief", "lead", search))


def test_another_period_stands_beside_in_cards_and_table(demo_server: Flask, reader: Callable[..., Reader]) -> None:
    person, search = reader("leader"), "?period=2023-08&with=2022-08"
    api = join(demo_server, "leader")
    now, then = (
        api.values(indicator="happiness_home_coverage", region="410200", period=period)[0]["value"] for period in ("2023-08", "2022-08")
    )
    coverage = INDICATORS["happiness_home_coverage"]
    card = next(one for one in walk(person.ask("elderly", "cards", search)) if one["props"].get("data-indicator") == coverage.id)
    beside = next(one for one in walk(card) if "data-with" in one["props"])
    assert text(beside) == f"2022年8月 {form.with_unit(coverage, then)} {form.apart(coverage, now, then)}"
    wide = person.children("elderly", "ledger", search)
    heads = [text(one) for one in walk(wide) if one["type"] == "Th" and one["props"]["scope"] == "col"]
    assert heads[-2:] == ["2022年8月", "与2022年8月相比"]
    last = [one for one in walk(wide) if one["type"] == "Tr"][-1]["props"]["children"]
    assert [text(cell) for cell in last[-2:]] == [form.with_unit(coverage, then), form.apart(coverage, now, then)]


def test_another_region_stands_beside_in_every_card(demo_server: Flask, reader: Callable[..., Reader]) -> None:
    answer = reader("leader").ask("elderly", "cards", "?period=2023-08&region=410221&with=410222")
    beside = [one for one in walk(answer) if "data-with" in one["props"]]
    assert len(beside) == 12 and {one["props"]["data-with"] for one in beside} == {"410222"}
    assert all(text(one).startswith("通许县") for one in beside)


def test_a_county_user_drills_into_the_own_county_alone(demo_server: Flask, reader: Callable[..., Reader]) -> None:
    county = reader("county", region="410221")
    own, other = (county.children("elderly", "ledger", f"?period=2023-08&region={code}") for code in ("410221", "410222"))
    assert len([one for one in walk(own) if one["type"] == "Tr"]) > 15
    assert len([one for one in walk(other) if one["type"] == "Tr"]) == 2 and "看不到乡镇" in text(other)


def test_a_township_stands_in_the_address_and_leads_up(demo_server: Flask, reader: Callable[..., Reader]) -> None:
    person = reader("leader")
    wide = person.children("elderly", "ledger", "?period=2023-08&region=410221")
    code = next(one["props"]["data-region"] for one in walk(wide) if len(str(one["props"].get("data-region"))) == 9)
    answer = person.ask("elderly", "cards", f"?period=2023-08&region={code}")
    assert {one["props"]["data-region"] for one in walk(answer) if "data-status" in one["props"]} == {code}
    top = person.children("elderly", "top", f"?period=2023-08&region={code}")
    assert text(top).startswith("开封市 › 养老服务 › 杞县 ›") and "‹ 返回杞县" in text(top)
    selected = [
        one
        for one in walk(person.children("elderly", "ranking", f"?period=2023-08&region={code}"))
        if one["props"].get("className") == "r on"
    ]
    assert [one["props"]["data-hover"] for one in selected] == [code]


def test_cremation_says_that_the_provinces_average_is_not_set(demo_server: Flask, reader: Callable[..., Reader]) -> None:
    answer = reader("leader").ask("funeral", "cards", "?period=2023-08")
    card = next(one for one in walk(answer) if one["props"].get("data-indicator") == "cremation_rate")
    assert "未设省均值" in text(card)


def test_a_panel_that_cannot_be_read_says_so_and_the_others_live_on(
    demo_server: Flask, reader: Callable[..., Reader], monkeypatch: pytest.MonkeyPatch
) -> None:
    from pages.sections import parts

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(parts, "ranking", broken)
    person = reader("leader")
    with pytest.raises(AssertionError, match="没读出来"):
        person.ask("elderly", "ranking", "?period=2023-06")
    assert text(person.children("elderly", "ledger", "?period=2023-06"))
