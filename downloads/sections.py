"""`/<section>/page.docx`, `.pdf`, `.xlsx`: a section page as a report, at the address it is looked at. Each taking stands in the log."""

from __future__ import annotations

import flask
from flask import request
from werkzeug.exceptions import BadRequest

from access import session
from access.doors import STAFF, route_for
from briefings.edition import PRINTERS
from briefings.section import section_paper
from components.address import read
from data.exchange.export import Origin, disposition
from data.indicators import INDICATORS, PROGRAMMES
from data.indicators.indicator import Programme
from data.indicators.moment import moment
from data.indicators.words import period as period_words
from downloads.briefings import MIMETYPES

MOST = 8  # indicators with a part of their own


@route_for(STAFF)
def section_file(*, page: Programme, kind: str) -> flask.Response:
    who, seen = session.person(), session.scope()
    assert who  # noqa: S101 - the route is for people who are signed in
    of_page = [one.id for one in INDICATORS.values() if one.programme == page]
    with moment(session.database()) as now:
        levels = (place for level in ("city", "county", "township") for place in now.places.by_level[level])
        address = read(
            f"?{request.query_string.decode(errors='replace')}",
            today=now.today,
            begins=now.begins,
            regions={place.code: place.name for place in levels if seen.sees(place.code)},
            indicators=INDICATORS,
            default=of_page[0],
            categories=dict.fromkeys(INDICATORS, ()),
        )
        if address.notice:
            raise BadRequest(address.notice)
        origin = Origin.of(who.username, now.demonstration)
        asked = [name for name in request.args.get("show", "").split(",") if name in of_page]
        shown = list(dict.fromkeys(asked))[:MOST] or of_page[:MOST]
        made = section_paper(now, page, shown, scope=seen, period=address.period, region=address.region, origin=origin)
        title = f"{PROGRAMMES[page]}-{now.places.name(address.region)}-{period_words(address.period)}"
    body = PRINTERS[kind](made)  # type: ignore[index]
    session.note("export", f"{title}，{kind}")  # before the first byte; what can't be told is not sent
    headers = {"Content-Disposition": disposition(origin.file_name(title, kind), f"{page}.{kind}")}
    return flask.Response(body, mimetype=MIMETYPES[kind], headers=headers)
