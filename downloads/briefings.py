"""`/briefings/<number>.docx`, `.pdf`, `.xlsx`, `.pptx`: an issued paper as it was frozen, a draft as it would print, marked as such."""

from __future__ import annotations

import base64

import flask
from werkzeug.exceptions import InternalServerError, NotFound

from access import session
from access.doors import READERS, route_for
from briefings.edition import PRINTERS, dressed, printed
from data.briefing.paper import TITLE
from data.briefing.reading import Altered, file_of, read_paper
from data.exchange.export import XLSX, Origin, disposition
from data.facts import is_demonstration, today
from downloads.letters import MIMETYPES as PAPERS

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
MIMETYPES = {**PAPERS, "xlsx": XLSX, "pptx": PPTX}


@route_for(READERS)
def briefing_file(*, number: int, kind: str) -> flask.Response:
    who = session.person()
    assert who  # noqa: S101 - the route is for people who are signed in
    with session.database().reading() as connection:
        paper = read_paper(connection, number, who.scope)
        if paper is None:
            raise NotFound("没有这份周报。")
        try:
            frozen = file_of(connection, number, kind)
        except Altered as altered:
            raise InternalServerError(str(altered)) from None
        origin, day = Origin.of(who.username, is_demonstration(connection)), today(connection)
    title = f"{TITLE}-{paper.name}"
    body: bytes
    if frozen:
        body = frozen[1]
    elif paper.state != "issued" and paper.content is not None and kind in PRINTERS:
        body = printed(dressed(paper, serial=None, mark=origin.words, today=day), kind)  # type: ignore[arg-type]
    else:
        raise NotFound(f"这份周报没有 {kind}。")
    session.note("export", f"{title}，{kind}")  # before the first byte; what can't be told is not sent
    headers = {"Content-Disposition": disposition(origin.file_name(title, kind), f"briefing-{number}.{kind}")}
    if frozen:
        headers["Content-Digest"] = f"sha-256=:{_digest(frozen[0].sha256)}:"
    return flask.Response(body, mimetype=MIMETYPES[kind], headers=headers)


def _digest(sha256: str) -> str:
    return base64.b64encode(bytes.fromhex(sha256)).decode()
