"""No withheld count of a few people can be pinned to one number: on random cities, everything one person can be shown is gathered through
the one door and handed to an integer programme, which looks for another city that would look exactly the same to that person.

The reader knows the rules: counts are whole and not negative, sums add up, the year to date is the sum of its months, a numerator is not
above its denominator, `small` means 1 to the threshold less one, and indicators about the same people count the same people.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from access.scope import Scope
from data import facts
from data.database import Database, metadata
from data.indicators import DECLARED, Indicator
from data.indicators.figures import Figure, figures
from data.indicators.indicator import EVERY, SAME
from data.indicators.moment import Moment, moment
from data.indicators.people import small_below, stands, tells
from data.indicators.readings import periods, readings
from data.periods import Period, parse
from data.regions import regions
from geo.regions import CITY, Level

TABLES = 200
COUNTIES = ("410221", "410225", "410202")
CHANNEL, DIBAO, RISK = "主动发现", "农村低保", "children_by_risk"
READERS = (
    Scope("leader"),
    Scope("county", region="410221"),
    Scope("county", region="410202"),
    Scope("screen"),
)


@dataclass(frozen=True)
class Family:
    """Indicators about the same people, and the categories that have anybody in them."""

    counted: str
    others: tuple[str, ...] = ()
    peopled: tuple[str, ...] = ("",)

    @property
    def categories(self) -> tuple[str, ...]:
        return DECLARED[self.counted].categories or ("",)


FAMILIES = (
    Family("deaths", ("cremation_rate",), ("0-17", "60-69", "80-89")),
    Family("relief_applications", ("relief_proactive_share", "relief_started_in_3_days"), (CHANNEL, "窗口受理", "网上申请")),
    Family("eco_burial_rate", ("funeral_subsidy_paid",)),
    Family("elder_visit_rate", (), DECLARED["elder_visit_rate"].categories[:3]),
    Family("children_registered", ("child_visit_rate", RISK), ("孤儿", "困境儿童")),
    Family("relief_recipients", (), ("城市低保", DIBAO, "支出型困难")),
    Family("disability_subsidy_recipients", ("disability_subsidy_spend",), DECLARED["disability_subsidy_recipients"].categories),
    Family("relief_spend", ("rural_dibao_subsidy",), ("城市低保", DIBAO)),
)


@dataclass
class Truth:
    """One random city: people by leaf region × category × time, and the numerators of each rate over them."""

    family: Family
    leaves: tuple[str, ...]
    times: tuple[str, ...]  # months from January, then perhaps a week
    people: np.ndarray
    numerators: dict[str, np.ndarray] = field(default_factory=dict)  # region × category or total × time
    started: np.ndarray | None = None  # denominators of their own
    risks: np.ndarray | None = None  # the same people by another trait: county × risk × time

    @property
    def counties(self) -> tuple[str, ...]:
        return tuple(sorted({leaf[:6] for leaf in self.leaves}))

    @property
    def by_category(self) -> bool:
        return self.family.categories != ("",)


@st.composite
def truths(draw: Any) -> Truth:
    """A city of one to three counties with a few townships each, mostly small counts; a few months or one week."""
    family = draw(st.sampled_from(FAMILIES))
    counties = COUNTIES[: draw(st.integers(1, 3))]
    by_county = DECLARED[family.counted].level == "county"
    leaves = tuple(code for county in counties for code in ([county] if by_county else _towns(county, draw(st.integers(2, 4)))))
    counted = DECLARED[family.counted]
    weekly = not counted.monthly_only and draw(st.booleans()) and draw(st.booleans())
    times = tuple(f"2023-{month:02d}" for month in range(1, draw(st.integers(1, 4)) + 1))
    if weekly:  # a register's month ends stand beside a day between them
        times = (*(("2023-01", "2023-02") if stands(counted) else ()), "2023-W05")
    shape = len(leaves), len(family.peopled), len(times)
    common = draw(st.sampled_from([(0, 0, 0, 1, 2), (0, 1, 2, 3, 4, 5), (0, 1, 4, 5, 6, 9, 30), (1,), (4,), (0, 0, 0, 0, 3, 12)]))
    size = int(np.prod(shape))
    people = np.zeros((len(leaves), len(family.categories), len(times)), dtype=int)
    places = [family.categories.index(category) for category in family.peopled]
    people[:, places] = np.array(draw(st.lists(st.sampled_from(common), min_size=size, max_size=size))).reshape(shape)
    if stands(counted) and draw(st.booleans()):  # much the same from month to month, as a register is
        changes = draw(st.lists(st.sampled_from([0, 0, 0, 0, 0, 1, -1]), min_size=size, max_size=size))
        people[:, places] = np.maximum(people[:, places][..., :1] + np.array(changes).reshape(shape), 0)
    truth = Truth(family, leaves, times, people)
    share = draw(st.sampled_from([(0.0,), (1.0,), (0.0, 0.5, 1.0)]))
    for name in (family.counted, *family.others):
        if DECLARED[name].rate and name not in ("relief_proactive_share", "rural_dibao_subsidy"):
            base = people if DECLARED[name].breakdown or not truth.by_category else people.sum(axis=1, keepdims=True)
            if name == "relief_started_in_3_days":
                base = truth.started = base - np.minimum(base, draw(st.integers(0, 1)))
            few = np.flatnonzero(base)
            parts = np.zeros(base.size)
            parts[few] = draw(st.lists(st.sampled_from(share), min_size=len(few), max_size=len(few)))
            truth.numerators[name] = np.floor(base * parts.reshape(base.shape)).astype(int)
    if RISK in family.others:
        truth.risks = draw(_risks(truth))
    return truth


@st.composite
def _risks(draw: Any, truth: Truth) -> np.ndarray:
    """Each county's people over two of the risks, the few under one of them."""
    found = np.zeros((len(truth.counties), len(DECLARED[RISK].categories), len(truth.times)), dtype=int)
    for county, code in enumerate(truth.counties):
        here = [at for at, leaf in enumerate(truth.leaves) if leaf.startswith(code)]
        for time in range(len(truth.times)):
            total = int(truth.people[here, :, time].sum())
            few = min(total, draw(st.sampled_from([0, 1, 2, 3, 4, 7])))
            one, other = draw(st.permutations(range(found.shape[1])))[:2]
            found[county, [one, other], time] = few, total - few
    return found


def _towns(county: str, many: int) -> list[str]:
    return [f"{county}{100 + number}" for number in range(1, many + 1)]


def rows_of(truth: Truth) -> Iterator[dict[str, Any]]:
    """The readings a refresh would have stored."""
    family = truth.family
    total = truth.people.sum(axis=1)
    if truth.risks is not None:
        for place in np.ndindex(*truth.risks.shape):
            county, risk, time = place
            where = {"period": truth.times[time], "region": truth.counties[county], "category": DECLARED[RISK].categories[risk]}
            yield {"indicator": RISK, **where, "numerator": int(truth.risks[place]), "denominator": None, "people": None}
    for at, leaf in enumerate(truth.leaves):
        for time, period in enumerate(truth.times):
            where = {"period": period, "region": leaf}
            for kind, category in enumerate(family.categories):
                count = int(truth.people[at, kind, time])
                base = {**where, "category": category, "numerator": count, "denominator": None, "people": None}
                match family.counted:
                    case "eco_burial_rate" | "elder_visit_rate":
                        base |= {"numerator": int(truth.numerators[family.counted][at, kind, time]), "denominator": count}
                    case "relief_spend":
                        base |= {"numerator": count * 100_00 + 7 * kind * (count > 0), "people": count}
                yield {"indicator": family.counted, **base}
                if family.counted == "disability_subsidy_recipients":
                    yield {"indicator": "disability_subsidy_spend", **base, "numerator": count * (60_00 + kind), "people": count}
            for name in family.others:
                row = {"indicator": name, **where, "category": "", "denominator": int(total[at, time]), "people": None}
                if name == "relief_proactive_share":
                    yield {**row, "numerator": int(truth.people[at, family.categories.index(CHANNEL), time])}
                elif name == "rural_dibao_subsidy":
                    count = int(truth.people[at, family.categories.index(DIBAO), time])
                    yield {**row, "numerator": count * 100_00 + 7 * (count > 0), "denominator": count}
                elif name in ("disability_subsidy_spend", RISK) or (DECLARED[name].monthly_only and "W" in period):
                    continue
                else:
                    base = total if truth.started is None else truth.started[:, 0]
                    found = truth.numerators[name][at, 0]
                    yield {**row, "numerator": int(found[time]), "denominator": int(base[at, time])}
                    if DECLARED[name].span and "W" not in period:
                        summed = {"numerator": int(found[: time + 1].sum()), "denominator": int(base[at, : time + 1].sum())}
                        yield {**row, "period": f"{period}/ytd", **summed}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    import migrations.tables  # noqa: F401

    database = Database(f"sqlite:///{tmp_path_factory.mktemp('disclosure') / 'cockpit.db'}")
    metadata.create_all(database.engine)
    yield database
    database.dispose()


def fill(database: Database, truth: Truth) -> None:
    """Make the truth the database's only readings, over a register of its own."""
    counties = sorted({leaf[:6] for leaf in truth.leaves})
    register = [(CITY, "city", ""), *((code, "county", CITY) for code in counties)]
    register += [(leaf, "township", leaf[:6]) for leaf in truth.leaves if len(leaf) == 9]
    months = [Period(text) for text in truth.times if "W" not in text] or [Period("2023-01"), Period("2023-02")]
    today = months[-1].ends.replace(day=20)
    stored = [*months, *(Period(f"{month}/ytd") for month in months), *(Period(text) for text in truth.times if "W" in text)]
    with database.writing() as connection:
        for table in (readings, periods, regions):
            connection.execute(sa.delete(table))
        connection.execute(
            sa.insert(regions),
            [
                {"code": code, "name": code, "level": level, "parent": parent, "kind": "", "lon": None, "lat": None, "position": ""}
                for code, level, parent in register
            ],
        )
        connection.execute(
            sa.insert(periods),
            [
                {
                    "period": one.text,
                    "grain": one.grain,
                    "starts": one.starts,
                    "ends": one.ends,
                    "day": one.day(today),
                    "year_starts": one.starts.replace(month=1, day=1),
                    "tenth": one.starts.replace(day=10),
                }
                for one in stored
            ],
        )
        rows = [row for row in rows_of(truth) if row["numerator"] or row["denominator"] or row["people"]]
        if rows:
            connection.execute(sa.insert(readings), rows)
        facts.set_fact(connection, "today", today.isoformat())
        facts.bump(connection)


def gathered(now: Moment, truth: Truth, scope: Scope) -> list[Figure]:
    """Every figure of the family that this person can be shown."""
    asked = [parse(text) for text in truth.times]
    asked += [Period(f"{one}/ytd") for one in asked if one.grain == "month"]
    levels: tuple[Level | None, ...] = (None, "county", "township")
    return [
        figure
        for name in (truth.family.counted, *truth.family.others)
        for level in levels
        for by_category in (False, True)
        for figure in figures(now, [name], scope=scope, periods=asked, level=level, by_category=by_category)
    ]


class Reader:
    """What one person knows, as an integer programme over every city that would look the same to that person."""

    def __init__(self, truth: Truth, scope: Scope) -> None:
        self.truth, self.scope = truth, scope
        self.amounts = DECLARED[truth.family.counted].amount
        self.size = truth.people.size
        self.offsets = {}
        for name, numbers in truth.numerators.items():
            self.offsets[name] = self.size
            self.size += numbers.size
        if truth.started is not None:
            self.offsets["started"] = self.size
            self.size += 4 * truth.started.size  # months and running totals, which are no sums of them; then their numerators
        if truth.risks is not None:
            self.offsets[RISK] = self.size
            self.size += truth.risks.size
        self.rows: list[np.ndarray] = []
        self.low: list[float] = []
        self.high: list[float] = []
        self.targets: list[tuple[np.ndarray, int, str]] = []
        for name, numbers in truth.numerators.items():
            self._bounded(name, numbers)
        if truth.risks is not None:
            self._same_people(truth.risks)

    def _same_people(self, risks: np.ndarray) -> None:
        """By risk and by category it is the same children. Any two such counts fit together, so no more is known of them."""
        for county, code in enumerate(self.truth.counties):
            leaves = [at for at, leaf in enumerate(self.truth.leaves) if leaf.startswith(code)]
            for time in range(len(self.truth.times)):
                row, other = np.zeros(self.size), np.zeros(self.size)
                self._mark(row, self.truth.people.shape, 0, leaves, slice(None), [time])
                self._mark(other, risks.shape, self.offsets[RISK], [county], slice(None), [time])
                self._say(row - other, 0, 0)

    def _bounded(self, name: str, numbers: np.ndarray) -> None:
        """A numerator is not above its denominator; running totals of what is no sum are left free."""
        if name == "relief_started_in_3_days":
            return
        for place in np.ndindex(*numbers.shape):
            row = np.zeros(self.size)
            row[self.offsets[name] + int(np.ravel_multi_index(place, numbers.shape))] = -1
            kinds = slice(None) if numbers.shape[1] < self.truth.people.shape[1] else place[1]
            self._mark(row, self.truth.people.shape, 0, [place[0]], kinds, [place[2]])
            self._say(row, 0, np.inf)

    def _mark(self, row: np.ndarray, shape: tuple[int, ...], offset: int, leaves: Any, kinds: Any, times: Any) -> None:
        chosen = np.zeros(shape)
        for leaf in leaves:
            for time in times:
                chosen[leaf, kinds, time] = 1
        row[offset : offset + chosen.size] += chosen.ravel()

    def _say(self, row: np.ndarray, low: float, high: float) -> None:
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high)

    def _times(self, indicator: Indicator, period: str) -> list[int]:
        at = self.truth.times.index(period.removesuffix("/ytd"))
        return list(range(at + 1)) if period.endswith("/ytd") and indicator.kind == "flow" else [at]

    def _kinds(self, told: str, category: str | None) -> Any:
        kind = category or "" if told == SAME else told
        if kind == "" and self.truth.by_category:
            return slice(None)
        return self.truth.family.categories.index(kind) if kind in self.truth.family.categories else None

    def hear(self, figure: Figure) -> None:
        """Add what one figure tells."""
        indicator, truth = DECLARED[figure.indicator], self.truth
        start = figure.region[:4] if figure.region == CITY else figure.region
        leaves = [at for at, leaf in enumerate(truth.leaves) if leaf.startswith(start)]
        if not leaves:
            return
        times = self._times(indicator, figure.period)
        if figure.indicator == "relief_started_in_3_days":
            self._started(figure, leaves)
            return
        if figure.indicator == RISK:
            self._risk(figure, start)
            return
        if indicator.amount and not self.amounts:  # an amount of the same people: its own standards are not in question here
            return
        told = tells(indicator)
        for name, kind in told if len(told) > 1 else told[:1]:
            row = np.zeros(self.size)
            kinds = self._kinds(kind, figure.category)
            if kinds is None or kind == EVERY:
                continue
            self._mark(row, truth.people.shape, 0, leaves, kinds, times)
            number = self._number(figure, indicator, kind)
            if not figure.suppressed:
                if number is not None:
                    self._say(row, number, number)
                continue
            true = int(row[: truth.people.size] @ self._stored().ravel())
            count = int(row[: truth.people.size] @ truth.people.ravel())
            below = small_below(DECLARED[name], self.scope, figure.category or "")
            if len(told) == 1 and figure.reason == "small" and not self.amounts:
                self._say(row, 1, below - 1)
            if len(told) == 1 and 0 < count < below and self._others(row):
                self.targets.append((row, true, f"{figure.indicator} {figure.region} {figure.period} {figure.category}"))
        if indicator.rate and figure.indicator in truth.numerators and not figure.suppressed and figure.numerator is not None:
            numbers = truth.numerators[figure.indicator]
            row = np.zeros(self.size)
            kinds = self._kinds(SAME, figure.category) if numbers.shape[1] > 1 else 0
            if kinds is not None and not (indicator.span and figure.period.endswith("/ytd")):
                self._mark(row, numbers.shape, self.offsets[figure.indicator], leaves, kinds, times)
                self._say(row, figure.numerator, figure.numerator)

    def _others(self, row: np.ndarray) -> bool:
        """Whether it counts anybody but the reader's own people, whom the reader knows by right."""
        foreign = np.array([not self.scope.region or not leaf.startswith(self.scope.region) for leaf in self.truth.leaves])
        chosen = row[: self.truth.people.size].reshape(self.truth.people.shape) * self.truth.people
        return bool(chosen[foreign].any())

    def _stored(self) -> np.ndarray:
        """What the variables stand for: people, or the fen behind them."""
        if not self.amounts:
            return self.truth.people
        kinds = np.arange(self.truth.people.shape[1])[None, :, None]
        return np.where(self.truth.people > 0, self.truth.people * 100_00 + 7 * kinds, 0)

    def _number(self, figure: Figure, indicator: Indicator, kind: str) -> float | None:
        if self.amounts:
            return None if figure.numerator is None else round(figure.numerator * 100)
        if figure.indicator == "relief_proactive_share" and kind == CHANNEL:
            return figure.numerator
        return figure.denominator if indicator.rate else figure.numerator

    def _risk(self, figure: Figure, start: str) -> None:
        """Children by risk: counties and the city, in total and by category."""
        risks = self.truth.risks
        assert risks is not None
        if len(figure.region) > 6:
            assert figure.numerator is None, "no township is shown"
            return
        counties = [at for at, code in enumerate(self.truth.counties) if code.startswith(start)]
        times = [self.truth.times.index(figure.period.removesuffix("/ytd"))]
        kinds: Any = DECLARED[RISK].categories.index(figure.category) if figure.category else slice(None)
        row = np.zeros(self.size)
        self._mark(row, risks.shape, self.offsets[RISK], counties, kinds, times)
        if not figure.suppressed:
            if figure.numerator is not None:
                self._say(row, figure.numerator, figure.numerator)
            return
        below = small_below(DECLARED[RISK], self.scope, figure.category or "")
        if figure.reason == "small":
            self._say(row, 1, below - 1)
        true = int(risks[counties, kinds][..., times].sum())
        foreign = [at for at in counties if self.truth.counties[at] != self.scope.region]
        if 0 < true < below and risks[foreign, kinds][..., times].any():
            self.targets.append((row, true, f"{figure.indicator} {figure.region} {figure.period} {figure.category}"))

    def _started(self, figure: Figure, leaves: list[int]) -> None:
        """Denominators of their own, at most the applications, in months and in running totals."""
        started = self.truth.started
        assert started is not None
        at = self.truth.times.index(figure.period.removesuffix("/ytd"))
        late = figure.period.endswith("/ytd")
        row = np.zeros(self.size)
        self._mark(row, started.shape, self.offsets["started"] + late * started.size, leaves, 0, [at])
        if not figure.suppressed and figure.denominator is not None:
            self._say(row, figure.denominator, figure.denominator)
        for leaf in leaves:
            some = np.zeros(self.size)
            self._mark(some, started.shape, self.offsets["started"] + late * started.size, [leaf], 0, [at])
            whole = np.zeros(self.size)
            self._mark(whole, self.truth.people.shape, 0, [leaf], slice(None), range(at + 1) if late else [at])
            self._say(whole - some, 0, np.inf)
        inner = np.roll(row, 2 * started.size)
        self._say(row - inner, 0, np.inf)
        if not figure.suppressed and figure.numerator is not None:
            self._say(inner, figure.numerator, figure.numerator)
        below = small_below(DECLARED["relief_applications"], self.scope, "")
        if figure.suppressed and figure.reason == "small":
            self._say(row, 1, below - 1)
        true = int(started[leaves, 0, : at + 1].sum() if late else started[leaves, 0, at].sum())
        if figure.suppressed and 0 < true < below:
            self.targets.append((row, true, f"{figure.indicator} {figure.region} {figure.period}"))

    def _true(self) -> np.ndarray:
        """The city as it is: it must fit what was heard, or the reader misunderstood."""
        found = np.zeros(self.size)
        found[: self.truth.people.size] = self._stored().ravel()
        for name, at in self.offsets.items():
            if name == "started":
                parts = (self.truth.started, self.truth.numerators["relief_started_in_3_days"])
                numbers = np.concatenate([one for part in parts for one in (part.ravel(), part.cumsum(axis=2).ravel())])
            elif name == RISK:
                assert self.truth.risks is not None
                numbers = self.truth.risks.ravel()
            else:
                numbers = self.truth.numerators[name].ravel()
            found[at : at + numbers.size] = numbers
        return found

    def pinned(self) -> list[str]:
        """The targets that have one value in every city that fits."""
        if not self.targets:
            return []
        heard = np.array(self.rows) @ self._true()
        assert (np.array(self.low) <= heard).all() and (heard <= np.array(self.high)).all()
        rule = LinearConstraint(np.array(self.rows), np.array(self.low), np.array(self.high))
        left = list(self.targets)

        def solve(objective: np.ndarray, presolve: bool) -> Any:
            options = {"time_limit": 20, "presolve": presolve}
            return milp(-objective, constraints=rule, bounds=Bounds(0, np.inf), integrality=np.ones(self.size), options=options)

        def tried(objective: np.ndarray, presolve: bool = True) -> None:
            answer = solve(objective, presolve)
            if answer.status == 2:  # the city as it is fits: HiGHS' presolve was mistaken
                answer = solve(objective, False)
            if answer.status == 3:  # without end upwards: not pinned
                left[:] = [one for one in left if one[0] is not objective]
                return
            found = np.round(answer.x)
            heard = rule.A @ found
            assert (rule.lb <= heard).all() and (heard <= rule.ub).all(), "another city, but not one that looks the same"
            left[:] = [one for one in left if int(one[0] @ found) == one[1]]

        both = np.sum([row for row, _, _ in left], axis=0)
        tried(-both)
        for row, _, _ in list(left):
            for presolve in (True, False):  # HiGHS' presolve also calls best what is not: none is pinned before it was tried without
                for objective in (row, -row):
                    if any(one[0] is row for one in left):
                        tried(objective, presolve)
        return [words for _, _, words in left]


def test_no_withheld_few_can_be_pinned(empty: Database) -> None:
    seen = {"tables": 0, "looks": 0, "targets": 0}

    @settings(max_examples=TABLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    @given(truth=truths())
    def prove(truth: Truth) -> None:
        fill(empty, truth)
        with moment(empty) as now:
            for scope in READERS:
                if scope.region and not any(leaf.startswith(scope.region) for leaf in truth.leaves):
                    continue
                reader = Reader(truth, scope)
                for figure in gathered(now, truth, scope):
                    reader.hear(figure)
                assert reader.pinned() == [], scope
                seen["looks"] += 1
                seen["targets"] += len(reader.targets)
        seen["tables"] += 1

    prove()
    assert seen["tables"] >= TABLES and seen["targets"] > 40 * TABLES, "hardly anything was withheld: nothing is proved"
    print(f"disclosure: {seen['tables']} tables, {seen['looks']} looks, {seen['targets']} withheld cells, 0 pinned")


def test_the_proof_finds_a_cell_that_is_withheld_alone(empty: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the second cells the same programme pins the first ones."""
    monkeypatch.setattr("data.indicators.withheld.withhold", lambda sheet: [])
    family = FAMILIES[0]
    people = np.zeros((4, len(family.categories), 1), dtype=int)
    people[:, 3, 0] = 3, 9, 9, 9
    leaves = tuple(code for county in COUNTIES[:2] for code in _towns(county, 2))
    truth = Truth(family, leaves, ("2023-01",), people, {"cremation_rate": np.zeros((4, 1, 1), dtype=int)})
    fill(empty, truth)
    with moment(empty) as now:
        reader = Reader(truth, READERS[0])
        for figure in gathered(now, truth, READERS[0]):
            reader.hear(figure)
    assert any("410221101 2023-01" in words for words in reader.pinned())


def test_the_proof_finds_a_risk_that_is_withheld_alone(empty: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.indicators.withheld.withhold", lambda sheet: [])
    family = next(one for one in FAMILIES if RISK in one.others)
    people = np.full((4, len(family.categories), 1), 10)
    risks = np.array([[[3], [37], [40], [0]], [[20], [30], [30], [0]]])
    leaves = tuple(code for county in COUNTIES[:2] for code in _towns(county, 2))
    truth = Truth(family, leaves, ("2023-01",), people, {"child_visit_rate": np.zeros((4, 1, 1), dtype=int)}, risks=risks)
    fill(empty, truth)
    with moment(empty) as now:
        reader = Reader(truth, READERS[0])
        for figure in gathered(now, truth, READERS[0]):
            reader.hear(figure)
    assert reader.pinned() == [f"{RISK} 410221 {period} 高" for period in ("2023-01", "2023-01/ytd")]
