"""The guard: every request passes here first, and what is not opened is closed.

Who is asking comes from `access.session`; whom a page, callback or route is for from `access.doors`; what every answer carries is in
`access.headers`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import flask
from flask import current_app, g, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import BadRequest, Forbidden, NotFound, RequestURITooLarge, Unauthorized

from access import callback, doors, session
from access.doors import CALLBACK, PAGES, WALL, Audience
from access.limits import LOOPBACK, hold_to
from access.people import Person
from data.indicators.moment import moment
from geo.regions import level_of

FORM_PATHS = frozenset({"/login", "/logout", "/password", "/sessions", "/screen/enter"})
METRICS = "/metrics"
LONGEST_ADDRESS = 4000  # characters of path and question

csrf = CSRFProtect()


def init(server: flask.Flask, callbacks: Mapping[str, Mapping[str, Any]]) -> None:
    """Stand before every request and behind every answer of this server; `callbacks` are Dash's, by output."""
    server.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,  # decided below: forms carry a token, callbacks an origin, the API no cookie
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
        SESSION_COOKIE_NAME="cockpit",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    server.session_interface = _SecureBehindTls()
    server.extensions["callbacks"] = callbacks
    csrf.init_app(server)
    callback.init(server)
    server.before_request(_check)
    server.after_request(_set_status)


def next_path(given: str) -> str:
    """Where to go after signing in: a page of this server or `/`, never another host."""
    local = given.startswith("/") and not given.startswith("//") and given.isprintable() and "\\" not in given
    return given if local and urlsplit(given).path not in FORM_PATHS else "/"


def same_origin() -> bool:
    """Whether the browser says that a page of this server sent the request; without a word it counts as foreign."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is None and origin is None:
        return False
    return site in (None, "same-origin") and origin in (None, f"{request.scheme}://{request.host}")


class _SecureBehindTls(flask.sessions.SecureCookieSessionInterface):
    """The session cookie is marked Secure whenever the request came over TLS, without a setting to forget."""

    def get_cookie_secure(self, app: flask.Flask) -> bool:
        return request.is_secure


def _check() -> flask.typing.ResponseReturnValue | None:
    endpoint = request.endpoint
    audience = doors.audience(endpoint, current_app.view_functions.get(endpoint)) if endpoint else None
    _bound(audience)
    api = request.path.startswith("/api/")
    if request.method not in session.SAFE_METHODS and not api:
        _refuse_foreign(endpoint)
    if audience is not None and None in audience.roles:
        return None
    if request.path == METRICS:
        _machine()
        return None
    who = session.person()
    if who is None:
        return _stranger(audience)
    if endpoint is None:
        return None  # no such address, or not asked this way: 404 or 405, whoever asks
    if session.device() and request.path != WALL and not request.path.startswith(f"{WALL}/"):
        return _to_the_wall()
    if audience is None:
        current_app.logger.error("closed: route %s does not say whom it is for", endpoint)
        raise Forbidden
    if who.role not in audience.roles:
        raise Forbidden("您的账号不能使用这一接口。" if api else None)
    if who.must_change and not audience.before_change and not _by_token():
        return _change_first()
    if endpoint == CALLBACK:
        _callback(who)
    elif endpoint in PAGES:
        if who.role == "screen" and request.path == "/":
            return _to_the_wall()
        _page(who)
    if not api and endpoint != CALLBACK and not audience.by_timer:
        session.mark_seen()
    return None


def _to_the_wall() -> flask.typing.ResponseReturnValue:
    """Where the role screen begins; an enrolled device has nothing else."""
    if request.path != "/":
        raise Forbidden
    return flask.redirect(WALL)


def _bound(audience: Audience | None) -> None:
    """Hold the request to its bounds before a byte of its body is read; one without an announced length is cut off while it is."""
    hold_to(audience.largest if audience else Audience(frozenset()).largest)
    if len(request.environ.get("PATH_INFO", "")) + len(request.query_string) > LONGEST_ADDRESS:
        raise RequestURITooLarge
    if not request.host:
        raise BadRequest("请求的主机名不对。")
    if not request.path.isprintable():
        raise NotFound


def _refuse_foreign(endpoint: str | None) -> None:
    """Forms carry a token; signing out, whose button stands on every page, and callbacks come with the browser's word for their origin."""
    own = same_origin()
    if endpoint in (None, CALLBACK):
        if not own:
            raise Forbidden("请求不是来自本站页面。")
    elif not (own and request.path == "/logout"):
        try:
            csrf.protect()
        except ValueError:  # behind TLS it takes the Referer apart, which may be no address at all
            raise BadRequest from None


def _by_token() -> bool:
    """Whether a bearer token decides who is asking: it never is mended by a cookie beside it."""
    given = request.authorization
    return request.path.startswith(session.TOKEN_PATHS) and given is not None and given.type == "bearer" and bool(given.token)


def _machine() -> None:
    """Figures about the server itself: for this machine, or with a token."""
    if request.remote_addr not in LOOPBACK and not (_by_token() and session.person()):
        raise Unauthorized("只在本机或凭令牌可看。")


def _stranger(audience: Audience | None) -> flask.typing.ResponseReturnValue:
    by_script = request.path.startswith(("/_", "/api/")) or (audience is not None and audience.by_timer)
    page = request.method in ("GET", "HEAD") and not by_script
    if not page and request.path not in FORM_PATHS:
        raise Unauthorized("请先登录。")
    return flask.redirect(flask.url_for("login.sign_in", next=_here()))


def _change_first() -> flask.typing.ResponseReturnValue:
    if request.path.startswith(("/_", "/api/")) or request.method not in session.SAFE_METHODS:
        raise Unauthorized("请先修改密码。")
    return flask.redirect(flask.url_for("login.password", next=_here()))


def _callback(who: Person) -> None:
    body = callback.asked()
    if not doors.may_call(who.role, body["output"]):
        raise Forbidden("您的账号不能使用这一功能。")
    triggers = callback.triggers(body)
    if not triggers or not all(name.endswith(".n_intervals") for name in triggers):
        session.mark_seen()
    callback.check(body, current_app.extensions["callbacks"])


def _page(who: Person) -> None:
    """The frame is the same for all pages; the status says what stands in it."""
    found = doors.door(request.path)
    g.status = 404 if found is None else 403 if who.role not in found.roles else _place(who) if found.page == "region" else 200


def _place(who: Person) -> int:
    """Whether the region an address names has a page, villages have none, and whether this person may see it."""
    code = request.path.rstrip("/").rpartition("/")[2]
    with moment(session.database()) as now:
        known = code in now.places and level_of(code) != "village"
    return 404 if not known else 200 if who.scope.sees(code) else 403


def _here() -> str | None:
    """The page asked for, to be led back to; None for the first page, where one is led anyway."""
    path = next_path(request.full_path.removesuffix("?"))
    return None if path == "/" else path


def _set_status(response: flask.Response) -> flask.Response:
    if response.status_code == 200 and "status" in g:
        response.status_code = g.status
    return response
