"""An API call, declared once: path, parameters, answer, who may. Reading the request, its route and its description derive from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import flask
import orjson
from flask import request
from werkzeug.routing import Map, Rule

from access.doors import EVERYONE, KIB, route_for
from access.scope import Role
from api.problems import Problem, bad_parameter
from data.exchange.report import Report

PREFIX = "/api"  # the version is part of each path


@dataclass(frozen=True)
class Parameter:
    """One query parameter. `read` turns its text into a value and raises ValueError, whose text says what is wrong."""

    name: str
    allowed: str
    read: Callable[[str], Any]
    required: bool = False
    example: str = ""


@dataclass(frozen=True)
class Operation:
    """One call. `answer` is the dataclass of its JSON, or the media type of another answer; `body` what it takes, as OpenAPI says it.

    Whom it is for is held where its route is registered, by the guard.
    """

    method: str
    path: str
    summary: str
    view: Callable[..., flask.typing.ResponseReturnValue]
    answer: type | str
    parameters: tuple[Parameter, ...]
    roles: frozenset[Role]
    body: dict[str, Any] | None
    largest: int
    problems: tuple[int, ...]

    @property
    def name(self) -> str:
        return self.view.__name__

    def respond(self, **place: Any) -> flask.typing.ResponseReturnValue:
        """Answer the request at hand."""
        found = self.view(**place, **self._query())
        if isinstance(self.answer, str):
            return found
        told = found.to_dict() if isinstance(found, Report) else found
        return flask.Response(orjson.dumps(told), mimetype="application/json")

    def _query(self) -> dict[str, Any]:
        """The parameters of the request, read; None for those left out."""
        known = {parameter.name: parameter for parameter in self.parameters}
        allowed = f"可用参数：{'、'.join(known)}" if known else "这一接口没有参数"
        for name, values in request.args.lists():
            if name not in known:
                raise bad_parameter(name[:40], "不认识", allowed)
            if len(values) > 1:
                raise bad_parameter(name, "写了不止一次", known[name].allowed)
        return {name: self._value(parameter) for name, parameter in known.items()}

    def _value(self, parameter: Parameter) -> Any:
        text = request.args.get(parameter.name)
        if not text:
            if parameter.required or text is not None:
                raise bad_parameter(parameter.name, "必须给出" if text is None else "是空的", parameter.allowed)
            return None
        try:
            return parameter.read(text)
        except ValueError as error:
            raise bad_parameter(parameter.name, str(error), parameter.allowed) from None


OPERATIONS: list[Operation] = []


def operation(
    method: str,
    path: str,
    summary: str,
    *,
    answer: type | str,
    roles: frozenset[Role],
    parameters: tuple[Parameter, ...] = (),
    body: dict[str, Any] | None = None,
    largest: int = 64 * KIB,
    problems: tuple[int, ...] = (),
) -> Callable[[Callable[..., Any]], Operation]:
    """Declare the call that the decorated function answers: it gets the parts of the path and the parameters as keywords.

    largest   the largest body it takes, in bytes
    problems  statuses beside those every call may answer with (400, 401, 403, 429)
    """

    def declare(view: Callable[..., Any]) -> Operation:
        OPERATIONS.append(Operation(method, path, summary, view, answer, parameters, roles, body, largest, problems))
        return OPERATIONS[-1]

    return declare


@route_for(EVERYONE)
def no_such_call(**_: Any) -> flask.typing.ResponseReturnValue:
    """404 for an address nobody declared, 405 for a declared one asked in another way."""
    known = Map([Rule(PREFIX + one.path, methods=[one.method]) for one in OPERATIONS]).bind("")
    allowed = sorted(set(known.allowed_methods(request.path)) - {"HEAD"})
    if allowed:
        words = f"这个地址不接受 {request.method}，可用：{'、'.join(allowed)}。"
        raise Problem(405, words, headers={"Allow": ", ".join(allowed)})
    raise Problem(404, f"没有这个接口；全部接口见 {PREFIX}/v1/openapi.json。")
