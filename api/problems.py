"""What the API answers when it can't do as asked: RFC 9457 problem JSON, in Chinese. Errors of the server itself are `access.problems`."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import flask
import orjson
from werkzeug.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"


class Problem(HTTPException):
    """An answer of 400 or more; `members` stand beside type, title, status and detail."""

    def __init__(self, status: int, detail: str, *, headers: dict[str, str] | None = None, **members: Any) -> None:
        body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **members}
        response = flask.Response(orjson.dumps(body), status, headers, mimetype=MEDIA_TYPE)
        super().__init__(detail, response)
        self.code = status


def bad_parameter(name: str, problem: str, allowed: str) -> Problem:
    """400: which parameter, what is wrong with it, what is allowed."""
    return Problem(400, f"参数 {name} {problem}；{allowed}。", parameter=name, allowed=allowed)
