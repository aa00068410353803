"""Asking single panels of a page over HTTP, one after the other, and reading the plain parts they answer with."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from access.people import DEMONSTRATION_PASSWORD
from access.scope import Scope
from tests.conftest import form_token

ROLES = {
    "leader": Scope("leader"),
    "chief": Scope("chief", section="养老服务科"),
    "county": Scope("county", region="410221"),
    "admin": Scope("admin"),
}


def signed_in(server: Flask) -> dict[str, FlaskClient]:
    """A client for each account of the demonstration."""
    out = {}
    for name in (*ROLES, "screen"):
        client = server.test_client()
        client.environ_base.update({"HTTP_ORIGIN": "http://localhost", "HTTP_SEC_FETCH_SITE": "same-origin"})
        sent = {"username": name, "password": DEMONSTRATION_PASSWORD, "csrf_token": form_token(client)}
        assert client.post("/login", data=sent).status_code == 303
        out[name] = client
    return out


def ask(client: FlaskClient, page: str, panel: str, inputs: dict[str, Any]) -> Any:
    """The answer of the callback that fills `page-panel`; `inputs` by the rest of the id."""
    dependencies: Any = client.get("/_dash-dependencies").json
    output = next(one["output"] for one in dependencies if re.search(rf"(^|\.){page}-{panel}\.", one["output"]))
    places = [{"id": place, "property": prop} for place, _, prop in (part.rpartition(".") for part in output.strip(".").split("..."))]
    body = {
        "output": output,
        "outputs": places if output.startswith("..") else places[0],
        "inputs": [{"id": f"{page}-{name}", "property": "data", "value": value} for name, value in inputs.items()],
        "changedPropIds": [f"{page}-address.data"],
        "state": [],
    }
    return client.post("/_dash-update-component", json=body)


def said(part: Any) -> str:
    """All text of a plain part."""
    if isinstance(part, dict):
        return said(part.get("props", {}).get("children"))
    if isinstance(part, list):
        return " ".join(filter(None, map(said, part)))
    return "" if part is None else str(part)


def rows(part: Any) -> list[list[str]]:
    """The rows of all tables in a plain part, each cell as text."""
    if isinstance(part, list):
        return [row for one in part for row in rows(one)]
    if not isinstance(part, dict):
        return []
    children = part.get("props", {}).get("children")
    if part.get("type") == "Tr":
        return [[said(cell) for cell in (children if isinstance(children, list) else [children])]]
    return rows(children)
