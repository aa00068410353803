"""What one rule finds, in a temporary table beside what it found before; and what becomes of the warnings by it, each in one statement."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from data import facts
from data.indicators.moment import Moment
from data.warnings.rule import COLUMNS, Rule
from data.warnings.settings import Setting
from data.warnings.table import BY_ITSELF, LONGEST_DETAIL, LONGEST_KEY, OPEN, warning_steps, warnings
from geo.regions import CITY

AT_ONCE = 1000
HANDLED = ("assigned", "explained", "acted")  # reopen past their day
GONE, SWITCHED_OFF, UNKNOWN = "不再发现", "规则已停用", "规则已取消"

_findings = sa.Table(
    "warning_findings",
    sa.MetaData(),
    sa.Column("key", sa.String(LONGEST_KEY), primary_key=True),
    sa.Column("region", sa.String(12)),
    sa.Column("since", sa.Date),
    sa.Column("many", sa.Integer),
    sa.Column("amount", sa.BigInteger),
    sa.Column("detail", sa.String(LONGEST_DETAIL)),
    sa.Column("act", sa.String(10)),  # found, reopened, closed, or empty: it stands as it stood
    prefixes=["TEMPORARY"],
)


@dataclass(frozen=True)
class Changed:
    """What a rule's look changed: how many of its findings stand, are new, were reopened, were closed."""

    standing: int = 0
    found: int = 0
    reopened: int = 0
    closed: int = 0


class Findings:
    """The temporary table of one run."""

    def __init__(self, now: Moment) -> None:
        self.now, self.connection, self.table = now, now.connection, _findings
        self.at = facts.acting_at(now.connection)

    def take_in(self, rule: Rule, setting: Setting) -> Changed:
        """Let a rule look, and bring its warnings to what it found."""
        self._clear()
        standing = 0
        if setting.used:
            standing = self._find(rule, setting)
        self._mark(rule)
        self._change(rule, GONE if setting.used else SWITCHED_OFF)
        acts: dict[str, int] = dict(
            self.connection.execute(sa.select(self.table.c.act, sa.func.count()).group_by(self.table.c.act)).tuples().all()
        )
        return Changed(standing, acts.get("found", 0), acts.get("reopened", 0), acts.get("closed", 0))

    def close_unknown(self, rules: Collection[str]) -> int:
        """Close what rules found that there are no more; returns how many."""
        gone = set(self.connection.scalars(sa.select(warnings.c.rule).where(warnings.c.state.in_(OPEN)).distinct())) - set(rules)
        closed = 0
        for name in sorted(gone):
            self._clear()
            self._mark_gone(name)
            closed += self.connection.scalar(sa.select(sa.func.count()).select_from(self.table)) or 0
            self._close(name, UNKNOWN)
        return closed

    def _clear(self) -> None:
        self.connection.exec_driver_sql("DROP TABLE IF EXISTS warning_findings")
        self.table.create(self.connection)

    def _find(self, rule: Rule, setting: Setting) -> int:
        asked = rule.asked(self.now.today, self.connection.dialect.name, setting.values)
        if rule.select is not None:
            found = rule.select(asked).subquery("found")
            # a bare NULL has no type on PostgreSQL; amounts are whole fen already
            columns = [
                found.c.key,
                found.c.region,
                found.c.since,
                sa.cast(found.c.many, sa.Integer),
                sa.cast(found.c.amount, sa.BigInteger),
                sa.func.substr(sa.func.coalesce(found.c.detail, ""), 1, LONGEST_DETAIL),
                sa.literal(""),
            ]
            self.connection.execute(sa.insert(self.table).from_select([*COLUMNS, "act"], sa.select(*columns)))
        else:
            assert rule.gather is not None  # noqa: S101 - a rule has one or the other
            rows = [{**vars(one), "detail": one.detail[:LONGEST_DETAIL], "act": ""} for one in rule.gather(self.now, asked)]
            for start in range(0, len(rows), AT_ONCE):
                self.connection.execute(sa.insert(self.table), rows[start : start + AT_ONCE])
        return self.connection.scalar(sa.select(sa.func.count()).select_from(self.table)) or 0

    def _mark(self, rule: Rule) -> None:
        """Say what is new, what reopens and what is gone."""
        old, new, today = warnings.c, self.table.c, self.now.today
        own = (old.rule == rule.id, old.key == new.key)
        known = sa.select(sa.literal(1)).where(*own).exists()
        self.connection.execute(sa.update(self.table).where(sa.not_(known)).values(act="found"))
        again = sa.or_(
            sa.and_(old.state == "closed", sa.or_(sa.not_(old.standing), old.due_on.is_(None), old.due_on < today)),
            sa.and_(old.state.in_(HANDLED), old.due_on < today),
            sa.and_(old.state == "set_aside", old.set_aside_until < today),
        )
        self.connection.execute(sa.update(self.table).where(sa.select(sa.literal(1)).where(*own, again).exists()).values(act="reopened"))
        self._mark_gone(rule.id)

    def _mark_gone(self, rule: str) -> None:
        old, new = warnings.c, self.table.c
        gone = sa.or_(old.state.in_(OPEN), sa.and_(old.state == "set_aside", old.set_aside_until < self.now.today))
        stands = sa.select(sa.literal(1)).where(self.table.alias("stands").c.key == old.key).exists()
        columns = [old.key, old.region, old.since, old.many, old.amount, old.detail, sa.literal("closed")]
        select = sa.select(*columns).where(old.rule == rule, gone, sa.not_(stands))
        self.connection.execute(sa.insert(self.table).from_select([new.key.name, *COLUMNS[1:], "act"], select))

    def _change(self, rule: Rule, gone: str) -> None:
        old, new, today = warnings.c, self.table.c, self.now.today
        fresh = {"since": new.since, "many": new.many, "amount": new.amount, "detail": new.detail, "region": new.region}
        county = sa.case((new.region == CITY, ""), else_=sa.func.substr(new.region, 1, 6))
        severe = rule.severity == "severe"
        match = (old.rule == rule.id, old.key == new.key)
        differs = sa.or_(
            sa.not_(old.standing),
            old.since != new.since,
            old.many != new.many,
            old.detail != new.detail,
            old.region != new.region,
            old.amount.is_distinct_from(new.amount),
        )
        self._update(*match, new.act == "", differs, values={**fresh, "county": county, "standing": True})
        self._update(
            *match,
            new.act == "reopened",
            values={
                **fresh,
                "county": county,
                "standing": True,
                "state": "found",
                "found_on": today,
                "due_on": None,
                "set_aside_until": None,
                "closed_on": None,
                "reopened": old.reopened + 1,
                "told": not severe,
                "version": old.version + 1,
            },
        )
        self._insert(rule, county, severe)
        still = sa.select(new.key).where(new.act != "closed")
        self._update(old.rule == rule.id, old.standing, old.key.not_in(still), values={"standing": False})
        self._steps(rule.id, ("found", "reopened"), "")
        self._close(rule.id, gone)

    def _update(self, *where: Any, values: dict[str, Any]) -> None:
        self.connection.execute(sa.update(warnings).where(*where).values(values))

    def _insert(self, rule: Rule, county: Any, severe: bool) -> None:
        new, today = self.table.c, self.now.today
        fixed: dict[str, Any] = {
            "rule": sa.literal(rule.id),
            "county": county,
            "state": sa.literal("found"),
            "standing": sa.true(),
            "found_on": sa.literal(today),
            "assigned_to": sa.literal(""),
            "reopened": sa.literal(0),
            "told": sa.false() if severe else sa.true(),
            "version": sa.literal(1),
        }
        select = sa.select(*(new[name] for name in COLUMNS), *fixed.values()).where(new.act == "found").order_by(new.region, new.key)
        self.connection.execute(sa.insert(warnings).from_select([*COLUMNS, *fixed], select))

    def _close(self, rule: str, words: str) -> None:
        old, new = warnings.c, self.table.c
        self._steps(rule, ("closed",), words)
        self._update(
            old.rule == rule,
            old.key == new.key,
            new.act == "closed",
            values={
                "state": "closed",
                "standing": False,
                "closed_on": self.now.today,
                "due_on": None,
                "set_aside_until": None,
                "version": old.version + 1,
            },
        )

    def _steps(self, rule: str, acts: tuple[str, ...], words: str) -> None:
        """Write what happened into the histories; before a closing is carried out, after a finding is."""
        old, new = warnings.c, self.table.c
        columns: dict[str, Any] = {
            "warning": old.number,
            "act": new.act,
            "at": sa.literal(self.at, sa.DateTime(timezone=True)),
            "day": sa.literal(self.now.today),
            "who": sa.literal(BY_ITSELF),
            "words": sa.literal(words),
            "many": old.many,
            "assigned_to": sa.literal(""),
            "found_on": old.found_on,
        }
        select = (
            sa.select(*columns.values())
            .select_from(warnings.join(self.table, sa.and_(old.rule == rule, old.key == new.key)))
            .where(new.act.in_(acts))
            .order_by(old.number)
        )
        self.connection.execute(sa.insert(warning_steps).from_select(list(columns), select))
