"""账号: the list of accounts, the chosen one, and what is done to it."""

from __future__ import annotations

from typing import Any

import dash
from dash import Input, Output, State, ctx

from access import people
from access.people import PeopleError, Person
from access.scope import ROLES
from access.session import database
from components.admin_accounts import NOBODY
from components.form import refused, said
from components.plain import plain
from data.clock import local
from data.regions import read_places
from pages.administration.desk import administrator, day, mark, told

NO_ROW = dash.no_update


@dash.callback(
    Output("admin-accounts", "rowData"),
    Output("admin-account-region", "options"),
    Output("admin-new-region", "options"),
    Output("admin-token-account", "options"),
    Input("admin-accounts-changed", "data"),
    on_error=told(4),
)
def listed(_: int) -> tuple[Any, ...]:
    """All accounts by name, and what a form may choose from."""
    with database().reading() as connection:
        found = people.everyone(connection)
        counties = read_places(connection).counties
    regions = [{"value": "", "label": "—"}, *({"value": one.code, "label": f"{one.code} {one.name}"} for one in counties)]
    names = {one.code: one.name for one in counties}
    rows = [_row(person, names) for person in found]
    return rows, regions, regions, [{"value": one.username, "label": one.username} for one in found if not one.disabled]


def _row(person: Person, counties: dict[str, str]) -> dict[str, str]:
    state = ["停用"] * person.disabled + ["锁定"] * person.locked + ["须改密码"] * person.must_change + ["演示"] * person.demonstration
    return {
        "name": person.username,
        "role": ROLES[person.role],
        "place": counties.get(person.region, person.region) or person.section or "—",
        "state": "、".join(state) or "正常",
        "created": day(person.created_at),
        "changed": day(person.password_changed_at),
    }


@dash.callback(
    Output("admin-account-name", "children"),
    Output("admin-account-note", "children"),
    Output("admin-account-form", "hidden"),
    Output("admin-account-role", "value"),
    Output("admin-account-region", "value"),
    Output("admin-account-section", "value"),
    Output("admin-account-disable-ask", "disabled"),
    Output("admin-account-enable", "disabled"),
    Output("admin-account-unlock", "disabled"),
    Output("admin-account-own", "hidden"),
    Output("admin-account-sure", "value"),
    Input("admin-accounts", "selectedRows"),
    Input("admin-accounts-changed", "data"),
    prevent_initial_call=True,
    on_error=told(11),
)
def chosen(rows: Any, _: int) -> tuple[Any, ...]:
    """The account of the chosen row, as it stands now."""
    name = _name(rows)
    with database().reading() as connection:
        person = people.find(connection, name) if name else None
    if person is None:
        return NOBODY, "在左边选一行；用键盘时以方向键移动、空格选中。", True, *[NO_ROW] * 8
    until = f"，锁定至 {local(person.locked_until):%H:%M}" if person.locked and person.locked_until else ""
    note = f"{ROLES[person.role]}，{'已停用' if person.disabled else '可登录'}{until}"
    return (
        person.username,
        note,
        False,
        person.role,
        person.region,
        person.section,
        person.disabled,
        not person.disabled,
        not person.locked,
        person.username != administrator().username or person.role != "admin",
        [],
    )


@dash.callback(
    Output("admin-account-said", "children"),
    Output("admin-accounts-changed", "data"),
    Output("admin-sessions-changed", "data", allow_duplicate=True),
    *(Input(f"admin-account-{act}", "n_clicks") for act in ("save", "reset", "unlock", "disable", "enable", "end")),
    State("admin-accounts", "selectedRows"),
    State("admin-account-role", "value"),
    State("admin-account-region", "value"),
    State("admin-account-section", "value"),
    State("admin-account-sure", "value"),
    prevent_initial_call=True,
    on_error=told(3),
)
def done(*given: Any) -> tuple[Any, ...]:
    """One change of the chosen account; what it led to stands under the form."""
    rows, role, region, section, sure = given[-5:]
    name, office, secret = _name(rows), administrator(), ""
    try:
        match ctx.triggered_id:
            case "admin-account-save":
                place = _placed(role, region, section)
                if name == office.username and place[0] != "admin" and not _sure(sure):
                    words = "这是您自己的账号：改后您不再是管理员，不能自己改回。确实要改，请勾选“确认放弃自己的管理员角色”再保存。"
                    return plain(refused(words)), NO_ROW, NO_ROW
                office.set_role(name, *place)
                words = "角色已保存，下一次操作起生效。"
            case "admin-account-reset":
                secret = office.reset(name)
                words = "密码已重置为"
            case "admin-account-unlock":
                office.unlock(name)
                words = "已解锁。"
            case "admin-account-disable":
                office.disable(name)
                words = "已停用，会话和令牌已失效。"
            case "admin-account-enable":
                office.enable(name)
                words = "已启用。"
            case _:
                words = f"已结束 {office.end_sessions(name)} 个会话。"
    except PeopleError as error:
        return plain(refused(str(error))), NO_ROW, NO_ROW
    return plain(said(f"{name}：{words}", secret)), mark(), mark()


@dash.callback(
    Output("admin-new-said", "children"),
    Output("admin-new-name", "value"),
    Output("admin-accounts-changed", "data", allow_duplicate=True),
    Input("admin-new-add", "n_clicks"),
    Input("admin-new-name", "n_submit"),
    State("admin-new-name", "value"),
    State("admin-new-role", "value"),
    State("admin-new-region", "value"),
    State("admin-new-section", "value"),
    prevent_initial_call=True,
    on_error=told(3),
)
def added(_: Any, __: Any, name: Any, role: Any, region: Any, section: Any) -> tuple[Any, ...]:
    """A new account with a password that is shown this once; what was typed stays where it was refused."""
    try:
        secret = administrator().add(str(name or "").strip(), *_placed(role, region, section))
    except PeopleError as error:
        return plain(refused(str(error))), NO_ROW, NO_ROW
    return plain(said(f"已新增 {str(name).strip()}，初始密码", secret)), "", mark()


def _name(rows: Any) -> str:
    found = rows[0].get("name") if isinstance(rows, list) and rows and isinstance(rows[0], dict) else None
    return found if isinstance(found, str) else ""


def _sure(ticked: Any) -> bool:
    return isinstance(ticked, list) and "sure" in ticked


def _placed(role: Any, region: Any, section: Any) -> tuple[str, str, str]:
    """The form's three fields; those that don't go with the role are left out, whatever stands in them."""
    return str(role or ""), str(region or "") if role == "county" else "", str(section or "") if role == "chief" else ""
