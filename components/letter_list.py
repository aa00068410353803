"""函件, the list: what it is narrowed to, one row a letter, and for the section that drafts them where a new one begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dash import dcc, html

from components import format as form
from components.attr import attr
from components.light import light
from components.narrowing import narrowing
from data.indicators.words import MISSING
from data.letters.letter import Letter
from data.letters.table import KINDS, STATES
from data.programmes.light import SOON

LATE = "late"
TOWN = "town"  # stands for the township written in the field
STATE_CHOICES: dict[str, str] = {**{str(key): words for key, words in STATES.items()}, LATE: "已过期"}


def list_title(shown: Sequence[Letter], today: date) -> str:
    """`7 份函件，待签发 1 份，已过期未办结 2 份`."""
    if not shown:
        return "没有函件"
    parts = [f"{len(shown)} 份函件"]
    signing, late = sum(one.state == "signing" for one in shown), sum(one.late(today) for one in shown)
    return "，".join([*parts, *([f"待签发 {signing} 份"] if signing else []), *([f"已过期未办结 {late} 份"] if late else [])])


def filters(chosen: Mapping[str, str], regions: Mapping[str, str], programmes: Mapping[str, str], states: Sequence[str]) -> html.Div:
    """One menu each for state, county and programme; what is chosen stands beside as a chip with a way out."""
    kinds = {
        "state": ("状态", {key: STATE_CHOICES[key] for key in states}),
        "region": ("县区", dict(regions)),
        "programme": ("工程", dict(programmes)),
    }
    return narrowing(kinds, chosen)


def letters_table(shown: Sequence[Letter], today: date) -> Any:
    """One row a letter, the newest first."""
    if not shown:
        return html.P("没有符合条件的函件。", className="empty")
    heads = ("函件", "发往", "工程", "状态", "印发", "期限", "事项")
    rows = [_row(one, today) for one in shown]
    table = html.Table(
        [html.Caption("函件"), html.Thead(html.Tr([html.Th(word, scope="col") for word in heads])), html.Tbody(rows)], className="t wide"
    )
    return html.Div(table, className="wide-box", tabIndex=0, **attr(role="region", aria_label="函件列表，可左右滚动"))


def _row(one: Letter, today: date) -> html.Tr:
    name = html.Th(dcc.Link(one.name, href=f"/letters/{one.number}"), scope="row")
    issued = form.day(one.issued_on, today.year) if one.issued_on else MISSING
    cells = [one.region_name, one.programme_name, STATES[one.state], issued, due(one, today), str(len(one.content.items))]
    return html.Tr([name, *map(html.Td, cells)], **attr(data_letter=str(one.number), data_state=one.state))


def due(one: Letter, today: date) -> Any:
    """By when, with its light: past its day or within 14 days of it."""
    day = form.day(one.due_on, today.year)
    if one.late(today):
        return html.Span([day, " ", light("overdue", "已过期")])
    if one.state in ("issued", "replied") and one.due_on - today <= SOON:
        return html.Span([day, " ", light("due_soon")])
    return day


@dataclass(frozen=True)
class Begin:
    """Where a letter can go: a county with how many topics lag there, or a township by its whole name (`通许县竖岗镇`)."""

    counties: Sequence[tuple[str, str, int]]
    towns: Sequence[str]


def new_letter(begin: Begin) -> list[Any]:
    """Where a 提醒函 begins: a button for each county, and a field for a township."""
    rows = [
        html.Button(
            [name, html.Span(f"{many} 项" if many else "无", className="many")],
            id={"type": "letters-start", "region": code},
            type="button",
            className="btn",
            disabled=not many,
            title=f"起草发往{name}的{KINDS['reminder']}",
        )
        for code, name, many in begin.counties
    ]
    town = dcc.Input(
        id={"type": "letters-town", "of": "name"},
        type="text",
        list="letters-towns",
        value="",
        maxLength=40,
        autoComplete="off",
        className="text",
    )
    return [
        html.H2(f"起草{KINDS['reminder']}", className="song"),
        html.P("县区名后是今天滞后、逾期或未报的事项数。起草后可以增删、补充，签发前都可以改。", className="sub"),
        html.Div(rows, className="acts begin"),
        html.Div(
            [
                html.Label(["或发往乡镇街道（如 通许县竖岗镇）", town], className="field"),
                html.Datalist([html.Option(value=one) for one in begin.towns], id="letters-towns"),
                html.Button("起草", id={"type": "letters-start", "region": TOWN}, type="button", className="btn"),
            ],
            className="draft-form",
        ),
    ]
