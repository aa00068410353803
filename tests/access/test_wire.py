"""On a real socket: what is too large is cut off while it comes, announced or not; what is not HTTP is refused; the log stays clean."""

from __future__ import annotations

import io
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import requests
from flask import Flask
from werkzeug.test import TestResponse

from access.people import DEMONSTRATION_PASSWORD
from data.database import Database
from data.settings import ROOT
from tests.access.askers import enter
from tests.access.conftest import copied

KIB = 1024


@dataclass
class Site:
    """A gunicorn as in service, on a copy of the demonstration city."""

    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def send(self, *pieces: bytes, most: int = 1 << 30) -> tuple[str, int]:
        """What is answered to raw bytes, and how many of them went out before the answer came."""
        sent = 0
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as wire:
            wire.setblocking(True)
            for piece in pieces:
                if sent > most or _answered(wire):
                    break
                try:
                    wire.sendall(piece)
                except (BrokenPipeError, ConnectionResetError):
                    break
                sent += len(piece)
            found = b""
            wire.settimeout(30)
            try:
                while b"\r\n\r\n" not in found or not _whole(found):
                    more = wire.recv(65536)
                    if not more:
                        break
                    found += more
            except ConnectionResetError:
                pass
        return found.decode("utf-8", "replace"), sent

    def signed_in(self) -> str:
        """The cookie of a leader."""
        client = requests.Session()
        form = client.get(f"{self.url}/login", timeout=30).text
        token = form.split('name="csrf_token" value="')[1].split('"')[0]
        data = {"csrf_token": token, "username": "leader", "password": DEMONSTRATION_PASSWORD}
        answer = client.post(f"{self.url}/login", data=data, allow_redirects=False, timeout=30)
        assert answer.status_code == 303
        return client.cookies["cockpit"]


def _answered(wire: socket.socket) -> bool:
    wire.setblocking(False)
    try:
        return bool(wire.recv(1, socket.MSG_PEEK))
    except BlockingIOError:
        return False
    except ConnectionResetError:
        return True
    finally:
        wire.setblocking(True)


def _whole(found: bytes) -> bool:
    head, _, body = found.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    return length is not None and len(body) >= int(length[1])


@pytest.fixture(scope="module")
def site(demonstration: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("wire")
    database = copied(demonstration, folder / "cockpit.db")
    database.dispose()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/cockpit.db", "PORT": str(port), "HOST": "127.0.0.1"}
    given.pop("PROMETHEUS_MULTIPROC_DIR", None)
    site = Site(port, folder / "log")
    with open(site.log, "w") as log:
        running = subprocess.Popen([sys.executable, "-m", "gunicorn", "--workers", "1", "app:server"], cwd=ROOT, env=given, stderr=log)
        try:
            for _ in range(600):
                try:
                    requests.get(f"{site.url}/healthz", timeout=60)
                    break
                except requests.ConnectionError:
                    assert running.poll() is None, site.log.read_text()
                    time.sleep(0.1)
            yield site
        finally:
            running.terminate()
            running.wait(30)


def head(method: str, path: str, *lines: str) -> bytes:
    return "\r\n".join((f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *lines, "", "")).encode()


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def test_a_body_that_announces_too_much_is_refused_before_it_comes(site: Site) -> None:
    for path, length in (("/login", 65 * KIB), ("/_dash-update-component", 3 * KIB**2), ("/api/v1/datasets/deaths", 301 * KIB**2)):
        answer, _ = site.send(head("POST", path, f"Content-Length: {length}"))
        assert answer.startswith("HTTP/1.1 413") and "提交的内容太大" in answer, path


def test_a_body_without_an_end_is_cut_off_where_it_is_too_large(site: Site) -> None:
    """Chunk after chunk, no length announced: the answer comes at the limit, not when the sender tires."""
    cookie = f"Cookie: cockpit={site.signed_in()}"
    endless = [chunk(b"a" * 16 * KIB)] * 4000
    for path, kind, limit in (
        ("/login", "application/x-www-form-urlencoded", 64 * KIB),
        ("/_dash-update-component", "application/json", 2 * KIB**2),
    ):
        lines = (cookie, f"Content-Type: {kind}", "Transfer-Encoding: chunked", "Sec-Fetch-Site: same-origin")
        answer, sent = site.send(head("POST", path, *lines), *endless)
        assert answer.startswith("HTTP/1.1 413") and "提交的内容太大" in answer, (path, answer[:200])
        assert sent < limit + 16 * KIB**2, "what the socket holds may be on its way"


def test_a_body_in_pieces_that_fits_is_read(site: Site) -> None:
    cookie = f"Cookie: cockpit={site.signed_in()}"
    lines = (cookie, "Content-Type: application/json", "Transfer-Encoding: chunked", "Sec-Fetch-Site: same-origin")
    asked = {
        "output": ".._pages_content.children..._pages_store.data..",
        "outputs": [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}],
        "inputs": [
            {"id": "_pages_location", "property": "pathname", "value": "/nowhere"},
            {"id": "_pages_location", "property": "search", "value": ""},
        ],
        "changedPropIds": [],
    }
    text = json.dumps(asked).encode()
    answer, _ = site.send(head("POST", "/_dash-update-component", *lines), chunk(text[:50]), chunk(text[50:]), b"0\r\n\r\n")
    assert answer.startswith("HTTP/1.1 200") and "没有这个页面" in answer


def test_an_import_in_pieces_is_read_to_its_end_or_not_at_all(server: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a file must not be taken for a whole one."""
    admin = enter(server, "admin")
    view = server.view_functions["api.bring_in"]
    monkeypatch.setattr(view, "audience", replace(view.audience, largest=4 * KIB))  # type: ignore[attr-defined]

    def send(body: bytes, kind: str) -> TestResponse:
        environ = {"wsgi.input": io.BytesIO(body), "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_TYPE": kind}
        return admin.ask(server, "POST", "/api/v1/datasets/marriages", environ_overrides=environ)

    row = {"key": "M", "region": "410221", "kind": "结婚", "registered_on": "2023-01-01"}
    for many, code in ((20, 200), (200, 413)):
        body = json.dumps([{**row, "key": f"M{number}"} for number in range(many)]).encode()
        answer = send(body, "application/json")
        assert answer.status_code == code, answer.text
        file = (
            "--x\r\nContent-Disposition: form-data; name=file; filename=a.csv\r\n\r\n记录编号,区划代码,类别,登记日期\r\n"
            + "".join(f"F{number},410221,结婚,2023-01-01\r\n" for number in range(many))
            + "\r\n--x--\r\n"
        )
        answer = send(file.encode(), "multipart/form-data; boundary=x")
        assert answer.status_code in ((200, 422) if code == 200 else (413,)), answer.text


@pytest.mark.parametrize(
    ("raw", "codes"),
    [
        (b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", "414"),
        (b"GET /" + b"x" * 5000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", "414"),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(100)) + b"\r\n", "431|400"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 9000 + b"\r\n\r\n", "431|400"),
        (b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "400"),
        (b"GET / HTTP/1.1\r\nHost: <script>\r\n\r\n", "400"),
        (b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", "400|505"),
        (b"nonsense\r\n\r\n", "400"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", "400"),
        (head("POST", "/login", "Content-Length: x"), "400"),
        (head("POST", "/login", "Content-Length: 5", "Transfer-Encoding: chunked") + b"0\r\n\r\n", "400"),
        (head("POST", "/login", "Transfer-Encoding: chunked", "Content-Type: application/x-www-form-urlencoded") + b"zz\r\nx\r\n", "400"),
        (head("TRACE", "/"), "401|403|405"),
        (head("CONNECT", "/"), "4\\d\\d"),
    ],
    ids=range(14),
)
def test_what_is_no_request_is_refused(site: Site, raw: bytes, codes: str) -> None:
    answer, _ = site.send(raw)
    assert re.match(rf"HTTP/1.1 ({codes}) ", answer), answer[:200]
    assert "Traceback" not in answer and "site-packages" not in answer


def test_no_answer_says_what_serves(site: Site) -> None:
    for path in ("/login", "/nowhere", "/healthz", "/assets/tokens.css", "/api/v1/indicators"):
        headers = requests.get(site.url + path, allow_redirects=False, timeout=30).headers
        assert headers["Server"] == "cockpit"
        assert not re.search(r"(?i)python|werkzeug|gunicorn|flask|dash", str(headers).replace("_dash", "")), headers


def test_the_log_holds_no_stack_trace_of_all_this(site: Site) -> None:
    """Last in this module: everything above has been asked."""
    assert requests.get(f"{site.url}/healthz", timeout=30).status_code == 200
    log = site.log.read_text()
    assert "Traceback" not in log and "[ERROR]" not in log, log[-2000:]
