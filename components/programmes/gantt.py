"""全年安排: one row a programme over the months of the plan's year, its phases as tints, its milestones, and an upright at the day.

◆ done, ■ overdue, ◇ ahead. Positions are parts of the year in percent; a row says in words what it draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from dash import dcc, html

from components import format as form
from components.attr import attr
from components.light import light
from components.programmes.words import of_month, programme_at, short_name
from data.indicators.words import listed
from data.periods import parse
from data.programmes.form import Phase
from data.programmes.ledger import Book, Ledger, Stone

STATES = {"done": "节点已完成", "overdue": "逾期", "ahead": "未到期"}
SAID = {"done": "已完成", "overdue": "逾期", "ahead": "未到期"}
FIRST = ("overdue", "ahead", "done")  # which of several milestones on one day is drawn
WORD, GAP = 0.055, 0.005  # what a phase's short name takes, and the room beside it, as parts of the year
ENDINGS = ("部署", "实施", "验收", "巩固")


def gantt(ledger: Ledger, *, on: str = "", today: bool = True) -> list[Any]:
    """Title with the signs' meaning, and the rows; `on` is the programme whose page it is, `today` whether the day is the present one."""
    head = html.Div(
        [
            html.Div(
                [html.H2("全年安排", className="song"), html.P([html.I(className="stroke"), _day_words(ledger, today)], className="sub")]
            ),
            html.Div([html.Span([html.I(className=f"ms {state}"), word]) for state, word in STATES.items()], className="keys"),
        ],
        className="ph",
    )
    year = ledger.plan.plan.year
    rows = [_months(year, ledger.day), *(_row(ledger, book, book.programme.id == on) for book in ledger.books)]
    chart: list[Any] = [html.Div(rows, className="rows")]
    if ledger.day.year == year:
        chart.append(html.Div(html.I(style={"left": _at(_passed(year, ledger.day))}), className="now-line", **attr(aria_hidden="true")))
    return [head, html.Div(chart, className="gantt")]


def _day_words(ledger: Ledger, today: bool) -> str:
    shown = form.day(ledger.day, ledger.plan.plan.year)
    return f"竖线为今天 {shown}" if today else f"竖线为 {shown}，各项均为当时情况"


def _months(year: int, day: date) -> html.Div:
    parts: list[Any] = []
    for month in range(1, 13):
        span = parse(f"{year}-{month:02d}")
        start, end = _part(year, span.starts), _passed(year, span.ends)
        now = day.year == year and day.month == month
        parts += [
            html.I(style={"left": _at(start)}),
            html.Span([str(month), html.Em("月")], className="now" if now else "", style={"left": _at((start + end) / 2)}),
        ]
    return html.Div([html.Span(), html.Span(), html.Div(parts, className="gb")], className="gr gh", **attr(aria_hidden="true"))


def _row(ledger: Ledger, book: Book, on: bool) -> html.Div:
    year, name = ledger.plan.plan.year, short_name(book.programme)
    link = dcc.Link(name, href=programme_at(book.programme.id, ledger.month, ledger.region), title=book.programme.name)
    stones = _by_day(book.stones)
    drawn = [*_phases(book.programme.phases, ledger, stones), *(_stone(year, day, found) for day, found in stones.items())]
    said = [f"{_span(phase)} {phase.name}" for phase in book.programme.phases]
    said += [f"{form.day(stone.due_on, year)} {stone.milestone.title}（{SAID[stone.state]}）" for stone in book.stones]
    return html.Div(
        [
            html.B(link, **attr(aria_current="page")) if on else html.Span(link),
            light(book.light) or html.Span("—", title="还没有进度" if book.lines else "没有这里的任务"),
            html.Div(drawn, className="gb", role="img", **attr(aria_label=f"{name}：{'；'.join(said)}")),
        ],
        className=f"gr{' on' if on else ''}",
        **attr(data_programme=book.programme.id),
    )


def _span(phase: Phase) -> str:
    return of_month(phase.starts) if phase.starts == phase.ends else f"{int(phase.starts[5:])}–{of_month(phase.ends)}"


def _phases(phases: Sequence[Phase], ledger: Ledger, stones: Iterable[date]) -> list[Any]:
    """The longest phase lies beneath; the others stand over it where months are shared."""
    if not phases:
        return []
    year = ledger.plan.plan.year
    ends = {phase.name: (_part(year, parse(phase.starts).starts), _passed(year, parse(phase.ends).ends)) for phase in phases}
    main = max(phases, key=lambda phase: ends[phase.name][1] - ends[phase.name][0])
    others = [phase for phase in phases if phase is not main]
    out: list[Any] = [_phase(main, *ends[main.name], main=len(phases) == 1 or main.starts != main.ends)]
    out += [_phase(phase, *ends[phase.name], main=False) for phase in others]
    free = [ends[main.name][0], ends[main.name][1]]
    for phase in others:
        start, end = ends[phase.name]
        if start <= free[0] < end:
            free[0] = end
        elif start < free[1] <= end:
            free[1] = start
    if main.starts == main.ends:
        return out
    day = _passed(year, ledger.day) if ledger.day.year == year else -1.0
    at = day if free[0] <= day < free[1] - WORD else free[0] + GAP
    return [*out, html.Em(_short(main.name), style={"left": _at(_clear(at, [_passed(year, one) for one in stones]))})]


def _clear(at: float, stones: Iterable[float]) -> float:
    """The first place from `at` on where a word covers no milestone."""
    for stone in sorted(stones):
        if at - GAP < stone < at + WORD:
            at = stone + GAP
    return at


def _phase(phase: Phase, start: float, end: float, *, main: bool) -> html.I:
    words = f"{_span(phase)} {phase.name}" + (f"（{phase.note}）" if phase.note else "")
    alone = main and phase.starts != phase.ends
    return html.I(
        None if alone else _short(phase.name),
        className=f"phase{' main' if main else ''}",
        style={"left": _at(start), "width": _at(end - start)},
        title=words,
    )


def _short(name: str) -> str:
    return next((ending for ending in ENDINGS if ending in name), name[:2])


def _by_day(stones: Sequence[Stone]) -> Mapping[date, list[Stone]]:
    out: dict[date, list[Stone]] = {}
    for stone in stones:
        out.setdefault(stone.due_on, []).append(stone)
    return out


def _stone(year: int, day: date, found: Sequence[Stone]) -> html.I:
    worst = min((stone.state for stone in found), key=FIRST.index)
    words = listed([f"{stone.milestone.title}（{SAID[stone.state]}）" for stone in found], "节点")
    return html.I(className=f"ms {worst}", style={"left": _at(_passed(year, day))}, title=f"{form.day(day, year)} {words}")


def _part(year: int, day: date) -> float:
    """How much of the year is over when a day begins."""
    first = date(year, 1, 1)
    return (day - first).days / ((date(year, 12, 31) - first).days + 1)


def _passed(year: int, day: date) -> float:
    """How much of the year is over when a day ends, 0–1."""
    first = date(year, 1, 1)
    return min(max(((day - first).days + 1) / ((date(year, 12, 31) - first).days + 1), 0.0), 1.0)


def _at(part: float) -> str:
    return f"{100 * part:.2f}%"
