"""A small but real OpenID provider, run as its own process on 127.0.0.1: `python provider.py` prints its address and serves.

Protocol, client authentication and PKCE are Authlib's server; it signs a person given at /control in without asking, and can be told there
to do wrong in one way (`fault`). Only loopback, only for tests.
"""

from __future__ import annotations

import base64
import hmac
import json
import logging
import os
import secrets
import sys
import time
from dataclasses import dataclass
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core.util import create_half_hash
from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwk, jws
from werkzeug.serving import WSGIRequestHandler, make_server

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # plain HTTP, on loopback

CLIENT, SECRET = "cockpit", "a secret of the cockpit and its provider"
MINUTES = 60


class Client(ClientMixin):
    """The one client."""

    client_id = CLIENT

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> str:
        return ""

    def get_allowed_scope(self, scope: str) -> str:
        return " ".join(name for name in scope.split() if name in ("openid", "profile", "email"))

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri in state["redirect_uris"]

    def check_client_secret(self, client_secret: str) -> bool:
        return secrets.compare_digest(client_secret.encode(), SECRET.encode())

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method in state["auth_methods"]

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class Code(AuthorizationCodeMixin):
    """One code and what it was given for."""

    code: str
    redirect_uri: str
    scope: str
    nonce: str | None
    person: dict[str, Any]
    code_challenge: str | None
    code_challenge_method: str | None

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope


class CodeGrant(grants.AuthorizationCodeGrant):
    """Codes are good once, unless the fault `codes` is on."""

    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]

    def save_authorization_code(self, code: str, asked: Any) -> None:
        data = asked.payload.data
        codes[code] = Code(
            code,
            asked.payload.redirect_uri,
            asked.scope,
            data.get("nonce"),
            asked.user,
            data.get("code_challenge"),
            data.get("code_challenge_method"),
        )

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        return codes.get(code)

    def delete_authorization_code(self, code: Code) -> None:
        if state["fault"] != "codes":
            codes.pop(code.code)

    def authenticate_user(self, code: Code) -> dict[str, Any]:
        return code.person

    def create_token_response(self) -> tuple[int, dict[str, Any], Any]:
        code = self.request.authorization_code
        status, token, headers = super().create_token_response()
        state["seen"].append(self.request.auth_method)
        token = {**token, "id_token": id_token(code, token["access_token"])}
        if state["fault"] == "no id token":
            del token["id_token"]
        return status, token, headers


class Pkce(CodeChallenge):
    """PKCE is demanded and checked, unless the fault `no pkce` is on."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]

    def validate_code_verifier(self, grant: Any, result: Any) -> None:
        if state["fault"] != "no pkce":
            super().validate_code_verifier(grant, result)


def id_token(code: Code, access_token: str) -> str:
    """The ID token of a code, wrong in the way that was asked for."""
    fault, moment = state["fault"], int(time.time())
    if fault == "replayed id token" and state["last"]:
        return str(state["last"])
    claims: dict[str, Any] = {
        "iss": issuer,
        "aud": CLIENT,
        "iat": moment,
        "exp": moment + 5 * MINUTES,
        "nonce": code.nonce,
        "jti": secrets.token_hex(8),
        "at_hash": create_half_hash(access_token, state["alg"]).decode(),
        **code.person,
        **state["claims"],
    }
    claims = {name: _timed(value, moment) for name, value in claims.items() if value is not None}
    header, key = {"alg": state["alg"], "kid": state["kid"]}, keys[state["kid"]]
    if fault == "unsigned":
        header = {"alg": "none"}
        return f"{_part(header)}.{_part(claims)}."
    if fault == "unsigned, said to be signed":
        return f"{_part(header)}.{_part(claims)}."
    if fault == "foreign key":
        key = made("RS256", header["kid"])
    if fault == "unknown key":
        header["kid"], key = "nobody's", made("RS256", "nobody's")
    if fault == "key in the header":
        key = made("RS256", header["kid"])
        header["jwk"] = key.as_dict(private=False)
    if fault == "public key as secret":
        head = f"{_part({'alg': 'HS256', 'kid': header['kid']})}.{_part(claims)}"
        forged = hmac.digest(keys[state["kid"]].as_pem(private=False), head.encode(), "sha256")  # joserfc itself would not do it
        return f"{head}.{_encoded(forged)}"
    if fault == "client secret as key":
        header, key = {"alg": "HS256"}, jwk.OctKey.import_key(SECRET.encode())
    if fault == "changed after signing":
        signed = _signed(header, {**claims, "groups": []}, key).split(".")
        return ".".join((signed[0], _part(claims), signed[2]))
    if fault == "no token at all":
        return "not.a.token"
    state["last"] = _signed(header, claims, key)
    return str(state["last"])


def _timed(value: Any, moment: int) -> Any:
    """`now-120` as a moment; anything else as it is."""
    return moment + int(value[3:]) if isinstance(value, str) and value.startswith("now") else value


def _signed(header: dict[str, Any], claims: dict[str, Any], key: Any) -> str:
    registry = jws.JWSRegistry(algorithms=[header["alg"]], strict_check_header=False)
    return jws.serialize_compact(header, json.dumps(claims), key, registry=registry)


def _part(value: dict[str, Any]) -> str:
    return _encoded(json.dumps(value).encode())


def _encoded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def made(alg: str, kid: str) -> Any:
    """A fresh key for an algorithm."""
    parameters = {"kid": kid, "use": "sig"}
    if alg.startswith("ES"):
        return jwk.ECKey.generate_key("P-256", parameters)
    return jwk.RSAKey.generate_key(2048, parameters)


def fresh() -> dict[str, Any]:
    """Well-behaved, nobody to sign in."""
    return {
        "person": {"sub": "nobody"},
        "claims": {},  # laid over the ID token's own; null takes one away
        "metadata": {},  # laid over the discovery document
        "fault": "",
        "slow": {},  # endpoint → seconds
        "broken": {},  # endpoint → status and body
        "alg": "RS256",
        "kid": "first",
        "published": ["first", "elliptic"],
        "redirect_uris": ["http://localhost/sso/callback"],
        "auth_methods": ["client_secret_basic", "client_secret_post"],
        "asked": {},  # endpoint → how often
        "seen": [],  # client authentications at the token endpoint
        "last": "",
        "sessions": 1,
    }


app = Flask("provider")
state = fresh()
codes: dict[str, Code] = {}
keys: dict[str, Any] = {"first": made("RS256", "first"), "elliptic": made("ES256", "elliptic")}
server = AuthorizationServer(app, query_client=lambda name: Client() if name == CLIENT else None, save_token=lambda *_: None)
server.register_grant(CodeGrant, [Pkce(required=True)])
issuer = ""


@app.before_request
def _misbehave() -> Any:
    name = request.path.strip("/").rpartition("/")[2]
    if name == "control":
        return None
    state["asked"][name] = state["asked"].get(name, 0) + 1
    if name in state["slow"]:
        time.sleep(state["slow"][name])
    if name in state["broken"]:
        status, body = state["broken"][name]
        return Response(body, status, {"Content-Type": "application/json", "Location": f"{issuer}/elsewhere"})
    return None


@app.post("/control")
def control() -> Any:
    """Set parts of the state; `reset` first makes it well-behaved, `new_key` makes a key of that name, alone published or not."""
    told = request.get_json()
    if told.pop("reset", False):
        state.update(fresh())
        codes.clear()
    if name := told.pop("new_key", None):
        keys[name] = made("RS256", name)
    state.update(told)
    return jsonify({"asked": state["asked"], "seen": state["seen"], "sessions": state["sessions"]})


@app.get("/.well-known/openid-configuration")
def metadata() -> Any:
    known = {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "jwks_uri": f"{issuer}/jwks",
        "end_session_endpoint": f"{issuer}/end_session",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "ES256", "PS256", "HS256", "none"],
        "token_endpoint_auth_methods_supported": state["auth_methods"],
        "code_challenge_methods_supported": ["S256"],
        "verify": False,
        "proxies": {"http": "http://127.0.0.1:9"},
    }
    return jsonify({name: value for name, value in {**known, **state["metadata"]}.items() if value is not None})


@app.get("/jwks")
def jwks() -> Any:
    return jsonify({"keys": [keys[name].as_dict(private=False) for name in state["published"]]})


@app.get("/authorize")
def authorize() -> Any:
    if not request.args.get("code_challenge"):
        return "PKCE is demanded here", 400
    try:
        consent = server.get_consent_grant(end_user=state["person"])
    except OAuth2Error as error:
        return f"{error.error}: {error.description}", 400
    who = None if state["fault"] == "denied" else state["person"]
    return server.create_authorization_response(grant_user=who, grant=consent)


@app.post("/token")
def token() -> Any:
    return server.create_token_response()


@app.get("/end_session")
def end_session() -> Any:
    back = request.args.get("post_logout_redirect_uri", "")
    if request.args.get("client_id") != CLIENT or not back.endswith("/login"):
        return "unknown client", 400
    state["sessions"] -= 1
    return redirect(back)


class Quiet(WSGIRequestHandler):
    """No line for each request."""

    def log_request(self, *_: Any) -> None:
        return


def main() -> None:
    global issuer
    host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    listening = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    issuer = f"http://{host}:{listening.port}"
    print(issuer, flush=True)
    listening.serve_forever()


if __name__ == "__main__":
    main()
