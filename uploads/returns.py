"""`/returns/…`: a file to a return or out of it, and the month's form filled in offline; each checked before anything is kept."""

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
from data.indicators.figures import NotAllowed
from data.programmes.returns import attachments
from data.programmes.returns.attachments import LARGEST, put
from data.programmes.returns.file_kind import FileRefused
from data.programmes.returns.form_reading import FormRefused, take_form
from data.programmes.returns.item import parse_item
from data.programmes.returns.present import Conflict, ReturnRefused

FILERS: frozenset[Role] = frozenset({"county", "chief"})
AROUND = MIB // 4  # bytes of a form beside its file
MOST_PROBLEMS = 200


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
