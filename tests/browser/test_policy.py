"""What the Content-Security-Policy keeps out, tried in real Chromium: markup that slipped into a page brings neither script nor style."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.conftest import Page

pytestmark = pytest.mark.browser


def test_slipped_in_markup_brings_neither_script_nor_style(leader: Page) -> None:
    leader.run(
        """
        const slipped = document.createElement("div");
        slipped.innerHTML = `<style>html { scroll-margin-top: 77px }</style>
          <img src="/nothing.png" onerror="window.ran = 'handler'">
          <a id="slipped" href="javascript:window.ran='link'">x</a>`;
        document.body.append(slipped);
        document.body.append(document.createRange().createContextualFragment("<script>window.ran = 'script'</" + "script>"));
        document.getElementById("slipped").click();
        """
    )
    complaints = leader.until(lambda: (found := leader.complaints()) and found)
    assert leader.run("return getComputedStyle(document.documentElement).scrollMarginTop") != "77px"
    assert leader.run("return window.ran ?? null") is None
    assert any("style-src-elem" in one for one in complaints) and any("script-src" in one for one in complaints)


def test_text_is_never_run_as_script(leader: Page) -> None:
    leader.run("setTimeout('window.run = 1'); setTimeout(() => { window.waited = 1 }, 50)")
    leader.until(lambda: leader.run("return window.waited === 1"))
    assert leader.run("return window.run ?? null") is None
    assert any("unsafe-eval" in one for one in leader.complaints())


def test_style_made_by_the_pages_own_scripts_is_let_in(leader: Page) -> None:
    leader.run(
        "const own = document.createElement('style'); own.textContent = 'html { scroll-margin-top: 3px }'; document.head.append(own)"
    )
    assert leader.run("return getComputedStyle(document.documentElement).scrollMarginTop") == "3px"
    assert leader.complaints() == []


def test_the_nonce_is_another_each_time_and_not_to_be_read_from_the_markup(leader: Page) -> None:
    def nonce() -> str:
        found: str = leader.run("return document.querySelector('script[nonce]').nonce")
        assert leader.run("return document.querySelector('script[nonce]').getAttribute('nonce')") == ""
        return found

    first = nonce()
    leader.driver.refresh()
    leader.drawn()
    assert len(first) >= 32 and nonce() != first
    assert leader.complaints() == []
