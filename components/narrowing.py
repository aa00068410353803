"""What a list is narrowed to: one menu a kind, and what is chosen as a chip with a way out. The address carries it."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html

from components.address import go
from components.attr import attr

Kinds = Mapping[str, tuple[str, Mapping[str, str]]]  # by part of the address: its word, its options


def chips(kinds: Kinds, chosen: Mapping[str, str], also: Mapping[str, str | None] | None = None) -> list[html.Button]:
    """One chip each for what is chosen; `also` are parts of the address that go with it when it is taken away."""
    return [
        html.Button(
            [options.get(chosen[name], chosen[name]), html.Span("×", **attr(aria_hidden="true"))],
            type="button",
            className="chip",
            **attr(aria_label=f"去掉筛选：{words}"),
            **go(**{**(also or {}), name: None}),
        )
        for name, (words, options) in kinds.items()
        if chosen.get(name)
    ]


def menus(kinds: Kinds, chosen: Mapping[str, str], also: Mapping[str, str | None] | None = None) -> list[html.Details]:
    """One menu each for what there is a choice of."""
    return [
        _menu(name, words, options, chosen.get(name, ""), also or {})
        for name, (words, options) in kinds.items()
        if len(options) > 1 or (options and chosen.get(name))
    ]


def _menu(name: str, words: str, options: Mapping[str, str], chosen: str, also: Mapping[str, str | None]) -> html.Details:
    entries = [
        html.Button(label, type="button", className="on" if key == chosen else "", **go(**{**also, name: key}))
        for key, label in options.items()
    ]
    sheet = html.Div(html.Div(entries, className="group"), className="sheet")
    return html.Details([html.Summary(words, className="btn"), sheet], className="menu pick", **attr(data_filter=name))


def narrowing(kinds: Kinds, chosen: Mapping[str, str]) -> html.Div:
    """Chips at the left, menus at the right."""
    return html.Div([*chips(kinds, chosen), html.Span(className="sp"), *menus(kinds, chosen)], className="found")
