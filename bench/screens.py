"""The wall: what its payload costs once, and what twenty screens on one server cost more than one.

Over loopback HTTP against one worker, each screen with a connection and a device of its own. Server seconds are the worker's CPU time.
"""

from __future__ import annotations

import http.client
import re
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import psutil

from bench.pages import _cookie, _exchange, _served
from data.database import Database
from data.facts import bump
from data.indicators.moment import moment
from data.screen import devices, playlists
from data.screen.playlists import SHIPPED
from data.settings import ROOT

SCREENS = 20
EVERY = 5  # seconds between two questions of a wall, as assets/screen.js asks
ROUNDS = 40


def build(url: str) -> dict[str, float]:
    """Milliseconds of a payload made anew after a refresh, the least disturbed of five; its bytes, packed and plain."""
    from pages.wall import kept

    database = Database(url)
    times = []
    for _ in range(5):
        with database.writing() as connection:
            bump(connection)
        with moment(database) as now:
            begun = time.perf_counter()
            made = kept.made(now, SHIPPED.slots)
            times.append(1000 * (time.perf_counter() - begun))
    database.dispose()
    return {"build": min(times), "packed": len(made.packed), "plain": len(made.plain)}


def poll(url: str) -> dict[str, float]:
    """Twenty screens against one: the milliseconds until one alone (`first`), and the last of twenty at once (`all`), has a new payload;
    `one` and `many`, the server's CPU milliseconds for a question that brings nothing new; `share`, of one core, that twenty take.
    """
    with _served("app:server", ROOT, {"DATABASE_URL": url}) as port:
        server = _worker(port)
        screens = [_enrol(url, port, number) for number in range(SCREENS)]
        screens[0].ask()
        first, everybody = [], []
        for _ in range(3):
            _changed(url)
            first.append(_all(screens[:1]))
            _changed(url)
            everybody.append(_all(screens))
        one, many = _cpu(server, screens[:1]), _cpu(server, screens)
    return {"first": min(first), "all": min(everybody), "one": one, "many": many, "share": SCREENS * many / 1000 / EVERY}


class _Screen:
    """An enrolled device, asking as the wall's script does."""

    def __init__(self, connection: http.client.HTTPConnection, headers: dict[str, str]) -> None:
        self.connection, self.headers, self.mark = connection, headers, ""

    def ask(self) -> None:
        """Raises RuntimeError for an answer that is no payload."""
        headers = {**self.headers, "Accept-Encoding": "br", **({"If-None-Match": self.mark} if self.mark else {})}
        answer, _ = _exchange(self.connection, "GET", "/screen/payload", None, headers)
        if answer.status not in (200, 304):
            raise RuntimeError(f"the wall was answered {answer.status}")
        self.mark = answer.getheader("Screen-Mark") or ""

    def renew(self) -> None:
        """Ask until there is another payload than before, a little oftener than a wall does."""
        before = self.mark
        self.ask()
        while self.mark == before:
            time.sleep(0.05)
            self.ask()


def _enrol(url: str, port: int, number: int) -> _Screen:
    database = Database(url)
    with database.writing() as writer:
        _, token = devices.add(writer, f"{time.time_ns()}-{number}", who="bench", playlist=playlists.USUAL)
    database.dispose()
    connection = http.client.HTTPConnection("127.0.0.1", port)
    headers = {"Origin": f"http://127.0.0.1:{port}", "Sec-Fetch-Site": "same-origin"}
    answer, form = _exchange(connection, "GET", "/screen/enter", None, headers)
    secret = re.search(r'name="csrf_token" value="([^"]+)"', form.decode())
    if secret is None:
        raise RuntimeError("the page where a device comes in carries no token")
    fields = urlencode({"csrf_token": secret[1], "token": token})
    more = {"Cookie": _cookie(answer), "Content-Type": "application/x-www-form-urlencoded"}
    answer, _ = _exchange(connection, "POST", "/screen/enter", fields, headers | more)
    if answer.status != 303:
        raise RuntimeError(f"coming in answered {answer.status}")
    return _Screen(connection, headers | {"Cookie": _cookie(answer)})


def _changed(url: str) -> None:
    database = Database(url)
    with database.writing() as connection:
        bump(connection)
    database.dispose()


def _all(screens: list[_Screen]) -> float:
    """Milliseconds until each of these, asking at once, has its answer."""
    for screen in screens:
        screen.connection.close()  # kept for seconds only, and the last build may have taken longer
    with ThreadPoolExecutor(len(screens)) as pool:
        begun = time.perf_counter()
        list(pool.map(_Screen.renew, screens))
        return 1000 * (time.perf_counter() - begun)


def _cpu(server: psutil.Process, screens: list[_Screen]) -> float:
    """The server's CPU milliseconds a question of one of these costs, over many rounds, the least disturbed of three."""
    found = []
    for _ in range(3):
        for screen in screens:
            screen.connection.close()
        before = sum(server.cpu_times()[:2])
        for _ in range(ROUNDS * SCREENS // len(screens)):
            for screen in screens:
                screen.ask()
        found.append(1000 * (sum(server.cpu_times()[:2]) - before) / (ROUNDS * SCREENS))
    return min(found)


def _worker(port: int) -> psutil.Process:
    """The process that answers on a port: the server's one worker."""
    for process in psutil.Process().children(recursive=True):
        if any(f"127.0.0.1:{port}" in part for part in process.cmdline()) and not process.children():
            return process
    raise RuntimeError("the server has no worker")
