"""How many warnings are open: in all, by severity, section, county and rule; for each person as far as decision 6 goes.

Who may not see the warnings about people one by one gets three margins of a section's: by county, by severity and by rule. Counts over
several sections are added up from what is shown of each, so that they tell no more than the sections do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from access.scope import Scope
from data.indicators.moment import Moment
from data.settings import settings
from data.warnings.chosen import inside, is_open, rule_in, rules_of
from data.warnings.margins import Count, Withheld, plus, together, withhold
from data.warnings.rule import SEVERITIES, Rule
from data.warnings.rules import RULES
from data.warnings.table import warnings
from data.warnings.warning import counted, one_by_one
from geo.regions import CITY

NONE = Count(0)


@dataclass(frozen=True)
class Counts:
    """Open warnings. The keys: a severity, a section, a county's code (empty: of the whole city), a rule's id; all of them, zeros too.

    late     how many are past their day, of those the person may see one by one
    """

    total: Count
    by_severity: Mapping[str, Count]
    by_section: Mapping[str, Count]
    by_county: Mapping[str, Count]
    by_rule: Mapping[str, Count]
    late: int


@dataclass(frozen=True)
class Amount:
    """Fen at risk; None where that is withheld, `least` then what is known at least. `rules`: what they come from."""

    value: int | None
    withheld: Withheld = ""
    least: int = 0
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True)
class _Cell:
    rule: Rule
    county: str
    count: int
    many: int
    amount: int


def counts(now: Moment, *, scope: Scope, programme: str = "", section: str = "", region: str = "") -> Counts:
    """The open warnings of a section page or a section (empty: of all) in a county or township (empty: in the city)."""
    rules = [one for one in rules_of(programme, section) if scope.role is not None]
    here = "" if region == CITY else region
    shown = _cells(now, [one for one in rules if counted(scope, one)], here, scope)
    hidden = _cells(now, [one for one in rules if not counted(scope, one)], "", scope)
    counties = ["", *(one.code for one in now.places.counties)]
    parts: dict[str, Counts] = {}
    for office in dict.fromkeys(one.section for one in rules):
        own = [one for one in rules if one.section == office]
        these = [[one for one in cells if one.rule.section == office] for cells in (hidden, shown)]
        parts[office] = _section(_Part(scope, own, these[0], these[1], counties), here)
    found = list(parts.values())
    return Counts(
        together([part.total for part in found]),
        {one: together([part.by_severity[one] for part in found]) for one in SEVERITIES},
        {office: part.total for office, part in parts.items()},
        {one: together([part.by_county[one] for part in found]) for one in counties},
        {name: count for part in found for name, count in part.by_rule.items()},
        _late(now, scope, rules, here),
    )


def at_risk(now: Moment, *, scope: Scope, programme: str = "", section: str = "", region: str = "") -> Amount:
    """The fen at risk behind the open warnings.

    Without the right to see them one by one: the city's alone, where five or more stand behind each section's.
    """
    here = "" if region == CITY else region
    rules = [one for one in rules_of(programme, section) if "{amount}" in one.sentence and scope.role is not None]
    shown = _cells(now, [one for one in rules if counted(scope, one)], here, scope)
    hidden = _cells(now, [one for one in rules if not counted(scope, one)], "", scope)
    amount, withheld = sum(one.amount for one in shown), False
    for section in {one.rule.section for one in hidden}:
        these = [one for one in hidden if one.rule.section == section]
        few = min(sum(one.count for one in these), sum(one.many for one in these)) < settings().suppress_below
        if here or few:
            withheld = True
        else:
            amount += sum(one.amount for one in these)
    behind = tuple(dict.fromkeys(one.rule for one in [*shown, *hidden]))
    return Amount(None, "paired", amount, behind) if withheld else Amount(amount, rules=behind)


@dataclass(frozen=True)
class _Part:
    """One section's rules with what is open of them: `hidden` of the whole city, `shown` where one looks."""

    scope: Scope
    rules: list[Rule]
    hidden: list[_Cell]
    shown: list[_Cell]
    counties: list[str]

    @property
    def secret(self) -> list[Rule]:
        return [one for one in self.rules if not counted(self.scope, one)]

    def margin(self, keys: Iterable[str], of: str) -> dict[str, tuple[int, int]]:
        """Key → how many hidden, how many shown."""
        out = {key: [0, 0] for key in keys}
        for at, cells in enumerate((self.hidden, self.shown)):
            for one in cells:
                key = {"county": one.county, "severity": one.rule.severity, "rule": one.rule.id}[of]
                out[key][at] += one.count
        return {key: (found[0], found[1]) for key, found in out.items()}


def _section(part: _Part, here: str) -> Counts:
    """One section's counts: what everybody may count, with the margins of the rest."""
    by_county = part.margin(part.counties, "county")
    by_severity = part.margin(SEVERITIES, "severity")
    by_rule = part.margin([one.id for one in part.rules], "rule")
    counties, severities, rules = _labels(part, by_county, by_severity, by_rule)
    if here and part.secret:
        return _in_county(part, by_county, by_severity, by_rule, counties.get(here), here)
    return Counts(
        Count(sum(hidden + shown for hidden, shown in by_rule.values())),
        {key: plus(severities[key], *found) for key, found in by_severity.items()},
        {},
        {key: plus(counties[key], *found) for key, found in by_county.items()},
        {key: plus(rules[key], *found) for key, found in by_rule.items()},
        0,
    )


def _labels(part: _Part, *margins: dict[str, tuple[int, int]]) -> tuple[dict[str, Withheld], ...]:
    """What is withheld of the margins by county, by severity and by rule.

    A severity is the sum of its rules: where it is shown they are a row below it, where it is not none of them is shown.
    """
    below = settings().suppress_below
    by_county, by_severity, by_rule = margins
    labels: tuple[dict[str, Withheld], ...] = tuple(dict.fromkeys(margin, "") for margin in margins)
    counties, severities, rules = labels
    counties.update(zip(by_county, withhold([one[0] for one in by_county.values()], below), strict=True))
    kinds = [one for one in SEVERITIES if any(rule.severity == one for rule in part.secret)]
    severities.update(zip(kinds, withhold([by_severity[one][0] for one in kinds], below), strict=True))
    for kind in kinds:
        these = [one.id for one in part.secret if one.severity == kind]
        if severities[kind]:
            rules.update(dict.fromkeys(these, "paired"))
        else:
            rules.update(zip(these, withhold([by_rule[one][0] for one in these], below), strict=True))
    return labels


def _in_county(
    part: _Part,
    by_county: dict[str, tuple[int, int]],
    by_severity: dict[str, tuple[int, int]],
    by_rule: dict[str, tuple[int, int]],
    label: Withheld | None,
    here: str,
) -> Counts:
    """A county of a section whose people's warnings may not be seen one by one: its cell of the margin by county, and no more of them.

    label  what is withheld of that cell; None below the county, where there is none
    """
    shown = sum(found[1] for found in by_rule.values())
    total = Count(None, "paired", shown) if label is None else plus(label, by_county[here][0], shown)
    kinds, hidden = {one.severity for one in part.secret}, {one.id for one in part.secret}
    return Counts(
        total,
        {key: Count(None, "paired", found[1]) if key in kinds else Count(found[1]) for key, found in by_severity.items()},
        {},
        {key: total if key == here[:6] else NONE for key in by_county},
        {key: Count(None, "paired") if key in hidden else Count(found[1]) for key, found in by_rule.items()},
        0,
    )


def _cells(now: Moment, rules: list[Rule], region: str, scope: Scope) -> list[_Cell]:
    """What is open of these rules, by rule and county."""
    where = [rule_in(rules), is_open(), *inside(region), *(inside(scope.region) if scope.role == "county" else ())]
    table = warnings.c
    amounts = (sa.func.count(), sa.func.sum(table.many), sa.func.coalesce(sa.func.sum(table.amount), 0))
    query = sa.select(table.rule, table.county, *amounts).where(*where).group_by(table.rule, table.county)
    return [_Cell(RULES[rule], county, int(n), int(many), int(amount)) for rule, county, n, many, amount in now.connection.execute(query)]


def _late(now: Moment, scope: Scope, rules: list[Rule], region: str) -> int:
    table = warnings.c
    seen = [one for one in rules if one_by_one(scope, one)]
    where = [rule_in(seen), is_open(), table.due_on < now.today, *inside(region)]
    where += inside(scope.region) if scope.role == "county" else []
    return now.connection.scalar(sa.select(sa.func.count()).select_from(warnings).where(*where)) or 0
