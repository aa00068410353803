"""`flask plan import` says what it did and refuses a wrong file whole (exit code 2); a Word file is taken only after a look at it.

A later `flask init` leaves the imported plan be.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from access import audit
from data.database import Database
from data.programmes.plan import plan_years, read_plan
from data.programmes.returns.table import return_changes
from data.regions import store_regions
from data.settings import ROOT
from geo.regions import read_regions
from migrations import schema, tables
from tests.programmes.papers import RELIEF, UP, Paper

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


def test_a_dry_run_of_yaml_shows_what_would_change_and_writes_nothing(server: Flask, database: Database, tmp_path: Path) -> None:
    run(server, "plan", "import", str(PLAN))
    text = PLAN.read_text(encoding="utf-8")
    own = tmp_path / "own.yaml"
    own.write_text(
        text.replace("title: 五医联动,", "title: 五医联动机制,").replace(
            "due: 2023-09, source: 任务（二）1", "due: 2023-10, source: 任务（二）1"
        )
    )
    shown = run(server, "plan", "import", str(own), "--dry-run")
    assert shown.exit_code == 0, shown.output
    assert "更新 2 条" in shown.output and "新增 0 条" in shown.output and "只是预览，没有写入" in shown.output
    assert "任务 funeral 2 公益性公墓建设运营：时限 2023-09 改为 2023-10" in shown.output
    assert titles(database, 2023)["elderly", "12"] == "五医联动"
    own.write_text(text.replace("[elder_visit_rate]", "[elder_visits]"))
    assert run(server, "plan", "import", str(own), "--dry-run").exit_code == 2


def titles(database: Database, year: int) -> dict[tuple[str, str], str]:
    with database.reading() as connection:
        plan = read_plan(connection, year)
    return {(one.id, task.no): task.title for one in plan.programmes for task in one.tasks} if plan else {}


def test_a_word_file_is_shown_first_and_taken_only_when_told(server: Flask, database: Database, tmp_path: Path) -> None:
    run(server, "plan", "import", str(PLAN))
    rows = [("1", "提标", "标准提高。", "社会救助科\n各县区民政局", "10月底前", ""), ("2", "体系", "健全体系。", UP, "", "")]
    path = str(Paper().ledger("2024年城乡社会救助提升工程工作台账", RELIEF, rows).save(tmp_path / "a.docx"))
    head = ("--year", "2024", "--document", "汴民文〔2024〕8号", "--issued-on", "2024-02-10")
    shown = run(server, "plan", "import", path, *head)
    assert shown.exit_code == 0, shown.output
    for words in (
        "1  2024-10  标准提高。",
        "“10月底前” → 2024-10（没有写年份，按计划年度）",
        "“时限空白” → 按上一行 2024-10",
        "新增 4 条",
        "加 --take",
    ):
        assert words in shown.output, shown.output
    assert titles(database, 2024) == {}
    taken = run(server, "plan", "import", path, *head, "--take")
    assert taken.exit_code == 0 and "2024 年计划（汴民文〔2024〕8号）：1 个工程、2 项任务" in taken.output
    assert titles(database, 2024) == {("relief", "1"): "标准提高。", ("relief", "2"): "健全体系。"}
    assert len(titles(database, 2023)) == 52, "last year's stays"
    with database.reading() as connection:
        assert [entry.act for entry in audit.search(connection)][:1] == ["import"]
        assert "a.docx，存疑" in audit.search(connection)[0].what
    again = run(server, "plan", "import", path, "--year", "2024")
    assert "新增 0 条\n更新 0 条\n删除 0 条" in again.output, "the document and its day are known by now"


def test_a_word_file_that_cannot_be_taken_says_why(server: Flask, database: Database, tmp_path: Path) -> None:
    run(server, "plan", "import", str(PLAN))
    rows = [("1", "提标", "标准提高。", "社会救助科", "2024.11", "")]
    path = str(Paper().ledger("工作台账", RELIEF, rows).save(tmp_path / "a.docx"))
    head = ("--year", "2024", "--document", "x", "--issued-on", "2024-02-10")
    for options, said in (
        ((), "请给出 --year"),
        (("--year", "2024"), "document：缺少这一项"),
        (head, "第 1 个表格：看不出属于哪个工程"),
        ((*head, "--table", "1"), "--table 1 应写成"),
        ((*head, "--table", "1=sport"), "没有 sport 这一工程"),
        (("--year", "2024", "--document", "x", "--issued-on", "2021-02-10"), "印发日期 2021-02-10 应在"),
    ):
        result = run(server, "plan", "import", path, *options, "--take")
        assert result.exit_code == 2 and said in result.stderr, result.output
    assert titles(database, 2024) == {}
    assert run(server, "plan", "import", path, *head, "--table", "1=relief", "--take").exit_code == 0
    assert titles(database, 2024) == {("relief", "1"): "标准提高。"}


def test_a_task_with_returns_does_not_go(server: Flask, database: Database, tmp_path: Path) -> None:
    run(server, "plan", "import", str(PLAN))
    with database.writing() as connection:
        connection.execute(
            sa.insert(return_changes).values(
                month="2023-03", programme="elderly", task="12", region="410221", version=1, act="saved",
                at=datetime(2023, 3, 1, tzinfo=UTC), who="county", percent=10, done="", measures="", values={}, attachments=[], reason="",
            )
        )  # fmt: skip
    own = tmp_path / "own.yaml"
    own.write_text(PLAN.read_text().replace("      - {no: 12, group: 保障措施, title: 五医联动, source: 台账12}\n", ""))
    assert "不能装入：elderly 任务 12：已有月报" in run(server, "plan", "import", str(own), "--dry-run").output
    result = run(server, "plan", "import", str(own))
    assert result.exit_code == 2 and "已有月报，不能删除" in result.stderr
    assert ("elderly", "12") in titles(database, 2023)
    with database.writing() as connection:
        store_regions(connection, read_regions())
    narrowed = "{no: 12, group: 保障措施, title: 五医联动, source: 台账12, units: [养老服务科, 兰考县民政局]}"
    own.write_text(PLAN.read_text().replace("{no: 12, group: 保障措施, title: 五医联动, source: 台账12}", narrowed))
    result = run(server, "plan", "import", str(own))
    assert result.exit_code == 2 and "elderly 任务 12：杞县已有月报，不能移出责任单位" in result.stderr
    own.write_text(PLAN.read_text().replace("  bureau: 开封市民政局", "  bureau: 开封市民政局\n  county_weights: {999999: 3}"))
    result = run(server, "plan", "import", str(own))
    assert result.exit_code == 2 and "没有代码为 999999 的县区" in result.stderr, result.output
