"""Parts as HTML text: what is written comes out as it was, nothing of it can become markup, and what is not known is refused."""

from __future__ import annotations

from typing import Any

import pytest
from dash import dcc, html
from hypothesis import given
from hypothesis import strategies as st

from components.address import go
from components.attr import attr
from components.drawn import drawn
from tests.components.drawn import said


def test_a_tree_of_components_is_written_out() -> None:
    tree = html.Div(
        [
            html.B("杞县", title="一"),
            None,
            html.Br(),
            html.Button("看", type="button", disabled=False, n_clicks=0, **go(region="410221", task=None), **attr(aria_pressed=True)),
            html.I(style={"left": "12.00%", "width": "3%"}),
            dcc.Link(3, href="/programmes/elderly?a=1&b=2", className="link"),
            html.Details(html.Summary("原文"), open=True),
            html.Td("x", rowSpan=2),
        ],
        className="a b",
    )
    assert drawn([tree, "尾"]) == (
        '<div class="a b"><b title="一">杞县</b><br><button aria-pressed="true" data-go="region=410221&amp;task=" type="button">看</button>'
        '<i style="left:12.00%;width:3%"></i><a data-to class="link" href="/programmes/elderly?a=1&amp;b=2">3</a>'
        '<details open><summary>原文</summary></details><td rowspan="2">x</td></div>尾'
    )


@given(st.text())
def test_no_text_becomes_markup(text: str) -> None:
    shown = drawn(html.P(text, title=text, **attr(data_words=text)))
    assert shown.count("<") == 2 and shown.count(">") == 2 and shown.count('"') == 4
    if not any(ord(letter) < 32 for letter in text):
        assert said(shown) == text


@pytest.mark.parametrize(
    "part",
    [
        html.A("x", href="javascript:alert(1)"),
        html.A("x", href="//example.org/"),
        html.A("x", href="https://example.org/"),
        html.Iframe(srcDoc="<script>"),
        dcc.Markdown("x"),
        dcc.Store(id="x"),
        object(),
    ],
)
def test_what_leads_out_or_is_not_known_is_refused(part: Any) -> None:
    with pytest.raises(TypeError):
        drawn(part)
