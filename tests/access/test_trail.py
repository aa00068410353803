"""What people do leaves exactly one entry each: who, from where, what, how many rows; and what can't be told is not given."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

import access.refusals
import commands
from access import audit, people, tokens
from access.audit import Entry, table
from commands import doctor
from data.database import Database
from data.settings import ROOT
from tests.api.caller import Caller, database_of, join
from tests.exchange.desk import CITIZEN
from tests.indicators.city import TOWN, City

Visit = Callable[..., FlaskClient]
ELDERS = "对象编号,区划代码,类别,建档日期,销档日期\nE1,410221101,独居,2023-01-01,\nE2,410221101,失能,2023-01-01,\n"
ELDERLY = "养老服务科"


def told(server: Flask, *acts: str) -> list[Entry]:
    """The entries of some acts, the oldest first."""
    with database_of(server).reading() as connection:
        assert audit.verify(connection).sound
        return [entry for entry in reversed(audit.search(connection)) if entry.act in acts]


def send(caller: Caller, text: str, name: str = "file.csv") -> Any:
    return caller.open("POST", "/datasets/special_elders", data={"file": (io.BytesIO(text.encode()), name)})


# --- what comes in ------------------------------------------------------------------------------------------------------------------


def test_an_import_and_its_withdrawal_leave_one_entry_each(either_server: Flask) -> None:
    admin = join(either_server, "admin")
    report = send(admin, ELDERS, f"{CITIZEN}.csv").get_json()
    assert admin.open("DELETE", f"/batches/{report['batch']}").status_code == 200
    brought, withdrawn = told(either_server, "import", "undo")
    assert (brought.act, brought.who, brought.where, brought.rows) == ("import", admin.name, "127.0.0.1", 2)
    assert "特殊困难老年人" in brought.what and f"批次 {report['batch']}" in brought.what and report["sha256"] in brought.what
    assert "新增 2，更新 0，未变 0，退回 0" in brought.what
    assert CITIZEN not in brought.what and "410221************" in brought.what
    assert (withdrawn.act, withdrawn.who, withdrawn.where, withdrawn.rows) == ("undo", admin.name, "127.0.0.1", 2)


def test_what_was_not_taken_is_told_too_without_repeating_it(server: Flask) -> None:
    admin = join(server, "admin")
    assert send(admin, ELDERS.replace("410221101", "999999999")).status_code == 422
    assert send(admin, "没有表头\n").status_code == 422
    bad_rows, bad_file = told(server, "import")
    assert "没有收下" in bad_rows.what and "退回 2" in bad_rows.what and bad_rows.rows == 2
    assert "没有收下" in bad_file.what and bad_file.rows == 0
    assert "999999999" not in bad_rows.what


def test_an_import_that_fails_leaves_neither_rows_nor_entry(server: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    admin = join(server, "admin")

    def broken(*_: Any) -> None:
        raise sa.exc.OperationalError("x", {}, Exception("disk I/O error"))

    monkeypatch.setattr("access.audit.log.put_head", broken)
    assert send(admin, ELDERS).status_code == 503
    monkeypatch.undo()
    assert told(server, "import") == []
    assert admin.get("/batches").get_json()["batches"] == []


# --- what goes out ------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def city(server: Flask) -> City:
    return City(database_of(server))


def test_a_record_list_leaves_one_entry_with_its_rows(server: Flask, city: City) -> None:
    for number in range(3):
        city.add("special_elders", key=f"E{number}", region=TOWN, registered_on="2023-01-01")
    chief = join(server, "chief", section=ELDERLY)
    answer = chief.get("/datasets/special_elders.csv", region=TOWN)
    assert answer.data.decode("utf-8-sig").count("\r\n") == 4
    (entry,) = told(server, "export")
    assert (entry.who, entry.where, entry.rows) == (chief.name, "127.0.0.1", 3)
    assert "特殊困难老年人" in entry.what and TOWN in entry.what


def test_a_record_list_that_cannot_be_told_is_not_sent(server: Flask, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    city.add("special_elders", key="E-secret", region=TOWN, registered_on="2023-01-01")
    chief = join(server, "chief", section=ELDERLY)

    def broken(*_: Any, **__: Any) -> None:
        raise sa.exc.OperationalError("x", {}, Exception("disk full"))

    monkeypatch.setattr("access.audit.append", broken)
    answer = chief.get("/datasets/special_elders.csv")
    assert answer.status_code == 503 and "E-secret" not in answer.text


# --- refusals -----------------------------------------------------------------------------------------------------------------------


def test_refusals_are_told_once_a_minute_and_strangers_are_not(server: Flask, visit: Visit, clock: Any) -> None:
    leader = join(server, "leader")
    for _ in range(3):
        assert leader.get("/datasets/special_elders.csv").status_code == 403
    assert leader.get("/datasets/deaths.csv").status_code == 403
    server.test_client().get("/")
    assert server.test_client().get("/api/v1/indicators").status_code == 401
    first, second = told(server, "refused")
    assert (first.who, first.where, first.what) == (leader.name, "127.0.0.1", "403 GET /api/v1/datasets/special_elders.csv")
    assert second.what.endswith("deaths.csv")
    clock.on(seconds=61)
    leader.get("/datasets/special_elders.csv")
    assert len(told(server, "refused")) == 3


def test_a_wrong_and_an_expired_token_are_told_by_their_number_alone(server: Flask, clock: Any) -> None:
    leader = join(server, "leader")
    clock.on(days=2)
    assert leader.get("/indicators").status_code == 401
    assert Caller(server, "secret-that-is-no-token").get("/indicators").status_code == 401
    expired, wrong = told(server, "refused")
    assert expired.what == f"401 GET /api/v1/indicators，令牌 {leader.token[:8]}" and expired.who == ""
    assert wrong.what == "401 GET /api/v1/indicators"


def test_a_page_and_a_callback_that_are_refused_are_told(server: Flask, visit: Visit) -> None:
    screen = visit(server, "screen")
    assert screen.get("/relief").status_code == 403
    assert screen.post("/_dash-update-component", json={"output": "overview-top.children", "inputs": []}).status_code == 403
    page, callback = told(server, "refused")
    assert page.what == "403 GET /relief" and page.who.startswith("screen-")
    assert callback.what == "403 POST /_dash-update-component overview-top.children"


def test_the_log_cannot_be_drowned_in_refusals(server: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access.refusals, "MOST", 5)
    caller = Caller(server, "wrong")
    for number in range(12):
        caller.client.get(f"/api/v1/{number}", headers={"Authorization": "Bearer wrong"})
    found = told(server, "refused")
    assert len(found) == 6 and found[-1].what == access.refusals.FLOOD


def test_a_refusal_stands_where_it_cannot_be_told(server: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    leader = join(server, "leader")

    def broken(*_: Any, **__: Any) -> None:
        raise sa.exc.OperationalError("x", {}, Exception("disk full"))

    monkeypatch.setattr("access.audit.append", broken)
    assert leader.get("/datasets/deaths.csv").status_code == 403


# --- the command line ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def shell(database: Database) -> Iterator[Flask]:
    made = commands.create()
    made.extensions["cockpit"].database.dispose()
    made.extensions["cockpit"] = replace(made.extensions["cockpit"], database=database)
    return made


def run(shell: Flask, *words: str) -> Any:
    return shell.test_cli_runner().invoke(args=list(words))


def test_the_command_line_leaves_its_entries(shell: Flask, tmp_path: Path) -> None:
    file = tmp_path / "探访.csv"
    file.write_text(ELDERS, encoding="utf-8")
    assert run(shell, "plan", "import", str(ROOT / "plan" / "2023.yaml")).exit_code == 0
    assert run(shell, "import", str(file), "--dataset", "special_elders", "--dry-run").exit_code == 0
    assert run(shell, "import", str(file), "--dataset", "special_elders").exit_code == 0
    assert run(shell, "import", "--undo", "1").exit_code == 0
    plan, brought, withdrawn = told(shell, "import", "undo")
    assert {entry.where for entry in (plan, brought, withdrawn)} == {"命令行"} and all(entry.who for entry in (plan, brought))
    assert "2023 年计划" in plan.what and "探访.csv" in brought.what and brought.rows == withdrawn.rows == 2


def test_verify_prune_and_export_say_what_they_did(shell: Flask, tmp_path: Path) -> None:
    with database_of(shell).noting() as connection:
        for number in range(3):
            audit.append(connection, "import", who="=cmd()", where="10.0.0.1", what=f"第 {number} 个", rows=number)
    sound = run(shell, "audit", "verify")
    assert sound.exit_code == 0 and "完好" in sound.output
    noted = sound.output.split("末尾 ")[1].split("（")[0]
    assert run(shell, "audit", "verify", "--noted", noted).exit_code == 0
    assert run(shell, "audit", "verify", "--noted", f"2:{'0' * 64}").exit_code == 1
    assert run(shell, "audit", "verify", "--noted", "x").exit_code == 2
    young = run(shell, "audit", "prune", "--before", "2999-01-01")
    assert young.exit_code == 2 and "至少保存 180 天" in young.output
    assert run(shell, "audit", "prune", "--before", "2020-01-01").exit_code == 0
    out = tmp_path / "audit.csv"
    assert run(shell, "audit", "export", "--out", str(out), "--act", "import").exit_code == 0
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 4 and "导出：" in lines[0] and "'=cmd()" in lines[1]
    assert run(shell, "audit", "export", "--out", str(tmp_path / "audit.txt")).exit_code == 2
    nowhere = run(shell, "audit", "export", "--out", "/nope/x.csv")
    assert nowhere.exit_code == 2 and "写不到" in nowhere.output
    for days in (("--since", "2023-02-01", "--until", "2023-01-01"), ("--since", "0001-01-01"), ("--until", "9999-12-31")):
        assert run(shell, "audit", "export", "--out", str(tmp_path / "x.csv"), *days).exit_code == 2, days
    assert run(shell, "audit", "prune", "--before", "0001-01-01").exit_code == 2
    (exported,) = told(shell, "export")
    assert exported.rows == 3 and "行为 导入" in exported.what
    with database_of(shell).writing() as connection:
        release = [f"DROP TRIGGER {name}" for name in ("audit_never_changed",)] if database_of(shell).sqlite else [table.POSTGRESQL_RELEASE]
        for statement in (*release, "UPDATE audit SET who = 'x' WHERE number = 2"):
            connection.exec_driver_sql(statement)
    broken = run(shell, "audit", "verify")
    assert broken.exit_code == 1 and "第 2 号" in broken.output and "Traceback" not in broken.output


def test_verify_and_doctor_find_a_log_taken_back_without_being_told(shell: Flask) -> None:
    database = database_of(shell)

    def write(count: int) -> None:
        with database.noting() as connection:
            for number in range(count):
                audit.append(connection, "import", who="x", where="y", what=str(number))

    write(2)
    with database.reading() as connection:
        old = vars(audit.verify(connection).head)
    write(2)
    assert run(shell, "audit", "verify").exit_code == 0
    release = [f"DROP TRIGGER {name}" for name in table.SQLITE_PROTECTION] if database.sqlite else [table.POSTGRESQL_RELEASE]
    values = ", ".join(f"{name} = '{value}'" for name, value in old.items())
    with database.writing() as connection:
        for statement in (*release, "DELETE FROM audit WHERE number > 2", f"UPDATE audit_head SET {values}"):
            connection.exec_driver_sql(statement)
    taken_back = run(shell, "audit", "verify")
    assert taken_back.exit_code == 1 and "日志比上次核对时短" in taken_back.output and "触发器缺失" in taken_back.output
    assert "audit-heads.json" in taken_back.output
    with shell.app_context(), database.reading() as connection:
        found = list(doctor.log(connection))
    assert [mark for mark, _ in found] == ["错误", "错误"]
    assert "日志比上次核对时短" in found[0][1] and "触发器缺失" in found[1][1]
    assert run(shell, "audit", "protect").exit_code == 0
    assert "没有改动" in run(shell, "audit", "protect").output
    assert [entry.what.split("：")[0] for entry in told(shell, "setting")] == ["恢复审计表的触发器"]
    assert "触发器" not in run(shell, "audit", "verify").output


def test_a_break_is_acknowledged_on_the_command_line(shell: Flask) -> None:
    database = database_of(shell)
    release = ["DROP TRIGGER audit_head_kept"] if database.sqlite else [table.POSTGRESQL_RELEASE]
    with database.writing() as connection:
        for statement in (*release, "DELETE FROM audit_head"):
            connection.exec_driver_sql(statement)
        audit.protect(connection)
        connection.exec_driver_sql("UPDATE audit_head SET seal = 'forged'")
        audit.append(connection, "import", who="x", where="y")
    assert "flask audit acknowledge 1" in run(shell, "audit", "verify").output
    missing = run(shell, "audit", "acknowledge", "2")
    assert missing.exit_code == 2 and "日志里的断点：1" in missing.output
    assert run(shell, "audit", "acknowledge", "1").exit_code == 0
    sound = run(shell, "audit", "verify")
    assert sound.exit_code == 0 and "完好（自第 1 号断点起）" in sound.output


def test_a_role_is_changed_and_an_account_disabled_on_the_command_line(shell: Flask) -> None:
    database = database_of(shell)
    with database.writing() as connection:
        people.add(connection, "zhao", "Old-password-1", "leader", must_change=False)
    assert run(shell, "user", "disable", "zhao").exit_code == 0, "where there is no administrator yet"
    with database.writing() as connection:
        people.add(connection, "wang", "Old-password-1", "admin", must_change=False)
    for last in (("user", "role", "wang", "--role", "leader"), ("user", "disable", "wang")):
        refused = run(shell, *last)
        assert refused.exit_code != 0 and "最后一位管理员" in str(refused.exception) + refused.output
    with database.writing() as connection:
        people.add(connection, "li", "Old-password-1", "admin", must_change=False)
        token = tokens.create(connection, "wang", 3)
    assert "已改为县区 410221" in run(shell, "user", "role", "wang", "--role", "county", "--region", "410221").output
    assert run(shell, "user", "disable", "wang").exit_code == 0
    assert [entry.what for entry in told(shell, "account")] == ["停用 zhao", "wang 改为县区 410221", f"停用 wang，作废令牌 {token[:8]}"]


def test_the_demonstration_accounts_leave_an_entry(shell: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commands.demo.fill", lambda *_, **__: SimpleNamespace(already=True))
    for _ in range(2):
        assert run(shell, "demo").exit_code == 0
        (made,) = told(shell, "account")
        assert made.what == "新增演示账号 leader、chief、county、screen、admin" and made.where == "命令行" and made.who
