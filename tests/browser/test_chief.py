"""A chief's Monday in real Chromium: what is behind, which county, which township, who has not been visited, and the list to take away."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest
import requests
from selenium.webdriver.common.action_chains import ActionChains

from access.scope import Scope
from data.database import Database
from data.indicators.figures import figures
from data.indicators.moment import moment
from data.periods import parse

if TYPE_CHECKING:
    from tests.browser.conftest import Page

pytestmark = pytest.mark.browser
RATE, MONTH, QI = "elder_visit_rate", "2023-08", "410221"
LABELS = "#elderly-map .textpoint text"


def click_label(page: Page, name: str) -> None:
    page.run("document.querySelector('#elderly-map').scrollIntoView({block: 'center'})")
    found = page.until(lambda: next(one for one in page.all(LABELS) if one.text.startswith(name)))
    ActionChains(page.driver).move_to_element(found).click().perform()


def test_from_the_city_to_the_list_of_unvisited_elders_of_one_township(browser: Page, demonstration: Database) -> None:
    with moment(demonstration) as now:
        found = figures(now, [RATE], scope=Scope("chief", section="养老服务科"), periods=[parse(MONTH)], region=QI, level="township")
    behind = max(found, key=lambda figure: (figure.denominator or 0) - (figure.numerator or 0))
    missing = (behind.denominator or 0) - (behind.numerator or 0)
    assert missing > 0, "the demonstration leaves elders of 杞县 unvisited"
    browser.sign_in("chief")
    browser.until(lambda: browser.all("#page-overview"))
    browser.driver.get(f"{browser.site}/elderly?period={MONTH}&indicator={RATE}")
    browser.until(lambda: len(browser.all(LABELS)) == 9)
    browser.complaints()
    click_label(browser, "杞县")
    browser.until(lambda: browser.query.get("region") == QI and len(browser.all(LABELS)) > 9)
    click_label(browser, behind.region_name.removesuffix("镇").removesuffix("乡"))
    browser.until(lambda: browser.query.get("region") == behind.region and browser.all("#elderly-villages .lists a"))
    browser.until(lambda: next(one for one in browser.all("#elderly-villages .lists a") if "未探访" in one.text)).click()
    browser.until(lambda: browser.all("#page-records") and "未探访" in browser.one("#records-lead h1").text)
    assert f"杞县{behind.region_name} 8月有 {missing:g} 名特殊困难老年人未探访" in browser.one("#records-lead h1").text
    browser.until(lambda: browser.all("#page-records .ag-row"))
    cookies = {one["name"]: one["value"] for one in browser.driver.get_cookies()}
    answer = requests.get(browser.one("#records-xlsx").get_attribute("href") or "", cookies=cookies, timeout=20)
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))
    assert answer.status_code == 200 and len(rows) == missing + 1
    assert browser.complaints() == []
