"""The sheet of an indicator and the page of a region in real Chromium: reached by one click, accessible, by keyboard, and on paper."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.accessibility import flaws

if TYPE_CHECKING:
    from tests.browser.conftest import Page

pytestmark = pytest.mark.browser
PLACES = ("/indicator/home_adaptations", "/indicator/deaths", "/indicator/tekun_standard", "/region/410221", "/region/410200")


def drawn(page: Page) -> None:
    """Every panel has been answered, and nothing is under way."""
    page.until(lambda: page.all(".crumb") and not page.all(".bones") and not page.all("[aria-busy=true]"))


def visit(page: Page, path: str, query: str = "?period=2023-08") -> None:
    page.driver.get(f"{page.site}{path}{query}")
    drawn(page)


@pytest.mark.parametrize("path", PLACES)
def test_each_is_whole_accessible_and_asks_nothing_outside(leader: Page, path: str) -> None:
    leader.complaints()
    leader.requested()
    for width, height, phone in ((1440, 900, False), (1920, 1080, False), (390, 844, True)):
        leader.size(width, height, phone)
        visit(leader, path)
        assert leader.run("return document.documentElement.scrollWidth") <= width, width
        assert flaws(leader) == []
        assert not leader.all(".trouble")
    leader.size(1440, 900)
    assert leader.complaints() == []
    assert leader.requested() <= {leader.site.removeprefix("http://")}


def test_a_cards_corner_leads_to_its_sheet_and_the_card_still_drives_the_page(leader: Page) -> None:
    leader.click(".card[data-indicator=home_adaptations]")
    leader.until(lambda: leader.query.get("indicator") == "home_adaptations")
    leader.click(".card-box:has([data-indicator=home_adaptations]) .about-mark")
    leader.until(lambda: leader.all("#page-indicator"))
    drawn(leader)
    assert leader.address.endswith("/indicator/home_adaptations?period=2023-08")
    assert "年内完工的适老化改造" in leader.one("#indicator-definition").text
    assert leader.all("#indicator-history-chart .xtick") and leader.complaints() == []
    leader.driver.back()
    leader.until(lambda: leader.all("#page-overview"))


def test_from_map_ranking_trend_and_table_too(leader: Page) -> None:
    hrefs = leader.values(".map-head .about, #overview-ranking .about, #overview-trend-head .about, #overview-table thead .about", "href")
    assert hrefs == {"/indicator/relief_recipients?period=2023-08"}
    assert len(leader.all("a.about")) >= 4 and len(leader.all("button a")) == 0, "a button holds no link"


def test_the_sheet_goes_by_keyboard_and_keeps_its_state_in_the_address(leader: Page) -> None:
    visit(leader, "/indicator/elder_visit_rate")
    row = leader.one("#indicator-regions tbody tr:nth-child(6) button")
    assert row.text == "杞县"
    row.send_keys(Keys.ENTER)
    leader.until(lambda: leader.query.get("region") == "410221" and "杞县各乡镇街道" in leader.one("#indicator-regions").text)
    drawn(leader)
    assert "杞县" in leader.one("#indicator-value h2").text and "开封市 › 杞县 › 特殊困难老年人月探访率" in leader.one(
        ".crumb"
    ).text.replace("\n", " ")
    leader.click(".per button:first-child")
    leader.until(lambda: leader.query == {"period": "2023-07", "region": "410221"})
    leader.driver.back()
    leader.until(lambda: leader.query["period"] == "2023-08")
    leader.one("body").send_keys(Keys.ESCAPE)
    leader.until(lambda: "region" not in leader.query)
    assert leader.complaints() == []


def test_from_the_overview_to_a_region_to_a_township_to_an_indicator(leader: Page) -> None:
    leader.click(".crumb .all-of")
    leader.until(lambda: leader.all("#page-region"))
    drawn(leader)
    leader.click(".parts-of a[href*='410221']")
    leader.until(lambda: "/region/410221" in leader.address and "杞县" in leader.one("#region-lead").text)
    drawn(leader)
    assert len(leader.all("#region-standing tbody tr[data-indicator]")) == 47
    leader.click(".parts-of a:nth-of-type(2)")
    leader.until(lambda: re.search(r"/region/410221\d{3}\?", leader.address))
    leader.until(lambda: leader.all("#region-standing tr[data-indicator=happiness_home_coverage]"))
    leader.click("#region-standing tr[data-indicator=happiness_home_coverage] a")
    leader.until(lambda: leader.all("#page-indicator"))
    assert re.fullmatch(r"410221\d{3}", leader.query["region"]) and leader.query["period"] == "2023-08"
    drawn(leader)
    assert leader.complaints() == []


def test_what_is_not_there_says_so(leader: Page) -> None:
    leader.driver.get(f"{leader.site}/indicator/no_such")
    leader.until(lambda: "没有这个指标" in leader.one("#page-not-found").text)
    visit(leader, "/region/410299")
    assert "没有这个地区" in leader.one("#region-lead").text and not leader.all(".pan:not(:empty)")


def test_the_print_is_a_sheet_of_the_handbook(leader: Page) -> None:
    visit(leader, "/indicator/home_adaptations")
    leader.until(lambda: leader.all("#indicator-history-chart .xtick"))
    asked = {"paperWidth": 8.27, "paperHeight": 11.69, "marginTop": 0.5, "marginBottom": 0.5, "marginLeft": 0.5, "marginRight": 0.5}
    paper = base64.b64decode(leader.driver.execute_cdp_cmd("Page.printToPDF", asked)["data"])
    pages = len(re.findall(rb"/Type\s*/Page\b", paper))
    assert 1 <= pages <= 3
    leader.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        hidden = leader.run(
            "return ['.nav', '.ruler', '.seg', '.about-mark'].filter(s => [...document.querySelectorAll(s)].some(e => e.offsetParent))"
        )
        order = leader.run(
            "return ['#indicator-lead', '#indicator-definition', '#indicator-target', '#indicator-value', '#indicator-history', "
            "'#indicator-regions', '#indicator-behind'].map(s => document.querySelector(s).getBoundingClientRect().top)"
        )
    finally:
        leader.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert hidden == [] and order == sorted(order)
