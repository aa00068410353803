"""What is written where a number of warnings is withheld, and which warnings an address asks for."""

from __future__ import annotations

from datetime import date

import pytest

from access.scope import Scope
from components.warning_counts import badge_of, course_bars, margin, money, shown, warnings_title
from data.regions import Places as Regions
from data.warnings.asked import read_asked, told
from data.warnings.margins import Count
from data.warnings.reading import Amount, Counts, Week
from data.warnings.rule import Rule
from data.warnings.rules import RULES
from geo.regions import read_regions

REGIONS = Regions({one.code: one for one in read_regions() if len(one.code) < 9})


def counts(severe: Count, total: Count) -> Counts:
    return Counts(total, {"severe": severe, "serious": Count(0), "notice": Count(2)}, {}, {}, {}, 0)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (Count(0), "0"),
        (Count(1286), "1,286"),
        (Count(None, "small"), "<5"),
        (Count(None, "paired"), "隐"),
        (Count(None, "small", 12), "≥12"),
        (Count(None, "paired", 3), "≥3"),
    ],
)
def test_a_withheld_number_says_only_what_is_known(count: Count, words: str) -> None:
    assert shown(count) == words
    assert badge_of(counts(count, Count(9))) == ("" if words == "0" else words)


def test_money_is_said_in_headline_form() -> None:
    rules: tuple[Rule, ...] = (next(iter(RULES.values())),)
    assert money(Amount(45241, rules=rules)) == "452 元" and money(Amount(2_900_000_00, rules=rules)) == "290.0 万元"
    assert money(Amount(None, "paired", 0, rules)) == "隐" and money(Amount(None, "paired", 86000, rules)) == "≥860 元"
    assert money(Amount(0)) == "—"


def test_the_title_leaves_out_what_is_not_there() -> None:
    assert warnings_title(counts(Count(None, "small"), Count(7))) == "7 件预警未关闭：严重 <5、一般 2"
    assert warnings_title(counts(Count(0), Count(0))) == "没有未关闭的预警"


def test_a_bar_is_a_button_but_the_citys_own_and_pressed_again_it_lets_go() -> None:
    rows = margin("按县区", "region", {"": ("市级", Count(1)), "410221": ("杞县", Count(4)), "410222": ("通许县", Count(0))}, "410221")[1]
    city, county = rows.children
    assert type(city).__name__ == "Div" and type(county).__name__ == "Button"
    assert getattr(county, "data-go") == "region=&start=" and getattr(county, "aria-pressed") == "true"


def test_weeks_without_anything_say_so() -> None:
    assert "近来没有" in course_bars([Week(date(2023, 9, 11), 0, 0)])[1].children
    (_, _, bars, table) = course_bars([Week(date(2023, 9, 11), 4, 2)])
    assert [bar.style["height"] for bar in bars.children[0].children[0].children] == ["100.0%", "50.0%"] and table.className == "unseen"


def test_an_address_is_followed_as_far_as_it_can_be() -> None:
    rule = next(iter(RULES))
    county, leader = Scope("county", region="410221"), Scope("leader")
    asked = read_asked(f"?severity=severe&rule={rule}&region=410221&state=late&text=%20敬老院&start=30&mine=1", REGIONS, county, "qixian")
    wanted = asked.wanted
    assert (wanted.severity, wanted.rule, wanted.region, wanted.late, wanted.text) == ("severe", rule, "410221", True, "敬老院")
    assert wanted.assigned == ("410221", "qixian") and asked.start == 30 and wanted.states == ()
    assert told(asked, REGIONS) == f"严重，{RULES[rule].name}，杞县，已过期限，交办给我的，“敬老院”"
    assert read_asked({"mine": "1"}, REGIONS, leader, "zhang").wanted.assigned == ("zhang",)
    for wrong in ("?severity=x&rule=x&region=9&state=x&start=-1&programme=x&section=x", "?" + "a=1&" * 30, "x" * 3000, None, 7):
        nothing = read_asked(wrong, REGIONS, leader, "zhang")
        assert not nothing.chosen and nothing.start == 0 and told(nothing, REGIONS) == "未关闭", wrong
