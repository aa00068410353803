"""How the cockpit is registered with the bureau's identity provider (单点登录), and which of its groups stand for which role.

Read from the settings at start; a wrong entry stops the server, named in words. Talking to the provider is `access.provider`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from access.people import SECTIONS
from access.scope import ROLES, Role, Scope
from data.settings import ROOT, Settings, SettingsError
from geo.regions import read_regions

NEEDED = ("oidc_issuer", "oidc_client_id", "oidc_client_secret", "oidc_roles")


@dataclass(frozen=True)
class Registration:
    """What the provider and the cockpit know each other by. `groups` is in the mapping's own order."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    scopes: str
    groups_claim: str
    name_claim: str
    groups: tuple[tuple[str, Scope], ...]

    def scope_of(self, held: Iterable[str]) -> Scope | None:
        """What someone in these groups may see: the first entry of the mapping that matches; None where none does."""
        mine = frozenset(held)
        return next((scope for group, scope in self.groups if group in mine), None)


def registered(settings: Settings) -> Registration | None:
    """The registration the settings describe; None where single sign-on is not set up.

    Raises SettingsError naming what is missing, or the entry that is wrong and what is allowed.
    """
    given = [name for name in NEEDED if getattr(settings, name).strip()]
    if not given:
        return None
    missing = [name.upper() for name in NEEDED if name not in given]
    if missing:
        raise SettingsError(f"单点登录只配了一半：缺少设置 {'、'.join(missing)}。要么配全，要么都不配。")
    issuer = settings.oidc_issuer.strip()
    if not safe(issuer) or urlsplit(issuer).query or urlsplit(issuer).fragment or len(issuer) > 255:
        raise SettingsError(f"设置 OIDC_ISSUER 的值不对：{issuer!r}。须以 https:// 开头（本机测试可用 http://127.0.0.1），不带参数。")
    scopes = settings.oidc_scopes.split()
    if "openid" not in scopes:
        raise SettingsError("设置 OIDC_SCOPES 的值不对：须包含 openid。")
    for name in ("oidc_groups_claim", "oidc_name_claim"):
        if not getattr(settings, name).strip():
            raise SettingsError(f"设置 {name.upper()} 不能为空。")
    return Registration(
        issuer=issuer,
        client_id=settings.oidc_client_id.strip(),
        client_secret=settings.oidc_client_secret.strip(),
        scopes=" ".join(scopes),
        groups_claim=settings.oidc_groups_claim.strip(),
        name_claim=settings.oidc_name_claim.strip(),
        groups=_groups(settings.oidc_roles.strip()),
    )


def safe(address: str) -> bool:
    """Whether an address may be spoken to: over TLS, or on this machine itself."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or not address.isprintable() or " " in address:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _groups(given: str) -> tuple[tuple[str, Scope], ...]:
    """The mapping, from JSON text or from the YAML or JSON file the setting names."""
    pairs = _pairs_of_text(given) if given.startswith("{") else _pairs_of_file(given)
    if not pairs:
        raise SettingsError("设置 OIDC_ROLES 是空的：至少写一个组。")
    counties = {region.code: region.name for region in read_regions() if region.level == "county"}
    found: dict[str, Scope] = {}
    for group, value in pairs:
        if not group or group in found:
            raise SettingsError(f"设置 OIDC_ROLES：组 “{group}” {'写了两次' if group else '没有名字'}。")
        try:
            found[group] = _scope(value, counties)
        except ValueError as error:
            raise SettingsError(f"设置 OIDC_ROLES：组 “{group}” 的值 “{value}” 不对。{error}") from None
    return tuple(found.items())


def _scope(value: object, counties: dict[str, str]) -> Scope:
    """`leader`, `screen`, `admin`, `chief:科室` or `county:代码` as a scope. Raises ValueError saying what is allowed."""
    if not isinstance(value, str):
        raise ValueError("须为文字，如 leader、chief:养老服务科、county:410221。")
    name, colon, place = (part.strip() for part in value.partition(":"))
    role: Role | None = next((role for role in ROLES if role == name), None)
    if role is None:
        raise ValueError(f"角色只能是 {'、'.join(ROLES)}。")
    if role == "chief":
        if place not in SECTIONS:
            raise ValueError(f"科长须写明科室，如 chief:养老服务科；科室只能是 {'、'.join(SECTIONS)}。")
        return Scope(role, section=place)
    if role == "county":
        if place not in counties:
            known = "、".join(f"{code} {county}" for code, county in sorted(counties.items()))
            raise ValueError(f"县区须写明六位区划代码，如 county:410221；可用：{known}。")
        return Scope(role, region=place)
    if colon:
        raise ValueError(f"{role} 后面不带科室或区划代码。")
    return Scope(role)


def _pairs_of_text(text: str) -> list[tuple[str, object]]:
    """The entries of a JSON object, in order, repeated ones too."""
    try:
        found = json.loads(text, object_pairs_hook=list)
    except ValueError as error:
        raise SettingsError(f"设置 OIDC_ROLES 不是合格的 JSON：{error}。") from None
    return list(found)


def _pairs_of_file(name: str) -> list[tuple[str, object]]:
    """The entries of a YAML or JSON file: the same, read as text, so that a group named 410221 or yes stays what it is."""
    path = ROOT / Path(name).expanduser()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        why = getattr(error, "strerror", None) or "不是 UTF-8 文本"
        raise SettingsError(f"设置 OIDC_ROLES 应为 JSON 文字或一个文件：{name} 读不出来（{why}）。") from None
    if text.lstrip().startswith("{"):
        return _pairs_of_text(text.strip())
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        raise SettingsError(f"设置 OIDC_ROLES：文件 {name} 不是合格的 YAML{f'（第 {where.line + 1} 行）' if where else ''}。") from None
    if root is None:
        return []
    if not isinstance(root, yaml.MappingNode):
        raise SettingsError(f"设置 OIDC_ROLES：文件 {name} 须每行一个“组: 角色”。")
    return [(_text(key, name), value.value if isinstance(value, yaml.ScalarNode) else None) for key, value in root.value]


def _text(node: yaml.Node, name: str) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise SettingsError(f"设置 OIDC_ROLES：文件 {name} 第 {node.start_mark.line + 1} 行的组名须为文字。")
    return str(node.value)
