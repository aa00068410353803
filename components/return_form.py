"""One return to be filled in: fields beside what the month before said, values of reported indicators, files; and what a conflict shows.

What is typed is kept and sent by `assets/returns.js`, which knows the fields by their ids.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from components import format as form
from components.attr import attr
from components.return_text import (
    disagreement,
    expected_words,
    files,
    history,
    kept_words,
    linked,
    return_head,
)  # fmt: skip
from data.clock import local
from data.indicators import Indicator
from data.periods import parse
from data.programmes.returns.attachments import Attachment
from data.programmes.returns.beside import Opened
from data.programmes.returns.content import LONGEST, Content, indicators_of
from data.programmes.returns.file_kind import ALLOWED
from data.programmes.returns.present import Return

TEXTS = {"done": ("完成情况", "做了什么，数量、地点、时间"), "measures": ("主要措施", "下一步怎么做，谁负责，什么时候完成")}


def return_form(one: Opened) -> list[Any]:
    """Head, fields, files, the button to submit, history."""
    asked = one.asked
    fields: list[Any] = [
        _percent(one),
        *([apart] if (apart := disagreement(one)) else []),
        *([box] if (box := linked(one.figures)) else []),
    ]
    fields += [_text(one, name) for name in TEXTS]
    reported = indicators_of(asked.task, asked.item.region)
    if reported:
        fields.append(_values(one, reported))
    year = parse(asked.item.month).year
    foot = [
        html.Button("报送", type="button", id="returns-submit", className="btn main", **attr(data_act="submit")),
        html.Span(kept_words(one), id="returns-kept", className="rt-kept", role="status"),
    ]
    return [
        *return_head(one),
        html.Div(id="returns-conflict"),
        html.Div(
            fields,
            id="returns-form",
            className="rt-form",
            **attr(data_item=asked.item.text, data_version=str(asked.present.version), data_state=asked.present.state),
        ),
        _files(one.files),
        html.Div(foot, className="rt-foot"),
        html.Div(id="returns-said", **attr(aria_live="polite")),
        *([found] if (found := history(one.changes, year)) else []),
    ]


def _percent(one: Opened) -> html.Div:
    percent = one.content.percent
    entry = dcc.Input(
        id="returns-percent", type="text", inputMode="numeric", maxLength=4, autoComplete="off", className="text",
        value="" if percent is None else str(percent),
    )  # fmt: skip
    return html.Div(
        [
            html.Label("进度（%）", htmlFor="returns-percent", className="label"),
            entry,
            html.Span(expected_words(one), className="of"),
        ],
        className="rt-field short",
    )


def _text(one: Opened, name: str) -> html.Div:
    label, hint = TEXTS[name]
    last = getattr(one.before[1], name) if one.before else ""
    area = dcc.Textarea(
        id=f"returns-{name}", value=getattr(one.content, name), maxLength=LONGEST, className="rt-area", placeholder=hint, spellCheck=False
    )
    month = form.period(parse(one.before[0])) if one.before else "上月"
    take = html.Button("沿用", type="button", className="link", **attr(data_take=f"returns-{name}", aria_label=f"沿用{month}的{label}"))
    beside = [
        html.Div([html.Span(f"{month}写的", className="of"), *([take] if last else [])], className="rt-take"),
        html.P(last or "没有", className="text" if last else "text none", id=f"returns-last-{name}"),
    ]
    return html.Div(
        [
            html.Div([html.Label(label, htmlFor=f"returns-{name}", className="label"), area]),
            html.Div(beside, className="rt-beside"),
        ],
        className="rt-pair",
    )


def _values(one: Opened, reported: Sequence[Indicator]) -> html.Div:
    rows: list[Any] = [html.Span("上报指标", className="label")]
    last = one.before[1].values if one.before else {}
    for indicator in reported:
        numerator, denominator = one.content.values.get(indicator.id, ("", ""))
        before = last.get(indicator.id)
        entries = [_value(indicator, 0, numerator, indicator.numerator if indicator.rate else indicator.unit)]
        if indicator.rate:
            entries.append(_value(indicator, 1, denominator, indicator.denominator))
        said = "" if not before else f"上次报 {before[0]} / {before[1]}" if indicator.rate else f"上次报 {before[0]} {indicator.unit}"
        rows.append(html.Div([html.B(indicator.name), *entries, html.Span(said, className="of")], className="rt-value"))
    return html.Div(rows, className="rt-field")


def _value(indicator: Indicator, at: int, value: str, label: str) -> html.Div:
    name = f"returns-value-{indicator.id}-{at}"
    entry = dcc.Input(id=name, type="text", inputMode="numeric", value=value, maxLength=40, autoComplete="off", className="text")
    return html.Div([html.Label(label, htmlFor=name), entry], className="rt-number")


def _files(found: Sequence[Attachment]) -> html.Div:
    add = html.Button("添加附件", type="button", id="returns-attach", className="btn", **attr(data_attach=""))
    hint = html.Span(f"{ALLOWED}，每个至多 20 MB", className="of")
    return html.Div(
        [
            html.Div([html.Span("附件", className="label"), add, hint], className="rt-add"),
            html.Div(files(found, editable=True), id="returns-files"),
            html.Div(id="returns-files-said", role="status"),
        ],
        className="rt-field",
    )


# --- what came of it ------------------------------------------------------------------------------------------------------------------


def conflict(mine: Content, theirs: Return) -> html.Div:
    """Both texts beside each other, and the choice between them; what is closed meanwhile can only be read."""
    when = f"{local(theirs.edited_at):%m-%d %H:%M}" if theirs.edited_at else ""
    choices = [html.Button("用对方的", type="button", className="btn", **attr(data_choose="theirs"))]
    if theirs.open:
        choices.insert(
            0, html.Button("用我的", type="button", className="btn main", **attr(data_choose="mine", data_version=str(theirs.version)))
        )
    words = (
        "两边都在，没有覆盖；请选一份，或先把对方的内容并入自己的再选。"
        if theirs.open
        else "对方已经报送，不能再改；您的文字可从这里复制。"
    )
    return html.Div(
        [
            html.P([html.B(f"{theirs.edited_by} {when} 改过这项月报。"), words]),
            html.Div([_side("我的", mine, "mine"), _side("对方的", theirs.content, "theirs")], className="rt-sides"),
            html.Div(choices, className="acts"),
        ],
        className="rt-conflict",
        role="alert",
    )


def _side(title: str, content: Content, name: str) -> html.Div:
    values = "；".join(f"{key} {' / '.join(filter(None, pair))}" for key, pair in content.values.items())
    percent = "进度未填" if content.percent is None else f"进度 {content.percent}%"
    texts = [percent, content.done and f"完成情况：{content.done}", content.measures and f"主要措施：{content.measures}", values]
    return html.Div([html.B(title), *(html.P(text, className="text") for text in texts if text)], className=f"rt-side {name}")
