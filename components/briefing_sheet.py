"""周报, one edition as it reads: the parts of its document as a page; what was done with it; its files with their hashes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from typing import Any
from urllib.parse import quote

from dash import dcc, html

from briefings.document import Bullets, Chart, Document, Heading, MapPicture, Paragraph, Part, Ruler, Table
from briefings.drawing import drawn
from briefings.figures import Cell, Lit, Number, Reading, text_of
from components import format as form
from components.about import address
from components.attr import attr
from components.briefing_list import span, state
from components.light import light
from data.briefing.paper import Paper, week_words
from data.briefing.table import ACTS
from data.clock import local
from data.indicators import DECLARED


def paper_lead(paper: Paper, year: int) -> list[Any]:
    """Title, how it stands, the week's days."""
    words: list[Any] = [state(paper), html.S(), span(paper.week, year)]
    if paper.serial:
        words += [html.S(), week_words(paper.week)]
    if paper.signed_by and paper.issued_on:
        words += [html.S(), f"{paper.signed_by} {form.day(paper.issued_on, year)}签发"]
    return [html.H1(f"民政工作周报 {paper.name}", className="lead", id="briefing-title"), html.P(words, className="lede")]


def paper_sheet(document: Document) -> html.Article:
    """The document as it will be printed, in one column; its numbers lead to what they mean."""
    head = [
        html.P(document.masthead, className="masthead"),
        html.P(document.issue, className="code"),
        html.P([html.Span(document.office), html.Span(document.date)], className="by"),
        html.H2([one for line in document.title.split("\n") for one in (html.Br(), line)][1:]),
        html.P(document.subtitle, className="subtitle") if document.subtitle else None,
    ]
    parts = [one for part in document.parts for one in _shown(part)]
    foot = html.P([html.Span(document.sent), html.Span(document.as_of)], className="sent") if document.sent or document.as_of else None
    return html.Article([one for one in (*head, *parts, foot) if one is not None], className="paper-sheet")


@singledispatch
def _shown(part: Part) -> list[Any]:
    return []  # a page's end means nothing on a screen


@_shown.register
def _(part: Heading) -> list[Any]:
    return [html.H3(part.text) if part.level == 1 else html.H4(part.text)]


@_shown.register
def _(part: Paragraph) -> list[Any]:
    text = linked(part.text, part.readings)
    return [html.P([html.B(part.lead), *text] if part.lead else text)]


@_shown.register
def _(part: Bullets) -> list[Any]:
    return [html.Ol([html.Li(linked(entry, part.readings)) for entry in part.entries])]


@_shown.register
def _(part: Ruler) -> list[Any]:
    return [_picture(part, part.words)]


@_shown.register
def _(part: Table) -> list[Any]:
    look = ["n" if column in part.numbers else "" for column in range(len(part.head))]
    head = html.Thead(html.Tr([html.Th(word, scope="col", className=one) for word, one in zip(part.head, look, strict=True)]))
    rows = [[_cell(cell) for cell in row] for row in part.rows]
    return _grid(part.caption, head, rows, look, part.note, total=part.total)


@_shown.register
def _(part: Chart) -> list[Any]:
    told = "；".join(f"{name} {'、'.join(said)}" for name, *said in _values(part))
    return _figure(part, f"{part.title}（{part.unit}）：{told}")


@_shown.register
def _(part: MapPicture) -> list[Any]:
    return _figure(part, f"{part.title}（{part.unit}）：{'；'.join(f'{area.name} {area.number.text}' for area in part.areas)}")


def _values(chart: Chart) -> list[list[str]]:
    """Each category with what its series show."""
    columns = [[Number(value, chart.form).text for value in one.values] for one in chart.drawn]
    return [[name, *cells] for name, *cells in zip(chart.categories, *columns, strict=True)]


def _figure(part: Chart | MapPicture, told: str) -> list[Any]:
    """The picture as it stands on paper, its values told to who can't see it."""
    words = [html.Figcaption(part.caption or part.title)]
    return [html.Figure([*words, _picture(part, told), *([html.P(part.note, className="src")] if part.note else [])])]


def _picture(part: Chart | MapPicture | Ruler, told: str) -> html.Img:
    return html.Img(src=f"data:image/svg+xml,{quote(drawn(part).svg)}", alt=told)


def _grid(caption: str, head: html.Thead, rows: Sequence[Sequence[Any]], look: Sequence[str], note: str, total: bool = False) -> list[Any]:
    body = html.Tbody([html.Tr([_in_row(place, cell, look[place]) for place, cell in enumerate(row)]) for row in rows])
    table = html.Table([*([html.Caption(caption)] if caption else []), head, body], className="three-line total" if total else "three-line")
    box = html.Div(table, className="wide-box", tabIndex=0, **attr(role="region", aria_label=f"{caption or '表'}，可左右滚动"))
    return [box, *([html.P(note, className="src")] if note else [])]


def _in_row(place: int, cell: Any, look: str) -> html.Td | html.Th:
    return html.Th(cell, scope="row") if place == 0 else html.Td(cell, className=look)


def _cell(cell: Cell) -> Any:
    if isinstance(cell, Lit):
        return light(cell.light, cell.text)
    if isinstance(cell, Number) and cell.reading:
        return _link(cell.text, cell.reading)
    return text_of(cell)


def linked(text: str, readings: Sequence[Reading]) -> list[Any]:
    """A sentence with its numbers as links to the readings they are printed from; the text itself is not touched."""
    out: list[Any] = []
    at = 0
    for reading in readings:
        found = text.find(reading.text, at) if reading.text else -1
        if found >= 0:
            out += [text[at:found], _link(reading.text, reading)]
            at = found + len(reading.text)
    return [one for one in (*out, text[at:]) if one != ""]


def _link(words: str, reading: Reading) -> Any:
    indicator = DECLARED.get(reading.indicator)
    if indicator is None:
        return words
    return dcc.Link(words, href=address(indicator, reading.period, reading.region), className="from", title=indicator.name)


def paper_files(paper: Paper, kinds: Sequence[str]) -> list[Any]:
    """The frozen files with their hashes; of a draft, how it would print today."""
    if paper.files:
        rows: list[Any] = []
        for one in paper.files:
            link = html.A(one.kind, href=f"/briefings/{paper.number}.{one.kind}", download="", className="link", **attr(data_file=one.kind))
            rows += [html.Dt(link), html.Dd([f"{max(1, round(one.size / 1024))} KB", html.Code(one.sha256, className="hash")])]
        note = "签发时制成，此后不变；下载记入审计日志。SHA-256 可核对是否原件。"
        return [html.H2("文件", className="song"), html.Dl(rows, className="letter-facts hashes"), html.P(note, className="hint")]
    if paper.content is None:
        return []
    links = [
        html.A(f"草稿 {kind}", href=f"/briefings/{paper.number}.{kind}", download="", className="btn", **attr(data_file=kind))
        for kind in kinds
    ]
    return [html.H2("试印", className="song"), html.Div(links, className="acts")]


def paper_facts(paper: Paper, others: Sequence[Paper], refreshed: int, year: int, own: bool) -> list[Any]:
    """When its figures were read, what has changed since, the other editions of the week, what a corrected one corrects.

    own  for who drafts: how the mail went, too
    """
    rows: list[Any] = []
    if paper.composed_at:
        at = local(paper.composed_at)
        rows += [html.Dt("取数"), html.Dd(f"{form.day(at.date(), year)} {at:%H:%M}，第 {paper.refresh} 次汇总")]
    if paper.state in ("draft", "signing") and paper.refresh is not None and paper.refresh != refreshed:
        rows += [html.Dt("读数"), html.Dd("取数之后又有新的汇总，送签前请重新取数。")]
    for one in others:
        rows += [html.Dt("其他版"), html.Dd(dcc.Link(one.code or "草稿", href=f"/briefings/{one.number}"))]
    if paper.reason:
        rows += [html.Dt("更正原因"), html.Dd(paper.reason)]
    if own and paper.mail_problem and not paper.mailed_at:
        rows += [html.Dt("邮件"), html.Dd(f"没有送出：{paper.mail_problem}")]
    elif own and paper.mailed_at:
        at = local(paper.mailed_at)
        rows += [html.Dt("邮件"), html.Dd(f"{form.day(at.date(), year)} {at:%H:%M} 已送出")]
    return [html.H2("依据", className="song"), html.Dl(rows, className="letter-facts")] if rows else []


def paper_steps(paper: Paper, year: int) -> list[Any]:
    """What was done with it, the first step first."""
    entries = []
    for step in paper.steps:
        at = local(step.at)
        head = html.P([html.B(ACTS.get(step.act, step.act)), html.Span(f"{step.who}，{form.day(at.date(), year)} {at:%H:%M}")])
        words = html.P(step.words, className="said-then") if step.words and step.act != "issued" else None
        entries.append(html.Li([part for part in (head, words) if part is not None], **attr(data_act=step.act)))
    return [html.H2("经过", className="song"), html.Ol(entries, className="timeline")] if entries else []
