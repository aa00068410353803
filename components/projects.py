"""Construction projects as rows: how far each is, with an upright where it should be by now, its days and its light."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from components import format as form
from components.address import go
from components.attr import attr
from components.bullet import bullet
from components.light import light
from data.indicators.words import MISSING
from data.programmes.projects import Project

HEADS = ("县区", "项目", "项目类型", "进度", "计划完成", "完成日期", "状态")
LEFT, WIDE = HEADS[:4], ("项目", "完成日期")  # WIDE: what a phone has no room for


def project_table(caption: str, found: Sequence[Project], *, region: str, year: int) -> list[Any]:
    """The table and its notes. `region`: the county that is on; dates of another year than `year` are written with theirs."""
    rows = [_row(one, region, year) for one in found]
    heads = [html.Th(word, scope="col", className=_looks(word), colSpan=2 if word == "进度" else 1) for word in HEADS]
    table = html.Table([html.Caption(caption), html.Thead(html.Tr(heads)), html.Tbody(rows)], className="t projects")
    notes = ["进度取台账最近一次填报。"]
    if any(one.too_late for one in found):
        notes.append("※ 计划完成日期晚于方案要求。")
    box = html.Div(table, className="wide-box", tabIndex=0, role="region", **attr(aria_label=f"{caption}，可左右滚动"))
    return [box, html.P(notes, className="note")]


def _looks(head: str) -> str:
    return " ".join(name for name, heads in (("l", LEFT), ("desk", WIDE)) if head in heads)


def _row(one: Project, region: str, year: int) -> html.Tr:
    planned = MISSING if one.planned_on is None else form.day(one.planned_on, year) + (" ※" if one.too_late else "")
    done = MISSING if one.completed_on is None else form.day(one.completed_on, year)
    return html.Tr(
        [
            html.Th(html.Button(one.region_name, type="button", className="link", **go(region=one.region)), scope="row"),
            html.Td(one.name or MISSING, className=_looks("项目")),
            html.Td(one.work, className="l"),
            html.Td(bullet(one.progress, one.expected, 100), className="bar"),
            html.Td(f"{one.progress}%"),
            html.Td(planned),
            html.Td(done, className=_looks("完成日期")),
            html.Td(light(one.light) or MISSING),
        ],
        className="on" if one.region == region else "",
        **attr(data_hover=one.region, data_project=one.region),
    )
