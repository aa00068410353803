"""Forms inside a page: labelled fields, what a change led to in words, and the question before what can't be taken back."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from components.attr import attr


def field(label: str, control: Any, note: str = "") -> html.Div:
    """A control under its label; `note` says what is allowed."""
    parts = [html.Label(label, htmlFor=control.id), control, html.P(note, className="hint") if note else None]
    return html.Div([part for part in parts if part is not None], className="field")


def text(name: str, **more: Any) -> dcc.Input:
    """A text field with the id `name`."""
    return dcc.Input(id=name, **{"type": "text", "value": "", "autoComplete": "off", "maxLength": 64, "className": "text", **more})


def choice(name: str, options: dict[str, str], value: str = "", **more: Any) -> dcc.Dropdown:
    """One of several, `options` by value."""
    listed = [{"value": key, "label": label} for key, label in options.items()]
    words = {
        "search": "查找…",
        "clear_search": "清除查找",
        "no_options_found": "没有相符的",
        "select_all": "全选",
        "deselect_all": "全不选",
    }
    return dcc.Dropdown(id=name, options=listed, value=value, clearable=False, **{"searchable": len(listed) > 8, "labels": words, **more})


def button(name: str, words: str, *, main: bool = False) -> html.Button:
    """A button that does what it says at once."""
    return html.Button(words, id=name, type="button", className="btn main" if main else "btn")


def asking(name: str, words: str, question: str, about: str) -> list[Any]:
    """A button that asks first: a dialog whose 确定 has the id `name`. `about` is the id of the element that names what it is about."""
    dialog = f"{name}-dialog"
    opener = html.Button(words, id=f"{name}-ask", type="button", className="btn grave", **attr(data_asks=dialog, data_about=about))
    sure = html.Button(words, id=name, type="button", className="btn main grave", **attr(data_closes=""))
    back = html.Button("取消", type="button", className="btn", **attr(data_closes=""))
    asked = [html.B(className="about"), html.P(question), html.Div([back, sure], className="acts")]
    return [opener, html.Dialog(asked, id=dialog, className="ask", **attr(aria_label=words))]


def said(words: str, secret: str = "") -> html.P:
    """What a change led to; a secret is shown this once and can be copied."""
    parts: list[Any] = [words]
    if secret:
        parts += [html.Code(secret, className="secret"), "只显示这一次，请抄下。"]
    return html.P(parts, className="said", role="status")


def refused(words: str) -> html.P:
    """Why a change was not made, and what is allowed."""
    return html.P(words, className="said bad", role="alert")
