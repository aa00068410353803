"""The guard: every request passes here first, and what is not opened is closed. Also the headers of every answer.

Who is asking comes from `access.session`, which page is open to whom from `access.doors`.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import flask
from flask import g, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import Forbidden, NotFound, RequestEntityTooLarge, Unauthorized

from access import doors, session
from access.people import Person

OPEN_PATHS = frozenset({"/login", "/healthz", "/readyz", "/_favicon.ico", "/favicon.ico"})
OPEN_FOLDERS = ("/assets/", "/_dash-component-suites/")
FORM_PATHS = frozenset({"/login", "/logout", "/password", "/sessions"})
DASH_PAGES = ("/", "/<path:path>")  # Dash answers every address alike: the status is decided here
CALLBACK = "/_dash-update-component"
LOOPBACK = frozenset({"127.0.0.1", "::1"})
KIB, MIB = 1024, 1024 * 1024

csrf = CSRFProtect()


def init(server: flask.Flask) -> None:
    """Stand before every request and behind every answer of this server."""
    server.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,  # decided below: forms carry a token, callbacks an origin, the API no cookie
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
        SESSION_COOKIE_NAME="cockpit",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    server.session_interface = _SecureBehindTls()
    csrf.init_app(server)
    server.before_request(_check)
    server.after_request(_seal)


def next_path(given: str) -> str:
    """Where to go after signing in: a page of this server or `/`, never another host."""
    parts = urlsplit(given)
    local = given.startswith("/") and not given.startswith(("//", "/\\")) and given.isprintable() and "\\" not in given
    return given if local and not parts.netloc and not parts.scheme and parts.path not in FORM_PATHS else "/"


def same_origin() -> bool:
    """Whether the browser says that a page of this server sent the request; without a word it counts as foreign."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is None and origin is None:
        return False
    return site in (None, "same-origin") and (origin is None or urlsplit(origin).netloc == request.host)


def limit(path: str) -> int:
    """The largest body, in bytes, a path takes."""
    if path in FORM_PATHS:
        return 64 * KIB
    return 300 * MIB if path.startswith("/api/v1/datasets/") else 2 * MIB


class _SecureBehindTls(flask.sessions.SecureCookieSessionInterface):
    """The session cookie is marked Secure whenever the request came over TLS, without a setting to forget."""

    def get_cookie_secure(self, app: flask.Flask) -> bool:
        return request.is_secure


def _check() -> flask.typing.ResponseReturnValue | None:
    path = request.path
    request.max_content_length = limit(path)
    if (request.content_length or 0) > limit(path):
        raise RequestEntityTooLarge
    if path.startswith(OPEN_FOLDERS):
        return None
    writes = request.method not in session.SAFE_METHODS
    if writes and not path.startswith("/api/"):
        _refuse_foreign(path)
    if path in OPEN_PATHS:
        return None
    if path == "/metrics" and request.remote_addr in LOOPBACK:
        return None
    who = session.person()
    if who is None:
        return _stranger(path)
    if path.startswith("/api/"):
        if request.url_rule is not None and request.url_rule.rule in DASH_PAGES:
            raise NotFound("没有这个接口。")
        return None
    if path in FORM_PATHS or path == "/metrics":
        return None
    if who.must_change:
        if path.startswith("/_") or writes:
            raise Unauthorized("请先修改密码。")
        return flask.redirect(flask.url_for("login.password", next=_here()))
    if path == CALLBACK:
        _callback(who)
    else:
        _page(who, path)
    return None


def _refuse_foreign(path: str) -> None:
    """Forms carry a token; signing out, whose button stands on every page, and callbacks come with the browser's word for their origin."""
    own = same_origin()
    if path in FORM_PATHS and not (own and path == "/logout"):
        csrf.protect()
    elif not own:
        raise Forbidden("请求不是来自本站页面。")


def _stranger(path: str) -> flask.typing.ResponseReturnValue:
    page = request.method in ("GET", "HEAD") and not path.startswith(("/_", "/api/", "/metrics"))
    if not page and path not in FORM_PATHS:
        raise Unauthorized("请先登录。")
    return flask.redirect(flask.url_for("login.sign_in", next=_here()))


def _callback(who: Person) -> None:
    asked = request.get_json(silent=True)
    if not isinstance(asked, dict) or not doors.may_call(who.role, str(asked.get("output", ""))):
        raise Forbidden("您的账号不能使用这一功能。")
    triggers = asked.get("changedPropIds") or []
    if not triggers or not all(str(name).endswith(".n_intervals") for name in triggers):
        session.mark_seen()


def _page(who: Person, path: str) -> None:
    found = doors.door(path)
    may = found is not None and who.role in found.roles
    if request.url_rule is not None and request.url_rule.rule in DASH_PAGES:
        g.status = 200 if may else 403 if found else 404
    elif not may and not path.startswith("/_"):
        raise Forbidden("您的账号不能打开这一页。")
    session.mark_seen()


def _here() -> str | None:
    """The page asked for, to be led back to; None for the first page, where one is led anyway."""
    path = next_path(request.full_path.removesuffix("?"))
    return None if path == "/" else path


def _seal(response: flask.Response) -> flask.Response:
    if response.status_code == 200 and "status" in g:
        response.status_code = g.status
    headers = response.headers
    headers.setdefault("Content-Security-Policy", flask.current_app.config["CONTENT_SECURITY_POLICY"])
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if not request.path.startswith(OPEN_FOLDERS):
        headers.setdefault("Cache-Control", "no-store")
    return response


def policy(script_hashes: list[str]) -> str:
    """The Content-Security-Policy: scripts of this server and Dash's own inline ones (by hash), no eval, nothing from outside."""
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {' '.join(script_hashes)}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )
