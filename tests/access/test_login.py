"""Signing in and out and changing the password, as a browser without script does it; on both databases where a session touches one."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from access import people
from data import facts
from tests.conftest import PASSWORD, form_token


def add(server: Flask, name: str = "wang", role: str = "leader", **rest: object) -> None:
    with server.extensions["cockpit"].database.writing() as connection:
        people.add(connection, name, PASSWORD, role, **rest)  # type: ignore[arg-type]


def post(client: FlaskClient, path: str, **fields: str):
    page = path if path == "/password" else "/login"
    return client.post(path, data={"csrf_token": form_token(client, page), **fields})


def test_the_form_has_its_hooks_and_leads_on(either_server: Flask) -> None:
    add(either_server, must_change=False)
    client = either_server.test_client()
    form = client.get("/login?next=/region/410221?period%3D2023-06").text
    for hook in ('id="page-login"', 'id="login-username"', 'id="login-password"', 'id="login-submit"'):
        assert hook in form
    assert "<script>" not in form and " onclick" not in form
    answer = post(client, "/login", username="wang", password=PASSWORD, next="/?period=2023-06&region=410221")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/?period=2023-06&region=410221"
    assert client.get("/").status_code == 200


def test_unknown_wrong_and_disabled_get_the_same_words(server: Flask) -> None:
    add(server)
    add(server, "gone")
    with server.extensions["cockpit"].database.writing() as connection:
        people.set_disabled(connection, "gone", True)
    answers = []
    for name, password in (("nobody", PASSWORD), ("wang", "wrong-password"), ("gone", PASSWORD)):
        client = server.test_client()
        answer = post(client, "/login", username=name, password=password)
        assert answer.status_code == 401
        assert client.get("/").status_code == 302
        page = answer.text.replace(name, "")
        answers.append(page.replace(page.split('name="csrf_token" value="')[1].split('"')[0], ""))
    assert answers[0] == answers[1] == answers[2]
    assert "用户名或密码不对" in answers[0]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.org/",
        "//example.org",
        "/\\example.org",
        "\\\\example.org",
        "javascript:alert(1)",
        "/\t/example.org",
        "/login",
        "",
        "x",
    ],
)
def test_next_never_leads_to_another_host(server: Flask, elsewhere: str) -> None:
    add(server, must_change=False)
    answer = post(server.test_client(), "/login", username="wang", password=PASSWORD, next=elsewhere)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


@pytest.mark.parametrize("path", ["/login", "/logout", "/password"])
def test_a_form_without_its_token_is_refused(server: Flask, path: str, visit: Callable[..., FlaskClient]) -> None:
    client = visit(server, "leader")
    client.environ_base.pop("HTTP_ORIGIN")
    client.environ_base.pop("HTTP_SEC_FETCH_SITE")
    answer = client.post(path, data={"username": "x", "password": "y"})
    assert answer.status_code == 400
    assert client.get("/").status_code == 200


def test_signing_out_ends_the_session(server: Flask, visit: Callable[..., FlaskClient]) -> None:
    client = visit(server, "leader")
    assert client.get("/").status_code == 200
    answer = client.post("/logout")  # the button on every page: the browser's word for its origin is enough
    assert (answer.status_code, answer.headers["Location"]) == (303, "/login")
    assert client.get("/").status_code == 302
    assert client.post("/logout").headers["Location"] == "/login"


def test_the_session_is_a_new_one_after_signing_in(server: Flask) -> None:
    add(server, must_change=False)
    client = server.test_client()
    with client.session_transaction() as kept:
        kept["planted"] = "by someone else"
    post(client, "/login", username="wang", password=PASSWORD)
    with client.session_transaction() as kept:
        assert "planted" not in kept and "_user_id" in kept


def test_a_command_line_account_changes_its_password_first(either_server: Flask) -> None:
    add(either_server)
    client = either_server.test_client()
    client.environ_base.update({"HTTP_ORIGIN": "http://localhost"})
    answer = post(client, "/login", username="wang", password=PASSWORD, next="/?region=410221")
    assert answer.headers["Location"] == "/password?next=/?region%3D410221"
    assert client.get("/").headers["Location"].startswith("/password")
    assert client.get("/_dash-layout").status_code == 401
    assert client.post("/_dash-update-component", json={"output": "_pages_content.children"}).status_code == 401
    form = client.get("/password?next=/?region%3D410221").text
    for hook in ("password-old", "password-new", "password-repeat", "password-submit"):
        assert f'id="{hook}"' in form
    for old, new, repeat, says in (
        ("wrong-password", "new-password-1", "new-password-1", "原密码"),
        (PASSWORD, "new-password-1", "new-password-2", "不一致"),
        (PASSWORD, "short", "short", "10 至 256"),
        (PASSWORD, PASSWORD, PASSWORD, "相同"),
    ):
        answer = post(client, "/password", old=old, new=new, repeat=repeat)
        assert answer.status_code == 422 and says in answer.text
        assert client.get("/").status_code == 302
    answer = post(client, "/password", old=PASSWORD, new="new-password-1", repeat="new-password-1", next="/?region=410221")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/?region=410221")
    assert client.get("/").status_code == 200
    assert post(either_server.test_client(), "/login", username="wang", password=PASSWORD).status_code == 401


def test_a_changed_password_ends_the_other_sessions(server: Flask) -> None:
    add(server, must_change=False)
    here, there = server.test_client(), server.test_client()
    for client in (here, there):
        post(client, "/login", username="wang", password=PASSWORD)
        assert client.get("/").status_code == 200
    post(here, "/password", old=PASSWORD, new="new-password-1", repeat="new-password-1")
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302


def test_refused_attempts_are_slowed_down_and_good_ones_are_not(server: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from access.login import limiter

    add(server, must_change=False)
    monkeypatch.setattr("access.login.authenticate", lambda *_, **__: None)
    client = server.test_client(use_cookies=True)
    client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    token = form_token(client)
    codes = [client.post("/login", data={"csrf_token": token, "username": "a", "password": "b"}).status_code for _ in range(61)]
    assert codes == [401] * 60 + [429]
    last = client.post("/login", data={"csrf_token": token, "username": "a", "password": "b"})
    assert int(last.headers["Retry-After"]) > 0 and "请稍后再试" in last.text
    other = server.test_client()
    other.environ_base["REMOTE_ADDR"] = "192.0.2.8"
    assert post(other, "/login", username="a", password="b").status_code == 401
    limiter.reset()


def test_the_demonstration_accounts_are_named_on_a_demonstration_database_only(server: Flask) -> None:
    client = server.test_client()
    assert people.DEMONSTRATION_PASSWORD not in client.get("/login").text
    with server.extensions["cockpit"].database.writing() as connection:
        people.add_demonstration_accounts(connection)
    assert people.DEMONSTRATION_PASSWORD not in client.get("/login").text
    with server.extensions["cockpit"].database.writing() as connection:
        facts.set_fact(connection, "demonstration", "1")
    shown = client.get("/login").text
    assert people.DEMONSTRATION_PASSWORD in shown and "chief" in shown and "养老服务科" in shown
