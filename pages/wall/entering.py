"""`/screen/enter`: where a device comes in by its link. The token stands behind the link's `#`, which no browser sends and no log keeps;
the page's script moves it into a form and out of the address. Then the device has a session and is led to the wall.
"""

from __future__ import annotations

from typing import Any

import flask
from flask import render_template, request, url_for
from flask_limiter.util import get_remote_address

from access import session
from access.doors import ANYONE, route_for
from access.limits import limiter
from data.screen import devices

FAILURES = "30 per minute; 300 per hour"  # by address; only refused attempts count
REFUSED = "此链接无效或已作废，请向管理员要新的链接。"
PASSED_ON = ("scene", "still")  # what a link may ask of the wall it leads to


@route_for(ANYONE)
def enter() -> str:
    return render_template("screen_enter.html", problem="", asked=_asked())


def _known() -> bool:
    """A link that stands comes in whatever others at its address have tried: a wall has nobody to try again."""
    token = request.form.get("token", "")
    with session.database().reading() as connection:
        return token.isascii() and devices.entered(connection, token) is not None


@route_for(ANYONE)
@limiter.limit(FAILURES, key_func=get_remote_address, deduct_when=lambda response: response.status_code == 401, exempt_when=_known)
def come_in() -> flask.typing.ResponseReturnValue:
    """The same words for a token nobody made and one that was revoked."""
    token = request.form.get("token", "")
    if token.isascii() and session.enrol(token):
        return flask.redirect(url_for("screen.wall", **_asked()), 303)
    session.note("sign_in_failed", "大屏链接无效或已作废", who="")
    return render_template("screen_enter.html", problem=REFUSED, asked={}), 401


def _asked() -> dict[str, Any]:
    return {name: found[:40] for name in PASSED_ON if (found := request.args.get(name, ""))}
