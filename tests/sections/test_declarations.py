"""The six declarations: nothing of a programme is missing on its page, every category can be chosen, every panel fills for its readers."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from itertools import product

import pytest
from flask import Flask

from access.doors import SECTIONS, STAFF
from access.scope import Scope
from components import format as form
from data.database import Database
from data.datasets import DATASETS
from data.indicators import DECLARED, INDICATORS, PROGRAMMES
from data.indicators.figures import figures
from data.indicators.moment import moment
from data.periods import parse
from pages.sections.declaration import Section
from pages.sections.panels import Split
from tests.sections.conftest import Reader, text, walk

PLACES = {"county": {"region": "410221"}, "chief": {"section": "养老服务科"}}


def section(page: str) -> Section:
    found = sys.modules[f"pages.{page}"].SECTION  # as Dash imported it
    assert isinstance(found, Section)
    return found


def test_six_sections_one_for_each_programme(demo_server: Flask) -> None:
    assert tuple(PROGRAMMES) == ("relief", "elderly", "governance", "funeral", "children", "affairs") == SECTIONS
    assert [section(page).programme for page in SECTIONS] == list(PROGRAMMES)
    assert {section(page).owner for page in SECTIONS} <= {dataset.section for dataset in DATASETS.values()}


@pytest.mark.parametrize("page", SECTIONS)
def test_every_indicator_of_the_programme_has_a_card(demo_server: Flask, reader: Callable[..., Reader], page: str) -> None:
    answer = reader("leader").ask(page, "cards", "?period=2023-08")
    boxes = [box["props"]["children"] for place in ("cards", "more") for box in answer[f"{page}-{place}"]["children"]]
    shown = [card["props"] for card, _ in boxes]
    assert [about["props"]["href"].partition("?")[0] for _, about in boxes] == [f"/indicator/{card['data-indicator']}" for card in shown]
    assert [card["data-indicator"] for card in shown] == list(section(page).indicators)
    assert {card["data-indicator"] for card in shown} == {one.id for one in INDICATORS.values() if one.programme == page}
    assert {card["data-period"] for card in shown} == {"2023-08"} and {card["data-region"] for card in shown} == {"410200"}


@pytest.mark.parametrize("page", SECTIONS)
def test_every_breakdown_can_be_chosen_on_its_page(demo_server: Flask, page: str) -> None:
    split = {panel.indicator for panel in section(page).panels if isinstance(panel, Split)}
    assert {name for name in section(page).indicators if INDICATORS[name].breakdown} == split


@pytest.mark.parametrize("role", sorted(STAFF))
@pytest.mark.parametrize("page", SECTIONS)
def test_every_panel_fills_for_everybody_it_is_for(demo_server: Flask, reader: Callable[..., Reader], page: str, role: str) -> None:
    person = reader(role, **PLACES.get(role, {}))
    for search in ("?", "?period=2023-08&region=410221", "?period=2023-W30", "?period=2023-08/ytd&region=410204&with=410221"):
        for place in person.places(page):
            name = place.removeprefix(f"{page}-").partition(".")[0].removesuffix("-part")
            assert text(person.children(page, name, search)) or name == "villages", (place, search)  # those stand at a township alone


def test_a_misspelt_declaration_is_refused() -> None:
    with pytest.raises(ValueError, match="no indicators"):
        Section("x", "relief", "", ("relief_recipient",), "relief_recipients", 1)
    with pytest.raises(ValueError, match="belong to another section"):
        Section("x", "relief", "", ("deaths",), "relief_recipients", 1)
    with pytest.raises(ValueError, match="two panels"):
        Section("x", "relief", "", (), "relief_recipients", 1, (Split("a", "", "deaths"), Split("a", "", "deaths")))


def test_the_wall_sees_no_section(demo_server: Flask, reader: Callable[..., Reader]) -> None:
    screen = reader("screen")
    for page in SECTIONS:
        assert screen.client.get(f"/{page}/table.csv?indicator=x").status_code == 403
        with pytest.raises(AssertionError):
            screen.ask(page, "cards", "?")


def test_counts_beside_the_indicators_stand_on_their_pages_as_the_door_gives_them(
    demo_server: Flask, reader: Callable[..., Reader], demonstration: Database
) -> None:
    """By county, as each person may see them: the bands of open orders, and children by risk with what is withheld from a leader."""
    pages = {"governance": ("open", "work_orders_open"), "children": ("risks", "children_by_risk")}
    for (page, (panel, name)), (role, scope) in product(pages.items(), {"leader": Scope("leader"), "admin": Scope("admin")}.items()):
        with moment(demonstration) as now:
            read = partial(figures, now, [name], scope=scope, periods=[parse("2023-08")], by_category=True)
            found = [*read(level="county"), *read()]
        wanted: dict[str, list[str]] = {}
        for one in found:
            wanted.setdefault(one.region_name, []).append(form.cell(DECLARED[name], one))
        rows = [one for one in walk(reader(role).children(page, panel, "?period=2023-08")) if one["type"] == "Tr"][1:]
        shown = {text(row["props"]["children"][0]): [text(cell) for cell in row["props"]["children"][1:]] for row in rows}
        bands = slice(1, 5) if page == "governance" else slice(0, 4)
        assert {region: cells[bands] for region, cells in shown.items()} == wanted
        assert page == "governance" or any("<5" in cells for cells in wanted.values()), "the demonstration has a withheld one"


def test_a_county_sees_its_own_funeral_home_and_an_administrator_no_name(demo_server: Flask, reader: Callable[..., Reader]) -> None:
    leader = text(reader("leader").children("funeral", "homes", "?period=2023-08"))
    assert "祥符区殡仪馆" in leader and "方案要求11月底前完成" in leader
    own = text(reader("county", region="410221").children("funeral", "homes", "?period=2023-08"))
    assert "杞县殡仪馆" in own and "祥符区" not in own
    assert "没有登记的殡仪馆项目" in text(reader("county", region="410204").children("funeral", "homes", "?"))
    admin = text(reader("admin").children("funeral", "homes", "?period=2023-08"))
    assert "祥符区" in admin and "殡仪馆" not in admin.replace("殡仪馆项目", "")
