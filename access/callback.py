"""A callback's request, read and judged before Dash sees it: well-formed JSON in the shape of a callback that is there.

Dash trusts its own renderer and breaks on anything else, with a stack trace for each. Who may call what is decided in `access.doors`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

import flask
import orjson
from flask import request
from flask.json.provider import DefaultJSONProvider
from werkzeug.exceptions import BadRequest, NotFound

DEEPEST = 64  # levels of lists and objects; a page sends some ten
WORDS = "请求的形状不对，请刷新页面后重试。"


class StrictJson(DefaultJSONProvider):
    """What is sent must be JSON to the letter: UTF-8, no NaN, no half characters, no bottomless nesting."""

    def loads(self, s: str | bytes, **_: Any) -> Any:
        return orjson.loads(s)


def asked() -> dict[str, Any]:
    """The body of the request at hand.

    Raises BadRequest when it is not a JSON object that names an output.
    """
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or not isinstance(body.get("output"), str):
        raise BadRequest(WORDS)
    return body


def triggers(body: dict[str, Any]) -> list[str]:
    """What set the callback off, as `id.property`; empty at the page's start."""
    found = body.get("changedPropIds", [])
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        raise BadRequest(WORDS)
    return found


def check(body: dict[str, Any], callbacks: Mapping[str, Mapping[str, Any]]) -> None:
    """Let through only what Dash's renderer could have sent.

    Raises NotFound for a callback that isn't there (or runs in the browser), BadRequest for another shape than it declares.
    """
    declared = callbacks.get(body["output"])
    if declared is None or "callback" not in declared:
        raise NotFound("没有这一功能。")
    outputs = declared["output"]
    many = isinstance(outputs, (list, tuple))
    wanted = [_named(one.component_id_str(), one.component_property) for one in (outputs if many else [outputs])]
    given = body.get("outputs") if many else [body.get("outputs")]
    fits = (
        (declared.get("no_output") or _fit(given, wanted))
        and _fit(body.get("inputs", []), declared["inputs"])
        and _fit(body.get("state", []), declared["state"])
        and not _deeper(body, DEEPEST)
        and all(map(_is_address, body.get("inputs", [])))
    )
    if not fits:
        raise BadRequest(WORDS)


def _named(name: str, prop: str) -> dict[str, str]:
    return {"id": name, "property": prop}


def _fit(given: Any, wanted: list[dict[str, Any]]) -> bool:
    return isinstance(given, list) and all(
        one is not None and other is not None and _fits(one, other) for one, other in zip_longest(given, wanted)
    )


def _fits(given: Any, wanted: Mapping[str, Any]) -> bool:
    """Whether one place (or, for a pattern, a list of places) is what the callback declares."""
    if not wanted["id"].startswith("{"):
        return _is_place(given, wanted["property"]) and given["id"] == wanted["id"]
    keys = json.loads(wanted["id"]).keys()
    places = given if isinstance(given, list) else [given]
    return all(
        _is_place(place, wanted["property"])
        and isinstance(place["id"], dict)
        and place["id"].keys() == keys
        and all(isinstance(value, (str, int, float)) for value in place["id"].values())
        for place in places
    )


def _is_place(given: Any, prop: str) -> bool:
    return isinstance(given, dict) and "id" in given and str(given.get("property")).split("@")[0] == prop.split("@")[0]


def _is_address(given: Any) -> bool:
    """Dash's page switch takes its two inputs for text without looking."""
    if not isinstance(given, dict) or given["id"] != "_pages_location":
        return True
    value = given.get("value")
    if given["property"] == "pathname":
        return isinstance(value, str) and value.startswith("/") and value.isprintable()
    return value is None or isinstance(value, str)


def _deeper(value: Any, levels: int) -> bool:
    level = [value]
    for _ in range(levels):
        level = [part for one in level if isinstance(one, (dict, list)) for part in (one.values() if isinstance(one, dict) else one)]
        if not level:
            return False
    return True


def init(server: flask.Flask) -> None:
    """Read every JSON body of this server strictly."""
    server.json = StrictJson(server)
