"""What every answer tells the browser beside its content: what may run, who may frame it, what is kept. Flask-Talisman writes most."""

from __future__ import annotations

from collections.abc import Sequence

import flask
from flask import request
from flask_talisman import DENY, Talisman

OPEN_FOLDERS = ("/assets/", "/_dash-component-suites/")  # files of the program, the same for everybody: the only ones a browser may keep
NOT_NEEDED = ("camera", "display-capture", "geolocation", "microphone", "payment", "serial", "usb", "browsing-topics")
NONCE = "__nonce__"  # stands in the document for the nonce of each answer
A_YEAR = 365 * 24 * 3600

talisman = Talisman()


def init(server: flask.Flask) -> None:
    """Called before whatever packs answers. TLS ends at the proxy, so nothing is redirected; HSTS follows the scheme."""
    server.after_request(_shut)  # called in turn from the last to the first: after Talisman has written its policy
    talisman.init_app(
        server,
        force_https=False,
        session_cookie_secure=False,  # `_SecureBehindTls` in the guard decides at each request
        frame_options=DENY,
        strict_transport_security_max_age=A_YEAR,
        strict_transport_security_include_subdomains=False,  # the host is the cockpit's, its neighbours are not
        referrer_policy="same-origin",
        permissions_policy=dict.fromkeys(NOT_NEEDED, "()"),
        content_security_policy=policy([]),
        content_security_policy_nonce_in=["style-src-elem"],
    )
    server.after_request(_seal)


def policy(script_hashes: Sequence[str]) -> dict[str, str]:
    """The Content-Security-Policy: scripts of this server and Dash's own inline ones (by hash), no eval, nothing from outside."""
    return {
        "default-src": "'none'",
        "script-src": " ".join(("'self'", *script_hashes)),
        "style-src": "'self' 'unsafe-inline'",  # for browsers that do not know the next two
        "style-src-elem": "'self'",  # and, by the nonce, those that the page's own scripts make
        "style-src-attr": "'unsafe-inline'",  # Plotly and Dash set them on what they draw: docs/security.md
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }


def _shut(response: flask.Response) -> flask.Response:
    """A file that is handed out to be kept may do nothing, should a browser open it all the same."""
    if response.headers.get("Content-Disposition", "").startswith("attachment"):
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _seal(response: flask.Response) -> flask.Response:
    headers = response.headers
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if not request.path.startswith(OPEN_FOLDERS):
        if response.mimetype == "text/html" and hasattr(request, "csp_nonce"):
            response.set_data(response.get_data().replace(NONCE.encode(), request.csp_nonce.encode()))
        headers["Cache-Control"] = "no-store"
        for name in ("ETag", "Last-Modified", "Expires"):  # nothing is kept, and a fingerprint would tell that a figure has changed
            headers.pop(name, None)
    return response
