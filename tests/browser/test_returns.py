"""A month's return in real Chromium: typed, cut off, reloaded, nothing lost; submitted, sent back, submitted again, accepted."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from selenium.webdriver.support.expected_conditions import alert_is_present
from selenium.webdriver.support.ui import WebDriverWait

from access import audit
from access.scope import Scope
from data.database import Database
from data.programmes.returns import filing
from data.programmes.returns.history import read_changes
from data.programmes.returns.item import Item
from data.programmes.returns.present import Return, read_return
from tests.browser.steps import enter, kept, online, own_complaints, value, write

if TYPE_CHECKING:
    from tests.browser.conftest import Page

pytestmark = pytest.mark.browser
ITEM = Item("2023-09", "elderly", "8", "410221")
ADDRESS = "/returns?item=elderly/8/410221"


@pytest.fixture(scope="module")
def own(site: str, demonstration: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The demonstration city as a copy, since this module changes it."""
    from app import server

    folder = tmp_path_factory.mktemp("returns")
    with demonstration.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(Path(str(demonstration.url.database)), folder / "cockpit.db")
    database = Database(f"sqlite:///{folder / 'cockpit.db'}")
    kept = server.extensions["cockpit"]
    settings = kept.settings.model_copy(update={"attachments_dir": folder / "attachments"})
    server.extensions["cockpit"] = replace(kept, database=database, settings=settings)
    yield database
    server.extensions["cockpit"] = kept
    database.dispose()


def stored(database: Database) -> Return:
    with database.reading() as connection:
        return read_return(connection, ITEM)


def test_a_return_from_the_first_word_to_its_acceptance(browser: Page, own: Database) -> None:
    page = browser
    enter(page, "county", ADDRESS)
    page.complaints()
    write(page, "done", "网络选址完成，")
    page.until(lambda: "已保存" in kept(page))
    assert stored(own).content.done == "网络选址完成，" and stored(own).state == "draft"

    online(page, False)
    write(page, "done", "两个社区开展服务。")
    write(page, "percent", "65")
    page.until(lambda: "留在本机" in kept(page))
    assert stored(own).content.percent is None
    online(page, True)
    page.driver.refresh()  # before anything was sent again
    page.until(lambda: value(page, "done") == "网络选址完成，两个社区开展服务。" and value(page, "percent") == "65")
    page.until(lambda: "已保存" in kept(page))
    assert (stored(own).content.done, stored(own).content.percent) == ("网络选址完成，两个社区开展服务。", 65)
    assert page.run("return Object.keys(localStorage).filter(name => name.startsWith('return:')).length") == 0

    online(page, False)
    write(page, "measures", "下月招聘护理员。")
    page.until(lambda: "留在本机" in kept(page))
    online(page, True)  # and on the open page it comes by itself
    page.until(lambda: "已保存" in kept(page))
    assert stored(own).content.measures == "下月招聘护理员。"

    write(page, "value-demo_home_care_networks-0", "1")
    page.click("#returns-submit")
    page.until(lambda: page.all("#returns-panel .state-submitted"))
    page.until(lambda: "已报送" in page.one("#returns-told").text)
    assert stored(own).state == "submitted" and stored(own).content.values == {"demo_home_care_networks": ("1", "")}
    assert not page.all("#returns-form"), "what is submitted is only read"

    enter(page, "chief", ADDRESS)
    page.click("#returns-send-back")
    page.click("#returns-send-back-sure")
    assert "请写明理由" in page.one("#returns-send-back-dialog .rt-need").text and stored(own).state == "submitted"
    write(page, "send-back-reason", "请写明社区名称")
    page.click("#returns-send-back-sure")
    page.until(lambda: page.all("#returns-panel .state-returned"))
    assert (stored(own).state, stored(own).reason) == ("returned", "请写明社区名称")

    enter(page, "county", ADDRESS)
    page.until(lambda: "请写明社区名称" in page.one("#returns-panel .rt-reason").text)
    write(page, "done", "为东大街、西大街社区。")
    page.click("#returns-submit")  # before the pause of typing is over: it waits for the text
    page.until(lambda: page.all("#returns-panel .state-submitted"))
    assert stored(own).content.done == "网络选址完成，两个社区开展服务。为东大街、西大街社区。"

    enter(page, "chief", ADDRESS)
    page.click("#returns-accept")
    page.until(lambda: page.all("#returns-panel .state-accepted"))
    page.until(lambda: any("历史" in text for text in page.texts("#returns-history summary")))
    assert stored(own).state == "accepted"
    with own.reading() as connection:
        acts = [change.act for change in read_changes(connection, ITEM, drafts=False)]
        told = [(entry.who, entry.what[:2]) for entry in audit.search(connection, act="return", limit=99)][::-1]
    assert acts == ["submitted", "returned", "submitted", "accepted"]
    assert [one for one in told if one[1] != "保存"] == [("county", "报送"), ("chief", "退回"), ("county", "报送"), ("chief", "审核")]
    assert own_complaints(page) == []


def test_two_who_write_see_both_texts(browser: Page, own: Database) -> None:
    page = browser
    other = Item("2023-09", "elderly", "9", "410221")
    enter(page, "county", "/returns?item=elderly/9/410221")
    write(page, "done", "我写的")
    page.until(lambda: "已保存" in kept(page))
    with own.noting() as connection:
        there = read_return(connection, other)
        said = {"percent": 30, "done": "同事写的", "measures": "", "values": {}}
        by: dict[str, Any] = {"scope": Scope("county", region="410221"), "who": "同事", "where": ""}
        filing.save(connection, other, said, version=there.version, **by)
    write(page, "done", "更多")
    page.until(lambda: page.all("#returns-conflict .rt-side"))
    assert "我写的更多" in page.one(".rt-side.mine").text and "同事写的" in page.one(".rt-side.theirs").text
    with own.reading() as connection:
        assert read_return(connection, other).content.done == "同事写的", "nothing is overwritten"
    page.click("[data-choose=mine]")
    page.until(lambda: "已保存" in kept(page))
    with own.reading() as connection:
        assert read_return(connection, other).content.done == "我写的更多"
        assert [one.content.done for one in read_changes(connection, other, drafts=True)][-2:] == ["同事写的", "我写的更多"]
    assert page.complaints() == []


def test_a_session_that_ends_loses_nothing_and_the_next_person_finds_nothing(browser: Page, own: Database) -> None:
    page = browser
    address = "/returns?item=elderly/10/410221"
    enter(page, "county", address)
    page.until(lambda: page.one("#returns-done"))
    page.driver.delete_all_cookies()
    write(page, "done", "会话已过期时写的")
    page.until(lambda: page.all("#login-username"))
    page.sign_in_here("county")
    page.until(lambda: value(page, "done") == "会话已过期时写的" and "已保存" in kept(page))
    left = "{version: 0, fields: {done: '秘密'}, at: Date.now()}"
    page.run(f"localStorage.setItem('return:county:2023-09|elderly|11|410221', JSON.stringify({left}))")
    enter(page, "chief", ADDRESS)
    page.until(lambda: page.run("return Object.keys(localStorage).filter(name => name.startsWith('return:')).length") == 0)


def asked(page: Page) -> Any:
    """The browser's own question."""
    return WebDriverWait(page.driver, 20).until(alert_is_present())


def test_signing_out_clears_this_browser(browser: Page, own: Database) -> None:
    page = browser
    enter(page, "county", "/returns?item=elderly/10/410221")
    page.until(lambda: page.one("#returns-done"))
    page.run("localStorage.setItem('return:county:x', JSON.stringify({version: 0, fields: {}, stuck: true, at: Date.now()}))")
    page.driver.get(page.site + "/")  # not on the page of the returns: nothing can be sent from there
    page.click("#shell-sign-out")
    asked(page).dismiss()
    assert page.run("return localStorage.length") > 0 and page.all("#shell-sign-out")
    page.click("#shell-sign-out")
    asked(page).accept()
    page.until(lambda: page.all("#login-username"))
    assert page.run("return Object.keys(localStorage).filter(name => name.startsWith('return:')).length") == 0


def test_a_file_comes_with_a_return_and_goes_again(browser: Page, own: Database, tmp_path: Path) -> None:
    page = browser
    real, fake = tmp_path / "验收单.pdf", tmp_path / "程序.pdf"
    real.write_bytes(b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    fake.write_bytes(b"MZ" + bytes(300))
    enter(page, "county", "/returns?item=elderly/12/410221")
    for path, words in ((fake, "只收"), (real, "")):
        page.click("#returns-attach")
        page.until(lambda: page.one(".rt-picker")).send_keys(str(path))
        if words:
            page.until(lambda words=words: words in page.one("#returns-files-said").text)
    page.until(lambda: page.texts("#returns-files a") == ["验收单.pdf"])
    page.click("[data-detach]")
    page.until(lambda: not page.all("#returns-files a"))


@pytest.mark.parametrize(("name", "address"), [("county", ADDRESS), ("chief", "/returns"), ("leader", "/returns?item=relief/1/410225")])
def test_nothing_is_cut_at_any_width(browser: Page, own: Database, name: str, address: str) -> None:
    page = browser
    enter(page, name, address)
    for width, height in ((1920, 1080), (1440, 900), (1024, 768), (390, 844)):
        page.size(width, height, phone=width < 500)
        page.driver.get(page.site + address)
        page.until(lambda: page.all("#returns-list .rt-row") and page.all("#returns-foot .foot"))
        assert page.run("return document.documentElement.scrollWidth") <= width
        cut = page.run(
            """return [...document.querySelectorAll('#page-returns .btn, #page-returns h2, .rt-how, .lead')]
               .filter(one => one.offsetParent && one.scrollWidth > one.clientWidth + 1).map(one => one.textContent)"""
        )
        assert cut == [], width
    page.size(1440, 900)
