"""`/datasets/<name>`: records in as a file or as JSON rows, record lists out as CSV."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import flask
import orjson
from flask import request

from access import session
from access.doors import MIB
from access.limits import hold_to
from access.people import Person
from access.session import address, database, person
from api.operation import operation
from api.problems import Problem, bad_parameter
from api.reading import REGION, SINCE, UNTIL, place
from data.datasets import DATASETS, Dataset
from data.exchange.export import CSV, Origin, csv_text, disposition
from data.exchange.failures import Unfinished
from data.exchange.importing import import_file, import_rows
from data.exchange.records import count_records, dated, read_records, shown_columns
from data.exchange.report import Report
from data.facts import is_demonstration
from data.indicators import REPORTED
from data.indicators.moment import moment
from geo.regions import CITY

LARGEST_JSON = 20 * MIB  # bytes; rows are held in memory, a file is not

_BODY = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {"file": {"type": "string", "format": "binary", "description": ".xlsx 或 .csv，至多 300 MiB"}},
                "required": ["file"],
            }
        },
        "application/json": {
            "schema": {
                "type": "array",
                "items": {"type": "object"},
                "description": "各行的键是列的中文表头或字段名，每行相同；至多 20 MiB",
            }
        },
    },
}


@operation(
    "POST",
    "/v1/datasets/<name>",
    "导入记录；一行也没有收下时为 422，附导入报告",
    answer=Report,
    roles=frozenset({"admin", "county"}),
    body=_BODY,
    largest=300 * MIB,
    problems=(404, 413, 415, 422, 503),
)
def bring_in(*, name: str) -> Report:
    who = _who()
    dataset = _dataset(name)
    wish: dict[str, Any] = {"who": who.username, "source": "api", "reported": REPORTED, "only_region": who.region}
    wish["where"] = address()
    try:
        if request.mimetype == "multipart/form-data":
            report = _file(dataset, wish)
        elif request.mimetype == "application/json":
            report = import_rows(database(), _rows(), dataset.name, **wish)
        else:
            raise Problem(415, "请用 multipart/form-data 上传文件（字段 file），或用 application/json 提交行。")
    except Unfinished as error:
        raise Problem(503, str(error)) from None
    if not report.taken:
        words = report.errors[0].problem if len(report.errors) == 1 else f"{report.rejected} 行全部不合格"
        raise Problem(422, f"没有收下任何一行：{words}", **report.to_dict())
    return report


def _file(dataset: Dataset, wish: dict[str, Any]) -> Report:
    given = request.files.get("file")
    if given is None or not given.filename:
        raise Problem(400, "请在字段 file 中上传一个文件。", parameter="file", allowed="一个 .xlsx 或 .csv 文件")
    # A file without a name: whatever ends this process, nothing of what was sent stays on the disk.
    with tempfile.TemporaryFile() as copy:
        given.save(copy)
        copy.flush()
        return import_file(database(), Path(f"/dev/fd/{copy.fileno()}"), dataset.name, file_name=given.filename, **wish)


def _rows() -> list[dict[str, Any]]:
    hold_to(LARGEST_JSON)
    try:
        rows = orjson.loads(request.get_data(cache=False))
    except orjson.JSONDecodeError as error:
        raise Problem(400, f"请求体不是正确的 JSON（第 {error.lineno} 行第 {error.colno} 列）。") from None
    if not isinstance(rows, list):
        raise Problem(400, "请求体应是一个 JSON 数组，每行一个对象。")
    return rows


@operation(
    "GET",
    "/v1/datasets/<name>.csv",
    "记录清单（UTF-8，带 BOM）；只对有记录权限的人：主管科室的科长，县区限本县区",
    answer=CSV,
    roles=frozenset({"chief", "county"}),
    parameters=(REGION, SINCE, UNTIL),
    problems=(404, 503),
)
def records(*, name: str, region: str | None, since: date | None, until: date | None) -> flask.Response:
    who = _who()
    dataset = _dataset(name)
    with moment(database()) as now:
        found = place(now, region or who.region or CITY, who.scope)
    if not who.scope.reads_records(dataset.section, found.code):
        raise Problem(403, f"您的账号不能看{dataset.title}的记录：只有{dataset.section}的科长和本县区可看。")
    if (since or until) and dated(dataset) is None:
        raise bad_parameter("since" if since else "until", f"不能用于{dataset.title}", "只用于有日期的数据集")
    wanted: dict[str, Any] = {"region": found.code, "since": since, "until": until}
    with ExitStack() as open_still:
        # One state of the database is counted, told and sent; what can't be told is not sent.
        connection = open_still.enter_context(database().reading())
        origin = Origin.of(who.username, is_demonstration(connection))
        span = f"，{since or '…'} 至 {until or '…'}" if since or until else ""
        what = f"{dataset.title}记录，{found.name}（{found.code}）{span}，csv"
        session.note("export", what, count_records(connection, dataset, **wanted))
        headers = [column.header for column in shown_columns(dataset)]
        name_given = disposition(origin.file_name(dataset.title, "csv"), f"{dataset.name}.csv")
        text = csv_text(headers, read_records(connection, dataset, **wanted), origin)
        response = flask.Response(text, mimetype=CSV, headers={"Content-Disposition": name_given})
        response.call_on_close(open_still.pop_all().close)
    return response


def _dataset(name: str) -> Dataset:
    if name not in DATASETS:
        raise Problem(404, f"没有数据集 {name[:40]}；可用：{'、'.join(DATASETS)}。")
    return DATASETS[name]


def _who() -> Person:
    who = person()
    assert who  # noqa: S101 - the operation lets no stranger in here
    return who
