"""Who a proved identity is in this house: its account is found, made at the first sign-on, follows its groups; or it is refused.

The provider says who someone is and in which groups; role, county and section come from the registration alone.
"""

from __future__ import annotations

import secrets
import string
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from access import audit, external, people
from access.people import PeopleError, Person
from access.provider import Refused
from access.registration import Registration
from access.scope import ROLES, Scope
from data.clock import now

WAY = "单点登录"
RENEWED = timedelta(days=30)  # well within any rule on how old a password may grow


def admit(connection: Connection, registration: Registration, claims: Mapping[str, Any], *, where: str) -> Person:
    """The account of the identity these (checked) claims are about, as its groups have it today; what changed is in the audit log.

    Raises Refused, with nothing written, when there is no mapped group, no usable name, a name already taken or the account is disabled.
    """
    subject = claims["sub"]
    if not subject or len(subject) > external.LONGEST_SUBJECT:
        raise Refused("claims")
    scope = registration.scope_of(_texts(claims.get(registration.groups_claim)))
    username = external.username_of(connection, registration.issuer, subject)
    if username is None:
        if scope is None:
            raise Refused("group")
        return _newcomer(connection, registration, subject, claims.get(registration.name_claim), scope, where=where)
    found = people.find(connection, username)
    if found is None or found.disabled:
        raise Refused("disabled")
    if scope is None:
        raise Refused("group")
    if found.scope != scope:
        try:
            people.set_role(connection, username, str(scope.role), scope.region, scope.section)
        except PeopleError as error:
            raise Refused("account", str(error)) from None
        what = f"{username}：{_words(found.scope)} 改为 {_words(scope)}（{WAY}）"
        audit.append(connection, "account", who=username, where=where, what=what)
    if now() - found.password_changed_at > RENEWED:  # a password nobody knows does not grow old: no one is to be asked to change it
        mine = people.people.c.username == username
        connection.execute(sa.update(people.people).where(mine).values(password_changed_at=now(), must_change=False))
    changed = people.find(connection, username)
    assert changed  # noqa: S101 - accounts are never deleted
    return changed


def _newcomer(connection: Connection, registration: Registration, subject: str, name: object, scope: Scope, *, where: str) -> Person:
    """A new account without a password anyone knows. A name that stands already, also in other letters' case, is never taken over."""
    if not isinstance(name, str) or not name:
        raise Refused("name", f"身份平台没有给出用户名（{registration.name_claim}）。")
    same = sa.select(people.people.c.username).where(sa.func.lower(people.people.c.username) == name.lower())
    if connection.scalar(same) is not None:
        raise Refused("taken")
    try:
        made = people.add(connection, name, _nobodys(name), str(scope.role), region=scope.region, section=scope.section, must_change=False)
    except PeopleError as error:
        raise Refused("account", str(error)) from None
    external.bind(connection, registration.issuer, subject, name)
    audit.append(connection, "account", who=name, where=where, what=f"新建 {name}：{_words(scope)}（{WAY}）")
    return made


def _nobodys(name: str) -> str:
    """A password nobody knows, forgotten once it is hashed; without the name's first letter, so that no rule finds the name in it."""
    letters = [letter for letter in string.ascii_letters + string.digits + "+-*/=_" if letter.lower() != name[0].lower()]
    return "".join(secrets.choice(letters) for _ in range(64))


def _texts(claim: object) -> list[str]:
    """The groups of a claim: a list of names, or one name alone."""
    return [one for one in (claim if isinstance(claim, list) else [claim]) if isinstance(one, str)]


def _words(scope: Scope) -> str:
    """A role as the log writes it: 科长 养老服务科."""
    return " ".join(part for part in (ROLES[scope.role] if scope.role else "", scope.region or scope.section) if part)
