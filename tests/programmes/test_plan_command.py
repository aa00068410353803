"""`flask plan import` says what it did and refuses a wrong file whole (exit code 2); a later `flask init` leaves the imported plan be."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from data.database import Database
from data.programmes.plan import plan_years, read_plan
from data.settings import ROOT
from migrations import schema, tables

PLAN = ROOT / "plan" / "2023.yaml"


@pytest.fixture
def database(server: Flask) -> Database:
    """The server's database, as `flask init` makes one."""
    found: Database = server.extensions["cockpit"].database
    with found.writing() as connection:
        tables.metadata.drop_all(connection)
    schema.upgrade(found)
    return found


def run(server: Flask, *args: str) -> Result:
    return server.test_cli_runner().invoke(args=list(args))


def test_importing_says_what_changed(server: Flask, database: Database) -> None:
    first, again = run(server, "plan", "import", str(PLAN)), run(server, "plan", "import", str(PLAN))
    assert first.exit_code == again.exit_code == 0, first.output
    assert "2023 年计划（汴民文〔2023〕20号）：6 个工程、52 项任务、29 个节点。新增 107 条" in first.output
    assert "新增 0 条，更新 0 条，删除 0 条，未变 107 条；目标变动 0 项" in again.output


def test_a_wrong_file_is_refused_whole_with_exit_code_2(server: Flask, database: Database, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(PLAN.read_text(encoding="utf-8").replace("[elder_visit_rate]", "[elder_visits]"), encoding="utf-8")
    result = run(server, "plan", "import", str(wrong))
    assert result.exit_code == 2
    assert "programmes → elderly → tasks → 14 → indicators → 第 1 项：没有编号为 elder_visits 的指标" in result.stderr
    with database.reading() as connection:
        assert plan_years(connection) == []
    missing = run(server, "plan", "import", str(tmp_path / "nothing.yaml"))
    assert missing.exit_code == 2 and "读不了" in missing.stderr


def test_init_brings_the_plan_once_and_never_takes_an_imported_one_back(server: Flask, database: Database, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(PLAN.read_text(encoding="utf-8").replace("bureau: 开封市民政局", "bureau: 某某局"), encoding="utf-8")
    for command, bureau in ((("init",), "开封市民政局"), (("plan", "import", str(own)), "某某局"), (("init",), "某某局")):
        assert run(server, *command).exit_code == 0
        with database.reading() as connection:
            plan = read_plan(connection, 2023)
        assert plan and plan.plan.bureau == bureau
