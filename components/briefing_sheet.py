"""周报, one edition as it reads: the parts of its document as a page; what was done with it; its files with their hashes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from typing import Any

from dash import dcc, html

from briefings.document import Bullets, Document, Heading, Paragraph, Part, Table
from components import format as form
from components.attr import attr
from components.briefing_list import span, state
from data.briefing.paper import Paper, week_words
from data.briefing.table import ACTS
from data.clock import local


def paper_lead(paper: Paper, year: int) -> list[Any]:
    """Title, how it stands, the week's days."""
    words: list[Any] = [state(paper), html.S(), span(paper.week, year)]
    if paper.serial:
        words += [html.S(), week_words(paper.week)]
    if paper.signed_by and paper.issued_on:
        words += [html.S(), f"{paper.signed_by} {form.day(paper.issued_on, year)}签发"]
    return [html.H1(f"民政工作周报 {paper.name}", className="lead", id="briefing-title"), html.P(words, className="lede")]


def paper_sheet(document: Document) -> html.Article:
    """The document as it will be printed, in one column."""
    name, _, code = document.title.partition("\n")
    head = [
        html.H2(name, className="masthead"),
        html.P(code, className="code") if code else None,
        html.P([html.Span(document.office), html.Span(document.date)], className="by"),
        html.P(document.subtitle, className="subtitle") if document.subtitle else None,
    ]
    parts = [one for part in document.parts for one in _shown(part)]
    return html.Article([*(one for one in head if one is not None), *parts], className="paper-sheet")


@singledispatch
def _shown(part: Part) -> list[Any]:
    return []


@_shown.register
def _(part: Heading) -> list[Any]:
    return [html.H3(part.text) if part.level == 1 else html.H4(part.text)]


@_shown.register
def _(part: Paragraph) -> list[Any]:
    return [html.P([html.B(part.lead), part.text] if part.lead else part.text)]


@_shown.register
def _(part: Bullets) -> list[Any]:
    return [html.Ol([html.Li(entry) for entry in part.entries])]


@_shown.register
def _(part: Table) -> list[Any]:
    numbers = ["n" if column in part.numbers else "" for column in range(len(part.head))]
    head = html.Thead(html.Tr([html.Th(word, scope="col", className=look) for word, look in zip(part.head, numbers, strict=True)]))
    rows = [html.Tr([_cell(place, cell, look) for place, (cell, look) in enumerate(zip(row, numbers, strict=True))]) for row in part.rows]
    caption = [html.Caption(part.caption)] if part.caption else []
    table = html.Table([*caption, head, html.Tbody(rows)], className="three-line")
    box = html.Div(table, className="wide-box", tabIndex=0, **attr(role="region", aria_label=f"{part.caption or '表'}，可左右滚动"))
    return [box, *([html.P(part.note, className="src")] if part.note else [])]


def _cell(place: int, cell: Any, look: str) -> html.Td | html.Th:
    text = cell if isinstance(cell, str) else cell.text
    return html.Th(text, scope="row") if place == 0 else html.Td(text, className=look)


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


def paper_facts(paper: Paper, others: Sequence[Paper], refreshed: int, year: int) -> list[Any]:
    """When its figures were read, what has changed since, the other editions of the week, what a corrected one corrects."""
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
    if paper.mail_problem and not paper.mailed_at:
        rows += [html.Dt("邮件"), html.Dd(f"没有送出：{paper.mail_problem}")]
    elif paper.mailed_at:
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
