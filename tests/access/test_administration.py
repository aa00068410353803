"""The administration over HTTP: its callbacks are for administrators alone, every change leaves its entry, no door is shut for good."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from access import accounts, audit, passwords, people, sessions, tokens
from access.accounts import Administrator
from access.people import PeopleError
from data.database import Database
from data.indicators.targets import read_targets
from data.programmes.plan import load_plan
from data.settings import ROOT
from tests.api.caller import database_of, join

Visit = Callable[..., FlaskClient]
PASSWORD = "Old-password-1"


def call(client: FlaskClient, output: str, *, trigger: str = "", **values: Any) -> Any:
    """The answer of the administration's callback that writes to `output`; `values` by id and property, `-` and `.` as `_` and `__`."""
    dependencies: Any = client.get("/_dash-dependencies").json
    if not isinstance(dependencies, list):
        return client.post("/_dash-update-component", json={"output": output, "outputs": {}, "inputs": [], "state": []})
    one = next(one for one in dependencies if output in one["output"])
    many = one["output"].startswith("..")
    places = [dict(zip(("id", "property"), part.rsplit(".", 1), strict=True)) for part in one["output"].strip(".").split("...")]

    def filled(wanted: list[dict[str, Any]]) -> list[Any]:
        out: list[Any] = []
        for place in wanted:
            if place["id"].startswith("{"):
                out.append(
                    [{"id": json.loads(key), "property": place["property"], "value": value} for key, value in values["goals"].items()]
                )
            else:
                out.append({**place, "value": values.get(f"{place['id']}.{place['property']}")})
        return out

    body = {
        "output": one["output"],
        "outputs": places if many else places[0],
        "inputs": filled(one["inputs"]),
        "state": filled(one["state"]),
        "changedPropIds": [trigger] if trigger else [],
    }
    return client.post("/_dash-update-component", json=body)


def keys(server: Flask) -> list[str]:
    from app import app

    return [output for output, callback in app.callback_map.items() if "admin-" in output and "callback" in callback]


def told(server: Flask, *acts: str) -> list[tuple[str, str, str]]:
    with database_of(server).reading() as connection:
        return [(entry.act, entry.who, entry.what) for entry in reversed(audit.search(connection)) if entry.act in acts]


# --- whom it is for -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "place"), [("leader", {}), ("chief", {"section": "养老服务科"}), ("county", {"region": "410221"}), ("screen", {})]
)
def test_nobody_else_calls_it_or_takes_the_log(server: Flask, visit: Visit, role: str, place: dict[str, str]) -> None:
    client = visit(server, role, **place)
    assert len(keys(server)) > 10
    for output in keys(server):
        answer = client.post("/_dash-update-component", json={"output": output, "outputs": [], "inputs": [], "state": []})
        assert answer.status_code == 403, output
    assert client.get("/admin").status_code == 403
    for kind in ("csv", "xlsx"):
        assert client.get(f"/admin/audit.{kind}").status_code == 403
    assert told(server, "export") == []


# --- what it does -------------------------------------------------------------------------------------------------------------------


def test_the_lists_hold_no_secret(server: Flask, visit: Visit) -> None:
    caller = join(server, "leader")
    admin = visit(server, "admin")
    rows = call(admin, "admin-accounts.rowData").json["response"]["admin-accounts"]["rowData"]
    assert {row["role"] for row in rows} == {"局领导", "管理员"}
    listed = call(admin, "admin-tokens.rowData")
    assert caller.token[:8] in listed.text and caller.token.split(".")[1] not in listed.text
    signed_in = call(admin, "admin-sessions.rowData")
    assert "（当前）" in json.loads(signed_in.text)["response"]["admin-sessions"]["rowData"][0]["browser"]
    shown = call(admin, "admin-settings.children").text
    assert "test-secret-key" not in shown and "test-citizen-key" not in shown and "SECRET_KEY" in shown and "已设" in shown
    with database_of(server).reading() as connection:
        kept = [connection.exec_driver_sql(f"SELECT {column} FROM {table}").scalars().all() for column, table in
                (("password", "people"), ("sha256", "tokens"), ("sha256", "sessions"))]  # fmt: skip
    for secret in (one for column in kept for one in column):
        assert all(secret not in call(admin, f"admin-{name}.rowData").text for name in ("accounts", "tokens", "sessions"))


def test_an_account_is_added_with_a_password_that_is_shown_once(server: Flask, visit: Visit) -> None:
    admin = visit(server, "admin")
    given = {"admin-new-name.value": "zhang", "admin-new-role.value": "county", "admin-new-region.value": "410221"}
    answer = call(admin, "admin-new-said.children", trigger="admin-new-add.n_clicks", **given)
    secret = json.loads(answer.text)["response"]["admin-new-said"]["children"]["props"]["children"][1]["props"]["children"]
    assert people.authenticate(database_of(server), "zhang", secret, where="x")
    ((act, who, what),) = told(server, "account")
    assert (act, what) == ("account", "新增 zhang（县区 410221）") and who.startswith("admin-") and secret not in what
    assert secret not in call(admin, "admin-accounts.rowData").text
    again = call(admin, "admin-new-said.children", trigger="admin-new-add.n_clicks", **given)
    assert "已经存在" in again.text and len(told(server, "account")) == 1
    bad = call(
        admin,
        "admin-new-said.children",
        trigger="admin-new-add.n_clicks",
        **{**given, "admin-new-name.value": "li", "admin-new-region.value": ""},
    )
    assert "区划代码" in bad.text


def test_a_session_ends_at_once(server: Flask, visit: Visit) -> None:
    admin, leader = visit(server, "admin"), visit(server, "leader")
    rows = json.loads(call(admin, "admin-sessions.rowData").text)["response"]["admin-sessions"]["rowData"]
    theirs = next(row for row in rows if row["name"].startswith("leader"))
    assert leader.get("/").status_code == 200
    answer = call(admin, "admin-session-said.children", trigger="admin-session-end.n_clicks", **{"admin-sessions.selectedRows": [theirs]})
    assert "已结束" in answer.text
    assert leader.get("/").status_code == 302
    assert told(server, "session_ended")[0][2] == f"{theirs['name']}，会话 {theirs['id']}"
    gone = call(admin, "admin-session-said.children", trigger="admin-session-end.n_clicks", **{"admin-sessions.selectedRows": [theirs]})
    assert "已经结束" in gone.text


def test_a_token_is_made_shown_once_and_revoked(server: Flask, visit: Visit) -> None:
    leader, admin = join(server, "leader"), visit(server, "admin")
    made = call(admin, "admin-token-made.children", trigger="admin-token-create.n_clicks",
                **{"admin-token-account.value": leader.name, "admin-token-days.value": 30})  # fmt: skip
    token = json.loads(made.text)["response"]["admin-token-made"]["children"]["props"]["children"][1]["props"]["children"]
    with database_of(server).reading() as connection:
        assert tokens.person_of(connection, token)
    row = {"id": token[:8], "name": leader.name}
    call(admin, "admin-token-said.children", trigger="admin-token-revoke.n_clicks", **{"admin-tokens.selectedRows": [row]})
    with database_of(server).reading() as connection:
        assert tokens.person_of(connection, token) is None and tokens.person_of(connection, leader.token)
    assert [what for _, _, what in told(server, "token")] == [
        f"生成 {leader.name} 的令牌 {token[:8]}，30 天",
        f"作废 {leader.name} 的令牌 {token[:8]}",
    ]
    for days in (None, 0, 99999, "x"):
        refused = call(admin, "admin-token-made.children", trigger="admin-token-create.n_clicks",
                       **{"admin-token-account.value": leader.name, "admin-token-days.value": days})  # fmt: skip
        assert "有效天数" in refused.text


def test_the_provinces_average_is_entered_and_taken_back(server: Flask, visit: Visit) -> None:
    with database_of(server).writing() as connection:
        load_plan(connection, ROOT / "plan" / "2023.yaml")
    admin = visit(server, "admin")

    def save(text: Any, indicator: str = "cremation_rate") -> str:
        goal = json.dumps({"type": "admin-goal", "year": 2023, "indicator": indicator})
        return str(call(admin, "admin-goals-said.children", trigger="admin-goals-save.n_clicks", goals={goal: text}).text)

    def value() -> Any:
        with database_of(server).reading() as connection:
            return read_targets(connection)[2023]["cremation_rate"].value

    for bad in ("abc", "-1", "1.23456", "1e99", "NaN", "٣x", "٣", "５８"):
        assert "不是可用的数" in save(bad) and value() is None, bad
    assert "已保存 1 项" in save("58.4") and str(value()) == "58.4"
    assert "没有改动" in save("58.40")
    assert "目标已有变动" in save("1", "deaths"), "only targets that are an administrator's"
    assert "已保存 1 项" in save("") and value() is None
    first, second = told(server, "setting")
    assert "未录入 改为 58.4" in first[2] and "58.4 改为 未录入" in second[2]


# --- what it refuses ----------------------------------------------------------------------------------------------------------------


def office(database: Database, *admins: str) -> Administrator:
    with database.writing() as connection:
        for name in admins:
            people.add(connection, name, PASSWORD, "admin", must_change=False)
    return Administrator(database, admins[0], "10.0.0.1")


def test_the_last_door_is_not_shut_from_within(database: Database) -> None:
    first = office(database, "first")
    with pytest.raises(PeopleError, match="不能停用自己"):
        first.disable("first")
    with pytest.raises(PeopleError, match="最后一位管理员"):
        first.set_role("first", "leader", "", "")
    office(database, "second")
    first.disable("second")
    with pytest.raises(PeopleError, match="最后一位管理员"):
        first.set_role("first", "leader", "", "")
    first.enable("second")
    first.set_role("first", "leader", "", "")
    with database.reading() as connection:
        assert [entry.what for entry in audit.search(connection)] == ["first 改为局领导", "启用 second", "停用 second"]
    with pytest.raises(PeopleError, match="不再是管理员"):
        first.unlock("second")


def test_two_administrators_who_disable_each_other_leave_one(database: Database) -> None:
    first = office(database, "first", "second")
    second = Administrator(database, "second", "10.0.0.2")

    def tried(act: Callable[[], None]) -> bool:
        try:
            act()
        except PeopleError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(tried, (lambda: first.disable("second"), lambda: second.disable("first"))))
    assert sorted(done) == [False, True]
    with database.reading() as connection:
        assert len(accounts.administrators(connection)) == 1
        assert audit.count(connection, act="account") == 1


def test_tokens_of_a_disabled_account_do_not_come_back(database: Database) -> None:
    desk = office(database, "first", "second")
    token = desk.create_token("second", 30)
    desk.disable("second")
    desk.enable("second")
    with database.reading() as connection:
        assert tokens.person_of(connection, token) is None and tokens.standing(connection) == []
        assert [entry.what for entry in audit.search(connection, act="account")] == ["启用 second", f"停用 second，作废令牌 {token[:8]}"]


def test_giving_up_the_own_role_asks_first(server: Flask, visit: Visit) -> None:
    admin = visit(server, "admin")
    office(database_of(server), "other")
    with database_of(server).reading() as connection:
        mine = next(one.username for one in people.everyone(connection) if one.username != "other")
    given = {"admin-accounts.selectedRows": [{"name": mine}], "admin-account-role.value": "leader"}
    asked = call(admin, "admin-account-said.children", trigger="admin-account-save.n_clicks", **given)
    assert "确认放弃" in asked.text and told(server, "account") == []
    given["admin-account-sure.value"] = ["sure"]
    call(admin, "admin-account-said.children", trigger="admin-account-save.n_clicks", **given)
    assert told(server, "account")[0][2] == f"{mine} 改为局领导"


def test_every_change_comes_with_its_entry_or_not_at_all(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = office(database, "first", "second")

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("access.accounts.audit.append", broken)
    with pytest.raises(RuntimeError):
        desk.disable("second")
    with pytest.raises(RuntimeError):
        desk.add("third", "leader", "", "")
    with database.reading() as connection:
        assert not people.find(connection, "second").disabled and people.find(connection, "third") is None  # type: ignore[union-attr]


def test_all_sessions_of_an_account_end(database: Database) -> None:
    desk = office(database, "first", "second")
    with database.writing() as connection:
        for _ in range(3):
            sessions.open_session(connection, "second", address="x", agent="y")
        sessions.open_session(connection, "first", address="x", agent="y")
    assert desk.end_sessions("second") == 3
    with pytest.raises(PeopleError, match="没有登录着"):
        desk.end_sessions("second")
    with database.reading() as connection:
        assert [one.username for one in sessions.standing(connection)] == ["first"]


def test_an_invented_password_passes_every_rule_book() -> None:
    made = {accounts.invented() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        for profile in passwords.PROFILES:
            assert objection(profile, password) is None


def objection(profile: str, password: str) -> str | None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "profile", lambda: passwords.PROFILES[profile])
        return passwords.objection(password, "zhang")


# --- the log taken away -------------------------------------------------------------------------------------------------------------


def test_the_log_goes_out_as_it_was_searched_and_says_so_first(either_server: Flask, visit: Visit) -> None:
    admin = visit(either_server, "admin")
    with database_of(either_server).noting() as connection:
        for what in ("=1+1", "另一个"):
            audit.append(connection, "import", who="张三", where="10.0.0.1", what=what, rows=7)
    answer = admin.get(f"/admin/audit.csv?act=import&text={quote('=1')}")
    headers, *rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert headers[:-1] == ["序号", "时间", "行为", "账号", "来自", "内容", "行数"] and headers[-1].startswith("导出：admin-")
    assert [row[2:] for row in rows] == [["导入", "张三", "10.0.0.1", "'=1+1", "7", ""]]
    assert "filename=audit.csv" in answer.headers["Content-Disposition"] and quote("审计日志") in answer.headers["Content-Disposition"]
    book = load_workbook(io.BytesIO(admin.get("/admin/audit.xlsx?act=import").data))
    assert [row[5].value for row in book["审计日志"].iter_rows(min_row=2)] == ["另一个", "'=1+1"]
    first, second = told(either_server, "export")
    assert first[2] == "审计日志，行为 导入，含 =1，csv" and second[2] == "审计日志，行为 导入，xlsx"
    for kind in ("csv", "xlsx"):
        head = admin.head(f"/admin/audit.{kind}")
        assert head.status_code == 200 and f"audit.{kind}" in head.headers["Content-Disposition"]
    assert len(told(either_server, "export")) == 2, "asking whether it is there takes nothing away"
    assert "登录失败（sign_in_failed）" in admin.get("/admin/audit.csv?act=none").text


@pytest.mark.parametrize(
    "search",
    [
        "act=none",
        "since=0001-01-01",
        "until=9999-12-31",
        "text=a%00b",
        "who=%00",
        "since=2023-02-30",
        "since=2023-03-01&until=2023-02-01",
        f"text={'x' * 200}",
    ],
)
def test_a_search_that_cannot_be_is_refused_in_words(server: Flask, visit: Visit, search: str) -> None:
    admin = visit(server, "admin")
    answer = admin.get(f"/admin/audit.csv?{search}")
    assert answer.status_code == 400 and "Traceback" not in answer.text and told(server, "export") == []
    block = {"admin-log.getRowsRequest": {"startRow": 0, "endRow": 100}, "admin-address.data": f"?{search}"}
    assert call(admin, "admin-log.getRowsResponse", trigger="admin-log.getRowsRequest", **block).json["response"]["admin-log"] == {
        "getRowsResponse": {"rowData": [], "rowCount": 0}
    }


def test_the_log_is_not_sent_where_its_going_cannot_be_told(server: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlalchemy as sa

    admin = visit(server, "admin")

    def broken(*_: Any, **__: Any) -> None:
        raise sa.exc.OperationalError("x", {}, Exception("disk full"))

    monkeypatch.setattr("access.audit.append", broken)
    for kind in ("csv", "xlsx"):
        answer = admin.get(f"/admin/audit.{kind}")
        assert answer.status_code == 503 and "序号" not in answer.text
