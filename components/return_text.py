"""One return to be read: what it says beside the month before, its values and files, its history; and the reviewer's acts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from components import format as form
from components.about import named
from components.address import go
from components.attr import attr
from components.light import light
from components.return_list import CLOSED, state_light
from data.clock import local
from data.indicators import INDICATORS
from data.indicators.figures import Figure
from data.indicators.words import MISSING, day
from data.periods import parse
from data.programmes.returns.attachments import Attachment
from data.programmes.returns.beside import Opened
from data.programmes.returns.content import Content, indicators_of
from data.programmes.returns.history import Change
from data.programmes.returns.table import ACTS

ACT_WORDS = {**ACTS, "saved": "保存草稿"}


def return_head(one: Opened) -> list[Any]:
    """Which return it is, how it stands, by when it is due."""
    asked, item = one.asked, one.asked.item
    year = parse(item.month).year
    due = [f"{form.period(parse(item.month))}月报", f"截止 {day(asked.deadline, year)}", f"任务时限 {form.period(parse(asked.task.due))}底"]
    close = html.Button("关闭 ✕", type="button", className="link rt-close", id="returns-close", **go(**CLOSED))
    parts: list[Any] = [
        html.Div([html.Span(f"{asked.programme.name}，台账 {asked.task.no}，{asked.region_name}", className="sub"), close], className="ph"),
        html.H2(asked.task.title, className="song"),
        html.P([state_light(asked), html.Span("，".join(due)), *_marks(one)], className="rt-how"),
    ]
    if asked.present.reason and asked.present.state in ("returned", "submitted"):
        words = "退回理由" if asked.present.state == "returned" else "上次退回的理由"
        parts.append(html.Div([html.B(words), html.P(asked.present.reason)], className="rt-reason"))
    return parts


def _marks(one: Opened) -> list[Any]:
    marks = []
    if one.asked.late:
        marks.append(html.Span("迟报" if one.asked.present.submitted_at else "已过截止日", className="late"))
    if one.asked.fell:
        marks.append(html.Span(f"比上次报的 {one.asked.done}% 低", className="late"))
    return marks


def expected_words(one: Opened) -> str:
    """`上月 45%，应达 72.3%，关联指标 64.0%`."""
    said = []
    if one.before and one.before[1].percent is not None:
        said.append(f"{form.period(parse(one.before[0]))} {one.before[1].percent}%")
    if one.cell:
        said.append(f"应达 {one.cell.expected:.1f}%")
        if one.cell.linked is not None:
            said.append(f"关联指标 {one.cell.linked:.1f}%")
    return "，".join(said)


def disagreement(one: Opened) -> html.P | None:
    """A word where the percent and the linked indicators are far apart."""
    linked, percent = (one.cell.linked if one.cell else None), one.content.percent
    if linked is None or percent is None or abs(percent - linked) <= 10:
        return None
    return html.P(f"所报进度与关联指标（{linked:.1f}%）相差 10 个百分点以上，请在完成情况中说明。", className="rt-apart")


def linked(figures: Sequence[Figure]) -> html.Ul | None:
    """The linked indicators' own values, by records or by what was reported, with target and light."""
    rows = []
    for figure in figures:
        indicator = INDICATORS[figure.indicator]
        aim = "" if figure.target is None else f"目标 {form.with_unit(indicator, figure.target)}"
        rows.append(
            html.Li(
                [
                    named(indicator, figure.period, figure.region),
                    html.B(form.cell_with_unit(indicator, figure), className="num"),
                    html.Span(form.period(parse(figure.period)), className="of"),
                    html.Span(aim, className="of"),
                    light(figure.status) or html.Span(),
                ]
            )
        )
    return html.Ul(rows, className="rt-linked", **attr(aria_label="关联指标")) if rows else None


def files(found: Sequence[Attachment], *, editable: bool) -> list[Any]:
    """The files, each to be taken away, or out."""
    if not found and not editable:
        return [html.P("没有附件。", className="of")]
    rows = [
        html.Li(
            [
                html.A(one.name, href=f"/returns/attachment/{one.number}", download=""),
                html.Span(size(one.size), className="of"),
                html.Button("移除", type="button", className="link", **attr(data_detach=str(one.number), aria_label=f"移除 {one.name}"))
                if editable
                else None,
            ],
            **attr(data_file=str(one.number)),
        )
        for one in found
    ]
    return [html.Ul(rows, className="rt-files")] if rows else []


def size(count: int) -> str:
    """`1.2 MB`, `14 KB`."""
    return f"{count / 1024**2:.1f} MB" if count >= 1024**2 else f"{max(1, count // 1024)} KB"


def content_parts(one: Opened) -> list[Any]:
    """What a return says, to be read: each part beside the month before."""
    content, last = one.content, one.before[1] if one.before else None
    if content.empty:
        return [html.P("还没有报送，填写中的内容只有填报人能看。", className="empty")]
    percent = MISSING if content.percent is None else f"{content.percent}%"
    month = form.period(parse(one.before[0])) if one.before else ""
    parts: list[Any] = [
        html.Div(
            [
                html.Span("进度", className="label"),
                html.B(percent, className="rt-percent num"),
                html.Span(expected_words(one), className="of"),
            ]
        ),
        *([apart] if (apart := disagreement(one)) else []),
        _said("完成情况", content.done, last.done if last else "", month),
        _said("主要措施", content.measures, last.measures if last else "", month),
    ]
    return [*parts, *_values(one, content)]


def _said(label: str, now: str, before: str, month: str) -> html.Div:
    beside = [html.Details([html.Summary(f"{month}写的"), html.P(before, className="text")], className="rt-before")] if before else []
    return html.Div([html.Span(label, className="label"), html.P(now or MISSING, className="text"), *beside], className="rt-said")


def _values(one: Opened, content: Content) -> list[Any]:
    rows = []
    for indicator in indicators_of(one.asked.task, one.asked.item.region):
        pair = content.values.get(indicator.id)
        if pair:
            said = f"{pair[0]} / {pair[1]}" if indicator.rate else f"{pair[0]} {indicator.unit}"
            rows.append(html.Li([html.Span(indicator.name), html.B(said, className="num")]))
    return [html.Div([html.Span("上报数", className="label"), html.Ul(rows, className="rt-values")])] if rows else []


def history(changes: Sequence[Change], year: int) -> html.Details | None:
    """Every change: when, who, what was done, why."""
    if not changes:
        return None
    rows = []
    for change in reversed(changes):
        act = ACT_WORDS[change.act] + (f"（{change.times} 次）" if change.times > 1 else "")
        percent = "" if change.content.percent is None else f"{change.content.percent}%"
        head = [
            html.Span(form.clock(change.at, year), className="num"),
            html.B(act),
            html.Span(change.who),
            html.Span(percent, className="num"),
        ]
        said = [
            change.reason and f"理由：{change.reason}",
            change.content.done,
            change.content.measures and f"措施：{change.content.measures}",
        ]
        more = [f"附件 {len(change.attachments)} 个"] if change.attachments else []
        rows.append(html.Li([html.Div(head, className="rt-when"), *(html.P(words, className="text") for words in (*said, *more) if words)]))
    return html.Details([html.Summary(f"历史（{len(changes)}）"), html.Ol(rows, className="rt-history")], id="returns-history")


def kept_words(one: Opened) -> str:
    """When it was saved last, and by whom."""
    present = one.asked.present
    if present.edited_at is None:
        return ""
    return f"{present.edited_by} {local(present.edited_at):%m-%d %H:%M} 保存"
