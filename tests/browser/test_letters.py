"""One round of letters in real Chromium: a draft edited, sent, signed, answered and closed; a late one leads to its 督办函."""

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
from tests.browser.steps import become, drawn, fill, last, look, press, state

if TYPE_CHECKING:
    from tests.browser.conftest import Page

pytestmark = pytest.mark.browser
ACCOUNTS = (("shiwu", "chief", "", "社会事务科"), ("tongxu", "county", "410222", ""))


@pytest.fixture(scope="module")
def copy(demonstration: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A copy of the demonstration city, with the chief who owns the letters and the county they go to."""
    database = copied(demonstration, tmp_path_factory.mktemp("letters") / "cockpit.db")
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


def test_a_round(browser: Page, copy: Database) -> None:
    page = browser
    become(page, "shiwu")
    page.driver.get(page.site + "/letters")
    page.until(lambda: len(page.all("#letters-list tr[data-letter]")) == 5)
    assert page.one("#letters-lead h1").text.startswith("5 份函件") and flaws(page) == []
    page.until(lambda: page.one(".nav #shell-badge-letters").text == "1")  # the late one
    page.complaints()

    # A new one is begun from what lags.
    page.until(lambda: page.one('#letters-new [id*="410222"]')).click()
    page.until(lambda: page.all("#page-letter"))
    drawn(page)
    number = int(page.address.rpartition("/")[2])
    assert number == 6 and "起草" in state(page) and "通许县民政局" in page.one(".letter-sheet .to").text
    assert flaws(page) == []
    before = page.texts(".letter-sheet .item p:first-child")
    page.one("details.draft-item summary").click()
    page.until(lambda: page.one("details.draft-item textarea").is_displayed())
    page.one("details.draft-item textarea").send_keys("请主要负责同志牵头。")
    press(page, "edited", "已保存")
    page.until(lambda: "请主要负责同志牵头。" in page.one(".letter-sheet").text)
    assert page.texts(".letter-sheet .item p:first-child")[1:] == before[1:]
    press(page, "sent", "已送")
    page.until(lambda: "待签发" in state(page))

    become(page, "leader")
    look(page, number)
    press(page, "issued", "汴民提〔2023〕4号")
    page.until(lambda: page.one(".letter-sheet .code").text == "汴民提〔2023〕4号" and "已印发" in state(page))

    become(page, "tongxu")
    page.driver.get(page.site + "/letters")
    page.until(lambda: len(page.all("#letters-list tr[data-letter]")) == 2)
    look(page, number)
    assert page.texts("#letter-steps .timeline li b") == ["签发"]
    fill(page, "replied", "已成立专班，10月底前全部投用。")
    press(page, "replied", "已提交回复")
    page.until(lambda: last(page) == "回复")

    become(page, "shiwu")
    look(page, number)
    assert "已成立专班" in page.one("#letter-steps").text
    fill(page, "closed", "现场核查，专班已运行。")
    press(page, "closed", "已办结")
    page.until(lambda: "已办结" in state(page))

    # The late one leads to its 督办函.
    look(page, 1)
    assert "已过期" in state(page) and "仍未整改" in page.one(".letter-sheet").text
    page.one('[data-acts~=supervised] .btn[id*="supervised"]').click()
    page.until(lambda: page.address.endswith("/letters/7"))
    page.until(lambda: "督办" in page.one(".letter-sheet h2").text)
    assert "汴民提〔2023〕1号" in page.one(".letter-sheet").text and "汴民提〔2023〕1号" in page.one("#letter-basis").text
    assert page.complaints() == [] and flaws(page) == []

    with copy.reading() as connection:
        told = [entry.what.rpartition("：")[2] for entry in audit.search(connection, act="letter", limit=50)][::-1]
    assert told == ["起草", "修改", "送签", "签发", "回复", "办结", "起草"]


def test_on_a_phone_a_letter_fits(browser: Page) -> None:
    page = browser
    page.size(390, 844, phone=True)
    try:
        look(page, 1)
        assert page.run("return document.documentElement.scrollWidth") <= 390
        page.driver.get(page.site + "/letters")
        page.until(lambda: page.all("#letters-list tr[data-letter]"))
        assert page.run("return document.documentElement.scrollWidth") <= 390
    finally:
        page.size(1440, 900)
