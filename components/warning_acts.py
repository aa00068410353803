"""预警, what can be done with one: a block a step, with what has to be written to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dash import dcc, html

from components.attr import attr


@dataclass(frozen=True)
class Act:
    """One step as a button. words: what is written to it; to: whether it names a handler; day: the day it names, what it is called."""

    name: str
    button: str
    words: str = ""
    to: bool = False
    day: str = ""
    question: str = ""
    main: bool = False


ACTS: dict[str, Act] = {
    act.name: act
    for act in (
        Act("seen", "标为已查看"),
        Act("assigned", "交办", "办理要求", to=True, day="办结期限", main=True),
        Act("explained", "提交说明", "情况说明", main=True),
        Act("acted", "提交处置", "采取的措施和结果", main=True),
        Act("closed", "关闭", "核实情况", question="关闭后，过了办理期限仍发现同一问题的，会自动重新打开。", main=True),
        Act("set_aside", "误报搁置", "认定误报的理由", day="搁置到哪一天（一年以内）"),
        Act("reopened", "重新打开", "理由"),
    )
}


def key(part: str, act: str) -> dict[str, str]:
    """The id of a part of an act: `warning-act`, `warning-words`, `warning-to`, `warning-day`."""
    return {"type": f"warning-{part}", "act": act}


def assignee(name: Any, listed: str) -> dcc.Input:
    """A field for whom it is given to, by name; `listed`: the id of the list of names."""
    return dcc.Input(
        id=name, type="text", list=listed, value="", placeholder="县区或账号", maxLength=80, autoComplete="off", className="text"
    )


def acts_panel(allowed: Sequence[str], assignees: Mapping[str, str], days: Mapping[str, date], *, today: date, first: str) -> list[Any]:
    """A block for each step this person can take now.

    assignees: who it can be given to; days: the day an act's field begins with; first: the act whose form is open from the start
    """
    known = [ACTS[act] for act in ACTS if act in allowed]
    if not known:
        return []
    return [
        html.H2("办理", className="song"),
        *(_block(act, assignees, days.get(act.name), today, act.name == first) for act in known),
    ]


def _block(act: Act, assignees: Mapping[str, str], day: date | None, today: date, opened: bool) -> Any:
    fields: list[Any] = []
    if act.to:
        fields.append(html.Label(["交办给", assignee(key("to", act.name), "warning-assignees")], className="field"))
        fields.append(html.Datalist([html.Option(value=words) for words in assignees.values()], id="warning-assignees"))
    if act.day:
        kind: Any = "date"
        value = day.isoformat() if day else ""
        field = dcc.Input(id=key("day", act.name), type=kind, value=value, min=today.isoformat(), className="text")
        fields.append(html.Label([act.day, field], className="field"))
    if act.words:
        area = dcc.Textarea(id=key("words", act.name), value="", maxLength=2000, rows=3, className="text")
        fields.append(html.Label([act.words, area], className="field"))
    buttons = html.Div(_button(act), className="acts")
    if not fields:
        return html.Div(buttons, className="act-block", **attr(data_acts=act.name))
    parts = [html.Summary(act.button), *fields, buttons]
    return html.Details(parts, open=opened, className="act-block", **attr(data_acts=act.name))


def _button(act: Act) -> list[Any]:
    look = "btn main" if act.main else "btn"
    if not act.question:
        return [html.Button(act.button, id=key("act", act.name), type="button", className=look)]
    dialog = f"warning-dialog-{act.name}"
    opener = html.Button(
        act.button, type="button", className=look, **attr(data_asks=dialog, data_about="warning-title", data_opens=act.name)
    )
    sure = html.Button("确定", id=key("act", act.name), type="button", className="btn main", **attr(data_closes=""))
    back = html.Button("取消", type="button", className="btn", **attr(data_closes=""))
    asked = [html.B(className="about"), html.P(act.question), html.Div([back, sure], className="acts")]
    return [opener, html.Dialog(asked, id=dialog, className="ask", **attr(aria_label=act.button))]
