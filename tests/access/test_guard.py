"""The guard: strangers get nowhere, foreign pages start nothing, each role opens its own pages, sizes hold, every answer is sealed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_limiter import ApplicationLimit
from limits import parse

from access import doors, limits, people, tokens
from access.doors import EVERYONE, STAFF, Door
from tests.conftest import PASSWORD

Visit = Callable[..., FlaskClient]
ROLES = {"leader": {}, "chief": {"section": "养老服务科"}, "county": {"region": "410221"}, "screen": {}, "admin": {}}


@pytest.mark.parametrize(
    "path", ["/_dash-layout", "/_dash-dependencies", "/_reload-hash", "/_mcp", "/_alive_x", "/_dash-update-component", "/api/v1/values"]
)
def test_a_stranger_calls_nothing(server: Flask, path: str) -> None:
    client = server.test_client()
    assert client.get(path).status_code == 401
    assert client.get(path + "?next=/login").status_code == 401
    own = {"Origin": "http://localhost"}
    assert client.post(path, json={"output": "_pages_content.children"}, headers=own).status_code == 401


@pytest.mark.parametrize(
    "path", ["/", "/relief", "/region/410221?period=2023-06", "/login/../", "//login", "/LOGIN", "/assets", "/healthz/x"]
)
def test_a_stranger_is_led_to_the_sign_in_and_back(server: Flask, path: str) -> None:
    answer = server.test_client().get(path)
    assert answer.status_code in (302, 308)
    assert answer.headers["Location"].split("?")[0] in ("/login", "http://localhost/login")


def test_only_what_holds_no_datum_is_open(server: Flask) -> None:
    client = server.test_client()
    opened = {path: client.get(path).status_code for path in ("/login", "/healthz", "/readyz", "/_favicon.ico")}
    assert opened["/login"] == opened["/healthz"] == opened["/_favicon.ico"] == 200
    assert opened["/readyz"] in (200, 503)
    assert client.get("/assets/../app.py").status_code == 404
    assert client.get("/assets/%2e%2e/app.py").status_code == 404


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, 403),
        ({"Origin": "http://localhost"}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "https://example.org"}, 403),
        ({"Origin": "http://localhost.example.org"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://localhost"}, 403),
        ({"Origin": "ftp://localhost", "Sec-Fetch-Site": "same-origin"}, 403),
        ({"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "https://example.org", "Sec-Fetch-Site": "same-origin"}, 403),
    ],
)
def test_a_callback_comes_from_a_page_of_this_server(server: Flask, visit: Visit, headers: dict[str, str], code: int) -> None:
    client = visit(server, "leader")
    client.environ_base.pop("HTTP_ORIGIN")
    client.environ_base.pop("HTTP_SEC_FETCH_SITE")
    assert client.post("/_dash-update-component", json=PAGE_SWITCH, headers=headers).status_code == code


@pytest.mark.parametrize("path", ["/", "/nothing", "/relief", "/admin/audit.csv", "/api/v1/values", "/_dash-layout", "/sessions"])
@pytest.mark.parametrize("name", ["people", "sessions"])
def test_a_lost_database_is_told_in_words_with_a_cookie_too(either_server: Flask, visit: Visit, path: str, name: str) -> None:
    client = visit(either_server, "admin")
    kept = client.get("/login").headers
    with either_server.extensions["cockpit"].database.writing() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {name} RENAME TO lost")
    answer = client.get(path)
    assert answer.status_code == 503 and "数据库暂时不可用" in answer.text and "Traceback" not in answer.text
    for header in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cache-Control", "Permissions-Policy"):
        assert header in kept and header in answer.headers, header
    post = client.post(path, data={}, headers={"Origin": "http://localhost"})
    assert post.status_code in (400, 401, 404, 405, 503), post.status_code


PAGE_SWITCH = {
    "output": ".._pages_content.children..._pages_store.data..",
    "outputs": [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}],
    "inputs": [
        {"id": "_pages_location", "property": "pathname", "value": "/"},
        {"id": "_pages_location", "property": "search", "value": ""},
    ],
    "changedPropIds": ["_pages_location.pathname"],
}


@pytest.mark.parametrize("role", ROLES)
def test_a_page_is_open_to_its_roles_and_says_so_to_the_others(
    server: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    rows = (Door("/relief", "relief", STAFF), Door("/admin", "admin", frozenset({"admin"})), Door("/funeral", "funeral", EVERYONE))
    monkeypatch.setattr(doors, "DOORS", rows)
    client = visit(server, role, **ROLES[role])
    for path, allowed in (("/relief", role != "screen"), ("/admin", role == "admin"), ("/funeral", True)):
        page = path[1:]
        assert client.get(path).status_code == (200 if allowed else 403)
        asked = {"output": f"{page}-map.figure", "outputs": {}, "inputs": [], "changedPropIds": []}
        assert (client.post("/_dash-update-component", json=asked).status_code == 403) is not allowed
    assert client.get("/elsewhere").status_code == 404
    assert client.get("/_dash-layout").status_code == 200
    assert client.post("/_dash-update-component", data="no json").status_code == 400


def test_a_closed_page_comes_in_its_frame_with_one_sentence(server: Flask, visit: Visit) -> None:
    client = visit(server, "screen")
    frame = client.get("/relief")
    assert frame.status_code == 403 and 'id="react-entry-point"' in frame.text
    content = client.post("/_dash-update-component", json=PAGE_SWITCH).json["response"]["_pages_content"]["children"]
    assert "您的账号不能打开这一页" in str(content)
    assert "overview" not in str(content)


@pytest.mark.parametrize(
    ("path", "size", "code"),
    [
        ("/login", 65 * 1024, 413),
        ("/password", 65 * 1024, 413),
        ("/_dash-update-component", 3 * 1024**2, 413),
        ("/api/v1/datasets/deaths", 301 * 1024**2, 413),
        ("/api/v1/datasets/deaths", 299 * 1024**2, 401),
        ("/_dash-update-component", 1024**2, 401),
    ],
)
def test_sizes_hold_by_the_announced_length_before_anything_is_read(server: Flask, path: str, size: int, code: int) -> None:
    class Unread:
        def read(self, *_: object) -> bytes:
            raise AssertionError("read")

    environ = {"wsgi.input": Unread(), "CONTENT_LENGTH": str(size), "HTTP_ORIGIN": "http://localhost"}
    answer = server.test_client().post(path, environ_overrides=environ)
    assert answer.status_code == code
    assert "Traceback" not in answer.text


def test_metrics_are_for_this_machine_or_a_token(server: Flask) -> None:
    client = server.test_client()
    assert b"cockpit_request_seconds" in client.get("/metrics").data
    far = {"REMOTE_ADDR": "198.51.100.9"}
    assert client.get("/metrics", environ_base=far).status_code == 401
    assert client.get("/metrics", headers={"X-Forwarded-For": "198.51.100.9"}).status_code == 401
    assert client.get("/metrics", environ_base=far, headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 401
    with server.extensions["cockpit"].database.writing() as connection:
        people.add(connection, "prometheus", PASSWORD, "admin")
        token = tokens.create(connection, "prometheus", 1)
    assert client.get("/metrics", environ_base=far, headers={"Authorization": f"Bearer {token}"}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/login", "/healthz", "/elsewhere", "/_dash-layout", "/api/v1/none", "/api/v1/indicators"])
def test_every_answer_is_sealed(server: Flask, visit: Visit, path: str) -> None:
    for client in (server.test_client(), visit(server, "leader")):
        headers = client.get(path).headers
        policy = dict(part.partition(" ")[::2] for part in headers["Content-Security-Policy"].split("; "))
        assert "unsafe" not in policy["script-src"] + policy["style-src-elem"] and "http" not in str(policy)
        assert policy["frame-ancestors"] == policy["default-src"] == policy["base-uri"] == "'none'"
        assert headers["X-Content-Type-Options"] == "nosniff" and headers["X-Frame-Options"] == "DENY"
        assert (
            headers["Referrer-Policy"] == headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
        )
        assert "camera=()" in headers["Permissions-Policy"]
        assert headers["Cache-Control"] == "no-store"
        assert "Strict-Transport-Security" not in headers
        assert all(len(headers.getlist(name)) == 1 for name in set(headers.keys()) if name not in ("Set-Cookie", "Vary", "Server-Timing"))
    assert "Strict-Transport-Security" in server.test_client().get(path, base_url="https://localhost").headers


def test_only_a_proxy_on_this_machine_is_believed(server: Flask) -> None:
    told = {"X-Forwarded-For": "198.51.100.9", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "cockpit.example"}
    near = server.test_client().get("/", headers=told)
    assert "Strict-Transport-Security" in near.headers
    far = server.test_client().get("/", headers=told, environ_base={"REMOTE_ADDR": "198.51.100.7"})
    assert "Strict-Transport-Security" not in far.headers
    half = server.test_client().get("/", headers={"X-Forwarded-Proto": "https"})
    assert "Strict-Transport-Security" not in half.headers


def test_nobody_under_a_hundred_a_second_is_slowed_down() -> None:
    limit = parse(limits.PER_ADDRESS)
    assert limit.amount / limit.get_expiry() >= 100 and limit.get_expiry() >= 60, "a page that loads its hundred files at once is no flood"


def test_an_address_that_asks_without_end_is_slowed_down_and_told_for_how_long(
    server: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = ApplicationLimit("20 per minute", exempt_when=limits._from_this_machine).bind(limits.limiter)
    monkeypatch.setattr(limits.limiter.limit_manager, "_application_limits", [few])
    client = visit(server, "leader")
    far = {"REMOTE_ADDR": "198.51.100.20"}
    assert [client.get("/_favicon.ico", environ_base=far).status_code for _ in range(20)] == [200] * 20
    page, call, callback = (client.get(path, environ_base=far) for path in ("/", "/api/v1/indicators", "/_dash-layout"))
    for answer, kind in ((page, "text/html"), (call, "application/problem+json"), (callback, "text/plain")):
        assert (answer.status_code, answer.mimetype) == (429, kind)
        assert 0 < int(answer.headers["Retry-After"]) <= 61
        assert "请求太频繁" in (answer.json["detail"] if answer.is_json else answer.text)
    other = {"REMOTE_ADDR": "198.51.100.21"}
    assert client.get("/_favicon.ico", environ_base=other).status_code == 200
    assert client.get("/_favicon.ico", environ_base=far, headers={"X-Forwarded-For": "198.51.100.22"}).status_code == 429
    assert client.get("/_favicon.ico", headers={"X-Forwarded-For": "198.51.100.20"}).status_code == 429, "as the proxy says"
    limits.limiter.reset()
