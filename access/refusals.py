"""Refusals into the audit log: every 403, and a 401 to a token that is wrong or expired. A stranger without one is no event.

What one person is refused at one address is told once a minute, and one address fills the log only so fast: a log that can be flooded
can be drowned. A refusal stands also where it can't be told.
"""

from __future__ import annotations

import re
from datetime import timedelta

import flask
import sqlalchemy as sa
from flask import current_app, g, request
from sqlalchemy.engine import Connection

from access import audit, session
from access.audit.entry import shown
from access.audit.table import entries
from data import clock
from data.database import Busy

WITHIN = timedelta(minutes=1)
MOST = 100  # entries of refusals an address gets within that time; then one more that says so
FLOOD = f"一分钟内拒绝超过 {MOST} 次，此后不逐条记"
_TOKEN_ID = re.compile(r"([0-9a-f]{8})\.")


def init(server: flask.Flask) -> None:
    """Look at every answer on its way out."""
    server.after_request(_look)


def _look(response: flask.Response) -> flask.Response:
    refused = response.status_code == 403 or (response.status_code == 200 and g.get("status") == 403)
    if refused or (response.status_code == 401 and _token()):
        who = g.get("person")  # asked already, or nobody
        try:
            _tell(who.username if who else "", f"{403 if refused else 401} {_what()}")
        except (sa.exc.SQLAlchemyError, Busy) as error:
            current_app.logger.error("a refusal could not be told: %s", type(error).__name__)
    return response


def _what() -> str:
    words = f"{request.method} {request.path}"
    if request.path == "/_dash-update-component":
        asked = request.get_json(silent=True)
        output = str(asked.get("output", "")) if isinstance(asked, dict) else ""
        words += f" {output[:60]}"
    token = _token()
    known = _TOKEN_ID.match(token) if token and not g.get("person") else None
    return words + (f"，令牌 {known[1]}" if known else "")  # the id tells whose it was; of anything else nothing is repeated


def _token() -> str:
    given = request.authorization
    return given.token or "" if given is not None and given.type == "bearer" else ""


def _tell(who: str, what: str) -> None:
    where, database = session.address(), session.database()
    with database.glancing() as connection:
        if not _wanted(connection, who, where, what):
            return
    with database.noting() as connection:
        chosen = _wanted(connection, who, where, what)
        if chosen:
            audit.append(connection, "refused", who=who, where=where, what=chosen)


def _wanted(connection: Connection, who: str, where: str, what: str) -> str:
    """What is to be told: `what`, that there are too many, or nothing."""
    mine = (entries.c.act == "refused", entries.c.at > clock.now() - WITHIN, entries.c.where == shown("where", where))
    same = (entries.c.who == shown("who", who), entries.c.what == shown("what", what))
    if connection.scalar(sa.select(entries.c.number).where(*mine, *same).limit(1)) is not None:
        return ""
    told = connection.execute(sa.select(sa.func.count()).select_from(entries).where(*mine)).scalar_one()
    return what if told < MOST else FLOOD if told == MOST else ""
