"""The files of letters and summaries: for whom, marked and told; a broken template in words; nothing of others' letters."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import docx
import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient

from access import audit
from briefings import letter as papers
from briefings.spans import SUMMARIES
from data.database import Database
from data.settings import settings
from tests.access.conftest import demo_server as demo_server
from tests.letters.desk import OWNER

Visit = Callable[..., FlaskClient]
ROLES: dict[str, dict[str, str]] = {
    "leader": {},
    "owner": {"section": OWNER},
    "chief": {"section": "养老服务科"},
    "addressed": {"region": "410222"},
    "county": {"region": "410223"},
    "screen": {},
    "admin": {},
}
NAMES = {"owner": "chief", "addressed": "county"}
# The demonstration's letters: 1 issued to 通许县, 4 to be signed, 5 a draft.
READERS = {1: {"leader", "owner", "chief", "addressed"}, 4: {"leader", "owner"}, 5: {"leader", "owner"}, 99: set()}


@pytest.fixture(scope="module")
def clients(demo_server: Flask) -> dict[str, FlaskClient]:
    from tests.conftest import sign_in_as

    return {name: sign_in_as(demo_server, NAMES.get(name, name), **place) for name, place in ROLES.items()}


@pytest.fixture
def told(demo_server: Flask) -> Iterator[Callable[[], list[str]]]:
    database: Database = demo_server.extensions["cockpit"].database

    def told() -> list[str]:
        with database.reading() as connection:
            return [entry.what for entry in audit.search(connection, act="export", limit=500)]

    yield told


@pytest.mark.parametrize("number", READERS)
@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_a_letter_is_handed_to_those_who_may_read_it(clients: dict[str, FlaskClient], number: int, kind: str) -> None:
    got = {name for name, client in clients.items() if client.get(f"/letters/{number}.{kind}").status_code == 200}
    assert got == READERS[number]
    for name, client in clients.items():
        answer = client.get(f"/letters/{number}.{kind}")
        if name not in READERS[number]:
            assert answer.status_code == (403 if name in ("screen", "admin") else 404)
            assert "通许" not in answer.text and "殡葬" not in answer.text


def test_a_letter_says_who_took_it_and_the_log_says_so_too(clients: dict[str, FlaskClient], told: Callable[[], list[str]]) -> None:
    before = len(told())
    word, pdf = (clients["addressed"].get(f"/letters/1.{kind}") for kind in ("docx", "pdf"))
    assert told()[: len(told()) - before] == [f"函件：提醒函-汴民提〔2023〕1号-通许县，{kind}" for kind in ("pdf", "docx")]
    for answer, kind in ((word, "docx"), (pdf, "pdf")):
        name = unquote(answer.headers["Content-Disposition"].partition("filename*=UTF-8''")[2])
        assert re.fullmatch(rf"提醒函-汴民提〔2023〕1号-通许县-county-\d+-\d{{8}}T\d{{4}}\.{kind}", name), name
    header = docx.Document(io.BytesIO(word.data)).sections[0].header.paragraphs[-1].text
    assert re.fullmatch(r"导出：county-\d+ \d{4}-\d\d-\d\d \d\d:\d\d 演示数据", header)
    assert header in pypdf.PdfReader(io.BytesIO(pdf.data)).pages[0].extract_text()


def test_what_is_refused_is_not_told_as_taken(clients: dict[str, FlaskClient], told: Callable[[], list[str]]) -> None:
    before = told()
    for name in ("county", "chief"):
        clients[name].get("/letters/4.pdf")
    clients["leader"].get("/programmes/summary.pdf?kind=week")
    assert told() == before


def test_a_broken_template_is_told_in_words(clients: dict[str, FlaskClient], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "settings", lambda: settings().model_copy(update={"letter_templates": str(tmp_path)}))
    (tmp_path / "reminder.docx").write_bytes(b"broken")
    answer = clients["leader"].get("/letters/1.docx")
    assert answer.status_code == 422 and "模板文件 reminder.docx 不能用" in answer.text and str(tmp_path) not in answer.text
    assert clients["leader"].get("/letters/1.pdf").status_code == 200  # it needs none


@pytest.mark.parametrize("of", SUMMARIES)
def test_a_summary_is_for_leader_and_chiefs(clients: dict[str, FlaskClient], told: Callable[[], list[str]], of: str) -> None:
    before = len(told())
    answers = {name: client.get(f"/programmes/summary.pdf?kind={of}&month=2023-08") for name, client in clients.items()}
    assert {name for name, answer in answers.items() if answer.status_code == 200} == {"leader", "owner", "chief"}
    assert len(told()) == before + 3 and told()[0].startswith(SUMMARIES[of])
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answers["leader"].data)).pages)
    assert "导出：leader-" in text and "演示数据" in text and "\ufffd" not in text


@pytest.mark.parametrize(
    "query", ["kind=week", "month=2023", "month=2023-W33", "month=2023-13", "month=2023-11", "month=2019-01", "kind=year&month=x"]
)
def test_a_summary_of_nothing_is_refused_in_words(clients: dict[str, FlaskClient], query: str) -> None:
    answer = clients["leader"].get(f"/programmes/summary.docx?{query}")
    assert answer.status_code == 400 and re.search(r"[\u4e00-\u9fff]", answer.text)
