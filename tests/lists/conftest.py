"""`demo_server`: the server on a copy of the small demonstration city; `Desk`: one person at the record lists, over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from access import audit
from tests.access.conftest import demo_server  # noqa: F401 - a fixture
from tests.conftest import sign_in_as

SHOW = ("records-top", "records-lead", "records-found", "records-foot")


class Desk:
    """One signed-in person who asks for record lists."""

    def __init__(self, server: Flask, role: str, **place: str) -> None:
        self.server = server
        self.client: FlaskClient = sign_in_as(server, role, **place)

    def show(self, name: str, search: str = "") -> Any:
        """The page's callback."""
        outputs = [{"id": one, "property": "children"} for one in SHOW]
        outputs += [{"id": "records-hidden", "property": "data"}, {"id": "records-trouble", "property": "children"}]
        return self._ask(outputs, [{"id": "records-address", "property": "data", "value": search}], [_state("records-list", name)])

    def rows(self, name: str, search: str = "", *, start: int = 0, end: int = 100, sort: Any = ()) -> Any:
        """The grid's callback."""
        request = {"startRow": start, "endRow": end, "sortModel": [{"colId": field, "sort": way} for field, way in sort], "filterModel": {}}
        state = [_state("records-address", search), _state("records-list", name)]
        outputs = {"id": "records-grid", "property": "getRowsResponse"}
        return self._ask(outputs, [{"id": "records-grid", "property": "getRowsRequest", "value": request}], state)

    def file(self, name: str, kind: str, search: str = "") -> Any:
        return self.client.get(f"/records/{name}.{kind}{search}")

    def told(self, *acts: str) -> list[audit.Entry]:
        """The entries of these acts, the newest last."""
        with self.server.extensions["cockpit"].database.reading() as connection:
            found = [entry for act in acts for entry in audit.search(connection, act=act)]
        return sorted(found, key=lambda entry: entry.number)

    def _ask(self, outputs: Any, inputs: Any, state: Any) -> Any:
        many = isinstance(outputs, list)
        key = (
            "..".join(["", "...".join(f"{one['id']}.{one['property']}" for one in outputs), ""]) if many else "records-grid.getRowsResponse"
        )
        body = {"output": key, "outputs": outputs, "inputs": inputs, "state": state}
        body["changedPropIds"] = [f"{inputs[0]['id']}.{inputs[0]['property']}"]
        return self.client.post("/_dash-update-component", json=body)


def _state(name: str, value: str) -> dict[str, str]:
    return {"id": name, "property": "data", "value": value}


@pytest.fixture
def desk(demo_server: Flask) -> Callable[..., Desk]:  # noqa: F811
    """`desk("county", region="410221")`: such a person, on the demonstration city."""
    return lambda role, **place: Desk(demo_server, role, **place)
