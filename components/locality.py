"""Plain facts of one region as a strip, its parts as links, the counties' last returns and the newest deliveries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from dash import dcc, html

from components import format as form
from components.about import about_region, named
from components.attr import attr
from components.behind import missing
from components.light import light
from data.clock import local
from data.datasets import DATASETS
from data.exchange.batches import Batch
from data.indicators import INDICATORS
from data.indicators.locality import Locality
from data.indicators.returns import Return
from data.indicators.words import MISSING
from geo.regions import CITY, WORDS, level_of


def facts_strip(one: Locality, seen: Collection[str], period: str) -> list[Any]:
    """Population and what the region consists of; its parts as links, those the person may open."""
    level = level_of(one.region.code)
    facts: list[tuple[str, str]] = [("级别", one.region.kind if level == "township" else WORDS[level])]
    if one.residents is not None:
        facts.append((f"常住人口（{one.year}年）", _people(one.residents)))
    if one.aged_60 is not None:
        facts.append((f"60岁及以上（{one.year}年）", _people(one.aged_60)))
    if one.parts and level != "township":
        facts.append((WORDS[level_of(one.parts[0].code)], f"{len(one.parts)} 个"))
    facts.append(("村社区", f"{one.villages:,} 个"))
    links = [dcc.Link(part.name, href=about_region(part.code, period)) for part in one.parts if part.code in seen]
    strip = html.Dl([html.Div([html.Dt(term), html.Dd(words)]) for term, words in facts], className="strip")
    if not links:
        return [strip]
    words = "各县区" if one.region.code == CITY else "各乡镇街道"
    return [strip, html.Nav([html.B(words), *links], className="parts-of", **attr(aria_label=words))]


def _people(count: int) -> str:
    return f"{count / form.WAN:,.1f} 万人" if count >= form.WAN else f"{count:,} 人"


def returns_panel(found: Sequence[Return], region: str, period: str) -> list[Any]:
    """Reported indicators: of a county its last month each, of the city how many counties have returned the month that is due."""
    if not found:
        return []
    due = found[0].due
    head = html.Div(
        [
            html.H2("县区上报", className="song"),
            html.P(f"应报 {int(due[5:])}月" if due else "本年还没有到期的月报", className="sub"),
        ],
        className="ph stacked",
    )
    rows = []
    for name in dict.fromkeys(one.indicator for one in found):
        own = [one for one in found if one.indicator == name]
        link = named(INDICATORS[name], period, region)
        late = [one for one in own if one.missing]
        if len(own) == 1:
            last, state = f"{int(own[0].month[5:])}月" if own[0].month else MISSING, missing(own[0])
        else:
            last = f"{len(own) - len(late)} / {len(own)} 个县区"
            state = light("missing", count=len(late)) if late else missing(own[0])
        words = "、".join(one.region_name for one in late) if len(own) > 1 else ""
        rows.append(html.Tr([html.Th([link, html.Small(words) if words else None], scope="row"), html.Td(last), html.Td(state)]))
    columns = html.Thead(html.Tr([html.Th(word, scope="col") for word in ("指标", "最近上报", "应报月")]))
    return [head, html.Table([html.Caption("县区上报"), columns, html.Tbody(rows)], className="t returns")]


NOTE_PEOPLE = "涉及个人的台账，在乡镇街道一级只向可查看其明细的人员列出。"


def deliveries_panel(found: Sequence[Batch], year: int, *, partly: bool = False) -> list[Any]:
    """Of each dataset the newest batch with rows here; the count is the whole batch's. `partly`: of some it is not said."""
    head = html.H2("最近送达的数据", className="song")
    note = [html.P(NOTE_PEOPLE, className="note")] if partly else []
    if not found:
        return [head, html.P("没有可列出的送达记录。" if partly else "还没有送达过这里的数据。", className="empty"), *note]
    newest = sorted(found, key=lambda batch: -batch.id)
    rows = [
        html.Tr(
            [
                html.Th(DATASETS[batch.dataset].title, scope="row"),
                html.Td(f"第 {batch.id} 批"),
                html.Td(form.day(local(batch.at).date(), year)),
                html.Td(form.whole(batch.rows)),
            ]
        )
        for batch in newest
    ]
    columns = html.Thead(html.Tr([html.Th(word, scope="col") for word in ("台账", "批次", "送达", "整批行数")]))
    table = html.Table([html.Caption("最近送达的数据"), columns, html.Tbody(rows)], className="t deliveries")
    rolled = html.Div(table, className="sideways tall", tabIndex=0, role="region", **attr(aria_label="最近送达的数据，可上下滚动"))
    return [head, rolled, *note]
