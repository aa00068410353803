"""The door: filters, order and paging equal a plain Python filter; whoever may not read a list gets none of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access.scope import Scope
from data.database import Database
from data.indicators.figures import NotAllowed
from data.indicators.moment import Moment, moment
from data.lists import LISTS, RecordList
from data.lists.asked import AskedWrong, Filter, Sort, read_filters, read_sort
from data.lists.field import Cell, Field, csv_cell, text, xlsx_cell
from data.lists.reading import fitted, list_count, list_page, list_rows
from data.periods import parse
from geo.regions import CITY
from tests.indicators.city import QI, TOWN
from tests.indicators.random_city import Maker, store

TODAY = date(2023, 9, 18)
PERIOD = parse("2023-09")
SOME = ["elder_unvisited", "special_elders", "elder_visits", "caregivers", "relief_recipients", "work_orders_open", "communities", "deaths"]
SOME += ["reported_values", "population", "village_rules_unrevised", "child_places"]


def chief(listed: RecordList) -> Scope:
    return Scope("chief", section=listed.section)


def everything(now: Moment, listed: RecordList, region: str = CITY, **asked: Any) -> list[tuple[Cell, ...]]:
    return list(list_rows(now, listed, scope=chief(listed), region=region, period=PERIOD, **asked))


# --- what a plain program would do ----------------------------------------------------------------------------------------------------


def keeps(one: Filter) -> Callable[[Cell], bool]:
    def kept(cell: Cell) -> bool:
        if one.operator in ("empty", "filled"):
            return (cell is None) == (one.operator == "empty")
        if cell is None:
            return False
        if one.operator == "contains":
            return str(one.values[0]).lower() in str(cell).lower()
        if one.operator == "in":
            return text(one.field, cell) in one.values
        low, high = one.values
        value: Any = Decimal(str(cell)) if one.field.numeric else cell
        return (low is None or value >= low) and (high is None or value <= high)

    return kept


def plainly(listed: RecordList, rows: list[tuple[Cell, ...]], filters: tuple[Filter, ...]) -> list[tuple[Cell, ...]]:
    at = {field.name: number for number, field in enumerate(listed.fields)}
    return [row for row in rows if all(keeps(one)(row[at[one.field.name]]) for one in filters)]


def rank(field: Field, cell: Cell, names: dict[str, str]) -> Any:
    if field.kind == "enum":
        return field.values.index(str(cell))
    return names[str(cell)] if field.kind == "place" else cell


# --- questions ------------------------------------------------------------------------------------------------------------------------


def value_filters(field: Field) -> st.SearchStrategy[str]:
    match field.kind:
        case "id" | "text":
            some = st.sampled_from(["k1", "K2", "某", "%", "_", "~|", "410221"]).map(lambda word: Filter(field, "contains", (word,)).text)
        case "place":
            some = st.sampled_from(["杞县", "五里河", "村", "无此地"]).map(lambda word: f"{field.name}.contains.{word}")
        case "enum":
            some = st.lists(st.sampled_from(field.values), min_size=1, max_size=3).map(lambda found: f"{field.name}.in.{'|'.join(found)}")
        case "yesno":
            some = st.sampled_from(["是", "否", "是|否"]).map(lambda found: f"{field.name}.in.{found}")
        case "date":
            days = st.dates(date(2022, 11, 1), date(2023, 10, 10))
            some = st.one_of(
                days.map(lambda day: f"{field.name}.between.{day}.."),
                st.tuples(days, days).map(lambda two: f"{field.name}.between.{min(two)}..{max(two)}"),
            )
        case "month":
            some = st.sampled_from(["2023-01..", "..2023-02", "2022-12..2023-03"]).map(lambda found: f"{field.name}.between.{found}")
        case _:
            some = st.sampled_from(["0..", "..1200", "440.005..98765.43", "1..1", "30..400", "-5..999999999999"]).map(
                lambda found: f"{field.name}.between.{found}"
            )
    if not field.optional:
        return some
    return st.one_of(some, st.sampled_from(["empty", "filled"]).map(lambda operator: f"{field.name}.{operator}"))


@st.composite
def questions(draw: st.DrawFn) -> tuple[RecordList, str, str, str]:
    listed = LISTS[draw(st.sampled_from(SOME))]
    asked = draw(st.lists(st.sampled_from(listed.fields), max_size=3, unique_by=lambda field: field.name))
    filters = "~".join(draw(value_filters(field)) for field in asked)
    ordered = draw(st.lists(st.sampled_from(listed.fields), max_size=2, unique_by=lambda field: field.name))
    sort = ",".join(draw(st.sampled_from(["", "-"])) + field.name for field in ordered)
    return listed, draw(st.sampled_from([CITY, CITY, QI, TOWN])), filters, sort


@pytest.fixture
def filled(database: Database) -> Database:
    store(database, Maker(77, TODAY).city(), TODAY)
    return database


def test_filters_order_and_pages_are_what_a_plain_program_gives(filled: Database) -> None:
    with moment(filled) as now:
        wholes: dict[tuple[str, str], list[tuple[Cell, ...]]] = {}
        codes: dict[str, str] = {}
        for place in now.places.all.values():  # of two places with one name the test does not care which comes first
            codes.setdefault(place.name, place.code)
        twice = {place.name for place in now.places.all.values() if codes[place.name] != place.code}

        @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
        @given(questions(), st.integers(0, 30), st.integers(1, 40))
        def holds(question: tuple[RecordList, str, str, str], start: int, count: int) -> None:
            listed, region, filter_text, sort_text = question
            filters, sort = read_filters(listed, filter_text), read_sort(listed, sort_text)
            if (listed.id, region) not in wholes:
                wholes[listed.id, region] = everything(now, listed, region)
            wanted = plainly(listed, wholes[listed.id, region], filters)
            asked: dict[str, Any] = {"filters": filters, "sort": sort}
            found = everything(now, listed, region, **asked)
            assert sorted(map(repr, found)) == sorted(map(repr, wanted)), (listed.id, filter_text)
            _in_order(listed, found, sort, codes, twice)
            page = list_page(now, listed, scope=chief(listed), region=region, period=PERIOD, start=start, count=count, **asked)
            assert page.total == len(wanted) == list_count(now, listed, scope=chief(listed), region=region, period=PERIOD, filters=filters)
            assert list(page.rows) == found[start : start + count]
            assert read_filters(listed, "~".join(one.text for one in filters)) == filters

        holds()


def _in_order(listed: RecordList, rows: list[tuple[Cell, ...]], sort: tuple[Sort, ...], codes: dict[str, str], twice: set[str]) -> None:
    if not sort:
        return
    field, down = sort[0].field, sort[0].down
    at = [one.name for one in listed.fields].index(field.name)
    cells = [row[at] for row in rows]
    there = [cell for cell in cells if cell is not None]
    assert cells[: len(there)] == there, "empty cells stand last"
    if field.kind == "place" and (twice & set(map(str, there)) or field.level != "county"):
        return
    if field.kind in ("id", "text") and field.name != "key":
        return  # what stands before what is the database's own word order
    if field.name == "key":
        assert len(set(there)) == len(there)
        return
    ranks = [rank(field, cell, codes) for cell in there]
    assert ranks == sorted(ranks, reverse=down), (listed.id, field.name)


# --- who may not ------------------------------------------------------------------------------------------------------------------------

STRANGERS = [
    Scope(),
    Scope("leader"),
    Scope("screen"),
    Scope("admin"),
    Scope("chief", section="社会救助科"),
    Scope("county", region="410222"),
]


@pytest.mark.parametrize("scope", STRANGERS, ids=lambda scope: scope.key)
def test_whoever_may_not_read_it_gets_nothing(filled: Database, scope: Scope) -> None:
    listed = LISTS["elder_unvisited"]
    with moment(filled) as now:
        for door in (list_page, list_rows, list_count):
            with pytest.raises(NotAllowed):
                door(now, listed, scope=scope, region=QI, period=PERIOD)


def test_a_county_reads_its_own_and_nothing_above(filled: Database) -> None:
    own = Scope("county", region=QI)
    with moment(filled) as now:
        for listed in (LISTS["special_elders"], LISTS["caregivers"], LISTS["villages_without_happiness_home"]):
            rows = list(list_rows(now, listed, scope=own, region=QI, period=PERIOD))
            at = [field.name for field in listed.fields].index("county")
            assert rows and {row[at] for row in rows} == {"杞县"}
            with pytest.raises(NotAllowed):
                list_page(now, listed, scope=own, region=CITY, period=PERIOD)
        with pytest.raises(KeyError):
            list_page(now, LISTS["special_elders"], scope=chief(LISTS["special_elders"]), region="419999", period=PERIOD)


def test_a_period_that_has_not_begun_is_refused_and_months_are_taken_where_only_months_make_sense(filled: Database) -> None:
    listed = LISTS["elder_unvisited"]
    with moment(filled) as now, pytest.raises(ValueError, match="not begun"):
        list_page(now, listed, scope=chief(listed), region=QI, period=parse("2023-10"))
    assert fitted(listed, parse("2023-W35"), TODAY) == parse("2023-09")
    assert fitted(listed, parse("2023-08/ytd"), TODAY) == parse("2023-08")
    assert fitted(LISTS["deaths_not_cremated"], parse("2023-08/ytd"), TODAY) == parse("2023-08/ytd")


# --- what is asked ------------------------------------------------------------------------------------------------------------------------

WRONG = {
    "nothing.contains.x": "没有“nothing”一列；可用：county（县区）",
    "category.contains.x": "“类别”不能按“contains”筛选；可用：in（是其中之一）",
    "category": "不能按“”筛选",
    "category.in.富裕": "没有“富裕”；可选：独居、空巢",
    "registered_on.between.2023": "应写作 a..b",
    "registered_on.between...": "两端都空着",
    "registered_on.between.2023-02-30..": "日期“2023-02-30”不对；应如 2023-09-18",
    "registered_on.between.20230301..": "日期“20230301”不对",
    "registered_on.between.2023-03-02..2023-03-01": "请调换",
    "key.contains.": "1 至 60 个字符",
    "key.contains." + "x" * 61: "1 至 60 个字符",
    "key.contains.a\x00b": "1 至 60 个字符",
    "key.empty": "不能按“empty”筛选",
    "citizen.contains.a": "没有“citizen”一列",
    "key.contains.a~key.contains.b": "只能筛选一次",
    "~".join(["key.contains.a"] * 21): "至多 20 个",
}


@pytest.mark.parametrize(("asked", "words"), WRONG.items(), ids=range(len(WRONG)))
def test_what_a_list_does_not_have_is_refused_in_words(asked: str, words: str) -> None:
    with pytest.raises(AskedWrong) as refused:
        read_filters(LISTS["elder_unvisited"], asked)
    assert words in str(refused.value)


@pytest.mark.parametrize("asked", ["age.between.x..", "age.between.1e3..", "age.between.9999999999999..", "age.between.NaN.."])
def test_numbers_are_numbers(asked: str) -> None:
    with pytest.raises(AskedWrong):
        read_filters(LISTS["work_orders_open"], asked)


@pytest.mark.parametrize("asked", ["nothing", "citizen", "key;drop", "key,key,key,key,key"])
def test_an_order_by_nothing_is_refused(asked: str) -> None:
    with pytest.raises(AskedWrong):
        read_sort(LISTS["elder_unvisited"], asked)


def test_the_log_is_told_no_whole_number_of_a_record() -> None:
    (one,) = read_filters(LISTS["elder_unvisited"], "key.contains.E-4711")
    assert one.words == "对象编号含E-4711" and one.told == "对象编号含E-****"
    (one,) = read_filters(LISTS["elder_unvisited"], "category.in.空巢|独居")
    assert one.told == one.words == "类别 独居、空巢" and one.text == "category.in.独居|空巢"


def test_cells_of_files_are_numbers_or_texts_that_nothing_runs() -> None:
    listed = LISTS["relief_recipients"]
    amount, name = listed.by_name["monthly_amount"], LISTS["elder_facilities"].by_name["name"]
    assert (csv_cell(amount, Decimal("440.50")), xlsx_cell(amount, Decimal("440.50"))) == ("440.50", 440.5)
    assert (csv_cell(name, "=1+1"), xlsx_cell(name, None), csv_cell(name, None)) == ("'=1+1", None, "")
    assert text(LISTS["communities"].by_name["standard"], True) == "是"


def test_declarations_are_values() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        LISTS["elder_unvisited"].title = "x"  # type: ignore[misc]
