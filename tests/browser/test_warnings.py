"""Warnings in real Chromium: a county explains what the rules found, the chief closes it; several are assigned; nothing overflows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from access import audit, people
from access.people import DEMONSTRATION_PASSWORD
from data.database import Database
from tests.access.conftest import copied
from tests.browser.accessibility import flaws
from tests.browser.conftest import serving
from tests.browser.steps import become

if TYPE_CHECKING:
    from tests.browser.conftest import Page

pytestmark = pytest.mark.browser
QIXIAN = "410221"
ACCOUNTS = (("yanglao", "chief", "", "养老服务科"), ("qixian", "county", QIXIAN, ""))
RULE = "elderly_unplaced"
WIDTHS = ((1920, 1080, False), (1440, 900, False), (390, 844, True))


@pytest.fixture(scope="module")
def copy(demonstration: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A copy of the demonstration city with the chief and the county that see to what they found."""
    database = copied(demonstration, tmp_path_factory.mktemp("warnings") / "cockpit.db")
    with database.writing() as connection:
        for name, role, region, section in ACCOUNTS:
            password = DEMONSTRATION_PASSWORD
            people.add(connection, name, password, role, region=region, section=section, must_change=False, demonstration=True)
    yield database
    database.dispose()


@pytest.fixture(scope="module")
def site(copy: Database) -> Iterator[str]:
    with serving(copy) as address:
        yield address


def look(page: Page, address: str, shown: str) -> None:
    """Load an address and wait until what is asked for is drawn."""
    page.driver.get(page.site + address)
    page.until(lambda: page.all(shown) and not page.all(".page-root.loading"))


def rows(page: Page) -> int:
    return len(page.all("#warnings-list li[data-warning]"))


def press(page: Page, act: str, said: str, words: str = "") -> None:
    """Take a step on the page of one warning; where it asks first, say yes."""
    block = f"[data-acts={act}]"
    if words:
        if page.one(block).get_attribute("open") is None:
            page.one(f"{block} > summary").click()
        page.until(lambda: page.one(f"{block} textarea").is_displayed())
        page.one(f"{block} textarea").send_keys(words)
    if page.all(f"[data-opens={act}]"):
        if page.one(block).get_attribute("open") is None:
            page.one(f"{block} > summary").click()
        page.one(f"[data-opens={act}]").click()
        page.until(lambda: page.one(f"#warning-dialog-{act} .btn.main").is_displayed())
        page.one(f"#warning-dialog-{act} .btn.main").click()
    else:
        page.one(f"{block} .acts .btn").click()
    page.until(lambda: said in page.one("#warning-said").text)


def test_a_county_explains_and_the_chief_closes(browser: Page, copy: Database) -> None:
    page = browser
    become(page, "qixian")
    look(page, f"/warnings?rule={RULE}", "#warnings-list li[data-warning]")
    number = page.one("#warnings-list li").get_attribute("data-warning")
    assert page.one("#warnings-lead h1").text and flaws(page) == []
    assert page.texts("#warnings-region") == [""] and not page.all("#warnings-assigning .btn")
    page.complaints()
    page.one("#warnings-list .what").click()
    page.until(lambda: page.all("#warning-acts [data-acts]") and page.driver.current_url.endswith(f"/warnings/{number}"))
    assert flaws(page) == []
    press(page, "explained", "已提交说明", "坐标已采集，正在补录。")
    page.until(lambda: "已说明" in page.one("#warning-lead").text and "坐标已采集" in page.one("#warning-steps").text)

    become(page, "yanglao")
    look(page, f"/warnings/{number}", "[data-acts=closed]")
    press(page, "closed", "已关闭", "核实无误。")
    page.until(lambda: "已关闭" in page.one("#warning-lead").text)
    assert page.texts("#warning-steps .timeline li b")[-2:] == ["说明", "关闭"] and page.complaints() == []
    with copy.reading() as connection:
        told = [entry.what.rpartition("：")[2] for entry in audit.search(connection, act="warning", limit=5)]
    assert told[:2] == ["关闭", "说明"]


def test_several_are_narrowed_down_and_assigned(browser: Page) -> None:
    page = browser
    become(page, "yanglao")
    look(page, "/warnings?section=养老服务科", "#warnings-list li[data-warning]")
    page.until(lambda: page.one(".nav #shell-badge-warnings").text)
    page.click(f"#warnings-region [data-key='{QIXIAN}']")
    page.until(lambda: page.query.get("region") == QIXIAN and not page.all(".page-root.loading"))
    page.until(lambda: all("杞县" in one for one in page.texts("#warnings-list .what")))
    many = rows(page)
    assert many > 1
    page.one("[data-tick-all]").click()
    page.until(lambda: page.one("#warnings-picked").text == f"已选 {many} 件")
    page.one("#warnings-to").send_keys("杞县")
    page.one("#warnings-assign").click()
    page.until(lambda: f"已交办 {many} 件" in page.one("#warnings-said").text)
    page.until(lambda: page.values("#warnings-list li", "data-state") == {"assigned"})
    assert page.complaints() == [] and flaws(page) == []
    page.one("#warnings-text").send_keys("没有这个地方\n")
    page.until(lambda: "没有符合条件的预警" in page.one("#warnings-list").text)


def test_nothing_overflows_at_any_width(browser: Page) -> None:
    page = browser
    become(page, "qixian")
    try:
        for width, height, phone in WIDTHS:
            page.size(width, height, phone=phone)
            look(page, "/warnings", "#warnings-list li[data-warning]")
            assert page.run("return document.documentElement.scrollWidth") <= width
            number = page.one("#warnings-list li").get_attribute("data-warning")
            look(page, f"/warnings/{number}", "#warning-acts [data-acts]")
            assert page.run("return document.documentElement.scrollWidth") <= width
        assert "预警" in page.texts(".tabs-of .page")
    finally:
        page.size(1440, 900)


def test_the_desk_of_the_rules_saves(browser: Page) -> None:
    page = browser
    become(page, "admin")
    look(page, "/admin?part=warnings", "#admin-rules tr[data-rule]")
    assert flaws(page) == []
    field = page.one("#admin-rules tr[data-rule=work_order_open] .set-one input")
    page.run("arguments[0].select()", field)
    field.send_keys("45")
    page.one("#admin-rules-save").click()
    page.until(lambda: "已保存 1 项" in page.one("#admin-rules-said").text)
    page.until(lambda: "admin，" in page.one("tr[data-rule=work_order_open]").text)
    assert page.complaints() == []
