"""What of a programme lags in which county or township today: readings, ledger cells and public works, topic by topic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from access.scope import Scope
from data.indicators.figures import Figure, figures
from data.indicators.indicator import MONTHLY
from data.indicators.moment import Moment
from data.letters.findings import Said, cells_said, figure_said, paragraph
from data.letters.subject import Topic, subject_of
from data.letters.works import works_said
from data.periods import Period, month_of
from data.programmes.ledger import read_ledger
from data.programmes.line import Book
from geo.regions import CITY

# A letter goes to people without record access, so it is written from what they may see: what is withheld from them takes no part.
LOOK = Scope("leader")


@dataclass(frozen=True)
class Stands:
    """How one topic stands in one region."""

    topic: Topic
    said: tuple[Said, ...]

    @property
    def lags(self) -> bool:
        return any(one.lags for one in self.said)

    @property
    def words(self) -> str:
        """Its sentences, as one paragraph."""
        return paragraph(self.said)


def stands(now: Moment, programme: str, region: str) -> tuple[Stands, ...]:
    """Every topic of a programme that has something to say of a county or township today, in the subject's order.

    A topic in order says nothing unless it is always stated. Townships have no ledger of their own: their readings speak.
    Empty where no plan holds the programme; KeyError for an unknown region.
    """
    month = month_of(now.today)
    ledger = read_ledger(now, scope=LOOK, region=CITY, month=month)
    book = ledger.book(programme) if ledger else None
    if book is None:
        return ()
    topics = subject_of(book.programme, now.places).topics
    found = _figures(now, topics, month, region)
    out = [Stands(topic, tuple(_said(now, topic, book, found, region, month))) for topic in topics]
    return tuple(one for one in out if one.said)


def open_topics(now: Moment, programme: str, region: str) -> frozenset[str]:
    """The topics that lag there today."""
    return frozenset(one.topic.id for one in stands(now, programme, region) if one.lags)


def _said(now: Moment, topic: Topic, book: Book, found: Mapping[str, Figure], region: str, month: Period) -> Iterable[Said]:
    targets = now.targets.get(month.year, {})
    measured = [figure_said(found[name], targets.get(name)) for name in topic.indicators if name in found]
    said = [one for one in measured if one]
    lagging = [one for one in said if one.lags]
    rows = [
        (line.task, cell, line.due_on) for line in book.lines if line.task.no in topic.tasks for cell in line.cells if cell.region == region
    ]
    lagging += cells_said(rows)
    works = works_said(now, topic.works, scope=LOOK, region=region, month=month) if topic.works else []
    if lagging or any(one.lags for one in works):
        stated = said[:1] if topic.always else []
        return dict.fromkeys([*stated, *lagging, *works])
    return said[:1] if topic.always else []


def _figures(now: Moment, topics: Sequence[Topic], month: Period, region: str) -> dict[str, Figure]:
    """The year to date; of a monthly target the last whole month of the year."""
    targets = now.targets.get(month.year, {})
    asked = list(dict.fromkeys(name for topic in topics for name in topic.indicators))
    monthly = [name for name in asked if name in targets and targets[name].by == MONTHLY]
    yearly = [name for name in asked if name not in monthly]
    last = month.shift(-1) if month.starts.month > 1 else month
    read: list[Figure] = []
    if monthly:
        read += figures(now, monthly, scope=LOOK, periods=(last,), region=region)
    if yearly:
        read += figures(now, yearly, scope=LOOK, periods=(Period(f"{month}/ytd"),), region=region)
    return {figure.indicator: figure for figure in read}
