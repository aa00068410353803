"""One return to be reviewed, or only read: its parts, and for who reviews it the way to accept it, to send it back, to open it again."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from components.attr import attr
from components.return_text import content_parts, files, history, linked, return_head
from data.periods import parse
from data.programmes.returns.beside import Opened
from data.programmes.returns.review import LONGEST_REASON


def return_review(one: Opened) -> list[Any]:
    """Head, content, linked indicators, files, what this person may do, history."""
    asked = one.asked
    box = linked(one.figures)
    acts = _acts(one)
    found = history(one.changes, parse(asked.item.month).year)
    return [
        *return_head(one),
        html.Div([*content_parts(one), *([box] if box else [])], className="rt-read"),
        html.Div(
            [html.Span("附件", className="label"), html.Div(files(one.files, editable=False), id="returns-files")], className="rt-field"
        ),
        *([html.Div(acts, className="rt-foot")] if acts else []),
        html.Div(id="returns-said", **attr(aria_live="polite")),
        *([found] if found else []),
    ]


def _acts(one: Opened) -> list[Any]:
    asked = one.asked
    place = attr(data_item=asked.item.text, data_version=str(asked.present.version))
    if not asked.reviews:
        return []
    if asked.present.state == "submitted":
        accept = html.Button("审核通过", type="button", id="returns-accept", className="btn main", **attr(data_act="accept"), **place)
        return [accept, *_with_reason("send-back", "退回", "退回给填报单位，由其修改后重新报送。", place)]
    if asked.present.state == "accepted":
        return _with_reason("reopen", "重新打开", "已审核的月报重新打开，进度和上报的数随之撤回，由填报单位修改后重新报送。", place)
    return []


def _with_reason(act: str, words: str, question: str, place: dict[str, Any]) -> list[Any]:
    """A button that asks for the reason first."""
    dialog, reason = f"returns-{act}-dialog", f"returns-{act}-reason"
    opener = html.Button(
        words, type="button", id=f"returns-{act}", className="btn grave", **attr(data_asks=dialog, data_about="returns-about")
    )
    area = dcc.Textarea(id=reason, value="", maxLength=LONGEST_REASON, className="rt-area", placeholder="请写明哪里要改", spellCheck=False)
    sure = html.Button(
        words, type="button", id=f"returns-{act}-sure", className="btn main grave", **attr(data_act=act, data_reason=reason), **place
    )
    back = html.Button("取消", type="button", className="btn", **attr(data_closes=""))
    asked = [
        html.B(className="about"),
        html.P(question),
        html.Label("理由", htmlFor=reason, className="label"),
        area,
        html.P("", className="rt-need", role="alert"),
        html.Div([back, sure], className="acts"),
    ]
    return [opener, html.Dialog(asked, id=dialog, className="ask", **attr(aria_label=words))]
