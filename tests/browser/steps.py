"""Steps that several tests take in the browser: become somebody, write a return, press a letter's buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.browser.conftest import Page

OFFLINE = {"latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}


def become(page: Page, name: str) -> None:
    page.driver.get("about:blank")
    page.driver.get(page.site + "/login")
    page.driver.delete_all_cookies()
    page.sign_in(name)
    page.until(lambda: page.all(".me b") and page.one(".me b").text == name)


# --- returns ------------------------------------------------------------------------------------------------------------------------


def enter(page: Page, name: str, address: str) -> None:
    page.driver.delete_all_cookies()
    page.sign_in(name)
    page.until(lambda: page.all(".nav .page"))
    page.driver.get(page.site + address)
    page.until(lambda: page.all("#returns-list .rt-row") or page.all("#returns-list .empty"))


def online(page: Page, there: bool) -> None:
    page.driver.execute_cdp_cmd("Network.enable", {})
    speed = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1} if there else OFFLINE
    page.driver.execute_cdp_cmd("Network.emulateNetworkConditions", {"offline": not there, **speed})


def kept(page: Page) -> str:
    return page.one("#returns-kept").text


def write(page: Page, field: str, text: str) -> None:
    page.until(lambda: page.one(f"#returns-{field}")).send_keys(text)


def value(page: Page, field: str) -> str:
    return str(page.until(lambda: page.one(f"#returns-{field}")).get_attribute("value"))


def own_complaints(page: Page) -> list[str]:
    """What the console holds beside the lost connection itself, which the browser tells of."""
    found = [one for one in page.complaints() if "ERR_INTERNET_DISCONNECTED" not in one and "Failed to fetch" not in one]
    return [one for one in found if "Callback failed: the server did not respond" not in one]


# --- letters ------------------------------------------------------------------------------------------------------------------------


def look(page: Page, number: int) -> None:
    page.driver.get(f"{page.site}/letters/{number}")
    drawn(page)


def drawn(page: Page) -> None:
    page.until(lambda: page.all(".letter-sheet") and "loading" not in (page.one("#page-letter").get_attribute("class") or ""))


def state(page: Page) -> str:
    return page.one("#letter-lead .lede").text


def press(page: Page, act: str, said: str) -> None:
    """Press a button of the letter; where it asks first, say yes."""
    opener = page.all(f"[data-opens={act}]")
    if opener:
        opener[0].click()
        page.until(lambda: page.one(f"#letter-dialog-{act}").is_displayed())
        page.one(f"#letter-dialog-{act} .btn.main").click()
    else:
        page.one(f'[data-acts~={act}] .btn[id*="{act}"], .act-block.draft .btn[id*="{act}"]').click()
    page.until(lambda: said in page.one("#letter-said").text)


def fill(page: Page, act: str, words: str) -> None:
    page.one(f"[data-acts~={act}] textarea").send_keys(words)


def last(page: Page) -> str:
    return page.texts("#letter-steps .timeline li b")[-1]
