"""A session ends when it should: idle, too old, disabled, another password; a timer keeps none alive; a token is good for the API alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from access import people, session, tokens
from tests.conftest import PASSWORD, Clock

Visit = Callable[..., FlaskClient]


def alive(client: FlaskClient) -> bool:
    return client.get("/_reload-hash").status_code != 401


def fire(client: FlaskClient, trigger: str) -> int:
    asked = {"output": "shell-clock.children", "changedPropIds": [trigger], "outputs": {}, "inputs": []}
    return client.post("/_dash-update-component", json=asked).status_code


def test_an_idle_session_ends_and_a_used_one_goes_on(server: Flask, visit: Visit, clock: Clock) -> None:
    client = visit(server, "leader")
    for _ in range(5):
        clock.on(minutes=29)
        assert client.get("/").status_code == 200
    clock.on(minutes=31)
    assert client.get("/").status_code == 302
    assert not alive(client)


def test_no_session_outlives_twelve_hours(server: Flask, visit: Visit, clock: Clock) -> None:
    client = visit(server, "leader")
    for _ in range(12 * 3):
        assert client.get("/").status_code == 200
        clock.on(minutes=20)
    clock.on(seconds=1)
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(("trigger", "lives"), [("shell-tick.n_intervals", False), ("shell-switch.n_clicks", True)])
def test_a_timer_keeps_no_session_alive(server: Flask, visit: Visit, clock: Clock, trigger: str, lives: bool) -> None:
    client = visit(server, "leader")
    for _ in range(3):
        clock.on(minutes=20)
        code = fire(client, trigger)
    assert (code != 401) is lives
    assert (client.get("/").status_code == 200) is lives


def test_a_disabled_account_is_out_at_once(either_server: Flask, visit: Visit) -> None:
    client = visit(either_server, "leader")
    database = either_server.extensions["cockpit"].database
    with database.writing() as connection:
        name = people.everyone(connection)[0].username
        token = tokens.create(connection, name, 1)
    bearer = {"Authorization": f"Bearer {token}"}
    stranger = either_server.test_client()
    assert alive(client) and stranger.get("/api/v1/none", headers=bearer).status_code != 401
    with database.writing() as connection:
        people.set_disabled(connection, name, True)
    assert not alive(client) and stranger.get("/api/v1/none", headers=bearer).status_code == 401


def test_a_reset_password_ends_the_sessions_and_not_the_tokens(server: Flask, visit: Visit) -> None:
    client = visit(server, "leader")
    with server.extensions["cockpit"].database.writing() as connection:
        name = people.everyone(connection)[0].username
        token = tokens.create(connection, name, 1)
        people.reset(connection, name, PASSWORD)
    assert not alive(client)
    assert server.test_client().get("/api/v1/none", headers={"Authorization": f"Bearer {token}"}).status_code != 401


def test_a_token_opens_the_api_and_no_page(server: Flask) -> None:
    with server.extensions["cockpit"].database.writing() as connection:
        people.add(connection, "script", PASSWORD, "county", region="410221")
        token = tokens.create(connection, "script", 1)
    client = server.test_client()
    bearer = {"Authorization": f"Bearer {token}"}
    assert client.get("/", headers=bearer).status_code == 302
    assert client.get("/_dash-layout", headers=bearer).status_code == 401
    with server.test_request_context("/api/v1/values", headers=bearer):
        assert session.scope().region == "410221"
    with server.test_request_context("/api/v1/values", headers={"Authorization": "Bearer nonsense"}):
        assert session.person() is None and session.scope().role is None
    with server.test_request_context("/", headers=bearer):
        assert session.person() is None


def test_a_cookie_reads_the_api_and_writes_nothing(server: Flask, visit: Visit) -> None:
    client = visit(server, "admin")
    assert client.get("/api/v1/none").status_code != 401
    for method in (client.post, client.delete, client.put):
        answer = method("/api/v1/batches/1")
        assert answer.status_code == 401
        assert answer.mimetype == "application/problem+json"


def test_the_cookie_is_kept_from_script_and_other_sites_and_secure_behind_tls(server: Flask, visit: Visit) -> None:
    form = {"username": "x", "password": "y"}
    plain = server.test_client().get("/login").headers["Set-Cookie"]
    assert "HttpOnly" in plain and "SameSite=Lax" in plain and "Secure" not in plain
    assert "Secure" in server.test_client().get("/login", base_url="https://localhost").headers["Set-Cookie"]
    told = {"X-Forwarded-For": "198.51.100.4", "X-Forwarded-Proto": "https"}
    assert "Secure" in server.test_client().get("/login", headers=told).headers["Set-Cookie"]
    far = server.test_client().get("/login", headers=told, environ_base={"REMOTE_ADDR": "198.51.100.9"})
    assert "Secure" not in far.headers["Set-Cookie"], form
