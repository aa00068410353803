"""The wide table of a section page: one row a region, the same figures as map and ranking, with the gap to what is expected and changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import html

from components import format as form
from components.about import named
from components.address import go
from components.attr import attr
from components.comparison import EARLIER, against, change, unfinished_note
from components.light import light
from components.table import NOTE_PAIRED
from data.indicators.aim import own_target
from data.indicators.figures import Figure
from data.indicators.ledger import Ledger, Line
from data.indicators.words import MISSING
from data.periods import parse
from geo.regions import WORDS

NOTE_SMALL = "人数 1–4 不显示具体数。"


def ledger(one: Ledger, *, region: str, today: date, files: str) -> list[Any]:
    """Title, files to take away, and the rows.

    region  the selected one; today  on which changes are judged; files  the address of the files, `{kind}` for csv or xlsx
    """
    name = f"{one.indicator.title}（{one.category}）" if one.category else one.indicator.title
    takes = [
        html.A(f"下载 {kind}", href=files.replace("{kind}", kind), download="", className="link", **attr(data_file=kind))
        for kind in ("csv", "xlsx")
    ]
    title = "同一组数字" if one.level == "county" else f"{one.whole.figure.region_name}各乡镇"
    head = html.Div(
        [
            html.Div(
                [
                    html.H2(title, className="song"),
                    html.P([named(one.indicator, one.period.text, region, name), html.S(), form.period(one.period)], className="sub"),
                ]
            ),
            html.Div(takes, className="files"),
        ],
        className="ph",
    )
    lines = [*one.parts, one.whole]
    judged = any(line.figure.target is not None for line in lines)
    heads = [WORDS[one.level], *_heads(one, judged)]
    rows = [_row(one, line, judged, today, line.figure.region == region) for line in one.parts]
    rows.append(_row(one, one.whole, judged, today, False, total=True))
    table = html.Table(
        [
            html.Caption(f"{name}，{title}，{form.period(one.period)}"),
            html.Thead(html.Tr([html.Th(word, scope="col") for word in heads])),
            html.Tbody(rows),
        ],
        className="t wide",
    )
    label = attr(role="region", aria_label=f"{title}，可左右滚动")
    box = html.Div(table, className="wide-box", tabIndex=0, **label)
    notes = [one.absent] if one.absent else []
    if one.beside and one.parts and not any(line.beside for line in one.parts):
        notes.append(f"{WORDS[one.level]}不与{one.beside}比较，只比合计一行。")
    held = [(line.figure, other) for line in reversed(lines) for other in (line.before, line.year_before, line.beside)]
    notes += [note] if (note := unfinished_note(held, today)) else []
    notes += _notes([line.figure for line in lines])
    return [head, box, *([html.P(notes, className="note")] if notes else [])]


def _notes(figures: Sequence[Figure]) -> list[str]:
    small = any(figure.reason == "small" for figure in figures)
    paired = any(figure.reason == "paired" for figure in figures)
    return [f"{form.withheld('small')}：{NOTE_SMALL}"] * small + [NOTE_PAIRED] * paired


def _heads(one: Ledger, judged: bool) -> list[str]:
    indicator = one.indicator
    out = [f"{indicator.numerator.removesuffix(' × 10000')}", indicator.denominator, "比率"] if indicator.rate else []
    if indicator.rate:
        unit = "" if indicator.unit == "%" else f"（{indicator.unit}）"
        out[2] = f"{indicator.title}{unit}"
    else:
        out = [f"{indicator.title}（{indicator.unit}）"]
    if judged:
        out += ["目标", "应达", "与应达相比", "状态"]
    out += [EARLIER[one.period.grain], "较去年同期"]
    if one.beside:
        held = form.period(parse(one.beside)) if one.whole.beside and one.whole.beside.period != one.period.text else one.beside
        out += [held, f"与{held}相比"]
    return out


def _row(one: Ledger, line: Line, judged: bool, today: date, selected: bool, total: bool = False) -> html.Tr:
    figure, indicator = line.figure, one.indicator
    cells: list[Any] = []
    if indicator.rate:
        hidden = form.withheld(figure.reason) if figure.suppressed else ""
        cells += [hidden or form.whole(figure.numerator), hidden or form.whole(figure.denominator)]
    cells.append(html.Td(form.cell(indicator, figure), className="value"))
    if judged:
        cells += [form.plain(indicator, figure.target), form.path(indicator, figure)]
        cells += [form.from_path(indicator, figure) if own_target(figure) else MISSING, light(figure.status) or MISSING]
    for earlier in (line.before, line.year_before):
        cells.append(change(figure, earlier, today, short=True))
    if one.beside:
        cells += [MISSING if line.beside is None else form.cell(indicator, line.beside)]
        cells += [against(figure, line.beside, today)]
    name = figure.region_name
    first = name if total else html.Button(name, type="button", className="link", **go(region=figure.region))
    return html.Tr(
        [html.Th(first, scope="row"), *(cell if isinstance(cell, html.Td) else html.Td(cell) for cell in cells)],
        className="tot" if total else "on" if selected else "",
        **({} if total else attr(data_hover=figure.region)),
        **attr(data_region=figure.region),
    )
