"""The ledger at an address, narrowed to what is asked for; header, finding and foot around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from access import doors
from access.scope import Scope
from access.session import database, scope
from components import format as form
from components.footer import footer
from components.header import header, lead
from components.programmes.asked import Asked, read_asked, within
from data.indicators.findings import Finding
from data.indicators.moment import Moment, moment
from data.periods import month_of
from data.programmes import assigned
from data.programmes.finding import ledger_finding
from data.programmes.ledger import Book, Ledger, read_ledger
from data.programmes.line import Line
from data.settings import settings
from geo.regions import CITY

TITLE = "六大工程"
RETURNS = "/returns"


@dataclass(frozen=True)
class Seen:
    """What one request looks at: `ledger` is of the region that is on, `city` of everybody; None where no plan is."""

    now: Moment
    scope: Scope
    asked: Asked
    city: Ledger | None
    ledger: Ledger | None

    @property
    def regions(self) -> dict[str, str]:
        """The city and its counties with their names."""
        return {CITY: self.now.places.name(CITY), **{place.code: place.name for place in self.now.places.counties}}

    @property
    def returns(self) -> str:
        """Where the monthly returns are, for those who may open them; else ''."""
        found = doors.door(RETURNS)
        return RETURNS if found and self.scope.role in found.roles else ""

    @property
    def runs(self) -> bool:
        """Whether the ledger's day is the present one."""
        return self.ledger is not None and self.ledger.day == self.now.today


@contextmanager
def seen(search: object) -> Iterator[Seen]:
    """The moment, who asks and what the address asks for."""
    who = scope()
    with moment(database()) as now:
        regions = {CITY: now.places.name(CITY), **{place.code: place.name for place in now.places.counties}}
        asked = read_asked(search, today=now.today, begins=now.begins, regions=regions)
        city = read_ledger(now, scope=who, month=asked.month)
        here = city if asked.region == CITY else read_ledger(now, scope=who, region=asked.region, month=asked.month)
        yield Seen(now, who, asked, city, here)


def sections_of(books: Sequence[Book]) -> list[str]:
    """The sections that tasks name as theirs, in the plan's order."""
    return list(dict.fromkeys(name for book in books for line in book.lines for name in assigned.sections_of(line.task)))


def of_section(books: Sequence[Book], section: str) -> tuple[Book, ...]:
    """The books with the lines one section takes part in; without a section, all. Books that are left empty go."""
    if not section:
        return tuple(books)
    narrowed = (replace(book, lines=tuple(line for line in book.lines if section in assigned.sections_of(line.task))) for book in books)
    return tuple(book for book in narrowed if book.lines)


def of_light(book: Book, lit: str) -> tuple[Line, ...]:
    """A book's lines with one light; without one, all."""
    return tuple(line for line in book.lines if not lit or line.light == lit)


def checked(one: Seen, books: Sequence[Book], tasks: Sequence[str] | None) -> Seen:
    """The same, its section and task held against those that are there."""
    return replace(one, asked=within(one.asked, sections=sections_of(books), tasks=tasks))


def top(one: Seen, trail: Sequence[tuple[str, str]], page: str, acts: Sequence[Any] = ()) -> Any:
    """Header and ruler; trail: what stands below the city in the breadcrumb, names with addresses; acts: what can be done at the right."""
    now, asked = one.now, one.asked
    return header(
        asked.address,
        [(place.code, place.name) for place in now.places.path(asked.region)],
        today=now.today,
        begins=now.begins,
        targets=now.targets.get(asked.month.year, {}),
        demonstration=now.demonstration,
        page=page,
        trail=trail,
        acts=acts,
    )


def titled(one: Seen, name: str, lines: Sequence[Line]) -> Any:
    """The finding as title: of the region that is on and the section that is chosen."""
    asked = one.asked
    path = [(place.code, place.name) for place in one.now.places.path(asked.region)]
    if one.ledger is None:
        return lead(Finding(f"{asked.month.year} 年还没有装入工程计划", "装入：flask plan import。"), path, asked.notice)
    whose = f"{asked.section} · {name}" if asked.section else name
    return lead(ledger_finding(whose, lines, lede(one.ledger, one)), path, asked.notice)


def lede(ledger: Ledger, one: Seen) -> str:
    """What the title is measured by."""
    day = form.day(ledger.day, one.now.today.year)
    past = "" if one.runs else "，为当时的情况"
    return f"{ledger.plan.plan.document}，截至 {day}{past}；进度按审核通过的月报，没有月报的按关联指标"


def foot(one: Seen) -> Any:
    """Freshness, 审图号."""
    now = one.now
    return footer(
        data_to=one.ledger.day if one.ledger else None,
        refreshed_at=now.refreshed_at,
        batch=now.batch,
        late=(),
        approval=settings().map_approval_number,
        year=month_of(now.today).year,
    )
