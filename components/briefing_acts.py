"""周报, what can be done with an edition: the lead text of a draft, and one block for each step, with what has to be written to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import dcc, html

from components.attr import attr
from data.briefing.paper import Paper
from data.briefing.steps import LONGEST


@dataclass(frozen=True)
class Act:
    """One step as a button. `words`: what is to be written first; `question`: asked before what can't be taken back."""

    name: str
    button: str
    words: str = ""
    question: str = ""
    main: bool = False


ACTS: dict[str, Act] = {
    act.name: act
    for act in (
        Act("composed", "重新取数", question="按现在的读数重写正文；编者按保留。"),
        Act("sent", "送签", main=True),
        Act("issued", "签发", question="签发后取得期号，制成文件归档，内容和数字不再变动。", main=True),
        Act("sent_back", "退回修改", "退回的理由"),
        Act("corrected", "做更正版", "更正的理由"),
        Act("withdrawn", "作废", "作废的理由", "作废后不能恢复。"),
    )
}


def key(part: str, act: str) -> dict[str, str]:
    """The id of a part of an act: `briefing-act`, `briefing-words`."""
    return {"type": f"briefing-{part}", "act": act}


def acts_panel(paper: Paper, allowed: list[str], busy: bool) -> list[Any]:
    """A block for each step this person can take now; none while work on the paper is under way."""
    if busy:
        return []
    blocks: list[Any] = [_lead_form(paper)] if "edited" in allowed else []
    blocks += [_block(ACTS[act]) for act in allowed if act in ACTS]
    return [html.H2("办理", className="song"), *blocks] if blocks else []


def _lead_form(paper: Paper) -> html.Div:
    area = dcc.Textarea(id=key("words", "edited"), value=paper.lead, maxLength=LONGEST, rows=5, className="text")
    save = html.Button("保存编者按", id=key("act", "edited"), type="button", className="btn main")
    label = html.Label(["编者按（放在正文之前，一行一段；正文由读数写成，不在这里改）", area], className="field")
    return html.Div([label, html.Div(save, className="acts")], className="act-block", **attr(data_acts="edited"))


def _block(act: Act) -> html.Div:
    parts: list[Any] = []
    if act.words:
        area = dcc.Textarea(id=key("words", act.name), value="", maxLength=LONGEST, rows=2, className="text")
        parts.append(html.Label([act.words, area], className="field"))
    parts.append(html.Div(_button(act), className="acts"))
    return html.Div(parts, className="act-block", **attr(data_acts=act.name))


def _button(act: Act) -> list[Any]:
    look = "btn main" if act.main else "btn"
    if not act.question:
        return [html.Button(act.button, id=key("act", act.name), type="button", className=look)]
    dialog = f"briefing-dialog-{act.name}"
    opener = html.Button(act.button, type="button", className=look, **attr(data_asks=dialog, data_about="briefing-title"))
    sure = html.Button("确定", id=key("act", act.name), type="button", className="btn main", **attr(data_closes=""))
    back = html.Button("取消", type="button", className="btn", **attr(data_closes=""))
    asked = [html.B(className="about"), html.P(act.question), html.Div([back, sure], className="acts")]
    return [opener, html.Dialog(asked, id=dialog, className="ask", **attr(aria_label=act.button))]
