"""函件, what can be done with a letter: the form of a draft, and one block for each step, with what has to be written to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import dcc, html

from components.attr import attr
from data.letters.content import Content, Item
from data.letters.letter import Letter


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
        Act("edited", "保存", main=True),
        Act("refilled", "重新取数", question="按今天的读数和台账重写各事项的文字和要求；补充说明保留，改过的要求会被替换。"),
        Act("sent", "送签", main=True),
        Act("issued", "签发", question="签发后取得文号，送达县区，内容和数字不再变动。", main=True),
        Act("sent_back", "退回修改", "退回的理由"),
        Act("replied", "提交回复", "整改措施和完成情况", main=True),
        Act("closed", "核查：已整改，办结", "核查情况", "办结后不再督办。", main=True),
        Act("checked", "核查：未整改", "核查情况"),
        Act("supervised", "起草督办函", main=True),
        Act("criticised", "记录通报", "通报的文号或期次"),
        Act("withdrawn", "作废", "作废的理由", "作废后不能恢复。"),
    )
}
LEAVE = "leave-"  # before a topic: the act that takes it out of a draft
SHARED = ("checked", "closed")  # one field of words for both ways a check can end


def key(part: str, act: str) -> dict[str, str]:
    """The id of a part of an act: `letter-act`, `letter-words`."""
    return {"type": f"letter-{part}", "act": act}


def acts_panel(letter: Letter, allowed: list[str], why_not: str) -> list[Any]:
    """A block for each step this person can take now; `why_not`: why a 督办函 can't follow yet."""
    blocks: list[Any] = []
    if "edited" in allowed:
        blocks.append(_draft_form(letter))
    done = [act for act in allowed if act not in SHARED]
    check = [act for act in SHARED if act in allowed]
    blocks += [_block([ACTS[act]]) for act in done if act != "edited"]
    if check:
        blocks.append(_block([ACTS[act] for act in reversed(check)]))
    if why_not:
        blocks.append(html.P(why_not, className="hint"))
    if not blocks:
        return []
    return [html.H2("办理", className="song"), *blocks]


def _block(acts: list[Act]) -> html.Div:
    words = acts[0].words
    parts: list[Any] = []
    if words:
        parts.append(_area(words, key("words", acts[0].name)))
    parts.append(html.Div([piece for act in acts for piece in _button(act)], className="acts"))
    return html.Div(parts, className="act-block", **attr(data_acts=" ".join(act.name for act in acts)))


def _button(act: Act) -> list[Any]:
    look = "btn main" if act.main else "btn"
    if not act.question:
        return [html.Button(act.button, id=key("act", act.name), type="button", className=look)]
    dialog = f"letter-dialog-{act.name}"
    opener = html.Button(
        act.button, type="button", className=look, **attr(data_asks=dialog, data_about="letter-title", data_opens=act.name)
    )
    sure = html.Button("确定", id=key("act", act.name), type="button", className="btn main", **attr(data_closes=""))
    back = html.Button("取消", type="button", className="btn", **attr(data_closes=""))
    asked = [html.B(className="about"), html.P(act.question), html.Div([back, sure], className="acts")]
    return [opener, html.Dialog(asked, id=dialog, className="ask", **attr(aria_label=act.button))]


def _draft_form(letter: Letter) -> html.Div:
    """The draft's day, and for each item what is added and asked; the sentences with figures are not rewritten by hand."""
    kind: Any = "date"  # Dash passes it on, its types don't name it
    day = dcc.Input(id=key("due", "edited"), type=kind, value=letter.due_on.isoformat(), className="text")
    items = [_item(item) for item in letter.content.items]
    save = html.Div(_button(ACTS["edited"]), className="acts")
    return html.Div([html.Label(["整改期限", day], className="field"), *items, save], className="act-block draft")


def _item(item: Item) -> html.Details:
    leave = html.Button("不列入这份函", id=key("act", f"{LEAVE}{item.topic}"), type="button", className="link leave")
    return html.Details(
        [
            html.Summary(item.name),
            _area("补充说明", {"type": "letter-remark", "topic": item.topic}, item.remark),
            _area("整改要求", {"type": "letter-demand", "topic": item.topic}, item.demand),
            leave,
        ],
        className="draft-item",
    )


def _area(words: str, name: dict[str, str], value: str = "") -> html.Label:
    """A field of several lines; its label is around it, as its id can't be named in `for`."""
    return html.Label([words, dcc.Textarea(id=name, value=value, maxLength=2000, rows=3, className="text")], className="field")


def theirs(content: Content, before: Content) -> list[Any]:
    """What somebody else has written meanwhile, where it differs from what this page began from."""
    known = {item.topic: item for item in before.items}
    rows: list[Any] = []
    for item in content.items:
        old = known.get(item.topic)
        for words, text, was in (("补充说明", item.remark, old and old.remark), ("整改要求", item.demand, old and old.demand)):
            if text != was:
                rows += [html.Dt(f"{item.name}，{words}"), html.Dd(text or "（空）")]
    return [html.P("现在的内容："), html.Dl(rows, className="letter-facts")] if rows else []


__all__ = ["ACTS", "Act", "acts_panel", "key", "theirs"]
