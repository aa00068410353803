"""Everything that can be asked of the server, each with whom its declaration opens it to; and the judge of an answer.

Derived from the URL map, `doors.DOORS`, Dash's callback map and the API's operations, so that what is new is asked the day it arrives.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from access import doors
from access.people import Person
from access.scope import Role
from api.operation import OPERATIONS, PREFIX, Operation
from api.reading import REGION
from data.datasets import DATASETS
from geo.regions import CITY, prefix
from tests.access.askers import READS, Asker

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
MARKS = {"name": "special_elders", "package_name": "dash"}  # what stands in the places of a rule; elsewhere a number or an x
NOWHERE = ("/x", "/x/y", "/_mcp", "/_alive_x", "/favicon.ico", "/api/v2/values")


@dataclass(frozen=True)
class Ask:
    """One thing to ask for. `roles`: whom it is declared to be for; None: there is no such thing.

    answers  what the right asker gets; empty: anything but a refusal
    """

    what: str
    method: str
    path: str
    roles: frozenset[Role] | frozenset[Role | None] | None
    before_change: bool = False
    body: Any = None
    answers: tuple[int, ...] = ()


def filled(rule: str) -> str:
    """A rule of the URL map with something in its places."""

    def mark(found: re.Match[str]) -> str:
        return "2147483647" if found[1] == "int" else MARKS.get(found[2], "x")

    return re.sub(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>", mark, rule)


def everything(server: Flask, callbacks: Any) -> list[Ask]:
    return [*_routes(server), *_pages(), *_callbacks(callbacks), *_calls()]


def _routes(server: Flask) -> Iterator[Ask]:
    """Every rule of the URL map asked in every way: in the declared ways by its audience, in others it is nobody's."""
    adapter = server.url_map.bind("localhost")
    calls = {f"api.{one.name}" for one in OPERATIONS}
    for path, method in itertools.product(sorted({filled(rule.rule) for rule in server.url_map.iter_rules()}), METHODS):
        try:
            endpoint = str(adapter.match(path, method)[0])
        except HTTPException:
            yield Ask("no such route", method, path, None)
            continue
        if endpoint in doors.PAGES:
            if doors.door(path) is None and method != "OPTIONS":
                yield Ask("no such page", method, path, None)
        elif endpoint not in calls or method not in ("GET", "HEAD"):
            found = doors.audience(endpoint, server.view_functions[endpoint])
            assert found, f"{endpoint} does not say whom it is for"
            yield Ask("route", method, path, found.roles, found.before_change)


def _pages() -> Iterator[Ask]:
    for door, method in itertools.product(doors.DOORS, ("GET", "HEAD")):
        yield Ask("page", method, door.path.replace("*", next(iter(door.names), CITY)), door.roles, answers=(200,))
    for path in NOWHERE:
        yield Ask("no such page", "GET", path, None)


def _callbacks(callbacks: Any) -> Iterator[Ask]:
    """Every callback that runs on the server, pages' and Dash's own, asked as the renderer asks when a page begins."""
    for output, declared in callbacks.items():
        if "callback" not in declared:
            continue
        pages = {_page(part) for part in output.strip(".").split("...")} - doors.FRAME
        roles = doors.EVERYONE
        for page in pages:
            roles &= next((door.roles for door in doors.DOORS if door.page == page), frozenset())
        yield Ask("callback", "POST", doors.CALLBACK, roles, body=rendered(output, declared, pathname="/"), answers=(200, 204))
    for output in ("rogue-place.children", "x", "..overview-top.children...rogue-place.children.."):
        yield Ask("no such callback", "POST", doors.CALLBACK, frozenset(), body={"output": output, "outputs": {}, "inputs": []})


def _page(part: str) -> str:
    """The page an output belongs to, by the beginning of its id; of a pattern, by its type."""
    name = part.rpartition(".")[0]
    return re.split(r"[.-]", json.loads(name)["type"] if name.startswith("{") else name)[0]


def rendered(output: str, declared: Any, **values: Any) -> dict[str, Any]:
    """A callback's request as Dash's renderer sends it; `values` by the property they stand in."""
    many = isinstance(declared["output"], (list, tuple))

    def place(one: Any) -> Any:
        name, prop = one["id"], one["property"]
        return [] if name.startswith("{") else {"id": name, "property": prop, "value": values.get(prop)}  # a pattern nothing matches yet

    given = declared["output"] if many else [declared["output"]]
    outputs = [
        [] if (name := one.component_id_str()).startswith("{") else {"id": name, "property": one.component_property} for one in given
    ]
    inputs, state = (list(map(place, declared[part])) for part in ("inputs", "state"))
    return {"output": output, "outputs": outputs if many else outputs[0], "inputs": inputs, "state": state, "changedPropIds": []}


def _calls() -> Iterator[Ask]:
    """Every API call that reads, with what it needs; those that write are among the routes, record lists are asked place by place."""
    for one, method in itertools.product(OPERATIONS, ("GET", "HEAD")):
        if one.method == "GET" and "<" not in one.path:
            yield Ask("API call", method, f"{PREFIX}{one.path}?{_needed(one)}", one.roles, answers=(200,))


def _needed(one: Operation) -> str:
    return "&".join(f"{parameter.name}={parameter.example}" for parameter in one.parameters if parameter.required)


def placed(place: str, person: Person | None) -> Iterator[tuple[str, bool]]:
    """Every API call that takes a region, asked for one: its address, and whether the person may have it."""
    for one in OPERATIONS:
        if one.method != "GET" or REGION not in one.parameters:
            continue
        scope = person.scope if person and person.role in one.roles else None
        seen = scope is not None and scope.sees(place)
        path = f"{PREFIX}{one.path}?{_needed(one)}&region={place}"
        if "<name>" in one.path:
            for dataset in DATASETS.values():
                yield path.replace("<name>", dataset.name), seen and scope is not None and scope.reads_records(dataset.section, place)
            continue
        yield path, seen
        if any(parameter.name == "level" for parameter in one.parameters):
            below = scope.below_county if scope else None
            meet = below is not None and (below.startswith(prefix(place)) or place.startswith(below))
            yield f"{path}&level=township", seen and meet


def judge(ask: Ask, asker: Asker, answer: TestResponse) -> str:
    """What is wrong with an answer; empty where it is as declared."""
    status = answer.status_code
    person = asker.person(ask.path, ask.method)
    if status == 500:
        return f"breaks: {status}"
    if ask.roles is not None and None in ask.roles:
        return f"closed, though it is for anyone: {status}" if status in (401, 403) and ask.method in READS else ""
    if person is None:
        return "" if turned_away(answer) else f"open to somebody who is not signed in: {status}"
    if person.must_change and not asker.token and not ask.before_change and (ask.roles is not None or ask.what == "no such page"):
        return "" if sent_to_change(answer) else f"open before the password is changed: {status}"
    if ask.roles is None:
        return "" if status in (404, 405) else f"there is no such thing, yet: {status}"
    if person.role == "screen" and ask.path == "/" and ask.what == "page":
        return "" if (status, answer.headers.get("Location")) == (302, doors.WALL) else f"the role screen begins elsewhere: {status}"
    if person.role not in ask.roles:
        return "" if status == 403 else f"open to {person.role}: {status}"
    if ask.answers:
        return "" if status in ask.answers else f"{status} for {person.role}, whom it is for"
    return f"closed to {person.role}, whom it is for: {status}" if status in (401, 403) else ""


def turned_away(answer: TestResponse) -> bool:
    """Told to sign in, or led there."""
    led = answer.status_code in (302, 303) and answer.headers["Location"].startswith("/login")
    return led or answer.status_code in (401, 403)


def sent_to_change(answer: TestResponse) -> bool:
    led = answer.status_code == 302 and answer.headers["Location"].startswith("/password")
    return led or answer.status_code in (401, 403)
