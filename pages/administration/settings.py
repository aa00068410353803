"""设置: what the server runs with, without its secrets; and the targets an administrator enters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import dash
from dash import ALL, Input, Output, State, ctx
from sqlalchemy.engine import Connection

from access import audit, session
from access.session import cockpit, database
from components.admin_settings import Goal, goals, running
from components.form import refused, said
from components.plain import plain
from data.indicators import INDICATORS
from data.indicators.targets import read_targets, set_target
from pages.administration.desk import mark, told

# What is no secret and names none; of every other setting, one not thought of yet included, only whether it is there.
OPEN = ("cockpit_today", "suppress_below", "session_idle_minutes", "password_profile", "map_approval_number", "host", "port")
MADE = ("secret_key", "citizen_key")
MOST = Decimal(10) ** 12


@dash.callback(
    Output("admin-goals", "children"),
    Output("admin-settings", "children"),
    Input("admin-settings-changed", "data"),
    on_error=told(2),
)
def shown(_: Any) -> tuple[Any, ...]:
    """Both tables."""
    with database().reading() as connection:
        found = list(_goals(connection))
    chosen = cockpit().settings
    return plain(goals(found)), plain(running([(name, _shown(name, getattr(chosen, name))) for name in type(chosen).model_fields]))


def _shown(name: str, value: object) -> str:
    if name in MADE:  # made on the machine itself where it was not given, or there would be no server
        return "已设" if value else "已自动生成"
    if name not in OPEN:
        return "已设" if value else "未设"
    return value.isoformat() if isinstance(value, date) else "—" if value in (None, "") else str(value)


def _goals(connection: Connection) -> Iterator[Goal]:
    for year, targets in sorted(read_targets(connection).items(), reverse=True):
        for name, target in targets.items():
            if target.above:
                indicator = INDICATORS[name]
                yield Goal(year, name, indicator.name, target.above, indicator.unit, "" if target.value is None else f"{target.value:f}")


@dash.callback(
    Output("admin-goals-said", "children"),
    Output("admin-settings-changed", "data"),
    Input("admin-goals-save", "n_clicks"),
    State({"type": "admin-goal", "year": ALL, "indicator": ALL}, "value"),
    prevent_initial_call=True,
    on_error=told(2),
)
def saved(_: Any, values: list[Any]) -> tuple[Any, ...]:
    """Enter what was changed; one value that is no number, and nothing is."""
    who = session.person()
    assert who  # noqa: S101 - the guard lets no stranger in here
    typed = {(one["id"]["year"], one["id"]["indicator"]): value for one, value in zip(ctx.states_list[0], values, strict=True)}
    with database().reading() as connection:
        standing = {(goal.year, goal.indicator): goal for goal in _goals(connection)}
    changes: list[tuple[Goal, Decimal | None]] = []
    for key, value in typed.items():
        goal = standing.get(key)
        if goal is None:
            return plain(refused("目标已有变动，请刷新页面后重试。")), dash.no_update
        try:
            wanted = _number(value)
        except ValueError as error:
            return plain(refused(f"{goal.year} 年 {goal.title}：{error}")), dash.no_update
        if wanted != (Decimal(goal.value) if goal.value else None):
            changes.append((goal, wanted))
    if not changes:
        return plain(said("没有改动。")), dash.no_update
    with database().writing() as connection:
        for goal, wanted in changes:
            set_target(connection, goal.year, goal.indicator, wanted)
            now = "未录入" if wanted is None else f"{wanted:f}"
            what = f"{goal.year} 年 {goal.title}（{goal.above}）：{goal.value or '未录入'} 改为 {now}"
            audit.append(connection, "setting", who=who.username, where=session.address(), what=what)
    return plain(said(f"已保存 {len(changes)} 项。")), mark()


def _number(text: Any) -> Decimal | None:
    plain_text = str(text if text is not None else "").strip().replace("，", "").replace(",", "").removesuffix("%")
    if not plain_text:
        return None
    try:
        found = Decimal(plain_text if plain_text.isascii() else "NaN")  # Decimal reads the digits of every script
    except InvalidOperation:
        found = Decimal("NaN")
    exponent = found.as_tuple().exponent
    if not found.is_finite() or not 0 <= found <= MOST or not isinstance(exponent, int) or exponent < -4:
        raise ValueError(f"“{plain_text[:20]}”不是可用的数；应为不小于 0、至多四位小数的数，如 58.4，或留空。")
    return found.normalize()
