"""The run of the warnings at a million records against its rules' own selects, in the same run on the same records.

The floor executes each select and reads its rows: what finding alone costs, without warnings, histories, closures or counts.
"""

from __future__ import annotations

import time

from bench.refreshing import stopwatch
from data.database import Database
from data.indicators.moment import Moment, moment
from data.warnings.rules import RULES
from data.warnings.run import look, run


def measure(database: Database) -> dict[str, float]:
    """Seconds: `bare` the selects; `first` the same rules' look where all is new, `again` where nothing is; `whole` a run of all rules, \
`idle` one with nothing to look at. `rows`: what the selects find."""
    chosen = [one for one in RULES.values() if one.select]
    seconds: dict[str, float] = {}
    rows = 0
    with moment(database) as now:
        for rule in chosen:  # once without the clock: what the disk gives is then there for both
            now.connection.execute(rule.select(rule.asked(now.today, now.connection.dialect.name))).all()  # type: ignore[misc]
        with stopwatch(seconds, "bare"):
            for rule in chosen:
                rows += len(now.connection.execute(rule.select(rule.asked(now.today, now.connection.dialect.name))).all())  # type: ignore[misc]
        today, refresh, shelf = now.today, now.refresh, now.shelf
    for name in ("first", "again"):
        begun = time.perf_counter()
        with database.writing() as connection:
            ran = look(Moment(connection, today, refresh, True, shelf), True, rules=chosen)
        seconds[name] = time.perf_counter() - begun
        if ran.standing != rows or ran.problems:
            raise RuntimeError(f"the floor is not the same work: {ran.standing} findings against {rows} rows, {ran.problems}")
    with stopwatch(seconds, "whole"):
        run(database, everything=True)
    with stopwatch(seconds, "idle"):
        run(database)
    return {**seconds, "rows": rows, "ratio": seconds["first"] / seconds["bare"], "ratio_again": seconds["again"] / seconds["bare"]}
