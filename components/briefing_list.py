"""周报, the archive: what it is narrowed to, one row an edition with its files, and for who drafts where a new one begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import dcc, html

from components import format as form
from components.address import go
from components.attr import attr
from components.form import choice, field
from components.light import light
from data.briefing.jobs import Job
from data.briefing.paper import Paper, week_words
from data.briefing.table import JOB_KINDS, STATES
from data.indicators.words import MISSING
from data.periods import Period

KEPT = ("state", "region", "year")


def list_title(shown: Sequence[Paper], latest: Paper | None) -> str:
    """`开封市 2023年第30期已印发，待签发 1 份`."""
    signing, drafted = (sum(one.state == state for one in shown) for state in ("signing", "draft"))
    parts = [f"{latest.name}已印发"] if latest else ["还没有印发的周报" if shown else "没有周报"]
    return "，".join([*parts, *([f"待签发 {signing} 份"] if signing else []), *([f"起草中 {drafted} 份"] if drafted else [])])


def span(week: Period, year: int) -> str:
    """`7月24日—7月30日`."""
    return f"{form.day(week.starts, year)}—{form.day(week.ends, year)}"


def filters(asked: Mapping[str, str], options: Mapping[str, tuple[str, Mapping[str, str]]]) -> html.Div:
    """Words to look for, a menu each for what differs, and what is chosen as a chip with a way out."""
    menus = [_menu(name, words, among, asked.get(name, "")) for name, (words, among) in options.items() if len(among) > 1]
    chips = [_chip(name, options[name][1][asked[name]]) for name in options if asked.get(name) in options[name][1]]
    if asked.get("text"):
        chips.insert(0, _chip("text", f"含“{asked['text']}”"))
    return html.Div([*chips, html.Span(className="sp"), *menus], className="found")


def search_form(asked: Mapping[str, str]) -> html.Form:
    """A plain form: what is looked for stands in the address."""
    hidden = [dcc.Input(type="hidden", name=name, value=asked[name], id=f"briefings-kept-{name}") for name in KEPT if asked.get(name)]
    text = dcc.Input(
        id="briefings-text",
        type="search",
        name="text",
        value=asked.get("text", ""),
        maxLength=60,
        autoComplete="off",
        placeholder="正文里的字词",
        className="text",
    )
    return html.Form(
        [*hidden, html.Label("查找", htmlFor="briefings-text"), text, html.Button("查找", type="submit", className="btn")],
        action="/briefings",
        method="get",
        className="paper-search",
        role="search",
    )


def _chip(name: str, words: str) -> html.Button:
    cross = html.Span("×", **attr(aria_hidden="true"))
    return html.Button([words, cross], type="button", className="chip", **attr(aria_label=f"去掉筛选：{words}"), **go(**{name: None}))


def _menu(name: str, words: str, options: Mapping[str, str], chosen: str) -> html.Details:
    entries = [
        html.Button(label, type="button", className="on" if key == chosen else "", **go(**{name: key})) for key, label in options.items()
    ]
    sheet = html.Div(html.Div(entries, className="group"), className="sheet")
    return html.Details([html.Summary(words, className="btn"), sheet], className="menu pick", **attr(data_filter=name))


def papers_table(shown: Sequence[Paper], today: date, asked: bool = False) -> Any:
    """One row an edition, the newest week first."""
    if not shown:
        return html.P("没有符合条件的周报。" if asked else "还没有印发的周报。", className="empty")
    heads = ("周报", "地区", "周期", "状态", "印发", "文件")
    table = html.Table(
        [
            html.Caption("周报"),
            html.Thead(html.Tr([html.Th(word, scope="col") for word in heads])),
            html.Tbody([_row(one, today) for one in shown]),
        ],
        className="t wide",
    )
    return html.Div(table, className="wide-box", tabIndex=0, **attr(role="region", aria_label="周报列表，可左右滚动"))


def _row(one: Paper, today: date) -> html.Tr:
    name = one.code or f"{week_words(one.week)}（草稿）"
    issued = form.day(one.issued_on, today.year) if one.issued_on else MISSING
    cells = [one.region_name, span(one.week, today.year), state(one), issued, files(one) or MISSING]
    return html.Tr(
        [html.Th(dcc.Link(name, href=f"/briefings/{one.number}"), scope="row"), *map(html.Td, cells)],
        **attr(data_paper=str(one.number), data_state=one.state),
    )


def state(one: Paper) -> Any:
    """How it stands; what waits for a signature with its light."""
    return light("due_soon", STATES[one.state]) if one.state == "signing" else STATES[one.state]


def files(one: Paper) -> Any:
    """A link for each frozen file."""
    links = [
        html.A(kept.kind, href=f"/briefings/{one.number}.{kept.kind}", download="", className="link", **attr(data_file=kept.kind))
        for kept in one.files
    ]
    return html.Span(links, className="paper-files") if links else None


def new_paper(weeks: Sequence[tuple[str, str]], counties: Sequence[tuple[str, str]]) -> list[Any]:
    """Where a draft begins: which week, whose edition."""
    return [
        html.H2("起草周报", className="song"),
        html.P("先取数成稿，再由办公室修改编者按、送签。同一周已印发的，请到那一期的页面做更正版。", className="sub"),
        html.Div(
            [
                field("周", choice("briefings-week", dict(weeks), weeks[0][0], searchable=len(weeks) > 8)),
                field("版别", choice("briefings-region", dict(counties), counties[0][0])),
                html.Div(html.Button("起草", id="briefings-start", type="button", className="btn main"), className="acts"),
            ],
            className="draft-form",
        ),
    ]


def progress(job: Job | None) -> list[Any]:
    """How far the work on a paper is, or why it was not done; nothing once it is done."""
    if job is None or job.state == "done":
        return []
    name = JOB_KINDS[job.kind]
    if job.state == "failed":
        return [html.P(f"{name}没有完成：{job.problem}", className="said bad", role="alert")]
    doing = job.doing or ("排队" if job.state == "waiting" else "进行中")
    bar = html.Progress(value=str(job.done), max=str(job.steps), **attr(aria_label=f"{name}的进度"))
    return [html.P([f"{name}：{doing} ", bar], className="said paper-progress", role="status")]
