"""A project's steps, one row each: how much is done of what must be, by when, and its light; without a measure the day alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from components import format as form
from components.about import mark
from components.address import go
from components.attr import attr
from components.bullet import bullet
from components.light import light
from data.indicators import DECLARED
from data.indicators.aim import own_target
from data.indicators.figures import Figure
from data.indicators.indicator import MONTHLY, Target
from data.indicators.words import percent
from data.periods import parse
from data.programmes.line import Line

LATE = ("overdue", "behind")


def steps(figures: Sequence[Figure], targets: dict[str, Target], tasks: Sequence[Line] = (), parts: Sequence[Figure] = ()) -> list[Any]:
    """The steps measured, then those of the plan that no indicator measures. parts: the counties' figures; who is late is named."""
    measured = [
        _step(figure, targets.get(figure.indicator), [one for one in parts if one.indicator == figure.indicator]) for figure in figures
    ]
    return [html.Div([*measured, *map(_task, tasks)], className="steps")]


def _step(figure: Figure, target: Target | None, parts: Sequence[Figure]) -> html.Div:
    indicator = DECLARED[figure.indicator]
    due = _due(target.by) if target else ""
    done = _done(figure)
    bar = (
        bullet(figure.value, figure.expected, figure.target) if figure.target and own_target(figure) else html.Div(className="bullet blank")
    )
    choice = html.Button(
        indicator.title, type="button", className="link", title=indicator.name, **go(indicator=indicator.id, category=None)
    )
    name = html.Span([choice, mark(indicator, figure.period, figure.region)], className="what")
    words = [name, bar, html.Span(done, className="num v"), html.Span(due, className="due"), light(figure.status) or html.Span()]
    return html.Div([*words, *_late(parts)], className="step", **attr(data_step=figure.indicator))


def _done(figure: Figure) -> str:
    """`1,385/2,000`: how many of how many; of a rate its two counts."""
    indicator = DECLARED[figure.indicator]
    if indicator.rate and not figure.suppressed and figure.denominator:
        return f"{form.whole(figure.numerator)}/{form.whole(figure.denominator)}"
    done = form.cell(indicator, figure)
    return f"{done}/{form.plain(indicator, figure.target)}" if own_target(figure) and not figure.suppressed else done


def _late(parts: Sequence[Figure]) -> list[html.Div]:
    """`逾期 2：杞县 11/12、兰考县 15/16`: the counties that are late, with how far they are."""
    rows = []
    for status in LATE:
        late = [one for one in parts if one.status == status]
        if late:
            names = "、".join(f"{one.region_name} {_done(one)}" for one in late)
            rows.append(html.Div([light(status, count=len(late)), html.Span(names)], className="late"))
    return rows


def _due(by: str) -> str:
    return "每月" if by == MONTHLY else f"{parse(by).ends.month}月底前"


def _task(line: Line) -> html.Div:
    bar = html.Span("待月报", className="wait") if line.percent is None else bullet(line.percent, line.expected, 100)
    words = [
        html.Span(line.task.title, className="what"),
        bar,
        html.Span("" if line.percent is None else f"{percent(line.percent)}%", className="num v"),
        html.Span(_due(f"{line.due_on:%Y-%m}"), className="due"),
        light(line.light) or html.Span(),
    ]
    return html.Div(words, className="step task" if line.percent is None else "step")
