"""The doors: what is not listed is closed, a row closes a page and its callbacks alike."""

import pytest

from access import doors
from access.doors import EVERYONE, STAFF, Door

ROWS = (
    Door("/", "overview", STAFF),
    Door("/region/*", "region", frozenset({"leader"})),
    Door("/screen", "screen", EVERYONE),
)


@pytest.fixture(autouse=True)
def rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "DOORS", ROWS)


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/", "overview"),
        ("/screen", "screen"),
        ("/screen/", "screen"),
        ("/region/410221", "region"),
        ("/region", None),
        ("/region/", None),
        ("/region/410221/more", None),
        ("/screens", None),
        ("/overview", None),
    ],
)
def test_an_address_leads_to_one_page_or_none(path: str, page: str | None) -> None:
    found = doors.door(path)
    assert (found.page if found else None) == page


@pytest.mark.parametrize(
    ("role", "output", "may"),
    [
        ("leader", "overview-map.figure", True),
        ("screen", "overview-map.figure", False),
        ("screen", "screen-map.figure", True),
        ("screen", "..screen-map.figure...screen-title.children..", True),
        ("screen", "..screen-map.figure...overview-title.children..", False),
        ("chief", "region-table.children", False),
        ("leader", "region-table.children@abcdef", True),
        ("leader", '{"index":"a.b","type":"overview-card"}.children', True),
        ("screen", '{"index":"screen-","type":"overview-card"}.children', False),
        ("leader", '{"index":"MATCH"}.children', False),
        ("leader", "{broken.children", False),
        ("leader", "stray.children", False),
        ("leader", "overview", False),
        ("leader", "", False),
        ("screen", ".._pages_content.children..._pages_store.data..", True),
    ],
)
def test_a_callback_is_open_to_whom_its_page_is(role, output: str, may: bool) -> None:
    assert doors.may_call(role, output) is may


def test_a_registered_page_without_a_door_is_closed_to_everyone() -> None:
    role = "admin"
    pages = {
        "a": {"module": "pages.overview", "path": "/", "path_template": None, "layout": lambda **_: "overview"},
        "b": {"module": "pages.region", "path": "/region/none", "path_template": "/region/<code>", "layout": lambda code, **_: code},
        "c": {"module": "pages.secret", "path": "/secret", "path_template": None, "layout": "secret"},
        "d": {"module": "pages.not_found_404", "path": "/404", "path_template": None, "layout": "nothing here"},
    }
    doors.close(pages, lambda: role, lambda: "refused")
    shown = {name: page["layout"](code="410221") if callable(page["layout"]) else page["layout"] for name, page in pages.items()}
    assert shown == {"a": "overview", "b": "refused", "c": "refused", "d": "nothing here"}
    role = "leader"
    assert pages["b"]["layout"](code="410221") == "410221"
    assert pages["c"]["layout"]() == "refused"
