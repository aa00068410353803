"""预警, one of them: what is wrong, why that matters, what to do, what the rule went by, the records behind it, what was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import dcc, html

from components import format as form
from components.attr import attr
from components.record_list import row
from components.severity import severity
from components.warning_list import handler
from data.clock import local
from data.indicators.indicator import PROGRAMMES
from data.warnings.reading import Records
from data.warnings.table import ACTS, STATES
from data.warnings.warning import Step, Warning
from geo.regions import CITY, DIGITS

TOWNSHIP = DIGITS["township"]  # a village has no page of its own: its township's
PAGES: dict[str, str] = {str(key): words for key, words in PROGRAMMES.items()}


def warning_lead(one: Warning, today: date) -> list[Any]:
    """The sentence, and how it stands."""
    parts: list[Any] = [severity(one.rule.severity), html.S(), html.B(STATES[one.state])]
    if one.due_on is not None or one.assigned_to:
        parts += [html.S(), *_spaced(handler(one, today))]
    if one.set_aside_until is not None and one.state == "set_aside":
        parts += [html.S(), f"搁置至 {form.day(one.set_aside_until, today.year)}"]
    return [html.H1(one.sentence, className="lead", id="warning-title"), html.P(parts, className="lede")]


def _spaced(parts: Sequence[Any]) -> list[Any]:
    return [piece for number, part in enumerate(parts) for piece in ([" ", part] if number else [part])]


def reasons(one: Warning) -> list[Any]:
    """Why, and what is to be done."""
    return [
        html.H2("为什么预警", className="song"),
        html.P(one.rule.why),
        html.H2("怎么办", className="song"),
        html.P(one.rule.action),
    ]


def basis(one: Warning, given: Mapping[str, int], today: date, links: Sequence[tuple[str, str]]) -> list[Any]:
    """What it is about and what the rule went by; `links`: names and addresses of what stands beside it."""
    year = today.year
    rows: list[tuple[str, Any]] = [
        ("编号", str(one.number)),
        ("规则", one.rule.name),
        ("责任科室", one.rule.section),
        ("地区", dcc.Link(one.region_name, href=f"/region/{one.region[:TOWNSHIP] or CITY}")),
        ("起始", f"{form.day(one.since, year)}，已 {one.days} 天"),
        ("发现", form.day(one.found_on, year)),
    ]
    if one.rule.programme:
        rows.insert(3, ("工程", dcc.Link(PAGES.get(one.rule.programme, one.rule.programme), href=f"/{one.rule.programme}")))
    if one.rule.subject == "group":
        rows.append(("涉及", f"{one.many:,} {'人' if one.rule.people else '条'}"))
    if one.amount is not None:
        rows.append(("涉及资金", f"{one.amount / 100:,.2f} 元"))
    rows += [(parameter.title, f"{given[parameter.name]:,} {parameter.unit}") for parameter in one.rule.parameters]
    rows.append(("办理时限", f"{one.rule.days} 天"))
    if one.reopened:
        rows.append(("重新打开", f"{one.reopened} 次"))
    parts: list[Any] = [html.H2("依据", className="song")]
    parts.append(html.Dl([piece for term, words in rows for piece in (html.Dt(term), html.Dd(words))], className="letter-facts"))
    if links:
        parts.append(html.P([dcc.Link(name, href=address) for name, address in links], className="ways"))
    return parts


def records_panel(found: Records, more: str, many: int) -> list[Any]:
    """The record or records behind a warning, for whoever may read them; one as terms, several as a table.

    more: where all are listed; many: how many the warning tells of, where the list may hold others too
    """
    told: list[Any] = ["查看已记入审计日志"]
    if more:
        told += [html.S(), dcc.Link(f"全部 {found.total:,} 条 ›", href=more)]
    head = html.Div([html.H2("相关记录", className="song"), html.P(told, className="sub")], className="ph")
    rows = [row(found.fields, cells) for cells in found.rows]
    if not rows:
        return [head, html.P("台账里现在没有这样的记录。", className="empty")]
    if len(rows) == 1:
        pairs = [piece for field in found.fields for piece in (html.Dt(field.header), html.Dd(rows[0][field.name]))]
        return [head, html.Dl(pairs, className="letter-facts two")]
    table = html.Table(
        [
            html.Caption("相关记录"),
            html.Thead(html.Tr([html.Th(field.header, scope="col") for field in found.fields])),
            html.Tbody([html.Tr([html.Td(one[field.name]) for field in found.fields]) for one in rows]),
        ],
        className="t wide",
    )
    notes = [f"共 {found.total:,} 条，列出前 {len(rows):,} 条。"] if found.total > len(rows) else []
    notes += [f"名单按自己的口径列出 {found.total:,} 条，其中 {many:,} 条属于这件预警。"] if found.total > many else []
    left_out = [html.P("".join(notes), className="note")] if notes else []
    box = html.Div(table, className="wide-box", tabIndex=0, **attr(role="region", aria_label="相关记录，可左右滚动"))
    return [head, box, *left_out]


def warning_steps(steps: Sequence[Step], names: Mapping[str, str], year: int) -> list[Any]:
    """What was done, the first step first. names: of those it was given to."""
    entries = []
    for step in steps:
        at = local(step.at)
        head = html.P([html.B(ACTS.get(step.act, step.act)), html.Span(f"{step.who}，{form.day(at.date(), year)} {at:%H:%M}")])
        told = [text for text in (_given(step, names, year), step.words) if text]
        entries.append(html.Li([head, *(html.P(text, className="said-then") for text in told)], **attr(data_act=step.act)))
    return [html.H2("经过", className="song"), html.Ol(entries, className="timeline")]


def _given(step: Step, names: Mapping[str, str], year: int) -> str:
    """To whom, by when: `交办给杞县，9月25日前`; `搁置至 10月1日`."""
    if step.act == "set_aside" and step.due_on:
        return f"搁置至 {form.day(step.due_on, year)}"
    to = f"交办给{names.get(step.assigned_to, step.assigned_to)}" if step.assigned_to else ""
    by = f"{form.day(step.due_on, year)}前" if step.due_on and step.act == "assigned" else ""
    return "，".join(part for part in (to, by) if part)
