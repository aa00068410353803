"""The foot of every page: how far the data reach, when they were computed, from which batch, which datasets are late, 审图号."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from dash import html

from components import format as form
from components.light import light
from data.exchange.freshness import Freshness

MOST = 2


def footer(
    *, data_to: date | None, refreshed_at: datetime | None, batch: int | None, late: Sequence[Freshness], approval: str, year: int
) -> html.Div:
    """data_to: the day the readings stand for; late: the datasets past their rhythm."""
    parts: list[str] = []
    if data_to is not None:
        parts.append(f"数据截至 {form.day(data_to, year)}")
    if refreshed_at is not None:
        parts.append(f"{form.clock(refreshed_at, year)} 刷新")
    if batch is not None:
        parts.append(f"第 {batch} 批")
    said = "，".join(parts) or "还没有计算过数据"
    shown = [one for one in sorted(late, key=lambda one: -one.days_late) if one.delivered_on is not None]
    stale = [html.Span([one.title, " ", light("behind", _late(one, year))]) for one in shown[:MOST]]
    if len(shown) > MOST:
        stale.append(html.Span(f"另有 {len(shown) - MOST} 种台账过期", title="、".join(one.title for one in shown[MOST:])))
    return html.Div(
        [html.Span(said), *stale, html.Span(className="sp"), html.Span(f"审图号：{approval or '待填'}")],
        className="foot",
    )


def _late(one: Freshness, year: int) -> str:
    return f"{form.day(one.delivered_on, year)}，超期 {one.days_late} 天" if one.delivered_on else "未报"
