"""Single sign-on against a real provider process: the good way in, and every wrong one refused in words, with no session and no account."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from access import audit, external, people, provider, sso
from access.limits import limiter
from data.clock import now
from tests.access.partner import WANG, Partner, query, running
from tests.conftest import PASSWORD, form_token


@pytest.fixture(scope="module")
def process() -> Iterator[Partner]:
    with running() as partner:
        yield partner


@pytest.fixture
def partner(process: Partner) -> Partner:
    """The provider, well-behaved; Wang, chief of 养老服务科, stands at its door."""
    process.tell(reset=True, person=WANG)
    limiter.reset()
    return process


def join(partner: Partner, server: Flask) -> Iterator[Flask]:
    kept = server.extensions["sso"]
    partner.join(server)
    yield server
    server.extensions["sso"] = kept


@pytest.fixture
def house(server: Flask, partner: Partner) -> Iterator[Flask]:
    """The server, registered with the provider."""
    yield from join(partner, server)


@pytest.fixture
def either_house(either_server: Flask, partner: Partner) -> Iterator[Flask]:
    yield from join(partner, either_server)


def accounts(server: Flask) -> dict[str, people.Person]:
    with server.extensions["cockpit"].database.reading() as connection:
        return {person.username: person for person in people.everyone(connection)}


def log(server: Flask, act: str) -> list[tuple[str, str]]:
    """Who and what of the log's entries of one act, newest first."""
    with server.extensions["cockpit"].database.reading() as connection:
        return [(entry.who, entry.what) for entry in audit.search(connection, act=act)]


def signed_in(client: FlaskClient) -> bool:
    return client.get("/_reload-hash").status_code != 401


def refused(server: Flask, client: FlaskClient, answer: TestResponse, code: str) -> None:
    """Refused for this reason, in words, with the way to the password; nobody is signed in, no account stands, the log says so."""
    assert f'data-code="{code}"' in answer.text, answer.text
    assert answer.status_code in (400, 403, 502, 503)
    assert sso.WORDS[code] in answer.text and 'id="sso-password" href="/login"' in answer.text
    assert "Traceback" not in answer.text
    assert not signed_in(client)
    assert client.get("/").status_code == 302
    assert log(server, "sign_in_failed")[0] == ("", f"单点登录 {code}")


# --- the good way ---------------------------------------------------------------------------------------------------------------------


def test_the_first_sign_on_makes_the_account_and_opens_the_page_asked_for(either_house: Flask, partner: Partner) -> None:
    client = either_house.test_client()
    asked = client.get("/?period=2023-06")
    assert asked.headers["Location"].startswith("/login?next=")
    form = client.get(asked.headers["Location"]).text
    way = form.split('id="login-sso"')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    answer = partner.sign_on(client, way)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/?period=2023-06")
    assert client.get("/").status_code == 200 and signed_in(client)
    made = accounts(either_house)["wang.jianguo"]
    assert (made.role, made.section, made.region, made.must_change, made.disabled) == ("chief", "养老服务科", "", False, False)
    assert log(either_house, "account") == [("wang.jianguo", "新建 wang.jianguo：科长 养老服务科（单点登录）")]
    assert log(either_house, "sign_in") == [("wang.jianguo", "单点登录")]
    again = either_house.test_client()
    assert partner.sign_on(again).status_code == 303 and signed_in(again)
    assert len(accounts(either_house)) == 1 and len(log(either_house, "account")) == 1


def test_the_way_out_carries_pkce_state_and_nonce_and_its_secrets_stay_here(house: Flask, partner: Partner) -> None:
    client = house.test_client()
    address = client.get("/sso/login").headers["Location"]
    asked = query(address)
    assert address.startswith(f"{partner.issuer}/authorize?")
    assert asked["response_type"] == "code" and asked["client_id"] == "cockpit" and asked["scope"] == "openid profile"
    assert asked["redirect_uri"] == "http://localhost/sso/callback"
    assert asked["code_challenge_method"] == "S256" and len(asked["code_challenge"]) == 43
    assert len(asked["state"]) >= 30 and len(asked["nonce"]) >= 20
    assert "code_verifier" not in asked and "secret" not in address
    other = query(client.get("/sso/login").headers["Location"])
    assert all(asked[name] != other[name] for name in ("state", "nonce", "code_challenge"))


@pytest.mark.parametrize("alg, kid", [("RS256", "first"), ("PS256", "first"), ("ES256", "elliptic")])
def test_the_usual_signatures_are_taken(house: Flask, partner: Partner, alg: str, kid: str) -> None:
    partner.tell(alg=alg, kid=kid)
    assert partner.sign_on(house.test_client()).status_code == 303


@pytest.mark.parametrize("ways", [["client_secret_post"], ["client_secret_basic"], ["private_key_jwt", "client_secret_basic"]])
def test_the_secret_goes_the_way_the_provider_asks_for(house: Flask, partner: Partner, ways: list[str]) -> None:
    partner.tell(auth_methods=ways)
    assert partner.sign_on(house.test_client()).status_code == 303
    assert partner.tell()["seen"] == [ways[-1]]


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": "now-30"},
        {"iat": "now+30"},
        {"aud": ["cockpit"]},
        {"aud": ["cockpit", "other"], "azp": "cockpit"},
        {"at_hash": None},
        {"jti": None},
        {"groups": "mzj-yanglao"},
    ],
)
def test_what_the_standard_allows_is_taken(house: Flask, partner: Partner, claims: dict[str, Any]) -> None:
    partner.tell(claims=claims)
    assert partner.sign_on(house.test_client()).status_code == 303


@pytest.mark.parametrize("wanted", ["https://example.org/", "//example.org", "/\\example.org", "/logout", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere_afterwards(house: Flask, partner: Partner, wanted: str) -> None:
    client = house.test_client()
    out = client.get("/sso/login", query_string={"next": wanted})
    assert client.get(partner.send_back(out)).headers["Location"] == "/"


def test_several_tabs_may_be_under_way_and_the_cookie_stays_small(house: Flask, partner: Partner) -> None:
    client = house.test_client()
    outs = [client.get(f"/sso/login?next=/programmes/{number}{'x' * 450}") for number in range(5)]
    cookie = client.get_cookie("cockpit")
    assert cookie and len(cookie.value) < 3500
    answer = client.get(partner.send_back(outs[3]))
    assert answer.status_code == 303 and answer.headers["Location"].startswith("/programmes/3")


# --- tokens that are not right --------------------------------------------------------------------------------------------------------

WRONG_CLAIMS: list[tuple[dict[str, Any], str]] = [
    ({"exp": "now-120"}, "expired"),
    ({"exp": None}, "claims"),
    ({"exp": "tomorrow"}, "claims"),
    ({"exp": True}, "claims"),
    ({"iat": "now+3600"}, "early"),
    ({"iat": None}, "claims"),
    ({"nbf": "now+3600"}, "early"),
    ({"aud": "another"}, "audience"),
    ({"aud": ["another", "third"]}, "audience"),
    ({"aud": "another", "azp": "cockpit"}, "audience"),
    ({"aud": ["cockpit", "another"]}, "party"),
    ({"aud": ["cockpit", "another"], "azp": "another"}, "party"),
    ({"azp": "another"}, "party"),
    ({"aud": None}, "claims"),
    ({"aud": []}, "audience"),
    ({"aud": {"cockpit": 1}}, "audience"),
    ({"iss": "https://login.example.org"}, "issuer"),
    ({"iss": None}, "claims"),
    ({"nonce": "another"}, "nonce"),
    ({"nonce": None}, "nonce"),
    ({"nonce": ""}, "nonce"),
    ({"nonce": 7}, "nonce"),
    ({"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}, "at_hash"),
    ({"sub": None}, "claims"),
    ({"sub": ""}, "claims"),
    ({"sub": 7}, "claims"),
    ({"sub": "x" * 256}, "claims"),
    ({"jti": 7}, "claims"),
]


@pytest.mark.parametrize(("claims", "code"), WRONG_CLAIMS, ids=lambda given: str(given)[:40])
def test_a_wrong_claim_is_refused(house: Flask, partner: Partner, claims: dict[str, Any], code: str) -> None:
    partner.tell(claims=claims)
    client = house.test_client()
    refused(house, client, partner.sign_on(client), code)
    assert accounts(house) == {}


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("unsigned", "algorithm"),
        ("unsigned, said to be signed", "signature"),
        ("foreign key", "signature"),
        ("unknown key", "signature"),
        ("key in the header", "signature"),
        ("public key as secret", "algorithm"),
        ("client secret as key", "algorithm"),
        ("changed after signing", "signature"),
        ("no token at all", "signature"),
        ("no id token", "answer"),
        ("denied", "denied"),
    ],
)
def test_a_token_the_provider_did_not_sign_is_refused(house: Flask, partner: Partner, fault: str, code: str) -> None:
    partner.tell(fault=fault)
    client = house.test_client()
    refused(house, client, partner.sign_on(client), code)
    assert accounts(house) == {}


def test_weak_algorithms_are_refused_even_where_they_are_all_the_provider_announces(house: Flask, partner: Partner) -> None:
    partner.tell(metadata={"id_token_signing_alg_values_supported": ["none", "HS256"]}, fault="unsigned")
    client = house.test_client()
    refused(house, client, partner.sign_on(client), "algorithm")


# --- replays --------------------------------------------------------------------------------------------------------------------------


def test_the_way_back_is_good_once(house: Flask, partner: Partner) -> None:
    client = house.test_client()
    back = partner.send_back(client.get("/sso/login"))
    assert client.get(back).status_code == 303
    answer = client.get(back)
    assert answer.status_code == 400 and sso.WORDS["state"] in answer.text
    stranger = house.test_client()
    refused(house, stranger, stranger.get(back), "state")


def test_a_state_is_gone_after_a_refusal_too(house: Flask, partner: Partner) -> None:
    partner.tell(fault="codes", claims={"aud": "another"})
    client = house.test_client()
    back = partner.send_back(client.get("/sso/login"))
    refused(house, client, client.get(back), "audience")
    partner.tell(claims={})
    refused(house, client, client.get(back), "state")


def copied(server: Flask, client: FlaskClient) -> FlaskClient:
    """Another browser with the same cookie."""
    other, cookie = server.test_client(), client.get_cookie("cockpit")
    assert cookie
    other.set_cookie("cockpit", cookie.value)
    return other


def test_a_copied_cookie_and_code_are_refused_by_the_provider(house: Flask, partner: Partner) -> None:
    client = house.test_client()
    back = partner.send_back(client.get("/sso/login"))
    thief = copied(house, client)
    assert client.get(back).status_code == 303
    refused(house, thief, thief.get(back), "answer")


def test_a_copied_cookie_and_token_are_refused_here_where_the_provider_would_not(either_house: Flask, partner: Partner) -> None:
    partner.tell(fault="codes", claims={"jti": None})
    client = either_house.test_client()
    back = partner.send_back(client.get("/sso/login"))
    thief = copied(either_house, client)
    assert client.get(back).status_code == 303
    refused(either_house, thief, thief.get(back), "replayed")


def test_a_token_id_is_good_once(house: Flask, partner: Partner) -> None:
    partner.tell(claims={"jti": "the same"})
    assert partner.sign_on(house.test_client()).status_code == 303
    client = house.test_client()
    refused(house, client, partner.sign_on(client), "replayed")


def test_a_token_of_an_earlier_sign_on_is_refused(house: Flask, partner: Partner) -> None:
    assert partner.sign_on(house.test_client()).status_code == 303
    partner.tell(fault="replayed id token")
    client = house.test_client()
    refused(house, client, partner.sign_on(client), "nonce")


def test_a_refused_person_has_used_the_token_up(house: Flask, partner: Partner) -> None:
    partner.tell(fault="codes", person={**WANG, "groups": []})
    client = house.test_client()
    back = partner.send_back(client.get("/sso/login"))
    other = copied(house, client)
    refused(house, client, client.get(back), "group")
    refused(house, other, other.get(back), "replayed")


def test_a_state_of_another_browser_is_refused(house: Flask, partner: Partner) -> None:
    mine, theirs = house.test_client(), house.test_client()
    backs = [partner.send_back(client.get("/sso/login")) for client in (mine, theirs)]
    refused(house, mine, mine.get(backs[1]), "state")
    swapped = backs[1].replace(query(backs[1])["state"], query(backs[0])["state"])
    refused(house, mine, mine.get(swapped), "answer")  # PKCE: another browser's code with one's own state
    assert theirs.get(backs[1]).status_code == 303


def test_a_code_of_another_browser_is_refused_by_its_nonce_where_the_provider_forgets_pkce(house: Flask, partner: Partner) -> None:
    partner.tell(fault="no pkce")
    mine, theirs = house.test_client(), house.test_client()
    backs = [partner.send_back(client.get("/sso/login")) for client in (mine, theirs)]
    swapped = backs[1].replace(query(backs[1])["state"], query(backs[0])["state"])
    refused(house, mine, mine.get(swapped), "nonce")


def test_a_forgotten_way_out_is_refused(house: Flask, partner: Partner, monkeypatch: pytest.MonkeyPatch) -> None:
    client = house.test_client()
    back = partner.send_back(client.get("/sso/login"))
    monkeypatch.setattr(sso, "now", lambda: now() + timedelta(minutes=11))
    refused(house, client, client.get(back), "state")


@pytest.mark.parametrize(
    "path", ["/sso/callback", "/sso/callback?code=x&state=y", "/sso/callback?state=%ff&error=<script>", "/sso/callback?state="]
)
def test_a_way_back_without_a_way_out_is_refused_and_asks_nobody(house: Flask, partner: Partner, path: str) -> None:
    client = house.test_client()
    answer = client.get(path)
    refused(house, client, answer, "state")
    assert "<script>" not in answer.text
    assert partner.tell()["asked"] == {}


# --- the provider's keys and failures -------------------------------------------------------------------------------------------------


def test_a_changed_key_is_fetched_once(house: Flask, partner: Partner) -> None:
    assert partner.sign_on(house.test_client()).status_code == 303
    partner.tell(new_key="second", kid="second", published=["second"])
    assert partner.sign_on(house.test_client()).status_code == 303
    assert partner.tell()["asked"]["jwks"] == 2
    assert partner.sign_on(house.test_client()).status_code == 303
    assert partner.tell()["asked"]["jwks"] == 2 and partner.tell()["asked"]["openid-configuration"] == 1
    partner.tell(fault="unknown key")
    for _ in range(4):
        client = house.test_client()
        refused(house, client, partner.sign_on(client), "signature")
    assert partner.tell()["asked"]["jwks"] == 2


def test_a_withdrawn_key_is_believed_for_minutes_at_most(house: Flask, partner: Partner, monkeypatch: pytest.MonkeyPatch) -> None:
    assert partner.sign_on(house.test_client()).status_code == 303
    partner.tell(published=["elliptic"])
    assert partner.sign_on(house.test_client()).status_code == 303
    later = time.monotonic() + 10 * 60
    monkeypatch.setattr(provider.time, "monotonic", lambda: later)
    client = house.test_client()
    refused(house, client, partner.sign_on(client), "signature")


def test_nobody_there_is_said_in_words_and_at_once_to_the_next(house: Flask, partner: Partner) -> None:
    gone = Partner("http://127.0.0.1:9")
    gone.join(house)
    client = house.test_client()
    for _ in range(2):
        answer = client.get("/sso/login")
        refused(house, client, answer, "unreachable")
        assert answer.status_code == 503
    assert 'id="login-password"' in client.get("/login").text


def test_a_slow_provider_is_waited_for_a_bounded_time(house: Flask, partner: Partner, monkeypatch: pytest.MonkeyPatch) -> None:
    assert provider.SECONDS == 5
    monkeypatch.setattr(provider, "SECONDS", 0.3)
    client = house.test_client()
    back = partner.send_back(client.get("/sso/login"))
    partner.tell(slow={"token": 2})
    began = time.monotonic()
    refused(house, client, client.get(back), "unreachable")
    refused(house, client, client.get("/sso/login"), "unreachable")
    assert time.monotonic() - began < 1.5


@pytest.mark.parametrize("place", ["openid-configuration", "token", "jwks"])
@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (500, "{}", "unreachable"),
        (404, "<b>nothing</b>", "answer"),
        (302, "{}", "answer"),
        (200, "<script>alert(1)</script>", "answer"),
        (200, "[]", "answer"),
        (200, '{"error": "<script>", "error_description": "<script>"}', "answer"),
        (200, '{"keys": 7, "access_token": 1, "id_token": {"a": 1}, "expires_in": "x"}', "answer"),
        (200, " " * (1024 * 1024 + 1), "answer"),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused_and_not_repeated(
    house: Flask, partner: Partner, place: str, status: int, body: str, code: str
) -> None:
    partner.tell(broken={place: [status, body]})
    client = house.test_client()
    out = client.get("/sso/login")
    answer = out if place == "openid-configuration" else client.get(partner.send_back(out))
    refused(house, client, answer, code)
    assert "<script>" not in answer.text and "nothing" not in answer.text
    assert accounts(house) == {}


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://login.example.org"},
        {"issuer": None},
        {"token_endpoint": "http://login.example.org/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"end_session_endpoint": "http://login.example.org/out"},
        {"token_endpoint": None},
        {"jwks_uri": 7},
        {"padding": "x" * 1024 * 1024},
    ],
    ids=lambda given: str(given)[:60],
)
def test_a_provider_that_points_elsewhere_is_refused(house: Flask, partner: Partner, metadata: dict[str, Any]) -> None:
    partner.tell(metadata=metadata)
    client = house.test_client()
    refused(house, client, client.get("/sso/login"), "answer")


def test_a_wrong_secret_is_refused(house: Flask, partner: Partner) -> None:
    partner.join(house, oidc_client_secret="not the secret")
    client = house.test_client()
    refused(house, client, partner.sign_on(client), "answer")


# --- who it is here -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("groups", "role", "place"),
    [
        (["mzj-qixian"], "county", "410221"),
        (["mzj-wall", "mzj-qixian"], "county", "410221"),
        (["mzj-yanglao", "mzj-leaders"], "leader", ""),
        (["other", "mzj-wall", 7, None], "screen", ""),
    ],
)
def test_the_first_entry_of_the_mapping_that_matches_decides(
    house: Flask, partner: Partner, groups: list[Any], role: str, place: str
) -> None:
    partner.tell(person={**WANG, "groups": groups})
    assert partner.sign_on(house.test_client()).status_code == 303
    made = accounts(house)["wang.jianguo"]
    assert (made.role, made.region or made.section) == (role, place)


@pytest.mark.parametrize("groups", [[], None, ["other"], ["MZJ-LEADERS"], "mzj-lead", {"mzj-leaders": 1}, [["mzj-leaders"]], 7])
def test_without_a_mapped_group_nobody_comes_in(house: Flask, partner: Partner, groups: object) -> None:
    partner.tell(person={**WANG, "groups": groups})
    client = house.test_client()
    refused(house, client, partner.sign_on(client), "group")
    assert accounts(house) == {}


def test_the_role_follows_the_groups_at_the_next_sign_on(either_house: Flask, partner: Partner) -> None:
    client = either_house.test_client()
    partner.sign_on(client)
    partner.tell(person={**WANG, "groups": ["mzj-qixian"], "preferred_username": "renamed"})
    assert partner.sign_on(client).status_code == 303
    (only,) = accounts(either_house).values()
    assert (only.username, only.role, only.region, only.section) == ("wang.jianguo", "county", "410221", "")
    assert log(either_house, "account")[0] == ("wang.jianguo", "wang.jianguo：科长 养老服务科 改为 县区 410221（单点登录）")
    partner.tell(person={**WANG, "groups": []})
    other = either_house.test_client()
    refused(either_house, other, partner.sign_on(other), "group")


@pytest.mark.parametrize("local", ["wang.jianguo", "Wang.Jianguo"])
def test_an_account_of_this_house_is_never_taken_over(either_house: Flask, partner: Partner, local: str) -> None:
    database = either_house.extensions["cockpit"].database
    with database.writing() as connection:
        people.add(connection, local, PASSWORD, "admin", must_change=False)
    client = either_house.test_client()
    refused(either_house, client, partner.sign_on(client), "taken")
    (only,) = accounts(either_house).values()
    assert only.role == "admin"
    with database.reading() as connection:
        assert not external.is_external(connection, local)


def test_an_identity_is_its_issuer_and_subject_not_its_name(house: Flask, partner: Partner) -> None:
    partner.sign_on(house.test_client())
    partner.tell(person={**WANG, "sub": "another", "groups": ["mzj-leaders"]})
    client = house.test_client()
    refused(house, client, partner.sign_on(client), "taken")
    partner.tell(person={**WANG, "sub": "another", "preferred_username": "li", "groups": ["mzj-leaders"]})
    assert partner.sign_on(client).status_code == 303
    assert {name: person.role for name, person in accounts(house).items()} == {"wang.jianguo": "chief", "li": "leader"}
    with house.extensions["cockpit"].database.reading() as connection:
        assert external.username_of(connection, partner.issuer, "another") == "li"
        assert external.username_of(connection, "https://login.example.org", "another") is None


@pytest.mark.parametrize(
    "name, code", [(None, "name"), ("", "name"), (7, "name"), ("wang jianguo", "account"), ("王" * 65, "account"), ("<b>", "account")]
)
def test_a_name_that_is_none_is_refused(house: Flask, partner: Partner, name: object, code: str) -> None:
    partner.tell(person={**WANG, "preferred_username": name})
    client = house.test_client()
    answer = partner.sign_on(client)
    refused(house, client, answer, code)
    assert "<b>" not in answer.text
    assert accounts(house) == {}


def test_other_claims_may_carry_the_name_and_the_groups(house: Flask, partner: Partner) -> None:
    partner.join(house, oidc_name_claim="employee", oidc_groups_claim="roles")
    partner.tell(person={"sub": "7", "employee": "李四", "roles": ["mzj-leaders"], "groups": ["mzj-wall"], "preferred_username": "x"})
    assert partner.sign_on(house.test_client()).status_code == 303
    assert accounts(house)["李四"].role == "leader"


def test_a_disabled_account_stays_out(house: Flask, partner: Partner) -> None:
    client = house.test_client()
    partner.sign_on(client)
    with house.extensions["cockpit"].database.writing() as connection:
        people.set_disabled(connection, "wang.jianguo", True)
    assert not signed_in(client)
    other = house.test_client()
    refused(house, other, partner.sign_on(other), "disabled")
    assert accounts(house)["wang.jianguo"].disabled


# --- without a password ---------------------------------------------------------------------------------------------------------------


def test_the_password_form_knows_no_external_account(house: Flask, partner: Partner) -> None:
    partner.sign_on(house.test_client())
    client = house.test_client()
    answers = []
    for name in ("wang.jianguo", "nobody"):
        form = {"username": name, "password": PASSWORD, "csrf_token": form_token(client)}
        answer = client.post("/login", data=form)
        answers.append((answer.status_code, answer.text.split('id="login-problem"')[1].split("</p>")[0]))
    assert answers[0] == answers[1] and answers[0][0] == 401


def test_its_password_is_changed_elsewhere(house: Flask, partner: Partner) -> None:
    client = house.test_client()
    partner.sign_on(client)
    page = client.get("/password").text
    assert 'id="password-elsewhere"' in page and "统一身份平台" in page and 'id="password-submit"' not in page
    with pytest.raises(people.PeopleError, match="单点登录"), house.extensions["cockpit"].database.writing() as connection:
        people.reset(connection, "wang.jianguo", PASSWORD)
    listed = house.test_cli_runner().invoke(args=["user", "list"])
    assert "单点登录" in listed.output
    reset = house.test_cli_runner().invoke(args=["user", "reset", "wang.jianguo", "--password-stdin"], input=f"{PASSWORD}\n")
    assert reset.exit_code == 1 and "单点登录" in reset.output


def test_nobody_is_asked_to_change_a_password_nobody_knows(house: Flask, partner: Partner) -> None:
    partner.sign_on(house.test_client())
    with house.extensions["cockpit"].database.writing() as connection:
        connection.execute(sa.update(people.people).values(password_changed_at=now() - timedelta(days=100), must_change=True))
    client = house.test_client()
    partner.sign_on(client)
    assert client.get("/").status_code == 200
    assert now() - accounts(house)["wang.jianguo"].password_changed_at < timedelta(days=1)


# --- signing out ----------------------------------------------------------------------------------------------------------------------


def sign_out(client: FlaskClient) -> TestResponse:
    return client.post("/logout", headers={"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"})


def test_signing_out_ends_both_sessions_ours_first(house: Flask, partner: Partner) -> None:
    client = house.test_client()
    partner.sign_on(client)
    answer = sign_out(client)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sso/leave")
    assert not signed_in(client)
    page = client.get("/sso/leave")
    address = page.headers["Refresh"].removeprefix("0; url=")
    assert address.startswith(f"{partner.issuer}/end_session?") and page.status_code == 200
    asked = query(address)
    assert asked["post_logout_redirect_uri"] == "http://localhost/login" and asked["client_id"] == "cockpit"
    assert address.replace("&", "&amp;") in page.text
    assert client.get("/sso/leave").headers["Location"] == "/login"  # once


@pytest.mark.parametrize("changes", [{"metadata": {"end_session_endpoint": None}}, {"broken": {"openid-configuration": [500, ""]}}])
def test_where_the_provider_has_no_way_out_ours_is_enough(house: Flask, partner: Partner, changes: dict[str, Any]) -> None:
    partner.tell(**{name: value for name, value in changes.items() if name == "metadata"})
    client = house.test_client()
    partner.sign_on(client)
    partner.tell(**changes)
    if "broken" in changes:
        partner.join(house)  # another worker, which has not met the provider yet
    sign_out(client)
    answer = client.get("/sso/leave")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/login")
    assert not signed_in(client)


def test_a_session_begun_by_password_never_meets_the_provider(house: Flask, partner: Partner) -> None:
    with house.extensions["cockpit"].database.writing() as connection:
        people.add(connection, "zhang", PASSWORD, "leader", must_change=False)
    client = house.test_client()
    partner.sign_on(client)  # the same browser before, as somebody else
    sign_out(client)
    form = {"username": "zhang", "password": PASSWORD, "csrf_token": form_token(client)}
    assert client.post("/login", data=form).status_code == 303
    assert sign_out(client).headers["Location"] == "/login"


# --- off ------------------------------------------------------------------------------------------------------------------------------


def test_it_is_off_unless_configured(server: Flask) -> None:
    client = server.test_client()
    assert server.extensions["sso"] is None
    assert client.get("/sso/login").status_code == client.get("/sso/callback?code=a&state=b").status_code == 404
    assert client.get("/sso/leave").headers["Location"] == "/login"
    assert "login-sso" not in client.get("/login").text


def test_the_button_stands_on_the_form(house: Flask) -> None:
    form = house.test_client().get("/login?next=/programmes").text
    assert 'id="login-sso"' in form and "/sso/login?next=/programmes" in form and "单点登录" in form


def test_strangers_are_slowed_down(house: Flask, partner: Partner) -> None:
    client = house.test_client()
    client.environ_base["REMOTE_ADDR"] = "192.0.2.77"
    codes = [client.get("/sso/callback?code=a&state=b").status_code for _ in range(61)]
    assert codes == [400] * 60 + [429]
    limiter.reset()


def test_doctor_says_whether_the_provider_can_be_reached(house: Flask, partner: Partner, monkeypatch: pytest.MonkeyPatch) -> None:
    from commands import doctor

    def found(registration: object) -> list[tuple[str, str]]:
        monkeypatch.setattr(doctor, "registered", lambda _: registration)
        with house.app_context():
            return list(doctor.single_sign_on())

    assert found(None) == [("好", "单点登录：未启用。")]
    assert found(partner.registration())[0][0] == "好"
    partner.tell(metadata={"issuer": "https://login.example.org"})
    mark, words = found(partner.registration())[0]
    assert mark == "错误" and "签发方" in words
    assert found(Partner("http://127.0.0.1:9").registration())[0] == ("错误", "单点登录：身份平台 http://127.0.0.1:9 连不上。")
