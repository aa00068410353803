"""Single sign-on in real Chromium: 单点登录, the provider on another site, back to the overview; and both sessions ended by one click."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.access.partner import Partner, running

if TYPE_CHECKING:
    from tests.browser.conftest import Page

pytestmark = pytest.mark.browser
LEADER = {"sub": "1f3a-li", "preferred_username": "li.ming", "groups": ["mzj-leaders"]}


@pytest.fixture(scope="module")
def partner(site: str) -> Iterator[Partner]:
    """The provider as `localhost`: to a browser that is another site than the cockpit's 127.0.0.1."""
    from app import server

    kept = server.extensions["sso"]
    with running("localhost") as partner:
        partner.join(server)
        partner.tell(redirect_uris=[f"{site}/sso/callback"], person=LEADER)
        yield partner
    server.extensions["sso"] = kept


def test_one_click_in_and_one_click_out(browser: Page, partner: Partner) -> None:
    browser.driver.get(browser.site + "/?period=2023-08")
    browser.until(lambda: browser.one("#login-username"))
    browser.requested()
    button = browser.one("#login-sso")
    assert button.text == "单点登录" and button.size["height"] >= 40
    button.click()
    browser.drawn()
    assert urlsplit(browser.address).path == "/" and browser.query == {"period": "2023-08"}
    hosts = {urlsplit(partner.issuer).netloc, urlsplit(browser.site).netloc}
    assert browser.requested() == hosts and urlsplit(partner.issuer).hostname == "localhost"
    assert "li.ming" in browser.run("return document.body.textContent")

    browser.driver.get(browser.site + "/password")
    assert browser.one("#password-elsewhere").is_displayed()
    browser.open("/")
    browser.run("document.querySelector('#shell-sign-out').click()")
    browser.until(lambda: browser.one("#login-username"))
    assert partner.tell()["sessions"] == 0
    browser.driver.get(browser.site + "/")
    browser.until(lambda: browser.one("#login-username"))
    assert browser.complaints() == []


def test_a_refusal_is_a_plain_page_with_both_ways_on(browser: Page, partner: Partner) -> None:
    partner.tell(person={**LEADER, "groups": []})
    browser.driver.get(browser.site + "/login")
    browser.complaints()
    browser.click("#login-sso")
    browser.until(lambda: browser.one("#page-sso"))
    assert "所属的组" in browser.one("#sso-problem").text
    assert "code=" in browser.address and partner.tell()["seen"]
    browser.click("#sso-password")
    browser.until(lambda: browser.one("#login-password"))
    assert [line for line in browser.complaints() if "403" not in line] == []  # Chromium notes every page that is not 200
