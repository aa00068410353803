"""提醒函 of the demonstration: one past its day and open, one closed, one that waits for its county, one to be signed, a draft.

Their figures are counted from the demonstration's own records as the indicators count them, at the end of the month before each letter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.clock import SHANGHAI
from data.datasets.affairs import cemeteries, deaths
from data.demo.city import City, County
from data.indicators.figures import Figure
from data.indicators.funeral import SUBSIDY_YUAN
from data.indicators.indicator import Target
from data.indicators.status import judge
from data.indicators.targets import read_targets
from data.letters.content import Content
from data.letters.drafting import Basis, NothingLags, due_day, worded
from data.letters.findings import figure_said
from data.letters.lagging import Stands
from data.letters.letter import code
from data.letters.subject import SUBJECTS
from data.letters.table import letter_steps, letters
from data.periods import Period, month_of
from data.programmes.plan import read_plan
from data.regions import read_places

WHO = "演示"
PROGRAMME = "funeral"
MORNING = clock_time(9, 30, tzinfo=SHANGHAI)
Count = tuple[int, int]


@dataclass(frozen=True)
class Written:
    """A letter's content and its days."""

    county: County
    content: Content
    drafted_on: date
    due_on: date


def write_letters(connection: Connection, city: City) -> int:
    """Put the letters in; returns how many. None without a plan of the year: they rest on its programme."""
    plan = read_plan(connection, city.year)
    programme = next((one for one in plan.programmes if one.id == PROGRAMME), None) if plan else None
    if plan is None or programme is None:
        return 0
    places, targets = read_places(connection), read_targets(connection).get(city.year, {})

    def write(county: County, drafted_on: date, due_on: date | None = None) -> Written | None:
        until = drafted_on.replace(day=1) - timedelta(days=1)
        basis = Basis(plan, programme, places, county.code, targets, drafted_on, "")
        due = due_on or due_day(connection, drafted_on)
        try:
            return Written(county, worded("reminder", basis, _stands(connection, county, until, targets), due), drafted_on, due)
        except NothingLags:
            return None

    clerk = Clerk(connection, city)
    slow, *others = city.laggards
    clerk.put(write(slow, date(city.year, 6, 2)), issued=date(city.year, 6, 5))
    mended = _mended(connection, city)
    if mended:
        clerk.put(write(mended, date(city.year, 6, 5), date(city.year, 9, 8)), issued=date(city.year, 6, 6), closed=date(city.year, 9, 12))
        others.remove(mended)
    for drafted_on, issued, sent in ((4, date(city.year, 9, 6), True), (14, None, True), (14, None, False)):
        written = None
        while others and written is None:  # not every county has something that lags
            written = write(others.pop(0), date(city.year, 9, drafted_on))
        clerk.put(written, issued=issued, sent=sent)
    return clerk.written


def clear_letters(connection: Connection) -> None:
    """Take all letters out. Only of a database that holds nothing but a demonstration: what was played there is part of it."""
    connection.execute(sa.delete(letter_steps))
    connection.execute(sa.update(letters).values(cites=None))
    connection.execute(sa.delete(letters))


def hold_letters(connection: Connection) -> bool:
    """Whether there are any: a demonstration puts none beside those of others, whose numbers are official."""
    return connection.scalar(sa.select(letters.c.number).limit(1)) is not None


@dataclass
class Clerk:
    """Enters letters with their steps, numbering those that are issued."""

    connection: Connection
    city: City
    written: int = 0
    serial: int = 0

    def put(self, one: Written | None, *, issued: date | None = None, closed: date | None = None, sent: bool = True) -> None:
        """A letter as far as it came; nothing where there was nothing to write."""
        if one is None:
            return
        steps: list[tuple[str, date, str]] = [("drafted", one.drafted_on, one.content.title)]
        steps += [("sent", one.drafted_on, "")] if sent else []
        more: dict[str, Any] = {"state": "signing" if sent else "draft"}
        if issued:
            self.serial += 1
            given = code("reminder", self.city.year, self.serial)
            more = {"state": "issued", "serial": self.serial, "code": given, "issued_on": issued, "signed_by": WHO}
            steps.append(("issued", issued, given))
        if closed:
            more["state"] = "closed"
            steps.append(("replied", closed - timedelta(days=5), "县级公益性公墓已通过验收并投入使用，惠民殡葬补贴按月核发。"))
            steps.append(("closed", closed, "现场核查，县级公益性公墓已投入使用；补贴落实情况继续按月调度。"))
        values = {"kind": "reminder", "year": self.city.year, "programme": PROGRAMME, "region": one.county.code, "version": len(steps)}
        kept = one.content.kept()
        key = self.connection.execute(sa.insert(letters).values(**values, **more, content=kept, due_on=one.due_on)).inserted_primary_key
        assert key is not None  # noqa: S101 - an autoincrement key comes back from both databases
        rows = [
            {
                "letter": key[0],
                "act": act,
                "at": datetime.combine(day, MORNING).astimezone(UTC) + timedelta(minutes=10 * place),
                "who": WHO,
                "words": words,
            }
            for place, (act, day, words) in enumerate(steps)
        ]
        self.connection.execute(sa.insert(letter_steps), [{**row, "content": kept if row["act"] == "drafted" else None} for row in rows])
        self.written += 1


def _stands(connection: Connection, county: County, until: date, targets: dict[str, Target]) -> list[Stands]:
    """Cremation, cemeteries and subsidies of a county, from its records up to a month's end."""
    out = []
    for topic in SUBJECTS[PROGRAMME].topics:
        said = [_said(connection, county, until, name, targets) for name in topic.indicators if name in COUNTS]
        found = [one for one in said if one]
        kept = [one for one in found if one.lags or topic.always]
        if kept:
            out.append(Stands(topic, tuple(kept)))
    return out


def _said(connection: Connection, county: County, until: date, name: str, targets: dict[str, Target]) -> Any:
    target = targets.get(name)
    period = Period(f"{month_of(until)}/ytd")
    above, below = COUNTS[name](connection, county.code, until)
    value = Fraction(100 * above, below) if below else None
    then = COUNTS[name](connection, county.code, date(until.year - 1, 12, 31))
    baseline = Fraction(100 * then[0], then[1]) if then[1] else None
    goal = Fraction(target.value) if target and target.value is not None else None
    judged = judge(target, goal, value, baseline, period, until + timedelta(days=1)) if target else None
    return figure_said(
        Figure(
            name,
            county.code,
            county.region.name,
            period.text,
            None,
            above,
            below,
            _plain(value),
            False,
            None,
            _plain(judged.target if judged else None),
            _plain(judged.expected if judged else None),
            judged.status if judged else "none",
            until,
        ),
        target,
    )


def _plain(number: Fraction | None) -> int | float | None:
    if number is None:
        return None
    return number.numerator if number.denominator == 1 else number.numerator / number.denominator


def _mended(connection: Connection, city: City) -> County | None:
    """The slowest county whose own cemetery was not in use in May and is by the end of August."""
    may, august = date(city.year, 5, 31), date(city.year, 8, 31)
    for county in city.laggards[1:]:
        then, after = (_cemeteries("县级")(connection, county.code, day) for day in (may, august))
        if then[0] < then[1] == after[0]:
            return county
    return None


def _cemeteries(level: str) -> Callable[[Connection, str, date], Count]:
    def counted(connection: Connection, region: str, until: date) -> Count:
        table = cemeteries.table
        here = sa.and_(table.c.region.startswith(region), table.c.level == level)
        in_use = sa.and_(table.c.accepted_on <= until, table.c.opened_on <= until)
        return _two(connection, sa.select(sa.func.count().filter(in_use), sa.func.count()).where(here))

    return counted


def _cremations(connection: Connection, region: str, until: date) -> Count:
    table = deaths.table
    here = sa.and_(table.c.region.startswith(region), table.c.died_on.between(date(until.year, 1, 1), until))
    return _two(connection, sa.select(sa.func.count().filter(table.c.disposal == "火化"), sa.func.count()).where(here))


def _subsidies(connection: Connection, region: str, until: date) -> Count:
    table = deaths.table
    here = sa.and_(
        table.c.region.startswith(region), table.c.disposal == "火化", table.c.cremated_on.between(date(until.year, 1, 1), until)
    )
    paid = sa.and_(table.c.subsidy >= SUBSIDY_YUAN, table.c.subsidy_paid_on <= until)
    return _two(connection, sa.select(sa.func.count().filter(paid), sa.func.count()).where(here))


def _two(connection: Connection, query: Any) -> Count:
    row = connection.execute(query).one()
    return int(row[0]), int(row[1])


COUNTS: dict[str, Callable[[Connection, str, date], Count]] = {
    "cremation_rate": _cremations,
    "township_cemeteries_operating": _cemeteries("乡镇"),
    "county_cemeteries_operating": _cemeteries("县级"),
    "funeral_subsidy_paid": _subsidies,
}
