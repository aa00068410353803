"""The settings of single sign-on: read whole or refused, with words that name the entry and what is allowed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from access.registration import Registration, registered, safe
from access.scope import Scope
from data.settings import ROOT, Settings, SettingsError

WHOLE = {
    "oidc_issuer": "https://login.example.org/realms/bureau",
    "oidc_client_id": "cockpit",
    "oidc_client_secret": "secret",
    "oidc_roles": '{"leaders": "leader"}',
}


def read(**settings: str) -> Registration | None:
    return registered(Settings(_env_file=None, **{**WHOLE, **settings}))  # type: ignore[call-arg, arg-type]


def test_without_settings_there_is_none() -> None:
    assert registered(Settings(_env_file=None)) is None  # type: ignore[call-arg]
    assert read(**dict.fromkeys(WHOLE, "")) is None


@pytest.mark.parametrize("missing", WHOLE)
def test_half_a_configuration_is_refused(missing: str) -> None:
    with pytest.raises(SettingsError, match=f"一半.*{missing.upper()}"):
        read(**{missing: " "})


def test_the_whole_is_read_and_shows_no_secret() -> None:
    found = read()
    assert found and found.groups == (("leaders", Scope("leader")),)
    assert (found.scopes, found.groups_claim, found.name_claim) == ("openid profile", "groups", "preferred_username")
    assert "secret" not in repr(found).replace("client_secret", "")


@pytest.mark.parametrize(
    ("issuer", "good"),
    [
        ("https://login.example.org", True),
        ("http://127.0.0.1:8080/x", True),
        ("http://127.9.9.9", True),
        ("http://[::1]:8080", True),
        ("http://localhost:1", True),
        ("http://login.example.org", False),
        ("http://127.0.0.1.example.org", False),
        ("http://localhost.example.org", False),
        ("http://user@127.0.0.1", False),
        ("https://user:word@login.example.org", False),
        ("https://", False),
        ("https://x:port", False),
        ("ftp://127.0.0.1", False),
        ("login.example.org", False),
        ("https://login.example.org/ x", False),
        ("https://login.example.org/\n", True),  # the newline at the end of a line of .env
    ],
)
def test_only_tls_or_this_machine(issuer: str, good: bool) -> None:
    if good:
        assert read(oidc_issuer=issuer) and safe(issuer.strip())
    else:
        with pytest.raises(SettingsError, match=r"OIDC_ISSUER.*https"):
            read(oidc_issuer=issuer)


@pytest.mark.parametrize(
    "issuer", ["https://login.example.org?x=1", "https://login.example.org#x", "https://login.example.org/" + "x" * 255]
)
def test_an_issuer_is_a_plain_address(issuer: str) -> None:
    with pytest.raises(SettingsError, match="OIDC_ISSUER"):
        read(oidc_issuer=issuer)


@pytest.mark.parametrize(("name", "value"), [("oidc_scopes", "profile"), ("oidc_groups_claim", ""), ("oidc_name_claim", " ")])
def test_the_other_settings_are_looked_at_too(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name.upper()):
        read(**{name: value})


@pytest.mark.parametrize(
    ("roles", "told"),
    [
        ('{"a": "minister"}', r"“a”.*“minister”.*leader、chief、county、screen、admin"),
        ('{"good": "leader", "bad": "chief"}', r"“bad”.*养老服务科"),
        ('{"a": "chief:没有的科"}', r"“a”.*养老服务科"),
        ('{"a": "county"}', r"“a”.*county:410221.*410225 兰考县"),
        ('{"a": "county:410200"}', "六位区划代码"),
        ('{"a": "county:410221100"}', "六位区划代码"),
        ('{"a": "county:110101"}', "六位区划代码"),
        ('{"a": "leader:410221"}', "leader 后面不带"),
        ('{"a": "admin:"}', "admin 后面不带"),
        ('{"a": ""}', "角色只能是"),
        ('{"a": 7}', "须为文字"),
        ('{"a": ["leader"]}', "须为文字"),
        ('{"a": {"b": "leader"}}', "须为文字"),
        ('{"a": "leader", "a": "admin"}', "“a” 写了两次"),
        ('{"": "leader"}', "没有名字"),
        ("{}", "是空的"),
        ('{"a": "leader"', "JSON"),
        ("nowhere.yaml", r"nowhere\.yaml 读不出来"),
        ("/", "读不出来"),
        ("a\0b", "读不出来"),
    ],
)
def test_a_wrong_entry_is_named(roles: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        read(oidc_roles=roles)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: leader\na: admin\n", "“a” 写了两次"),
        ("a: minister\n", "“minister”"),
        ("- a\n- b\n", "每行一个"),
        ("a: [leader]\n", "须为文字"),
        ("? [a]\n: leader\n", "第 1 行"),
        ("a: leader\n\tb: admin\n", "第 2 行"),
        ("", "是空的"),
        ("# nothing\n", "是空的"),
        ('{"a": "leader", "a": "admin"}', "“a” 写了两次"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "roles.yaml"
    file.write_text(text)
    with pytest.raises(SettingsError, match=told):
        read(oidc_roles=str(file))


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "roles.yaml"
    file.write_bytes("组: leader".encode("gb18030"))
    with pytest.raises(SettingsError, match="UTF-8"):
        read(oidc_roles=str(file))


@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_a_file_keeps_its_order_and_its_names_as_they_are_written(tmp_path: Path, start: str) -> None:
    file = tmp_path / "roles.yaml"
    file.write_text(
        start + "# 组: 角色\n/民政局/领导: leader\n410221: county:410221\nyes: chief:养老服务科\n'a: b': screen\n1e3: admin\n",
        encoding="utf-8",
    )
    found = read(oidc_roles=str(file))
    assert found and [group for group, _ in found.groups] == ["/民政局/领导", "410221", "yes", "a: b", "1e3"]
    assert found.scope_of(["yes", "410221"]) == Scope("county", region="410221")
    assert found.scope_of(["yes"]) == Scope("chief", section="养老服务科")
    assert found.scope_of(["no", ""]) is None and found.scope_of([]) is None


def test_a_json_file_is_read_too(tmp_path: Path) -> None:
    file = tmp_path / "roles.json"
    file.write_text('{\n\t"b": "screen",\n\t"a": "leader"\n}\n')
    found = read(oidc_roles=str(file))
    assert found and found.scope_of(["a", "b"]) == Scope("screen")


@pytest.mark.parametrize(
    ("settings", "told"),
    [({"OIDC_ISSUER": "https://login.example.org"}, "OIDC_CLIENT_ID"), ({**WHOLE, "oidc_roles": '{"a": "minister"}'}, "minister")],
)
def test_the_server_refuses_to_start(settings: dict[str, str], told: str, tmp_path: Path) -> None:
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/x.db", "PORT": "1", **{k.upper(): v for k, v in settings.items()}}
    result = subprocess.run([sys.executable, "app.py"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 1
    assert told in result.stderr and "Traceback" not in result.stderr
