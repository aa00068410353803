"""The villages of one township: how many public places each has, and, for those with record access alone, how many people.

Readings stop at the township; what is known of a village is what the registers say of it at a day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from access.scope import Scope
from data.datasets import DATASETS
from data.indicators.moment import Moment
from data.indicators.sites import KINDS, Site, State, sites
from data.periods import Period

# The registers of people that stand open to be counted by village: dataset → its first and its last day.
REGISTERS = {
    "relief_recipients": ("started_on", "ended_on"),
    "special_elders": ("registered_on", "closed_on"),
    "children": ("registered_on", "closed_on"),
    "disability_subsidies": ("started_on", "ended_on"),
}
PROGRAMMES = {
    "relief": ("relief_recipients",),
    "elderly": ("special_elders",),
    "children": ("children",),
    "affairs": ("disability_subsidies",),
}


@dataclass(frozen=True)
class Village:
    """One village of a township, with the states of its places by kind and, by dataset, its people on the register."""

    code: str
    name: str
    kind: str
    places: dict[str, tuple[State, ...]]
    people: dict[str, int]

    def running(self, kind: str) -> int:
        """How many places of a kind run."""
        return sum(state == "running" for state in self.places.get(kind, ()))


@dataclass(frozen=True)
class Villages:
    """A township's villages in official order.

    kinds   the kinds of places looked for; registers  the datasets whose people this person may see counted
    loose   places that the register gives to the township, not to one of its villages
    """

    township: str
    kinds: tuple[str, ...]
    registers: tuple[str, ...]
    villages: tuple[Village, ...]
    loose: tuple[Site, ...]


def villages(now: Moment, programme: str, *, scope: Scope, township: str, period: Period) -> Villages:
    """What the section of a programme knows of a township's villages; nothing of them for who may not see below the county."""
    kinds = tuple(kind.id for kind in KINDS.values() if kind.programme == programme)
    if not scope.sees(township):
        return Villages(township, kinds, (), (), ())
    here = [site for kind in kinds for site in sites(now, kind, scope=scope, region=township, period=period)]
    states: dict[tuple[str, str], list[State]] = {}
    for site in here:
        states.setdefault((site.region, site.kind), []).append(site.state)
    registers = tuple(name for name in PROGRAMMES.get(programme, ()) if scope.reads_records(DATASETS[name].section, township))
    people = {name: _people(now, name, township, period.day(now.today)) for name in registers}
    known = now.places.under(township, "village")
    return Villages(
        township,
        kinds,
        registers,
        tuple(
            Village(
                place.code,
                place.name,
                place.kind,
                {kind: tuple(states.get((place.code, kind), ())) for kind in kinds},
                {name: people[name].get(place.code, 0) for name in registers},
            )
            for place in known
        ),
        _loose(here, {place.code for place in known}),
    )


def _loose(here: Sequence[Site], known: set[str]) -> tuple[Site, ...]:
    return tuple(site for site in here if site.region not in known)


def _people(now: Moment, dataset: str, township: str, day: date) -> Counter[str]:
    """People on the register at `day`, by the code the register gives them to."""
    table, (first, last) = DATASETS[dataset].table, REGISTERS[dataset]
    standing = sa.and_(table.c[first] <= day, sa.or_(table.c[last].is_(None), table.c[last] > day))
    inside = sa.and_(table.c.region >= township, table.c.region < f"{township}:")  # a colon follows the digits: all codes inside
    rows = now.connection.execute(sa.select(table.c.region, sa.func.count()).where(inside, standing).group_by(table.c.region))
    return Counter(dict(rows.tuples().all()))
