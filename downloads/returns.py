"""`/returns/…`: files of the county returns in and out, and the month as a form to be filled in offline. What is taken is told first."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import flask
from flask import request
from werkzeug.exceptions import BadRequest, Forbidden, NotFound

from access import session
from access.doors import MIB, route_for
from access.people import Person
from access.scope import Role
from access.session import cockpit, database
from data.exchange.export import XLSX, Origin, disposition
from data.indicators.figures import NotAllowed
from data.indicators.moment import moment
from data.periods import PeriodError, parse
from data.programmes.returns import attachments
from data.programmes.returns.asked import asked, month_before
from data.programmes.returns.attachments import LARGEST, put, where_kept
from data.programmes.returns.file_kind import KINDS, FileRefused
from data.programmes.returns.form_reading import FormRefused, take_form
from data.programmes.returns.form_sheet import TITLE, write_form
from data.programmes.returns.item import parse_item
from data.programmes.returns.present import Conflict, ReturnRefused

FILERS: frozenset[Role] = frozenset({"county", "chief"})
READERS: frozenset[Role] = FILERS | {"leader"}
AROUND = MIB // 4  # bytes of a form beside its file
MOST_PROBLEMS = 200


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
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@route_for(FILERS, largest=LARGEST + AROUND)
def attach() -> flask.typing.ResponseReturnValue:
    """A file to a return: the form's fields `item` and `file`."""
    who = _who()
    item, given = parse_item(request.form.get("item")), request.files.get("file")
    if item is None or given is None or not given.filename:
        raise BadRequest("请选一个文件。")
    by: dict[str, Any] = {"scope": who.scope, "who": who.username, "where": session.address()}
    try:
        with database().reading() as connection:
            attachments.may_attach(connection, item, scope=who.scope)
        kept = put(cockpit().settings.attachments_dir, given.stream, given.filename)
        with database().noting() as connection:
            one = attachments.attach(connection, item, kept, **by)
    except NotAllowed:
        raise Forbidden("这项月报不由您报送。") from None
    except (FileRefused, ReturnRefused) as error:
        return {"refused": f"{given.filename[-80:]}：{error}。".replace("。。", "。")}, 422
    return {"number": one.number, "name": one.name}, 201


@route_for(FILERS)
def detach(*, number: int) -> flask.typing.ResponseReturnValue:
    """A file out of a return."""
    who = _who()
    try:
        with database().noting() as connection:
            attachments.remove(connection, number, scope=who.scope, who=who.username, where=session.address())
    except (LookupError, NotAllowed):  # of another's file nobody learns whether it is there
        raise NotFound("没有这个附件。") from None
    except ReturnRefused as error:
        return {"refused": str(error)}, 422
    return {"number": number}


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


@route_for(FILERS, largest=LARGEST + AROUND)
def bring_form() -> flask.typing.ResponseReturnValue:
    """A filled-in form: all of it becomes drafts, or nothing."""
    who = _who()
    given = request.files.get("file")
    if given is None or not given.filename:
        raise BadRequest("请选一个文件。")
    try:
        # A file without a name: whatever ends this process, nothing of what was sent stays on the disk.
        with tempfile.TemporaryFile() as copy, database().noting() as connection:
            given.save(copy)
            copy.flush()
            path = Path(f"/dev/fd/{copy.fileno()}")
            taken = take_form(connection, path, given.filename, scope=who.scope, who=who.username, where=session.address())
    except FormRefused as error:
        more = len(error.problems) - MOST_PROBLEMS
        words = [one.words for one in error.problems[:MOST_PROBLEMS]] + ([f"另有 {more} 处"] if more > 0 else [])
        return {"refused": "整份都没有收，请改好后重新上传：", "problems": words}, 422
    except (Conflict, ReturnRefused) as error:
        return {"refused": str(error), "problems": []}, 422
    return {"saved": len(taken.saved), "untouched": taken.untouched}


def _who() -> Person:
    who = session.person()
    assert who  # noqa: S101 - the routes let no stranger in here
    return who
