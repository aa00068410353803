"""A real server on 127.0.0.1 over a small demonstration city, and one headless Chromium a module, looking at it as a leader does."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait
from werkzeug.serving import make_server

from data.database import Database

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--lang=zh-CN",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
)
PATIENCE = 20  # seconds a page may take on a busy machine; waiting ends with the state waited for
IGNORED = (NoSuchElementException, StaleElementReferenceException)


@contextmanager
def serving(database: Database) -> Iterator[str]:
    """The address of the server of this process, on that database."""
    from app import server

    kept = server.extensions["cockpit"]
    server.extensions["cockpit"] = replace(kept, database=database)
    listening = make_server("127.0.0.1", 0, server, threaded=True)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.port}"
    listening.shutdown()
    thread.join(5)
    server.extensions["cockpit"] = kept


@pytest.fixture(scope="module")
def site(demonstration: Database) -> Iterator[str]:
    """The address of the server of this process, on the demonstration city."""
    with serving(demonstration) as address:
        yield address


@dataclass
class Page:
    """What a test does with a browser: go, look, click, wait for a state; never sleep."""

    driver: webdriver.Chrome
    site: str

    def size(self, width: int, height: int, phone: bool = False) -> None:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def open(self, path: str) -> None:
        """Load an address of the overview and wait until everything on it is drawn."""
        self.driver.get(self.site + path)
        self.drawn()

    def drawn(self) -> None:
        """Wait for the cards, the map with its labels and the trend; and for nothing to be under way."""
        self.until(
            lambda: (
                self.count(".card[data-indicator]") == 6
                and self.count("#overview-map .textpoint text") == 9
                and self.count("#overview-trend .xtick")
                and "loading" not in (self.one("#page-overview").get_attribute("class") or "")
            )
        )

    def until(self, holds: Callable[[], Any]) -> Any:
        """Wait until something holds; elements that a redraw took away are looked for again."""
        return WebDriverWait(self.driver, PATIENCE, 0.05, ignored_exceptions=IGNORED).until(lambda _: holds())

    def one(self, selector: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def count(self, selector: str) -> int:
        """How many there are, in one look: handing over thousands of elements takes seconds."""
        found: int = self.run("return document.querySelectorAll(arguments[0]).length", selector)
        return found

    @property
    def settled(self) -> bool:
        """No grey shapes are seen any more, and nothing is under way."""
        found: bool = self.run(
            """return document.querySelector('.loading') === null
               && [...document.querySelectorAll('.bones')].every(one => !one.checkVisibility())"""
        )
        return found

    def click(self, selector: str) -> None:
        self.until(lambda: self.one(selector).click() is None)  # type: ignore[func-returns-value]

    def run(self, script: str, *given: Any) -> Any:
        return self.driver.execute_script(script, *given)

    def texts(self, selector: str) -> list[str]:
        """The texts of all elements found, hidden ones too, in one look."""
        found: list[str] = self.run("return [...document.querySelectorAll(arguments[0])].map(one => one.textContent)", selector)
        return found

    def values(self, selector: str, attribute: str) -> set[str]:
        return set(
            self.run("return [...document.querySelectorAll(arguments[0])].map(one => one.getAttribute(arguments[1]))", selector, attribute)
        )

    @property
    def address(self) -> str:
        """The address as the page itself knows it: the driver's own answer waits for seconds after a change without a load."""
        found: str = self.run("return location.href")
        return found

    @property
    def query(self) -> dict[str, str]:
        """The parts of the address after the question mark."""
        return {name: found[0] for name, found in parse_qs(urlsplit(self.address).query).items()}

    def labels(self) -> dict[str, str]:
        """The map's labels: name → figure."""
        lines = self.run(
            """return [...document.querySelectorAll('#overview-map .textpoint text')].map(one =>
               [...one.querySelectorAll('tspan.line')].map(line => line.textContent))"""
        )
        return dict(lines)

    def complaints(self) -> list[str]:
        """What the browser's console holds since the last look."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requested(self) -> set[str]:
        """The hosts this page's own requests went to since the last look."""
        hosts = set()
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                address = urlsplit(message["params"]["request"]["url"])
                if address.scheme not in ("data", "blob"):
                    hosts.add(address.netloc)
        return hosts

    def sign_in(self, name: str = "leader") -> None:
        self.driver.get(self.site + "/login")
        self.sign_in_here(name)

    def sign_in_here(self, name: str = "leader") -> None:
        """Fill in the form that is shown."""
        from access.people import DEMONSTRATION_PASSWORD

        self.one("#login-username").send_keys(name)
        self.one("#login-password").send_keys(DEMONSTRATION_PASSWORD)
        self.one("#login-submit").click()


@pytest.fixture(scope="module")
def chromium() -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def browser(chromium: webdriver.Chrome, site: str) -> Page:
    """A desk of 1440 × 900, nobody signed in."""
    page = Page(chromium, site)
    page.size(1440, 900)
    return page


@pytest.fixture(scope="module")
def _leader(browser: Page) -> Page:
    browser.sign_in()
    browser.drawn()
    return browser


@pytest.fixture
def leader(_leader: Page) -> Page:
    """A leader at the desk, on the overview of August 2023; the console is empty."""
    _leader.size(1440, 900)
    _leader.open("/?period=2023-08")
    _leader.complaints()
    return _leader
