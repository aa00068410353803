"""What is most pressing, in sentences: for the overview, the section pages, a region's page and the big screen.

Whoever may see a warning reads its own sentence. Of the others a sentence says how many a rule found, as far as the margins show it. The
big screen hangs where anybody may read it: there a sentence names no place below the county and no facility.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from access.scope import Scope
from data.indicators.moment import Moment
from data.warnings.chosen import inside, is_open, pressing, readable, rule_in, rules_of
from data.warnings.counts import counts
from data.warnings.rule import SEVERITIES, Rule, Severity
from data.warnings.rules import RULES
from data.warnings.table import warnings
from data.warnings.warning import one_by_one
from data.warnings.worded import worded
from geo.regions import CITY

FEW = "少量"


@dataclass(frozen=True)
class Sentence:
    """One sentence. number: of the one warning it tells of, None where of several; since: the oldest's day, where it may be known."""

    text: str
    rule: Rule
    severity: Severity
    region: str
    number: int | None = None
    since: date | None = None


def sentences(now: Moment, *, scope: Scope, programme: str = "", region: str = "", most: int = 5) -> tuple[Sentence, ...]:
    """The most pressing first, at most so many. Of rules about people seen in sum only: for the whole city."""
    if scope.role is None:
        return ()
    here = "" if region == CITY else region
    wall = scope.role in ("screen", "admin")
    rules = rules_of(programme)
    found = _by_county(now, [one for one in rules if not one.people], here) if wall else _single(now, scope, programme, here, most)
    if not here:
        found += _in_sum(now, scope, [one for one in rules if one.people and not one_by_one(scope, one)], programme)
    order = list(SEVERITIES)
    return tuple(sorted(found, key=lambda one: order.index(one.severity))[:most])


def _single(now: Moment, scope: Scope, programme: str, region: str, most: int) -> list[Sentence]:
    where = [*readable(scope), rule_in(rules_of(programme)), is_open(), *inside(region)]
    rows = now.connection.execute(sa.select(warnings).where(*where).order_by(*pressing()).limit(most))
    return [
        Sentence(
            worded(RULES[row.rule], now.places, row, now.today),
            RULES[row.rule],
            RULES[row.rule].severity,
            row.region,
            row.number,
            row.since,
        )
        for row in rows
    ]


def _by_county(now: Moment, rules: list[Rule], region: str) -> list[Sentence]:
    """How many a rule found in a county, for everybody to read."""
    table = warnings.c
    query = (
        sa.select(table.rule, table.county, sa.func.count(), sa.func.min(table.since))
        .where(rule_in(rules), is_open(), *inside(region[:6]))
        .group_by(table.rule, table.county)
        .order_by(sa.func.count().desc(), table.rule, table.county)
    )
    return [
        Sentence(
            f"{now.places.name(county or CITY)}：{RULES[rule].name} {number:,} 项", RULES[rule], RULES[rule].severity, county, None, since
        )
        for rule, county, number, since in now.connection.execute(query)
    ]


def _in_sum(now: Moment, scope: Scope, rules: list[Rule], programme: str) -> list[Sentence]:
    """How many a rule about people found in the city, as its margin shows it; nothing of those that found none."""
    by_rule = counts(now, scope=scope, programme=programme).by_rule
    out = []
    for one in rules:
        count = by_rule[one.id]
        if count.value != 0:
            words = f" {count.value:,} 项" if count.value else FEW if count.withheld == "small" else ""
            if words:
                out.append(Sentence(f"全市：{one.name}{words}", one, one.severity, CITY))
    return out
