"""The declaration of a rule: what it finds, why that matters, what is to be done, and what an administrator may set.

A rule finds things as a select over the database wherever the database holds them as rows (`select`), else as Python over what other
modules have worked out (`gather`). Both answer in the same columns, COLUMNS, one row for each thing that is wrong now.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import sqlalchemy as sa

from data.datasets.dataset import Dataset
from data.indicators.moment import Moment

Severity = Literal["severe", "serious", "notice"]
SEVERITIES: dict[Severity, str] = {"severe": "严重", "serious": "较重", "notice": "一般"}
Subject = Literal["record", "group", "place"]
# What a rule answers for each thing: `key` tells it from every other of the same rule (≤ 120 characters, no citizen's datum), `region`
# the code it lies in (4–12 digits), `since` the day it began, `many` how many records or persons stand behind it, `amount` fen at
# risk or None, `detail` a few words that fill the sentence (a public place's name, a month, a percentage; never of a person).
COLUMNS = ("key", "region", "since", "many", "amount", "detail")


@dataclass(frozen=True)
class Parameter:
    """A number an administrator may set, in `unit`, within its limits."""

    name: str
    title: str
    unit: str
    default: int
    least: int
    most: int

    def __post_init__(self) -> None:
        if not self.least <= self.default <= self.most:
            raise ValueError(f"parameter {self.name}: default outside its limits")


@dataclass(frozen=True)
class Asked:
    """The day a rule looks at things, and its parameters as they are set."""

    today: date
    dialect: str  # sqlite or postgresql
    set: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """One thing that is wrong, as `gather` answers it: COLUMNS."""

    key: str
    region: str
    since: date
    many: int = 1
    amount: int | None = None
    detail: str = ""


@dataclass(frozen=True)
class Rule:
    """One rule.

    section   the section that owns what it finds (data.datasets' names)
    programme the section page it is shown on: relief … affairs; empty: on none
    subject   record: each finding is one record of `dataset`, named by `key`; group: the records of one township or county, `many` of
              them, that `records` lists; place: no records stand behind it (a reading, a milestone, a delivery)
    dataset   whose record access opens the records behind it; None for a place
    people    the records are of persons: numbers of them are withheld like small cells
    sentence  what is said of one finding: {region}, {many}, {since}, {days} (from since to today), {detail}, {amount}
    why       what the rule rests on, with its place in the document or the law;  action  what is to be done
    records   of a group: the record list (data.lists) that names them, for the group's region
    filter    of that list, as its address holds it (data.lists.asked), with parameters in braces; empty: the whole list
    needs     the datasets it reads: it looks again when one of them changed, and every day
    days      how many days its handler has before it reopens by itself
    """

    id: str
    name: str
    section: str
    programme: str
    severity: Severity
    subject: Subject
    sentence: str
    why: str
    action: str
    needs: tuple[str, ...]
    select: Callable[[Asked], sa.Select[Any]] | None = None
    gather: Callable[[Moment, Asked], Iterable[Found]] | None = None
    dataset: Dataset | None = None
    people: bool = False
    records: str = ""
    filter: str = ""
    parameters: tuple[Parameter, ...] = ()
    days: int = 7

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9_]{3,40}", self.id):
            raise ValueError(f"rule id {self.id!r}")
        if (self.select is None) == (self.gather is None):
            raise ValueError(f"rule {self.id}: either a select or a gather")
        if (self.subject == "place") != (self.dataset is None) or (self.people and self.dataset is None):
            raise ValueError(f"rule {self.id}: whose records?")
        if len({one.name for one in self.parameters}) < len(self.parameters):
            raise ValueError(f"rule {self.id}: a parameter twice")

    def asked(self, today: date, dialect: str, given: Mapping[str, int] | None = None) -> Asked:
        """The rule's parameters on a day: as set, else their defaults."""
        held = given or {}
        return Asked(today, dialect, {one.name: held.get(one.name, one.default) for one in self.parameters})
