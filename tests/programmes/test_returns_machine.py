"""Whatever two counties and a section do in whatever order: nothing is lost, versions grow, figures change with acceptances alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from data.database import Database
from data.datasets.office import reported_values
from data.exchange.batches import batches, touched
from data.programmes.returns.item import Item
from data.programmes.returns.present import Conflict, ReturnRefused
from data.programmes.returns.table import return_changes, returns
from tests.programmes.returns_desk import COUNTY, OTHER, QI, TASK, TONGXU, ReturnsDesk

NETWORKS = "demo_home_care_networks"
ITEMS = (TASK, *(Item(month, "elderly", "8", region) for month in ("2023-08", "2023-09") for region in (QI, TONGXU)))
item = st.sampled_from(ITEMS)
value = st.sampled_from(["", "0", "1", "2"])
stale = st.integers(0, 3)  # how many versions ago somebody began


@dataclass
class Model:
    """What a return should be."""

    state: str = "draft"
    version: int = 0
    said: tuple[Any, ...] = (None, "", "")
    author: str = ""
    told: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    counts: str = ""  # the value that counts, as accepted


class Machine(RuleBasedStateMachine):
    desk: ReturnsDesk

    @initialize()
    def begin(self) -> None:
        with self.desk.database.writing() as connection:
            for table in (returns, return_changes, reported_values.table, reported_values.history, touched, batches):
                connection.execute(sa.delete(table))
        self.model = {one: Model() for one in ITEMS}
        self.figures = self.desk.version()

    def act(self, change: Any, one: Item, allowed: bool, ago: int) -> bool:
        """Whether it was done; it is exactly where the state allows it and nobody was there meanwhile."""
        try:
            change()
        except Conflict as met:
            assert ago and met.theirs.version == self.model[one].version
            return False
        except ReturnRefused:
            assert not allowed
            return False
        return True

    def done(self, one: Item, act: str, **changes: Any) -> None:
        model = self.model[one]
        for name, changed in changes.items():
            setattr(model, name, changed)
        model.version += 1
        model.told.append((act, model.said))

    @rule(
        one=item, percent=st.integers(0, 100), words=st.sampled_from(["", "甲", "乙"]), value=value, who=st.sampled_from("张李"), ago=stale
    )
    def save(self, one: Item, percent: int, words: str, value: str, who: str, ago: int) -> None:
        model = self.model[one]
        ago = min(ago, model.version)
        valued = value if one.task == "8" else ""
        said = (percent, words, valued)
        same = said == model.said and (ago == 0 or model.author == who)
        scope = COUNTY if one.region == QI else OTHER
        values = {NETWORKS: [value, ""]}

        def change() -> None:
            self.desk.save(one, version=model.version - ago, scope=scope, who=who, percent=percent, done=words, values=values)

        if self.act(change, one, model.state in ("draft", "returned") or same, ago) and not same:
            self.done(one, "saved", said=said, author=who)

    @rule(one=item, ago=stale)
    def submit(self, one: Item, ago: int) -> None:
        model = self.model[one]
        ago = min(ago, model.version)
        whole = model.state in ("draft", "returned") and model.said[0] is not None and model.said[1] != ""
        scope = COUNTY if one.region == QI else OTHER
        if self.act(lambda: self.desk.submit(one, version=model.version - ago, scope=scope), one, whole, ago):
            self.done(one, "submitted", state="submitted")

    @rule(one=item, ago=stale)
    def accept(self, one: Item, ago: int) -> None:
        model = self.model[one]
        ago = min(ago, model.version)
        if self.act(lambda: self.desk.accept(one, version=model.version - ago), one, model.state == "submitted", ago):
            self.done(one, "accepted", state="accepted", counts=model.said[2])
            self.figures += 1

    @rule(one=item, ago=stale)
    def send_back(self, one: Item, ago: int) -> None:
        model = self.model[one]
        ago = min(ago, model.version)
        if self.act(lambda: self.desk.send_back(one, version=model.version - ago), one, model.state == "submitted", ago):
            self.done(one, "returned", state="returned")

    @rule(one=item)
    def reopen(self, one: Item) -> None:
        if self.act(lambda: self.desk.reopen(one), one, self.model[one].state == "accepted", 0):
            self.done(one, "returned", state="returned", counts="")
            self.figures += 1

    @invariant()
    def nothing_is_lost_and_nothing_is_made_up(self) -> None:
        if not hasattr(self, "model"):
            return
        for one, model in self.model.items():
            found = self.desk.read(one)
            said = (found.content.percent, found.content.done, found.content.values.get(NETWORKS, ("", ""))[0])
            assert (found.state, found.version, said) == (model.state, model.version, model.said)
            kept = [
                (change.act, (change.content.percent, change.content.done, change.content.values.get(NETWORKS, ("", ""))[0]))
                for change in self.desk.changes(one)
            ]
            assert kept == model.told
            assert [change.version for change in self.desk.changes(one)] == list(range(1, model.version + 1))

    @invariant()
    def figures_change_with_acceptances_alone(self) -> None:
        if not hasattr(self, "model"):
            return
        wanted = [(NETWORKS, one.region, one.month, Decimal(model.counts), None) for one, model in self.model.items() if model.counts]
        assert sorted(self.desk.values()) == sorted(wanted)
        assert self.desk.version() == self.figures


def test_whatever_order(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.programmes.returns.review.refresh", lambda database: None)  # the readings are looked at elsewhere
    Machine.desk = ReturnsDesk(database)
    run_state_machine_as_test(
        Machine,
        settings=settings(max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)),
    )
