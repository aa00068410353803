"""Devices that come in by their links, and walls that ask, as the browser's script does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from access import audit
from access.limits import limiter
from data.database import Database
from data.screen import devices
from data.screen.playlists import USUAL
from tests.conftest import form_token

OWN = {"HTTP_ORIGIN": "http://localhost", "HTTP_SEC_FETCH_SITE": "same-origin"}


def base(server: Flask) -> Database:
    found: Database = server.extensions["cockpit"].database
    return found


def come_in(server: Flask, token: str, *, anew: bool = True) -> FlaskClient:
    """A browser that has opened a device's link; `anew`: as if nobody had tried before."""
    if anew:
        limiter.reset()
    client = server.test_client()
    client.environ_base.update(OWN)
    client.entered = client.post(  # type: ignore[attr-defined]
        "/screen/enter", data={"token": token, "csrf_token": form_token(client, "/screen/enter")}
    )
    return client


Enrol = Callable[..., tuple[devices.Device, str, FlaskClient]]


@pytest.fixture
def enrol() -> Enrol:
    """`enrol(server, "一楼大厅")`: a device, its token, and the browser that came in with it."""

    def enrolled(server: Flask, name: str = "一楼大厅", playlist: str = USUAL) -> tuple[devices.Device, str, FlaskClient]:
        with base(server).writing() as connection:
            device, token = devices.add(connection, name, who="admin", playlist=playlist)
        return device, token, come_in(server, token)

    return enrolled


def told(server: Flask, *acts: str) -> list[tuple[str, str]]:
    """Who did what, the oldest first."""
    with base(server).reading() as connection:
        return [(entry.who, entry.what) for entry in reversed(audit.search(connection)) if entry.act in acts]
