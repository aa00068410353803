"""`/programmes/summary.docx` and `.pdf`, `?kind=month|quarter|half|year&month=2023-08`: 月通报, 季讲评, 半年小结, 全年总评."""

from __future__ import annotations

import flask
from flask import request
from werkzeug.exceptions import BadRequest

from access import session
from access.doors import route_for
from briefings.document_pdf import as_pdf
from briefings.document_word import as_word
from briefings.spans import SUMMARIES, NotBegun, SummaryKind, span_of
from briefings.summary import NoPlan, summary
from data.exchange.export import Origin, disposition
from data.indicators.moment import moment
from data.letters.reading import letters_of
from data.periods import PeriodError, month_of, parse
from downloads.letters import MIMETYPES


@route_for(frozenset({"leader", "chief"}))
def summary_file(*, kind: str) -> flask.Response:
    who = session.person()
    assert who  # noqa: S101 - the route is for people who are signed in
    asked = request.args.get("kind", "month")
    if asked not in SUMMARIES:
        raise BadRequest(f"kind 应为 {'、'.join(SUMMARIES)} 之一。")
    of: SummaryKind = asked
    with moment(session.database()) as now:
        origin = Origin.of(who.username, now.demonstration)
        try:
            month = parse(request.args["month"]) if "month" in request.args else month_of(now.today)
            if month.grain != "month":
                raise PeriodError("month 应为月份，如 2023-08。")
            written = [one for one in letters_of(now.connection, who.scope) if one.issued]
            made = summary(now, of, month, scope=who.scope, written=written, origin=origin)
            span = span_of(of, month, now.today)
        except (PeriodError, NotBegun, NoPlan) as error:
            raise BadRequest(str(error)) from None
    body = as_word(made) if kind == "docx" else as_pdf(made)
    title = f"{SUMMARIES[of]}-{span.name}"
    session.note("export", f"{title}，{kind}")  # before the first byte; what can't be told is not sent
    headers = {"Content-Disposition": disposition(origin.file_name(title, kind), f"summary.{kind}")}
    return flask.Response(body, mimetype=MIMETYPES[kind], headers=headers)
