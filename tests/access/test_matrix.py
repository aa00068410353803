"""The access matrix: every route, page, callback and API call × everybody who may knock, asked over HTTP and judged by declaration."""

from __future__ import annotations

import itertools
import logging
import re
import threading
from collections.abc import Callable, Iterator
from functools import cache

import flask
import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from access import doors, guard, login, problems, session
from access.doors import EVERYONE, route_for
from access.headers import OPEN_FOLDERS
from data.database import Database
from data.datasets import DATASETS
from data.regions import regions
from geo.regions import CITY
from tests.access.askers import COUNTY, FOREIGN, OWN, READS, Asker, everybody
from tests.access.asks import Ask, everything, judge, placed, turned_away

CODE = r"(?<!\d)4102\d{5}(?:\d{3})?(?!\d)"  # of a township or a village


@pytest.fixture(scope="module")
def askers(demo_server: Flask) -> list[Asker]:
    return everybody(demo_server)


@pytest.fixture(scope="module")
def asks(demo_server: Flask) -> list[Ask]:
    from app import app

    found = everything(demo_server, app.callback_map)
    kinds = {"route", "page", "callback", "API call", "no such route", "no such page", "no such callback"}
    assert {one.what for one in found} == kinds
    assert len([one for one in found if one.what == "page"]) == 2 * len(doors.DOORS)
    return found


@pytest.fixture(scope="module")
def datum(demo_server: Flask) -> Callable[[TestResponse], list[str]]:
    """What a refusal tells of townships, villages or records, in its body or its headers."""
    database: Database = demo_server.extensions["cockpit"].database
    with database.reading() as connection:
        words = {row.name for row in connection.execute(regions.select()) if len(row.code) > 6 and len(row.name) > 2}
        for name in ("special_elders", "children", "deaths"):
            table = DATASETS[name].table
            words |= {str(key) for (key,) in connection.execute(table.select().with_only_columns(table.c.key).limit(100))}
    assert len(words) > 1000
    pattern = re.compile("|".join([CODE, *map(re.escape, sorted(words))]))

    @cache
    def found(text: str) -> list[str]:
        return pattern.findall(text)

    def told(answer: TestResponse) -> list[str]:
        asked = re.escape(answer.request.path.rpartition("/")[2])
        numbers = [] if answer.mimetype == "text/html" or answer.status_code not in (401, 403) else re.findall(r"\d+", answer.text)
        headers = "\n".join(f"{name}: {value}" for name, value in answer.headers if name != "Location")
        return [*found(answer.text), *found(headers), *(one for one in numbers if one != str(answer.status_code) and one != asked)]

    return told


def test_every_door_is_open_to_whom_it_says_and_to_nobody_else(
    demo_server: Flask,
    asks: list[Ask],
    askers: list[Asker],
    datum: Callable[[TestResponse], list[str]],
    told: Callable[[str], None],
) -> None:
    wrong = [
        f"{asker.name}: {ask.method} {ask.path} {ask.body['output'][:40] if ask.body else ''}: {found}"
        for ask, asker in itertools.product(asks, askers)
        if (found := _flaw(demo_server, ask, asker, datum))
    ]
    elsewhere = list(_foreign(demo_server, askers, datum))
    wrong += [found for found in elsewhere if found]
    told(f"access matrix: {len(asks) * len(askers) + len(elsewhere)} cases, {len(wrong)} open")
    assert wrong == [], "\n".join(wrong[:40])


def _flaw(server: Flask, ask: Ask, asker: Asker, datum: Callable[[TestResponse], list[str]]) -> str:
    form = ask.what == "route" and ask.method not in READS and not ask.path.startswith("/api/")
    answer = (asker.twin(server) if form else asker).ask(server, ask.method, ask.path, json=ask.body)
    if found := judge(ask, asker, answer):
        return found
    if answer.status_code >= 300 and (told := datum(answer)):
        return f"a refusal tells {told[:3]}"
    kept = {"ETag", "Last-Modified"} & set(answer.headers.keys())
    if not ask.path.startswith(OPEN_FOLDERS) and (kept or answer.headers["Cache-Control"] != "no-store"):
        return f"may be kept: {kept}"
    return ""


def _foreign(server: Flask, askers: list[Asker], datum: Callable[[TestResponse], list[str]]) -> Iterator[str]:
    """Each call that takes a region × the city, the own and a foreign county, a township and a village of each: what is wrong."""
    database: Database = server.extensions["cockpit"].database
    with database.reading() as connection:
        codes = sorted(row.code for row in connection.execute(regions.select()))
    inside = [
        next(code for code in codes if code.startswith(county) and len(code) == size) for county in (COUNTY, FOREIGN) for size in (9, 12)
    ]
    for asker, place in itertools.product(askers, (CITY, COUNTY, FOREIGN, *inside)):
        person = asker.person("/api/", "GET")
        waits = person is not None and person.must_change and not asker.token
        for path, may in placed(place, person):
            answer = asker.ask(server, "GET", path)
            wanted = (401,) if person is None else (401, 403) if waits else (200, 400) if may else (403,)
            told = datum(answer) if answer.status_code in (401, 403) else []
            good = answer.status_code in wanted and not told
            yield "" if good else f"{asker.name}: {path}: {answer.status_code}, not {wanted}; tells {told[:3]}"


def test_a_listening_server_answers_the_same(demo_server: Flask, asks: list[Ask], askers: list[Asker]) -> None:
    """What the test's client says holds on a socket too."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    listening = make_server("127.0.0.1", 0, demo_server, threaded=True)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    site = f"http://127.0.0.1:{listening.port}"
    some = [asker for asker in askers if asker.name in ("stranger", "screen, by cookie", "admin, by token", "signed by another key")]
    assert len(some) == 4
    try:
        for ask, asker in itertools.product(asks, some):
            if ask.path == "/metrics" or (ask.method not in ("GET", "HEAD") and ask.what != "callback"):
                continue
            headers = {**OWN, "Origin": site}
            if asker.token:
                headers["Authorization"] = f"Bearer {asker.token}"
            cookies = {"cockpit": asker.cookie} if asker.cookie else {}
            answer = requests.request(
                ask.method, site + ask.path, json=ask.body, headers=headers, cookies=cookies, allow_redirects=False, timeout=20
            )
            assert judge(ask, asker, answer) == "", (asker.name, ask)  # type: ignore[arg-type]
    finally:
        listening.shutdown()


# --- what nobody has declared ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def rogue(server: Flask) -> Flask:
    """Another server behind the same guard, to which somebody has added routes without a word on whom they are for."""
    other = flask.Flask("rogue", root_path=server.root_path, static_folder=None)
    other.secret_key = server.secret_key
    other.extensions["cockpit"] = server.extensions["cockpit"]
    session.init(other)
    guard.init(other, {})
    problems.init(other)
    other.register_blueprint(login.blueprint)
    for path in ("/rogue", "/_rogue", "/api/v1/rogue", "/admin/rogue.xlsx", "/assets/rogue"):
        other.add_url_rule(path, path, lambda: "a datum", methods=["GET", "POST"])
    other.add_url_rule("/declared", "declared", route_for(EVERYONE)(lambda: "a datum"))
    return other


@pytest.mark.parametrize("path", ["/rogue", "/_rogue", "/api/v1/rogue", "/admin/rogue.xlsx", "/assets/rogue"])
def test_a_route_nobody_declared_is_closed_even_to_the_administrator(
    rogue: Flask, visit: Callable[..., FlaskClient], path: str, caplog: pytest.LogCaptureFixture
) -> None:
    stranger, admin = rogue.test_client(), visit(rogue, "admin")
    assert admin.get("/declared").text == "a datum" and stranger.get("/declared").status_code == 302
    assert turned_away(stranger.get(path)) and "a datum" not in stranger.get(path).text
    answer = admin.get(path)
    assert answer.status_code == 403 and "a datum" not in answer.text
    assert f"route {path} does not say whom it is for" in caplog.text
    assert "a datum" not in admin.post(path).text


def test_a_callback_that_belongs_to_no_page_is_closed_to_everyone(server: Flask, visit: Callable[..., FlaskClient]) -> None:
    from app import app

    calls: list[str] = []
    rogue = {**next(one for one in app.callback_map.values() if "callback" in one), "callback": lambda *_, **__: calls.append("run")}
    app.callback_map["rogue-place.children"] = rogue
    try:
        for role, place in (("leader", {}), ("admin", {}), ("county", {"region": COUNTY}), ("screen", {})):
            body = {"output": "rogue-place.children", "outputs": [], "inputs": [], "changedPropIds": []}
            assert visit(server, role, **place).post(doors.CALLBACK, json=body).status_code == 403
    finally:
        del app.callback_map["rogue-place.children"]
    assert calls == []


def test_an_api_call_must_say_whom_it_is_for() -> None:
    from api.operation import operation

    with pytest.raises(TypeError, match="roles"):
        operation("GET", "/v1/rogue", "", answer=dict)  # type: ignore[call-arg]
