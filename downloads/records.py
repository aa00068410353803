"""`/records/<list>.xlsx` and `.csv`: the list as its page shows it, filtered and in order; the taking away stands in the log first."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack

import flask
from flask import request
from werkzeug.exceptions import BadRequest, Forbidden, NotFound

from access import session
from access.doors import route_for
from data.exchange.export import CSV, MOST_ROWS, XLSX, Origin, csv_text, disposition, write_xlsx
from data.indicators.figures import NotAllowed
from data.indicators.moment import moment
from data.lists import LISTS
from data.lists.asked import AskedWrong
from data.lists.field import csv_cell, xlsx_cell
from data.lists.reading import list_count, list_rows
from data.lists.wanted import read_wanted


@route_for(frozenset({"chief", "county"}))
def record_file(*, name: str, kind: str) -> flask.Response:
    who = session.person()
    assert who  # noqa: S101 - the route lets no stranger in here
    listed = LISTS.get(name)
    if listed is None:
        raise NotFound("没有这份名单。")
    with ExitStack() as open_still:
        # One state of the database is counted, told and sent; what can't be told is not sent.
        now = open_still.enter_context(moment(session.database()))
        try:
            wanted = read_wanted(now, listed, request.args, scope=who.scope)
        except AskedWrong as error:
            raise BadRequest(str(error)) from None
        except NotAllowed:
            raise Forbidden(f"“{listed.title}”只有{listed.section}的科长和本县区可看。") from None
        count = list_count(now, listed, scope=who.scope, region=wanted.region, period=wanted.period, filters=wanted.filters)
        if kind == "xlsx" and count > MOST_ROWS:
            raise BadRequest(f"共 {count} 条，xlsx 至多 {MOST_ROWS} 条；请缩小范围，或下载 csv。")
        origin = Origin.of(who.username, now.demonstration)
        session.note("export", f"名单：{wanted.told(now.places)}，{kind}", count)
        rows = list_rows(now, listed, scope=who.scope, region=wanted.region, period=wanted.period, sort=wanted.sort, filters=wanted.filters)
        fields = listed.fields
        headers = [field.header for field in fields]
        title = f"{listed.title}-{now.places.name(wanted.region)}" + ("" if listed.timeless else f"-{wanted.period.text.replace('/', '-')}")
        given = {"Content-Disposition": disposition(origin.file_name(title, kind), f"{listed.id}.{kind}")}
        if kind == "csv":
            cells = ([csv_cell(field, cell) for field, cell in zip(fields, row, strict=True)] for row in rows)
            response = flask.Response(csv_text(headers, cells, origin), mimetype=CSV, headers=given)
            response.call_on_close(open_still.pop_all().close)
            return response
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the answer
        write_xlsx(
            file, listed.title, headers, ([xlsx_cell(field, cell) for field, cell in zip(fields, row, strict=True)] for row in rows), origin
        )
        file.seek(0)
        response = flask.send_file(file, mimetype=XLSX)
        response.headers.update(given)
    return response
