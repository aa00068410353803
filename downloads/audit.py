"""`/admin/audit.csv` and `/admin/audit.xlsx`: the audit log as the page's search has it; the taking away stands in the log itself."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack

import flask
from flask import request
from werkzeug.exceptions import BadRequest

from access import audit_list, session
from access.audit_list import HEADERS, TITLE
from access.doors import route_for
from data.exchange.export import CSV, MOST_ROWS, XLSX, Origin, csv_text, disposition, write_xlsx
from data.facts import is_demonstration


@route_for(frozenset({"admin"}))
def audit_file(*, kind: str) -> flask.Response:
    who = session.person()
    assert who  # noqa: S101 - the route is for administrators
    try:
        wanted = audit_list.read(request.args)
    except ValueError as error:
        raise BadRequest(str(error)) from None
    with ExitStack() as open_still:
        connection = open_still.enter_context(session.database().reading())
        count = audit_list.size(connection, wanted)
        if kind == "xlsx" and count > MOST_ROWS:
            raise BadRequest(f"共 {count} 条，xlsx 至多 {MOST_ROWS} 条；请缩小范围，或下载 csv。")
        origin = Origin.of(who.username, is_demonstration(connection))
        headers = {"Content-Disposition": disposition(origin.file_name(TITLE, kind), f"audit.{kind}")}
        if request.method == "HEAD":  # nothing is taken away
            return flask.Response(mimetype=CSV if kind == "csv" else XLSX, headers=headers)
        session.note("export", f"{TITLE}，{wanted.words}，{kind}", count)  # before the first byte; what can't be told is not sent
        rows = audit_list.rows(connection, wanted)
        if kind == "csv":
            response = flask.Response(csv_text(HEADERS, map(audit_list.texts, rows), origin), mimetype=CSV, headers=headers)
            response.call_on_close(open_still.pop_all().close)
            return response
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the answer
        write_xlsx(file, TITLE, HEADERS, rows, origin)
        file.seek(0)
        response = flask.send_file(file, mimetype=XLSX)
        response.headers.update(headers)
    return response
