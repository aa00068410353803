"""The panel of one task: percent and what is expected, its dates, the indicators beside the returns, the counties, the way on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from components import format as form
from components.about import named
from components.address import go
from components.attr import attr
from components.bullet import bullet
from components.light import light
from components.programmes.conflict import source_words
from components.programmes.words import apart, by_month, of_month, points, short_name
from data.indicators import INDICATORS
from data.indicators.aim import own_target
from data.indicators.figures import Figure
from data.programmes.form import Programme
from data.programmes.line import Cell, Line
from data.programmes.returns.course import Change
from geo.regions import CITY


def side_head(programme: Programme, line: Line, place: str) -> list[Any]:
    """Which task, its light, percent and what is expected; what the percent rests on."""
    where: list[Any] = [short_name(programme), html.S(), f"台账 {line.task.no}", *([html.S(), place] if place else [])]
    top = html.Div(
        [
            html.Span(where),
            html.Button(["关闭 ", html.Span("✕", **attr(aria_hidden="true"))], type="button", className="close", **go(task=None)),
        ],
        className="side-top",
    )
    words = f"应达 {points(line.expected)}"
    if line.percent is not None:
        words += f"，{apart(line.percent, line.expected)}"
    state = html.Div(
        [light(line.light) or html.Span("暂无进度"), html.Span(points(line.percent), className="fig"), html.Span(words, className="sub")],
        className="side-state",
    )
    return [top, html.H2(line.task.title, className="song", id="programme-task-title"), state, html.P(_basis(line), className="sub")]


def _basis(line: Line) -> str:
    if line.basis == "none":
        return "还没有审核通过的月报，也没有关联指标的数。"
    if line.basis == "indicators":
        return "还没有审核通过的月报，进度按关联指标计。"
    reported = sum(cell.reported is not None for cell in line.cells)
    if len(line.cells) == 1:
        return f"按审核通过的 {of_month(line.cells[0].reported_of)}月报计。"
    return f"按 {reported} / {len(line.cells)} 个县区审核通过的月报计" + ("，其余按关联指标计。" if line.task.indicators else "。")


def terms(line: Line) -> html.Dl:
    """责任单位, 时限, 出处, and a weight that is not 1."""
    task = line.task
    rows = [("责任单位", "、".join(task.units) or "—"), ("时限", by_month(f"{line.due_on:%Y-%m}"))]
    rows += [("工作目标", task.group)] if task.group else []
    rows += [("出处", task.source)] if task.source else []
    rows += [("权重", str(task.weight))] if task.weight != 1 else []
    parts = [html.Div([html.Dt(term), html.Dd(words)]) for term, words in rows]
    if line.conflict is None and (source := source_words(task)):
        parts.append(html.Div([html.Dt("说明"), html.Dd(source)]))
    return html.Dl(parts, className="kv")


def indicators(line: Line, figures: Sequence[Figure], region: str) -> list[Any]:
    """The linked indicators' own values, and below what the returns say of the task; a mark where the two disagree."""
    if not figures:
        return []
    rows = [_indicator(figure, region) for figure in figures]
    said: list[Any] = [f"关联指标合计 {points(line.linked)}"]
    reported = [cell for cell in line.cells if cell.reported is not None]
    if line.basis == "returns":
        said.append(f"，月报 {points(line.percent)}")
    if line.disagrees:
        where = [cell.region_name for cell in reported if cell.disagrees]
        listed = "、".join(where[:3]) + (f"等 {len(where)} 个县区" if len(where) > 3 else "")
        said += [" ", html.Span("≠ 数不一致", className="mark"), f"（{listed}）" if len(line.cells) > 1 else ""]
    elif line.basis == "returns" and line.linked is not None:
        said.append("，两者相符")
    return [html.H3(["考核指标", html.Span("实绩 / 目标")]), *rows, html.P(said, className="sub beside")]


def _indicator(figure: Figure, region: str) -> html.Div:
    indicator = INDICATORS[figure.indicator]
    held = own_target(figure) and figure.target is not None
    value = form.cell(indicator, figure)
    if held and indicator.unit != "%":
        value = f"{value} / {form.plain(indicator, figure.target)} {indicator.unit}"
    elif figure.value is not None and indicator.unit != "%":
        value = f"{value} {indicator.unit}"
    bar = bullet(figure.value, figure.expected, figure.target) if held and figure.target else html.Div(className="bullet blank")
    return html.Div(
        [
            named(indicator, figure.period, region),
            bar,
            html.Span(value, className="num v"),
            light(figure.status) or html.Span(),
        ],
        className="sh ind",
        **attr(data_indicator=figure.indicator),
    )


def counties(line: Line, region: str) -> list[Any]:
    """The counties, whoever is furthest behind first; those without a percent last."""
    cells = [cell for cell in line.cells if cell.region != CITY]
    if len(cells) < 2:
        return []
    order = sorted(cells, key=lambda cell: (cell.percent is None, (cell.percent or 0) - cell.expected, cell.region))
    return [html.H3(["各县区进度", html.Span("竖线为应达，差距大的在前")]), *(_county(cell, cell.region == region) for cell in order)]


def _county(cell: Cell, on: bool) -> html.Div:
    odd: Any = None
    if cell.disagrees:
        title = f"月报 {points(cell.reported)}，关联指标 {points(cell.linked)}"
        odd = html.Span(["≠", html.Span("数不一致", className="heard")], className="odd", title=title)
    return html.Div(
        [
            html.Button(cell.region_name, type="button", className="link", **go(region=cell.region)),
            bullet(cell.percent, cell.expected, 100),
            html.Span([odd, points(cell.percent)], className="num v"),
            light(cell.light) or html.Span("—"),
        ],
        className=f"sh{' on' if on else ''}",
        **attr(data_region=cell.region),
    )


def values_beside(change: Change, figures: Sequence[Figure]) -> list[Any]:
    """What a county wrote of reported indicators beside what the system has of them; figures: of that county."""
    rows = []
    for figure in figures:
        written = change.values.get(figure.indicator)
        if not isinstance(written, (list, tuple)) or not written or figure.suppressed:
            continue
        indicator = INDICATORS[figure.indicator]
        halves = [half for half in written[: 2 if indicator.rate else 1] if half not in (None, "")]
        own = [figure.numerator, figure.denominator][: len(halves)]
        parts: list[Any] = [f"{indicator.title}：上报 {' / '.join(map(str, halves))}，系统 {' / '.join(map(form.whole, own))}"]
        if any(differ(half, number) for half, number in zip(halves, own, strict=True)):
            parts += [" ", html.Span("数不一致", className="mark")]
        rows.append(html.P(parts, className="sub beside"))
    return [html.H3(["上报的数", html.Span(f"{of_month(change.month)}月报")]), *rows] if rows else []


def differ(written: object, number: float | None) -> bool:
    """Whether a number as it was written is another than the system's; what is no number is."""
    try:
        return number is None or abs(float(str(written).replace(",", "")) - number) > 5e-5
    except ValueError:
        return True


def ways(found: Sequence[tuple[str, str, bool]]) -> list[Any]:
    """The buttons at the foot; found: words, address, whether it is the main one."""
    if not found:
        return []
    return [
        html.Div([dcc.Link(words, href=href, className="btn main" if main else "btn") for words, href, main in found], className="acts")
    ]
