"""Measures side by side as cells, and the six programmes' progress."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import html

from components.comparison import change, unfinished
from components.screen.cell import cell
from components.screen.progress import progress
from data.indicators.figures import figures
from data.indicators.words import MISSING
from pages.wall.scene import WALL, Seen


@dataclass(frozen=True)
class Cells:
    """One cell an indicator, in `columns` columns, below a title where there is one."""

    indicators: tuple[str, ...]
    columns: int = 2
    title: str = ""

    def draw(self, seen: Seen) -> list[Any]:
        shown = [self._cell(seen, name) for name in self.indicators]
        box = html.Div(shown, className=f"cells c{self.columns}")
        return [html.H2(self.title, className="song"), box] if self.title else [box]

    def _cell(self, seen: Seen, name: str) -> html.Div:
        period, figure = seen.period(name), seen.figure(name)
        before = figures(seen.now, [name], scope=WALL, periods=[period.shift(-1)], region=seen.region)[0]
        said = change(figure, before, seen.now.today, short=True)
        words = unfinished(figure, seen.now.today) or ("" if said == MISSING else f"较上月 {said}")
        return cell(figure, seen.target(name), when=seen.when(name), beside=words)


@dataclass(frozen=True)
class Progress:
    """The six programmes."""

    indicators: tuple[str, ...] = ()

    def draw(self, seen: Seen) -> list[Any]:
        books = seen.ledger.books if seen.ledger else ()
        return list(progress([book for book in books if any(line.cells for line in book.lines)]))
