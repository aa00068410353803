"""Targets by year, as the plan sets them: declared with the indicator, overridden by a plan file, shared out over the counties."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data import facts
from data.database import Number, metadata
from data.indicators import INDICATORS
from data.indicators.indicator import MONTHLY, Target
from data.indicators.shares import store_shares

PLAN_YEAR = 2023  # the year of the document whose targets the declarations carry

targets = sa.Table(
    "targets",
    metadata,
    sa.Column("year", sa.Integer, primary_key=True),
    sa.Column("indicator", sa.String(40), primary_key=True),
    sa.Column("value", Number),  # empty: an administrator has yet to set it
    sa.Column("by", sa.String(7), nullable=False),
    sa.Column("each_county", sa.Boolean, nullable=False),
    sa.Column("share_by", sa.String(20), nullable=False),
    sa.Column("above", sa.String(100), nullable=False),
)


def declared(year: int) -> dict[str, Target]:
    """The targets that the declarations carry for a year: those of monthly targets and due months inside it."""
    return {
        indicator.id: indicator.target
        for indicator in INDICATORS.values()
        if indicator.target and year == (PLAN_YEAR if indicator.target.by == MONTHLY else int(indicator.target.by[:4]))
    }


def store_targets(connection: Connection, year: int, overrides: Mapping[str, Target] | None = None) -> int:
    """Make the year's targets those declared, with `overrides` in place of the same ids. Values an administrator set stay.

    Returns how many targets are new, changed or gone. Raises ValueError for an unknown indicator or a due month of another year.
    """
    wanted = {**declared(year), **(overrides or {})}
    for name, target in wanted.items():
        if name not in INDICATORS:
            raise ValueError(f"没有名为 {name} 的指标")
        if target.by != MONTHLY and int(target.by[:4]) != year:
            raise ValueError(f"指标 {name} 的目标时限 {target.by} 不在 {year} 年内")
    known = read_targets(connection).get(year, {})
    for name, target in wanted.items():
        kept = known.get(name)
        if target.value is None and kept and kept.above == target.above:
            wanted[name] = Target(kept.value, target.by, target.each_county, target.share_by, target.above)
    changed = {name for name in wanted.keys() | known.keys() if wanted.get(name) != known.get(name)}
    if changed:
        connection.execute(sa.delete(targets).where(targets.c.year == year, targets.c.indicator.in_(changed)))
        rows = [
            {
                "year": year,
                "indicator": name,
                **{key: getattr(wanted[name], key) for key in ("value", "by", "each_county", "share_by", "above")},
            }
            for name in sorted(changed & wanted.keys())
        ]
        if rows:
            connection.execute(sa.insert(targets), rows)
        facts.bump(connection)
        store_shares(connection, read_targets(connection))
    return len(changed)


def set_target(connection: Connection, year: int, indicator: str, value: Decimal | None) -> None:
    """Enter (or with None take back) the value of a target that is set by an administrator, such as the province's average.

    Raises ValueError where the year has no such target.
    """
    found = connection.execute(
        sa.update(targets).where(targets.c.year == year, targets.c.indicator == indicator, targets.c.above != "").values(value=value)
    )
    if not found.rowcount:
        raise ValueError(f"{year} 年没有由管理员录入目标值的指标 {indicator}")
    facts.bump(connection)


def read_targets(connection: Connection) -> dict[int, dict[str, Target]]:
    """All targets, by year and indicator."""
    out: dict[int, dict[str, Target]] = {}
    for row in connection.execute(sa.select(targets).order_by(targets.c.year, targets.c.indicator)):
        out.setdefault(row.year, {})[row.indicator] = Target(
            None if row.value is None else Decimal(row.value).normalize(), row.by, row.each_county, row.share_by, row.above
        )
    return out
