"""The edge's one door to who is asking: the shared database, the person and the scope of the request at hand.

Pages, API and commands call it; nothing below the edge may. A browser has a session, a script a bearer token.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import flask
import flask_login
from flask import current_app, g, request

from access import audit, tokens
from access.people import Person, find
from access.scope import Scope
from data import facts
from data.database import Database
from data.settings import Settings

LONGEST_SECONDS = 12 * 3600
MARK_EVERY = 60  # seconds between two notes of activity, so that not every answer carries a cookie
TOKEN_PATHS = ("/api/", "/metrics")
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Cockpit:
    """What the server works on. Tests swap the database by putting another one in `server.extensions["cockpit"]`."""

    database: Database
    settings: Settings


class _SignedIn(flask_login.UserMixin):
    """A person as Flask-Login keeps one. The id changes with the password, so that older sessions end."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def get_id(self) -> str:
        return f"{self.person.password_changed_at.timestamp():.6f} {self.person.username}"


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
    """Where the request comes from."""
    return request.remote_addr or ""


def note(act: str, what: str = "", rows: int | None = None, *, who: str | None = None) -> None:
    """Write an entry of the audit log, in its own transaction: by the person who asks (or `who`), from the request's address.

    Raises when it can't be written, which the server answers with 503: what can't be told is not done.
    """
    asking = person()
    name = who if who is not None else asking.username if asking else ""
    with database().noting() as connection:
        audit.append(connection, act, who=name, where=address(), what=what, rows=rows)


def begin(who: Person) -> None:
    """Start a fresh session: nothing of the one before is kept."""
    flask.session.clear()
    flask.session["since"] = flask.session["seen"] = int(time.time())
    flask_login.login_user(_SignedIn(who))
    g.person = who


def end() -> None:
    """Sign out."""
    flask_login.logout_user()
    flask.session.clear()
    g.person = None


def mark_seen() -> None:
    """Note activity: the idle time starts anew."""
    moment = int(time.time())
    if moment - flask.session.get("seen", moment) >= MARK_EVERY:
        flask.session["seen"] = moment


def init(server: flask.Flask) -> None:
    """Let Flask-Login ask this module who a session belongs to."""
    login = flask_login.LoginManager(server)
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


def _load(user_id: str) -> _SignedIn | None:
    """The account behind a session, unless the session is over, the account disabled or its password changed."""
    moment = int(time.time())
    idle = cockpit().settings.session_idle_minutes * 60
    if moment - flask.session.get("seen", 0) > idle or moment - flask.session.get("since", 0) > LONGEST_SECONDS:
        return None
    with database().glancing() as connection:
        found = find(connection, user_id.partition(" ")[2])
        g.known = facts.read_facts(connection)  # asked for with the account, so that a kept answer costs no second look
    if found is None or found.disabled:
        return None
    user = _SignedIn(found)
    return user if user.get_id() == user_id else None
