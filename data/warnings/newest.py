"""How far the warnings' history has come: whoever keeps what shows them, keeps it under this as well.

A step by hand and a run are not announced as a refresh is; each leaves a step behind.
"""

from __future__ import annotations

import sqlalchemy as sa

from data.indicators.moment import Moment
from data.warnings.table import warning_steps

_NEWEST = sa.select(sa.func.max(warning_steps.c.id))


def newest_step(now: Moment) -> int:
    """The newest step's id; 0 where there is none."""
    return now.connection.scalar(_NEWEST) or 0
