"""A desk at which returns are filed and reviewed: the plan of 2023 on a fresh database, its day moved by hand, people by role."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from access.scope import Scope
from data.database import Database
from data.datasets.office import reported_values
from data.facts import set_fact
from data.indicators.moment import moment
from data.periods import parse
from data.programmes.plan import load_plan
from data.programmes.returns import filing, review
from data.programmes.returns.asked import Asked, asked
from data.programmes.returns.history import Change, read_changes
from data.programmes.returns.item import Item
from data.programmes.returns.present import Return, read_return
from data.programmes.returns.table import return_changes
from data.settings import ROOT

QI, TONGXU, CITY = "410221", "410222", "410200"
COUNTY, OTHER = Scope("county", region=QI), Scope("county", region=TONGXU)
CHIEF, RELIEF, OFFICE = (Scope("chief", section=name) for name in ("养老服务科", "社会救助科", "办公室"))
LEADER = Scope("leader")
NAMES = {COUNTY: "杞县", OTHER: "通许", CHIEF: "养老科长", RELIEF: "救助科长", OFFICE: "办公室主任", LEADER: "局长"}
WHERE = "10.0.0.7"
TASK = Item("2023-09", "elderly", "1", QI)  # nothing but words
VALUED = Item("2023-09", "elderly", "8", QI)  # with 示范性居家社区养老服务网络
RATED = Item("2023-09", "elderly", "7", QI)  # with 新建小区养老设施配建率, a rate


class ReturnsDesk:
    """One database, on 2023-09-18."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.writing() as connection:
            load_plan(connection, ROOT / "plan" / "2023.yaml")
        self.today("2023-09-18")

    def today(self, day: str) -> None:
        with self.database.writing() as connection:
            set_fact(connection, "today", date.fromisoformat(day).isoformat())

    def save(self, item: Item = TASK, *, version: int | None = None, scope: Scope = COUNTY, who: str = "", **said: Any) -> Return:
        given = {"percent": None, "done": "", "measures": "", "values": {}, **said}
        at = self.read(item).version if version is None else version
        with self.database.noting() as connection:
            return filing.save(connection, item, given, version=at, scope=scope, who=who or NAMES[scope], where=WHERE)

    def submit(self, item: Item = TASK, *, version: int | None = None, scope: Scope = COUNTY) -> Return:
        at = self.read(item).version if version is None else version
        with self.database.noting() as connection:
            return filing.submit(connection, item, version=at, scope=scope, who=NAMES[scope], where=WHERE)

    def accept(self, *items: Item, version: int | None = None, scope: Scope = CHIEF) -> review.Reviewed:
        picked = [(item, self.read(item).version if version is None else version) for item in items or (TASK,)]
        return review.accept(self.database, picked, scope=scope, who=NAMES[scope], where=WHERE)

    def send_back(self, item: Item = TASK, reason: str = "缺数", *, version: int | None = None, scope: Scope = CHIEF) -> Return:
        at = self.read(item).version if version is None else version
        with self.database.noting() as connection:
            return review.send_back(connection, item, reason, version=at, scope=scope, who=NAMES[scope], where=WHERE)

    def reopen(self, item: Item = TASK, reason: str = "重报", *, scope: Scope = CHIEF) -> review.Reviewed:
        at = self.read(item).version
        return review.reopen(self.database, item, reason, version=at, scope=scope, who=NAMES[scope], where=WHERE)

    def file(self, item: Item = TASK, percent: int = 60, done: str = "已完成选址。", **said: Any) -> Return:
        """Saved and submitted."""
        self.save(item, percent=percent, done=done, **said)
        return self.submit(item)

    def read(self, item: Item = TASK) -> Return:
        with self.database.reading() as connection:
            return read_return(connection, item)

    def changes(self, item: Item = TASK) -> Sequence[Change]:
        with self.database.reading() as connection:
            return read_changes(connection, item, drafts=True)

    def asked(self, month: str = "2023-09", *, scope: Scope = COUNTY, **more: Any) -> tuple[Asked, ...]:
        with moment(self.database) as now:
            return asked(now, parse(month), scope=scope, **more)

    def one(self, item: Item = TASK, *, scope: Scope = COUNTY) -> Asked:
        return next(one for one in self.asked(item.month, scope=scope) if one.item == item)

    def values(self) -> list[tuple[Any, ...]]:
        """The reported values there are."""
        table = reported_values.table
        kept = sa.select(table.c.indicator, table.c.region, table.c.month, table.c.numerator, table.c.denominator)
        with self.database.reading() as connection:
            return [tuple(row) for row in connection.execute(kept.order_by(table.c.indicator, table.c.region, table.c.month))]

    def version(self) -> int:
        """How often acceptances were given or taken back: only then may figures change."""
        changes = return_changes.alias("earlier")
        same = [changes.c[name] == return_changes.c[name] for name in ("month", "programme", "task", "region")]
        last = sa.select(changes.c.act).where(*same, changes.c.version == return_changes.c.version - 1).scalar_subquery()
        turned = sa.or_(return_changes.c.act == "accepted", sa.and_(return_changes.c.act == "returned", last == "accepted"))
        with self.database.reading() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(return_changes).where(turned)) or 0
