"""A chief in real Chromium opens a list, sorts and filters it, goes down to a township and takes it away; clean and accessible."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import openpyxl
import pytest
import requests
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.browser.accessibility import flaws

if TYPE_CHECKING:
    from tests.browser.conftest import Page

pytestmark = pytest.mark.browser
CITY_LIST = "/records/elder_visited?period=2023-08"
GRID = "#records-grid"


@pytest.fixture(scope="module")
def _chief(browser: Page) -> Page:
    browser.sign_in("chief")
    browser.until(lambda: browser.all(".nav .page"))
    return browser


@pytest.fixture
def chief(_chief: Page) -> Page:
    _chief.size(1440, 900)
    _chief.driver.get("about:blank")
    _chief.complaints()
    _chief.requested()
    return _chief


def look(page: Page, path: str) -> None:
    page.driver.get(page.site + path)
    drawn(page)


def number(page: Page) -> int:
    """How many rows the page says are left."""
    return int("".join(letter for letter in page.one("#records-found [role=status]").text.split("条")[0] if letter.isdigit()))


def drawn(page: Page) -> None:
    """Title, number and the rows on the screen are there, nothing is under way."""
    page.until(
        lambda: (
            page.one("#records-lead h1").text
            and page.one("#records-found [role=status]").text
            and "loading" not in (page.one("#page-records").get_attribute("class") or "")
            and (cells(page, "key") or number(page) == 0)
        )
    )


def cells(page: Page, column: str) -> list[str]:
    found: list[tuple[int, str]] = page.run(
        """return [...document.querySelectorAll(arguments[0] + ' .ag-row')].map(row =>
             [Number(row.getAttribute('row-index')), row.querySelector(`[col-id="${arguments[1]}"]`)?.textContent ?? ''])""",
        GRID,
        column,
    )
    return [text for _, text in sorted(found) if text]


def files(page: Page) -> tuple[list[list[str]], list[list[str]]]:
    """What the two export links give, asked for with the browser's own session: xlsx and csv, each with its headers."""
    cookies = {one["name"]: one["value"] for one in page.driver.get_cookies()}
    taken = {}
    for kind in ("xlsx", "csv"):
        answer = requests.get(page.one(f"#records-{kind}").get_attribute("href") or "", cookies=cookies, timeout=20)
        assert answer.status_code == 200
        taken[kind] = answer.content
    book = openpyxl.load_workbook(io.BytesIO(taken["xlsx"]))
    sheet = [["" if cell.value is None else str(cell.value) for cell in row] for row in book.worksheets[0].iter_rows()]
    text = [row[:-1] for row in csv.reader(io.StringIO(taken["csv"].decode("utf-8-sig")))]
    return sheet, text


def clean(page: Page) -> None:
    assert page.complaints() == [] and page.requested() == {urlsplit(page.site).netloc}


def test_a_list_is_sorted_filtered_and_taken_away(chief: Page) -> None:
    look(chief, CITY_LIST)
    whole = number(chief)
    assert f"全市 8月已探访 {whole} 名特殊困难老年人，在册" in chief.one("#records-lead h1").text
    chief.click(f'{GRID} .ag-header-cell[col-id="registered_on"] .ag-header-cell-label')
    chief.until(lambda: chief.query.get("sort") == "registered_on" and (days := cells(chief, "registered_on")) and days == sorted(days))
    chief.click("#records-filters summary")
    for value in ("独居", "空巢"):
        chief.click(f'#records-filter [data-field=category] [data-value="{value}"]')
    chief.one("#records-where-county").send_keys("县")
    chief.click("#records-filter-go")
    chief.until(lambda: chief.query.get("filter") == "county.contains.县~category.in.独居|空巢" and chief.all(".chip"))
    drawn(chief)
    left = number(chief)
    assert 0 < left < whole and chief.texts(".chip") == ["县区含县×", "类别 独居、空巢×"]
    chief.until(lambda: set(cells(chief, "category")) <= {"独居", "空巢"})
    sheet, text = files(chief)
    assert sheet == text and len(sheet) == left + 1 and sheet[0][:3] == ["县区", "乡镇街道", "村社区"]
    shown = cells(chief, "key")
    assert [row[3] for row in sheet[1 : len(shown) + 1]] == shown
    chief.one(".chip").click()
    chief.until(lambda: chief.query.get("filter") == "category.in.独居|空巢" and chief.texts(".chip") == ["类别 独居、空巢×"])
    chief.driver.back()
    chief.until(lambda: len(chief.all(".chip")) == 2 and number(chief) == left)
    chief.until(lambda: chief.one("#records-where-county").get_attribute("value") == "县")
    clean(chief)


def test_an_address_brings_the_same_list_back(chief: Page) -> None:
    look(chief, f"{CITY_LIST}&filter=category.in.独居|空巢&sort=-registered_on,key")
    days = cells(chief, "registered_on")
    assert days == sorted(days, reverse=True) and set(cells(chief, "category")) <= {"独居", "空巢"}
    assert chief.values("#records-filter [data-field=category] [aria-pressed=true]", "data-value") == {"独居", "空巢"}
    clean(chief)


def test_from_the_city_down_to_a_township(chief: Page) -> None:
    look(chief, CITY_LIST)
    for name, level in (("杞县", "county"), ("五里河镇", "township")):
        chief.click("#records-top .pick summary")
        next(one for one in chief.all("#records-top .pick button") if one.text == name).click()
        chief.until(lambda name=name: name in chief.one("#records-lead h1").text)  # type: ignore[misc]
        chief.until(lambda level=level: not chief.all(f'{GRID} .ag-header-cell[col-id="{level}"]'))  # type: ignore[misc]
    assert chief.query == {"period": "2023-08", "region": "410221101"}
    crumbs = chief.one("nav[aria-label=面包屑]").text.replace("\n", " ")
    assert crumbs.split(" › ") == ["开封市", "养老服务", "杞县", "五里河镇", "已探访的特殊困难老年人"]
    chief.click("#records-top [aria-label^=上一期]")
    chief.until(lambda: "杞县五里河镇 7月" in chief.one("#records-lead h1").text)
    for name in ("杞县 7月", "全市 7月"):  # one step up each time
        ActionChains(chief.driver).send_keys(Keys.ESCAPE).perform()
        chief.until(lambda name=name: name in chief.one("#records-lead h1").text)  # type: ignore[misc]
    clean(chief)


def test_the_list_of_one_township_from_its_address(chief: Page) -> None:
    look(chief, "/records/elder_unvisited?region=410221101&period=2023-08")
    assert chief.one("#records-lead h1").text.startswith("杞县五里河镇 8月")
    sheet, text = files(chief)
    assert sheet == text and len(sheet) == number(chief) + 1
    clean(chief)


def test_every_part_is_reached_by_keyboard(chief: Page) -> None:
    look(chief, CITY_LIST)
    keys = ActionChains(chief.driver)
    chief.run("document.querySelector('#records-filters summary').focus()")
    keys.send_keys(Keys.ENTER).perform()
    chief.until(lambda: chief.one("#records-where-county").is_displayed())
    chief.one("#records-where-county").send_keys("杞", Keys.ENTER)
    chief.until(lambda: chief.query.get("filter") == "county.contains.杞")
    drawn(chief)
    chief.run(f"""document.querySelector('{GRID} .ag-header-cell[col-id="key"]').focus()""")
    ActionChains(chief.driver).send_keys(Keys.ENTER).perform()
    chief.until(lambda: chief.query.get("sort") == "key")
    ActionChains(chief.driver).send_keys(Keys.ARROW_DOWN).perform()
    chief.until(lambda: chief.run("return document.activeElement.classList.contains('ag-cell')"))
    clean(chief)


@pytest.mark.parametrize("size", [(1920, 1080, False), (1440, 900, False), (390, 844, True)], ids=["wide", "desk", "phone"])
@pytest.mark.parametrize("opened", [False, True], ids=["list", "filters"])
def test_no_serious_finding_of_axe(chief: Page, size: tuple[int, int, bool], opened: bool) -> None:
    chief.size(*size)
    look(chief, f"{CITY_LIST}&filter=category.in.独居")
    if opened:
        chief.click("#records-filters summary")
        chief.until(lambda: chief.one("#records-filter-go").is_displayed())
    assert flaws(chief) == []
    if size[2]:
        width: Any = chief.run("return document.documentElement.scrollWidth")
        assert width <= 390, "nothing to the right of a phone"
    clean(chief)


def test_nothing_left_and_nothing_there(chief: Page) -> None:
    look(chief, f"{CITY_LIST}&filter=village.contains.无此地")
    assert "没有一条符合筛选" in chief.one("#records-found").text
    chief.until(lambda: "没有记录" in chief.one(GRID).text)
    chief.driver.get(f"{chief.site}/records/elder_visited?filter=nothing.in.x")
    chief.until(lambda: "没有“nothing”一列" in chief.one("#records-lead").text)
    chief.click("#records-lead .link")
    chief.until(lambda: "全市" in chief.one("#records-lead h1").text and chief.query == {})
    clean(chief)
