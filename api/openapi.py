"""`/openapi.json`: the description of every declared call, made from the declarations themselves."""

from __future__ import annotations

import re
from functools import cache
from http import HTTPStatus
from typing import Any

import flask
import orjson
from pydantic import TypeAdapter

from access.doors import EVERYONE
from api.operation import OPERATIONS, PREFIX, Operation, Parameter, operation
from api.problems import MEDIA_TYPE

ALWAYS = (400, 401, 403, 429)
_PROBLEM = {
    "type": "object",
    "description": "RFC 9457 问题说明，detail 为中文",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "parameter": {"type": "string", "description": "400：哪个参数"},
        "allowed": {"type": "string", "description": "400：可以怎么写"},
    },
    "required": ["type", "title", "status", "detail"],
}


@operation("GET", "/v1/openapi.json", "本说明（OpenAPI 3.1）", answer="application/json", roles=EVERYONE)
def openapi() -> flask.Response:
    return flask.Response(orjson.dumps(description()), mimetype="application/json")


@cache
def description() -> dict[str, Any]:
    """The OpenAPI 3.1 document."""
    answers = list(dict.fromkeys(one.answer for one in OPERATIONS if isinstance(one.answer, type)))
    schemas, shared = TypeAdapter.json_schemas(
        [(answer, "serialization", TypeAdapter(answer)) for answer in answers],
        ref_template="#/components/schemas/{model}",
    )
    named = {answer.__name__: schema for (answer, _), schema in schemas.items() if "$ref" not in schema}
    paths: dict[str, Any] = {}
    for one in OPERATIONS:
        paths.setdefault(template(one.path), {})[one.method.lower()] = _described(one)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "领导驾驶舱 API",
            "version": "1",
            "description": "与页面同一道门：同一个人看到的数与页面一致。读数不取整，一次回答出自同一次汇总。",
        },
        "servers": [{"url": PREFIX}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": {**shared.get("$defs", {}), **named, "Problem": _PROBLEM},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "flask token create 用户名"}},
        },
    }


def template(path: str) -> str:
    """`/datasets/<name>.csv` as OpenAPI writes it: `/datasets/{name}.csv`."""
    return re.sub(r"<(?:[^:>]+:)?(\w+)>", r"{\1}", path)


def _described(one: Operation) -> dict[str, Any]:
    in_path = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "integer" if kind else "string"}}
        for kind, name in re.findall(r"<(?:(int)[^:>]*:)?(\w+)>", one.path)
    ]
    found: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.summary,
        "parameters": [*in_path, *map(_parameter, one.parameters)],
        "responses": {"200": {"description": "成功", "content": _content(one)}},
    }
    if one.body:
        found["requestBody"] = one.body
    for status in sorted({*ALWAYS, *one.problems}):
        problem: dict[str, Any] = {"$ref": "#/components/schemas/Problem"}
        if status == 422 and isinstance(one.answer, type):  # the refusal carries what the answer would have said
            problem = {"allOf": [problem, {"$ref": f"#/components/schemas/{one.answer.__name__}"}]}
        found["responses"][str(status)] = {"description": HTTPStatus(status).phrase, "content": {MEDIA_TYPE: {"schema": problem}}}
    return found


def _parameter(one: Parameter) -> dict[str, Any]:
    found = {"name": one.name, "in": "query", "required": one.required, "description": one.allowed, "schema": {"type": "string"}}
    return {**found, "example": one.example} if one.example else found


def _content(one: Operation) -> dict[str, Any]:
    if isinstance(one.answer, str):
        return {one.answer: {"schema": {"type": "object" if one.answer.endswith("json") else "string"}}}
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{one.answer.__name__}"}}}
