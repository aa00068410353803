"""Readings as they are stored: one row per indicator × period × leaf region × category, never a rate, never a larger region.

The leaf is a township (9 digits), or a county (6 digits) for indicators whose records may carry a county's code.
Figures of larger regions and year-to-dates are sums of these rows, made by `data.indicators.figures`.
"""

from __future__ import annotations

import sqlalchemy as sa

from data.database import metadata

readings = sa.Table(
    "readings",
    metadata,
    sa.Column("indicator", sa.String(40), primary_key=True),
    sa.Column("period", sa.String(11), primary_key=True),
    sa.Column("region", sa.String(9), primary_key=True),
    sa.Column("category", sa.String(16), primary_key=True),  # '' where the indicator has no breakdown
    sa.Column("numerator", sa.BigInteger, nullable=False),  # whole units of the indicator's scale
    sa.Column("denominator", sa.BigInteger),  # None: missing, or no denominator
    sa.Column("people", sa.BigInteger),  # how many people stand behind an amount
    sqlite_with_rowid=False,
)

# The periods a refresh works on: `day` is d of the definitions, the period's last day or today while it runs.
periods = sa.Table(
    "periods",
    metadata,
    sa.Column("period", sa.String(11), primary_key=True),
    sa.Column("grain", sa.String(5), nullable=False),
    sa.Column("starts", sa.Date, nullable=False),
    sa.Column("ends", sa.Date, nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("year_starts", sa.Date, nullable=False),  # 1 January of the year of `day`
    sa.Column("tenth", sa.Date, nullable=False),  # the 10th of the month it starts in
    sa.Index("ix_periods_grain", "grain", "period"),
)

refreshes = sa.Table(
    "refreshes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("today", sa.Date, nullable=False),
    sa.Column("batch", sa.Integer),  # the newest batch it has seen
    sa.Column("readings", sa.Integer, nullable=False),  # rows written
    sa.Column("seconds", sa.Double, nullable=False),
    sqlite_autoincrement=True,
)
