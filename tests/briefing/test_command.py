"""`flask briefing`: the week's files, all or none, why not in words; drafts by a timer; the issued originals again."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from access import audit
from briefings import edition, work
from briefings.edition import PRINTERS
from commands.briefing import write_all
from data.briefing.jobs import ask
from data.briefing.reading import editions, paper_at, papers_of
from data.briefing.steps import take
from data.database import Database
from data.periods import Period
from geo.regions import CITY
from tests.access.conftest import copied
from tests.briefing.desk import EDITOR, LEADER
from tests.notices.receiver import receiving

WEEK = "2023-W37"


@pytest.fixture
def server(demonstration: Database, tmp_path: Path) -> Iterator[Flask]:
    """The server on a copy of the demonstration city, on 18 September 2023."""
    from app import server

    database = copied(demonstration, tmp_path / "cockpit.db")
    kept = server.extensions["cockpit"]
    server.extensions["cockpit"] = replace(kept, database=database)
    yield server
    server.extensions["cockpit"] = kept
    database.dispose()


@pytest.fixture
def database(server: Flask) -> Database:
    found: Database = server.extensions["cockpit"].database
    return found


@pytest.fixture
def flask(server: Flask) -> FlaskCliRunner:
    return server.test_cli_runner()


def test_the_files_of_a_week(flask: FlaskCliRunner, database: Database, tmp_path: Path) -> None:
    ran = flask.invoke(args=["briefing", "--week", WEEK, "--out", str(tmp_path / "out" / "deep"), "--region", "410222"])
    assert ran.exit_code == 0, ran.output
    made = {path.suffix[1:]: path for path in (tmp_path / "out" / "deep").iterdir()}
    assert set(made) == set(PRINTERS) and {path.stem for path in made.values()} == {f"民政工作周报-{WEEK}-410222"}
    assert "通许县" in "".join(one.text for one in docx.Document(str(made["docx"])).paragraphs)
    assert "通许县" in pypdf.PdfReader(made["pdf"]).pages[0].extract_text()
    with database.reading() as connection:
        assert audit.search(connection, act="export", limit=1)[0].what.startswith(f"民政工作周报 通许县 {WEEK}，docx、pdf")
        assert papers_of(connection, LEADER.scope) == ()  # a look, no paper


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        (["--week", "2023-37"], 2, "不是周期"),
        (["--week", "2023-08"], 2, "不是周"),
        (["--week", "2023-W52"], 2, "还没有开始"),
        (["--week", WEEK, "--region", "410222100"], 2, "不是全市或县区"),
        (["--week", WEEK, "--format", "docx,odt"], 2, "odt"),
        (["--week", WEEK, "--issued"], 2, "还没有印发"),
        ([], 2, "--week"),
    ],
)
def test_what_is_asked_wrongly_is_said(flask: FlaskCliRunner, tmp_path: Path, asked: list[str], code: int, said: str) -> None:
    ran = flask.invoke(args=["briefing", "--out", str(tmp_path / "out"), *asked])
    assert (ran.exit_code, said in ran.output) == (code, True), ran.output
    assert not (tmp_path / "out").exists()


def test_a_run_that_fails_leaves_nothing(flask: FlaskCliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(document: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(edition, "PRINTERS", {**PRINTERS, "pdf": full})
    ran = flask.invoke(args=["briefing", "--week", WEEK, "--out", str(tmp_path / "out")])
    assert ran.exit_code == 1 and "No space left" in ran.output and not (tmp_path / "out").exists()
    (tmp_path / "wall").write_text("a file")
    ran = flask.invoke(args=["briefing", "--week", WEEK, "--out", str(tmp_path / "wall")])
    assert ran.exit_code == 2 and (tmp_path / "wall").read_text() == "a file"


def test_all_files_or_none(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()  # in the way of the second
    (tmp_path / "b" / "kept").write_text("kept")
    with pytest.raises(OSError):
        write_all(tmp_path, {"a": b"1", "b": b"2", "c": b"3"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b"]


def test_a_timer_drafts_once_and_what_is_issued_comes_again_as_it_was(flask: FlaskCliRunner, database: Database, tmp_path: Path) -> None:
    assert "已起草" in flask.invoke(args=["briefing", "draft"]).output
    assert "已有周报" in flask.invoke(args=["briefing", "draft"]).output
    with database.writing() as connection:
        drafted = editions(connection, Period(WEEK), CITY)[0]
        assert drafted.content is not None and drafted.state == "draft" and drafted.refresh
        take(connection, drafted.number, drafted.version, EDITOR, "sent")
        job = ask(connection, "issue", drafted.number, drafted.version + 1, LEADER)
    ran = flask.invoke(args=["briefing", "work"])
    assert ran.exit_code == 0, ran.output
    assert flask.invoke(args=["briefing", "--week", WEEK, "--out", str(tmp_path), "--issued", "--format", "pdf"]).exit_code == 0
    with database.reading() as connection:
        issued = paper_at(connection, drafted.number)
    assert issued and job and issued.code == "2023年第1期" and {one.kind for one in issued.files} == set(PRINTERS)
    body = next(tmp_path.glob("*.pdf")).read_bytes()
    assert {hashlib.sha256(body).hexdigest()} == {one.sha256 for one in issued.files if one.kind == "pdf"}
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)
    assert "2023年第1期" in text and "草稿" not in text and "演示数据" in text


def test_work_that_fails_says_why_and_leaves_the_paper_as_it_was(
    flask: FlaskCliRunner, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bytes:
        raise MemoryError

    flask.invoke(args=["briefing", "draft"])
    with database.writing() as connection:
        number = editions(connection, Period(WEEK), CITY)[0].number
        take(connection, number, 2, EDITOR, "sent")
        ask(connection, "issue", number, 3, LEADER)
    monkeypatch.setattr(work, "printed", broken)
    ran = flask.invoke(args=["briefing", "work"])
    assert ran.exit_code == 1 and "没有做成" in ran.output
    with database.reading() as connection:
        paper = paper_at(connection, number)
    assert paper and (paper.state, paper.serial, paper.files, paper.version) == ("signing", None, (), 3)


def test_what_is_drafted_and_issued_is_told_once(flask: FlaskCliRunner, server: Flask, database: Database) -> None:
    assert "不发送" in flask.invoke(args=["briefing", "send"]).output
    flask.invoke(args=["briefing", "draft"])
    with receiving((500, ""), (500, ""), (500, ""), (200, "")) as other:
        kept = server.extensions["cockpit"]
        told = {"webhook_url": other.address, "webhook_form": "json"}
        server.extensions["cockpit"] = replace(kept, settings=kept.settings.model_copy(update=told))
        ran = flask.invoke(args=["briefing", "send"])
        assert ran.exit_code == 1 and "没有送出" in ran.output  # and is kept for the next run
        with database.writing() as connection:
            number = editions(connection, Period(WEEK), CITY)[0].number
            take(connection, number, 2, EDITOR, "sent")
            ask(connection, "issue", number, 3, LEADER)
        assert flask.invoke(args=["briefing", "work"]).exit_code == 0
        assert flask.invoke(args=["briefing", "send"]).exit_code == 0
    assert [json.loads(body)["title"] for _, _, body in other.came[3:]] == [
        f"民政工作周报：开封市 {WEEK} 的草稿已备（演示数据）",
        "民政工作周报 2023年第1期已印发（演示数据）",
    ]
