"""The run: every rule looks, what it finds becomes warnings, what it finds no more is closed. Set-based, in one transaction, idempotent.

A rule looks again only where something has changed for it: a batch of a dataset it needs came or was withdrawn, its parameters were set,
the day is another; a rule over readings and plans also after each refresh and each change of a plan.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data import clock, facts
from data.cache import shelf_of
from data.database import Database
from data.exchange.batches import batches
from data.indicators.moment import Moment
from data.settings import settings
from data.warnings.notice import write_down
from data.warnings.reconciling import Changed, Findings
from data.warnings.rule import Rule
from data.warnings.rules import RULES
from data.warnings.settings import Setting, read_settings
from data.warnings.table import warning_runs

OWN_CHANGES = "warnings_changed"


@dataclass(frozen=True)
class Ran:
    """What a run did. looked: the rules that looked; standing: what they found in all; problems: rule → why it could not look."""

    looked: tuple[str, ...]
    standing: int
    found: int
    reopened: int
    closed: int
    problems: dict[str, str]
    seconds: float


def run(database: Database, *, everything: bool = False, telling: bool | None = None, notice: Callable[[str], None] | None = None) -> Ran:
    """Let the rules look that have to.

    everything  every rule looks, whether anything changed or not
    telling     whether severe warnings are written down to be sent; None: where WEBHOOK_URL is set
    notice      is told the name of each rule that looks
    A rule that fails leaves its warnings as they stood; the others go on, and the problem is told.
    Raises data.database.Busy when another writer keeps the database.
    """
    begun = time.monotonic()
    with database.writing() as connection:
        known = facts.read_facts(connection)
        now = Moment(connection, facts.today_of(known), facts.version_of(known), known.get("demonstration") == "1", shelf_of(database))
        ran = look(now, everything, notice)
        closed = ran.closed + Findings(now).close_unknown(RULES)
        if ran.found or ran.reopened or closed:
            facts.bump(connection)
            facts.set_fact(connection, OWN_CHANGES, str(_own_changes(connection) + 1))
        write_down(now, bool(settings().webhook_url) if telling is None else telling)
    return Ran(ran.looked, ran.standing, ran.found, ran.reopened, closed, ran.problems, time.monotonic() - begun)


def look(now: Moment, everything: bool = False, notice: Callable[[str], None] | None = None, rules: Iterable[Rule] | None = None) -> Ran:
    """Let the rules (None: all) look on the moment's day, within the writer's transaction behind it."""
    set_to, last, came = read_settings(now.connection), _last_seen(now.connection), _deliveries(now.connection)
    looked: list[str] = []
    problems: dict[str, str] = {}
    sums = {"standing": 0, "found": 0, "reopened": 0, "closed": 0}
    findings = Findings(now)
    for rule in RULES.values() if rules is None else rules:
        seen = _seen(rule, now, set_to[rule.id], came)
        if not everything and last.get(rule.id) == seen:
            continue
        if notice:
            notice(rule.name)
        looked.append(rule.id)
        begun = time.monotonic()
        try:
            with now.connection.begin_nested():
                changed = findings.take_in(rule, set_to[rule.id])
        except Exception as error:  # one rule's fault must not keep the others from looking
            problems[rule.id] = f"{type(error).__name__}"
            _note(now, rule, "", Changed(), time.monotonic() - begun, problems[rule.id])
            continue
        _note(now, rule, seen, changed, time.monotonic() - begun, "")
        for name in sums:
            sums[name] += getattr(changed, name)
    return Ran(tuple(looked), problems=problems, seconds=0.0, **sums)


def _note(now: Moment, rule: Rule, seen: str, changed: Changed, seconds: float, problem: str) -> None:
    row = {"rule": rule.id, "day": now.today, "at": clock.now(), "seen": seen, "seconds": seconds, "problem": problem, **vars(changed)}
    now.connection.execute(sa.insert(warning_runs).values(**row))


def _last_seen(connection: Connection) -> dict[str, str]:
    """What each rule looked at the last time it did."""
    newest = sa.select(sa.func.max(warning_runs.c.id)).group_by(warning_runs.c.rule)
    return dict(connection.execute(sa.select(warning_runs.c.rule, warning_runs.c.seen).where(warning_runs.c.id.in_(newest))).tuples().all())


def _deliveries(connection: Connection) -> dict[str, tuple[int, int]]:
    """Dataset → its newest batch, and how many were withdrawn."""
    query = sa.select(batches.c.dataset, sa.func.max(batches.c.id), sa.func.count(batches.c.withdrawn_at)).group_by(batches.c.dataset)
    return {dataset: (newest, withdrawn) for dataset, newest, withdrawn in connection.execute(query)}


def _seen(rule: Rule, now: Moment, setting: Setting, came: dict[str, tuple[int, int]]) -> str:
    """A digest of all that a rule's findings depend on."""
    beyond = now.refresh - _own_changes(now.connection) if rule.gather or not rule.needs else None
    parts = [now.today.isoformat(), setting.used, dict(setting.values), {name: came.get(name) for name in rule.needs}, beyond]
    return sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def _own_changes(connection: Connection) -> int:
    """How often a run itself has said that figures may have changed: no reason for a rule to look again."""
    return int(facts.fact(connection, OWN_CHANGES) or 0)


def problems(connection: Connection) -> dict[str, str]:
    """The rules that could not look the last time, and why."""
    newest = sa.select(sa.func.max(warning_runs.c.id)).group_by(warning_runs.c.rule)
    query = sa.select(warning_runs.c.rule, warning_runs.c.problem).where(warning_runs.c.id.in_(newest), warning_runs.c.problem != "")
    return {rule: why for rule, why in connection.execute(query) if rule in RULES}
