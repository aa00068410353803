"""Whom a warning can be given to: a county as a whole, or an account. By the value a form sends, with the name a person reads."""

from __future__ import annotations

from access import people
from access.people import Person
from access.scope import Scope
from data.indicators.moment import Moment


def assignees_for(now: Moment, seen: Scope) -> dict[str, str]:
    """For the bureau the counties, then the chiefs' accounts, for a chief the own section's; for a county itself and its accounts."""
    counties = {one.code: one.name for one in now.places.counties if seen.role != "county" or one.code == seen.region}
    accounts = [one for one in people.everyone(now.connection) if not one.disabled and _near(seen, one)]
    return {**counties, **{one.username: _named(now, one) for one in accounts}}


def _near(seen: Scope, one: Person) -> bool:
    if seen.role == "county":
        return one.role == "county" and one.region == seen.region
    return one.role == "chief" and (seen.role == "leader" or one.section == seen.section)


def _named(now: Moment, one: Person) -> str:
    return f"{one.username}（{one.section or now.places.name(one.region)}）"
