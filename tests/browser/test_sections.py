"""A chief on the section pages in real Chromium: every page whole and accessible, a click filters all of it, nothing is asked outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from access.doors import SECTIONS
from components.countymap import LENS_NAMES
from tests.browser.accessibility import flaws

if TYPE_CHECKING:
    from tests.browser.conftest import Page

pytestmark = pytest.mark.browser
QIXIAN = "410221"


@pytest.fixture(scope="module")
def chief(browser: Page) -> Page:
    browser.sign_in("chief")
    browser.until(lambda: browser.all("#page-overview"))
    return browser


def visit(page: Page, section: str, query: str = "?period=2023-08") -> None:
    page.driver.get(f"{page.site}/{section}{query}")
    drawn(page, section)


def drawn(page: Page, section: str) -> None:
    """Wait for the map's nine labels, the trend, every panel; and for nothing to be under way."""
    page.until(
        lambda: (
            page.count(f"#{section}-map .textpoint text") == 9
            and page.count(f"#{section}-trend .xtick")
            and page.count(f"#{section}-ledger tbody tr")
            and page.settled
        )
    )


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_is_whole_accessible_and_asks_nothing_outside(chief: Page, section: str) -> None:
    chief.complaints()
    chief.requested()
    for width, height, phone in ((1440, 900, False), (1920, 1080, False), (390, 844, True)):
        chief.size(width, height, phone)
        visit(chief, section)
        assert chief.run("return document.documentElement.scrollWidth") <= width, width
        assert chief.all(".nav .page[aria-current=page]")[0].get_attribute("href").endswith(f"/{section}")
        assert flaws(chief) == []
    chief.size(1440, 900)
    assert chief.complaints() == []
    assert chief.requested() <= {chief.site.removeprefix("http://")}


def test_a_click_on_the_map_filters_the_page_and_one_click_clears(chief: Page) -> None:
    visit(chief, "elderly", "")
    label = next(one for one in chief.all("#elderly-map .textpoint text") if "杞县" in one.text)
    ActionChains(chief.driver).move_to_element(label).click().perform()
    chief.until(lambda: chief.values("#elderly-cards .card", "data-region") == {QIXIAN})
    chief.until(lambda: "杞县各乡镇" in chief.texts("#elderly-ledger h2"))
    assert chief.query == {"region": QIXIAN}
    chief.until(lambda: chief.texts("#elderly-table tr.tot th") == ["杞县"])
    assert "杞县" in chief.texts("nav[aria-label=面包屑]")[0]
    chief.click(".clear")
    chief.until(lambda: chief.values("#elderly-cards .card", "data-region") == {"410200"})
    assert chief.query == {}


def test_a_month_of_the_trend_filters_the_page(chief: Page) -> None:
    visit(chief, "elderly")
    chief.run("document.querySelector('#elderly-trend').scrollIntoView({block: 'center'})")
    at = chief.run(
        """const plot = document.querySelector('#elderly-trend .js-plotly-plot');
           const box = plot.getBoundingClientRect(), layout = plot._fullLayout;
           const trace = plot.data.find(one => one.customdata);
           const place = trace.customdata.indexOf('2023-05');
           return [box.left + layout.margin.l + layout.xaxis.d2p(trace.x[place]),
                   box.top + layout.margin.t + layout.yaxis.d2p(trace.y[place])]"""
    )
    mouse = ActionChains(chief.driver)
    mouse.w3c_actions.pointer_action.move_to_location(round(at[0]), round(at[1]))
    mouse.w3c_actions.pointer_action.click()
    mouse.perform()
    chief.until(lambda: chief.query.get("period") == "2023-05")
    chief.until(lambda: chief.values("#elderly-cards .card", "data-period") == {"2023-05"})


def test_a_category_by_keyboard_filters_the_page(chief: Page) -> None:
    visit(chief, "relief")
    button = chief.one("#relief-kinds .cat[data-category=农村低保]")
    chief.run("arguments[0].focus()", button)
    button.send_keys(Keys.ENTER)
    chief.until(lambda: chief.query.get("category") == "农村低保")
    chief.until(
        lambda: (
            any("农村低保" in head for head in chief.texts("#relief-ledger thead th"))
            or "农村低保" in chief.texts("#relief-ledger .sub")[0]
        )
    )


def test_comparison_is_chosen_shown_and_taken_back(chief: Page) -> None:
    visit(chief, "elderly")
    chief.click(".compare summary")
    chief.click(".compare [data-with='2022-08']")
    chief.until(lambda: chief.count("#elderly-cards .beside") == 6)
    assert chief.query["with"] == "2022-08"
    chief.until(lambda: "与2022年8月相比" in chief.texts("#elderly-ledger thead th"))
    chief.click(".chip[data-chip=对比]")
    chief.until(lambda: not chief.count(".beside"))
    assert "with" not in chief.query


def test_table_and_map_show_the_same_and_escape_goes_up(chief: Page) -> None:
    visit(chief, "children")
    labels = {
        "".join(lines)
        for lines in chief.run(
            """return [...document.querySelectorAll('#children-map .textpoint text')].map(one =>
           [...one.querySelectorAll('tspan.line')].map(line => line.textContent))"""
        )
    }
    chief.click(".on-table")
    assert chief.one("#children-table").is_displayed()
    rows = [row.text.split() for row in chief.all("#children-table tbody tr")][:-1]
    short = {row[0]: next((name for name in LENS_NAMES.values() if row[0].startswith(name)), row[0]) for row in rows}
    assert {f"{short[row[0]]}{row[1]}" for row in rows} == labels
    chief.click("#children-table tbody tr:nth-child(6) .link")
    chief.until(lambda: chief.query.get("region") == QIXIAN)
    chief.one("body").send_keys(Keys.ESCAPE)
    chief.until(lambda: "region" not in chief.query)
