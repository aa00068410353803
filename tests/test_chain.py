"""The whole chain on real input: a county's files go in by command, become readings, stand on the page and behind the API, and go again.

One figure, 月探访率 of 杞县, is read from the card, the map, its table twin and the API: the same everywhere, at every step.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook

from access import people, tokens
from data.facts import set_fact
from tests.conftest import PASSWORD

COUNTY, TOWNSHIP = "410221", "410221101"
ELDERS = "开封市特殊困难老年人台账,,,,\n对象编号,区划代码,类别,建档日期,身份证号\n" + "".join(
    f"E{n},{TOWNSHIP},{'独居' if n % 2 else '失能'},2023-01-{n + 1:02d},\n" for n in range(1, 9)
)


def visits_file(path: Path, subjects: range) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.append(["探访记录（2023年6月）"])
    sheet.append(["探访日期", "对象编号", "记录编号", "方式"])
    for n in subjects:
        sheet.append(["2023年6月15日", f"E{n}", f"V{n}", "上门"])
    book.save(path)
    return path


@pytest.fixture
def town_hall(either_server: Flask) -> Flask:
    with either_server.extensions["cockpit"].database.writing() as connection:
        set_fact(connection, "today", "2023-07-28")
    run(either_server, "plan", "import", "plan/2023.yaml")
    return either_server


def run(server: Flask, *words: str, exit_code: int = 0) -> str:
    result = server.test_cli_runner().invoke(args=list(words))
    assert result.exit_code == exit_code, result.output
    return result.output


def test_a_countys_files_change_card_map_table_and_api_alike_and_undo_brings_the_old_figure_back(
    town_hall: Flask, visit: Callable[..., FlaskClient], tmp_path: Path
) -> None:
    leader = visit(town_hall, "leader")
    elders = tmp_path / "elders.csv"
    elders.write_bytes(ELDERS.encode("gb18030"))
    report = tmp_path / "report.json"

    run(town_hall, "import", str(elders), "--dataset", "special_elders", "--report", str(report))
    run(town_hall, "import", str(visits_file(tmp_path / "visits.xlsx", range(1, 7))), "--dataset", "elder_visits")
    run(town_hall, "refresh")
    assert json.loads(report.read_text())["inserted"] == 8
    assert seen_everywhere(town_hall, leader) == (6, 8, 75.0)

    batch = re.search(
        r"批次 (\d+)", run(town_hall, "import", str(visits_file(tmp_path / "more.xlsx", range(7, 9))), "--dataset", "elder_visits")
    )
    assert batch is not None
    assert seen_everywhere(town_hall, leader) == (6, 8, 75.0), "nothing changes before the refresh"
    run(town_hall, "refresh")
    assert seen_everywhere(town_hall, leader) == (8, 8, 100.0)

    run(town_hall, "import", "--undo", batch[1])
    run(town_hall, "refresh")
    assert seen_everywhere(town_hall, leader) == (6, 8, 75.0)


def seen_everywhere(server: Flask, client: FlaskClient) -> tuple[int, int, float]:
    """Numerator, denominator and value of the county's 月探访率 in June; the same from card, map, table and API, or the test fails."""
    (row,) = api(server, f"indicator=elder_visit_rate&region={COUNTY}&period=2023-06")
    page = overview(client, f"?period=2023-06&region={COUNTY}&indicator=elder_visit_rate")
    shown = f"{row['value']:.1f}"

    card = find(page["overview-cards"], lambda part: part.get("data-indicator") == "elder_visit_rate")
    assert card["data-region"] == COUNTY and card["data-period"] == "2023-06" and card["data-status"] == row["status"]
    assert shown in text(card)

    table = page["overview-table"]
    line = find(table, lambda part: str(text(part)).startswith("杞县"), kind="Tr")
    assert f"{shown}%" in text(line) and str(row["numerator"]) in text(line) and str(row["denominator"]) in text(line)

    on_map = json.dumps(page["overview-map-data"], ensure_ascii=False)
    assert f"{shown}%" in on_map or f"{row['numerator']}/{row['denominator']}" in on_map
    return row["numerator"], row["denominator"], row["value"]


def api(server: Flask, query: str) -> list[dict[str, Any]]:
    """The values the API gives to a script of the leader's."""
    database = server.extensions["cockpit"].database
    with database.writing() as connection:
        if people.find(connection, "script") is None:
            people.add(connection, "script", PASSWORD, "leader")
        token = tokens.create(connection, "script", 1)
    secret = token if isinstance(token, str) else token[0]
    answer = server.test_client().get(f"/api/v1/values?{query}", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 200, answer.text
    values: list[dict[str, Any]] = answer.json["values"]
    return values


def overview(client: FlaskClient, address: str) -> dict[str, Any]:
    """What the overview's callback puts into each place."""
    output = next(one["output"] for one in client.get("/_dash-dependencies").json if one["inputs"][0]["id"] == "overview-address")
    places = [part.rpartition(".") for part in output.strip(".").split("...")]
    body = {
        "output": output,
        "outputs": [{"id": place, "property": prop} for place, _, prop in places],
        "inputs": [{"id": "overview-address", "property": "data", "value": address}],
        "changedPropIds": ["overview-address.data"],
        "state": [],
    }
    answer = client.post("/_dash-update-component", json=body)
    assert answer.status_code == 200, answer.text
    return {place: next(iter(props.values())) for place, props in answer.json["response"].items()}


def find(part: Any, fits: Callable[[dict[str, Any]], bool], kind: str = "") -> Any:
    """The first component, from the outside in, of that type whose properties fit."""
    found = next((one for one in walk(part) if (not kind or one["type"] == kind) and fits(one["props"])), None)
    assert found is not None, f"nothing of the kind among {text(part)[:200]}"
    return found["props"]


def walk(part: Any) -> Any:
    if isinstance(part, list):
        for one in part:
            yield from walk(one)
    elif isinstance(part, dict) and "props" in part:
        yield part
        yield from walk(part["props"].get("children"))


def text(part: Any) -> str:
    """All the words inside a part."""
    if isinstance(part, list):
        return "".join(text(one) for one in part)
    if isinstance(part, dict):
        return text(part.get("props", part).get("children"))
    return "" if part is None else str(part)
