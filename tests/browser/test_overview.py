"""A leader at the overview in real Chromium: nine counties, a click, a month back, a theme, a table; and what must never happen."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

if TYPE_CHECKING:
    from tests.browser.conftest import Page

pytestmark = pytest.mark.browser
QIXIAN = "410221"
NINE = {"龙亭区", "顺河", "鼓楼", "禹王台", "祥符区", "杞县", "通许县", "尉氏县", "兰考县"}


def label_of(page: Page, name: str) -> Any:
    return next(one for one in page.all("#overview-map .textpoint text") if name in one.text)


def shown_region(page: Page) -> set[str]:
    return page.values(".card", "data-region")


def shown_period(page: Page) -> set[str]:
    return page.values(".card", "data-period")


# --- what is seen -------------------------------------------------------------------------------------------------------------------


def test_nine_counties_are_named_and_no_label_covers_another(leader: Page) -> None:
    assert set(leader.labels()) == NINE
    boxes = leader.run(
        "return [...document.querySelectorAll('#overview-map .textpoint text')].map(one => one.getBoundingClientRect().toJSON())"
    )
    for one, other in combinations(boxes, 2):
        apart = (
            one["right"] <= other["left"] or other["right"] <= one["left"] or one["bottom"] <= other["top"] or other["bottom"] <= one["top"]
        )
        assert apart, (one, other)
    assert all(box["height"] >= 24 for box in boxes)


@pytest.mark.parametrize("indicator", ["relief_recipients", "happiness_home_coverage", "home_adaptations"])
def test_map_and_table_show_the_same_figures(leader: Page, indicator: str) -> None:
    leader.open(f"/?period=2023-08&indicator={indicator}")
    leader.click(".on-table")
    assert leader.one("#overview-table").is_displayed() and not leader.one("#overview-map").is_displayed()
    rows = [row.text.split() for row in leader.all("#overview-table tbody tr")]
    assert [row[0] for row in rows[:-1]] == ["龙亭区", "顺河回族区", "鼓楼区", "禹王台区", "祥符区", "杞县", "通许县", "尉氏县", "兰考县"]
    assert rows[-1][0] == "开封市"
    leader.click(".on-map")
    leader.until(lambda: leader.one("#overview-map").is_displayed())
    for name, figure in leader.labels().items():
        row = next(row for row in rows if row[0].startswith(name))
        if "/" in figure:  # fewer than ten: the label is the table's two counts
            assert figure.split()[0] == f"{row[2]}/{row[3]}", (name, figure, row)
        else:
            assert figure == row[1], (name, figure, row)


def test_everything_stands_on_one_screen_without_a_gap_or_a_cut(leader: Page) -> None:
    for width, height in ((1440, 900), (1920, 1080), (2560, 1440)):
        leader.size(width, height)
        leader.open("/?period=2023-08&indicator=elder_visit_rate")
        assert leader.run("return document.documentElement.scrollHeight") <= height
        assert leader.run("return document.documentElement.scrollWidth") <= width
        assert cut_off(leader) == []


def cut_off(page: Page) -> list[str]:
    """Texts wider than the place they stand in, and panels whose content spills over."""
    found: list[str] = page.run(
        """return [...document.querySelectorAll('.card, .card span, .pan, .pan h2, .pr, .hb .r, .top, .foot')]
           .filter(one => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline')
           .map(one => one.className + ': ' + one.textContent)"""
    )
    return found


def test_the_demonstration_says_so_and_the_foot_says_how_fresh(leader: Page) -> None:
    assert leader.one(".demo").text == "演示数据"
    assert "数据截至" in leader.one(".foot").text and "审图号" in leader.one(".foot").text
    assert leader.one("nav[aria-label=面包屑]").text.startswith("开封市")
    assert "今日 9月18日" in leader.one(".ruler").text


def test_only_pages_that_exist_are_linked(leader: Page) -> None:
    for link in leader.all(".nav .page"):
        address = link.get_attribute("href")
        assert leader.run("return fetch(arguments[0]).then(answer => answer.status)", address) == 200, address


# --- what is done -------------------------------------------------------------------------------------------------------------------


def test_a_click_on_a_county_selects_it_everywhere(leader: Page) -> None:
    ActionChains(leader.driver).move_to_element(label_of(leader, "杞县")).click().perform()
    leader.until(lambda: shown_region(leader) == {QIXIAN})
    assert leader.query == {"period": "2023-08", "region": QIXIAN}
    assert leader.texts(".hb .r.on .link") == ["杞县"] and leader.texts("#overview-table tr.on th") == ["杞县"]
    assert leader.one("h1").text.startswith("杞县：")
    assert "杞县" in leader.one("nav[aria-label=面包屑]").text
    leader.driver.find_element("css selector", "body").send_keys(Keys.ESCAPE)
    leader.until(lambda: shown_region(leader) == {"410200"})
    assert "region" not in leader.query


def test_a_district_in_the_lens_can_be_clicked_too(leader: Page) -> None:
    ActionChains(leader.driver).move_to_element(label_of(leader, "鼓楼")).click().perform()
    leader.until(lambda: shown_region(leader) == {"410204"})


def test_the_browsers_back_goes_through_months_and_counties(leader: Page) -> None:
    before = leader.texts("h1")
    leader.run("document.querySelector('#page-overview').dataset.mark = 'same page'")
    leader.click(".per button:first-child")
    leader.until(lambda: shown_period(leader) == {"2023-07"})
    assert leader.query["period"] == "2023-07" and leader.one("#overview-period").text.endswith("2023年7月")
    leader.click(".hb .r:first-child .link")
    leader.until(lambda: shown_region(leader) != {"410200"})
    leader.driver.back()
    leader.until(lambda: shown_region(leader) == {"410200"} and shown_period(leader) == {"2023-07"})
    leader.driver.back()
    leader.until(lambda: shown_period(leader) == {"2023-08"})
    assert leader.query == {"period": "2023-08"} and leader.texts("h1") == before
    leader.driver.forward()
    leader.until(lambda: shown_period(leader) == {"2023-07"})
    assert leader.one("#page-overview").get_attribute("data-mark") == "same page", "the page was laid out anew"


def test_a_card_drives_map_ranking_trend_and_table(leader: Page) -> None:
    leader.click(".card[data-indicator=home_adaptations]")
    leader.until(lambda: leader.one(".card[data-indicator=home_adaptations]").get_attribute("aria-pressed") == "true")
    assert leader.query["indicator"] == "home_adaptations"
    for place in ("#overview-map-head h2", "#overview-ranking .sub", "#overview-trend-head .sub", "#overview-table thead"):
        assert "适老化改造" in leader.texts(place)[0], place


def test_any_indicator_can_be_put_on_the_map_and_people_have_a_twin(leader: Page) -> None:
    leader.click(".menu summary")
    choices = leader.all(".menu button")
    assert len(choices) == 47 and all(choice.is_displayed() for choice in choices)
    next(choice for choice in choices if choice.text == "火化率").click()
    leader.until(lambda: "火化率" in leader.texts("#overview-map-head h2")[0])
    assert not leader.one(".menu .sheet").is_displayed()
    leader.open("/?period=2023-08")
    people = leader.labels()
    leader.click(".tabs button:nth-child(2)")
    leader.until(lambda: leader.query.get("indicator") == "relief_per_10k" and leader.labels() != people)


def test_weeks_months_and_the_year_so_far(leader: Page) -> None:
    leader.click(".seg button:nth-child(3)")
    leader.until(lambda: shown_period(leader) == {"2023-08/ytd"})
    assert leader.query["period"] == "2023-08/ytd"
    leader.click(".seg button:nth-child(1)")
    leader.until(lambda: shown_period(leader) == {"2023-W35"})


def test_the_theme_is_switched_drawn_and_remembered(leader: Page) -> None:
    def ground() -> str:
        return str(leader.run("return getComputedStyle(document.body).backgroundColor"))

    def fills() -> list[str]:
        return list(leader.run("return [...document.querySelectorAll('#overview-map path.js-fill')].map(one => one.style.fill)"))

    paper, light = ground(), fills()
    leader.click("#theme-switch")
    leader.until(lambda: leader.one("html").get_attribute("data-theme") == "dark" and len(fills()) == len(light) and fills() != light)
    assert ground() != paper
    leader.open("/?period=2023-08")
    assert leader.one("html").get_attribute("data-theme") == "dark"
    leader.click("#theme-switch")
    leader.until(lambda: leader.one("html").get_attribute("data-theme") == "light" and fills() == light)
    assert ground() == paper


def test_hovering_a_row_lights_the_county_in_the_table_and_on_the_map(leader: Page) -> None:
    ActionChains(leader.driver).move_to_element(leader.one(f".hb .r[data-hover='{QIXIAN}']")).perform()
    leader.until(lambda: leader.texts("#overview-table tr.hov th") == ["杞县"])
    ActionChains(leader.driver).move_to_element(label_of(leader, "尉氏县")).perform()
    leader.until(lambda: leader.texts(".hb .r.hov .link") == ["尉氏县"])
    assert "尉氏县" in leader.until(lambda: leader.one("#overview-map .hoverlayer").text)


def test_the_keyboard_reaches_a_county_and_its_focus_is_seen(leader: Page) -> None:
    button = leader.one(".hb .r[data-hover='410225'] .link")
    leader.run("arguments[0].focus({focusVisible: true})", button)
    assert leader.run("return getComputedStyle(document.activeElement).outlineWidth") == "2px"
    button.send_keys(Keys.ENTER)
    leader.until(lambda: shown_region(leader) == {"410225"})


# --- when something is wrong ----------------------------------------------------------------------------------------------------------


def test_a_bad_address_falls_back_with_one_sentence(leader: Page) -> None:
    leader.open("/?period=soon&region=999999&indicator=happiness")
    assert leader.one(".notice").text == "“soon”不是周期，显示本月；没有代码为“999999”的县区，显示全市；没有名为“happiness”的指标。"
    assert shown_period(leader) == {"2023-09"} and shown_region(leader) == {"410200"}
    assert leader.complaints() == []


def test_what_cannot_be_read_keeps_the_old_figures_and_can_be_tried_again(leader: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    module = sys.modules["pages.overview"]
    compose: Callable[..., Any] = module._compose

    def broken(*_: Any) -> Any:
        raise RuntimeError("broken on purpose")

    before = leader.texts(".card .fig")
    monkeypatch.setattr(module, "_compose", broken)
    leader.run("cockpit.go('period=2022-11')")
    leader.until(lambda: "没读出来" in leader.one("#overview-trouble").text)
    assert leader.texts(".card .fig") == before
    monkeypatch.setattr(module, "_compose", compose)
    leader.click("#overview-trouble button")
    leader.until(lambda: shown_period(leader) == {"2022-11"} and leader.one("#overview-trouble").text == "")


def test_nothing_is_asked_of_another_host_and_the_console_stays_empty(leader: Page) -> None:
    leader.requested()
    leader.open("/?period=2023-06&region=410225&indicator=elder_visit_rate")
    leader.click(".on-table")
    leader.click("#theme-switch")
    leader.click("#theme-switch")
    leader.driver.get(leader.site + "/login")
    assert leader.requested() == {leader.site.removeprefix("http://")}
    assert leader.complaints() == []


def test_a_session_that_ends_under_the_page_leads_to_the_form_and_back(leader: Page) -> None:
    leader.driver.delete_all_cookies()
    leader.click(".per button:first-child")
    leader.until(lambda: leader.all("#page-login"))
    assert leader.query["next"] == "/?period=2023-07"
    leader.run("localStorage.clear()")
    leader.sign_in_here()
    leader.drawn()
    assert leader.query == {"period": "2023-07"} and shown_period(leader) == {"2023-07"}


# --- phone ----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_phone_has_one_column_and_targets_for_a_thumb(leader: Page, theme: str) -> None:
    leader.size(390, 844, phone=True)
    leader.open("/?period=2023-08&region=410221&indicator=home_adaptations")
    leader.run("document.documentElement.dataset.theme = arguments[0]", theme)
    assert leader.run("return document.documentElement.scrollWidth") == 390
    assert set(leader.labels()) == NINE
    small = leader.run(
        """return [...document.querySelectorAll('main button, main a, main summary, .me button')]
           .filter(one => one.offsetParent && (one.offsetHeight < 44 || one.offsetWidth < 40))
           .map(one => one.textContent + ' ' + one.offsetWidth + '×' + one.offsetHeight)"""
    )
    assert small == []
    outside = leader.run(
        """return [...document.querySelectorAll('main *')]
           .filter(one => one.offsetParent && !one.closest('svg, .sheet, #overview-table'))
           .filter(one => one.getBoundingClientRect().right > 391)
           .map(one => one.className + one.textContent)"""
    )
    assert outside == []


def test_the_trend_carries_the_last_months_on_and_says_so(leader: Page) -> None:
    leader.open("/?period=2023-08&indicator=home_adaptations")
    head = leader.one("#overview-trend-head").text
    assert "按近三月进度，10月底约" in head and "虚线按近三月推算" in head
    drawn = "return [...document.querySelectorAll('#overview-trend .scatterlayer path.js-line')].map(one => one.style.strokeDasharray)"
    leader.until(lambda: any("px" in str(dash) and dash != "none" for dash in leader.run(drawn)))
    band = leader.run("return [...document.querySelectorAll('#overview-trend path.js-fill')].map(one => getComputedStyle(one).fill)")
    assert band == ["rgb(220, 234, 231)"], "the band has its token's colour"
    leader.open("/?period=2023-05&indicator=home_adaptations")
    assert "虚线" not in leader.one("#overview-trend-head").text, "a look back needs no forecast"
