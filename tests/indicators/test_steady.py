"""People on a register hardly change: what is withheld of them on one day no other day tells. On the demonstration city and on random ones
of several years, a reader who takes each withheld cell for what is shown of it before and after comes to no small count.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from access.scope import Scope
from data.database import Database, metadata
from data.indicators import DECLARED
from data.indicators.moment import Moment, moment
from data.indicators.people import stands
from data.periods import between, parse

from .city import owner
from .neighbours import PAIRED, SHOWN, SMALL, Register
from .test_disclosure import COUNTIES, FAMILIES, Truth, _towns, fill

LEADER = Scope("leader")
REGISTERS = ("relief_recipients", "children_registered", "elder_visit_rate", "disability_subsidy_recipients")
CITIES = 12


def test_these_people_stand_on_a_register() -> None:
    counted = [one for one in DECLARED.values() if one.people and not one.tells]
    assert {one.id for one in counted if stands(one)} == {*REGISTERS, "relief_per_10k"}


# --- what holds ---------------------------------------------------------------------------------------------------------------------


def hold(now: Moment, indicator: str) -> tuple[int, int]:
    """Hold the promises for one register; how many small counts are withheld, and how many other cells."""
    seen = Register.of(now, indicator, LEADER)
    true = Register.of(now, indicator, owner(indicator)).numbers
    hidden = seen.labels != SHOWN
    few = (true >= 1) & (true <= 4)
    few[[at for at, code in enumerate(seen.regions) if len(code) <= 6], 0] = False  # totals of counties and of the city
    assert hidden[few].all()
    _whole_years(seen, hidden, few, indicator)
    found, numbers = seen.found()
    wrong = [(seen.regions[r], seen.categories[c], seen.periods[t].text, int(numbers[r, c, t])) for r, c, t in np.argwhere(found & few)]
    right = [one for one, at in zip(wrong, np.argwhere(found & few), strict=True) if one[3] == true[tuple(at)]]
    assert not right, (
        f"{indicator}: {len(right)} of {few.sum()} small counts found, {len(wrong) - len(right)} taken for another: {right[:5]}"
    )
    return int(few.sum()), int((hidden & ~few).sum())


def _whole_years(seen: Register, hidden: np.ndarray, few: np.ndarray, indicator: str) -> None:
    """A region and category is withheld through a whole year and those beside a year in which it is small, or not at all."""
    withheld = {}
    for year in sorted(set(seen.years.tolist())):
        months = seen.months_in(year)
        withheld[year] = hidden[..., months].any(axis=2)
        split = withheld[year] & ~hidden[..., months].all(axis=2)
        assert not split.any(), f"{indicator} {year}: {[(seen.regions[r], seen.categories[c]) for r, c in np.argwhere(split)[:5]]}"
        told = seen.to_date[..., months] >= 0
        assert not told[withheld[year]].any(), f"{indicator} {year}: the year to date tells the months"
        labels = seen.labels[..., months]
        both = (few[..., months] & (labels == PAIRED)).any(axis=2) & (labels == SMALL).any(axis=2)
        assert not both.any(), f"{indicator} {year}: one month's label tells another's"
    for year in withheld:
        small = few[..., seen.months_in(year)].any(axis=2)
        for beside in (year - 1, year + 1):
            assert beside not in withheld or withheld[beside][small].all(), f"{indicator} {year}: shown within a year"
    for day, period in enumerate(seen.periods):
        year = period.day(period.ends).year
        if period.grain == "week" and year in withheld:
            assert hidden[..., day][withheld[year]].all(), f"{indicator} {period}: a day between tells the months' ends"
            more = hidden[..., day] & ~withheld[year]
            for county in {seen.regions[r][:6] for r in np.argwhere(more)[:, 0]}:
                inside = [at for at, code in enumerate(seen.regions) if len(code) > 6 and code.startswith(county)]
                assert hidden[inside, :, day].all(), f"{indicator} {period} {county}: a month's end tells the day between"


@pytest.mark.parametrize("indicator", REGISTERS)
def test_no_day_of_the_demonstration_tells_another(demonstration: Database, indicator: str) -> None:
    with moment(demonstration) as now:
        few, _ = hold(now, indicator)
    assert few > 100


# --- random cities over several years -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    import migrations.tables  # noqa: F401

    database = Database(f"sqlite:///{tmp_path_factory.mktemp('steady') / 'cockpit.db'}")
    metadata.create_all(database.engine)
    yield database
    database.dispose()


def registers(seed: int, counted: str) -> Truth:
    """A register of two counties from 2020 to March 2023, by the month and, where it is read so, by the week; few come, few go."""
    random = np.random.default_rng(seed)
    family = next(one for one in FAMILIES if one.counted == counted)
    months = between(parse("2020-01"), parse("2023-03"))
    weeks = (
        [] if DECLARED[counted].monthly_only else [week for week in between(parse("2020-W03"), parse("2023-W10")) if random.random() < 0.3]
    )
    order = sorted((*months, *weeks), key=lambda one: (one.ends, one.grain))
    leaves = tuple(code for county in COUNTIES[:2] for code in _towns(county, 4))
    places = [family.categories.index(category) for category in family.peopled]
    start = random.choice([0, 1, 3, 4, 5, 6, 9, 30], (len(leaves), len(places)), p=[0.2, 0.08, 0.08, 0.08, 0.12, 0.14, 0.2, 0.1])
    changes = random.choice([-1, 0, 1], (len(leaves), len(places), len(order)), p=[0.01, 0.98, 0.01])
    slow = np.zeros((len(leaves), len(places), len(order)), dtype=int)
    now = start
    for at in range(len(order)):
        now = np.maximum(now + changes[..., at], 0)
        slow[..., at] = now
    back = [order.index(one) for one in (*months, *weeks)]
    people = np.zeros((len(leaves), len(family.categories), len(order)), dtype=int)
    people[:, places] = slow[..., back]
    truth = Truth(family, leaves, tuple(one.text for one in (*months, *weeks)), people)
    for name in (family.counted, *family.others):
        if DECLARED[name].rate:
            base = people if DECLARED[name].breakdown else people.sum(axis=1, keepdims=True)
            truth.numerators[name] = base // 2
    return truth


@pytest.mark.parametrize("indicator", REGISTERS)
def test_no_day_of_a_random_city_tells_another(empty: Database, indicator: str) -> None:
    few = others = 0
    for seed in range(CITIES):
        fill(empty, registers(seed, indicator))
        with moment(empty) as now:
            found = hold(now, indicator)
        few, others = few + found[0], others + found[1]
    assert few > 50 * CITIES, "hardly anything is small: nothing is proved"
