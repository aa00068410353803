"""What a test knows of the provider process: start it, tell it how to behave, and walk the browser's way through it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from access.provider import Provider
from access.registration import Registration, registered
from data.settings import Settings

GROUPS = '{"mzj-leaders": "leader", "mzj-yanglao": "chief:养老服务科", "mzj-qixian": "county:410221", "mzj-wall": "screen"}'
WANG = {"sub": "0b7c-wang", "preferred_username": "wang.jianguo", "groups": ["mzj-staff", "mzj-yanglao"]}


@dataclass
class Partner:
    """The provider, a process of its own at `issuer`."""

    issuer: str

    def tell(self, **changes: Any) -> dict[str, Any]:
        """Set parts of its state; returns what it has seen."""
        answer = requests.post(f"{self.issuer}/control", json=changes, timeout=10)
        answer.raise_for_status()
        seen: dict[str, Any] = answer.json()
        return seen

    def registration(self, **settings: str) -> Registration:
        """The cockpit's registration with it."""
        known = {
            "oidc_issuer": self.issuer,
            "oidc_client_id": "cockpit",
            "oidc_client_secret": "a secret of the cockpit and its provider",
            "oidc_roles": GROUPS,
        }
        found = registered(Settings(_env_file=None, **{**known, **settings}))  # type: ignore[call-arg, arg-type]
        assert found
        return found

    def join(self, server: Flask, **settings: str) -> None:
        """Let a server know it, as if the server had just been started."""
        server.extensions["sso"] = Provider(self.registration(**settings))

    def send_back(self, out: TestResponse) -> str:
        """The browser's visit at the provider: from the cockpit's redirect to the address it is sent back to, without the host."""
        assert out.status_code == 302, out.text
        back = requests.get(out.headers["Location"], allow_redirects=False, timeout=10)
        assert back.status_code == 302, back.text
        parts = urlsplit(back.headers["Location"])
        return f"{parts.path}?{parts.query}"

    def sign_on(self, client: FlaskClient, path: str = "/sso/login") -> TestResponse:
        """The whole way: out, through the provider, and back."""
        return client.get(self.send_back(client.get(path)))


def query(address: str) -> dict[str, str]:
    """The parameters of an address."""
    return {name: found[0] for name, found in parse_qs(urlsplit(address).query).items()}


@contextmanager
def running(host: str = "127.0.0.1") -> Iterator[Partner]:
    """The provider while it runs; ended by its process."""
    program = [sys.executable, str(Path(__file__).with_name("provider.py")), host]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield Partner(process.stdout.readline().strip())
        finally:
            process.terminate()
