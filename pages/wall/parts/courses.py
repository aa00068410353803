"""What has a course: indicators over the year, steps of a project, a count over the years, and what a count is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from components import format as form
from components.attr import attr
from components.bullet import bullet
from components.light import light
from components.screen.course import NAMED, course
from components.trend import outlook
from data.indicators import DECLARED
from data.indicators.aim import own_target
from data.indicators.figures import Figure, figures
from data.indicators.words import percent
from data.periods import Period
from pages.wall.scene import WALL, Seen


@dataclass(frozen=True)
class Courses:
    """One small chart an indicator, `width` × `height` of the wall's pixels each."""

    indicators: tuple[str, ...]
    title: str
    width: float = 385.0
    height: float = 252.0

    def draw(self, seen: Seen) -> list[Any]:
        found = [seen.study(name) for name in self.indicators]
        late = [one.title for one in found if one.figure.status in ("behind", "overdue")]
        said = f"{'、'.join(late)}未达进度" if 0 < len(late) < 3 else f"{len(late)} 项未达进度" if late else self.title
        named = NAMED if any(outlook(one, seen.now.today) for one in found) else NAMED[:1]
        charts = [course(one, seen.now.today, self.width, self.height) for one in found]
        return [html.H2(said, className="song"), html.P("，".join(named), className="sub"), html.Div(charts, className="courses")]


@dataclass(frozen=True)
class Steps:
    """A project's steps: how much is done of what must be, and its light."""

    indicators: tuple[str, ...]
    title: str

    def draw(self, seen: Seen) -> list[Any]:
        return [html.H2(self.title, className="song"), *(self._step(seen, name) for name in self.indicators)]

    def _step(self, seen: Seen, name: str) -> html.Div:
        figure, indicator = seen.figure(name), DECLARED[name]
        has = figure.target and own_target(figure)
        bar = bullet(figure.value, figure.expected, float(figure.target)) if figure.target and has else html.Div(className="bullet")
        words = [html.Span(indicator.title), bar, html.Span(done(figure), className="num v"), light(figure.status) or html.Span()]
        return html.Div(
            words,
            className="pr wide",
            **attr(data_indicator=name, data_period=figure.period, data_region=figure.region, data_status=figure.status),
        )


def done(figure: Figure) -> str:
    """`75/100`; of a rate its two counts."""
    indicator = DECLARED[figure.indicator]
    if indicator.rate and not figure.suppressed and figure.denominator:
        return f"{form.whole(figure.numerator)}/{form.whole(figure.denominator)}"
    shown = form.cell(indicator, figure)
    return f"{shown}/{form.plain(indicator, figure.target)}" if own_target(figure) and not figure.suppressed else shown


@dataclass(frozen=True)
class Years:
    """Yearly counts over the years covered, the running one as far as it is."""

    indicators: tuple[str, ...]
    count: int = 3

    def draw(self, seen: Seen) -> list[Any]:
        return [html.Div([html.Div(self._one(seen, name)) for name in self.indicators], className="beside")]

    def _one(self, seen: Seen, name: str) -> list[Any]:
        this = seen.month.year
        first = max(this - self.count + 1, seen.now.begins.year if seen.now.begins else this)
        spans = [Period(f"{year}-12/ytd") for year in range(first, this)] + [Period(f"{seen.month.text}/ytd")]
        found = figures(seen.now, [name], scope=WALL, periods=spans, region=seen.region)
        most = max((figure.value or 0 for figure in found), default=0) or 1
        rows = [self._row(figure, span, most, seen) for figure, span in zip(found, spans, strict=True)]
        return [html.Div([html.Span(DECLARED[name].title), html.Span(DECLARED[name].unit)], className="pt"), *rows]

    def _row(self, figure: Figure, span: Period, most: float, seen: Seen) -> html.Div:
        running = span.runs(seen.now.today)
        bar = html.I(className="val now" if running else "val", style={"width": _share(figure, most)})
        return html.Div(
            [
                html.Span(f"1–{span.ends.month}月" if running else f"{span.year}年"),
                html.Div(bar, className="bullet thick"),
                html.Span(form.cell(DECLARED[figure.indicator], figure), className="num v"),
            ],
            className="pr year",
            **attr(data_indicator=figure.indicator, data_period=figure.period, data_region=figure.region),
        )


def _share(figure: Figure, most: float) -> str:
    return f"{100 * float(figure.value or 0) / most:.1f}%"


@dataclass(frozen=True)
class Shares:
    """What counts are made of, each as one bar of a hundred percent with its categories named beneath."""

    indicators: tuple[str, ...]

    def draw(self, seen: Seen) -> list[Any]:
        return [part for name in self.indicators for part in self._one(seen, name)]

    def _one(self, seen: Seen, name: str) -> list[Any]:
        period, declared = seen.period(name), DECLARED[name]
        found = figures(seen.now, [name], scope=WALL, periods=[period], region=seen.region, by_category=True)
        known = [figure for figure in found if not figure.suppressed and figure.value]
        total = sum(figure.value or 0 for figure in known)
        head = html.Div(
            [html.Span(f"{declared.title}，按{declared.breakdown}"), html.Span(f"{form.period(period)}，{declared.unit}")], className="pt"
        )
        if not total:
            return [head, html.Div("还没有数据。", className="empty")]
        return [head, *self._bar(known, float(total)), *self._hidden(found)]

    def _bar(self, known: Sequence[Figure], total: float) -> list[html.Div]:
        shares = [100 * float(one.value or 0) / total for one in known]
        parts = [html.I(className=f"cat{i + 1}", style={"width": f"{share:.2f}%"}) for i, share in enumerate(shares)]
        words = [
            html.Span(
                [html.I(className=f"cat{i + 1}"), one.category, " ", html.B(form.whole(one.value)), f" {percent(share)}%"],
                **attr(data_indicator=one.indicator, data_category=one.category or "", data_period=one.period, data_region=one.region),
            )
            for i, (one, share) in enumerate(zip(known, shares, strict=True))
        ]
        return [html.Div(parts, className="shares"), html.Div(words, className="named")]

    def _hidden(self, found: Sequence[Figure]) -> list[html.Div]:
        hidden = [one.category or "" for one in found if one.suppressed]
        return [html.Div(f"{'、'.join(hidden)}按规定不显示", className="w")] if hidden else []
