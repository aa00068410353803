"""`/warnings.xlsx`: the warnings as their page lists them, for whoever sees them one by one; the taking away stands in the log first."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

import flask
from flask import request
from werkzeug.exceptions import BadRequest

from access import session
from access.doors import CORRESPONDENTS, route_for
from access.scope import Scope
from data.exchange.export import MOST_ROWS, XLSX, Origin, disposition, write_xlsx
from data.indicators.moment import Moment, moment
from data.warnings.asked import read_asked, told
from data.warnings.reading import Wanted, warnings_page
from data.warnings.rule import SEVERITIES
from data.warnings.table import STATES

TITLE = "预警"
HEADERS = (
    "编号",
    "程度",
    "预警",
    "规则",
    "科室",
    "地区",
    "起始",
    "天数",
    "涉及",
    "涉及资金（元）",
    "发现",
    "状态",
    "交办给",
    "办结期限",
    "重新打开",
)
BLOCK = 1000  # rows read at a time


@route_for(CORRESPONDENTS)
def warnings_file() -> flask.Response:
    who = session.person()
    assert who  # noqa: S101 - the route lets no stranger in here
    with moment(session.database()) as now:
        asked = read_asked(request.args, now.places, who.scope, who.username)
        total = warnings_page(now, scope=who.scope, wanted=asked.wanted, count=0).total
        if total > MOST_ROWS:
            raise BadRequest(f"共 {total} 件，xlsx 至多 {MOST_ROWS} 件；请缩小范围。")
        origin = Origin.of(who.username, now.demonstration)
        headers = {"Content-Disposition": disposition(origin.file_name(TITLE, "xlsx"), "warnings.xlsx")}
        if request.method == "HEAD":  # nothing is taken away
            return flask.Response(mimetype=XLSX, headers=headers)
        session.note("export", f"{TITLE}：{told(asked, now.places)}，xlsx", total)  # what can't be told is not sent
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the answer
        write_xlsx(file, TITLE, HEADERS, _rows(now, who.scope, asked.wanted, total), origin)
    file.seek(0)
    response = flask.send_file(file, mimetype=XLSX)
    response.headers.update(headers)
    return response


def _rows(now: Moment, scope: Scope, wanted: Wanted, total: int) -> Iterator[list[str | int | float | None]]:
    for start in range(0, total, BLOCK):
        for one in warnings_page(now, scope=scope, wanted=wanted, start=start, count=BLOCK).rows:
            yield [
                one.number,
                SEVERITIES[one.rule.severity],
                one.sentence,
                one.rule.name,
                one.rule.section,
                one.region_name,
                one.since.isoformat(),
                one.days,
                one.many,
                None if one.amount is None else one.amount / 100,
                one.found_on.isoformat(),
                STATES[one.state],
                one.assigned_name,
                one.due_on.isoformat() if one.due_on else "",
                one.reopened,
            ]
