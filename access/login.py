"""The plain forms: sign in, sign out, change the password. They work without script."""

from __future__ import annotations

import flask
from flask import Blueprint, redirect, render_template, request, url_for

from access import session
from access.doors import ANYONE, EVERYONE, route_for
from access.guard import next_path
from access.limits import limiter
from access.people import DEMONSTRATION_PASSWORD, SHORTEST, PeopleError, authenticate, change_password, demonstration_accounts, find
from access.scope import ROLES
from data.facts import is_demonstration

FAILURES = "60 per minute; 1000 per hour"  # by address; only refused attempts count, so an office behind one address is not shut out

blueprint = Blueprint("login", __name__, template_folder="templates")


@blueprint.get("/login")
@route_for(ANYONE)
def sign_in() -> str:
    return _login_form()


@blueprint.post("/login")
@route_for(ANYONE)
@limiter.limit(FAILURES, deduct_when=lambda response: response.status_code == 401)
def try_sign_in() -> flask.typing.ResponseReturnValue:
    """The same words for an unknown name, a wrong password and a disabled account."""
    who = authenticate(session.database(), request.form.get("username", "").strip(), request.form.get("password", ""))
    if who is None:
        return _login_form(problem="用户名或密码不对。"), 401
    session.begin(who)
    wanted = next_path(request.form.get("next", "/"))
    return redirect(url_for(".password", next=wanted) if who.must_change else wanted, 303)


@blueprint.post("/logout")
@route_for(EVERYONE, before_change=True)
def sign_out() -> flask.typing.ResponseReturnValue:
    session.end()
    return redirect(url_for(".sign_in"), 303)


@blueprint.get("/password")
@route_for(EVERYONE, before_change=True)
def password() -> str:
    return _password_form()


@blueprint.post("/password")
@route_for(EVERYONE, before_change=True)
@limiter.limit(FAILURES, deduct_when=lambda response: response.status_code == 422)
def set_password() -> flask.typing.ResponseReturnValue:
    who = session.person()
    assert who  # noqa: S101 - the guard lets no stranger in here
    new = request.form.get("new", "")
    if new != request.form.get("repeat", ""):
        return _password_form(problem="两次输入的新密码不一致。"), 422
    try:
        change_password(session.database(), who.username, request.form.get("old", ""), new)
    except PeopleError as error:
        return _password_form(problem=str(error)), 422
    with session.database().reading() as connection:
        changed = find(connection, who.username)
    assert changed  # noqa: S101 - accounts are never deleted
    session.begin(changed)
    return redirect(next_path(request.form.get("next", "/")), 303)


def _login_form(problem: str = "") -> str:
    with session.database().reading() as connection:
        demonstration = demonstration_accounts(connection) if is_demonstration(connection) else []
    return render_template(
        "login.html",
        problem=problem,
        username=request.form.get("username", ""),
        next=next_path(request.values.get("next", "/")),
        demonstration=[(person.username, ROLES[person.role], person.region or person.section) for person in demonstration],
        demonstration_password=DEMONSTRATION_PASSWORD,
    )


def _password_form(problem: str = "") -> str:
    who = session.person()
    return render_template(
        "password.html",
        problem=problem,
        must_change=bool(who and who.must_change),
        shortest=SHORTEST,
        next=next_path(request.values.get("next", "/")),
    )
