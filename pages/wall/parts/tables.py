"""Tables over the counties: the worst light of each programme, and several measures with their values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import html

from components.light import light
from components.progress import short_name
from components.screen.matrix import measures, programme_matrix, signs
from components.screen.words import title as short_title
from data.indicators.figures import figures
from data.indicators.findings import coverage_finding
from data.programmes.owed import debtors
from geo.regions import CITY
from pages.wall.scene import WALL, Seen

ROOM = 930.0  # of the wall's pixels, for a title


@dataclass(frozen=True)
class Programmes:
    """Counties × programmes, below it the lights' words and what the city does by itself."""

    indicators: tuple[str, ...] = ()

    def draw(self, seen: Seen) -> list[Any]:
        ledger = seen.ledger
        if ledger is None:
            return [html.H2("六大工程", className="song"), html.Div("这一年还没有装入工程计划。", className="empty")]
        own = [book for book in ledger.books if all(cell.region == CITY for line in book.lines for cell in line.cells)]
        words: list[Any] = [
            html.Span([f"{short_name(book.programme)}（市局） {book.count('met')} / {len(book.lines)} ", light(book.light)]) for book in own
        ]
        return [
            html.H2(self._finding(seen), className="song"),
            html.P("每格为该县区在该工程中最差的一项任务，数字为同灯任务数", className="sub"),
            programme_matrix(ledger.books),
            html.Div([signs(), *words], className="under"),
        ]

    def _finding(self, seen: Seen) -> str:
        """`6 项逾期，通许县占 4 项`: of the counties' tasks; without one overdue, of those that lag."""
        owing = debtors(seen.ledger.books, seen.ledger.day) if seen.ledger else ()
        for lit, word in (("overdue", "逾期"), ("missing", "未报"), ("behind", "滞后")):
            counts = [(one.name, one.count(lit)) for one in owing if one.count(lit) and one.region != CITY]  # type: ignore[arg-type]
            if not counts:
                continue
            total = sum(many for _, many in counts)
            most = max(many for _, many in counts)
            named = [name for name, many in counts if many == most]
            if len(counts) == 1:
                return f"{total} 项{word}，都在{named[0]}"
            if len(named) == 1:
                return f"{total} 项{word}，{named[0]}占 {most} 项"
            return f"{total} 项{word}，在 {len(counts)} 个县区"
        return "各县区没有逾期、未报、滞后的任务"


@dataclass(frozen=True)
class Measures:
    """Indicators over the counties, the city first; `columns` are indicators with their heads, a line break in a head as `\\n`.

    covered  of how many columns, from the left, the title says how far they are covered
    """

    columns: tuple[tuple[str, str], ...]
    title: str
    covered: int = 0

    @property
    def indicators(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.columns)

    def draw(self, seen: Seen) -> list[Any]:
        found = {}
        for name in self.indicators:
            for level in (None, "county"):
                for figure in figures(seen.now, [name], scope=WALL, periods=[seen.period(name)], region=CITY, level=level):
                    found[name, figure.region] = figure
        said = coverage_finding([found[name, CITY] for name in self.indicators[: self.covered]]) if self.covered else None
        codes = [(CITY, "全市"), *((place.code, place.name) for place in seen.now.places.counties)]
        title = short_title(said.title, ROOM) if said and said.rule else self.title
        return [html.H2(title, className="song"), measures(self.columns, found, codes), html.Div(signs(), className="under")]
