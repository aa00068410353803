"""One warning as a person sees it, and who may see it and do what with it. `reading` and `steps` go by this."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from access.scope import Scope
from data.warnings.rule import SEVERITIES, Rule
from data.warnings.table import OPEN, State


@dataclass(frozen=True)
class Warning:
    """A warning.

    since     the day what it tells of began          days    from there to today
    many      records or persons behind it            amount  fen at risk, None where there is none
    sentence  what is wrong, in one sentence          found_on  the day it was found, or reopened
    assigned_to  an account, or a county's code; empty: nobody; assigned_name the same as a person reads it
    due_on    the day after which it reopens by itself
    standing  whether the last run found it           key    the record's, or what else tells it apart; empty without record access
    version   to be named by the next step
    """

    number: int
    rule: Rule
    region: str
    region_name: str
    state: State
    standing: bool
    since: date
    days: int
    many: int
    amount: int | None
    detail: str
    sentence: str
    found_on: date
    assigned_to: str
    assigned_name: str
    due_on: date | None
    set_aside_until: date | None
    closed_on: date | None
    reopened: int
    version: int
    key: str = ""

    @property
    def open(self) -> bool:
        return self.state in OPEN

    def late(self, today: date) -> bool:
        """Whether it is open and its day has passed."""
        return self.open and self.due_on is not None and today > self.due_on


@dataclass(frozen=True)
class Step:
    """Something that was done with a warning. `at` is UTC, `day` the cockpit's; `due_on` the day given with it."""

    act: str
    at: datetime
    day: date
    who: str
    words: str
    many: int
    assigned_to: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class Wanted:
    """Which warnings a list shows. Empty: all; `states` empty: the open ones.

    region  a county or township: what lies in it          assigned  accounts and counties' codes, any of them
    late    those past their day alone                     text      stands in the rule's name, the region's name or the detail
    """

    rule: str = ""
    severity: str = ""
    section: str = ""
    programme: str = ""
    region: str = ""
    states: tuple[State, ...] = ()
    assigned: tuple[str, ...] = ()
    late: bool = False
    text: str = ""


def one_by_one(scope: Scope, rule: Rule) -> bool:
    """Whether this person may see the warnings of a rule one by one, wherever in the person's region they lie.

    A county everything of its own; a chief the own section's, and what is not about people; a leader what is not about people.
    """
    if scope.role == "county":
        return bool(scope.region)
    if scope.role == "chief":
        return owns(scope, rule) or not rule.people
    return scope.role == "leader" and not rule.people


def counted(scope: Scope, rule: Rule) -> bool:
    """Whether this person may know every number of a rule's warnings: of those seen one by one, and of all that is not about people.

    What is told openly must be counted apart from what is withheld: of one sum, the open part would tell the other.
    """
    return one_by_one(scope, rule) or (scope.role in ("admin", "screen") and not rule.people)


def owns(scope: Scope, rule: Rule) -> bool:
    """Whether the rule is of the chief's own section."""
    return scope.role == "chief" and bool(scope.section) and scope.section == rule.section


def within(scope: Scope, region: str) -> bool:
    """Whether a warning in that region lies where this person looks: a county sees its own alone."""
    return scope.role != "county" or (bool(scope.region) and region.startswith(scope.region))


def reads(scope: Scope, rule: Rule, region: str) -> bool:
    """Whether one warning may be read."""
    return one_by_one(scope, rule) and within(scope, region)


def handles(scope: Scope, rule: Rule, region: str) -> bool:
    """Whether one warning is this person's to explain, act on, close or set aside: the county's it lies in, or the section's chief's."""
    return owns(scope, rule) or (scope.role == "county" and reads(scope, rule, region))


def severity_order(rule: Rule) -> int:
    """0 for the most severe."""
    return list(SEVERITIES).index(rule.severity)
