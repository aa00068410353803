"""Everybody who may knock: each role with a cookie and with a token, and all who pretend, are late, locked out or not yet through.

An asker knows as whom the server has to take it; what that opens, the tests derive from the declarations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import flask
import sqlalchemy as sa
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from access import people, tokens
from access.people import Person
from access.scope import ROLES, Scope
from data.clock import now
from data.database import Database
from tests.conftest import form_token, sign_in_as

OWN = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
FAR, NEAR = "198.51.100.9", "127.0.0.1"
READS = ("GET", "HEAD", "OPTIONS")
COUNTY, FOREIGN = "410221", "410225"
SECTIONS = ("养老服务科", "社会救助科")
PLACES: dict[str, tuple[dict[str, str], ...]] = {
    "chief": tuple({"section": section} for section in SECTIONS),
    "county": ({"region": COUNTY}, {"region": FOREIGN}),
}


@dataclass(frozen=True)
class Asker:
    """`cookie` and `token` are what is sent; `by_cookie` and `by_token` whom the server has to take it for."""

    name: str
    cookie: str = ""
    token: str = ""
    by_cookie: Person | None = None
    by_token: Person | None = None
    while_asking: Callable[[], Any] = nullcontext

    def person(self, path: str, method: str) -> Person | None:
        """As whom this asker counts, for a path and method."""
        if path.startswith(("/api/", "/metrics")):
            if self.token:
                return self.by_token
            if path == "/metrics" or method not in READS:
                return None
        return self.by_cookie

    @property
    def scope(self) -> Scope:
        found = self.by_token or self.by_cookie
        return found.scope if found else Scope()

    def twin(self, server: Flask) -> Asker:
        """The like with an account of its own: a form may end every session of the account it is sent with."""
        one = self.by_cookie
        if one is None:
            return self
        other = enter(server, one.role, region=one.region, section=one.section, must_change=one.must_change)
        return replace(self, cookie=other.cookie, by_cookie=other.by_cookie)

    def ask(self, server: Flask, method: str, path: str, **options: Any) -> TestResponse:
        """The server's answer, asked with nothing but what this asker has; a form's token too, where a form would carry one."""
        client: FlaskClient = server.test_client()
        if self.cookie:
            client.set_cookie(str(server.config["SESSION_COOKIE_NAME"]), self.cookie)
        headers = {**OWN, **options.pop("headers", {}), **({"Authorization": f"Bearer {self.token}"} if self.token else {})}
        with self.while_asking():
            if method not in READS and not path.startswith(("/api/", "/_")):
                headers["X-CSRFToken"] = form_token(client)
            address = FAR if path == "/metrics" else NEAR
            return client.open(path, method=method, headers=headers, environ_base={"REMOTE_ADDR": address}, **options)


def everybody(server: Flask) -> list[Asker]:
    """All askers, on the server's database."""
    database: Database = server.extensions["cockpit"].database
    staff = [enter(server, role, **place) for role in ROLES for place in PLACES.get(role, ({},))]
    leader, admin = (next(one for one in staff if one.scope.role == role) for role in ("leader", "admin"))
    fresh, gone, reset = (enter(server, "admin", **more) for more in ({"must_change": True}, {}, {}))
    late = _late_token(database, admin)
    with database.writing() as connection:
        people.set_disabled(connection, _name(gone), True)
        people.reset(connection, _name(reset), "another-Password-1!")
    left = enter(server, "admin")
    assert replace(left, token="").ask(server, "POST", "/logout").status_code == 303
    return [
        Asker("stranger"),
        *(replace(one, name=f"{one.name}, by cookie", token="", by_token=None) for one in staff),
        *(replace(one, name=f"{one.name}, by token", cookie="", by_cookie=None) for one in staff),
        Asker("disabled, by cookie", cookie=gone.cookie),
        Asker("disabled, by token", token=gone.token),
        Asker("signed by another key", cookie=_signed_by_another(server, admin.cookie)),
        Asker("unsigned", cookie=admin.cookie.rsplit(".", 2)[0]),
        Asker("truncated", cookie=admin.cookie[:-4]),
        Asker("a cookie of before the reset", cookie=reset.cookie),
        Asker("a copy of a cookie that signed out", cookie=left.cookie),
        Asker("idle for too long", cookie=admin.cookie, while_asking=lambda: _idle(server)),
        Asker("signed in for too long", cookie=admin.cookie, while_asking=lambda: _outlived(server)),
        Asker("must change, by cookie", cookie=fresh.cookie, by_cookie=fresh.by_cookie),
        Asker("must change, by token", token=fresh.token, by_token=fresh.by_token),
        Asker("wrong token", token="deadbeef." + "x" * 43),
        Asker("expired token", token=late),
        Asker("wrong token beside a good cookie", cookie=leader.cookie, token="deadbeef." + "x" * 43, by_cookie=leader.by_cookie),
    ]


def enter(server: Flask, role: str, **account: Any) -> Asker:
    """A new person of a role who has signed in, with a token as well."""
    database: Database = server.extensions["cockpit"].database
    with database.reading() as connection:
        before = {person.username for person in people.everyone(connection)}
    client = sign_in_as(server, role, **account)
    cookie = client.get_cookie(str(server.config["SESSION_COOKIE_NAME"]))
    assert cookie
    with database.writing() as connection:
        (person,) = [person for person in people.everyone(connection) if person.username not in before]
        token = tokens.create(connection, person.username, 1)
    place = "".join(f" {value}" for value in (person.region, person.section) if value)
    return Asker(f"{role}{place}", cookie.value, token, person, person)


def _name(asker: Asker) -> str:
    assert asker.by_cookie
    return asker.by_cookie.username


def _late_token(database: Database, asker: Asker) -> str:
    with database.writing() as connection:
        token = tokens.create(connection, _name(asker), 1)
        mine = tokens.tokens.c.id == token.partition(".")[0]
        connection.execute(sa.update(tokens.tokens).where(mine).values(expires_at=now() - timedelta(seconds=1)))
    return token


def _signed_by_another(server: Flask, cookie: str) -> str:
    """The same session, under the signature of another key."""
    interface = SecureCookieSessionInterface()
    other = flask.Flask("other")
    other.secret_key = "another-secret-key-of-thirty-two-bytes"
    mine, theirs = interface.get_signing_serializer(server), interface.get_signing_serializer(other)
    assert mine and theirs
    return str(theirs.dumps(mine.loads(cookie)))


def _idle(server: Flask) -> AbstractContextManager[None]:
    """As if the last click were longer ago than allowed."""
    return _later(server, timedelta(minutes=31))


def _outlived(server: Flask) -> AbstractContextManager[None]:
    """As if the sign-in were longer ago than any session lasts, and somebody had clicked all the time."""
    return _later(server, timedelta(hours=12, minutes=1), session_idle_minutes=24 * 60)


@contextmanager
def _later(server: Flask, by: timedelta, **settings: Any) -> Iterator[None]:
    kept = server.extensions["cockpit"]
    server.extensions["cockpit"] = replace(kept, settings=kept.settings.model_copy(update=settings))
    moment = now() + by
    try:
        with patch("data.clock.now", lambda: moment):
            yield
    finally:
        server.extensions["cockpit"] = kept
