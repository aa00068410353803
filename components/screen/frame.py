"""What stands around every scene: the ticker's items and the foot with how far the data reach, who is late and who has not reported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import html

from components import format as form
from components.light import light
from components.programmes.words import of_month
from components.screen.owed import Item
from components.screen.words import short, width
from data.exchange.freshness import Freshness
from data.indicators.words import listed

STEP = 300.0  # for those of one of three
ROOM = 500.0  # of the wall's pixels, for the names and words of one item


def notice(one: Item) -> html.Div:
    """`逾期 119 天 通许县 · 乡镇公墓未全部投用`."""
    names = "、".join(one.names) if len(one.names) < 3 else f"{len(one.names)} 个县区"
    what = short(one.what, ROOM - width(names, 26), 26)
    return html.Div([light(one.light, one.said), html.Span([names, html.S(), what])], className="it")


def step(day: date, title: str) -> html.Div:
    """`8月10日 低保、特困资金发放`: what is next."""
    return html.Div([html.B(form.day(day)), html.Span(short(title, STEP, 26), className="g")], className="it")


def key(lit: str, word: str) -> html.Span:
    """What the items are, at their left."""
    return html.Span([html.I(className=f"ic {lit}"), word], className=f"k lt {lit}")


def foot(
    data_to: date | None, late: Sequence[Freshness], month: str, returned: int, counties: int, missing: Sequence[str], year: int
) -> list[Any]:
    """data_to: the day the readings stand for; month: whose returns were due last, `2023-08`; missing: the counties that have not."""
    reach = html.Span(["数据截至 ", html.B(form.day(data_to, year))]) if data_to else html.Span("还没有计算过数据")
    parts: list[Any] = [reach]
    stale = [one for one in sorted(late, key=lambda one: -one.days_late) if one.delivered_on is not None]
    if stale:
        first = stale[0]
        assert first.delivered_on  # noqa: S101 - chosen above
        parts.append(html.Span([f"{first.title} ", light("behind", f"{form.day(first.delivered_on, year)}，超期 {first.days_late} 天")]))
    if len(stale) > 1:
        parts.append(html.Span(light("behind", f"另有 {len(stale) - 1} 种台账过期"), title="、".join(one.title for one in stale[1:])))
    if month:
        words: list[Any] = [f"{of_month(month)}月报 ", html.B(f"{returned} / {counties}"), " 县区"]
        if missing:
            words += [f"，{listed(missing, most=2)} ", light("missing")]
        parts.append(html.Span(words))
    return parts
