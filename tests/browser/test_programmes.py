"""The programmes in real Chromium: cells and filters drive the page, all of it by keyboard too, nothing is asked outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.accessibility import flaws

if TYPE_CHECKING:
    from tests.browser.conftest import Page

pytestmark = pytest.mark.browser
QIXIAN = "410221"
SIZES = ((1440, 900, False), (1920, 1080, False), (390, 844, True))


@pytest.fixture(scope="module")
def chief(browser: Page) -> Page:
    browser.sign_in("chief")
    browser.until(lambda: browser.all("#page-overview"))
    return browser


def visit(page: Page, path: str) -> None:
    page.driver.get(f"{page.site}{path}")
    drawn(page)


def drawn(page: Page) -> None:
    """Wait for matrix and Gantt; and for nothing to be under way."""
    page.until(
        lambda: (
            page.all(".t.mx tbody tr")
            and page.all(".gr .phase")
            and page.all("#programme-side h2, #programmes-owed h2")
            and not page.all(".loading")
        )
    )


@pytest.mark.parametrize("path", ["/programmes?period=2023-08", "/programmes/elderly?period=2023-08&task=7"])
def test_every_page_is_whole_accessible_and_asks_nothing_outside(chief: Page, path: str) -> None:
    chief.complaints()
    chief.requested()
    for width, height, phone in SIZES:
        chief.size(width, height, phone)
        visit(chief, path)
        assert chief.run("return document.documentElement.scrollWidth") <= width, width
        assert flaws(chief) == []
    chief.size(1440, 900)
    assert chief.complaints() == []
    assert chief.requested() <= {chief.site.removeprefix("http://")}


def test_a_cell_leads_to_the_programme_at_the_county_and_back(chief: Page) -> None:
    visit(chief, "/programmes?period=2023-08")
    chief.click(f"#programmes-matrix tr[data-region='{QIXIAN}'] td:nth-of-type(2) a")
    chief.until(lambda: chief.all("#page-programme"))
    drawn(chief)
    assert chief.query == {"period": "2023-08", "region": QIXIAN}
    assert chief.texts("#programme-lead h1")[0].startswith("杞县：养老服务")
    assert "杞县" in chief.texts("nav[aria-label=面包屑]")[0]
    chief.one("body").send_keys(Keys.ESCAPE)
    chief.until(lambda: "region" not in chief.query)
    chief.until(lambda: chief.texts("#programme-lead h1")[0].startswith("养老服务"))
    chief.click("nav[aria-label=面包屑] a:nth-of-type(2)")
    chief.until(lambda: chief.all("#page-programmes"))


def test_a_task_opens_by_keyboard_and_closes_with_escape(chief: Page) -> None:
    visit(chief, "/programmes/elderly?period=2023-08")
    chief.until(lambda: "谁还欠什么" in chief.texts("#programme-side h2"))
    button = chief.one("tr[data-task='7'] .link")
    chief.run("arguments[0].focus()", button)
    button.send_keys(Keys.ENTER)
    chief.until(lambda: chief.query.get("task") == "7")
    chief.until(lambda: any("建设模式改革" in head for head in chief.texts("#programme-side h2")))
    chief.until(lambda: "on" in (chief.one("tr[data-task='7']").get_attribute("class") or ""))
    chief.click(f"#programme-side .sh[data-region='{QIXIAN}'] .link")
    chief.until(lambda: chief.query.get("region") == QIXIAN)
    chief.one("body").send_keys(Keys.ESCAPE)
    chief.until(lambda: "task" not in chief.query)
    assert chief.query["region"] == QIXIAN
    chief.until(lambda: "谁还欠什么" in chief.texts("#programme-side h2"))


def test_filters_stand_in_the_address_and_each_has_a_way_out(chief: Page) -> None:
    visit(chief, "/programmes/governance?period=2023-08")
    chief.click("[data-menu=section] summary")
    chief.click("[data-menu=section] button:nth-of-type(3)")
    chief.until(lambda: "section" in chief.query)
    chief.until(lambda: chief.query["section"] in chief.texts("#programme-lead h1")[0])
    chief.until(lambda: len(chief.all("#programme-ledger tr[data-task]")) < 6)
    lit = chief.values("#programme-ledger tr[data-task]", "data-light").pop()
    chief.click(f".tabs [data-light='{lit}']")
    chief.until(lambda: chief.query.get("light") == lit)
    chief.until(lambda: chief.values("#programme-ledger tr[data-task]", "data-light") == {lit})
    chief.click(".clear")
    chief.until(lambda: chief.query == {"period": "2023-08"})
    chief.until(lambda: len(chief.all("#programme-ledger tr[data-task]")) == 6)


def test_the_month_is_stepped_and_a_click_in_the_task_matrix_names_county_and_task(chief: Page) -> None:
    visit(chief, "/programmes/elderly?period=2023-08")
    chief.click(".per button[aria-label^=上一期]")
    chief.until(lambda: chief.query["period"] == "2023-07")
    chief.until(lambda: "7月31日" in chief.texts("#programme-gantt .sub")[0])
    cell = chief.until(lambda: chief.one(f"#programme-matrix tr[data-region='{QIXIAN}'] td:nth-of-type(4) button"))
    chief.run("arguments[0].focus()", cell)
    cell.send_keys(Keys.ENTER)
    chief.until(lambda: (chief.query.get("region"), chief.query.get("task")) == (QIXIAN, "4"))
    chief.until(lambda: any("五个全覆盖" in head for head in chief.texts("#programme-side h2")))
