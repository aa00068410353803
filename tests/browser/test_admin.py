"""An administrator in real Chromium: an account made and closed, a session ended at once, the log searched; clean to the last line."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from access import audit, people
from data.database import Database
from data.screen import playlists
from data.screen.playlists import SHIPPED
from tests.conftest import PASSWORD, sign_in_as

if TYPE_CHECKING:
    from tests.browser.conftest import Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def own(site: str, demonstration: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The demonstration city as a copy, since this module changes it."""
    from app import server

    path = tmp_path_factory.mktemp("admin") / "cockpit.db"
    with demonstration.reading() as connection:
        connection.exec_driver_sql("SELECT 1")
    with demonstration.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(Path(str(demonstration.url.database)), path)
    database = Database(f"sqlite:///{path}")
    kept = server.extensions["cockpit"]
    server.extensions["cockpit"] = replace(kept, database=database)
    yield database
    server.extensions["cockpit"] = kept
    database.dispose()


@pytest.fixture(scope="module")
def _signed_in(browser: Page, own: Database) -> Page:
    browser.sign_in("admin")
    browser.until(lambda: browser.all(".nav .page"))
    return browser


@pytest.fixture
def admin(_signed_in: Page) -> Page:
    _signed_in.size(1440, 900)
    _signed_in.driver.get("about:blank")
    _signed_in.complaints()
    _signed_in.requested()
    return _signed_in


def open_part(page: Page, part: str, grid: str) -> None:
    page.driver.get(f"{page.site}/admin?part={part}")
    page.until(lambda: page.texts(f"#{grid} .ag-row") and "处登录着" in page.one("#admin-lead").text)


def row(page: Page, grid: str, text: str) -> None:
    """Choose the row that has a cell with this text."""
    page.until(lambda: next((cell for cell in page.all(f"#{grid} .ag-cell") if cell.text == text), None)).click()


def choose(page: Page, name: str, text: str) -> None:
    page.click(f"#{name}")
    page.until(lambda: next((one for one in page.all(".dash-dropdown-option") if text in one.text), None)).click()


def test_an_account_is_made_and_closed(admin: Page, own: Database) -> None:
    open_part(admin, "accounts", "admin-accounts")
    admin.one("#admin-new-name").send_keys("zhang.wei")
    choose(admin, "admin-new-region", "杞县")
    admin.click("#admin-new-add")
    secret = admin.until(lambda: admin.one("#admin-new-said .secret").text)
    assert len(secret) >= 12
    row(admin, "admin-accounts", "zhang.wei")
    admin.until(lambda: admin.one("#admin-account-name").text == "zhang.wei" and admin.one("#admin-account-disable-ask").is_enabled())
    admin.click("#admin-account-disable-ask")
    assert admin.one("#admin-account-disable-dialog .about").text == "zhang.wei"
    ActionChains(admin.driver).send_keys(Keys.ESCAPE).perform()
    admin.until(lambda: not admin.one("#admin-account-disable-dialog").is_displayed())
    assert not admin.all("#admin-account-said .said"), "nothing is done before it is confirmed"
    admin.one("#admin-account-disable-ask").send_keys(Keys.ENTER)  # and the same by keyboard
    ActionChains(admin.driver).send_keys(Keys.TAB, Keys.ENTER).perform()
    admin.until(lambda: "已停用" in admin.one("#admin-account-said").text)
    admin.until(lambda: any("停用" in text for text in admin.texts("#admin-accounts .ag-cell")))
    admin.until(lambda: "停用 1" in admin.one("#admin-lead").text)
    with own.reading() as connection:
        done = [entry.what for entry in audit.search(connection, act="account", who="admin")]
    assert done == ["停用 zhang.wei", "新增 zhang.wei（县区 410221）"]
    assert admin.complaints() == [] and admin.requested() == {urlsplit(admin.site).netloc}


def test_the_own_account_is_not_closed(admin: Page) -> None:
    open_part(admin, "accounts", "admin-accounts")
    row(admin, "admin-accounts", "admin")
    admin.until(lambda: admin.one("#admin-account-name").text == "admin" and admin.one("#admin-account-disable-ask").is_enabled())
    admin.click("#admin-account-disable-ask")
    admin.click("#admin-account-disable")
    admin.until(lambda: "不能停用自己的账号" in admin.one("#admin-account-said .bad").text)
    assert admin.complaints() == []


def test_giving_up_the_own_role_is_asked_for(admin: Page, own: Database) -> None:
    open_part(admin, "accounts", "admin-accounts")
    row(admin, "admin-accounts", "leader")
    admin.until(lambda: admin.one("#admin-account-name").text == "leader")
    assert not admin.one("#admin-account-own").is_displayed()
    row(admin, "admin-accounts", "admin")
    admin.until(lambda: admin.one("#admin-account-own").is_displayed())
    choose(admin, "admin-account-role", "局领导")
    admin.click("#admin-account-save")
    admin.until(lambda: "确认放弃" in admin.one("#admin-account-said .bad").text)
    with own.reading() as connection:
        assert (found := people.find(connection, "admin")) and found.role == "admin"
    assert admin.complaints() == []


def test_a_session_of_another_ends_at_once(admin: Page) -> None:
    from app import server

    other = sign_in_as(server, "leader")
    assert other.get("/").status_code == 200
    name = other.get("/sessions").text.split("账号 <b>")[1].split("<")[0]
    open_part(admin, "sessions", "admin-sessions")
    row(admin, "admin-sessions", name)
    admin.until(lambda: admin.one("#admin-session-name").text == name)
    admin.click("#admin-session-end-ask")
    admin.click("#admin-session-end")
    admin.until(lambda: "已结束" in admin.one("#admin-session-said").text)
    assert other.get("/").status_code == 302
    admin.until(lambda: name not in admin.texts("#admin-sessions .ag-cell"))
    assert admin.complaints() == []


def test_the_log_is_searched_and_stands_in_the_address(admin: Page, own: Database) -> None:
    with own.noting() as connection:
        for number in range(230):
            audit.append(connection, "import", who="县区报数", where="10.0.0.9", what=f"第 {number} 份", rows=number)
    open_part(admin, "audit", "admin-log")
    admin.one("#admin-search-who").send_keys("县区报数", Keys.ENTER)
    admin.until(lambda: "共 230 条" in admin.one("#admin-log-found").text)
    assert admin.query == {"part": "audit", "who": "县区报数"}
    assert "who=" in str(admin.one("#admin-log-xlsx").get_attribute("href"))
    admin.until(lambda: "第 229 份" in admin.texts("#admin-log .ag-cell"))
    admin.run("document.querySelector('#admin-log .ag-body-viewport').scrollTop = 1e6")
    admin.until(lambda: "第 0 份" in admin.texts("#admin-log .ag-cell"))
    admin.driver.refresh()
    admin.until(lambda: "共 230 条" in admin.one("#admin-log-found").text)
    assert admin.one("#admin-search-who").get_attribute("value") == "县区报数"
    admin.click("#admin-verify")
    admin.until(lambda: "审计日志完好" in admin.one("#admin-verdict").text)
    assert admin.complaints() == [] and admin.requested() == {urlsplit(admin.site).netloc}


def test_the_log_is_fresh_whenever_its_part_is_opened(admin: Page, own: Database) -> None:
    open_part(admin, "audit", "admin-log")
    for number in range(2):
        admin.click("#admin-tabs [data-part=accounts]")
        admin.until(lambda: not admin.one("#admin-log").is_displayed())
        with own.noting() as connection:
            audit.append(connection, "import", who="县区报数", where="10.0.0.9", what=f"刚才的第 {number} 份")
        admin.click("#admin-tabs [data-part=audit]")
        admin.until(lambda number=number: f"刚才的第 {number} 份" in admin.texts("#admin-log .ag-cell"))
    assert admin.complaints() == []


def test_the_watermark_lies_over_the_page_and_catches_nothing(admin: Page) -> None:
    open_part(admin, "accounts", "admin-accounts")
    look = admin.run(
        """const one = document.querySelector('.watermark'), style = getComputedStyle(one), box = one.getBoundingClientRect();
           return [one.dataset.watermark, style.pointerEvents, style.position, box.width >= innerWidth && box.height >= innerHeight,
                   style.maskImage.startsWith('url("data:image/svg+xml'), document.elementFromPoint(700, 400) !== one]"""
    )
    assert look[0].startswith("admin 20") and look[1:] == ["none", "fixed", True, True, True]


@pytest.mark.parametrize("part", ["accounts", "tokens", "sessions", "settings", "audit"])
def test_nothing_is_cut_at_any_width(admin: Page, part: str) -> None:
    for width, height in ((1920, 1080), (1440, 900), (1024, 768), (390, 844)):
        admin.size(width, height, phone=width < 500)
        admin.driver.get(f"{admin.site}/admin?part={part}")
        admin.until(lambda: "处登录着" in admin.one("#admin-lead").text)
        assert admin.run("return document.documentElement.scrollWidth") <= width
        for grid in admin.all(f".part.{part} .grid"):
            assert grid.size["height"] > 200, (part, width)
            admin.until(lambda grid=grid: grid.find_elements("css selector", ".ag-header-cell"))
            assert grid.find_element("css selector", ".ag-header-cell").size["height"] > 20
        cut = admin.run(
            """return [...document.querySelectorAll('.btn, .pan h2, .parts button, .field > label, .lead')]
               .filter(one => one.offsetParent && one.scrollWidth > one.clientWidth + 1).map(one => one.textContent)"""
        )
        assert cut == []
    assert PASSWORD not in admin.driver.page_source


def test_a_wall_gets_its_link_and_a_playlist_another_order(admin: Page, own: Database) -> None:
    admin.size(1440, 1800)
    open_part(admin, "screens", "admin-playlists")
    admin.one("#admin-device-new-name").send_keys("一楼大厅")
    admin.click("#admin-device-add")
    admin.until(lambda: "/screen/enter#" in admin.one("#admin-device-made .secret").text)
    admin.until(lambda: "一楼大厅" in " ".join(admin.texts("#admin-screens .ag-cell")))
    row(admin, "admin-playlists", "常用")
    admin.until(lambda: len(admin.all("#admin-slots .slot")) == len(SHIPPED.slots))
    admin.until(lambda: f"共 {len(SHIPPED.slots)} 幕" in admin.one("#admin-playlist-sum").text)
    admin.all("#admin-slots .moves [title=下移]")[0].click()
    admin.until(lambda: "slots=elderly~30~%2Coverview~30~" in str(admin.one("#admin-playlist-preview").get_attribute("href")))
    admin.click("#admin-playlist-save")
    admin.until(lambda: "已保存播放单“常用”" in admin.one("#admin-playlist-said").text)
    with own.reading() as connection:
        kept = playlists.find(connection, "常用")
    assert kept and [slot.scene for slot in kept.slots][:2] == ["elderly", "overview"]
    assert admin.complaints() == []
