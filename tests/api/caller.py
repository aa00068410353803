"""The API as people with tokens call it. Every answer that a test sees is held against its OpenAPI description first."""

from __future__ import annotations

import itertools
import re
from typing import Any

from flask import Flask
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from access import people, tokens
from api.openapi import description
from data.database import Database
from tests.conftest import PASSWORD

_names = itertools.count()


class Caller:
    """One person with a token (or a stranger without one)."""

    def __init__(self, server: Flask, token: str = "", name: str = "") -> None:
        self.client, self.token, self.name = server.test_client(), token, name

    def get(self, path: str, **query: Any) -> TestResponse:
        return self.open("GET", path, query_string=query)

    def open(self, method: str, path: str, **options: Any) -> TestResponse:
        headers = {**({"Authorization": f"Bearer {self.token}"} if self.token else {}), **options.pop("headers", {})}
        answer = self.client.open(f"/api/v1{path}", method=method, headers=headers, **options)
        described(method, path, answer)
        return answer

    def values(self, **query: Any) -> list[dict[str, Any]]:
        """The rows of /values, which must be given."""
        answer = self.get("/values", **query)
        assert answer.status_code == 200, answer.text
        rows: list[dict[str, Any]] = answer.get_json()["values"]
        return rows


def described(method: str, path: str, answer: TestResponse) -> None:
    """Fails unless the answer is one that the description promises: its status, its media type, its members."""
    document = description()
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    promised = {str(status): {"content": problem} for status in (401, 404, 405)}  # of an address nobody declared
    for template, calls in document["paths"].items():
        pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template))
        if re.fullmatch(pattern, f"/v1{path}") and method.lower() in calls:
            promised = calls[method.lower()]["responses"]
            break
    assert str(answer.status_code) in promised, f"{method} {path} answers {answer.status_code}, which is not described"
    content = promised[str(answer.status_code)]["content"]
    assert answer.mimetype in content, f"{answer.mimetype} for {answer.status_code}"
    if answer.is_json:
        schema = {**content[answer.mimetype]["schema"], "components": document["components"]}
        Draft202012Validator(schema).validate(answer.get_json())
    if answer.status_code >= 400:
        assert answer.get_json()["status"] == answer.status_code
        assert re.search("[\u4e00-\u9fff]", answer.get_json()["detail"]), "in Chinese"


def join(server: Flask, role: str, region: str = "", section: str = "") -> Caller:
    """A new person of a role with a token."""
    name = f"{role}-by-token-{next(_names)}"
    with database_of(server).writing() as connection:
        people.add(connection, name, PASSWORD, role, region=region, section=section)
        return Caller(server, tokens.create(connection, name, 1), name)


def database_of(server: Flask) -> Database:
    found: Database = server.extensions["cockpit"].database
    return found
