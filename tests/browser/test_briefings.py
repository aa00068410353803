"""The weekly paper in real Chromium: drafted, composed by a process of its own, edited, signed; it fits a phone; a chart saved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from access import audit, people
from access.people import DEMONSTRATION_PASSWORD
from data.briefing.paper import OFFICE
from data.database import Database
from tests.access.conftest import copied
from tests.browser.accessibility import flaws
from tests.browser.conftest import serving
from tests.browser.steps import become

if TYPE_CHECKING:
    from tests.browser.conftest import Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def copy(demonstration: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A copy of the demonstration city, with the chief of the office."""
    database = copied(demonstration, tmp_path_factory.mktemp("papers") / "cockpit.db")
    with database.writing() as connection:
        people.add(connection, "bangong", DEMONSTRATION_PASSWORD, "chief", region="", section=OFFICE, must_change=False, demonstration=True)
    yield database
    database.dispose()


@pytest.fixture(scope="module")
def site(copy: Database) -> Iterator[str]:
    with serving(copy) as address:
        yield address


def test_a_paper_from_draft_to_issue(browser: Page, copy: Database) -> None:
    page = browser
    become(page, "bangong")
    page.driver.get(page.site + "/briefings")
    page.until(lambda: page.one("#briefings-start")).click()
    page.until(lambda: page.all(".paper-sheet"))  # composed beside the server
    assert "2023年第37周（草稿）" in page.one("#briefing-lead h1").text and page.all(".paper-sheet a.from")
    assert flaws(page) == []
    page.one("#briefing-acts textarea").send_keys("请各县区对照逾期事项抓紧整改。")
    page.one("[data-acts=edited] .btn").click()
    page.until(lambda: "请各县区对照逾期事项抓紧整改。" in page.one(".paper-sheet").text)
    assert page.complaints() == []
    page.one("[data-acts=sent] .btn").click()
    page.until(lambda: "待签发" in page.one("#briefing-lead").text)
    address = page.driver.current_url

    become(page, "leader")
    page.size(390, 844, phone=True)
    try:
        page.driver.get(address)
        page.until(lambda: page.one("[data-acts=issued] .btn"))
        assert page.run("return document.documentElement.scrollWidth") <= 390
        page.run("document.querySelector('[data-acts=issued] .btn').click()")
        page.run("document.querySelector('#briefing-dialog-issued .btn.main').click()")
        page.until(lambda: page.all("#briefing-files .hash"))
        assert "2023年第1期" in page.one(".paper-sheet .code").text and "已印发" in page.one("#briefing-lead").text
    finally:
        page.size(1440, 900)
    with copy.reading() as connection:
        told = [entry.what.rpartition("：")[2] for entry in audit.search(connection, act="briefing", limit=9)][::-1]
    assert told == ["起草", "取数", "修改", "送签", "签发，2023年第1期"]


def test_a_chart_is_saved_by_the_browser(browser: Page, copy: Database) -> None:
    page = browser
    become(page, "leader")
    page.driver.get(page.site + "/elderly")
    page.until(lambda: page.all(".trend-pan .chart-files"))
    page.run("window.saved = []; URL.createObjectURL = (blob) => { blob.text().then((text) => saved.push(text)); return '#'; }")
    page.run("document.querySelector('.trend-pan [data-chart=svg]').click()")
    page.until(lambda: page.run("return window.saved.length"))
    svg = page.run("return window.saved[0]")
    assert svg.startswith("<svg") and "导出：leader" in svg and "演示数据" in svg and "var(--" not in svg.partition("<text")[0]
    with copy.reading() as connection:
        assert audit.search(connection, act="export", limit=1)[0].what.endswith("，svg")
    assert page.complaints() == []
