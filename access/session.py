"""The edge's one door to who is asking: the shared database, the person and the scope of the request at hand.

Pages, API and commands call it; nothing below the edge may. A browser has a session, a script a bearer token.
"""

from __future__ import annotations

from dataclasses import dataclass

import flask
import flask_login
from flask import current_app, g, request
from flask_wtf.csrf import generate_csrf
from sqlalchemy.engine import Connection

from access import audit, people, sessions, tokens
from access.people import Person
from access.scope import Scope
from data import facts
from data.database import Database
from data.screen import devices
from data.screen.devices import Device
from data.settings import Settings

TOKEN_PATHS = ("/api/", "/metrics")
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Cockpit:
    """What the server works on. Tests swap the database by putting another one in `server.extensions["cockpit"]`."""

    database: Database
    settings: Settings


class _SignedIn(flask_login.UserMixin):
    """A person as Flask-Login keeps one. The id, which the cookie carries, is the secret of the session."""

    def __init__(self, person: Person, secret: str) -> None:
        self.person = person
        self.secret = secret

    def get_id(self) -> str:
        return self.secret


def cockpit() -> Cockpit:
    """The server's database and settings."""
    found: Cockpit = current_app.extensions["cockpit"]
    return found


def database() -> Database:
    """The shared database."""
    return cockpit().database


def person() -> Person | None:
    """Who is asking; None for a stranger. Asked once per request.

    A bearer token counts under /api/ and /metrics only, and a cookie is no answer there when something is to be written.
    """
    if "person" not in g:
        g.person = _person()
    found: Person | None = g.person
    return found


def scope() -> Scope:
    """What the one who is asking may see; nothing for a stranger."""
    found = person()
    return found.scope if found else Scope()


def address() -> str:
    """The address the request comes from."""
    return request.remote_addr or ""


def note(act: str, what: str = "", rows: int | None = None, *, who: str | None = None) -> None:
    """Write one entry into the audit log in the name of the one who is asking. What can't be written down does not happen: it raises."""
    asking = person()
    name = who if who is not None else asking.username if asking else ""
    with database().noting() as connection:
        audit.append(connection, act, who=name, where=address(), what=what, rows=rows)


def begin(who: Person, what: str = "") -> None:
    """Sign a person in, `what` saying how if not by password: a fresh session, nothing of the one before is kept."""
    with database().writing() as connection:
        secret = _open(connection, who)
        audit.append(connection, "sign_in", who=who.username, where=address(), what=what)
    _carry(who, secret)


def renew(who: Person) -> None:
    """Go on with a fresh session after a change of password has ended all."""
    with database().writing() as connection:
        secret = _open(connection, who)
    _carry(who, secret)


def end() -> None:
    """Sign out: a copy of the cookie opens nothing any more."""
    found, who = current(), person()
    forget()
    if found and who:
        with database().writing() as connection:
            sessions.end_session(connection, found.id)
            audit.append(connection, "sign_out", who=who.username, where=address())


def form_token() -> str:
    """The token that what is sent outside of Dash's callbacks must carry (X-CSRFToken)."""
    return generate_csrf()


def forget() -> None:
    """Take the session out of the browser's cookie, once it has been ended on the server."""
    flask_login.logout_user()
    flask.session.clear()
    g.person = g.session = g.device = None


def current() -> sessions.Session | None:
    """The session of the browser that is asking; None for a stranger and for a token."""
    person()
    found: sessions.Session | None = g.get("session")
    return found


def device() -> Device | None:
    """The enrolled device that is asking; None for a person and a stranger."""
    person()
    found: Device | None = g.get("device")
    return found


def wall() -> str:
    """Which wall is asking, as a presenter takes it over: an enrolled device, or a browser that has signed in; empty for neither."""
    enrolled, found = device(), current()
    return enrolled.wall if enrolled else f"session:{found.id}" if found else ""


def secret() -> bytes:
    """The key the server signs with."""
    return cockpit().settings.secret("secret_key")


def enrol(token: str) -> bool:
    """Let the device come in whose link carries this token: as role screen, until it is revoked. False where the token opens nothing."""
    with database().writing() as connection:
        found = devices.entered(connection, token)
        if found is None:
            return False
        enrolled, proof = found
        _end_before(connection)
        audit.append(connection, "sign_in", who=_screen(enrolled).username, where=address(), what=f"大屏链接 {enrolled.id}")
    _carry(_screen(enrolled), proof)
    return True


def mark_seen() -> None:
    """Note activity: the idle time starts anew."""
    found = current()
    if found:
        sessions.note_seen(database(), found)


def init(server: flask.Flask) -> None:
    """Let Flask-Login ask this module who a session belongs to."""
    # No template asks for current_user; Flask-Login would fetch it for each, also for the page that says the database is gone.
    login = flask_login.LoginManager(server, add_context_processor=False)
    login.session_protection = None  # the guard ends sessions; a changed address must not
    login.user_loader(_load)


def _person() -> Person | None:
    if request.path.startswith(TOKEN_PATHS):
        given = request.authorization
        if given is not None and given.type == "bearer" and given.token:
            with database().reading() as connection:
                found = tokens.person_of(connection, given.token)
            if found:
                tokens.note_use(database(), given.token)
            return found
        if request.method not in SAFE_METHODS:
            return None
    user = flask_login.current_user
    return user.person if user.is_authenticated else None


def _load(secret: str) -> _SignedIn | None:
    """The account behind a session, unless the session is over or the account disabled; or the device, unless it is revoked."""
    found: tuple[Person, sessions.Session | None] | None = None
    with database().glancing() as connection:
        if devices.is_proof(secret):
            g.device = devices.admitted(connection, secret)
            found = (_screen(g.device), None) if g.device else None
        else:
            found = people.signed_in(connection, secret)
        g.known = facts.read_facts(connection)  # asked for with the account, so that a kept answer costs no second look
    if found is None:
        return None
    who, g.session = found
    return _SignedIn(who, secret)


def _screen(device: Device) -> Person:
    """An enrolled device as one who asks. Its name holds a blank, which no account's does."""
    return Person(f"大屏 {device.name}", "screen", "", "", False, False, False, device.created_at, device.created_at)


def _end_before(connection: Connection) -> None:
    """The session this browser comes with ends."""
    before = flask.session.get("_user_id")  # the browser may have had a session, even another person's
    if isinstance(before, str):
        sessions.end_session(connection, sessions.id_of(before))


def _open(connection: Connection, who: Person) -> str:
    _end_before(connection)
    return sessions.open_session(connection, who.username, address=address(), agent=request.user_agent.string)


def _carry(who: Person, secret: str) -> None:
    flask.session.clear()
    flask_login.login_user(_SignedIn(who, secret))
    g.person = who
