"""An administrator plans the year in real Chromium: a task moved, a Word file looked at and taken; clean to the last line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from selenium.webdriver.common.keys import Keys

from access import audit
from data.database import Database
from data.programmes.plan import read_plan
from tests.access.conftest import copied
from tests.programmes.papers import RELIEF, Paper

if TYPE_CHECKING:
    from tests.browser.conftest import Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def own(site: str, demonstration: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The demonstration city as a copy, since this module changes it."""
    from app import server

    database = copied(demonstration, tmp_path_factory.mktemp("plan") / "cockpit.db")
    kept = server.extensions["cockpit"]
    server.extensions["cockpit"] = replace(kept, database=database)
    yield database
    server.extensions["cockpit"] = kept
    database.dispose()


def test_a_task_is_moved_and_next_years_ledger_is_taken(browser: Page, own: Database, tmp_path: Path) -> None:
    browser.sign_in("admin")
    browser.until(lambda: browser.all(".nav .page"))
    browser.complaints()
    browser.driver.get(f"{browser.site}/admin?part=plan")
    browser.until(lambda: len(browser.texts("#admin-plan-rows .ag-row")) == 10)
    assert not browser.one("#admin-plan-preview").is_displayed() and not browser.one("#admin-plan-save").is_displayed()
    browser.until(lambda: next((cell for cell in browser.all("#admin-plan-rows .ag-cell") if cell.text == "3"), None)).click()
    browser.until(lambda: browser.one("#admin-plan-name").text == "任务 3")
    due = browser.one("#admin-plan-task-due")
    due.send_keys(Keys.CONTROL, "a")
    due.send_keys("2023-10", Keys.TAB)
    browser.click("#admin-plan-save")
    browser.until(lambda: "已保存" in browser.one("#admin-plan-said").text)
    browser.until(lambda: "2023-10" in browser.texts("#admin-plan-rows .ag-cell"))

    rows = [("1", "提标", "标准提高。", "社会救助科\n各县区民政局", "10月底前", ""), ("2", "体系", "健全体系。", "社会救助科", "", "")]
    path = Paper().ledger("2024年城乡社会救助提升工程工作台账", RELIEF, rows).save(tmp_path / "2024年台账.docx")
    browser.one("#admin-plan-file").send_keys(str(path))
    for name, words in (("new-year", "2024"), ("document", "汴民文〔2024〕8号"), ("issued", "2024-02-10")):
        browser.one(f"#admin-plan-{name}").send_keys(words)
    browser.click("#admin-plan-look")
    browser.until(lambda: browser.one("#admin-plan-preview").is_displayed() and "时限空白" in browser.one("#admin-plan-preview").text)
    with own.reading() as connection:
        assert read_plan(connection, 2024) is None
    browser.click("#admin-plan-take")
    browser.until(lambda: "已采用 2024年台账.docx：新增 4 条" in browser.one("#admin-plan-said").text)
    browser.until(
        lambda: "2024 年（未开始）" in browser.one("#admin-plan-year").text and len(browser.texts("#admin-plan-rows .ag-row")) == 2
    )
    assert not browser.one("#admin-plan-preview").is_displayed()
    with own.reading() as connection:
        plan = read_plan(connection, 2024)
        before = read_plan(connection, 2023)
        assert plan and [task.due for task in plan.programmes[0].tasks] == ["2024-10", "2024-10"]
        assert before and before.programmes[0].tasks[2].due == "2023-10"
        assert [entry.act for entry in audit.search(connection, who="admin")][:2] == ["import", "setting"]
    assert browser.complaints() == [] and browser.requested() == {urlsplit(browser.site).netloc}
