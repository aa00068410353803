"""`/programmes/ledger.xlsx` and `/programmes/<id>/ledger.xlsx`: the ledgers in the document's form, a sheet a programme.

As the page has them at the address: month, county, section. Words of the counties only for who may read them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping

import flask
from flask import request
from werkzeug.exceptions import BadRequest, NotFound

from access import session
from access.doors import STAFF, route_for
from access.scope import Scope
from components import format as form
from components.light import WORDS
from components.programmes.asked import Asked, read_asked
from components.programmes.words import by_month
from components.progress import short_name
from data.exchange.export import XLSX, Origin, Sheet, disposition, write_book
from data.indicators.moment import Moment, moment
from data.programmes.assigned import reads_words
from data.programmes.ledger import Ledger, read_ledger
from data.programmes.line import Book, Line
from data.programmes.returns.course import Change, last_accepted
from geo.regions import CITY

HEADS = ("序号", "工作目标", "具体措施", "时间节点", "责任单位", "完成情况", "主要措施", "进度", "应达", "状态")
WIDE = ("具体措施", "责任单位", "完成情况", "主要措施")
LONGEST = 32_000  # characters a cell may hold, with room for what a spreadsheet adds
TITLE = "工作台账"
Place = tuple[str, str, str]


@route_for(STAFF)
def all_ledgers() -> flask.Response:
    return _file("")


@route_for(STAFF)
def one_ledger(*, programme: str) -> flask.Response:
    return _file(programme)


def _file(programme: str) -> flask.Response:
    who, seen = session.person(), session.scope()
    assert who  # noqa: S101 - the route is for people who are signed in
    with moment(session.database()) as now:
        asked = _asked(now)
        ledger = read_ledger(now, scope=seen, region=asked.region, month=asked.month)
        if ledger is None:
            raise NotFound("这一年还没有装入工程计划。")
        books = [book for book in ledger.books if programme in ("", book.programme.id)]
        if not books:
            raise NotFound("没有这项工程。")
        words = last_accepted(now.connection, ledger.plan.plan.year, ledger.day)
        sheets = [Sheet(short_name(book.programme), HEADS, list(_rows(book, asked.section, words, seen)), WIDE) for book in books]
        origin = Origin.of(who.username, now.demonstration)
        title = _title(now, ledger, asked, books if programme else ())
    session.note("export", f"{title}，xlsx", sum(len(list(sheet.rows)) for sheet in sheets))  # what can't be told is not sent
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the answer
    write_book(file, title, sheets, origin)
    file.seek(0)
    response = flask.send_file(file, mimetype=XLSX)
    response.headers["Content-Disposition"] = disposition(origin.file_name(title, "xlsx"), "ledger.xlsx")
    return response


def _asked(now: Moment) -> Asked:
    regions = {CITY: now.places.name(CITY), **{place.code: place.name for place in now.places.counties}}
    asked = read_asked(f"?{request.query_string.decode(errors='replace')}", today=now.today, begins=now.begins, regions=regions)
    if asked.notice:
        raise BadRequest(asked.notice)
    return asked


def _title(now: Moment, ledger: Ledger, asked: Asked, books: tuple[Book, ...] | list[Book]) -> str:
    parts = [TITLE, *(short_name(book.programme) for book in books), now.places.name(asked.region)]
    return "-".join([*parts, *([asked.section] if asked.section else []), form.period(ledger.month)])


def _rows(book: Book, section: str, words: Mapping[Place, Change], seen: Scope) -> Iterator[list[str | int | float | None]]:
    for line in book.lines:
        if not section or section in line.task.units:
            yield _row(line, words, seen)


def _row(line: Line, words: Mapping[Place, Change], seen: Scope) -> list[str | int | float | None]:
    task = line.task
    told = [
        (cell.region_name, words[key])
        for cell in line.cells
        if (key := (line.programme, task.no, cell.region)) in words and reads_words(seen, cell.region)
    ]
    alone = len(line.cells) == 1
    due = by_month(f"{line.due_on:%Y-%m}")
    if line.conflict:
        due += f"（台账 {by_month(line.conflict.ledger)}，正文 {by_month(line.conflict.text)}）"
    percent = None if line.percent is None else round(line.percent, 1) if line.percent >= 100 else min(round(line.percent, 1), 99.9)
    return [
        task.no,
        task.group,
        task.title,
        due,
        "、".join(task.units),
        _together([(name, change.done) for name, change in told], alone),
        _together([(name, change.measures) for name, change in told], alone),
        percent,
        round(line.expected, 1),
        WORDS.get(line.light, ""),
    ]


def _together(said: list[tuple[str, str]], alone: bool) -> str:
    """The counties' words one below the other, each with its name; of one county alone without."""
    found = [words if alone else f"{name}：{words}" for name, words in said if words]
    return "\n".join(found)[:LONGEST]
