"""What an administrator has set of the rules: whether one is used, and its parameters within their limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from access import audit
from data import clock
from data.letters.letter import Actor
from data.warnings.rule import Rule
from data.warnings.rules import RULES
from data.warnings.table import warning_settings

USED = ""  # the name under which a rule's being used is kept


class SettingRefused(ValueError):
    """The setting can't be made; the message says why, in Chinese."""


@dataclass(frozen=True)
class Setting:
    """How one rule is set: whether it is used, and each of its parameters."""

    used: bool = True
    values: Mapping[str, int] = field(default_factory=dict)


def read_settings(connection: Connection) -> dict[str, Setting]:
    """Every rule as it is set; values that no longer fit a rule's limits are left out."""
    kept: dict[str, dict[str, int]] = {}
    for row in connection.execute(sa.select(warning_settings)):
        kept.setdefault(row.rule, {})[row.parameter] = row.value
    return {name: _setting(rule, kept.get(name, {})) for name, rule in RULES.items()}


@dataclass(frozen=True)
class Change:
    """Who set something of a rule last, and when (UTC)."""

    who: str
    at: datetime


def last_changes(connection: Connection) -> dict[str, Change]:
    """By rule; those never changed are not there."""
    rows = connection.execute(sa.select(warning_settings).order_by(warning_settings.c.at))
    return {row.rule: Change(row.who, clock.as_utc(row.at)) for row in rows}


def set_parameter(connection: Connection, actor: Actor, rule: str, parameter: str, value: int) -> None:
    """Set one parameter. Raises SettingRefused."""
    one = _rule(actor, rule)
    found = next((each for each in one.parameters if each.name == parameter), None)
    if found is None:
        raise SettingRefused("没有这个参数。")
    if isinstance(value, bool) or not isinstance(value, int) or not found.least <= value <= found.most:
        raise SettingRefused(f"“{found.title}”应为 {found.least} 至 {found.most} 的整数（{found.unit}）。")
    before = read_settings(connection)[rule].values[parameter]
    if value != before:
        _keep(connection, actor, one, parameter, value, f"{found.title} {before} → {value} {found.unit}")


def use(connection: Connection, actor: Actor, rule: str, used: bool) -> None:
    """Use a rule, or use it no longer: the next run then closes what it found. Raises SettingRefused."""
    one = _rule(actor, rule)
    if read_settings(connection)[rule].used != used:
        _keep(connection, actor, one, USED, int(used), "启用" if used else "停用")


def _rule(actor: Actor, rule: str) -> Rule:
    if actor.scope.role != "admin":
        raise SettingRefused("只有管理员可以设置预警规则。")
    if rule not in RULES:
        raise SettingRefused("没有这条规则。")
    return RULES[rule]


def _setting(rule: Rule, kept: Mapping[str, int]) -> Setting:
    fitting = {one.name: kept[one.name] for one in rule.parameters if one.name in kept and one.least <= kept[one.name] <= one.most}
    return Setting(bool(kept.get(USED, 1)), {one.name: fitting.get(one.name, one.default) for one in rule.parameters})


def _keep(connection: Connection, actor: Actor, rule: Rule, parameter: str, value: int, what: str) -> None:
    where = (warning_settings.c.rule == rule.id, warning_settings.c.parameter == parameter)
    connection.execute(sa.delete(warning_settings).where(*where))
    row = {"rule": rule.id, "parameter": parameter, "value": value, "who": actor.name, "at": clock.now()}
    connection.execute(sa.insert(warning_settings).values(**row))
    audit.append(connection, "setting", who=actor.name, where=actor.where, what=f"预警规则“{rule.name}”：{what}")
