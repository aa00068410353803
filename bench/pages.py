"""Pages over loopback HTTP: the overview's callback against a bare Flask route that returns the same bytes, its time at few and many
records; and the clicks that drill into a county on a section page, against the bare query of the same readings.

Both are served by the same server with one worker and asked in turn over a kept connection. `first` is the page worked out from the
readings (another month each time, the least disturbed of eight),
`again` the same page asked for once more, as most of the day's readers do.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import sqlalchemy as sa

from access.people import DEMONSTRATION_PASSWORD
from data.facts import bump
from data.indicators import INDICATORS
from data.settings import ROOT

ROUNDS = 300
COUNTIES = ("410221", "410222", "410223", "410225", "410212", "410202")
BARE_QUERY = """SELECT indicator, period, category, sum(numerator), sum(denominator) FROM readings
WHERE indicator IN ({names}) AND substr(region, 1, 6) = '{county}' AND period BETWEEN '2022-08' AND '2023-08'
GROUP BY indicator, period, category"""
PEOPLE = "elder_visit_rate"  # the indicator about people whose sheet is the largest: six categories, and last year's with it
BARE_PEOPLE = f"""SELECT region, period, category, numerator, denominator FROM readings
WHERE indicator = '{PEOPLE}' AND substr(region, 1, 6) = '{{county}}' AND (period BETWEEN '2022-01' AND '2022-12'
OR period BETWEEN '2023-01' AND '2023-08')"""
BARE = """
import flask
from pathlib import Path
app = flask.Flask("bare")
ANSWER = Path(__file__).with_name("answer").read_bytes()
@app.post("/")
def give():
    return flask.Response(ANSWER, mimetype="application/json")
"""


def measure(url: str) -> dict[str, float]:
    """Milliseconds of the overview's callback on one database: `first`, `again`, `bare`; `ratio` again / bare; `bytes` of the answer."""
    with tempfile.TemporaryDirectory(prefix="cockpit-bench-") as folder, _served("app:server", ROOT, {"DATABASE_URL": url}) as port:
        page = _sign_in(port)
        page.ask("")
        firsts = [_milliseconds(lambda month=month: page.ask(f"?period=2023-{month:02d}")) for month in range(1, 9)]  # type: ignore[misc]
        answer = page.ask("")
        (Path(folder) / "answer").write_bytes(answer)
        (Path(folder) / "bare.py").write_text(BARE)
        with _served("bare:app", Path(folder), {}) as other:
            bare = http.client.HTTPConnection("127.0.0.1", other)
            body = page.body("")
            headers = {"Content-Type": "application/json"}
            ours, floor = _in_turn(lambda: page.ask(""), lambda: _exchange(bare, "POST", "/", body, headers)[1])
    return {"first": min(firsts), "again": ours, "bare": floor, "ratio": ours / floor, "bytes": len(answer)}


def drill(url: str) -> dict[str, float]:
    """Milliseconds of the click on a county of `/elderly`, each county for the first time: `slowest` of the panels (they load beside each
    other), the least disturbed county; `bare`, the readings the cards are made of, in one query by hand; `ratio` slowest / bare.
    """
    with _served("app:server", ROOT, {"DATABASE_URL": url}) as port:
        panels = _panels(_sign_in(port), "elderly")
        for panel in panels:
            panel.ask("?period=2023-08")
        clicks = [max(_milliseconds(lambda: panel.ask(f"?period=2023-08&region={code}")) for panel in panels) for code in COUNTIES]  # noqa: B023
    engine = sa.create_engine(url)
    names = ", ".join(f"'{one.id}'" for one in INDICATORS.values() if one.programme == "elderly")
    with engine.connect() as connection:
        bare = [_milliseconds(lambda: connection.exec_driver_sql(BARE_QUERY.format(names=names, county=code)).all()) for code in COUNTIES]  # noqa: B023
    engine.dispose()
    slowest, floor = min(clicks), statistics.median(bare)
    return {"slowest": slowest, "bare": floor, "ratio": slowest / floor, "panels": len(panels)}


def first_drill(url: str) -> dict[str, float]:
    """Milliseconds of the first click on a county of `/elderly?indicator=elder_visit_rate` after a refresh, as the leader: nothing is kept,
    so what is withheld in that county, and in the counties above it, is worked out for this year and the last.

    Each panel and county after a refresh of its own, the least disturbed of three; `slowest` and `quickest` county, by its slowest panel;
    `bare`, the readings of that indicator, county and the two years in one query by hand; `ratio` slowest / bare.
    """
    engine = sa.create_engine(url)
    clicks, bare = [], []
    with _served("app:server", ROOT, {"DATABASE_URL": url}) as port:
        panels = _panels(_sign_in(port), "elderly")

        def first(panel: Page, address: str) -> float:
            with engine.begin() as connection:
                bump(connection)
            return _milliseconds(lambda: panel.ask(address))

        for code in COUNTIES:
            address = f"?period=2023-08&indicator={PEOPLE}&region={code}"
            clicks.append(max(min(first(panel, address) for _ in range(3)) for panel in panels))
            with engine.connect() as connection:
                bare.append(_milliseconds(lambda: connection.exec_driver_sql(BARE_PEOPLE.format(county=code)).all()))  # noqa: B023
    engine.dispose()
    slowest, floor = max(clicks), statistics.median(bare)
    return {"slowest": slowest, "quickest": min(clicks), "bare": floor, "ratio": slowest / floor}


@dataclass(frozen=True)
class Page:
    """One callback of a page, asked as a signed-in browser asks it."""

    connection: http.client.HTTPConnection
    headers: dict[str, str]
    output: str
    page: str = "overview"

    def body(self, address: str) -> str:
        places = [part.rpartition(".") for part in self.output.strip(".").split("...")]
        outputs = [{"id": place, "property": prop} for place, _, prop in places]
        return json.dumps(
            {
                "output": self.output,
                "outputs": outputs if self.output.startswith("..") else outputs[0],
                "inputs": [{"id": f"{self.page}-address", "property": "data", "value": address}],
                "changedPropIds": [f"{self.page}-address.data"],
                "state": [],
            }
        )

    def ask(self, address: str) -> bytes:
        """The answer's bytes. Raises RuntimeError for any answer that is not the page."""
        answer, data = _exchange(self.connection, "POST", "/_dash-update-component", self.body(address), self.headers)
        if answer.status != 200:
            raise RuntimeError(f"the callback answered {answer.status}")
        return data


def _sign_in(port: int) -> Page:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    headers = {"Origin": f"http://127.0.0.1:{port}", "Sec-Fetch-Site": "same-origin"}
    answer, form = _exchange(connection, "GET", "/login", None, headers)
    token = re.search(r'name="csrf_token" value="([^"]+)"', form.decode())
    if token is None:
        raise RuntimeError("the sign-in form carries no token")
    fields = urlencode({"csrf_token": token[1], "username": "leader", "password": DEMONSTRATION_PASSWORD})
    answer, _ = _exchange(
        connection, "POST", "/login", fields, {**headers, "Cookie": _cookie(answer), "Content-Type": "application/x-www-form-urlencoded"}
    )
    if answer.status != 303:
        raise RuntimeError(f"signing in answered {answer.status}")
    headers |= {"Cookie": _cookie(answer), "Content-Type": "application/json"}
    _, data = _exchange(connection, "GET", "/_dash-dependencies", None, headers)
    output = next(one["output"] for one in json.loads(data) if one["inputs"][0]["id"] == "overview-address")
    return Page(connection, headers, output)


def _panels(signed_in: Page, page: str) -> list[Page]:
    """All callbacks of a page."""
    _, data = _exchange(signed_in.connection, "GET", "/_dash-dependencies", None, signed_in.headers)
    mine = [one["output"] for one in json.loads(data) if one["inputs"] and one["inputs"][0]["id"] == f"{page}-address"]
    return [Page(signed_in.connection, signed_in.headers, output, page) for output in mine]


def _cookie(answer: http.client.HTTPResponse) -> str:
    return (answer.getheader("Set-Cookie") or "").partition(";")[0]


def _exchange(
    connection: http.client.HTTPConnection, method: str, path: str, body: str | None, headers: dict[str, str]
) -> tuple[http.client.HTTPResponse, bytes]:
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    return answer, answer.read()


@contextmanager
def _served(name: str, folder: Path, settings: dict[str, str]) -> Iterator[int]:
    """An application behind one gunicorn worker with eight threads; the port it answers on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "/dev/null", "-k", "gthread", "--threads", "8", "--keep-alive", "5"]
    command += ["-b", f"127.0.0.1:{port}", "--chdir", str(folder), name]
    server = subprocess.Popen(command, cwd=folder, env={**os.environ, **settings}, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while server.poll() is None and time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        else:
            raise RuntimeError(f"{name} did not start")
        yield port
    finally:
        server.terminate()
        server.wait(30)


def _milliseconds(ask: Callable[[], object]) -> float:
    begun = time.perf_counter()
    ask()
    return 1000 * (time.perf_counter() - begun)


def _in_turn(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """Median milliseconds of both, asked in turn so that the machine's moods meet both alike."""
    pairs = [(_milliseconds(one), _milliseconds(other)) for _ in range(ROUNDS)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)
