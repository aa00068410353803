"""What a rule finds now: its select run, or its gather asked; the same rows either way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from data.indicators.moment import Moment
from data.warnings.rule import Found, Rule


def answer(key: Any, region: Any, since: Any, *, many: Any = 1, amount: Any = None, detail: Any = "") -> sa.Select[Any]:
    """A select in the columns every rule answers in; `amount` whole fen. What it is read from and under which conditions is the rule's."""
    fen = sa.cast(sa.null(), sa.BigInteger) if amount is None else amount
    return sa.select(
        key.label("key"),
        region.label("region"),
        (sa.literal(since, sa.Date) if isinstance(since, date) else since).label("since"),
        (sa.literal(many, sa.BigInteger) if isinstance(many, int) else many).label("many"),
        fen.label("amount"),
        (sa.literal(detail, sa.String) if isinstance(detail, str) else detail).label("detail"),
    )


def findings(now: Moment, rule: Rule, given: Mapping[str, int] | None = None) -> tuple[Found, ...]:
    """Everything the rule finds on the moment's day, by key; `given`: the parameters that an administrator has set."""
    asked = rule.asked(now.today, now.connection.dialect.name, given)
    if rule.select is not None:
        found = tuple(Found(**row) for row in now.connection.execute(rule.select(asked)).mappings())
    else:
        found = tuple(rule.gather(now, asked)) if rule.gather else ()
    return tuple(sorted(found, key=lambda one: one.key))
