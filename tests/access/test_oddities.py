"""Whatever a client sends, it is answered in words with a 4xx: never a 500, never a stack trace, neither to the reader nor in the log."""

from __future__ import annotations

import itertools
import json
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from access import doors
from tests.access.askers import OWN, Asker, enter
from tests.access.asks import rendered

QUICKLY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@pytest.fixture(scope="module")
def leader(demo_server: Flask) -> Asker:
    return enter(demo_server, "leader")


@pytest.fixture(scope="module")
def show() -> dict[str, Any]:
    """The overview's callback, asked as the renderer asks."""
    from app import app

    output, declared = next((key, one) for key, one in app.callback_map.items() if "overview-cards" in key)
    return rendered(output, declared, data="?period=2023-08")


@pytest.fixture(scope="module")
def switch() -> dict[str, Any]:
    """Dash's page switch."""
    from app import app

    output, declared = next((key, one) for key, one in app.callback_map.items() if "_pages_content" in key)
    return rendered(output, declared, pathname="/", search="")


@contextmanager
def quiet_log() -> Iterator[None]:
    """Fails when anything of what happens inside leaves an error or a stack trace in the log."""
    kept: list[logging.LogRecord] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.levelno >= logging.ERROR or record.exc_info:
                kept.append(record)

    listener = Keep()
    logging.getLogger().addHandler(listener)
    logging.getLogger("cockpit").addHandler(listener)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(listener)
        logging.getLogger("cockpit").removeHandler(listener)
    assert [record.getMessage() for record in kept] == []


def in_words(answer: TestResponse) -> None:
    assert answer.status_code < 500, answer.text[:400]
    assert "Traceback" not in answer.text and "site-packages" not in answer.text
    if answer.status_code >= 400 and answer.text:
        assert re.search("[\u4e00-\u9fff]", answer.text), answer.text[:200]


def send(server: Flask, asker: Asker, body: Any, **options: Any) -> TestResponse:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return asker.ask(server, "POST", doors.CALLBACK, data=data, **{"content_type": "application/json", **options})


NESTED = b"[" * 5000 + b"]" * 5000


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "application/json"),
        (b"no json", "application/json"),
        (b"\xff\xfe\xfa", "application/json"),
        (b'{"output": "\\ud800"}', "application/json"),
        (b'{"output": NaN}', "application/json"),
        (b'{"output": ' + b"9" * 10_000 + b"}", "application/json"),
        (NESTED, "application/json"),
        (b'{"output":' + NESTED + b"}", "application/json"),
        (b'{"output": "overview-top.children", "inputs": ' + NESTED + b"}", "application/json"),
        (b'{"output": "overview-top.children"}', "text/plain"),
        (b'{"output": "overview-top.children"}', "application/x-www-form-urlencoded"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"[]", "application/json"),
        (b"null", "application/json"),
        (b'"output"', "application/json"),
        (b"{}", "application/json"),
        (b'{"output": null}', "application/json"),
        (b'{"output": []}', "application/json"),
        (b'{"output": "overview-top.children", "changedPropIds": 5}', "application/json"),
        (b'{"output": "overview-top.children", "changedPropIds": [[]]}', "application/json"),
    ],
)
def test_a_body_that_is_no_callback_is_refused(demo_server: Flask, leader: Asker, body: bytes, kind: str) -> None:
    with quiet_log():
        answer = send(demo_server, leader, body, content_type=kind)
    in_words(answer)
    assert answer.status_code in (400, 404)


CHANGES: list[dict[str, Any]] = [
    {"output": "overview-nothing.children"},
    {"output": "overview-map.figure"},
    {"output": "{"},
    {"outputs": None},
    {"outputs": {}},
    {"outputs": [{"id": "overview-top", "property": "children"}]},
    {"outputs": "overview-top.children"},
    {"inputs": []},
    {"inputs": None},
    {"inputs": {}},
    {"inputs": [None]},
    {"inputs": [{"id": "overview-address"}]},
    {"inputs": [{"id": {"type": "x"}, "property": "data"}]},
    {"inputs": [{"id": "shell-view", "property": "data", "value": 1}]},
    {"inputs": [[{"id": "overview-address", "property": "data"}]]},
    {"inputs": [{"id": "overview-address", "property": "data"}] * 500},
    {"state": [{"id": "x", "property": "y"}]},
    {"state": "x"},
    {"changedPropIds": {"a": 1}},
]


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_a_callback_in_another_shape_than_it_declares_is_refused(
    demo_server: Flask, leader: Asker, show: dict[str, Any], change: dict[str, Any]
) -> None:
    with quiet_log():
        answer = send(demo_server, leader, {**show, **change})
    in_words(answer)
    assert answer.status_code in (400, 403, 404)


@pytest.mark.parametrize("value", [None, 5, True, [], {}, ["?a"], "?" + "a&" * 900, "?" + "a=1&" * 30, "\x00", "?period=%ff", "?" * 900])
def test_a_page_takes_any_value_for_its_address(demo_server: Flask, leader: Asker, show: dict[str, Any], value: Any) -> None:
    with quiet_log():
        answer = send(demo_server, leader, {**show, "inputs": [{**show["inputs"][0], "value": value}]})
    assert answer.status_code == 200 and "没读出来" not in answer.text


@pytest.mark.parametrize("path", [None, 5, [], "", "x", "//x", "/\n", "/region/a\nb", "/" + "x" * 5000, "/%ff", "/region/410221"])
@pytest.mark.parametrize("search", [None, "", "?a=1&a=2", "?=", "?self=1", "x", "?" + "a=1&" * 2000])
def test_the_page_switch_takes_an_address_or_nothing(
    demo_server: Flask, leader: Asker, switch: dict[str, Any], path: Any, search: Any
) -> None:
    inputs = [{**one, "value": {"pathname": path, "search": search}[one["property"]]} for one in switch["inputs"]]
    with quiet_log():
        answer = send(demo_server, leader, {**switch, "inputs": inputs})
    in_words(answer)
    assert answer.status_code == (200 if isinstance(path, str) and path.startswith("/") and path.isprintable() else 400)


ODD: tuple[Any, ...] = (
    *(None, 5, -1, True, 10**15, "x", "\x00", "9" * 5000),
    *([], [1], [None], [[]], [{"a": 1}], [{"username": 5}]),
    *({}, {"a": 1}, {"startRow": "x"}),
)


def test_every_callback_takes_any_value_for_each_of_its_places(demo_server: Flask, leader: Asker) -> None:
    """Pages trust no browser: whatever stands where a text or a row is awaited, nothing breaks and nothing is logged as broken."""
    from app import app

    asking = {"admin": enter(demo_server, "admin"), "leader": leader, "chief": enter(demo_server, "chief", section="养老服务科")}
    answered = 0
    for output, declared in app.callback_map.items():
        if "callback" not in declared:
            continue
        whole = rendered(output, declared, pathname="/")
        who = next(one for role, one in asking.items() if doors.may_call(role, output))  # type: ignore[arg-type]
        places = [(part, number) for part in ("inputs", "state") for number in range(len(whole[part]))]
        for (part, number), value in itertools.product(places, ODD):
            place = whole[part][number]
            if isinstance(place, list):
                continue
            given = [*whole[part][:number], {**place, "value": value}, *whole[part][number + 1 :]]
            with quiet_log():
                answer = send(demo_server, who, {**whole, part: given, "changedPropIds": [f"{place['id']}.{place['property']}"]})
            assert answer.status_code in (200, 204, 400), (output, place, value, answer.status_code)
            answered += answer.status_code != 400
    assert answered > 200


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**12) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["id", "property", "value", "type", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


def test_no_callback_request_breaks_the_server(demo_server: Flask, leader: Asker, show: dict[str, Any], switch: dict[str, Any]) -> None:
    outputs = st.sampled_from([show["output"], switch["output"], "..overview-a.b...overview-c.d..", '{"type":"overview-x"}.a'])
    parts = ["output", "outputs", "inputs", "state", "changedPropIds", "value"]

    @QUICKLY
    @given(st.sampled_from([show, switch]), st.sampled_from(parts), outputs | st.text(max_size=30), JSON)
    def holds(body: dict[str, Any], part: str, output: str, value: Any) -> None:
        if part == "value":
            asked = {**body, "inputs": [{**one, "value": value} for one in body["inputs"]]}
        else:
            asked = {**body, part: output if part == "output" else value}
        with quiet_log():
            in_words(send(demo_server, leader, asked))

    holds()


def test_no_bytes_break_the_server(demo_server: Flask, leader: Asker) -> None:
    @QUICKLY
    @given(st.binary(max_size=200))
    def holds(body: bytes) -> None:
        with quiet_log():
            in_words(send(demo_server, leader, body))

    holds()


PATHS = [
    "/_dash-component-suites/nothing/x.js",
    "/_dash-component-suites/dash/nothing.js",
    "/_dash-component-suites/dash/../../app.py",
    "/_dash-component-suites/os/path",
    "/_dash-component-suites/dash/x",
    "/_dash-component-suites/%ff/%00",
    "/assets/%00",
    "/assets/../app.py",
    "/assets/",
    "/region/a%0Ab",
    "/%00",
    "/%ff%fe",
    "/" + "x" * 3900,
    "/?" + "a=1&" * 900,
    "/api/v1/values?" + "a=1&" * 900,
    "/api/v1/values?indicator=deaths&period=" + "9" * 500,
    "/api/v1/values?indicator=%00&period=2023-08",
    "/api/v1/datasets/%00.csv",
    "/api/v1/batches/99999999999999999999",
    "/login?next=" + "/" * 900,
    "/login?next=//[",
    "/login?next=http://[::1",
]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:40])
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "PUT", "TRACE", "PROPFIND", "X"])
def test_an_odd_address_or_method_is_answered_in_words(demo_server: Flask, leader: Asker, path: str, method: str) -> None:
    with quiet_log():
        for asker in (leader, Asker("stranger")):
            in_words(asker.ask(demo_server, method, path))


def test_no_address_breaks_the_server(demo_server: Flask, leader: Asker) -> None:
    heads = st.sampled_from(
        ["/", "/assets/", "/_dash-component-suites/", "/api/v1/", "/api/v1/values?", "/api/v1/datasets/", "/login?next=", "/_dash-"]
    )

    @QUICKLY
    @given(heads, st.text(max_size=60), st.sampled_from(["GET", "POST", "DELETE", "HEAD"]))
    def holds(head: str, rest: str, method: str) -> None:
        from urllib.parse import quote

        with quiet_log():
            in_words(leader.ask(demo_server, method, head + quote(rest, safe="/?&=%.<>#", errors="replace")))

    holds()


@pytest.mark.parametrize("length", [4001, 20_000])
def test_an_endless_address_is_refused(demo_server: Flask, leader: Asker, length: int) -> None:
    for path in ("/" + "x" * length, "/?" + "x" * length, "/api/v1/values?x=" + "x" * length):
        answer = leader.ask(demo_server, "GET", path)
        assert answer.status_code == 414
        in_words(answer)


@pytest.mark.parametrize("host", ["", "a b", "<script>", "a/b", "a,b", "[::1", "\u5f00\u5c01"])
def test_a_host_that_is_none_is_refused(demo_server: Flask, leader: Asker, host: str) -> None:
    for path in ("/", "/login", "/api/v1/indicators"):
        with quiet_log():
            answer = leader.ask(demo_server, "GET", path, environ_overrides={"HTTP_HOST": host})
        in_words(answer)
        assert answer.status_code == 400


@pytest.mark.parametrize("origin", ["http://[", "http://localhost:99999999", "null", "http://", "http://localhost@x", "\u00ff"])
def test_an_origin_that_is_none_is_foreign(demo_server: Flask, leader: Asker, show: dict[str, Any], origin: str) -> None:
    with quiet_log():
        answer = send(demo_server, leader, show, headers={"Origin": origin})
    in_words(answer)
    assert answer.status_code == 403


def test_every_file_dash_names_is_there_or_not_found(demo_server: Flask) -> None:
    from app import app

    client = demo_server.test_client()
    with quiet_log():
        for package, paths in app.registered_paths.items():
            for path in paths:
                assert client.get(f"/_dash-component-suites/{package}/{path}").status_code in (200, 404), path


@pytest.mark.parametrize("path", ["/login", "/password", "/logout"])
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe", "application/x-www-form-urlencoded"),
        (b"username=%ff&password=%00", "application/x-www-form-urlencoded"),
        (b"a=1&" * 5000, "application/x-www-form-urlencoded"),
        (b"--x\r\nContent-Disposition: form-data\r\n\r\n", "multipart/form-data; boundary=x"),
        (b"x", "multipart/form-data"),
        (b"{}", "application/json"),
        (b"", ""),
    ],
)
def test_a_form_takes_any_body(server: Flask, visit: Callable[..., FlaskClient], path: str, body: bytes, kind: str) -> None:
    client = visit(server, "leader")
    token = client.get("/login").text.split('name="csrf_token" value="')[1].split('"')[0]
    with quiet_log():
        for headers in ({**OWN, "X-CSRFToken": token}, OWN, {}, {"Referer": "https://["}):
            for site in ("http://localhost", "https://localhost"):
                in_words(client.post(path, base_url=site, data=body, content_type=kind, headers=headers))
