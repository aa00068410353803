"""函件, one letter as it reads, each item with the figures it was filled from, and what was done with it, step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import dcc, html

from components import format as form
from components.attr import attr
from components.letter_list import due
from components.light import light
from data.clock import local
from data.indicators import INDICATORS
from data.indicators.words import numeral, quantity
from data.letters.content import Item, Quote
from data.letters.letter import ASKED, ENDS, Letter
from data.letters.table import ACTS, KINDS, STATES


def letter_lead(letter: Letter, today: date) -> list[Any]:
    """Title, how it stands, by when."""
    words = [STATES[letter.state], html.S(), "期限 ", due(letter, today)]
    if letter.criticised:
        words += [html.S(), "已通报"]
    return [html.H1(letter.content.title, className="lead", id="letter-title"), html.P(words, className="lede")]


def letter_paper(letter: Letter, now_open: frozenset[str] | None) -> html.Article:
    """The letter as it reads. `now_open`: the topics that lag today, where that is to be told beside an issued letter."""
    content = letter.content
    signed = letter.issued_on
    dated = f"{signed.year}年{signed.month}月{signed.day}日" if signed else "（未签发）"
    return html.Article(
        [
            html.P(letter.code or "（草稿，未编号）", className="code"),
            html.H2(content.title),
            html.P(f"{content.addressee}：", className="to"),
            html.P(content.opening),
            html.H3("一、存在问题"),
            *(_item(place, item, letter.issued, now_open) for place, item in enumerate(content.items, 1)),
            html.H3(ASKED[letter.kind]),
            *(html.P(f"{place}．{demand}") for place, demand in enumerate(content.demands, 1)),
            html.P(content.closing),
            html.P(ENDS[letter.kind]),
            html.P([content.office, html.Br(), dated], className="signature"),
        ],
        className="letter-sheet",
        **attr(data_code=letter.code),
    )


def _item(place: int, item: Item, issued: bool, now_open: frozenset[str] | None) -> html.Div:
    parts: list[Any] = [html.P([html.B(f"（{numeral(place)}）{item.name}。"), item.text])]
    if item.figures or (now_open is not None and item.lags):
        told = [_quote(one, issued) for one in item.figures]
        if now_open is not None and item.lags:
            told.append(_today(item.topic in now_open))
        parts.append(html.P(told, className="quotes"))
    return html.Div(parts, className="item", **attr(data_topic=item.topic))


def _quote(one: Quote, issued: bool) -> html.Span:
    """The figure as it stood, leading to what it means."""
    indicator = INDICATORS.get(one.indicator)
    shown = quantity(indicator, one.value) if indicator else str(one.value)
    title = f"{'函中数字，' if issued else ''}截至 {one.as_of}"
    return html.Span([dcc.Link(one.name, href=one.address), " ", html.B(shown)], className="quote", title=title)


def _today(still: bool) -> html.Span:
    return html.Span(
        ["今天：", light("behind", "仍未整改") if still else light("met", "已整改")], className="quote", **attr(data_now=str(still))
    )


def letter_basis(letter: Letter, cited: Letter | None, after: Sequence[Letter], year: int) -> list[Any]:
    """What the letter rests on: the day of its figures, the letter it cites, those that cite it."""
    frozen = "印发后不再变动" if letter.issued else "起草中可以重新取数"
    rows: list[Any] = [html.Dt("取数"), html.Dd(f"{form.day(date.fromisoformat(letter.content.as_of), year)}，{frozen}")]
    rows += [html.Dt("牵头科室"), html.Dd(letter.owner), html.Dt("工程"), html.Dd(letter.programme_name)]
    if letter.content.cited:
        name = f"{KINDS['reminder']} {letter.content.cited.code}"
        rows += [html.Dt("引用"), html.Dd(dcc.Link(name, href=f"/letters/{cited.number}") if cited else name)]
    for one in after:
        rows += [html.Dt("其后"), html.Dd(dcc.Link(one.name, href=f"/letters/{one.number}"))]
    if letter.signed_by:
        rows += [html.Dt("签发"), html.Dd(letter.signed_by)]
    return [html.H2("依据", className="song"), html.Dl(rows, className="letter-facts")]


def letter_steps(letter: Letter, year: int, names: Mapping[str, str]) -> list[Any]:
    """What was done with it, the first step first. `names`: how an account is called here, where not by its name."""
    entries = []
    for step in letter.steps:
        at = local(step.at)
        head = html.P(
            [html.B(ACTS.get(step.act, step.act)), html.Span(f"{names.get(step.who, step.who)}，{form.day(at.date(), year)} {at:%H:%M}")]
        )
        words = html.P(step.words, className="said-then") if step.words and step.act not in ("drafted", "issued") else None
        entries.append(html.Li([part for part in (head, words) if part is not None], **attr(data_act=step.act)))
    return [html.H2("经过", className="song"), html.Ol(entries, className="timeline")]
