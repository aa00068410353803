"""SVG as text: everything escaped, passed on whole by what draws parts as text, and by nothing else made."""

from __future__ import annotations

from dash import html

from components.drawn import drawn
from components.svg import Drawing, drawing, element, through


def test_texts_and_values_are_escaped_and_numbers_short() -> None:
    made = element("text", '<b>"&', x=1.0, y=2.345, class_='a"b', text_anchor=None)
    assert made == '<text x="1" y="2.3" class="a&quot;b">&lt;b&gt;&quot;&amp;</text>'
    assert element("g", element("path", d="M0,0"), "a<") == '<g><path d="M0,0"/>a&lt;</g>'
    assert through([(0, 1), (2.25, 3)]) == "M0.0,1.0L2.2,3.0"


def test_a_drawing_is_drawn_as_it_is_and_a_text_is_not() -> None:
    picture = drawing(10, 20, [element("circle", r=3)], label="图", class_="map")
    assert picture.startswith('<svg viewBox="0 0 10 20"') and isinstance(picture, Drawing)
    assert drawn(html.Div([picture, "<svg>"])) == f"<div>{picture}&lt;svg&gt;</div>"
