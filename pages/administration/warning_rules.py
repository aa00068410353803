"""预警规则: each rule on or off, its parameters within their limits, and who changed what last."""

from __future__ import annotations

from typing import Any

import dash
from dash import ALL, Input, Output, State, ctx
from sqlalchemy.engine import Connection

from access import session
from access.session import database
from components.admin_warnings import SWITCHED, Standing, rules_table
from components.form import refused, said
from components.plain import plain
from data.letters.letter import Actor
from data.warnings.rules import RULES
from data.warnings.settings import SettingRefused, last_changes, read_settings, set_parameter, use
from pages.administration.desk import mark, minute, told


@dash.callback(Output("admin-rules", "children"), Output(SWITCHED, "data"), Input("admin-rules-changed", "data"), on_error=told(2))
def shown(_: Any) -> tuple[Any, ...]:
    """Every rule as it is set now."""
    with database().reading() as connection:
        found = _standing(connection)
    return plain(rules_table(found)), [one.rule.id for one in found if one.enabled]


def _standing(connection: Connection) -> list[Standing]:
    settings, changes = read_settings(connection), last_changes(connection)
    found = []
    for rule in RULES.values():
        changed = changes.get(rule.id)
        words = f"{changed.who}，{minute(changed.at)}" if changed else ""
        found.append(Standing(rule, settings[rule.id].used, settings[rule.id].values, words))
    return sorted(found, key=lambda one: one.rule.section)


@dash.callback(
    Output("admin-rules-said", "children"),
    Output("admin-rules-changed", "data"),
    Input("admin-rules-save", "n_clicks"),
    State(SWITCHED, "data"),
    State({"type": "admin-rule-set", "rule": ALL, "parameter": ALL}, "value"),
    prevent_initial_call=True,
    on_error=told(2),
)
def saved(_: Any, switched: Any, values: Any) -> tuple[Any, ...]:
    """Enter what was changed, all of it or nothing; each change stands in the audit log."""
    who = session.person()
    assert who  # noqa: S101 - the guard lets no stranger in here
    actor = Actor(who.username, who.scope, session.address())
    typed = {(str(one["id"]["rule"]), str(one["id"]["parameter"])): value for one, value in zip(ctx.states_list[1], values, strict=True)}
    changes = 0
    try:
        with database().writing() as connection:
            standing = read_settings(connection)
            for (rule, parameter), value in typed.items():
                number = _number(rule, parameter, value)
                if rule not in standing or number != standing[rule].values.get(parameter):
                    set_parameter(connection, actor, rule, parameter, number)
                    changes += 1
            for rule in standing if isinstance(switched, list) else ():
                if (rule in switched) != standing[rule].used:
                    use(connection, actor, rule, rule in switched)
                    changes += 1
    except SettingRefused as error:
        return plain(refused(str(error))), dash.no_update
    if not changes:
        return plain(said("没有改动。")), dash.no_update
    return plain(said(f"已保存 {changes} 项。")), mark()


def _number(rule: str, parameter: str, value: Any) -> int:
    text = str(value if value is not None else "").strip().replace(",", "").replace("，", "")
    if not text.isascii() or not text.removeprefix("-").isdigit() or len(text) > 9:
        found = RULES.get(rule)
        title = next((one.title for one in found.parameters if one.name == parameter), parameter) if found else parameter
        raise SettingRefused(f"{found.name if found else rule}：“{title}”应为整数。")
    return int(text)
