"""月通报、季讲评、半年小结、全年总评: the same parts over a month, a quarter, a half, a year. The parts are in `summary_parts`."""

from __future__ import annotations

from collections.abc import Sequence

from access.scope import Scope
from briefings.document import Document, Heading, Paragraph, Part, numbered
from briefings.spans import SUMMARIES, Span, SummaryKind, span_of
from briefings.summary_parts import indicators, lagging, letters, owed, programmes
from data.exchange.export import Origin
from data.indicators.figures import figures
from data.indicators.findings import overview_finding
from data.indicators.moment import Moment
from data.indicators.words import day, listed
from data.letters.letter import Letter
from data.periods import Period
from data.programmes.ledger import read_ledger
from data.programmes.line import Ledger

ENDINGS: dict[SummaryKind, str] = {
    "month": "推进情况通报",
    "quarter": "推进情况讲评",
    "half": "推进情况小结",
    "year": "推进情况总评",
}


class NoPlan(ValueError):
    """No plan holds the months asked for."""


def summary(now: Moment, kind: SummaryKind, month: Period, *, scope: Scope, written: Sequence[Letter], origin: Origin) -> Document:
    """The report on the span that holds the month, as its last day (today while it runs) shows it.

    written  the issued letters the reader may know of
    Raises spans.NotBegun and NoPlan.
    """
    span = span_of(kind, month, now.today)
    ledger = read_ledger(now, scope=scope, month=span.last)
    if ledger is None:
        raise NoPlan(f"{span.first.year} 年没有年度计划。")
    before = read_ledger(now, scope=scope, month=span.before) if span.before else None
    sections: list[tuple[str, list[Part]]] = [
        ("总体进展", programmes(ledger, before)),
        ("滞后、逾期和未报事项", lagging(ledger)),
        ("月报报送", owed(ledger)),
        ("提醒和督办", letters(written, span, now.today)),
        ("重点指标", indicators(now, ledger, span, scope)),
    ]
    titles = numbered([name for name, _ in sections])
    parts: list[Part] = [Paragraph(_opening(now, ledger, span, scope))]
    for title, (_, found) in zip(titles, sections, strict=True):
        parts += [Heading(title), *found]
    return Document(
        title=f"{span.name}民政重点工程\n{ENDINGS[kind]}",
        subtitle=f"（{SUMMARIES[kind]}，截至{day(ledger.day, None if span.first.year == ledger.day.year else span.first.year)}）",
        office=ledger.plan.plan.bureau,
        date=f"{now.today.year}年{now.today.month}月{now.today.day}日",
        parts=tuple(parts),
        mark=origin.words,
    )


def _opening(now: Moment, ledger: Ledger, span: Span, scope: Scope) -> str:
    """How many programmes show which light, and what the year's targets say."""
    words = {"overdue": "逾期", "missing": "月报未报", "behind": "滞后"}
    named = {light: [book.programme.name for book in ledger.books if book.light == light] for light in words}
    said = [f"{listed(named[light], '工程')}{word}" for light, word in words.items() if named[light]] or ["没有逾期和滞后的"]
    goals = list(now.targets.get(ledger.month.year, {}))
    read = figures(now, goals, scope=scope, periods=(Period(f"{span.last}/ytd"),)) if goals else ()
    found = overview_finding(read)
    return f"{ledger.plan.plan.document}确定的 {len(ledger.books)} 项工程中，{'，'.join(said)}。{found.title}。{found.lede}"
