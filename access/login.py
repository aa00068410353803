"""The plain forms: sign in, sign out, change the password, see and end one's sessions. They work without script."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

import flask
from flask import Blueprint, redirect, render_template, request, url_for
from flask_limiter.util import get_remote_address

from access import audit, passwords, session, sessions
from access.doors import ANYONE, EVERYONE, route_for
from access.guard import next_path
from access.limits import limiter
from access.people import DEMONSTRATION_PASSWORD, PeopleError, authenticate, change_password, demonstration_accounts, find
from access.scope import ROLES
from access.visitor import browser
from data.clock import local
from data.facts import is_demonstration

FAILURES = "60 per minute; 1000 per hour"  # by address; only refused attempts count, so an office behind one address is not shut out
REFUSED = "用户名或密码不对。连续输错五次，账号锁定 15 分钟。"  # for every reason alike, an account or none


def _asker() -> str:
    """The address whose failures are counted together: of IPv6 the network a household has to itself."""
    found = get_remote_address()
    try:
        return str(ip_network((found, 64), strict=False)) if isinstance(ip_address(found), IPv6Address) else found
    except ValueError:
        return found


blueprint = Blueprint("login", __name__, template_folder="templates")


@blueprint.get("/login")
@route_for(ANYONE)
def sign_in() -> str:
    return _login_form()


@blueprint.post("/login")
@route_for(ANYONE)
@limiter.limit(FAILURES, key_func=_asker, deduct_when=lambda response: response.status_code == 401)
def try_sign_in() -> flask.typing.ResponseReturnValue:
    """The same words for an unknown name, a wrong password, a locked and a disabled account."""
    name, password = request.form.get("username", "").strip(), request.form.get("password", "")
    who = authenticate(session.database(), name, password, where=session.address())
    if who is None:
        return _login_form(problem=REFUSED), 401
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
    session.mark_seen()
    return _password_form()


@blueprint.post("/password")
@route_for(EVERYONE, before_change=True)
@limiter.limit(FAILURES, key_func=_asker, deduct_when=lambda response: response.status_code == 422)
def set_password() -> flask.typing.ResponseReturnValue:
    who = session.person()
    assert who  # noqa: S101 - the guard lets no stranger in here
    new = request.form.get("new", "")
    if new != request.form.get("repeat", ""):
        return _password_form(problem="两次输入的新密码不一致。"), 422
    try:
        change_password(session.database(), who.username, request.form.get("old", ""), new, where=session.address())
    except PeopleError as error:
        return _password_form(problem=str(error)), 422
    with session.database().reading() as connection:
        changed = find(connection, who.username)
    assert changed  # noqa: S101 - accounts are never deleted
    session.renew(changed)
    return redirect(next_path(request.form.get("next", "/")), 303)


@blueprint.get("/sessions")
@route_for(EVERYONE, before_change=True)
def own_sessions() -> str:
    session.mark_seen()
    return _sessions_page()


@blueprint.post("/sessions")
@route_for(EVERYONE, before_change=True)
def end_sessions() -> flask.typing.ResponseReturnValue:
    """End one session of one's own (`session`, its id), or all with the present one."""
    who, here = session.person(), session.current()
    assert who and here  # noqa: S101 - the guard lets no stranger in here, and no token
    one = request.form.get("session")
    if one is not None and not (one.isascii() and one.isalnum()):
        flask.abort(400)
    with session.database().writing() as connection:
        if one:
            ended = sessions.end_session(connection, one, who.username)
            what = f"{who.username}，会话 {one}"
        else:
            ended = sessions.end_all(connection, who.username) > 0
            what = f"{who.username}，全部会话"
        if ended:
            audit.append(connection, "session_ended", who=who.username, where=session.address(), what=what)
    if one and one != here.id:
        return redirect(url_for(".own_sessions"), 303)
    session.forget()
    return redirect(url_for(".sign_in"), 303)


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
    who, asked = session.person(), passwords.profile()
    old = bool(who and not who.demonstration and passwords.too_old(who.password_changed_at))
    return render_template(
        "password.html",
        problem=problem,
        account=who.username if who else "",
        must_change=bool(who and who.must_change),
        days=asked.lasts.days if asked.lasts and old else 0,
        rule=asked.rule,
        shortest=asked.shortest,
        longest=passwords.LONGEST,
        next=next_path(request.values.get("next", "/")),
    )


def _sessions_page() -> str:
    who, here = session.person(), session.current()
    assert who and here  # noqa: S101 - the guard lets no stranger in here, and no token
    with session.database().reading() as connection:
        found = sessions.standing(connection, who.username)
    found.sort(key=lambda one: one.id != here.id)
    return render_template(
        "sessions.html",
        account=who.username,
        here=here.id,
        idle=int(sessions.idle().total_seconds() // 60),
        longest=int(sessions.LONGEST.total_seconds() // 3600),
        sessions=[(one, local(one.began_at), local(one.seen_at), browser(one.agent)) for one in found],
    )
