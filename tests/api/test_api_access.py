"""The edge of the API: who is let in, what an unknown address or a failing database is answered, and that everything is described."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import validate

from access import people, tokens
from api.openapi import description
from data.clock import now
from data.database import Busy, Database
from tests.api.caller import Caller, database_of, join

CALLS = [(method.upper(), path) for path, calls in description()["paths"].items() for method in calls]


def filled(path: str) -> str:
    """A described path with something in its places."""
    return path.removeprefix("/v1").replace("{name}", "special_elders").replace("{batch}", "1")


def test_the_description_is_valid_and_names_every_route(server: Flask) -> None:
    document = join(server, "screen").get("/openapi.json").get_json()
    validate(document)
    assert document["openapi"].startswith("3.1")
    routes = {
        (method, re.sub(r"<(?:[^:>]+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in server.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/") and rule.endpoint != "api.no_such_call"
    }
    assert {(method, "/api" + path) for method, path in CALLS} == routes
    assert len(routes) >= 8


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_a_stranger_gets_nothing(server: Flask, method: str, path: str) -> None:
    for caller in (Caller(server), Caller(server, "x"), Caller(server, "deadbeef." + "x" * 43)):
        answer = caller.open(method, filled(path))
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_ends_with_its_day_and_its_person(server: Flask) -> None:
    caller = join(server, "leader")
    assert caller.get("/indicators").status_code == 200
    with database_of(server).writing() as connection:
        connection.execute(sa.update(tokens.tokens).values(expires_at=now() - timedelta(seconds=1)))
    assert caller.get("/indicators").status_code == 401
    other = join(server, "leader")
    with database_of(server).writing() as connection:
        people.set_disabled(connection, other.name, True)
    assert other.get("/indicators").status_code == 401


def test_a_browsers_cookie_reads_and_never_writes(server: Flask, visit: Callable[..., FlaskClient]) -> None:
    client = visit(server, "admin")
    assert client.get("/api/v1/indicators").status_code == 200
    assert client.post("/api/v1/datasets/deaths", json=[]).status_code == 401
    assert client.delete("/api/v1/batches/1").status_code == 401
    wrong = client.get("/api/v1/indicators", headers={"Authorization": "Bearer x"})
    assert wrong.status_code == 401, "a wrong token is not mended by a cookie"


def test_an_unknown_address_and_an_unknown_way_of_asking(server: Flask) -> None:
    leader = join(server, "leader")
    for path in ("/", "/nothing", "/datasets", "/datasets/deaths/x", "/batches/x"):
        for method in ("GET", "POST", "DELETE"):
            assert leader.open(method, path).status_code == 404, path
    answer = leader.open("POST", "/indicators")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")
    assert leader.get("/datasets/deaths").headers["Allow"] == "POST"
    assert leader.open("PUT", "/batches").status_code == 405
    assert leader.client.get("/api/v2/values", headers={"Authorization": f"Bearer {leader.token}"}).status_code == 404


def test_a_busy_database_is_said_in_words(server: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    admin = join(server, "admin")

    @contextmanager
    def busy(*_: object) -> Iterator[None]:
        raise Busy("数据库正被另一项写入占用")
        yield

    monkeypatch.setattr(Database, "writing", busy)
    rows = [{"key": "M1", "region": "410221", "kind": "结婚", "registered_on": "2023-01-01"}]
    answer = admin.open("POST", "/datasets/marriages", json=rows)
    assert answer.status_code == 503
    assert "占用" in answer.get_json()["detail"]
