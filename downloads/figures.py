"""`/<section>/table.csv` and `.xlsx`: what a section page's wide table shows, with codes beside the names, through the same door.

The numbers are those of the figures, not rounded; what is withheld is `<5` or `隐` here too. Taking it away stands in the log.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

import flask
from flask import request
from werkzeug.exceptions import BadRequest

from access import session
from access.doors import STAFF, route_for
from components import format as form
from components.address import read
from components.light import WORDS
from data.exchange.export import CSV, XLSX, Origin, csv_text, disposition, write_xlsx
from data.exchange.records import escaped
from data.indicators import INDICATORS, PROGRAMMES
from data.indicators.figures import Figure
from data.indicators.ledger import Ledger, Line, read_ledger
from data.indicators.moment import moment

SECTIONS = ",".join(PROGRAMMES)
Cell = str | int | float | None


@route_for(STAFF)
def figures_file(*, page: str, kind: str) -> flask.Response:
    who, seen = session.person(), session.scope()
    assert who  # noqa: S101 - the route is for people who are signed in
    asked = request.args.get("indicator", "")
    if asked not in INDICATORS or INDICATORS[asked].programme != page:
        raise BadRequest(f"indicator 应为{PROGRAMMES[page]}的指标之一。")  # type: ignore[index]
    with moment(session.database()) as now:
        levels = (place for level in ("city", "county", "township") for place in now.places.by_level[level])
        address = read(
            f"?{request.query_string.decode(errors='replace')}",
            today=now.today,
            begins=now.begins,
            regions={place.code: place.name for place in levels if seen.sees(place.code)},
            indicators=INDICATORS,
            default=asked,
            categories={asked: INDICATORS[asked].categories},
        )
        if address.notice:
            raise BadRequest(address.notice)
        one = read_ledger(
            now,
            asked,
            scope=seen,
            period=address.period,
            region=address.region,
            category=address.category,
            with_period=address.with_period,
            with_region=address.with_region,
        )
        origin = Origin.of(who.username, now.demonstration)
    rows = list(_rows(one))
    title = f"{one.indicator.title}{one.category}-{one.whole.figure.region_name}-{form.period(one.period)}"
    session.note("export", f"{title}，{kind}", len(rows))  # before the first byte; what can't be told is not sent
    headers = {"Content-Disposition": disposition(origin.file_name(title, kind), f"{page}.{kind}")}
    if kind == "csv":
        return flask.Response(csv_text(_heads(one), map(_texts, rows), origin), mimetype=CSV, headers=headers)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the answer
    write_xlsx(file, one.indicator.title, _heads(one), rows, origin)
    file.seek(0)
    response = flask.send_file(file, mimetype=XLSX)
    response.headers.update(headers)
    return response


def _heads(one: Ledger) -> list[str]:
    value = f"{one.indicator.name}（{one.indicator.unit}）"
    counts = [one.indicator.numerator, one.indicator.denominator] if one.indicator.rate else []
    heads = ["区划代码", "地区", "周期", "类别", value, *counts, "目标", "应达", "状态", "上期", "去年同期"]
    return [*heads, f"对比：{one.beside}"] if one.beside else heads


def _rows(one: Ledger) -> Iterator[list[Cell]]:
    for line in (*one.parts, one.whole):
        yield _row(one, line)


def _row(one: Ledger, line: Line) -> list[Cell]:
    figure = line.figure
    counts: list[Cell] = []
    if one.indicator.rate:
        counts = [_shown(figure, figure.numerator), _shown(figure, figure.denominator)]
    cells: list[Cell] = [figure.region, figure.region_name, figure.period, figure.category or "", _shown(figure, figure.value), *counts]
    cells += [figure.target, figure.expected, WORDS.get(figure.status, "")]
    cells += [_shown(other, other.value) for other in (line.before, line.year_before)]
    if one.beside:
        cells.append(_shown(line.beside, line.beside.value) if line.beside else None)
    return cells


def _shown(figure: Figure, value: int | float | None) -> Cell:
    return form.withheld(figure.reason) if figure.suppressed else value


def _texts(row: list[Cell]) -> list[str]:
    return ["" if cell is None else escaped(cell) if isinstance(cell, str) else str(cell) for cell in row]
