"""`flask import`, `flask template`, `flask docs`: exit codes, reports, what is printed, and words instead of stack traces."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from data import database as database_module
from data.database import Database
from data.datasets import DATASETS, documentation
from data.exchange.batches import read_batches
from data.indicators import handbook
from data.settings import ROOT

from .desk import CITIZEN, ELDERS, TOWN, Desk

GOOD, BAD = f"E1,{TOWN},独居,2023-03-05,,", f"E2,{TOWN},x,2023-03-05,,"


@pytest.fixture
def run(server: Flask, sqlite_desk: Desk) -> Any:
    def invoke(*words: Any) -> Result:
        return server.test_cli_runner().invoke(args=[str(word) for word in words])

    return invoke


def test_exit_codes(run: Any, sqlite_desk: Desk) -> None:
    good, bad = sqlite_desk.file(ELDERS, GOOD, name="good.csv"), sqlite_desk.file(ELDERS, BAD, name="bad.csv")
    both, broken = sqlite_desk.file(ELDERS, GOOD, BAD, name="both.csv"), sqlite_desk.file("x", name="broken.csv")
    to = ("--dataset", "special_elders")
    assert run("import", both, *to, "--strict").exit_code == 2
    assert run("import", both, *to, "--dry-run").exit_code == 3
    assert sqlite_desk.rows("special_elders") == []
    assert run("import", good, *to).exit_code == 0
    assert run("import", both, *to).exit_code == 3
    for words in ([bad, *to], [broken, *to], [sqlite_desk.folder / "none.csv", *to], [good, "--dataset", "elders"], [good], [*to]):
        result = run("import", *words)
        assert result.exit_code == 2 and "Traceback" not in result.output, words
    assert run("import", good, good, *to).exit_code == 0
    assert run("import", good, both, *to).exit_code == 3
    assert run("import", good, both, broken, good, *to).exit_code == 2


def test_what_is_printed(run: Any, sqlite_desk: Desk) -> None:
    path = sqlite_desk.file(ELDERS + ",备注", GOOD + ",", f"E2,{TOWN},\x1b[31m,2023-03-05,,{CITIZEN[:-1]}0,", name=f"{CITIZEN}.csv")
    output = run("import", path, "--dataset", "special_elders").output
    assert "新增 1，更新 0，未变 0，退回 1，共 2 行（批次 1）" in output and "不认识的列：备注" in output
    assert "第 3 行 类别：不在选项中" in output and "第 3 行 身份证号" in output
    assert CITIZEN[6:] not in output and "\x1b" not in output
    many = sqlite_desk.file(ELDERS, *[BAD.replace("E2", f"X{n}") for n in range(30)])
    assert "另有 10 条错误" in run("import", many, "--dataset", "special_elders").output


def test_the_report_is_an_object_for_one_file_and_a_list_for_several(run: Any, sqlite_desk: Desk) -> None:
    good, both = sqlite_desk.file(ELDERS, GOOD, name="good.csv"), sqlite_desk.file(ELDERS, GOOD, BAD, name="both.csv")
    out = sqlite_desk.folder / "out.json"
    run("import", both, "--dataset", "special_elders", "--report", out)
    report = json.loads(out.read_text(encoding="utf-8"))
    assert list(report) == [
        *("batch", "dataset", "file", "sha256", "rows", "inserted", "updated", "unchanged", "rejected", "unknown_columns", "errors")
    ]
    assert (report["batch"], report["dataset"], report["file"], report["rows"]) == (1, "special_elders", "both.csv", 2)
    (error,) = report["errors"]
    assert {name: error[name] for name in ("row", "column", "value")} == {"row": 3, "column": "类别", "value": "x"}
    run("import", both, good, "--dataset", "special_elders", "--report", out)
    assert [entry["batch"] for entry in json.loads(out.read_text(encoding="utf-8"))] == [2, 3]
    run("import", sqlite_desk.folder / "none.csv", "--dataset", "special_elders", "--report", out)
    assert json.loads(out.read_text(encoding="utf-8"))["errors"][0]["row"] is None


def test_a_report_that_cannot_be_written_stops_the_import_before_it_begins(run: Any, sqlite_desk: Desk) -> None:
    result = run("import", sqlite_desk.file(ELDERS, GOOD), "--dataset", "special_elders", "--report", "/nowhere/out.json")
    assert result.exit_code == 2 and sqlite_desk.rows("special_elders") == []


def test_undo(run: Any, sqlite_desk: Desk) -> None:
    run("import", sqlite_desk.file(ELDERS, GOOD), "--dataset", "special_elders")
    assert run("import", sqlite_desk.file(ELDERS, GOOD.replace("独居", "空巢")), "--dataset", "special_elders").exit_code == 0
    refused = run("import", "--undo", 1)
    assert refused.exit_code == 2 and "批次 2" in refused.output
    done = run("import", "--undo", 2)
    assert done.exit_code == 0 and "删除 0 条，还原 1 条" in done.output
    assert run("import", "--undo", 2).exit_code == 2 and run("import", "--undo", 99).exit_code == 2
    assert run("import", "--undo", 1, "x.csv").exit_code == 2
    assert run("import", "--undo", 1).exit_code == 0 and sqlite_desk.rows("special_elders") == []


def test_who_is_the_user_of_the_system(run: Any, sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "wang")
    run("import", sqlite_desk.file(ELDERS, GOOD), "--dataset", "special_elders")
    with sqlite_desk.database.reading() as connection:
        assert [(batch.who, batch.source) for batch in read_batches(connection, limit=9)] == [("wang", "command")]


def test_a_busy_database_ends_with_exit_1_in_words(run: Any, sqlite_desk: Desk, server: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.1)
    quick = Database(str(sqlite_desk.database.url))
    server.extensions["cockpit"] = replace(server.extensions["cockpit"], database=quick)
    path, out = sqlite_desk.file(ELDERS, GOOD), sqlite_desk.folder / "out.json"
    with sqlite_desk.database.writing():
        result = run("import", path, path, "--dataset", "special_elders", "--report", out)
        undone = run("import", "--undo", 1)
    assert result.exit_code == undone.exit_code == 1 and "占用" in result.output and "占用" in undone.output
    assert [entry["batch"] for entry in json.loads(out.read_text(encoding="utf-8"))] == [None]
    assert sqlite_desk.rows("special_elders") == []
    quick.dispose()


def test_template(run: Any, sqlite_desk: Desk) -> None:
    path = sqlite_desk.folder / "template.xlsx"
    assert run("template", "elder_visits", "--out", path).exit_code == 0
    assert openpyxl.load_workbook(path).sheetnames[0] == "老年人探访"
    unknown = run("template", "visits", "--out", path)
    assert unknown.exit_code == 2 and "elder_visits" in unknown.output
    assert run("template", "elder_visits", "--out", "/nowhere/file.xlsx").exit_code == 2
    with sqlite_desk.database.writing() as connection:
        connection.execute(sa.text("DELETE FROM regions"))
    assert run("template", "deaths", "--out", path).exit_code == 2


def test_the_data_dictionary_is_not_stale() -> None:
    kept = (ROOT / "docs" / "datasets.md").read_text(encoding="utf-8")
    assert kept == documentation.markdown(), "run `flask docs`"
    for dataset in DATASETS.values():
        assert f"`{dataset.name}`" in kept and all(f"| {column.header} | `{column.name}` |" in kept for column in dataset.columns)


def test_docs(run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(documentation, "PATH", tmp_path / "datasets.md")
    monkeypatch.setattr(handbook, "PATH", tmp_path / "indicators.md")
    assert run("docs").exit_code == 0
    assert (tmp_path / "datasets.md").read_text(encoding="utf-8") == documentation.markdown()
    assert (tmp_path / "indicators.md").read_text(encoding="utf-8") == handbook.markdown()


def test_as_a_program(sqlite_desk: Desk) -> None:
    """`flask import` from a shell: settings from the environment, plain lines on stderr, the exit code of the process."""
    environment = {**os.environ, "DATABASE_URL": str(sqlite_desk.database.url), "COCKPIT_TODAY": "2023-09-18"}
    path = sqlite_desk.file(ELDERS, GOOD, BAD)
    command = [sys.executable, "-m", "flask", "import", str(path), "--dataset", "special_elders"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 3, done.stderr
    assert "新增 1" in done.stdout and "写入…" in done.stderr and "\r" not in done.stderr
    assert [row["key"] for row in sqlite_desk.rows("special_elders")] == ["E1"]
