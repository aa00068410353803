"""Section pages as reports: the page's own figures in three forms, for whom the page is, told in the log."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import openpyxl
import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient

from access import audit
from access.scope import Scope
from data.indicators import INDICATORS
from data.indicators.figures import figures
from data.indicators.moment import moment
from data.periods import Period
from tests.access.conftest import demo_server as demo_server

Visit = Callable[..., FlaskClient]
PLACE = {"county": {"region": "410222"}, "chief": {"section": "养老服务科"}}


@pytest.fixture(scope="module")
def clients(demo_server: Flask) -> dict[str, FlaskClient]:
    from tests.conftest import sign_in_as

    return {role: sign_in_as(demo_server, role, **PLACE.get(role, {})) for role in ("leader", "chief", "county", "admin", "screen")}


def test_the_three_forms_hold_the_pages_figures(demo_server: Flask, clients: dict[str, FlaskClient]) -> None:
    address = "/elderly/page.{}?period=2023-08&show=home_adaptations"
    word, pdf, book = (clients["leader"].get(address.format(kind)) for kind in ("docx", "pdf", "xlsx"))
    assert (word.status_code, pdf.status_code, book.status_code) == (200, 200, 200)
    database = demo_server.extensions["cockpit"].database
    with moment(database) as now:
        read = figures(now, ["home_adaptations"], scope=Scope("leader"), periods=(Period("2023-08"),), level="county")
    wanted = {one.region_name: one.value for one in read}
    tables = docx.Document(io.BytesIO(word.data)).tables
    shown = {row.cells[0].text: row.cells[1].text.replace(",", "") for row in tables[1].rows}
    assert {name: float(shown[name]) for name in wanted} == wanted
    assert {row.cells[0].text.partition("（")[0] for row in tables[0].rows} >= {
        one.title for one in INDICATORS.values() if one.programme == "elderly"
    }
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.data)).pages)
    assert "养老服务情况" in text and "演示数据" in text and all(name in text for name in wanted)
    sheet = next(one for one in openpyxl.load_workbook(io.BytesIO(book.data)) if "适老化" in one.title)
    rows = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    cells = {row[0]: row[1] for row in rows if len(row) > 3 and row[0] in wanted}
    assert cells == wanted
    with database.reading() as connection:
        told = [entry.what for entry in audit.search(connection, act="export", limit=3)]
    assert told == [f"养老服务-开封市-2023年8月，{kind}" for kind in ("xlsx", "pdf", "docx")]


def test_a_county_gets_its_own_townships_and_no_others(clients: dict[str, FlaskClient]) -> None:
    own = clients["county"].get("/relief/page.docx?period=2023-08&region=410222&show=relief_recipients")
    assert own.status_code == 200 and len(docx.Document(io.BytesIO(own.data)).tables[1].rows) > 5
    foreign = clients["county"].get("/relief/page.docx?period=2023-08&region=410221&show=relief_recipients")
    assert len(docx.Document(io.BytesIO(foreign.data)).tables[1].rows) == 2  # the head and the county: its townships are not this person's
    assert clients["county"].get("/relief/page.docx?region=410221100").status_code == 400
    assert clients["screen"].get("/relief/page.pdf").status_code == 403 and clients["admin"].get("/relief/page.pdf").status_code == 200
    assert clients["leader"].get("/relief/page.pptx").status_code == 404


def test_a_saved_chart_stands_in_the_log_first(demo_server: Flask, clients: dict[str, FlaskClient]) -> None:
    assert clients["county"].get("/charts/taken?title=适老化改造走势&kind=png").status_code == 204
    with demo_server.extensions["cockpit"].database.reading() as connection:
        assert audit.search(connection, act="export", limit=1)[0].what == "图：适老化改造走势，png"
    assert clients["county"].get("/charts/taken?title=x&kind=exe").status_code == 400
    assert clients["screen"].get("/charts/taken?title=x&kind=png").status_code == 403
