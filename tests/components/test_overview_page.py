"""The overview's layout runs no query, its callback gives what the door gives, and a stranger to the data gets no figure."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from components.plain import plain
from data.settings import ROOT

Visit = Callable[..., FlaskClient]


def ask(client: FlaskClient, search: str) -> Any:
    """The answer of the page's callback, by output."""
    dependencies: Any = client.get("/_dash-dependencies").json
    output = next(one["output"] for one in dependencies if "overview-cards" in one["output"])
    places = [part.rpartition(".") for part in output.strip(".").split("...")]
    return client.post(
        "/_dash-update-component",
        json={
            "output": output,
            "outputs": [{"id": name, "property": prop} for name, _, prop in places],
            "inputs": [{"id": "overview-address", "property": "data", "value": search}],
            "changedPropIds": ["overview-address.data"],
            "state": [],
        },
    )


def test_the_layout_runs_no_query(server: Flask) -> None:
    from pages.overview import layout

    seen: list[str] = []
    engine = server.extensions["cockpit"].database.engine
    sa.event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    made = plain(layout(period="2023-06", region="410221", foreign="x"))
    assert made["props"]["id"] == "page-overview" and seen == []
    assert "region=410221" in str(made)


def test_an_empty_database_shows_a_page_without_figures(server: Flask, visit: Visit) -> None:
    answer = ask(visit(server, "leader"), "?")
    assert answer.status_code == 200, answer.text
    cards = [box["props"]["children"][0] for box in answer.json["response"]["overview-cards"]["children"]]
    assert len(cards) == 6 and {card["props"]["data-status"] for card in cards} == {"none"}
    assert {county["label"] for county in answer.json["response"]["overview-map-data"]["data"]["counties"].values()} <= {"—", "0"}


@pytest.mark.parametrize("search", ["?period=%00", "?region=410221%27--", "?indicator=" + "x" * 3000, "no question", "?period=2023-W53"])
def test_no_address_breaks_the_page(server: Flask, visit: Visit, search: str) -> None:
    answer = ask(visit(server, "chief", section="养老服务科"), search)
    assert answer.status_code == 200 and "没读出来" not in answer.text


def test_what_cannot_be_read_says_so_with_an_id(server: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(sys.modules["pages.overview"], "_compose", broken)
    answer = ask(visit(server, "leader"), "?")
    assert answer.status_code == 200
    trouble = str(answer.json["response"]["overview-trouble"]["children"])
    assert "没读出来" in trouble and re.search("编号 [0-9A-F]{4}", trouble) and "重试" in trouble
    assert "broken on purpose" not in answer.text


def test_the_wall_account_may_not_ask(server: Flask, visit: Visit) -> None:
    assert ask(visit(server, "screen"), "?").status_code == 403


def test_assets_name_no_other_host_and_colours_stand_in_one_place() -> None:
    own = [path for path in (ROOT / "assets").glob("*.[cj]s*") if "plotly" not in path.name]
    assert len(own) > 8
    for path in own:
        assert not re.search(r"https?://|//[a-z]+\.", path.read_text()), path.name
        if path.name not in ("tokens.css",):
            assert not re.search(r"#[0-9a-fA-F]{6}\b|rgba?\(", path.read_text()), path.name
