"""Signing out of a session that single sign-on began: our own session ends first, then the browser is led to end the provider's.

A form of ours may not end in another host (form-action 'self' counts redirects too), so the way leads over a page of our own.
"""

from __future__ import annotations

import flask
from flask import Blueprint, redirect, render_template, url_for

from access.doors import ANYONE, route_for
from access.provider import Refused, provider

BEGUN, LEAVING = "sso_begun", "sso_leaving"  # in the browser's session

blueprint = Blueprint("leaving", __name__, template_folder="templates")


def mark_begun() -> None:
    """Remember that this session was begun by single sign-on."""
    flask.session[BEGUN] = True


def begun() -> bool:
    """Whether this session was begun by single sign-on."""
    return bool(flask.session.get(BEGUN))


def lead_out() -> flask.typing.ResponseReturnValue:
    """Where the browser goes once our own session is over."""
    flask.session[LEAVING] = True
    return redirect(url_for("leaving.leave"), 303)


@blueprint.get("/sso/leave")
@route_for(ANYONE)
def leave() -> flask.typing.ResponseReturnValue:
    """A page that leads on to the provider's sign-out; straight to the sign-in for everyone who did not just sign out here."""
    sign_in, partner, address = url_for("login.sign_in"), provider(), None
    if flask.session.pop(LEAVING, False) and partner is not None:
        try:
            address = partner.goodbye(url_for("login.sign_in", _external=True))
        except Refused:
            address = None  # our own session is over; the provider's ends by itself
    if address is None:
        return redirect(sign_in)
    answer = flask.make_response(render_template("leaving.html", address=address))
    answer.headers["Refresh"] = f"0; url={address}"
    return answer
