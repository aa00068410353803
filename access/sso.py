"""Single sign-on (单点登录): the way out to the identity provider and the way back in. Off unless the settings describe a provider.

The provider's answers are checked in `access.provider`, accounts decided in `access.admission`; signing out is `access.leaving`.
"""

from __future__ import annotations

import hmac
from datetime import UTC, datetime, timedelta
from typing import Any

import flask
from flask import Blueprint, abort, redirect, render_template, request, url_for

from access import external, session
from access.admission import WAY, admit
from access.doors import ANYONE, route_for
from access.guard import next_path
from access.leaving import mark_begun
from access.limits import limiter
from access.login import FAILURES
from access.people import Person
from access.provider import LEEWAY, Provider, Refused, provider
from data.clock import now

PENDING = "sso_pending"  # in the browser's session: the ways out that have not come back
PENDING_AT_ONCE = 3  # tabs; the cookie is small
PENDING_SECONDS = 600
LONGEST_NEXT = 500
REMEMBERED = timedelta(days=1)  # a token id; its nonce ends with PENDING_SECONDS

WORDS = {
    "state": "这次登录请求已失效、已用过，或不是从本浏览器发起的。",
    "unreachable": "统一身份平台暂时连不上。",
    "answer": "统一身份平台的答复无法识别或不被接受。",
    "denied": "统一身份平台没有同意这次登录。",
    "algorithm": "登录凭证的签名算法不被接受。",
    "signature": "登录凭证的签名不对。",
    "issuer": "登录凭证不是由约定的身份平台签发的。",
    "audience": "登录凭证不是签发给本系统的。",
    "party": "登录凭证的使用方不是本系统。",
    "expired": "登录凭证已过期。",
    "early": "登录凭证的签发时间在将来，请检查两边的时钟。",
    "nonce": "登录凭证与这次登录请求不对应。",
    "at_hash": "登录凭证与访问令牌不对应。",
    "claims": "登录凭证的内容不完整。",
    "replayed": "登录凭证已经用过。",
    "group": "您在统一身份平台所属的组没有一个与本系统的角色对应，请与管理员联系。",
    "name": "统一身份平台没有给出可用的用户名，请与管理员联系。",
    "account": "不能按统一身份平台给出的用户名和组建立账号，请与管理员联系。",
    "taken": "本系统已有同名的账号，不能由单点登录接管，请与管理员联系。",
    "disabled": "您的账号已停用，请与管理员联系。",
}
CODES = {"state": 400, "unreachable": 503, "answer": 502}

blueprint = Blueprint("sso", __name__, template_folder="templates")


def _refusal(response: flask.Response) -> bool:
    return response.status_code >= 400


@blueprint.app_context_processor
def _for_templates() -> dict[str, Any]:
    """What the plain forms ask: is there a way out to a provider, and is this account's password kept there."""
    return {"single_sign_on": provider() is not None, "password_elsewhere": _password_elsewhere}


@blueprint.get("/sso/login")
@route_for(ANYONE)
@limiter.limit(FAILURES, deduct_when=_refusal)
def depart() -> flask.typing.ResponseReturnValue:
    """Lead to the provider, and remember in this browser alone what must come back."""
    partner = _provider()
    wanted = next_path(request.args.get("next", "/"))
    try:
        begun = partner.start(url_for(".arrive", _external=True))
    except Refused as refused:
        return _refused(refused)
    address = begun.pop("url")
    this = {**begun, "at": int(now().timestamp()), "next": wanted if len(wanted) <= LONGEST_NEXT else "/"}
    flask.session[PENDING] = [*_pending(), this][-PENDING_AT_ONCE:]
    return redirect(address)


@blueprint.get("/sso/callback")
@route_for(ANYONE)
@limiter.limit(FAILURES, deduct_when=_refusal)
def arrive() -> flask.typing.ResponseReturnValue:
    """Come back from the provider: check everything, then begin a session of our own."""
    partner = _provider()
    try:
        begun = _take(request.args.get("state", ""))
        if "error" in request.args:
            raise Refused("denied")
        code = request.args.get("code", "")
        if not code:
            raise Refused("answer")
        who = _admitted(partner, partner.finish(code, begun))
    except Refused as refused:
        return _refused(refused)
    session.begin(who, WAY)
    mark_begun()
    return redirect(next_path(begun["next"]), 303)


def _admitted(partner: Provider, claims: dict[str, Any]) -> Person:
    """The account of these checked claims. Token and nonce are used up even where the person is then refused."""
    ends = min(datetime.fromtimestamp(min(claims["exp"], 2**33), UTC), now() + REMEMBERED)
    used = {"nonce": (claims["nonce"], now() + timedelta(seconds=PENDING_SECONDS))}
    if "jti" in claims:
        used["jti"] = (f"{claims['iss']} {claims['jti']}", ends)
    refused: Refused | None = None
    with session.database().writing() as connection:
        for kind, (value, until) in used.items():
            if not external.spend(connection, kind, value, until + timedelta(seconds=LEEWAY)):
                refused = Refused("replayed")
        if refused is None:
            try:
                who = admit(connection, partner.registration, claims, where=session.address())
            except Refused as error:
                refused = error
    if refused is not None:
        raise refused
    return who


def _pending() -> list[dict[str, Any]]:
    """The ways out of this browser that may still come back."""
    youngest = int(now().timestamp()) - PENDING_SECONDS
    kept: list[dict[str, Any]] = [one for one in flask.session.get(PENDING, []) if one["at"] >= youngest]
    return kept


def _take(state: str) -> dict[str, Any]:
    """What this browser remembered under a state; it is forgotten with that. Raises Refused when there is nothing."""
    kept = _pending()
    found = next((one for one in kept if hmac.compare_digest(one["state"].encode(), state.encode())), None)
    flask.session[PENDING] = [one for one in kept if one is not found]
    if found is None:
        raise Refused("state")
    return found


def _refused(refused: Refused) -> flask.typing.ResponseReturnValue:
    """In words, with both ways on: once more, or by password. Nothing of what came from outside is repeated."""
    session.note("sign_in_failed", f"{WAY} {refused.code}")
    page = render_template("sso.html", words=WORDS[refused.code], detail=refused.detail, code=refused.code)
    return page, CODES.get(refused.code, 403)


def _provider() -> Provider:
    found = provider()
    if found is None:
        abort(404)
    return found


def _password_elsewhere() -> bool:
    who = session.person()
    if who is None:
        return False
    with session.database().reading() as connection:
        return external.is_external(connection, who.username)
