"""Files and forms of the returns over HTTP: whom they are for, how large, with which headers, told in the log before they are sent."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from access import audit
from data.programmes.returns.attachments import LARGEST
from data.programmes.returns.form_sheet import ITEM
from tests.conftest import form_token
from tests.programmes import files
from tests.programmes.returns_desk import QI, TASK, TONGXU, ReturnsDesk

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def desk(either_server: Flask, tmp_path: Path) -> ReturnsDesk:
    from dataclasses import replace

    kept = either_server.extensions["cockpit"]
    settings = kept.settings.model_copy(update={"attachments_dir": tmp_path / "attachments"})
    either_server.extensions["cockpit"] = replace(kept, settings=settings)
    return ReturnsDesk(kept.database)


@pytest.fixture
def people(desk: ReturnsDesk, either_server: Flask, visit: Callable[..., FlaskClient]) -> dict[str, FlaskClient]:
    return {
        "county": visit(either_server, "county", region=QI),
        "other": visit(either_server, "county", region=TONGXU),
        "chief": visit(either_server, "chief", section="养老服务科"),
        "leader": visit(either_server, "leader"),
        "admin": visit(either_server, "admin"),
        "screen": visit(either_server, "screen"),
    }


def send(client: FlaskClient, path: str, token: bool = True, **fields: object) -> TestResponse:
    headers = {"X-CSRFToken": form_token(client, "/sessions")} if token else {}
    return client.post(path, data=fields, headers=headers, content_type="multipart/form-data")


def attach(client: FlaskClient, content: bytes = b"", name: str = "验收单.pdf", token: bool = True) -> TestResponse:
    return send(client, "/returns/attachment", token, item=TASK.text, file=(io.BytesIO(content or files.pdf()), name))


def test_a_file_goes_out_as_an_attachment_and_is_told_of(desk: ReturnsDesk, people: dict[str, FlaskClient]) -> None:
    made = attach(people["county"])
    assert made.status_code == 201, made.text
    number = made.json["number"]
    answer = people["county"].get(f"/returns/attachment/{number}")
    assert answer.status_code == 200 and answer.data == files.pdf() and answer.mimetype == "application/pdf"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=attachment.pdf; filename*=UTF-8''%E9%AA%8C")
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and answer.headers["Cache-Control"] == "no-store"
    with desk.database.reading() as connection:
        (entry,) = audit.search(connection, act="export", limit=9)
    assert entry.what == f"附件 验收单.pdf：{TASK.text}"


def test_whom_a_file_is_for(desk: ReturnsDesk, people: dict[str, FlaskClient]) -> None:
    number = attach(people["county"]).json["number"]

    def asked() -> dict[str, int]:
        return {name: client.get(f"/returns/attachment/{number}").status_code for name, client in people.items()}

    assert asked() == {"county": 200, "other": 404, "chief": 404, "leader": 404, "admin": 403, "screen": 403}
    desk.save(percent=1, done="x")
    desk.submit()
    assert asked() == {"county": 200, "other": 404, "chief": 200, "leader": 200, "admin": 403, "screen": 403}
    assert send(people["other"], f"/returns/attachment/{number}/remove").status_code == 404
    assert send(people["county"], f"/returns/attachment/{number}/remove").status_code == 422, "submitted"
    desk.send_back()
    assert send(people["county"], f"/returns/attachment/{number}/remove").json == {"number": number}
    assert [attach(people[name]).status_code for name in ("other", "chief", "leader", "admin")] == [403] * 4


def test_what_is_sent_is_checked_first(people: dict[str, FlaskClient]) -> None:
    county = people["county"]
    assert attach(county, token=False).status_code == 400, "without the form's token"
    fake = attach(county, files.EXE, "材料.pdf")
    assert fake.status_code == 422 and "仅改扩展名不行" in fake.json["refused"]
    assert send(county, "/returns/attachment", item="x", file=(io.BytesIO(b"x"), "x.pdf")).status_code == 400
    assert send(county, "/returns/attachment", item=TASK.text).status_code == 400
    big = county.post("/returns/attachment", data=bytes(LARGEST + 2**20))
    assert big.status_code == 413
    over = attach(county, files.PNG[:-8] + bytes(LARGEST + 1 - len(files.PNG)) + files.PNG[-8:], "大.png")
    assert over.status_code == 422 and "20 MB" in over.json["refused"]


def test_the_form_goes_out_and_comes_back(desk: ReturnsDesk, people: dict[str, FlaskClient]) -> None:
    county = people["county"]
    answer = county.get("/returns/form.xlsx?month=2023-09&programme=elderly")
    assert answer.status_code == 200 and answer.mimetype == XLSX
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    sheet = book.worksheets[0]
    assert sheet.max_row == 17
    heads = {cell.value: cell.column for cell in sheet[1]}
    assert sheet.cell(2, heads[ITEM]).value == TASK.text
    sheet.cell(2, heads["进度（%）"]).value = 33
    sheet.cell(2, heads["完成情况"]).value = "表里填的"
    out = io.BytesIO()
    book.save(out)
    taken = send(county, "/returns/form", file=(io.BytesIO(out.getvalue()), "填报表.xlsx"))
    assert taken.json == {"saved": 1, "untouched": 15} and desk.read().content.percent == 33
    again = send(county, "/returns/form", file=(io.BytesIO(out.getvalue()), "填报表.xlsx"))
    assert again.json == {"saved": 0, "untouched": 16}
    refused = send(people["other"], "/returns/form", file=(io.BytesIO(out.getvalue()), "填报表.xlsx"))
    assert refused.status_code == 422 and len(refused.json["problems"]) == 16
    statuses = {name: client.get("/returns/form.xlsx?month=2023-09").status_code for name, client in people.items()}
    assert statuses == {"county": 200, "other": 200, "chief": 400, "leader": 403, "admin": 403, "screen": 403}
    assert [county.get(f"/returns/form.xlsx?month={month}").status_code for month in ("", "x", "2023-01", "2023-10")] == [400] * 4
