"""Handing one notice to a webhook: the form of a DingTalk robot with its signature, or plain JSON signed by HMAC-SHA256.

Source of the robot's form: 钉钉开放平台, 自定义机器人 (timestamp and secret, signed, base64, in the address).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Any, Literal

import requests
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential

Form = Literal["dingtalk", "json"]
TIMEOUT = 10  # seconds, to connect and to answer
TRIES = 3
SIGNATURE = "X-Cockpit-Signature"


class Undelivered(RuntimeError):
    """The other side did not take a notice; the message says why, without address or secret."""


class _Again(Undelivered):
    """Worth another try at once: no connection, or the other side is busy."""


@dataclass(frozen=True)
class Webhook:
    """Where notices go. `wait` seconds before the second try, doubled before the third."""

    address: str
    form: Form = "dingtalk"
    secret: str = ""
    wait: float = 1

    def deliver(self, title: str, text: str, kind: str) -> None:
        """Hand over one notice; up to three tries. No redirect is followed, no proxy is asked.

        Raises Undelivered.
        """
        tries = Retrying(
            stop=stop_after_attempt(TRIES), wait=wait_exponential(self.wait, max=30), retry=retry_if_exception_type(_Again), reraise=True
        )
        for attempt in tries:
            with attempt:
                self._post(title, text, kind)

    def _post(self, title: str, text: str, kind: str) -> None:
        with requests.Session() as session:
            session.trust_env = False
            try:
                answer = session.send(session.prepare_request(self._request(title, text, kind)), timeout=TIMEOUT, allow_redirects=False)
            except (requests.ConnectionError, requests.Timeout):
                raise _Again("连不上通知地址") from None
            except requests.RequestException as error:
                raise Undelivered(f"通知没有送出（{type(error).__name__}）") from None
        if answer.status_code >= 500 or answer.status_code == 429:
            raise _Again(f"对方答复 {answer.status_code}")
        if not answer.ok or answer.is_redirect:
            raise Undelivered(f"对方答复 {answer.status_code}")
        if self.form == "dingtalk":
            _check(answer)

    def _request(self, title: str, text: str, kind: str) -> requests.Request:
        if self.form == "dingtalk":
            body: dict[str, Any] = {"msgtype": "markdown", "markdown": {"title": title, "text": f"#### {title}\n{text}"}}
            return requests.Request("POST", self.address, params=_stamp(self.secret, time.time()), json=body)
        content = json.dumps({"kind": kind, "title": title, "text": text}, ensure_ascii=False).encode()
        signed = {SIGNATURE: f"sha256={hmac.new(self.secret.encode(), content, hashlib.sha256).hexdigest()}"} if self.secret else {}
        return requests.Request("POST", self.address, data=content, headers={"Content-Type": "application/json", **signed})


def _stamp(secret: str, at: float) -> dict[str, str]:
    """The robot's `timestamp` (ms) and `sign`; nothing without a secret."""
    if not secret:
        return {}
    moment = str(round(at * 1000))
    signed = hmac.new(secret.encode(), f"{moment}\n{secret}".encode(), hashlib.sha256).digest()
    return {"timestamp": moment, "sign": base64.b64encode(signed).decode()}


def _check(answer: requests.Response) -> None:
    """A robot answers 200 also where it refuses; its `errcode` tells."""
    try:
        said = answer.json()
        code = said.get("errcode")
    except (ValueError, AttributeError):
        raise Undelivered("对方的答复读不懂") from None
    if code not in (0, "0"):
        raise Undelivered(f"机器人拒收（errcode {str(code)[:20]}）")
