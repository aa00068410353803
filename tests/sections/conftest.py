"""What the section pages' tests share: the small demonstration city, and a reader who asks a page's callbacks as a browser does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.access.conftest import demo_server as demo_server
from tests.conftest import sign_in_as


@dataclass
class Reader:
    """One signed-in person before one browser."""

    client: FlaskClient
    callbacks: list[dict[str, Any]]

    def places(self, page: str) -> list[str]:
        """The first output of every callback of a page that runs on the server."""
        return [one["output"].strip(".").split("...")[0] for one in self._of(page)]

    def ask(self, page: str, place: str, search: str) -> dict[str, Any]:
        """The answer of the callback that fills a place, by output id."""
        found = next(one for one in self._of(page) if f"{page}-{place}." in one["output"] or f"{page}-{place}-part." in one["output"])
        many = found["output"].startswith("..")
        outputs = [
            {"id": name, "property": prop} for name, _, prop in (part.rpartition(".") for part in found["output"].strip(".").split("..."))
        ]
        answer = self.client.post(
            "/_dash-update-component",
            json={
                "output": found["output"],
                "outputs": outputs if many else outputs[0],
                "inputs": [{"id": f"{page}-address", "property": "data", "value": search}],
                "changedPropIds": [f"{page}-address.data"],
                "state": [],
            },
        )
        assert answer.status_code == 200, answer.text
        assert "没读出来" not in answer.text, (page, place, search)
        response: dict[str, Any] = answer.json["response"]  # type: ignore[index]
        parts = {name.removesuffix("-part"): {"children": given["data"]} for name, given in response.items() if name.endswith("-part")}
        return {**response, **parts}

    def children(self, page: str, place: str, search: str) -> Any:
        return self.ask(page, place, search)[f"{page}-{place}"]["children"]

    def _of(self, page: str) -> list[dict[str, Any]]:
        return [one for one in self.callbacks if one["inputs"][0]["id"] == f"{page}-address"]


def walk(part: Any) -> Iterator[dict[str, Any]]:
    """Every component of an answer, from the top down."""
    if isinstance(part, dict):
        if "type" in part and "props" in part:
            yield part
        for value in part.values():
            yield from walk(value)
    elif isinstance(part, list):
        for one in part:
            yield from walk(one)


def text(part: Any) -> str:
    """All text in an answer, in order."""
    if isinstance(part, dict):
        return text(part.get("props", {}).get("children"))
    if isinstance(part, list):
        return " ".join(words for words in map(text, part) if words)
    return "" if part is None else str(part)


@pytest.fixture(scope="module")
def reader(demo_server: Flask) -> Callable[..., Reader]:
    """`reader("county", region="410221")`: such a person; asked for again, the same one."""
    known: dict[str, Reader] = {}

    def come(role: str, **place: str) -> Reader:
        key = f"{role}{place}"
        if key not in known:
            client = sign_in_as(demo_server, role, **place)
            dependencies: Any = client.get("/_dash-dependencies").json
            known[key] = Reader(client, [one for one in dependencies if one["inputs"] and not one.get("clientside_function")])
        return known[key]

    return come
