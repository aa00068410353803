"""`/returns/…`: the files of the county returns, and the month as a form to be filled in offline. What is taken away is told first."""

from __future__ import annotations

import tempfile

import flask
from flask import request
from werkzeug.exceptions import BadRequest, NotFound

from access import session
from access.doors import route_for
from access.people import Person
from access.scope import Role
from access.session import cockpit, database
from data.exchange.export import XLSX, Origin, disposition
from data.indicators.moment import moment
from data.periods import PeriodError, parse
from data.programmes.returns import attachments
from data.programmes.returns.asked import asked, month_before
from data.programmes.returns.attachments import where_kept
from data.programmes.returns.file_kind import KINDS
from data.programmes.returns.form_sheet import TITLE, write_form

FILERS: frozenset[Role] = frozenset({"county", "chief"})
READERS: frozenset[Role] = FILERS | {"leader"}


@route_for(READERS)
def attachment(*, number: int) -> flask.Response:
    """One file, never opened in the page: its content is what somebody sent."""
    who = _who()
    with database().reading() as connection:
        try:
            one = attachments.readable(connection, number, scope=who.scope)
        except LookupError:
            raise NotFound("没有这个附件。") from None
    path = where_kept(cockpit().settings.attachments_dir, one.sha256)
    if not path.is_file():
        raise NotFound("附件文件不在了，请联系管理员（flask doctor）。")
    session.note("export", f"附件 {one.name}：{one.item.text}")  # before the first byte; what can't be told is not sent
    answer = flask.send_file(path, mimetype=KINDS[one.kind])
    answer.headers["Content-Disposition"] = disposition(one.name, f"attachment.{one.kind}")
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@route_for(FILERS)
def form() -> flask.Response:
    """The month's returns that this person files, as a form."""
    who = _who()
    try:
        month = parse(request.args.get("month", ""))
    except PeriodError as error:
        raise BadRequest(str(error)) from None
    with moment(database()) as now:
        listed = [one for one in asked(now, month, scope=who.scope, programme=request.args.get("programme", "")) if one.files]
        if not listed:
            raise BadRequest("这个月没有要您报送的月报。")
        before = {one.item: last for one in listed if (last := month_before(now.connection, one.item))}
        origin = Origin.of(who.username, now.demonstration)
    title = f"{TITLE}-{listed[0].region_name}-{month.text}"
    session.note("export", f"{title}，xlsx", len(listed))
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the answer
    write_form(file, listed, before, origin)
    file.seek(0)
    answer = flask.send_file(file, mimetype=XLSX)
    answer.headers["Content-Disposition"] = disposition(origin.file_name(title, "xlsx"), "returns.xlsx")
    return answer


def _who() -> Person:
    who = session.person()
    assert who  # noqa: S101 - the routes let no stranger in here
    return who
