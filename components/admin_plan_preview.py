"""What a plan's file would do, to be looked at before it is taken: problems, or doubts and changes as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from components.attr import attr

MOST_PLACES = 4  # named of one doubt; of the others their number


def problems(found: Sequence[str]) -> html.Div:
    """Why a file is not taken, place by place."""
    why = html.P("不能采用，请改好后再预览：", className="said bad", role="alert")
    return html.Div([why, html.Ul([html.Li(one) for one in found])], className="refusals")


def preview(
    size: str,
    doubts: Sequence[tuple[Sequence[str], str, str, str]],
    changes: Mapping[str, Sequence[tuple[str, str, str, str]]],
    refused: Sequence[str],
) -> html.Div:
    """What the file holds.

    doubts  places, words, reading, reason; changes  by act: kind, programme, what, words; refused  why it may not be taken
    """
    counts = "，".join(f"{act} {len(found)} 条" for act, found in changes.items())
    parts: list[Any] = [html.P(f"{size}：{counts}。", className="lede")]
    if refused:
        parts.append(problems(refused))
    if doubts:
        rows = [html.Tr([html.Td(_places(places)), html.Td(says), html.Td(taken), html.Td(why)]) for places, says, taken, why in doubts]
        parts.append(_table(f"存疑 {len(doubts)} 类，请逐项核对", ("位置", "文件里写的", "这里的读法", "缘由"), rows, "doubts"))
    listed = [
        html.Tr([html.Td(act), html.Td(kind), html.Td(programme or "—"), html.Td(what), html.Td(words)])
        for act, found in changes.items()
        for kind, programme, what, words in found
    ]
    if listed:
        parts.append(_table("变动", ("", "类别", "工程", "哪一项", "怎样改"), listed, "changes"))
    return html.Div(parts)


def _places(places: Sequence[str]) -> str:
    rest = len(places) - MOST_PLACES
    return "、".join(places[:MOST_PLACES]) + (f" 等 {len(places)} 处" if rest > 0 else "")


def _table(caption: str, heads: Sequence[str], rows: list[html.Tr], name: str) -> html.Div:
    head = html.Tr([html.Th(words, scope="col") for words in heads])
    table = html.Table([html.Caption(caption), html.Thead(head), html.Tbody(rows)], className=f"t {name}")
    return html.Div(table, className="wide", tabIndex="0", role="region", **attr(aria_label=caption))
