"""Small cells are withheld from whoever has no access to the records, and cannot be found by subtraction within an indicator and period;
whoever has access sees every cell. Below county level, people see the regions of their scope alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from access.scope import Scope
from data.database import Database
from data.indicators import DECLARED
from data.indicators.crowd import small_below
from data.indicators.figures import Figure, NotAllowed, figures
from data.indicators.moment import moment
from data.indicators.refresh import refresh
from data.indicators.targets import set_target
from data.periods import parse
from data.settings import settings
from geo.regions import CITY, Level

from .city import COUNTIES, GULOU, GUYANG, LANKAO, LANYANG, MIXED, QI, REGIONS, STREET, TOWN, TOWNSHIPS, City, owner
from .random_city import Maker, store

LEADER = Scope("leader")
OTHER_CHIEF = Scope("chief", section="办公室")
OF_QI, OF_LANKAO = Scope("county", region=QI), Scope("county", region=LANKAO)
IN_QI = [code for code in TOWNSHIPS if code.startswith(QI)]
WITHOUT_RECORDS = [LEADER, OTHER_CHIEF, OF_LANKAO]


def recipients(city: City, many: dict[str, int], category: str = "农村低保") -> None:
    for region, count in many.items():
        for _ in range(count):
            city.add("relief_recipients", region=region, category=category, started_on="2023-01-02")


def townships(city: City, indicator: str, scope: Scope = LEADER, county: str = QI) -> dict[str, Figure]:
    return {figure.region: figure for figure in city.read(indicator, "2023-01", county, level="township", scope=scope)}


def hidden(found: dict[str, Figure]) -> dict[str, str]:
    return {region: str(figure.reason) for region, figure in found.items() if figure.suppressed}


@pytest.fixture
def small(city: City) -> City:
    city.today("2023-01-31")
    return city


@pytest.mark.parametrize("count", [0, 1, 4, 5])
def test_one_to_four_are_withheld_nought_and_five_are_shown(small: City, count: int) -> None:
    recipients(small, {TOWN: count, STREET: 7, MIXED: 9})
    found = townships(small, "relief_recipients")
    assert found[MIXED].value == 9
    if count in (1, 4):
        assert hidden(found) == {TOWN: "small", STREET: "paired"}, "the smallest other cell goes with it"
        for region in (TOWN, STREET):
            figure = found[region]
            assert (figure.numerator, figure.denominator, figure.value, figure.status) == (None, None, None, "none")
            assert figure.as_of == date(2023, 1, 31)
    else:
        assert hidden(found) == {}
        assert (found[TOWN].value, found[STREET].value) == (count, 7)
    others = set(IN_QI) - {TOWN, STREET, MIXED}
    assert {found[region].value for region in others} == {0}, "a zero is shown"
    assert small.figure("relief_recipients", "2023-01", QI, LEADER).value == 16 + count


@pytest.mark.parametrize("count", [1, 3])
def test_totals_of_counties_and_of_the_city_are_shown(small: City, count: int) -> None:
    recipients(small, {TOWN: count})
    for region in (QI, CITY):
        assert small.figure("relief_recipients", "2023-01", region, LEADER).value == count


def test_two_small_cells_need_no_third(small: City) -> None:
    recipients(small, {TOWN: 3, STREET: 2, MIXED: 9})
    assert hidden(townships(small, "relief_recipients")) == {TOWN: "small", STREET: "small"}


def test_a_nought_goes_with_a_small_cell_where_nothing_else_is_above_nought(small: City) -> None:
    recipients(small, {TOWN: 3})
    found = hidden(townships(small, "relief_recipients"))
    assert found.pop(TOWN) == "small"
    assert list(found.values()) == ["paired"]


def test_categories_are_withheld_at_every_level(small: City) -> None:
    recipients(small, {TOWN: 30, f"{LANKAO}101": 30}, "农村低保")
    recipients(small, {TOWN: 3}, "支出型困难")
    recipients(small, {TOWN: 20, f"{LANKAO}101": 20}, "城市低保")
    for region in (CITY, QI):
        found = {f.category: f for f in small.read("relief_recipients", "2023-01", region, by_category=True, scope=LEADER)}
        assert {c: f.reason for c, f in found.items() if f.suppressed} == {"支出型困难": "small", "城市低保": "paired"}, region
        assert found["低保边缘"].value == 0
        assert small.figure("relief_recipients", "2023-01", region, LEADER).value == (103 if region == CITY else 53)
    lankao = {f.category: f.value for f in small.read("relief_recipients", "2023-01", LANKAO, by_category=True, scope=LEADER)}
    assert lankao == {"城市低保": 20, "农村低保": 30, "集中供养特困": 0, "分散供养特困": 0, "低保边缘": 0, "支出型困难": 0}


def test_a_rate_is_withheld_whole_by_the_people_in_its_denominator(small: City) -> None:
    small.set_targets()
    for region, many in ((TOWN, 4), (STREET, 5), (MIXED, 9)):
        for number in range(many):
            subject = small.add("special_elders", region=region, registered_on="2023-01-02")
            if number == 0:
                small.add("elder_visits", subject=subject, visited_on="2023-01-03")
    found = townships(small, "elder_visit_rate")
    assert hidden(found) == {TOWN: "small", STREET: "paired"}
    assert (found[TOWN].numerator, found[TOWN].denominator, found[TOWN].value, found[TOWN].status) == (None, None, None, "none")
    assert (found[TOWN].target, found[TOWN].expected) == (100, None), "the target is no secret"
    assert (found[MIXED].numerator, found[MIXED].denominator) == (1, 9), "one visited of nine may be seen"
    empty = found["410221102"]
    assert (empty.numerator, empty.denominator, empty.value, empty.suppressed) == (0, 0, None, False)


def test_an_amount_is_withheld_by_the_people_behind_it(small: City) -> None:
    for region, many, amount in ((TOWN, 4, "5000"), (STREET, 6, "1"), (MIXED, 9, "60")):
        for _ in range(many):
            small.add("disability_subsidies", region=region, monthly_amount=amount, started_on="2023-01-02")
    found = townships(small, "disability_subsidy_spend")
    assert hidden(found) == {TOWN: "small", STREET: "paired"}
    assert found[MIXED].value == 540
    small.add("relief_payments", region=QI, month="2023-01", category="城市低保", persons=3, amount="3000")
    small.add("relief_payments", region=QI, month="2023-01", category="农村低保", persons=300, amount="1")
    spent = {f.category: f.reason for f in small.read("relief_spend", "2023-01", QI, by_category=True, scope=LEADER)}
    assert spent == {"城市低保": "small", "农村低保": "paired", "集中供养特困": None, "分散供养特困": None}
    assert small.figure("relief_spend", "2023-01", QI, LEADER).value == 3001


def test_orders_and_facilities_are_not_people(small: City) -> None:
    small.add("work_orders", region=TOWN, accepted_on="2023-01-05")
    small.add("home_adaptations", region=TOWN, completed_on="2023-01-05")
    for indicator in ("work_orders", "home_adaptations", "work_orders_closed", "happiness_home_coverage"):
        assert hidden(townships(small, indicator)) == {}
    assert townships(small, "work_orders")[TOWN].value == 1


ABOUT_PEOPLE = {  # indicators over records about people; the rest counts facilities, orders, communities and staff, or is reported
    *("relief_recipients", "relief_per_10k", "relief_spend", "rural_dibao_subsidy", "relief_applications", "relief_started_in_3_days"),
    *("relief_proactive_share", "elder_visit_rate", "deaths", "cremation_rate", "eco_burial_rate", "funeral_subsidy_paid"),
    *("children_registered", "child_visit_rate", "children_by_risk", "disability_subsidy_recipients", "disability_subsidy_spend"),
}


def test_the_indicators_about_people_are_these() -> None:
    assert {name for name, indicator in DECLARED.items() if indicator.people} == ABOUT_PEOPLE


def test_record_access_shows_every_cell(small: City) -> None:
    recipients(small, {TOWN: 3, STREET: 7, GUYANG: 2, LANYANG: 8})
    for scope in (Scope("chief", section="社会救助科"), OF_QI):
        found = townships(small, "relief_recipients", scope)
        assert hidden(found) == {} and found[TOWN].value == 3
        by_category = small.read("relief_recipients", "2023-01", TOWN, by_category=True, scope=scope)
        assert [figure.value for figure in by_category if figure.category == "农村低保"] == [3]
    for scope in (LEADER, OTHER_CHIEF):
        assert hidden(townships(small, "relief_recipients", scope)) == {TOWN: "small", STREET: "paired"}
        assert hidden(townships(small, "relief_recipients", scope, LANKAO)) == {GUYANG: "small", LANYANG: "paired"}


def test_a_county_sees_other_counties_categories_without_their_small_cells(small: City) -> None:
    recipients(small, {TOWN: 3, GUYANG: 2}, "支出型困难")
    recipients(small, {TOWN: 30, GUYANG: 30}, "农村低保")
    own = {f.category: f.value for f in small.read("relief_recipients", "2023-01", QI, by_category=True, scope=OF_QI)}
    assert (own["支出型困难"], own["农村低保"]) == (3, 30)
    other = {f.category: f.reason for f in small.read("relief_recipients", "2023-01", LANKAO, by_category=True, scope=OF_QI)}
    assert (other["支出型困难"], other["农村低保"]) == ("small", "paired")
    city_wide = {f.category: f for f in small.read("relief_recipients", "2023-01", by_category=True, scope=OF_QI)}
    assert city_wide["支出型困难"].suppressed, "five of the city less its own three would be 兰考's two"


@pytest.mark.parametrize("scope", WITHOUT_RECORDS, ids=lambda scope: scope.key)
def test_asking_one_by_one_tells_no_more_than_asking_for_all(small: City, scope: Scope) -> None:
    recipients(small, {TOWN: 3, STREET: 7, MIXED: 9, GUYANG: 1, LANYANG: 12, f"{GULOU}001": 5})
    recipients(small, {STREET: 2, GUYANG: 40}, "城市低保")
    for county in (QI, LANKAO):
        for by_category in (False, True):
            together = small.read("relief_recipients", "2023-01", county, level="township", by_category=by_category, scope=scope)
            alone = [
                figure
                for code in TOWNSHIPS
                if code.startswith(county) and scope.sees(code)
                for figure in small.read("relief_recipients", "2023-01", code, by_category=by_category, scope=scope)
            ]
            assert list(together) == alone
            whole = small.read("relief_recipients", "2023-01", level="township", by_category=by_category, scope=scope)
            assert list(together) == [figure for figure in whole if figure.region.startswith(county)]


def test_the_threshold_is_a_setting(small: City, monkeypatch: pytest.MonkeyPatch) -> None:
    recipients(small, {TOWN: 8, STREET: 12, MIXED: 15})
    assert hidden(townships(small, "relief_recipients")) == {}
    monkeypatch.setenv("SUPPRESS_BELOW", "10")
    settings.cache_clear()
    try:
        small.fresh.clear()
        assert hidden(townships(small, "relief_recipients")) == {TOWN: "small", STREET: "paired"}
    finally:
        monkeypatch.undo()
        settings.cache_clear()


def test_a_threshold_of_one_withholds_nothing(small: City, monkeypatch: pytest.MonkeyPatch) -> None:
    small.add("deaths", region=TOWN, died_on="2023-01-05", cremated_on="2023-01-06", disposal="火化", age=70)
    small.refresh("deaths", "eco_burial_rate")
    monkeypatch.setenv("SUPPRESS_BELOW", "1")
    settings.cache_clear()
    try:
        for indicator, period in (("deaths", "2023-01"), ("deaths", "2023-W01"), ("eco_burial_rate", "2023-01")):
            found = small.read(indicator, period, QI, level="township", scope=LEADER)
            assert {figure.reason for figure in found} == {None}, (indicator, period)
    finally:
        monkeypatch.undo()
        settings.cache_clear()


# --- scope --------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("indicator", ["relief_recipients", "work_orders"])
def test_a_county_reads_below_county_level_in_itself_alone(small: City, indicator: str) -> None:
    recipients(small, {TOWN: 9, GUYANG: 9})
    seen = {figure.region for figure in small.read(indicator, "2023-01", level="township", scope=OF_QI)}
    assert seen == set(IN_QI), "others' townships are not in the answer"
    assert small.read(indicator, "2023-01", LANKAO, level="township", scope=OF_QI) == ()
    with pytest.raises(NotAllowed):
        small.read(indicator, "2023-01", GUYANG, scope=OF_QI)
    assert [figure.region for figure in small.read(indicator, "2023-01", level="county", scope=OF_QI)] == COUNTIES


@pytest.mark.parametrize("scope", [Scope("screen"), Scope("admin"), Scope("county")], ids=lambda scope: scope.role)
def test_screen_and_admin_see_city_and_counties_alone(small: City, scope: Scope) -> None:
    recipients(small, {TOWN: 9})
    assert small.figure("relief_recipients", "2023-01", CITY, scope).value == 9
    assert small.figure("relief_recipients", "2023-01", QI, scope).value == 9
    assert small.read("relief_recipients", "2023-01", level="township", scope=scope) == ()
    assert small.read("relief_recipients", "2023-01", QI, level="township", by_category=True, scope=scope) == ()
    with pytest.raises(NotAllowed):
        small.figure("relief_recipients", "2023-01", TOWN, scope)


def test_an_empty_scope_reads_nothing(small: City) -> None:
    recipients(small, {TOWN: 9})
    for region in (CITY, QI, TOWN):
        with pytest.raises(NotAllowed):
            small.figure("relief_recipients", "2023-01", region, Scope())
        with pytest.raises(NotAllowed):
            small.read("work_orders", "2023-01", region, level="township", scope=Scope())
        with pytest.raises(NotAllowed):
            small.read("relief_recipients", "2023-01", region, level="county", by_category=True, scope=Scope())


WITHHELD = """
import numpy as np
from data.indicators.sheet import Sheet
from data.indicators.suppression import withhold
counts = np.arange(2 * 5 * 4).reshape(5, 4, 2) * 7 % 11
counts[:, 0] = counts[:, 1:].sum(axis=1)
counts = np.concatenate([counts, counts.cumsum(axis=2)], axis=2)
none = np.zeros(counts.shape, dtype=bool)
sheet = Sheet(counts, 2, True, none, none, np.full(4, 5), [list(range(5))] * 5, [None] * 5)
withhold(sheet)
print(sheet.labels.tolist())
"""


def test_every_process_withholds_the_same_cells() -> None:
    """Two workers that chose differently would together give away what each of them withholds."""
    root = str(Path(__file__).parents[2])
    answers = set()
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONPATH": root, "PYTHONHASHSEED": seed}
        answers.add(subprocess.run([sys.executable, "-c", WITHHELD], capture_output=True, text=True, check=True, env=env).stdout)
    assert len(answers) == 1
    assert {"1", "2"} <= set(answers.pop())


# --- what subtraction could find, on random cities ----------------------------------------------------------------------------------

Cell = tuple[str, str]


def sums(cells: dict[Cell, Figure]) -> Iterator[list[Cell]]:
    """Every whole with its parts that the reader sees complete: over townships, over counties, over categories."""
    categories = sorted({category for _, category in cells})
    for category in categories:
        yield [(CITY, category), *((code, category) for code in COUNTIES)]
        for county in COUNTIES:
            parts = [(code, category) for code in TOWNSHIPS if code.startswith(county)]
            if all(part in cells for part in parts):
                yield [(county, category), *parts]
    if len(categories) > 1:
        for region in {region for region, _ in cells}:
            yield [(region, category) for category in categories]


READERS = (*WITHOUT_RECORDS, OF_QI, Scope("screen"))


def test_no_withheld_cell_is_found_by_subtraction(sqlite_database: Database) -> None:
    today = date(2023, 3, 20)
    store(sqlite_database, Maker(40, today).city(), today)
    refresh(sqlite_database, everything=True)
    seen_hidden = 0
    with moment(sqlite_database) as now:
        for indicator in sorted(ABOUT_PEOPLE):

            def cells(scope: Scope, period: str, indicator: str = indicator) -> dict[Cell, Figure]:
                levels: tuple[Level | None, ...] = (None, "county", "township")
                found = [
                    figure
                    for level in levels[: 3 if DECLARED[indicator].level == "township" else 2]
                    for by_category in (False, True)
                    for figure in figures(now, [indicator], scope=scope, periods=[parse(period)], level=level, by_category=by_category)
                ]
                return {(figure.region, figure.category or ""): figure for figure in found}

            for period in ("2023-01", "2023-03", "2023-02/ytd"):
                true = cells(owner(indicator), period)
                for scope in READERS:
                    shown = cells(scope, period)
                    where = f"{indicator} {period} {scope.key}"
                    seen_hidden += _check_one(where, indicator, scope, shown, true)
    assert seen_hidden > 1000, "the city has too few small cells to prove anything"


def _people(indicator: str, figure: Figure) -> float:
    """How many stand behind a cell, as someone with record access sees it; an amount's people stay in the readings."""
    return (figure.denominator if DECLARED[indicator].rate else figure.numerator) or 0


# Their totals are a category of other indicators', and withheld with it.
OF_A_CATEGORY = ("relief_proactive_share", "rural_dibao_subsidy")


def _check_one(where: str, indicator: str, scope: Scope, shown: dict[Cell, Figure], true: dict[Cell, Figure]) -> int:
    for cell, figure in shown.items():
        region, category = cell
        own = scope.role == "county" and region.startswith(scope.region)
        if own or (category == "" and REGIONS[region].level in ("city", "county") and indicator not in OF_A_CATEGORY):
            assert not figure.suppressed, f"{where} {cell}"
        elif not DECLARED[indicator].amount and indicator not in OF_A_CATEGORY:
            few = 1 <= _people(indicator, true[cell]) < small_below(DECLARED[indicator], scope, category)
            assert figure.suppressed or not few, f"{where} {cell}"
            assert few or figure.reason != "small", f"{where} {cell}"
        if not figure.suppressed:
            assert (figure.numerator, figure.denominator, figure.value) == (
                true[cell].numerator,
                true[cell].denominator,
                true[cell].value,
            ), f"{where} {cell}"
    for line in sums(shown):
        out = [cell for cell in line if shown[cell].suppressed]
        assert len(out) != 1 or indicator in OF_A_CATEGORY, f"{where}: {out[0]} can be found from {line}"
    return sum(figure.suppressed for figure in shown.values())


# --- months, running totals, other indicators, minors -------------------------------------------------------------------------------


def test_a_month_is_not_found_from_the_year_to_date(city: City) -> None:
    city.today("2023-04-20")
    for region, months in ((TOWN, (9, 3, 9, 9)), (STREET, (8, 8, 8, 8)), (MIXED, (9, 9, 9, 9))):
        for month, many in enumerate(months, 1):
            for _ in range(many):
                city.add("deaths", region=region, died_on=f"2023-{month:02d}-05", disposal="火化", age=70)
    by_month = {period: townships_at(city, period) for period in ("2023-01", "2023-02", "2023-03", "2023-04")}
    to_date = {period: townships_at(city, f"{period}/ytd") for period in by_month}
    assert by_month["2023-02"][TOWN].reason == "small"
    for region in (TOWN, STREET, MIXED):
        for before, period in zip(by_month, list(by_month)[1:], strict=False):
            line = [by_month[period][region], to_date[before][region], to_date[period][region]]
            assert sum(figure.suppressed for figure in line) != 1, (region, period)
    shown = sum(not figure.suppressed for one in (*by_month.values(), *to_date.values()) for figure in one.values())
    assert shown >= 8 * len(IN_QI) - 16, "and no more is withheld than that takes"


def townships_at(city: City, period: str) -> dict[str, Figure]:
    return {figure.region: figure for figure in city.read("deaths", period, QI, level="township", scope=LEADER)}


def test_what_one_indicator_withholds_no_other_gives_away(small: City) -> None:
    for region, many in ((TOWN, 3), (STREET, 7), (MIXED, 9)):
        for _ in range(many):
            small.add("deaths", region=region, died_on="2023-01-05", disposal="火化", age=70)
    small.refresh("deaths", "cremation_rate")
    for indicator in ("deaths", "cremation_rate"):
        assert hidden(townships(small, indicator)) == {TOWN: "small", STREET: "paired"}, indicator


def test_a_share_that_is_a_category_is_withheld_with_it(small: City) -> None:
    for channel, many in (("主动发现", 3), ("窗口受理", 20), ("网上申请", 30)):
        for _ in range(many):
            small.add("relief_applications", region=TOWN, channel=channel, accepted_on="2023-01-05")
    small.refresh("relief_applications", "relief_proactive_share")
    by_channel = {f.category: f.reason for f in small.read("relief_applications", "2023-01", QI, by_category=True, scope=LEADER)}
    assert by_channel["主动发现"] == "small" and by_channel["窗口受理"] == "paired"
    share = small.figure("relief_proactive_share", "2023-01", QI, LEADER)
    assert (share.reason, share.numerator, share.denominator, share.value) == ("small", None, None, None)
    assert small.figure("relief_applications", "2023-01", QI, LEADER).value == 53


@pytest.mark.parametrize(("many", "seen"), [(9, "small"), (10, None)])
def test_a_wall_shows_no_fewer_than_ten_minors(small: City, many: int, seen: str | None) -> None:
    for category, count in (("孤儿", many), ("困境儿童", 40), ("农村留守儿童", 50)):
        for _ in range(count):
            small.add("children", region=TOWN, category=category, registered_on="2023-01-02")
            small.add("children", region=GUYANG, category=category, registered_on="2023-01-02")

    def reason(scope: Scope, category: str) -> str | None:
        found = small.read("children_registered", "2023-01", QI, by_category=True, scope=scope)
        return next(figure.reason for figure in found if figure.category == category)

    assert reason(Scope("screen"), "孤儿") == seen
    assert reason(LEADER, "孤儿") is None
    assert (reason(Scope("screen"), "困境儿童") == "paired") == (seen is not None)


def test_one_alone_is_not_called_small(small: City) -> None:
    """A county total of one and a single `<5` would tell the one; without the label it may be in any township."""
    recipients(small, {TOWN: 1})
    found = hidden(townships(small, "relief_recipients"))
    assert found[TOWN] == "paired" and len(found) == 2


def test_the_expected_value_does_not_tell_a_withheld_december(city: City) -> None:
    city.today("2023-01-31")
    city.set_targets()
    with city.database.writing() as connection:
        set_target(connection, 2023, "cremation_rate", Decimal(60))
    for region, december, january in ((TOWN, 3, 9), (STREET, 8, 9), (MIXED, 20, 9)):
        for day, many in (("2022-12-05", december), ("2023-01-05", january)):
            for number in range(many):
                city.add("deaths", region=region, died_on=day, disposal="土葬" if number else "火化", age=70)
    city.refresh("deaths", "cremation_rate")
    before = {f.region: f.reason for f in city.read("cremation_rate", "2022-12", QI, level="township", scope=LEADER)}
    assert (before[TOWN], before[STREET], before[MIXED]) == ("small", "paired", None)
    shown = {f.region: f for f in city.read("cremation_rate", "2023-01", QI, level="township", scope=LEADER)}
    for region in (TOWN, STREET):
        figure = shown[region]
        assert (figure.denominator, figure.target, figure.expected, figure.status) == (9, 60, None, "none")
    assert shown[MIXED].expected is not None and shown[MIXED].status == "on_track"
    known = {f.region: f for f in city.read("cremation_rate", "2023-01", QI, level="township")}
    assert known[TOWN].expected is not None and known[TOWN].status != "none"


def test_by_the_week_people_are_shown_in_whole_counties_alone(city: City) -> None:
    """Four weeks of `<5` in a month of `<5` would be four ones."""
    city.today("2023-01-31")
    for region, many in ((TOWN, 30), (GUYANG, 8)):
        for _ in range(many):
            city.add("deaths", region=region, died_on="2023-01-05", disposal="火化", age=70)
    for scope in (LEADER, OTHER_CHIEF):
        weekly = city.read("deaths", "2023-W01", QI, level="township", scope=scope)
        assert {figure.reason for figure in weekly} == {"paired"}
    assert {figure.reason for figure in city.read("deaths", "2023-W01", by_category=True, scope=Scope("screen"))} == {"paired"}
    assert city.figure("deaths", "2023-W01", QI, LEADER).value == 30
    assert {f.value for f in city.read("deaths", "2023-W01", QI, level="township", scope=OF_QI)} == {0, 30}
    assert {f.value for f in city.read("deaths", "2023-W01", QI, level="township")} == {0, 30}
    city.add("work_orders", region=TOWN, accepted_on="2023-01-05")
    assert {f.value for f in city.read("work_orders", "2023-W01", QI, level="township", scope=LEADER)} == {0, 1}


def test_the_cremated_are_not_shown_below_the_county(city: City) -> None:
    """Month by month they are the dead again, some days later: one would tell the other's small counts."""
    city.today("2023-01-31")
    for _ in range(30):
        city.add("deaths", region=TOWN, died_on="2023-01-05", cremated_on="2023-01-06", disposal="火化", age=70)
    for indicator in ("eco_burial_rate", "funeral_subsidy_paid"):
        city.refresh(indicator, "eco_burial_rate")
        for period in ("2023-01", "2023-01/ytd"):
            assert {f.reason for f in city.read(indicator, period, QI, level="township", scope=LEADER)} == {"paired"}
            assert city.figure(indicator, period, QI, LEADER).denominator == 30
            assert {f.reason for f in city.read(indicator, period, QI, level="township", scope=OF_QI)} == {None}
