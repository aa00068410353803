"""Sessions live on the server: idle, too old, signed out, ended by owner or administrator, a copied cookie opens nothing any more."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from access import audit, people, session, sessions
from access.visitor import browser
from data.database import Database
from tests.conftest import PASSWORD, Clock, form_token

Visit = Callable[..., FlaskClient]


def alive(client: FlaskClient) -> bool:
    return client.get("/_reload-hash").status_code != 401


def base(server: Flask) -> Database:
    found: Database = server.extensions["cockpit"].database
    return found


def standing(server: Flask) -> list[sessions.Session]:
    with base(server).reading() as connection:
        return sessions.standing(connection)


def cookie(client: FlaskClient) -> str:
    found = client.get_cookie("cockpit")
    assert found
    return found.value


def carrying(server: Flask, value: str) -> FlaskClient:
    """Another browser with the same cookie."""
    client = server.test_client()
    client.environ_base.update({"HTTP_ORIGIN": "http://localhost", "HTTP_SEC_FETCH_SITE": "same-origin"})
    client.set_cookie("cockpit", value)
    return client


def again(server: Flask, name: str, client: FlaskClient | None = None, **headers: str) -> FlaskClient:
    """Sign in as someone there is, in a browser of one's own or in this one."""
    client = client or server.test_client()
    client.environ_base.update({"HTTP_ORIGIN": "http://localhost", "HTTP_SEC_FETCH_SITE": "same-origin"})
    form = {"username": name, "password": PASSWORD, "csrf_token": form_token(client)}
    assert client.post("/login", data=form, headers=headers).status_code == 303
    return client


def test_the_server_keeps_only_the_hash_of_what_the_cookie_carries(either_server: Flask, visit: Visit) -> None:
    client = visit(either_server, "leader")
    with client.session_transaction() as kept:
        secret = kept["_user_id"]
    with base(either_server).reading() as connection:
        row = connection.execute(sa.select(sessions.sessions)).one()
    assert row.id == secret.partition(".")[0]
    assert not any(secret.partition(".")[2] in str(value) for value in row)
    assert len(secret) > 50


@pytest.mark.parametrize("part", ["id", "secret", "other"])
def test_an_id_without_its_secret_opens_nothing(database: Database, part: str) -> None:
    with database.writing() as connection:
        people.add(connection, "wang", PASSWORD, "leader")
        one, other = (sessions.open_session(connection, "wang", address="", agent="") for _ in range(2))
        wrong = {"id": one[:12], "secret": one[:-1] + ("a" if one[-1] != "a" else "b"), "other": one[:12] + other[12:]}[part]
        found = people.signed_in(connection, one)
        assert found and found[0].username == "wang" and found[1].id == one[:12]
        assert people.signed_in(connection, wrong) is None


@pytest.mark.parametrize(("later", "lives"), [(timedelta(minutes=30) - timedelta(seconds=1), True), (timedelta(minutes=30), False)])
def test_thirty_minutes_without_activity_end_a_session(
    either_server: Flask, visit: Visit, clock: Clock, later: timedelta, lives: bool
) -> None:
    client = visit(either_server, "leader")
    clock.moment += later
    assert len(standing(either_server)) == lives
    assert alive(client) is lives


@pytest.mark.parametrize(("later", "lives"), [(timedelta(minutes=20) - timedelta(seconds=1), True), (timedelta(minutes=20), False)])
def test_twelve_hours_end_a_used_one(either_server: Flask, visit: Visit, clock: Clock, later: timedelta, lives: bool) -> None:
    client = visit(either_server, "leader")
    for _ in range(35):
        clock.on(minutes=20)
        assert client.get("/").status_code == 200
    clock.moment += later
    assert len(standing(either_server)) == lives
    assert alive(client) is lives


def test_activity_is_noted_once_a_minute(either_server: Flask, visit: Visit, clock: Clock) -> None:
    client = visit(either_server, "leader")
    began = clock.moment
    clock.on(seconds=59)
    client.get("/")
    assert standing(either_server)[0].seen_at == began
    clock.on(seconds=1)
    client.get("/")
    assert standing(either_server)[0].seen_at == clock.moment


@contextmanager
def busy(database: Database) -> Iterator[None]:
    """Another writer is at work, as during a long import."""
    with database.writing() as connection:
        connection.execute(sa.update(people.people).values(region=people.people.c.region))
        yield


def test_a_busy_writer_neither_stops_a_page_nor_holds_it_up(either_server: Flask, visit: Visit, clock: Clock) -> None:
    client = visit(either_server, "leader")
    clock.on(minutes=5)
    with busy(base(either_server)):
        begun = time.monotonic()
        assert client.get("/").status_code == 200
        assert time.monotonic() - begun < 5


def test_a_session_is_a_fresh_one_after_signing_in_and_the_one_before_is_over(either_server: Flask, visit: Visit) -> None:
    client = visit(either_server, "leader")
    name, before = standing(either_server)[0].username, cookie(client)
    again(either_server, name, client)
    assert cookie(client) != before
    assert alive(client) and not alive(carrying(either_server, before))
    assert len(standing(either_server)) == 1


def test_a_session_planted_before_signing_in_is_not_taken_over(server: Flask, visit: Visit) -> None:
    visit(server, "leader")
    name = standing(server)[0].username
    stranger = server.test_client()
    form_token(stranger)
    planted = cookie(stranger)
    again(server, name, stranger)
    assert not alive(carrying(server, planted))


def test_a_copied_cookie_is_dead_after_signing_out(either_server: Flask, visit: Visit) -> None:
    client = visit(either_server, "leader")
    copied = cookie(client)
    assert alive(carrying(either_server, copied))
    client.post("/logout")
    assert not alive(client) and not alive(carrying(either_server, copied))
    assert standing(either_server) == []


def test_a_cookie_signed_with_another_key_opens_nothing(server: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    client = visit(server, "leader")
    with client.session_transaction() as kept:
        content = dict(kept)
    assert alive(client)
    monkeypatch.setattr(server, "secret_key", "another secret key of thirty-two bytes")
    serializer = server.session_interface.get_signing_serializer(server)  # type: ignore[attr-defined]
    forged = serializer.dumps(content)
    assert alive(carrying(server, forged))  # its content is whole: only the key is not the server's
    monkeypatch.undo()
    assert not alive(carrying(server, forged))


def test_an_administrator_ends_a_session_at_once(either_server: Flask, visit: Visit) -> None:
    one, other = visit(either_server, "leader"), visit(either_server, "chief", section="养老服务科")
    found = next(kept for kept in standing(either_server) if kept.username.startswith("leader"))
    with base(either_server).writing() as connection:
        assert sessions.end_session(connection, found.id)
        assert not sessions.end_session(connection, found.id)
    assert not alive(one) and alive(other)


def test_all_sessions_of_an_account_end_at_once_but_one(either_server: Flask, visit: Visit) -> None:
    first = visit(either_server, "leader")
    other = visit(either_server, "admin")
    name = next(kept.username for kept in standing(either_server) if kept.username.startswith("leader"))
    second, third = again(either_server, name), again(either_server, name)
    with third.session_transaction() as kept:
        here = sessions.id_of(kept["_user_id"])
    with base(either_server).writing() as connection:
        assert sessions.end_all(connection, name, but=here) == 2
    assert [alive(client) for client in (first, second, third, other)] == [False, False, True, True]
    with base(either_server).writing() as connection:
        assert sessions.end_all(connection, name) == 1
    assert not alive(third) and alive(other)


def test_an_account_opened_again_has_no_session_from_before(either_server: Flask, visit: Visit) -> None:
    client = visit(either_server, "leader")
    name = standing(either_server)[0].username
    for disabled in (True, False):
        with base(either_server).writing() as connection:
            people.set_disabled(connection, name, disabled)
        assert not alive(client)


def test_another_role_holds_from_the_next_request_on(either_server: Flask, visit: Visit) -> None:
    client = visit(either_server, "leader")
    name = standing(either_server)[0].username
    assert client.get("/").status_code == 200
    with base(either_server).writing() as connection:
        with pytest.raises(people.PeopleError, match="410221"):
            people.set_role(connection, name, "county", "410299")
        people.set_role(connection, name, "screen")
    assert client.get("/").headers["Location"] == "/screen" and client.get("/relief").status_code == 403


def test_the_own_change_of_password_ends_all_others_and_renews_this_one(either_server: Flask, visit: Visit) -> None:
    here = visit(either_server, "leader")
    there = again(either_server, standing(either_server)[0].username)
    before = cookie(here)
    form = {"old": PASSWORD, "new": "New-password-1", "repeat": "New-password-1", "csrf_token": form_token(here, "/password")}
    assert here.post("/password", data=form).status_code == 303
    assert alive(here) and not alive(there) and not alive(carrying(either_server, before))


def test_dead_sessions_are_cleared_away_when_another_begins(database: Database, clock: Clock) -> None:
    def kept() -> int | None:
        with database.reading() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(sessions.sessions))

    with database.writing() as connection:
        people.add(connection, "wang", PASSWORD, "leader")
        sessions.open_session(connection, "wang", address="", agent="")
    clock.on(hours=12, seconds=-1)
    with database.writing() as connection:
        sessions.open_session(connection, "wang", address="", agent="")
    assert kept() == 2
    clock.on(seconds=1)
    with database.writing() as connection:
        sessions.open_session(connection, "wang", address="x" * 999, agent="x\0" * 999)
    assert kept() == 2


def test_the_lookup_is_one_statement(either_server: Flask, visit: Visit) -> None:
    client = visit(either_server, "leader")
    asked: list[str] = []
    engine = base(either_server).engine

    def listen(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if "FROM" in statement:
            asked.append(statement)

    sa.event.listen(engine, "before_cursor_execute", listen)
    try:
        client.get("/_reload-hash")
    finally:
        sa.event.remove(engine, "before_cursor_execute", listen)
    assert len(asked) == 2 and "sessions" in asked[0] and "people" in asked[0] and "facts" in asked[1]


# --- the page -------------------------------------------------------------------------------------------------------------------------

EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile Safari/604.1"


def end(client: FlaskClient, **fields: str) -> str | None:
    answer = client.post("/sessions", data={"csrf_token": form_token(client, "/sessions"), **fields})
    assert answer.status_code == 303
    return answer.headers["Location"]


def test_one_sees_ones_own_sessions_and_ends_one(either_server: Flask, visit: Visit) -> None:
    here = visit(either_server, "leader")
    visit(either_server, "admin")
    name = next(kept.username for kept in standing(either_server) if kept.username.startswith("leader"))
    there = again(either_server, name, **{"User-Agent": EDGE})
    page = here.get("/sessions").text
    assert 'id="page-sessions"' in page and "Edge 120，Windows" in page and page.count("data-session=") == 2 and page.count("当前</b>") == 1
    other = next(kept for kept in standing(either_server) if kept.agent == EDGE)
    assert end(here, session=other.id) == "/sessions"
    assert alive(here) and not alive(there)
    mine = next(kept for kept in standing(either_server) if kept.username == name)
    assert end(here, session=mine.id) == "/login"
    assert not alive(here)


def test_one_click_ends_all_of_ones_own_and_nobody_elses(either_server: Flask, visit: Visit) -> None:
    here, stranger = visit(either_server, "leader"), visit(either_server, "admin")
    name = next(kept.username for kept in standing(either_server) if kept.username.startswith("leader"))
    there = again(either_server, name)
    foreign = next(kept for kept in standing(either_server) if kept.username != name)
    assert end(here, session=foreign.id) == "/sessions"
    assert alive(stranger)
    assert end(here) == "/login"
    assert [alive(client) for client in (here, there, stranger)] == [False, False, True]


@pytest.mark.parametrize("wrong", ["", "x\0", "' OR 1=1"])
def test_a_broken_id_ends_nothing(either_server: Flask, visit: Visit, wrong: str) -> None:
    client = visit(either_server, "leader")
    answer = client.post("/sessions", data={"csrf_token": form_token(client, "/sessions"), "session": wrong})
    assert answer.status_code == 400
    assert alive(client)


def test_the_page_is_for_who_is_signed_in_and_its_forms_carry_a_token(server: Flask, visit: Visit) -> None:
    assert server.test_client().get("/sessions").headers["Location"].startswith("/login")
    client = visit(server, "leader")
    assert client.post("/sessions", data={}).status_code == 400
    assert client.get("/sessions").status_code == 200
    assert 'href="/sessions"' in client.get("/password").text
    assert '"shell-sessions"' in client.get("/_dash-layout").text


def test_what_began_and_ended_is_written_down(server: Flask, visit: Visit) -> None:
    here = visit(server, "leader")
    name = standing(server)[0].username
    there = again(server, name)
    with there.session_transaction() as kept:
        end(here, session=sessions.id_of(kept["_user_id"]))
    again(server, name).post("/logout")
    end(here)
    with base(server).reading() as connection:
        found = [(entry.act, entry.who, entry.where) for entry in reversed(audit.search(connection))]
    acts = ["sign_in", "sign_in", "session_ended", "sign_in", "sign_out", "session_ended"]
    assert found == [(act, name, "127.0.0.1") for act in acts]


def test_a_note_carries_who_asks_and_from_where(server: Flask, visit: Visit) -> None:
    visit(server, "leader")
    with server.test_request_context("/", environ_base={"REMOTE_ADDR": "192.0.2.5"}):
        session.note("refused", "/admin")
        session.note("refused", "/admin", 3, who="wang")
    with base(server).reading() as connection:
        second, first = audit.search(connection, act="refused")
    assert (first.who, first.where, first.what, first.rows) == ("", "192.0.2.5", "/admin", None)
    assert (second.who, second.rows) == ("wang", 3)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (EDGE, "Edge 120，Windows"),
        (PHONE, "Safari 17，iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0", "Firefox 115，Linux"),
        ("Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 Chrome/86.0 Safari/537.36 QHBrowser/13", "360 浏览器 13，Windows"),
        ("curl/8.0", "未知浏览器"),
        ("", "未知浏览器"),
    ],
)
def test_a_browser_is_called_as_people_know_it(agent: str, words: str) -> None:
    assert browser(agent) == words
