"""Measures side by side as cells, and the six programmes' progress."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import html

from components import format as form
from components.comparison import change, unfinished
from components.screen.cell import cell
from components.screen.progress import progress
from data.indicators import INDICATORS
from data.indicators.figures import figures
from data.indicators.findings import overview_finding
from data.indicators.words import MISSING
from pages.wall.scene import WALL, Seen


@dataclass(frozen=True)
class Cells:
    """One cell an indicator, in two columns, below a title where there is one; with how all targets of `programme` stand."""

    indicators: tuple[str, ...]
    title: str = ""
    programme: str = ""

    def draw(self, seen: Seen) -> list[Any]:
        shown = [self._cell(seen, name) for name in self.indicators]
        box = html.Div(shown, className="cells")
        return [html.H2(self._title(seen), className="song"), box] if self.title else [box]

    def _title(self, seen: Seen) -> str:
        of_it = [one.id for one in INDICATORS.values() if one.programme == self.programme]
        if not of_it:
            return self.title
        finding = overview_finding(figures(seen.now, of_it, scope=WALL, periods=[seen.month], region=seen.region))
        return f"{self.title}：{finding.title}" if finding.rule else self.title

    def _cell(self, seen: Seen, name: str) -> html.Div:
        period, figure = seen.period(name), seen.figure(name)
        before = figures(seen.now, [name], scope=WALL, periods=[period.shift(-1)], region=seen.region)[0]
        said = change(figure, before, seen.now.today, short=True)
        words = unfinished(figure, seen.now.today) or ("" if said == MISSING else f"较上月 {said}")
        if period.grain == "ytd":  # a count of the year grows by itself
            words = f"截至{form.day(figure.as_of)}" if figure.as_of else ""
        return cell(figure, seen.target(name), when=seen.when(name), beside=words)


@dataclass(frozen=True)
class Progress:
    """The six programmes."""

    indicators: tuple[str, ...] = ()

    def draw(self, seen: Seen) -> list[Any]:
        books = seen.ledger.books if seen.ledger else ()
        return list(progress([book for book in books if any(line.cells for line in book.lines)]))
