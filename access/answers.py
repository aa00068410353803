"""Answers of page callbacks that can be given again: the bytes, kept under who may see what, the refresh, the day and the question.

A callback that has answered from one moment says `keep()`; until a refresh, a plan or midnight changes the key, the same question of
a person with the same scope gets the same bytes without composing or serialising anything.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import flask
from flask import g, request

from access import session
from data import facts
from data.cache import shelf_of

CALLBACK = "/_dash-update-component"


def init(server: flask.Flask) -> None:
    """Called after the guard: whoever may not ask never reaches it."""
    server.before_request(_given_before)
    server.after_request(_put_away)


def keep() -> None:
    """Say, inside a callback, that its answer holds for everybody of this scope until the next refresh."""
    g.keep_answer = True


def _given_before() -> flask.Response | None:
    if request.path != CALLBACK or request.method != "POST":
        return None
    seen, known = session.scope(), g.known
    g.answer_key = (
        "answer",
        facts.version_of(known),
        facts.today_of(known),
        seen.key,
        sha256(request.get_data(cache=True)).digest(),
    )
    found = shelf_of(session.database()).find(g.answer_key)
    return None if found is None else flask.Response(found, mimetype="application/json")


def _put_away(response: flask.Response) -> flask.Response:
    if g.pop("keep_answer", False) and response.status_code == 200 and response.mimetype == "application/json":
        data: Any = response.get_data()
        shelf_of(session.database()).keep(g.answer_key, lambda: data)
    return response
