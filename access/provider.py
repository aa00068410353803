"""The bureau's identity provider as this server speaks with it: where it is, its keys, its tokens. What it says is believed only checked.

Authlib carries the protocol (OpenID Connect, authorization code with PKCE), joserfc the signatures; here stands what they leave open:
only asymmetric algorithms, only TLS, five seconds, no redirects, keys kept for minutes and asked for anew at most once a minute.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import flask
import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import FlaskIntegration, FlaskOAuth2App
from authlib.integrations.requests_client import OAuth2Session
from flask import current_app
from joserfc import errors as jose

from access.registration import Registration, safe

SECONDS = 5.0  # for the provider to connect, to begin an answer, and to end it
LONGEST_ANSWER = 1024 * 1024  # bytes
LEEWAY = 60  # seconds two clocks may be apart
METADATA_KEPT = 3600.0
KEYS_KEPT = 600.0  # a key the provider has withdrawn is believed no longer than this
KEYS_ANEW = 60.0  # an unknown key id asks for the keys again, at most once in so many seconds
PAUSE = 10.0  # after a provider did not answer, nobody else waits for it
ALGORITHMS = tuple(f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512))
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
CLAIMS = {"iss": "issuer", "aud": "audience", "azp": "party", "iat": "early", "nbf": "early", "nonce": "nonce", "at_hash": "at_hash"}


class Refused(Exception):
    """A sign-on goes no further; `code` says why (the words for it are in `access.sso`), `detail` adds a sentence of our own."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


class _Line(OAuth2Session):
    """Requests to the provider: over TLS, in bounded time, of bounded size, and to no other place than the one asked."""

    def request(self, method: str, url: str, **kwargs: Any) -> requests.Response:
        if not safe(url):
            raise Refused("answer")
        answer: requests.Response = super().request(method, url, **{**kwargs, "timeout": SECONDS, "allow_redirects": False, "stream": True})
        if answer.is_redirect:
            raise Refused("answer")
        ends, body = time.monotonic() + SECONDS, bytearray()
        for part in answer.iter_content(16 * 1024):
            body += part
            if len(body) > LONGEST_ANSWER:
                raise Refused("answer")
            if time.monotonic() > ends:
                raise requests.Timeout
        answer._content = bytes(body)
        return answer


class Provider(FlaskOAuth2App):
    """One provider. Safe for several threads; each worker process keeps its own copy of metadata and keys."""

    client_cls = _Line

    def __init__(self, registration: Registration) -> None:
        super().__init__(
            FlaskIntegration("sso"),
            "sso",
            client_id=registration.client_id,
            client_secret=registration.client_secret,
            client_kwargs={"scope": registration.scopes, "code_challenge_method": "S256"},
            server_metadata_url=registration.issuer.rstrip("/") + "/.well-known/openid-configuration",
        )
        self.registration = registration
        self._asking_alone = threading.Lock()
        self._metadata_until = self._keys_until = self._anew_from = self._away_until = float("-inf")
        self._keys: dict[str, Any] = {}

    def start(self, redirect_uri: str) -> dict[str, str]:
        """Where to send the browser (`url`), and what must be remembered until it comes back.

        That is `state`, `nonce`, `code_verifier` and `redirect_uri`.
        Raises Refused when the provider can't be reached or understood.
        """
        with self._asking():
            return {**self.create_authorization_url(redirect_uri), "redirect_uri": redirect_uri}

    def finish(self, code: str, begun: dict[str, str]) -> dict[str, Any]:
        """The checked claims of who came back with this code. Raises Refused for whatever is not exactly right."""
        with self._asking():
            token = self.fetch_access_token(begun["redirect_uri"], code=code, code_verifier=begun["code_verifier"])
            if not isinstance(token.get("access_token"), str) or not isinstance(token.get("id_token"), str):
                raise Refused("answer")
            wanted = {
                "iss": {"essential": True, "value": self.registration.issuer},
                "aud": {"essential": True, "value": self.client_id},
                "sub": {"essential": True},
                "nonce": {"essential": True, "value": begun["nonce"]},
            }
            return dict(self.parse_id_token(token, begun["nonce"], claims_options=wanted, leeway=LEEWAY))

    def goodbye(self, post_logout_redirect_uri: str) -> str | None:
        """Where the browser ends its session at the provider; None where the provider offers no such place.

        Raises Refused when the provider can't be reached.
        """
        with self._asking():
            if not self.load_server_metadata().get("end_session_endpoint"):
                return None
            url: str = self.create_logout_url(post_logout_redirect_uri, client_id=self.client_id)["url"]
            return url

    def check(self) -> None:
        """Ask for metadata and keys. Raises Refused when something is in the way."""
        with self._asking():
            self.fetch_jwk_set()

    # --- what Authlib asks for underneath ---

    def load_server_metadata(self) -> dict[str, Any]:
        """Of the provider's announcements only those that are used; the rest would reach into the HTTP session's own options."""
        with self._asking_alone:
            if time.monotonic() >= self._metadata_until:
                told = self._get(self._server_metadata_url)
                if told.get("issuer") != self.registration.issuer:
                    raise Refused("answer", "它自称的签发方与设置 OIDC_ISSUER 不一致。")
                places = {name: told[name] for name in (*ENDPOINTS, "end_session_endpoint") if told.get(name)}
                if not all(isinstance(place, str) and safe(place) for place in places.values()) or not places.keys() >= set(ENDPOINTS):
                    raise Refused("answer", "它公布的地址不全，或不是 https。")
                announced = told.get("id_token_signing_alg_values_supported") or ["RS256"]
                ways = told.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
                self.server_metadata = {
                    **places,
                    "issuer": self.registration.issuer,
                    "id_token_signing_alg_values_supported": [name for name in ALGORITHMS if name in announced] or ["RS256"],
                    "token_endpoint_auth_method": "client_secret_basic" if "client_secret_basic" in ways else "client_secret_post",
                }
                self._metadata_until = time.monotonic() + METADATA_KEPT
            return self.server_metadata

    def fetch_jwk_set(self, force: bool = False) -> dict[str, Any]:
        """The provider's public keys. `force`: a token names an unknown key, so they may have been changed."""
        address = self.load_server_metadata()["jwks_uri"]
        with self._asking_alone:
            moment = time.monotonic()
            if moment >= self._keys_until or (force and moment >= self._anew_from):
                if force:
                    self._anew_from = moment + KEYS_ANEW
                self._keys = self._get(address)
                self._keys_until = moment + KEYS_KEPT
            return self._keys

    def _get(self, address: str) -> dict[str, Any]:
        self._wait_for_no_one()
        try:
            with self._get_session() as line:
                answer = line.request("GET", address, withhold_token=True)
                answer.raise_for_status()
                found = answer.json()
        except requests.RequestException as error:
            self._note_away(error)  # before the next thread in the queue asks in its turn
            raise
        if not isinstance(found, dict):
            raise Refused("answer")
        return found

    def _wait_for_no_one(self) -> None:
        if time.monotonic() < self._away_until:
            raise Refused("unreachable")

    def _note_away(self, error: requests.RequestException) -> None:
        if _is_away(error):
            self._away_until = time.monotonic() + PAUSE

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Turn whatever can go wrong between here and the provider into Refused. Its words go to the log, escaped, never to the reader."""
        self._wait_for_no_one()
        try:
            yield
        except Refused as refused:
            _log(refused.code, refused.detail)
            raise
        except requests.RequestException as error:
            self._note_away(error)
            code = "unreachable" if _is_away(error) else "answer"
            _log(code, error)
            raise Refused(code) from None
        except jose.JoseError as error:
            _log("token", error)
            raise Refused(_code(error)) from None
        except (AuthlibBaseError, ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
            _log("answer", error)
            raise Refused("answer") from None


def provider() -> Provider | None:
    """The server's identity provider; None where single sign-on is not set up."""
    found: Provider | None = current_app.extensions["sso"]
    return found


def init(server: flask.Flask, registration: Registration | None) -> None:
    """Let this server know its provider. Nothing is asked of it yet."""
    server.extensions["sso"] = Provider(registration) if registration else None


def _is_away(error: requests.RequestException) -> bool:
    """Not there, or not able to answer now; as against an answer that makes no sense."""
    if isinstance(error, requests.HTTPError) and error.response is not None:
        return error.response.status_code >= 500
    return isinstance(error, requests.ConnectionError | requests.Timeout | requests.exceptions.ChunkedEncodingError)


def _code(error: jose.JoseError) -> str:
    if isinstance(error, jose.ExpiredTokenError):
        return "expired"
    if isinstance(error, jose.MissingClaimError) and error.claim not in ("nonce", "azp"):
        return "claims"
    if isinstance(error, jose.ClaimError):
        return CLAIMS.get(error.claim, "claims")
    return "algorithm" if isinstance(error, jose.UnsupportedAlgorithmError) else "signature"


def _log(code: str, error: object) -> None:
    current_app.logger.warning("single sign-on: %s %.300s", code, ascii(error))
