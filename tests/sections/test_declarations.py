"""The six declarations: nothing of a programme is missing on its page, every category can be chosen, every panel fills for its readers."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from flask import Flask

from access.doors import SECTIONS, STAFF
from data.datasets import DATASETS
from data.indicators import INDICATORS, PROGRAMMES
from pages.sections.declaration import Section
from pages.sections.panels import Split
from tests.sections.conftest import Reader, text

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
    shown = [card["props"] for place in ("cards", "more") for card in answer[f"{page}-{place}"]["children"]]
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
            name = place.removeprefix(f"{page}-").partition(".")[0]
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
