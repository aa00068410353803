"""`/letters/<number>.docx` and `.pdf`: a letter on paper, for whoever may read it; the taking away stands in the log first."""

from __future__ import annotations

import flask
from werkzeug.exceptions import NotFound, UnprocessableEntity

from access import session
from access.doors import CORRESPONDENTS, route_for
from briefings.letter import TemplateBroken, file_title, letter_docx, letter_pdf
from data.exchange.export import Origin, disposition
from data.facts import is_demonstration
from data.letters.reading import read_letter

DOCX, PDF = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/pdf"
MIMETYPES = {"docx": DOCX, "pdf": PDF}


@route_for(CORRESPONDENTS)
def letter_file(*, number: int, kind: str) -> flask.Response:
    who = session.person()
    assert who  # noqa: S101 - the route is for people who are signed in
    with session.database().reading() as connection:
        letter = read_letter(connection, number, who.scope)
        origin = Origin.of(who.username, is_demonstration(connection))
    if letter is None:
        raise NotFound("没有这份函件。")
    try:
        body = letter_docx(letter, origin) if kind == "docx" else letter_pdf(letter, origin)
    except TemplateBroken as error:
        raise UnprocessableEntity(str(error)) from error
    title = file_title(letter)
    session.note("export", f"函件：{title}，{kind}")  # before the first byte; what can't be told is not sent
    headers = {"Content-Disposition": disposition(origin.file_name(title, kind), f"letter-{number}.{kind}")}
    return flask.Response(body, mimetype=MIMETYPES[kind], headers=headers)
