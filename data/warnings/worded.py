"""A warning's sentence, filled from its row."""

from __future__ import annotations

from datetime import date
from typing import Any

from data.indicators.words import day
from data.regions import Places
from data.warnings.rule import Rule
from geo.regions import CITY

YUAN = 100  # fen


def worded(rule: Rule, places: Places, row: Any, today: date) -> str:
    """The rule's sentence for one finding. row: region, many, since, detail, amount."""
    return rule.sentence.format(
        region=placed(places, row.region),
        many=f"{row.many:,}",
        since=day(row.since, today.year),
        days=max(0, (today - row.since).days),
        detail=row.detail,
        amount=yuan(row.amount),
    )


def placed(places: Places, region: str) -> str:
    """A region's name as a sentence has it: below the county with the county's before it."""
    if region == CITY or len(region) == len(CITY):
        return places.name(region)
    return places.name(region[:6]) + places.name(region)


def yuan(amount: int | None) -> str:
    """Fen as yuan: `1,234.50元`; whole ones without decimals; `—` where there is none."""
    if amount is None:
        return "—"
    return f"{amount // YUAN:,}元" if amount % YUAN == 0 else f"{amount / YUAN:,.2f}元"
