"""A composed part as HTML text, put on the page in one go by `assets/drawn.js`.

Dash keeps a watcher for every component and wakes all of them for every one that is new: a page of a thousand cells takes seconds to
change. So what is only looked at, and acts through `data-…` attributes alone, travels as text. Every text and value is escaped here;
what this does not know raises.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from dash import dcc
from dash.development.base_component import Component

from components.svg import Drawing

VOID = frozenset({"br", "hr", "img"})
NAMES = {"className": "class", "htmlFor": "for", "tabIndex": "tabindex", "rowSpan": "rowspan", "colSpan": "colspan"}
PLAIN = frozenset({"id", "title", "href", "type", "role", "scope", "download", *NAMES})
FLAGS = frozenset({"disabled", "open"})
HERE = re.compile(r"/(?!/)|\?|#|$")  # where a link may lead: inside this site


def drawn(part: Any) -> str:
    """Components, however nested, as HTML; texts escaped, None left out; a Drawing is whole already.

    Raises TypeError for a component or a property that is not known here.
    """
    if part is None:
        return ""
    if isinstance(part, Drawing):
        return part
    if isinstance(part, (list, tuple)):
        return "".join(map(drawn, part))
    if isinstance(part, (str, int, float)):
        return escape(str(part))
    if not isinstance(part, Component):
        raise TypeError(f"nothing that can be drawn: {type(part).__name__}")
    made = part.to_plotly_json()
    tag, props = _tag(made), dict(made["props"])
    children = props.pop("children", None)
    more = " data-to" if isinstance(part, dcc.Link) else ""
    start = f"<{tag}{more}{''.join(_attribute(name, value) for name, value in sorted(props.items()))}>"
    return start if tag in VOID else f"{start}{drawn(children)}</{tag}>"


def _tag(made: Mapping[str, Any]) -> str:
    if made["namespace"] == "dash_html_components":
        return str(made["type"]).lower()
    if (made["namespace"], made["type"]) == ("dash_core_components", "Link"):
        return "a"
    raise TypeError(f"not drawn as text: {made['namespace']}.{made['type']}")


def _attribute(name: str, value: Any) -> str:
    if value is None or (name in FLAGS and not value) or name == "n_clicks":
        return ""
    if name in FLAGS:
        return f" {name}"
    if name == "style" and isinstance(value, dict):
        value = ";".join(f"{key}:{said}" for key, said in value.items())
    elif name == "href" and not HERE.match(str(value)):
        raise TypeError(f"a link that leads elsewhere: {value}")
    elif name not in PLAIN and not name.startswith(("data-", "aria-")):
        raise TypeError(f"not drawn as text: {name}")
    return f' {NAMES.get(name, name)}="{escape(str(value))}"'
