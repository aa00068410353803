"""The SQL of what one person may see of the warnings, and what a list wants of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement

from access.scope import Scope
from data.regions import Places, regions
from data.warnings.rule import SEVERITIES, Rule
from data.warnings.rules import RULES
from data.warnings.table import OPEN, warnings
from data.warnings.warning import Wanted, one_by_one, severity_order
from geo.regions import CITY

MOST_WORDS = 60  # characters of a text that is looked for
table = warnings.c


def rules_of(programme: str = "", section: str = "") -> list[Rule]:
    """The rules of a section page, of a section, or all."""
    return [one for one in RULES.values() if programme in ("", one.programme) and section in ("", one.section)]


def rule_in(rules: Iterable[Rule]) -> ColumnElement[bool]:
    return table.rule.in_([one.id for one in rules])


def inside(region: str) -> list[ColumnElement[bool]]:
    """The warning lies in the region; nothing is asked for the city."""
    if region in ("", CITY):
        return []
    after = str(int(region) + 1) if region.isdecimal() else region  # a range of codes can be answered from an index
    found = [table.region >= region, table.region < after]
    return [table.county == region[:6], *found]


def is_open() -> ColumnElement[bool]:
    return table.state.in_(OPEN)


def readable(scope: Scope) -> list[ColumnElement[bool]]:
    """The warnings this person may see one by one."""
    seen = [rule_in(one for one in RULES.values() if one_by_one(scope, one))]
    return [*seen, *inside(scope.region)] if scope.role == "county" else seen


def wanted_by(wanted: Wanted, places: Places, today: date) -> list[ColumnElement[bool]]:
    """What a list is to show."""
    rules = [
        one for one in rules_of(wanted.programme, wanted.section) if wanted.rule in ("", one.id) and wanted.severity in ("", one.severity)
    ]
    found = [rule_in(rules), table.state.in_(wanted.states or OPEN), *inside(wanted.region)]
    if wanted.assigned:
        found.append(table.assigned_to.in_(wanted.assigned))
    if wanted.late:
        found += [is_open(), table.due_on < today]
    text = wanted.text.strip()[:MOST_WORDS]
    if text:
        named = [one.id for one in rules if text in one.name]
        counties = [one.code for one in places.counties if text in one.name]
        here = sa.select(regions.c.code).where(regions.c.name.contains(text, autoescape=True))
        found.append(
            sa.or_(table.rule.in_(named), table.county.in_(counties), table.region.in_(here), table.detail.contains(text, autoescape=True))
        )
    return found


def pressing() -> list[Any]:
    """The most severe first, then the oldest."""
    by_rule = {one.id: severity_order(one) for one in RULES.values()}
    first = [sa.case(by_rule, value=table.rule, else_=len(SEVERITIES))] if by_rule else []
    return [*first, table.since, table.number]
