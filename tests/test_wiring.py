"""The wiring: commands on an empty, a whole and a damaged database; health; static files; errors in words; a real server process."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
import requests
import sqlalchemy as sa
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient

from access import audit, people, tokens
from commands import doctor
from data.calendar import calendar
from data.clock import now
from data.database import Database
from data.exchange.batches import batches, touched
from data.regions import regions
from data.settings import ROOT
from migrations import schema, tables
from tests.conftest import PASSWORD

Visit = Callable[..., FlaskClient]


def flask(server: Flask, *args: str, typed: str | None = None) -> Result:
    return server.test_cli_runner().invoke(args=list(args), input=typed)


def on(server: Flask, url: str) -> Database:
    """Let the server work on another database."""
    database = Database(url)
    server.extensions["cockpit"] = replace(server.extensions["cockpit"], database=database)
    return database


@pytest.fixture
def migrated(either_server: Flask) -> Flask:
    """A server whose database was made by `flask init` alone."""
    with either_server.extensions["cockpit"].database.writing() as connection:
        tables.metadata.drop_all(connection)
    result = flask(either_server, "init")
    assert result.exit_code == 0, result.output
    return either_server


def test_init_makes_a_database_that_is_ready_and_may_be_run_again(migrated: Flask) -> None:
    client = migrated.test_client()
    assert client.get("/readyz").status_code == 200
    database: Database = migrated.extensions["cockpit"].database

    def counts() -> list[int | None]:
        with database.reading() as connection:
            return [connection.scalar(sa.select(sa.func.count()).select_from(table)) for table in tables.metadata.sorted_tables]

    before = counts()
    assert flask(migrated, "init").exit_code == 0
    assert counts() == before
    with database.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(regions)) == 2662
        assert connection.scalar(sa.select(sa.func.count()).select_from(calendar)) > 6000


def test_a_database_that_is_not_ready_says_why(server: Flask, tmp_path: Path) -> None:
    client = server.test_client()
    answer = client.get("/readyz")  # the tests' own database was made without the schema's history
    assert answer.status_code == 503 and "flask init" in answer.text
    database = on(server, f"sqlite:///{tmp_path}/empty.db")
    schema.upgrade(database)
    answer = client.get("/readyz")
    assert answer.status_code == 503 and "行政区划" in answer.text
    assert client.get("/healthz").status_code == 200


@pytest.fixture
def damaged(server: Flask, tmp_path: Path) -> Flask:
    path = tmp_path / "damaged.db"
    path.write_bytes(b"this was a database once, before the disk failed. " * 400)
    on(server, f"sqlite:///{path}")
    return server


def test_a_damaged_database_is_told_in_words(damaged: Flask) -> None:
    client = damaged.test_client()
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200
    for answer in (client.get("/login"), client.get("/metrics"), client.get("/api/v1/none", headers={"Authorization": "Bearer a.b"})):
        assert answer.status_code == 503 and "数据库" in answer.get_data(as_text=True)
        assert "Traceback" not in answer.text and "sqlite" not in answer.text
    for args in (("doctor",), ("init",), ("refresh",), ("user", "list")):
        result = flask(damaged, *args)
        assert result.exit_code == 1, args
        assert "数据库" in result.output
        assert isinstance(result.exception, SystemExit)


def test_a_page_torn_in_the_middle_is_found(server: Flask) -> None:
    database: Database = server.extensions["cockpit"].database
    path = Path(database.url.database or "")
    database.dispose()
    with open(path, "r+b") as file:
        for page in range(3, path.stat().st_size // 4096, 2):
            file.seek(page * 4096)
            file.write(b"\xff" * 4096)
    result = flask(server, "doctor")
    assert result.exit_code == 1 and "错误\t数据库" in result.output
    assert isinstance(result.exception, SystemExit)


def test_doctor_is_content_with_a_fresh_installation(migrated: Flask) -> None:
    result = flask(migrated, "doctor")
    assert result.exit_code == 0, result.output
    assert "错误" not in result.output and "尚无数据" in result.output


def _batch(connection: sa.Connection, dataset: str, days_ago: int) -> None:
    from datetime import timedelta

    counts = dict.fromkeys(("rows", "inserted", "updated", "unchanged", "rejected"), 0)
    at = now() - timedelta(days=days_ago)
    connection.execute(sa.insert(batches).values(dataset=dataset, file="x", sha256="", who="x", source="command", at=at, **counts))


def test_doctor_finds_late_and_unrefreshed_data(migrated: Flask) -> None:
    with migrated.extensions["cockpit"].database.writing() as connection:
        _batch(connection, "deaths", 400)
        _batch(connection, "marriages", 0)
        connection.execute(sa.insert(touched).values(dataset="deaths", region="410221", month="2023-06"))
    result = flask(migrated, "doctor")
    assert result.exit_code == 1
    wrong = [line for line in result.output.splitlines() if line.startswith("错误")]
    assert len(wrong) == 2 and "flask refresh" in wrong[0] and "deaths" in wrong[1]


def test_doctor_finds_a_full_disk_and_short_secrets(server: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(".")
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: usage._replace(free=1024))
    kept = server.extensions["cockpit"]
    weak = {"secret_key": "short", "session_idle_minutes": 31, "password_profile": "asvs"}
    server.extensions["cockpit"] = replace(kept, settings=kept.settings.model_copy(update=weak))
    result = flask(server, "doctor")
    assert result.exit_code == 1
    assert "磁盘剩余 0.0 GiB" in result.output and "SECRET_KEY 太短" in result.output
    assert "密码按ASVS" in result.output and "提示\t会话闲置 31 分钟" in result.output


def test_accounts_on_the_command_line(server: Flask) -> None:
    made = flask(server, "user", "add", "qixian", "--role", "county", "--region", "410221", "--password-stdin", typed=f"{PASSWORD}\nmore\n")
    assert made.exit_code == 0, made.output
    assert PASSWORD not in made.output
    database: Database = server.extensions["cockpit"].database
    found = people.authenticate(database, "qixian", PASSWORD)
    assert found and found.region == "410221" and found.must_change
    again = flask(server, "user", "add", "qixian", "--role", "county", "--region", "410221", "--password-stdin", typed=f"{PASSWORD}\n")
    assert again.exit_code == 1 and "已经存在" in again.output
    assert flask(server, "user", "add", "x", "--role", "boss", "--password-stdin", typed=PASSWORD).exit_code == 2
    refused = flask(server, "user", "add", "x", "--role", "chief", "--section", "财务科", "--password-stdin", typed=PASSWORD)
    assert refused.exit_code == 1 and "养老服务科" in refused.output
    prompted = flask(server, "user", "add", "ju", "--role", "leader", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert prompted.exit_code == 0 and PASSWORD not in prompted.output
    listed = flask(server, "user", "list").output.splitlines()
    assert [line.split("\t")[0] for line in listed] == ["ju", "qixian"] and "410221" in listed[1]

    token = flask(server, "token", "create", "qixian", "--days", "2").output.strip()
    with database.reading() as connection:
        owner = tokens.person_of(connection, token)
    assert owner and owner.username == "qixian"
    assert flask(server, "token", "create", "nobody").exit_code == 1
    listed = flask(server, "token", "list").output.split("\t")
    assert listed[:2] == [token[:8], "qixian"]
    assert flask(server, "token", "revoke", token[:8]).exit_code == 0 and flask(server, "token", "list").output == ""
    missing = flask(server, "token", "revoke", token[:8])
    assert missing.exit_code == 1 and "没有编号" in missing.output

    assert flask(server, "user", "disable", "qixian").exit_code == 0
    assert people.authenticate(database, "qixian", PASSWORD) is None
    assert "已停用" in flask(server, "user", "list").output
    assert flask(server, "user", "enable", "qixian").exit_code == 0
    assert flask(server, "user", "reset", "qixian", "--password-stdin", typed="another-password-2\n").exit_code == 0
    assert people.authenticate(database, "qixian", "another-password-2")
    for command in ("disable", "enable", "reset"):
        result = flask(server, "user", command, "nobody", *["--password-stdin"] * (command == "reset"), typed="another-password-2\n")
        assert result.exit_code == 1 and "不存在" in result.output
    with database.reading() as connection:
        entries = [entry for entry in reversed(audit.search(connection)) if entry.where == "命令行"]
    assert [entry.act for entry in entries] == ["account", "account", "token", "token", "account", "account", "account"]
    assert all(entry.who for entry in entries) and entries[0].what == "新增 qixian（县区410221）"
    assert PASSWORD not in str(entries) and token not in str(entries)


@pytest.mark.parametrize("month", ["2023", "2023-13", "2023-W05", "2023-06/ytd"])
def test_refresh_takes_months_only(server: Flask, month: str) -> None:
    assert flask(server, "refresh", "--from", month).exit_code == 2


def test_refresh_runs_on_what_init_made(migrated: Flask) -> None:
    result = flask(migrated, "refresh")
    assert result.exit_code == 0, result.output
    assert "汇总 1" in result.output
    metrics = migrated.test_client().get("/metrics").get_data(as_text=True)
    assert "cockpit_refreshed_timestamp_seconds 1" in metrics


def test_prepare_shows_a_demonstration_and_its_accounts_and_fills_it_once(migrated: Flask) -> None:
    assert flask(migrated, "demo", "--scale", "0.01").exit_code == 0
    database: Database = migrated.extensions["cockpit"].database
    with database.reading() as connection:
        before = connection.scalar(sa.select(sa.func.count()).select_from(batches))
    shown = flask(migrated, "prepare")
    assert shown.exit_code == 0, shown.output
    assert "http://127.0.0.1:" in shown.output and people.DEMONSTRATION_PASSWORD in shown.output
    for account in people.DEMONSTRATION:
        assert people.authenticate(database, account[0], people.DEMONSTRATION_PASSWORD)
        assert f"  {account[0]}" in shown.output
    with database.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(batches)) == before
    assert flask(migrated, "doctor").exit_code == 0


def test_beside_real_data_no_password_is_known_to_everyone(server: Flask) -> None:
    with server.extensions["cockpit"].database.writing() as connection:
        _batch(connection, "deaths", 0)
    assert flask(server, "demo", "--scale", "0.01").exit_code == 2
    assert flask(server, "demo", "--scale", "0.01", "--mix").exit_code == 0
    assert flask(server, "user", "list").output == ""


def test_static_files_travel_compressed_and_once(server: Flask) -> None:
    client = server.test_client()
    name = next(path.name for path in sorted((ROOT / "assets").glob("*.css")))
    packed = client.get(f"/assets/{name}", headers={"Accept-Encoding": "br"})
    assert packed.headers["Content-Encoding"] == "br" and "Accept-Encoding" in packed.headers["Vary"]
    import brotli

    assert brotli.decompress(packed.data) == (ROOT / "assets" / name).read_bytes()
    again = client.get(f"/assets/{name}", headers={"Accept-Encoding": "br", "If-None-Match": packed.headers["ETag"]})
    assert again.status_code == 304 and not again.data
    plain = client.get(f"/assets/{name}")
    assert "Content-Encoding" not in plain.headers and plain.data == (ROOT / "assets" / name).read_bytes()


def test_an_error_shows_no_stack_trace(server: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> str:
        raise ZeroDivisionError("secret detail")

    client = visit(server, "leader")
    monkeypatch.setitem(server.view_functions, "/", broken)
    monkeypatch.setitem(server.view_functions, "/_dash-layout", broken)
    for path in ("/", "/_dash-layout"):
        answer = client.get(path)
        assert answer.status_code == 500 and "日志" in answer.text
        assert "Traceback" not in answer.text and "secret detail" not in answer.text
    unknown = client.get("/api/v1/none")
    assert unknown.mimetype == "application/problem+json" and unknown.json["status"] == unknown.status_code == 404


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture
def process(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    port = free_port()
    given = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/cockpit.db", "PORT": str(port), "HOST": "127.0.0.1"}
    given.pop("PROMETHEUS_MULTIPROC_DIR", None)
    running = subprocess.Popen([sys.executable, str(ROOT / "app.py")], cwd=tmp_path, env=given, text=True, stderr=subprocess.PIPE)
    yield running, f"http://127.0.0.1:{port}"
    running.terminate()
    running.wait(30)


def test_a_fresh_server_answers_its_first_requests_in_parallel(process: tuple[subprocess.Popen[str], str]) -> None:
    running, address = process
    for _ in range(300):
        try:
            requests.get(f"{address}/healthz", timeout=120)  # the socket listens before the workers are there
            break
        except requests.ConnectionError:
            assert running.poll() is None, running.stderr and running.stderr.read()
            time.sleep(0.1)
    suite = "/_dash-component-suites/dash/html/dash_html_components.min.js"
    with ThreadPoolExecutor(16) as pool:
        codes = list(pool.map(lambda path: requests.get(address + path, timeout=120).status_code, [suite, "/healthz"] * 16))
    assert set(codes) == {200}


def test_a_server_process_refuses_to_start_in_words() -> None:
    given = {**os.environ, "DATABASE_URL": "postgresql+psycopg://cockpit@127.0.0.1:1/cockpit", "SECRET_KEY": "", "CITIZEN_KEY": ""}
    refused = subprocess.run([sys.executable, "app.py"], cwd=ROOT, env=given, capture_output=True, text=True, timeout=120, check=False)
    assert refused.returncode != 0
    assert "缺少设置 SECRET_KEY" in refused.stderr and "Traceback" not in refused.stderr


def test_a_bad_setting_is_told_in_words() -> None:
    given = {**os.environ, "PORT": "eighty"}
    refused = subprocess.run(
        [sys.executable, "-m", "flask", "doctor"], cwd=ROOT, env=given, capture_output=True, text=True, timeout=120, check=False
    )
    assert refused.returncode == 1
    assert "设置 PORT 的值不对" in refused.stderr and "Traceback" not in refused.stderr
